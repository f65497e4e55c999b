"""`djtext segment`: words with their offsets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

import typer

from djtext.cli.command import Given, over_texts
from djtext.lang import t
from djtext.types import Cell, Column, Table

HELP = t("分词；屏幕上一句一行。", "Cut texts into words; on a screen one sentence a line.")
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
    no_domain: Annotated[
        bool,
        typer.Option(
            "--no-domain-words",
            help=t(
                "不用自带的党建词典（与 jieba 原样一致）", "without the packaged words of the field (as jieba alone)"
            ),
        ),
    ] = False,
    no_hmm: Annotated[
        bool,
        typer.Option(
            "--no-hmm", help=t("不用新词发现（jieba 的 HMM=False）", "without new-word discovery (jieba's HMM=False)")
        ),
    ] = False,
    pos: Annotated[
        bool, typer.Option("--pos", help=t("给出词典里的词性", "give each word's tag in the dictionary"))
    ] = False,
) -> None:
    """Cut texts into words; on a screen one sentence a line."""
    from pathlib import Path

    from djtext.cli.common import made_by
    from djtext.study.analyse import segment_job
    from djtext.text import stopwords as lists
    from djtext.text.words import Engine, describe, domain_words, read_userdict

    settings = given.settings()
    engine: Engine = "jieba" if settings.segmenter == "jieba" else "rjieba"
    words = (() if no_domain else domain_words()) + tuple(
        w for name in settings.userdict for w in read_userdict(Path(name))
    )
    stop = frozenset() if given.no_stopwords else lists.union(settings.stopwords)
    run = given.run(settings)
    results = run.results(partial(segment_job, words, engine, stop, hmm=not no_hmm, pos=pos))
    source = made_by("segment", run.paths, describe(engine), t(f"用户词 {len(words)} 个", f"{len(words)} user words"))
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
