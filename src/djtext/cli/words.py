"""`djtext words`: frequency list, key words of groups, lexical diversity of documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from djtext.cli.command import Given, over_texts
from djtext.cli.lexis import ON_SCREEN, Cutting, MinDocs, NoDomain, NoHmm, cutting, one_of
from djtext.errors import UsageError
from djtext.lang import t
from djtext.types import Table

if TYPE_CHECKING:
    from djtext.cli.run import Run
    from djtext.measures.keywords import Grouping, KeyTable

EXAMPLES = t(
    "例：djtext words 文集/ --stopwords function-words    djtext words 文集/ --by genre --top 30 -o 关键词.xlsx    "
    "djtext words --target 讲话/ --reference 评论/    djtext words 文集/ --target 'year>=2012'    "
    "djtext words 文集/ --diversity -o 多样性.csv",
    "Examples: djtext words texts/ --stopwords function-words    djtext words texts/ --by genre --top 30 -o key.xlsx    "
    "djtext words --target speeches/ --reference commentary/    djtext words texts/ --target 'year>=2012'    "
    "djtext words texts/ --diversity -o diversity.csv",
)
SHOWN_KEYS = (
    "group",
    "word",
    "hits",
    "per_10k",
    "range",
    "ref_hits",
    "ref_per_10k",
    "ref_range",
    "g2",
    "log_ratio",
    "q",
)
TOP = 20  # key words of each group on a screen
FEW_DOCS, FEW_WORDS = 5, 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for beside the shared options."""

    by: str | None
    target: str | None
    reference: str | None
    sort: str | None
    min_hits: int | None
    min_docs: int
    top: int | None
    window: int


@over_texts
def words_command(
    given: Given,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="FIELD", help=t("各组的关键词：按字段分组，如 genre、year", "key words of groups by a field, as genre or year")),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            "--target", metavar="SET",
            help=t("目标组：条件（'genre=讲话'）或文件夹", "target: a condition ('genre=讲话') or a folder"),
        ),
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            "--reference", metavar="SET",
            help=t("对照组，写法同 --target；不写则为其余文档", "reference, written as --target; else all other documents"),
        ),
    ] = None,
    diversity: Annotated[
        bool,
        typer.Option(
            "--diversity",
            help=t("每篇一行：MATTR、TTR、Yule K、套话率", "one row a document: MATTR, TTR, Yule's K, formulaicity"),
        ),
    ] = False,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort", metavar="NAME",
            help=t(
                "排序：hits、docs、arf、dp、juilland_d、word；关键词：g2、log_ratio、hits、range、word",
                "order: hits, docs, arf, dp, juilland_d, word; key words: g2, log_ratio, hits, range, word",
            ),
        ),
    ] = None,
    min_hits: Annotated[
        int | None,
        typer.Option(
            "--min-hits", min=1, metavar="N",
            help=t("至少出现 N 次的词（默认 1，关键词 5）", "words that stand at least N times (default 1, key words 5)"),
        ),
    ] = None,
    min_docs: MinDocs = 1,
    top: Annotated[
        int | None, typer.Option("--top", min=1, metavar="N", help=t("每组最多 N 个关键词", "at most N key words a group"))
    ] = None,
    window: Annotated[
        int, typer.Option("--window", min=2, metavar="N", help=t("MATTR 的窗口：N 个词", "window of MATTR: N words"))
    ] = 100,
    no_domain: NoDomain = False,
    no_hmm: NoHmm = False,
) -> None:  # fmt: skip
    """List words with their frequency and dispersion, the key words of groups, or the diversity of documents."""
    settings = given.settings()
    wanted = Wanted(by, target, reference, sort, min_hits, min_docs, top, window)
    grouped = by is not None or target is not None or reference is not None
    _check(wanted, diversity=diversity, grouped=grouped)
    cut = cutting(given, settings, no_domain=no_domain, no_hmm=no_hmm)
    run = replace(given, paths=_paths(given, wanted)).run(settings)
    (_key_words if grouped else _diversity if diversity else _list)(given, run, cut, wanted)
    run.finish()


def _check(wanted: Wanted, *, diversity: bool, grouped: bool) -> None:
    """Refuse options that do not go together, and orders that there are not."""
    from djtext.measures import keywords, wordlist

    if diversity and grouped:
        raise UsageError(
            t("--diversity 不能和 --by、--target、--reference 同时用", "--diversity excludes --by, --target and --reference"),
            hint=t("去掉一个；--diversity 的表可按 doc 再与元数据合并", "leave one out"),
        )  # fmt: skip
    if wanted.by is not None and (wanted.target or wanted.reference):
        raise UsageError(
            t("--by 不能和 --target、--reference 同时用", "--by excludes --target and --reference"),
            hint=t("去掉一个", "leave one out"),
        )
    if wanted.reference and not wanted.target:
        raise UsageError(
            t("有 --reference 而没有 --target", "--reference without --target"),
            hint=t("加上 --target", "add --target"),
        )
    for option, value, fits, what in (
        ("--top", wanted.top, grouped, t("只用于各组的关键词；别处用 --limit", "is for key words of groups; elsewhere there is --limit")),
        ("--sort", wanted.sort, not diversity, t("不用于 --diversity：各篇按输入次序", "is not for --diversity: documents keep their order")),
        ("--min-hits", wanted.min_hits, not diversity, t("不用于 --diversity", "is not for --diversity")),
    ):  # fmt: skip
        if value is not None and not fits:
            raise UsageError(f"{option} {what}", hint=t("去掉它", "leave it out"))
    if wanted.sort is not None:
        one_of("--sort", wanted.sort, keywords.ORDERS if grouped else wordlist.ORDERS)


