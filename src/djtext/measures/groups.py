"""Documents arranged in groups: how large each group is, who is left out and why, and what a reader must know of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from djtext.errors import UsageError
from djtext.lang import t
from djtext.measures.grouping import Grouping, Placed, Reason, Sets
from djtext.types import Cell, Column, Document, Table

FEW = 5  # documents; a group below says so
MOST = 120  # groups in one table
_STANDARD = ("title", "date", "source", "author")


@dataclass(frozen=True, slots=True)
class Group:
    """One group and its size: documents, characters, hanzi, and what its rates are counted in (hanzi or words)."""

    name: str
    docs: int
    chars: int
    hanzi: int
    size: int


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups in the order of the table. `member[d]` is the group of document d, −1 where it has none."""

    by: str
    groups: tuple[Group, ...]
    member: tuple[int, ...]
    left: tuple[tuple[Reason, int], ...] = ()
    field: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The groups' names."""
        return tuple(group.name for group in self.groups)


def known_fields(docs: Sequence[Document]) -> list[str]:
    """The fields that at least one document fills, those made from the date among them."""
    found = {name for doc in docs for name, value in doc.meta if value}
    found |= {name for name in _STANDARD if any(doc.get(name) for doc in docs)}
    if "date" in found:
        found |= {"year", "month"}
    return sorted(found)


def arrange(
    docs: Sequence[Document],
    placed: Sequence[Placed],
    chars: Sequence[int],
    hanzi: Sequence[int],
    sizes: Sequence[int],
    grouping: Grouping,
    *,
    min_docs: int = 1,
    most: int = MOST,
) -> Groups:
    """The groups of documents that were placed by `grouping`, with their sizes; groups under `min_docs` are left out.

    The sums over groups, with the documents left out, are the whole. Raises UsageError where no document has the field,
    saying which there are, and where there are more than `most` groups.
    """
    fields = grouping.fields if isinstance(grouping, Sets) else (grouping.field,)
    known = known_fields(docs)
    for field in fields:
        if docs and field and field not in {*known, "id", "doc", "path"}:
            raise UsageError(
                t(f"没有一篇文档有“{field}”这个字段", f"no document has a field '{field}'"),
                hint=t(
                    f"现有：{'、'.join([*known, 'folder'])}；字段可写在 metadata.csv 或文件开头",
                    f"there are: {', '.join([*known, 'folder'])}; metadata.csv or the top of a file can add some",
                ),
            )
    numbers = Counter(place.group for place in placed if place.group)
    kept = {name: number for name, number in numbers.items() if number >= min_docs}
    names = grouping.order(kept)
    if len(names) > most:
        raise UsageError(
            t(f"分出了 {len(names)} 组，一张表最多 {most} 组", f"{len(names)} groups; a table holds {most} at most"),
            hint=t(
                "用 --min-group 5 只留 5 篇以上的组，或用 year:5 这样的跨度",
                "--min-group 5 keeps groups of 5 documents or more; year:5 makes longer periods",
            ),
        )
    place_of = {name: n for n, name in enumerate(names)}
    member = tuple(place_of.get(place.group, -1) for place in placed)
    left = Counter[Reason](place.reason or "small" for place, group in zip(placed, member, strict=True) if group < 0)
    sums = [[0, 0, 0, 0] for _ in names]
    for group, *size in zip(member, [1] * len(member), chars, hanzi, sizes, strict=True):
        if group >= 0:
            sums[group] = [a + b for a, b in zip(sums[group], size, strict=True)]
    made = tuple(Group(name, *numbers) for name, numbers in zip(names, sums, strict=True))
    return Groups(grouping.spec, made, member, tuple(sorted(left.items())), fields[0] if fields else "")


def at_least_two(groups: Groups) -> None:
    """Raise UsageError where there are not two groups to compare."""
    if len(groups.groups) > 1:
        return
    if not groups.groups:
        raise UsageError(
            t(
                f"按“{groups.by}”分不出组：{_sentence(groups)}",
                f"no groups by '{groups.by}': {_sentence(groups)}",
            ),
            hint=t("换一个字段，或先补上元数据", "choose another field, or fill it in first"),
        )
    only = groups.groups[0]
    raise UsageError(
        t(
            f"只有一组“{only.name}”（{only.docs} 篇），没有可比的对象{_tail(groups)}",
            f"only one group, '{only.name}' ({only.docs} documents): nothing to compare it with{_tail(groups)}",
        ),
        hint=t(
            "换一个字段，或用 --target A --reference B 给出两组",
            "choose another field, or name two sets with --target A --reference B",
        ),
    )


