"""`djtext compare`: what is commoner in which group of texts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from djtext.cli import counting as c
from djtext.cli.command import Given, over_texts
from djtext.errors import UsageError
from djtext.lang import t
from djtext.types import Cell, Column, Table

if TYPE_CHECKING:
    from djtext.cli.run import Run
    from djtext.measures.counts import Corpus
    from djtext.measures.grouping import Conditions, Grouping, Paths, Sets
    from djtext.measures.groups import Groups
    from djtext.settings import Settings

EXAMPLES = t(
    "例：djtext compare corpus/ --by genre    djtext compare 讲话/ --by 'date<2012-11-08' -o 表.xlsx    "
    "djtext compare --target 论文/ --reference 评论/ --unit word    djtext compare corpus/ --by level --evidence 形式主义 --group 县",
    "Examples: djtext compare corpus/ --by genre    djtext compare speeches/ --by 'date<2012-11-08' -o t.xlsx    "
    "djtext compare --target essays/ --reference press/ --unit word    djtext compare corpus/ --by level --evidence 形式主义 --group 县",
)
_ON_SCREEN = {True: 6, False: 12}  # rows of each side of two groups; rows of more


def evidence_columns() -> tuple[Column, ...]:
    """The columns of the places of a theme."""
    return (
        Column("doc", "text", "文档", "doc", t("文档编号", "document id")),
        Column("title", "text", "标题", "title", t("文档标题", "title of the document")),
        Column("date", "date", "日期", "date", t("ISO 日期，可不完整", "ISO date, may be partial")),
        Column("group", "text", "组", "group", t("文档所在的组", "group of the document")),
        Column("theme", "text", "主题或词语", "theme", t("主题键，或短语、词", "key of the theme, or the phrase or word")),
        Column("para", "int", "段", "para", t("文中第几段，从 1 起", "paragraph of the document, from 1")),
        Column("n", "int", "句", "n", t("文中第几句，从 1 起", "sentence of the document, from 1")),
        Column("start", "int", "起", "start", t("首字在清洗后文本中的位置（码点，从 0 起）", "offset of the first character in the cleaned text (code points, from 0)")),
        Column("end", "int", "止", "end", t("末字之后的位置", "offset behind the last character")),
        Column("text", "text", "原文", "text", t("匹配到的文字", "the text that was matched")),
        Column("stance", "text", "立场", "stance", t("主题：problem、remedy 或空", "for themes: problem, remedy or empty")),
        Column("sentence", "text", "句子", "sentence", t("所在的句子", "the sentence it stands in")),
        Column("sentence_start", "int", "句起", "sentence start", t("句子首字的位置", "offset of the sentence")),
    )  # fmt: skip


@over_texts
def compare_command(
    given: Given,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="SPEC",
            help=t(
                "分组：字段名、year、year:5、month、folder，或条件如 'date<2012-11-08'",
                "groups: a field, year, year:5, month, folder, or a condition as 'date<2012-11-08'",
            ),
        ),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(
            "--target",
            metavar="PATH|EXPR",
            help=t(
                "第一组：路径，或条件如 'genre=讲话'；可写多次",
                "the first set: a path, or a condition as 'genre=讲话'; may be repeated",
            ),
        ),
    ] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option("--reference", metavar="PATH|EXPR", help=t("第二组，写法同上", "the second set, in the same way")),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="NAME",
            help=t(
                "比较什么：theme（默认）、word、phrase、role", "what is compared: theme (default), word, phrase, role"
            ),
        ),
    ] = None,
    phrase: c.Phrase = None,
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            metavar="COLUMN",
            help=t(
                "按哪一列排序；默认 g2（两组）或 chi2", "the column to sort by; default g2 for two groups, else chi2"
            ),
        ),
    ] = "",
    min_docs: Annotated[
        int | None,
        typer.Option(
            "--min-docs",
            min=1,
            metavar="N",
            help=t("至少出现在 N 篇中；默认 1，词为 5", "what stands in at least N documents; default 1, for words 5"),
        ),
    ] = None,
    min_group: Annotated[
        int,
        typer.Option("--min-group", min=1, metavar="N", help=t("只留至少 N 篇的组", "groups of at least N documents")),
    ] = 1,
    top: Annotated[
        int | None,
        typer.Option(
            "--top",
            min=1,
            metavar="N",
            help=t("只要前 N 行；两组时每边 N 行", "the first N rows; of two groups, N of each side"),
        ),
    ] = None,
    permutations: Annotated[
        int,
        typer.Option(
            "--permutations",
            min=0,
            max=1_000_000,
            metavar="N",
            help=t("篇级置换检验的次数；0 不做", "shuffles of the test over documents; 0 for none"),
        ),
    ] = 9_999,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence",
            metavar="THEME",
            help=t(
                "列出它的每个句子及位置；写 .xlsx 时另成一张工作表；可写多次，all 为全部主题",
                "list its sentences with their places; in .xlsx a sheet beside the table; may be repeated, all for all themes",
            ),
        ),
    ] = None,
    group: Annotated[
        str, typer.Option("--group", metavar="NAME", help=t("只要这一组的句子", "sentences of this group only"))
    ] = "",
    methods: c.Methods = False,
) -> None:
    """Compare groups of texts: what is commoner where, by how much, and how sure that is."""
    from djtext.cli.common import made_by
    from djtext.measures import contrast
    from djtext.measures.counts import collect
    from djtext.measures.groups import at_least_two, notes
    from djtext.measures.groups import table as table_of_groups
    from djtext.view.compare import show_comparison
    from djtext.view.methods import of_comparison

    settings = given.settings()
    c.check_seed(settings)
    named = unit or ("phrase" if phrase else "theme")
    if group and not evidence:
        raise UsageError(
            t("--group 只和 --evidence 一起用", "--group goes with --evidence only"),
            hint=t("加 --evidence 主题；按条件选文档用 --where", "add --evidence THEME; --where selects documents"),
        )
    counted = c.counted_by(given, settings, named, phrases=phrase or (), evidence=evidence or ())
    split, run = _grouped(given, settings, by, target, reference)
    corpus = collect(run.results(counted.counting.make_job), counted.unit, split)
    groups = corpus.groups(min_docs=min_group)
    at_least_two(groups)
    sizes = notes(groups, base=counted.unit.base)
    source = made_by(
        "compare", run.paths, c.treated(given), f"{t('分组', 'by')} {groups.by}", counted.source,
        t(f"置换 {permutations}，种子 {settings.seed}", f"{permutations} permutations, seed {settings.seed}"),
    )  # fmt: skip
    found: Table | None = None
    if evidence:
        found = _evidence(corpus, groups, c.resolved(counted.unit, evidence), group, made_by=source)
        if not c.holds_sheets(given) and not methods:
            from djtext.view.compare import show_evidence

            given.deliver(found, plain=show_evidence)
            run.finish()
            return
    whole = contrast.contrast(
        corpus,
        groups,
        min_docs=min_docs or (5 if named == "word" else 1),
        permutations=permutations,
        seed=settings.seed,
    )
    few = given.on_screen and given.limit is None
    made = contrast.ordered(whole, by=sort, top=top or (_ON_SCREEN[whole.two] if few else None))
    family = t(
        f"q 按 {whole.tested} 项检验校正；共 {len(whole.rows)} 行，列出 {len(made.rows)} 行",
        f"q over {whole.tested} tests; {len(made.rows)} of {len(whole.rows)} rows shown",
    )
    shape = contrast.paper if c.for_people(given) else contrast.table
    table = shape(made, notes=(*sizes, family), made_by=source)
    table = replace(table, more=(table_of_groups(groups), *([found] if found is not None else [])))
    if methods:
        paragraph = of_comparison(whole, c.source_of(given, counted, len(corpus.docs)))
        table = c.with_methods(table, paragraph)
    if not methods or given.output is not None:
        c.tell(given, table.notes)
        shown = made if given.limit is None else replace(made, rows=made.rows[: given.limit])
        # on a screen the sizes of groups stand in a table of their own
        under = (*sizes[len(groups.groups) :], *made.notes, family, source)
        given.deliver(table, plain=lambda table: show_comparison(table, shown, under))
    if methods:
        c.print_methods(paragraph)
    run.finish()


def _grouped(
    given: Given, settings: Settings, by: str | None, target: list[str] | None, reference: list[str] | None
) -> tuple[Grouping, Run]:
    """How documents fall into groups, and the run over them."""
    from djtext.measures.grouping import ByFolder, parse_by

    if by is not None and (target or reference):
        raise UsageError(
            t("--by 和 --target、--reference 不能同时用", "--by excludes --target and --reference"),
            hint=t("去掉一个", "leave one out"),
        )
    if bool(target) != bool(reference):
        raise UsageError(
            t("--target 和 --reference 要成对给出", "--target and --reference go together"),
            hint=t("写 --target A --reference B", "write --target A --reference B"),
        )
    if target and reference:
        sets, paths = two_sets(target, reference, follow=given.follow)
        if paths and (given.paths or given.files_from):
            raise UsageError(
                t("--target 和 --reference 已经给出路径", "--target and --reference name the paths already"),
                hint=t("去掉其他路径", "leave the other paths out"),
            )
        return sets, given.run(settings, paths=paths or None)
    if by is not None:
        return parse_by(by), given.run(settings)
    if len(given.paths or ()) > 1 and all(map(_holds_many, given.paths or ())):
        return ByFolder(), given.run(settings)
    raise UsageError(
        t("没有说按什么分组", "no word of how to make groups"),
        hint=t(
            "--by genre、--by 'year:5'、--by 'date<2012-11-08'，或 --target A --reference B，或给出两个文件夹",
            "--by genre, --by 'year:5', --by 'date<2012-11-08', or --target A --reference B, or name two folders",
        ),
    )


def _holds_many(path: str) -> bool:
    from djtext.measures.grouping import RECORDS

    return Path(path).is_dir() or Path(path).suffix.lower() in RECORDS


def two_sets(target: Sequence[str], reference: Sequence[str], *, follow: bool = False) -> tuple[Sets, list[str]]:
    """Two sets of documents, each named by paths or by conditions, and the paths to read, none for conditions.

    Raises UsageError where a word is neither, where the two sets are named in different ways, or share files.
    """
    from djtext.measures.grouping import Conditions, Paths, Sets, name_of

    sides = [_side("--target", target, follow), _side("--reference", reference, follow)]
    if isinstance(sides[0], Paths) != isinstance(sides[1], Paths):
        raise UsageError(
            t("一组是路径，一组是条件，不能混用", "one set is a path, the other a condition"),
            hint=t("两组都写路径，或都写条件", "write two paths or two conditions"),
        )
    names = ["+".join(Path(word).resolve().name if isinstance(side, Paths) else word for word in words)
             for side, words in zip(sides, (target, reference), strict=True)]  # fmt: skip
    if name_of(names[0]) == name_of(names[1]):
        names = ["+".join(words) for words in (target, reference)]
    labels = (name_of(names[0]), name_of(names[1]))
    if labels[0] == labels[1]:
        raise UsageError(
            t("两组相同，没有可比的", "the two sets are the same: nothing to compare"),
            hint=t("给出不同的两组", "name two different sets"),
        )
    first, second = sides
    if isinstance(first, Paths) and isinstance(second, Paths):
        shared = {str(Path(path).absolute()) for path in first.paths} & {
            str(Path(path).absolute()) for path in second.paths
        }
        if shared:
            one = sorted(shared)[0]
            raise UsageError(
                t(f"两组有 {len(shared)} 个共同的文件，如 {one}", f"the two sets share {len(shared)} files, as {one}"),
                hint=t("给出不相交的两组", "name sets that share none"),
            )
        return Sets(labels, (first, second)), [*target, *reference]
    fields = tuple(
        term.field for side in sides if isinstance(side, Conditions) for one in side.filters for term in one.terms
    )
    return Sets(labels, (first, second), fields), []


def _side(option: str, words: Sequence[str], follow: bool) -> Paths | Conditions:
    """One set: all paths, or all conditions."""
    from djtext.errors import NothingToRead
    from djtext.measures.grouping import Conditions, Paths
    from djtext.read import Found, discover
    from djtext.read.walk import shown
    from djtext.read.where import parse_where

    found = [[item for item in discover((word,), follow=follow) if isinstance(item, Found)] for word in words]
    on_disk = [bool(items) or word == "-" or os.path.lexists(word) for word, items in zip(words, found, strict=True)]
    if all(on_disk):
        paths = frozenset(shown(item.path) for items in found for item in items)
        if not paths:
            raise NothingToRead(
                t(
                    f"{option} {' '.join(words)}：里面没有可读的文件",
                    f"{option} {' '.join(words)}: no files to read there",
                ),
                hint=t("检查路径", "check the path"),
            )
        return Paths(paths)
    for word, is_path in zip(words, on_disk, strict=True):
        if is_path or not any(sign in word for sign in "<>=~"):
            raise UsageError(
                t(f"{option}：“{word}”既不是路径也不是条件", f"{option}: '{word}' is neither a path nor a condition")
                if not is_path
                else t(f"{option}：路径和条件不能混用", f"{option}: paths and conditions cannot be mixed"),
                hint=t("写路径，或写条件如 'genre=讲话'", "write a path, or a condition as 'genre=讲话'"),
            )
    filters = (parse_where((word,)) for word in words)
    return Conditions(tuple(keep for keep in filters if keep is not None))


def _evidence(corpus: Corpus, groups: Groups, keys: Sequence[str], group: str, *, made_by: str) -> Table:
    """Every place of some things, in one group or in all. Raises UsageError for a group that there is not."""
    from djtext.measures.counts import places_of

    if group and group not in groups.names:
        raise UsageError(
            t(f"没有“{group}”这一组", f"there is no group '{group}'"),
            hint=t(f"现有：{'、'.join(groups.names)}", f"there are: {', '.join(groups.names)}"),
        )
    rows: list[tuple[Cell, ...]] = [
        (
            doc.id, doc.title, doc.date, name, place.key, place.para, place.n, place.start, place.end, place.text,
            place.stance, place.sentence, place.sentence_start,
        )
        for doc, name, place in places_of(corpus, groups, keys, group=group)
    ]  # fmt: skip
    shown = "、".join(corpus.unit.shown(key) for key in keys[:5]) + ("…" if len(keys) > 5 else "")
    where = group or t("各组", "all groups")
    note = t(f"{shown}：{where}共 {len(rows)} 处", f"{shown}: {len(rows)} places in {where}")
    return Table(t("例证", "Evidence"), evidence_columns(), tuple(rows), (note,), made_by, "evidence")
