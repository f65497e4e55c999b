"""`djtext segment`: words with their offsets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

import typer

from djtext.cli.command import Given, over_texts
from djtext.cli.lexis import NoDomain, NoHmm, cutting
from djtext.lang import t
from djtext.types import Cell, Column, Table

EXAMPLES = t(
    "例：djtext segment 讲话.txt    djtext segment 文集/ -o 词.csv --pos    cat a.txt | djtext segment - --stopwords function-words",
    "Examples: djtext segment speech.txt    djtext segment texts/ -o words.csv --pos    cat a.txt | djtext segment - --stopwords function-words",
)
COLUMNS = (
    Column("doc", "text", "文档", "doc", "document id"),
    Column("para", "int", "段", "para", "paragraph, from 1"),
    Column("n", "int", "句", "n", "sentence within the document, from 1"),
    Column("token", "text", "词", "token", "the word as it stands"),
    Column("start", "int", "起", "start", "offset of the first character (code points, from 0)"),
    Column("end", "int", "止", "end", "offset behind the last character"),
    Column("pos", "text", "词性", "pos", "tag in the dictionary (jieba's tag set); empty without --pos"),
)


@over_texts
def segment_command(
    given: Given,
    no_domain: NoDomain = False,
    no_hmm: NoHmm = False,
    pos: Annotated[
        bool, typer.Option("--pos", help=t("给出词典里的词性", "give each word's tag in the dictionary"))
    ] = False,
) -> None:
    """Cut texts into words; on a screen one sentence a line."""
    from djtext.cli.common import made_by
    from djtext.study.analyse import segment_job

    settings = given.settings()
    cut = cutting(given, settings, no_domain=no_domain, no_hmm=no_hmm)
    run = given.run(settings)
    results = run.results(partial(segment_job, cut.words, cut.engine, cut.stop, hmm=cut.hmm, pos=pos))
    source = made_by("segment", run.paths, cut.by)
    if given.output is None and given.format_ is None:
        _print_lines(results, given.limit, pos=pos)
    else:
        given.deliver(Table(t("词", "Words"), COLUMNS, _rows(results), made_by=source, name="words"))
    run.finish()


def _rows(results: Iterator[tuple[Any, Any]]) -> Iterator[tuple[Cell, ...]]:
    for doc, found in results:
        for sentence, words in found:
            for word in words:
                yield (doc.id, sentence.para, sentence.n, word.text, word.start, word.end, word.pos)


def _print_lines(results: Iterator[tuple[Any, Any]], limit: int | None, *, pos: bool) -> None:
    """One sentence a line, words apart."""
    from djtext.view.escape import terminal

    written = 0
    for _, found in results:
        for _, words in found:
            if limit is not None and written >= limit:
                continue
            parts = (f"{word.text}/{word.pos}" if pos else word.text for word in words)
            sys.stdout.write(terminal(" ".join(parts)) + "\n")
            written += 1
