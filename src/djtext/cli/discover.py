"""`djtext discover`: recurring phrases that nobody listed, and the families of their wordings."""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from djtext.cli import counting as c
from djtext.cli.command import Given, over_texts
from djtext.cli.options import chosen_kinds
from djtext.errors import UsageError
from djtext.lang import t
from djtext.types import Codebook, Document, Table

if TYPE_CHECKING:
    from djtext.themes.discover.found import Discovered, Phrase

EXAMPLES = t(
    "例：djtext discover 文集/    djtext discover 文集/ --new-only -o 新提法.xlsx    djtext discover 文集/ --kind numeral --kind quoted    "
    "djtext discover 讲话/ --families --by year -o 措辞.csv    djtext discover 讲话/ --top 20 --hits -o 出处.jsonl",
    "Examples: djtext discover texts/    djtext discover texts/ --new-only -o new.xlsx    "
    "djtext discover texts/ --kind numeral --kind quoted    djtext discover speeches/ --families --by year -o wording.csv    "
    "djtext discover speeches/ --top 20 --hits -o hits.jsonl",
)
_ON_SCREEN = 30
_FAMILIES = 300  # phrases whose families are looked for without --top


@over_texts
def discover_command(
    given: Given,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="NAME",
            help=t(
                "只要这一类：quoted 引号语、numeral 数字缩略、series 排比、phrase 固定语、name 名称；可写多次",
                "only this kind: quoted, numeral, series, phrase, name; may be repeated",
            ),
        ),
    ] = None,
    min_hits: Annotated[
        int | None,
        typer.Option(
            "--min-hits",
            min=1,
            metavar="N",
            help=t(
                "至少 N 次（不写则 3，文集很大时更多）", "at least N hits (default 3; more in a very large collection)"
            ),
        ),
    ] = None,
    min_docs: Annotated[
        int | None,
        typer.Option(
            "--min-docs",
            min=1,
            metavar="N",
            help=t(
                "至少 N 篇（不写则 2，文集很大时更多）",
                "in at least N documents (default 2; more in a very large collection)",
            ),
        ),
    ] = None,
    new_only: Annotated[
        bool, typer.Option("--new-only", help=t("去掉编码本里已有的", "leave out what the codebook has"))
    ] = False,
    reference: Annotated[
        list[str] | None,
        typer.Option(
            "--reference",
            metavar="PATH",
            help=t(
                "与这里的文本对照：那里同样常见的往后排；可写多次",
                "hold against the texts there: what is as common in them goes down; may be repeated",
            ),
        ),
    ] = None,
    hits: Annotated[
        bool,
        typer.Option("--hits", help=t("列出每一处：文档、起止、句子", "list every place: document, offsets, sentence")),
    ] = False,
    families: Annotated[
        bool, typer.Option("--families", help=t("同一提法的各种写法归为一族", "the wordings of one slogan together"))
    ] = False,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="year|month|FIELD",
            help=t(
                "与 --families 同用：逐年（月）的写法；或按字段（如 source）看谁先用、滞后几年",
                "with --families: wordings by year or month; or by a field (source …), who took it up when",
            ),
        ),
    ] = None,
    log: Annotated[
        bool,
        typer.Option(
            "--log", help=t("与 --families 同用：措辞变化的记录", "with --families: the log of changes of wording")
        ),
    ] = False,
    copied: Annotated[
        int,
        typer.Option(
            "--copied",
            min=0,
            metavar="N",
            help=t(
                "与更早文章相同的 N 字以上的段落不再计数；0 则都计",
                "runs of N characters that an earlier text has do not count again; 0 counts all",
            ),
        ),
    ] = 50,
    sample: Annotated[
        int | None,
        typer.Option(
            "--sample",
            min=1,
            metavar="N",
            help=t(
                "只用随机抽取的 N 篇（--seed 定抽样），内存不随文集增大",
                "use N documents drawn at random (by --seed): memory does not grow with the collection",
            ),
        ),
    ] = None,
    top: c.Top = None,
) -> None:
    """Find recurring phrases that nobody listed."""
    from djtext.cli.common import made_by
    from djtext.measures import phrases as tables
    from djtext.themes.discover import Options, discover, places

    settings = given.settings()
    c.check_seed(settings)
    from djtext.themes.marked import KINDS

    kinds = chosen_kinds(kind, KINDS)
    _check(families=families, by=by, log=log, hits=hits, copied=copied)
    book = given.book(settings) if new_only else None
    base, compared = _reference(given, settings, reference)
    run = given.run(settings)
    docs = _sampled(run, sample, settings.seed) if sample is not None else list(_documents(run))
    options = Options(min_hits=min_hits, min_docs=min_docs, copied=copied or None)
    found = discover(docs, options, reference=compared)
    chosen = _chosen(found, kinds, book, top)
    source = made_by(
        "discover", run.paths, c.treated(given),
        t(f"至少 {found.min_hits} 次 {found.min_docs} 篇", f"at least {found.min_hits} hits, {found.min_docs} documents"),
        t(f"雷同 ≥ {copied} 字计一次", f"copies ≥ {copied} characters count once") if copied else "",
        t(f"抽样 {len(docs)} 篇，种子 {settings.seed}", f"sample of {len(docs)}, seed {settings.seed}") if sample is not None else "",
        t("对照 ", "reference ") + " ".join(reference) if reference else "",
        t("不含编码本 ", "without codebook ") + book.title if book else "",
    )  # fmt: skip
    if hits:
        _deliver(given, replace(tables.hits(places(found, chosen)), made_by=source))
    elif families:
        _deliver_families(given, found, chosen if top else chosen[:_FAMILIES], by, log=log, source=source)
    else:
        _deliver_phrases(given, found, chosen, source)
    if base is not None:
        base.account()
        run.incomplete |= base.incomplete
    run.finish()