def _paths(given: Given, wanted: Wanted) -> list[str]:
    """The inputs: those named, and the folders that are sets."""
    from djtext.measures.keywords import is_condition

    sets = [name for name in (wanted.target, wanted.reference) if name and not is_condition(name)]
    return [*(given.paths or []), *sets]


def _list(given: Given, run: Run, cut: Cutting, wanted: Wanted) -> None:
    """The frequency list."""
    from djtext.cli.common import made_by
    from djtext.measures import wordlist
    from djtext.study.lexis import words_job
    from djtext.view.words import show_some

    job = partial(words_job, cut.words, cut.engine, hmm=cut.hmm)
    order = one_of("--sort", wanted.sort or "hits", wordlist.ORDERS)
    made = wordlist.frequency(
        run.results(job), stop=cut.stop, min_hits=wanted.min_hits or 1, min_docs=wanted.min_docs, order=order
    )
    notes = [
        t(
            f"{made.docs} 篇，{made.words:,} 词（标点不算），{made.types:,} 个不同的词 · 每万词按全部 {made.words:,} 词算",
            f"{made.docs} documents, {made.words:,} words (marks are none), {made.types:,} different · rates per 10,000 of all {made.words:,} words",
        ),
        t(
            "DP：Gries 2008，各篇按词数加权，0 最均匀；Juilland D：各篇频率、总体标准差，1 最均匀；ARF：Savický & Hlaváčová 2002，"
            "文档按输入次序相接",
            "DP: Gries 2008, documents sized by words, 0 even; Juilland's D: rates of documents, population standard deviation, "
            "1 even; ARF: Savický & Hlaváčová 2002, documents in the order of the inputs",
        ),
        _cut_note(cut),
    ]  # fmt: skip
    if made.docs == 1:
        notes.insert(
            1, t("只有一篇，散布无从谈起：DP 为 0，D 空缺", "one document has no dispersion: DP is 0, D is empty")
        )
    table = replace(made.table, notes=tuple(notes), made_by=made_by("words", run.paths, cut.by, cut.stopped))
    names = table.names()
    given.deliver(table, plain=partial(show_some, names=names, rows=ON_SCREEN if given.limit is None else None))


def _cut_note(cut: Cutting) -> str:
    """How texts were cut, and what stop words do here."""
    stop = cut.stopped and cut.stopped + t("（不列出，但计入总词数）", " (not listed, but counted in all sizes)")
    folded = t("先统一字形再分词", "texts folded, then cut")
    return " · ".join(part for part in (folded, cut.by, stop) if part)


def _key_words(given: Given, run: Run, cut: Cutting, wanted: Wanted) -> None:
    """Key words of groups."""
    from djtext.cli.common import made_by
    from djtext.measures import keywords
    from djtext.study.lexis import counts_job
    from djtext.view.words import show_some

    groups_by = keywords.grouping(wanted.by, wanted.target, wanted.reference)
    job = partial(counts_job, cut.words, cut.engine, hmm=cut.hmm)
    order = one_of("--sort", wanted.sort or "g2", keywords.ORDERS)
    few = given.on_screen and given.limit is None and wanted.top is None
    made = keywords.key_words(
        run.results(job),
        groups_by,
        stop=cut.stop,
        min_hits=wanted.min_hits or 5,
        min_docs=wanted.min_docs,
        top=TOP if few else wanted.top,
        order=order,
    )
    try:
        _check_groups(made, groups_by, by=wanted.by is not None)
    except UsageError:
        run.account()  # what could not be read may be the reason
        raise
    how = (
        f"--by {wanted.by}"
        if wanted.by
        else f"--target {wanted.target} --reference {wanted.reference or keywords.REST}"
    )
    table = replace(
        made.table, notes=_key_notes(made, cut, wanted), made_by=made_by("words", run.paths, how, cut.by, cut.stopped)
    )
    given.deliver(table, plain=partial(show_some, names=SHOWN_KEYS))


