"""`djtext segment`: words with their offsets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

import typer

from djtext.cli import options as o
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


def segment_command(
    paths: o.Paths = None,
    userdict: o.UserDict = None,
    no_domain: Annotated[
        bool,
        typer.Option(
            "--no-domain-words",
            help=t(
                "不用自带的党建词典（与 jieba 原样一致）", "without the packaged words of the field (as jieba alone)"
            ),
        ),
    ] = False,
    stopwords: o.Stopwords = None,
    no_stopwords: o.NoStopwords = False,
    segmenter: o.Segmenter = None,
    no_hmm: Annotated[
        bool,
        typer.Option(
            "--no-hmm", help=t("不用新词发现（jieba 的 HMM=False）", "without new-word discovery (jieba's HMM=False)")
        ),
    ] = False,
    pos: Annotated[
        bool, typer.Option("--pos", help=t("给出词典里的词性", "give each word's tag in the dictionary"))
    ] = False,
    output: o.Output = None,
    format_: o.Format = None,
    force: o.Force = False,
    codebook: o.CodebookFile = None,
    where: o.Where = None,
    limit: o.Limit = None,
    files_from: o.FilesFrom = None,
    encoding: o.Encoding = None,
    follow: o.Follow = False,
    raw: o.RawText = False,
    normalise: o.Normalise = False,
    duplicates: o.Duplicates = None,
    text_column: o.TextColumn = None,
    title_column: o.TitleColumn = None,
    date_column: o.DateColumn = None,
    id_column: o.IdColumn = None,
    jobs: o.Jobs = None,
    seed: o.Seed = None,
    no_cache: o.NoCache = False,
    lang: o.Lang = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = 0,
) -> None:
    """Cut texts into words; on a screen one sentence a line."""
    from djtext.cli.common import check_output, deliver, limited, made_by, run_from, settings_from
    from djtext.study.analyse import segment_job
    from djtext.text import stopwords as lists
    from djtext.text.words import Engine, describe, domain_words, read_userdict

    settings = settings_from(
        codebook=codebook, userdict=tuple(userdict or ()), stopwords=tuple(stopwords or ()), segmenter=segmenter,
        jobs=jobs, seed=seed, lang=lang,
    )  # fmt: skip
    engine: Engine = "jieba" if settings.segmenter == "jieba" else "rjieba"
    check_output(output, format_, force=force)
    from pathlib import Path

    words = (() if no_domain else domain_words()) + tuple(
        w for name in settings.userdict for w in read_userdict(Path(name))
    )
    stop = frozenset() if no_stopwords else lists.union(settings.stopwords)
    run = run_from(
        paths, settings, files_from=files_from, where=where, encoding=encoding, follow=follow, quiet=quiet,
        verbose=verbose, raw=raw, normalise=normalise, duplicates=duplicates,
        columns=(text_column, title_column, date_column, id_column),
    )  # fmt: skip
    results = run.results(partial(segment_job, words, engine, stop, hmm=not no_hmm, pos=pos))
    source = made_by("segment", run.paths, describe(engine), t(f"用户词 {len(words)} 个", f"{len(words)} user words"))
    if output is None and format_ is None:
        _print_lines(results, limit, pos=pos)
    else:
        table = Table(t("词", "Words"), COLUMNS, _rows(results), made_by=source, name="words")
        deliver(limited(table, limit), output, format_, force=force)
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