def _check(*, families: bool, by: str | None, log: bool, hits: bool, copied: int) -> None:
    if (by or log) and not families:
        raise UsageError(
            t("--by 和 --log 要与 --families 同用", "--by and --log go with --families"),
            hint=t("加 --families", "add --families"),
        )
    if families and hits:
        raise UsageError(
            t("--hits 不能与 --families 同用", "--hits and --families exclude each other"),
            hint=t("分两次运行", "run the command twice"),
        )
    if by and log:
        raise UsageError(
            t("--by 不能与 --log 同用", "--by and --log exclude each other"), hint=t("去掉一个", "leave one out")
        )
    if 0 < copied < 20:
        raise UsageError(
            t(f"--copied 至少 20，不能是 {copied}", f"--copied is at least 20, not {copied}"),
            hint=t("更短的相同文字是套语，不是抄录；0 则都计数", "shorter runs in common are formulas; 0 counts all"),
        )


def _documents(run: Any) -> Iterator[Document]:
    from djtext.study.analyse import texts_job

    for doc, text in run.results(texts_job):
        yield replace(doc, text=text)


def _sampled(run: Any, size: int, seed: int) -> list[Document]:
    """Documents drawn at random without holding the others; the same whatever their order."""
    kept: list[tuple[int, str, int, Document]] = []
    for n, doc in enumerate(_documents(run)):
        key = -zlib.crc32(f"{seed}\0{doc.id}".encode("utf-8", "surrogatepass"))
        item = (key, doc.id, -n, doc)
        if len(kept) < size:
            heapq.heappush(kept, item)
        elif item[:3] > kept[0][:3]:
            heapq.heapreplace(kept, item)
    return [doc for *_, doc in sorted(kept, key=lambda item: -item[2])]


def _reference(given: Given, settings: Any, paths: list[str] | None) -> tuple[Any, list[Document] | None]:
    """The run over the texts to compare with, and these."""
    if not paths:
        return None, None
    base = replace(given, where=None).run(settings, paths=list(paths))
    base.duplicates = "keep"
    return base, list(_documents(base))


def _chosen(found: Discovered, kinds: Sequence[str], book: Codebook | None, top: int | None) -> list[Phrase]:
    from djtext.themes.discover.hits import covered

    chosen = [phrase for phrase in found.phrases if not kinds or phrase.kind in kinds]
    if book is not None:
        chosen = [phrase for phrase in chosen if not covered(phrase.text, book)]
    return chosen if top is None else chosen[:top]


def _deliver(given: Given, table: Table) -> None:
    c.tell(given, table.notes)
    given.deliver(table)


def _deliver_phrases(given: Given, found: Discovered, chosen: list[Phrase], source: str) -> None:
    from djtext.measures import phrases as tables
    from djtext.themes.families import families
    from djtext.view.discover import show_phrases

    shown = chosen
    if given.on_screen and given.limit is None and len(chosen) > _ON_SCREEN:
        shown = chosen[:_ON_SCREEN]
    table = replace(tables.phrases(found, shown, families(found, shown)), made_by=source)
    if len(shown) < len(chosen):
        more = t(
            f"另有 {len(chosen) - len(shown):,} 条：--limit N 多看一些，-o 文件 全部写出",
            f"{len(chosen) - len(shown):,} more: --limit N shows more, -o FILE writes all",
        )
        table = replace(table, notes=(more, *table.notes))
    c.tell(given, table.notes)
    given.deliver(table, plain=show_phrases)


def _deliver_families(
    given: Given, found: Discovered, chosen: list[Phrase], by: str | None, *, log: bool, source: str
) -> None:
    from djtext.measures import phrases as tables
    from djtext.themes.families import families
    from djtext.view.discover import show_families
    from djtext.view.terminal import show_table

    made = families(found, chosen)
    plain: Any = show_table
    if log:
        table = replace(tables.log(made), notes=tables.notes(found))
    elif by in {"year", "month"}:
        table = tables.by_period(found, made, partial(_period, by), by)
    elif by is not None:
        if not any(source_.doc.get(by) for source_ in found.sources):
            fields = sorted(
                {name for each in found.sources for name, value in each.doc.meta if value} | {"source", "author"}
            )
            raise UsageError(
                t(f"--by：没有文档有字段“{by}”", f"--by: no document has a field '{by}'"),
                hint=t(f"可用：year、month、{'、'.join(fields)}", f"known: year, month, {', '.join(fields)}"),
            )
        table = tables.adopters(found, made, by)
    else:
        if given.on_screen:
            made = tuple(family for family in made if len(family.forms) > 1)
        table = tables.families(found, made)
        plain = show_families
    table = replace(table, made_by=source)
    if given.on_screen and given.limit is None:
        rows = tuple(table.rows)
        if len(rows) > 2 * _ON_SCREEN:
            more = t(
                f"另有 {len(rows) - 2 * _ON_SCREEN:,} 行：--limit N 多看一些，-o 文件 全部写出",
                f"{len(rows) - 2 * _ON_SCREEN:,} more rows: --limit N shows more, -o FILE writes all",
            )
            table = replace(table, rows=rows[: 2 * _ON_SCREEN], notes=(more, *table.notes))
    c.tell(given, table.notes)
    given.deliver(table, plain=plain)


def _period(by: str, doc: Document) -> str:
    return doc.get(by)