def _check_groups(made: KeyTable, groups_by: Grouping, *, by: bool) -> None:
    """Refuse a field that no document has, and fewer than two groups."""
    from djtext.measures.keywords import KNOWN

    known = t("、", ", ").join(sorted({*KNOWN, *made.fields}))
    there = t(f"现有字段：{known}", f"fields there are: {known}")
    for name in groups_by.fields:
        if name not in {*KNOWN, *made.fields}:
            option = "--by" if by else "--target/--reference"
            raise UsageError(
                t(f"{option}：没有“{name}”这个字段", f"{option}: no document has a field '{name}'"), hint=there
            )
    if len(made.groups) >= 2:
        return
    have = t("、", ", ").join(f"{group.name}（{group.docs}）" for group in made.groups) or t("没有", "none")
    lacking = [name for name in groups_by.first if name not in {group.name for group in made.groups}]
    if made.left_out:
        have += t(f"；{made.left_out} 篇不属于任何一组", f"; {made.left_out} documents belong to none")
    empty = t(f"；空的：{'、'.join(lacking)}", f"; empty: {', '.join(lacking)}") if lacking else ""
    raise UsageError(
        t(f"比较至少要有两组，只有：{have}{empty}", f"a comparison needs two groups; there is: {have}{empty}"),
        hint=there,
    )


def _key_notes(made: KeyTable, cut: Cutting, wanted: Wanted) -> tuple[str, ...]:
    sizes = t("；", "; ").join(
        t(f"{group.name}：{group.docs} 篇 {group.words:,} 词", f"{group.name}: {group.docs} documents, {group.words:,} words")
        for group in made.groups
    )  # fmt: skip
    against = (
        t("两组互为对照", "each group against the other")
        if len(made.groups) == 2
        else t("每组与其余各组之和比", "each group against all others together")
    )
    notes = [
        f"{sizes} · {against}",
        t(
            f"G² 四格（Dunning 1993）；Log Ratio 以 2 为底（Hardie 2014），0 次按 ½ 次算；q 为 {made.tests:,} 次检验的 Benjamini–Hochberg 值。"
            f"检验把每个词当作独立，同一篇里的词并不独立，请连同篇数看。只列在该组更常见、全部文档中至少 {wanted.min_hits or 5} 次的词",
            f"G² 4-cell (Dunning 1993); log ratio base 2 (Hardie 2014), a count of 0 as ½; q is Benjamini–Hochberg over {made.tests:,} tests. "
            f"The tests take words as independent, which words of one text are not: read them with range. Listed are words commoner in the "
            f"group, with at least {wanted.min_hits or 5} hits in all",
        ),
        _cut_note(cut),
    ]  # fmt: skip
    if made.left_out:
        notes.insert(1, t(f"{made.left_out} 篇不属于任何一组，未计入", f"{made.left_out} documents belong to no group and were left out"))  # fmt: skip
    small = [group.name for group in made.groups if group.docs < FEW_DOCS or group.words < FEW_WORDS]
    if small:
        names = t("、", ", ").join(small[:10]) + (" …" if len(small) > 10 else "")
        notes.insert(
            1,
            t(
                f"组太小（不到 {FEW_DOCS} 篇或 {FEW_WORDS:,} 词），其结果靠不住：{names}",
                f"too small to rely on (under {FEW_DOCS} documents or {FEW_WORDS:,} words): {names}",
            ),
        )
    return tuple(notes)


def _diversity(given: Given, run: Run, cut: Cutting, wanted: Wanted) -> None:
    """Lexical diversity of documents."""
    from djtext.cli.common import made_by
    from djtext.measures import variety
    from djtext.study.lexis import variety_job
    from djtext.view.terminal import show_table

    job = partial(variety_job, cut.words, cut.engine, cut.stop, hmm=cut.hmm, window=wanted.window)
    made = variety.variety(run.results(job))
    share = (
        ""
        if made.share is None
        else t(f" · 全部文字的套话率 {made.share:.1%}", f" · formulaicity of all texts {made.share:.1%}")
    )
    notes = [
        t(
            f"MATTR 窗口 {wanted.window} 词（Covington & McFall 2010）；套话率：落在至少 2 篇共有、至少 8 字的片段里的字符所占比例"
            f"（去空白，标点计入），篇数越多越高，只在篇数相同的文集之间比{share}",
            f"MATTR window {wanted.window} words (Covington & McFall 2010); formulaicity: share of characters inside sequences of at least 8 "
            f"that at least 2 documents have (white space out, marks in); it rises with the number of documents, so compare corpora of one size{share}",
        ),
        " · ".join(part for part in (cut.by, cut.stopped and cut.stopped + t("（已去掉）", " (left out)")) if part),
    ]  # fmt: skip
    if made.docs == 1:
        notes.insert(
            1, t("只有一篇，没有可比的篇，套话率空缺", "one document has none to be compared with: no formulaicity")
        )
    if made.short:
        notes.insert(1, t(f"{made.short} 篇不到 {wanted.window} 词，MATTR 空缺", f"{made.short} documents have fewer than {wanted.window} words: no MATTR"))  # fmt: skip
    if run.twins and run.duplicates != "first":
        notes.insert(
            1,
            t(
                f"{len(run.twins)} 篇是别篇的副本，套话率因此偏高；--duplicates first 只计第一篇",
                f"{len(run.twins)} documents are copies of others and raise formulaicity; --duplicates first counts the first only",
            ),
        )
    table: Table = replace(
        made.table, notes=tuple(notes), made_by=made_by("words --diversity", run.paths, cut.by, cut.stopped)
    )
    given.deliver(table, plain=lambda table: show_table(replace(table, made_by="")))
