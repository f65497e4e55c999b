"""`djtext themes`: recurring themes, most frequent first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from djtext.cli import counting as c
from djtext.cli.command import Given, over_texts
from djtext.errors import UsageError
from djtext.lang import current, t
from djtext.types import Cell, Codebook, Column, Table

if TYPE_CHECKING:
    from djtext.cli.run import Run

EXAMPLES = t(
    "例：djtext themes corpus/    djtext themes 讲话/ --where 'year>=2012' -o 主题.csv    "
    "djtext themes 文集/ --by doc -o 表.xlsx    djtext themes 文集/ --hits -o 命中.jsonl",
    "Examples: djtext themes corpus/    djtext themes speeches/ --where 'year>=2012' -o themes.csv    "
    "djtext themes texts/ --by doc -o t.xlsx    djtext themes texts/ --hits -o hits.jsonl",
)

HIT_COLUMNS = (
    Column("doc", "text", "文档", "doc", "document id"),
    Column("theme", "text", "主题键", "theme", "key of the theme"),
    Column("pattern", "text", "规则", "pattern", "the pattern as written in the codebook"),
    Column("text", "text", "原文", "text", "the text that was matched, as it stands in the document"),
    Column("start", "int", "起", "start", "offset of the first character (code points, from 0)"),
    Column("end", "int", "止", "end", "offset behind the last character"),
    Column(
        "stance",
        "text",
        "立场",
        "stance",
        "problem: stated as a failing; remedy: demanded, forbidden or acted on; empty: neither",
    ),
    Column("sentence", "text", "句子", "sentence", "the sentence it stands in"),
)


@over_texts
def themes_command(
    given: Given,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="doc", help=t("doc：每篇一行、每个主题一列", "doc: one row a document, one column a theme")
        ),
    ] = None,
    hits: Annotated[bool, typer.Option("--hits", help=t("列出每一处命中", "list every hit"))] = False,
    min_docs: Annotated[
        int,
        typer.Option(
            "--min-docs", min=1, metavar="N", help=t("至少出现在 N 篇中的主题", "themes in at least N documents")
        ),
    ] = 1,
    no_roles: Annotated[
        bool,
        typer.Option(
            "--no-roles",
            help=t(
                "不判断句子角色（更快）；立场只看句中用词",
                "do not judge roles (faster); a hit's side comes from the words of its sentence alone",
            ),
        ),
    ] = False,
    cooccur: Annotated[
        str | None,
        typer.Option(
            "--cooccur",
            metavar="sentence|passage|document",
            help=t("哪些主题在同一句、同一段或同一篇出现", "which themes stand in one sentence, passage or document"),
        ),
    ] = None,
    methods: c.Methods = False,
) -> None:
    """Find recurring themes in texts and count them."""
    from djtext.cli.common import made_by
    from djtext.measures import frequency
    from djtext.study.analyse import hits_job, themes_job
    from djtext.text.words import describe

    settings = given.settings()
    if by not in {None, "doc"}:
        raise UsageError(
            t(f"--by 只能是 doc，不是“{by}”", f"--by takes doc, not '{by}'"),
            hint=t("写 --by doc；或用 --where 按字段筛选", "write --by doc; --where selects by a field"),
        )
    if by and hits:
        raise UsageError(
            t("--by 和 --hits 不能同时用", "--by and --hits exclude each other"), hint=t("去掉一个", "leave one out")
        )
    if cooccur is not None and (by or hits):
        raise UsageError(
            t("--cooccur 不能和 --by、--hits 同时用", "--cooccur excludes --by and --hits"),
            hint=t("去掉一个", "leave one out"),
        )
    if methods and cooccur is None:
        raise UsageError(
            t("--methods 只和 --cooccur 一起用", "--methods goes with --cooccur here"),
            hint=t("compare 和 trends 也有 --methods", "compare and trends have --methods too"),
        )
    book = given.book(settings)
    run = given.run(settings)
    if cooccur is not None:
        _together(given, run, book, cooccur, min_docs=min_docs, methods=methods)
        return
    engine = describe("jieba" if settings.segmenter == "jieba" else "rjieba")
    source = made_by("themes", run.paths, t("编码本 ", "codebook ") + book.title)
    if hits:
        table = Table(
            t("命中", "Hits"),
            HIT_COLUMNS,
            _hit_rows(run.results(partial(hits_job, book, roles=not no_roles))),
            made_by=source,
            name="hits",
        )
        given.deliver(table)
    elif by:
        table = frequency.by_document(run.results(partial(themes_job, book, roles=False)), book)
        given.deliver(replace(table, made_by=source))
    else:
        made = frequency.themes(run.results(partial(themes_job, book, roles=not no_roles)), book, min_docs=min_docs)
        under = t(
            f"{made.docs} 篇，{made.chars:,} 字（汉字 {made.hanzi:,}） · 编码本 {book.title}（{len(book.themes)} 个主题） · "
            f"按字符匹配，不经分词（分词引擎 {engine}）",
            f"{made.docs} documents, {made.chars:,} characters ({made.hanzi:,} hanzi) · codebook {book.title} ({len(book.themes)} themes) · "
            f"matched on characters, not words (segmenter {engine})",
        )
        table = replace(made.table, notes=(under,), made_by=source)
        given.deliver(table, plain=partial(_show, marks=made.marks, book=book))
    run.finish()


_PAIRS_ON_SCREEN = 20


def _together(given: Given, run: Run, book: Codebook, within: str, *, min_docs: int, methods: bool) -> None:
    """The table of themes that stand together."""
    from djtext.cli.common import made_by
    from djtext.measures.cooccurrence import Within, cooccurrence
    from djtext.study.together import together_job
    from djtext.view.methods import Source, by_codebook, of_cooccurrence

    if within not in get_args(Within):
        raise UsageError(
            t(f"--cooccur 不能是“{within}”", f"--cooccur cannot be '{within}'"),
            hint=t(f"可用：{'、'.join(get_args(Within))}", f"known: {', '.join(get_args(Within))}"),
        )
    unit: Within = within  # type: ignore[assignment]
    documents = 0

    def counted() -> Iterator[tuple[Any, Any]]:
        nonlocal documents
        for doc, value in run.results(partial(together_job, book, unit)):
            documents += 1
            yield doc, value

    table = cooccurrence(counted(), book, within=unit, min_docs=min_docs)
    source = made_by(
        "themes", run.paths, c.treated(given), f"--cooccur {within}", t("编码本 ", "codebook ") + book.title
    )
    table = replace(table, made_by=source)
    if methods:
        matched = by_codebook(book.title, len(book.themes))
        paragraph = of_cooccurrence(
            within,
            len(tuple(table.rows)),
            Source(documents, matched, given.raw, given.duplicates or "report", tuple(given.where or ())),
        )
        table = c.with_methods(table, paragraph)
    if not methods or given.output is not None:
        c.tell(given, table.notes)
        given.deliver(
            _readable(table, book) if c.for_people(given) else table, plain=partial(_show_pairs, given=given, book=book)
        )
    if methods:
        c.print_methods(paragraph)
    run.finish()


def _readable(table: Table, book: Codebook) -> Table:
    """Names for keys, and the columns that fit on a page."""
    labels = {theme.key: t(theme.label, theme.label_en or theme.label) for theme in book.themes}
    names = table.names()
    wanted = [
        names.index(name) for name in ("theme", "other", "together", "expected", "pmi", "jaccard", "g2", "q", "docs")
    ]
    columns = [table.columns[n] for n in wanted]
    columns[0] = replace(columns[0], zh="主题", en="theme")
    columns[1] = replace(columns[1], zh="另一主题", en="other theme")
    rows = tuple((labels[str(row[0])], labels[str(row[1])], *(row[n] for n in wanted[2:])) for row in table.rows)
    return replace(table, columns=tuple(columns), rows=rows)


def _show_pairs(table: Table, *, given: Given, book: Codebook) -> None:
    from djtext.view.terminal import show_table

    rows = tuple(table.rows)
    notes = table.notes
    if given.limit is None and len(rows) > _PAIRS_ON_SCREEN:
        notes = (
            *notes,
            t(
                f"列出前 {_PAIRS_ON_SCREEN} 对；--limit 或 -o 取更多",
                f"the first {_PAIRS_ON_SCREEN}; --limit or -o gives more",
            ),
        )
        rows = rows[:_PAIRS_ON_SCREEN]
    show_table(_readable(replace(table, rows=rows, notes=notes), book))


def _hit_rows(results: Iterator[tuple[Any, Any]]) -> Iterator[tuple[Cell, ...]]:
    for _, found in results:
        for item in found:
            hit = item.hit
            yield (hit.doc, hit.theme, hit.pattern, hit.text, hit.start, hit.end, hit.stance, item.sentence)


def _show(table: Table, marks: tuple[tuple[int, int], ...], book: Codebook) -> None:
    from djtext.view.terminal import show_themes

    rows = tuple(table.rows)
    labels = {theme.key: theme.label_en for theme in book.themes} if current() == "en" else {}
    show_themes(replace(table, rows=rows, made_by=""), marks[: len(rows)], labels=labels)
