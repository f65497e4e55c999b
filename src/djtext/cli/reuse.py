"""`djtext reuse`: passages that stand in more than one document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Annotated, Any

import typer

from djtext.cli.command import Given, over_texts
from djtext.cli.options import chosen_kinds
from djtext.errors import UsageError
from djtext.lang import t
from djtext.types import Document, Table

EXAMPLES = t(
    "例：djtext reuse 文集/    djtext reuse 文集/ --kind copy --show --limit 5    djtext reuse 新稿/ --against 文集/ --summary    "
    "djtext reuse 文集/ --groups -o 重复文章.csv",
    "Examples: djtext reuse texts/    djtext reuse texts/ --kind copy --show --limit 5    "
    "djtext reuse new/ --against texts/ --summary    djtext reuse texts/ --groups -o groups.csv",
)
_ON_SCREEN = 40
_SIDE_BY_SIDE = 10


@over_texts
def reuse_command(
    given: Given,
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--against",
            metavar="PATH",
            help=t(
                "只与这里的旧文对照，新文之间不对照；可写多次；--where 只筛新文",
                "compare with the texts there only, not the new ones with each other; may be repeated; --where selects new ones",
            ),
        ),
    ] = None,
    min_length: Annotated[
        int,
        typer.Option(
            "--min-length", min=10, metavar="N", help=t("至少 N 字（10 以上）", "at least N characters (10 or more)")
        ),
    ] = 20,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="NAME",
            help=t(
                "只列这一类：copy 雷同、quote 引用、boilerplate 套话、duplicate 重篇；可写多次",
                "only this kind: copy, quote, boilerplate, duplicate; may be repeated",
            ),
        ),
    ] = None,
    boilerplate: Annotated[
        int,
        typer.Option(
            "--boilerplate",
            min=3,
            metavar="N",
            help=t("见于 N 篇以上的算套话", "what stands in N documents or more is boilerplate"),
        ),
    ] = 10,
    show: Annotated[
        bool,
        typer.Option(
            "--show", help=t("左右对照，标出不同的字", "side by side, with what differs marked; for the screen")
        ),
    ] = False,
    summary: Annotated[
        bool,
        typer.Option(
            "--summary",
            help=t(
                "一篇一行：自写的比例，最多与哪篇相同", "one row a document: its share of own words, most shared with"
            ),
        ),
    ] = False,
    groups: Annotated[
        bool, typer.Option("--groups", help=t("近似重复的文章，一组一组", "near-duplicate documents, by group"))
    ] = False,
) -> None:
    """Find passages that stand in more than one document."""
    from djtext.cli.common import made_by
    from djtext.measures import reuse as tables
    from djtext.reuse.find import find

    settings = given.settings()
    from djtext.reuse.kinds import KINDS

    kinds = chosen_kinds(kind, KINDS)
    if sum((show, summary, groups)) > 1:
        raise UsageError(
            t("--show、--summary、--groups 只能用一个", "--show, --summary and --groups exclude each other"),
            hint=t("分几次运行", "run the command once for each"),
        )
    if kinds and (summary or groups):
        raise UsageError(
            t("--kind 不能与 --summary、--groups 同用", "--kind cannot be used with --summary or --groups"),
            hint=t("去掉 --kind", "leave --kind out"),
        )
    if show and not given.on_screen:
        raise UsageError(
            t("--show 只用于屏幕", "--show is for the screen"),
            hint=t(
                "去掉 --show：表格里有 text_a、text_b 两列", "leave it out: the table has the columns text_a and text_b"
            ),
        )
    old, base = _baseline(given, settings, against)
    run = given.run(settings)
    run.duplicates = given.duplicates or "keep"  # this command reports them itself
    new = _documents(run)
    found = find(new, against=old, min_length=min_length, formula=boilerplate)
    source = made_by(
        "reuse",
        [*run.paths, *(("--against", *against) if against else ())],
        t(f"至少 {min_length} 字", f"at least {min_length} characters"),
        t(f"套话 ≥ {boilerplate} 篇", f"boilerplate ≥ {boilerplate} documents"),
    )
    if summary or groups:
        table = tables.summary(found) if summary else tables.groups(found)
        given.deliver(replace(table, made_by=source))
    else:
        chosen = tables.only(found, kinds)
        table = replace(tables.passages(chosen), made_by=source)
        given.deliver(table, plain=partial(_show, chosen, given.limit, side=show))
    if base is not None:
        base.account()
        run.incomplete |= base.incomplete
    run.finish()


def _documents(run: Any) -> list[Document]:
    from djtext.study.analyse import texts_job

    return [replace(doc, text=text) for doc, text in run.results(texts_job)]


def _baseline(given: Given, settings: Any, against: Iterable[str] | None) -> tuple[list[Document] | None, Any]:
    """The old texts, and the run over them."""
    if not against:
        return None, None
    base = replace(given, where=None).run(settings, paths=list(against))
    base.duplicates = "keep"
    return _documents(base), base


def _show(found: Any, limit: int | None, table: Table, *, side: bool) -> None:
    from djtext.view.reuse import show_list, show_pairs

    most = limit if limit is not None else _SIDE_BY_SIDE if side else _ON_SCREEN
    rows = found.passages[:most]
    rest = len(found.passages) - len(rows)
    if rest and limit is None:
        more = t(
            f"另有 {rest:,} 处：--limit N 多看一些，-o 文件 全部写出",
            f"{rest:,} more: --limit N shows more, -o FILE writes all",
        )
        table = replace(table, notes=(more, *table.notes))
    (show_pairs if side else show_list)(found, rows, table)