def _tail(groups: Groups) -> str:
    said = _sentence(groups)
    return t(f"；{said}", f"; {said}") if said else ""


def _sentence(groups: Groups) -> str:
    return t("；", "; ").join(_left_out(reason, number, groups.field) for reason, number in groups.left)


def _left_out(reason: Reason, number: int, field: str) -> str:
    """Why so many documents are in no group."""
    field = t("日期", "a date") if field in {"date", "year", "month"} else t(f" {field}", field)
    return {
        "missing": t(f"{number} 篇没有{field}，未计入", f"{number} documents without {field} are left out"),
        "vague": t(
            f"{number} 篇的日期不够细，分不清在哪一边，未计入",
            f"{number} documents with dates too short to be placed are left out",
        ),
        "both": t(f"{number} 篇同属两组，未计入", f"{number} documents of both sets are left out"),
        "neither": t(f"{number} 篇不属于任何一组，未计入", f"{number} documents of neither set are left out"),
        "small": t(
            f"{number} 篇所在的组太小（--min-group），未计入",
            f"{number} documents of groups under --min-group are left out",
        ),
        "": "",
    }[reason]


def _some(names: Sequence[str]) -> str:
    """Names, or the first of many."""
    shown = t("、", ", ").join(names[:8])
    return shown if len(names) <= 8 else t(f"{shown} 等 {len(names)} 组", f"{shown} … ({len(names)} groups)")


def notes(groups: Groups, *, base: str = "hanzi") -> tuple[str, ...]:
    """What stands under a table of groups: their sizes, who is left out, and which are too small to say much."""
    lines = []
    for group in groups.groups:
        unit_zh, unit_en = {"words": ("词", "words"), "sentences": ("句", "sentences")}.get(base, ("", ""))
        words_zh = f"，{group.size:,} {unit_zh}" if unit_zh else ""
        words_en = f", {group.size:,} {unit_en}" if unit_en else ""
        lines.append(
            t(
                f"{group.name}：{group.docs} 篇，{group.chars:,} 字（汉字 {group.hanzi:,}）{words_zh}",
                f"{group.name}: {group.docs} documents, {group.chars:,} characters ({group.hanzi:,} hanzi){words_en}",
            )
        )
    lines += [_left_out(reason, number, groups.field) for reason, number in groups.left]
    few = [group.name for group in groups.groups if group.docs < FEW]
    if few:
        lines.append(
            t(
                f"不足 {FEW} 篇的组：{_some(few)}；其数字只说明这几篇，不足以推及其他",
                f"groups under {FEW} documents: {_some(few)}; their figures speak of these documents only",
            )
        )
    empty = [group.name for group in groups.groups if not group.size]
    if empty:
        lines.append(
            t(
                f"没有汉字的组：{'、'.join(empty)}；比率留空",
                f"groups without text: {', '.join(empty)}; rates are empty",
            )
        )
    return tuple(lines)


def least_p(groups: Groups) -> float:
    """The smallest p that any test that shuffles whole documents can give: one over the ways to deal them out.

    >>> two = Groups("x", (Group("a", 2, 0, 0, 0), Group("b", 3, 0, 0, 0)), ())
    >>> least_p(two)
    0.1
    """
    ways, left = 1, sum(group.docs for group in groups.groups)
    for group in groups.groups:
        ways *= math.comb(left, group.docs)
        left -= group.docs
        if ways > 10**9:
            return 0.0
    return 1 / ways


def table(groups: Groups) -> Table:
    """The groups with their sizes."""
    columns = (
        Column("group", "text", "组", "group", t("组名", "name of the group")),
        Column("docs", "int", "篇数", "docs", t("组中的文档数", "documents in the group")),
        Column("chars", "int", "字符", "chars", t("清洗后文本的字符数", "characters of the cleaned texts")),
        Column("hanzi", "int", "汉字", "hanzi", t("汉字数", "Chinese characters")),
    )
    rows: list[tuple[Cell, ...]] = [(group.name, group.docs, group.chars, group.hanzi) for group in groups.groups]
    return Table(t("分组", "Groups"), columns, tuple(rows), name="groups")
