"""Documents into groups: by a field, by periods, by a condition, by folder, or as two sets that were named.

A grouping is a pure function of what is known about one document. A document that it cannot place is never put
somewhere by guess: it is left out, with the reason, and counted.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, Protocol

from djtext.errors import UsageError
from djtext.lang import t
from djtext.read.where import Filter, Term, parse_where
from djtext.types import Cell, Column, Document, Table

Reason = Literal["", "missing", "vague", "both", "neither", "small"]

FEW = 5  # documents; a group below says so
MOST = 120  # groups in one table
_LONGEST = 60  # characters of a group's name
_FIELD = re.compile(r"[\w.\-]+")
_STEPS = re.compile(r"(\w+):(.*)", re.DOTALL)
RECORDS = {".zip", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".tab", ".xlsx", ".xlsm"}
_NOT = {"=": "!=", "==": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "~": "!~", "!~": "~"}
_STANDARD = ("title", "date", "source", "author")


@dataclass(frozen=True, slots=True)
class Placed:
    """The group of a document; where it has none, why."""

    group: str = ""
    reason: Reason = ""


class Grouping(Protocol):
    """What decides a document's group."""

    @property
    def spec(self) -> str:
        """As the user wrote it."""

    @property
    def field(self) -> str:
        """The field that it asks for, or the empty string."""

    def of(self, doc: Document) -> Placed:
        """The group of one document."""

    def order(self, docs: Mapping[str, int]) -> list[str]:
        """The names of groups in the order of the table, given how many documents each has."""


def name_of(value: str) -> str:
    """A value as a group's name: one line, no marks that steer, long ones cut but still told apart.

    >>> name_of(" 调研\\n报告\\u202e "), len(name_of("长" * 500))
    ('调研 报告', 60)
    """
    kept = "".join(" " if unicodedata.category(c) in {"Zs", "Zl", "Zp"} or c in "\t\r\n" else c for c in value)
    kept = " ".join("".join(c for c in kept if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).split())
    if len(kept) > _LONGEST:
        return f"{kept[: _LONGEST - 9]}…{zlib.crc32(kept.encode('utf-8', 'replace')):08x}"
    return kept


@dataclass(frozen=True, slots=True)
class ByField:
    """A group for each value of a field; the largest groups first."""

    field: str

    @property
    def spec(self) -> str:
        """As the user wrote it."""
        return self.field

    def of(self, doc: Document) -> Placed:
        """The group of one document."""
        name = name_of(doc.get(self.field))
        return Placed(name) if name else Placed(reason="missing")

    def order(self, docs: Mapping[str, int]) -> list[str]:
        """By documents, then by name; dates by time."""
        return sorted(docs) if self.field == "date" else sorted(docs, key=lambda name: (-docs[name], name))


@dataclass(frozen=True, slots=True)
class ByPeriod:
    """Runs of `step` years that begin in years divisible by it, or months; in the order of time.

    >>> ByPeriod(10).of(Document("a", "", date="1987-03")).group, ByPeriod(0).of(Document("a", "", date="1987")).reason
    ('1980-1989', 'missing')
    """

    step: int = 1  # years; 0 is months

    @property
    def spec(self) -> str:
        """As the user wrote it."""
        return "month" if not self.step else "year" if self.step == 1 else f"year:{self.step}"

    @property
    def field(self) -> str:
        """The field that it asks for."""
        return "date"

    def of(self, doc: Document) -> Placed:
        """The group of one document."""
        year, month = doc.date[:4], doc.date[5:7]
        if not (len(year) == 4 and year.isascii() and year.isdigit()):
            return Placed(reason="missing")
        if not self.step:
            return Placed(f"{year}-{month}") if month.isdigit() else Placed(reason="missing")
        return Placed(self._name(int(year) // self.step))

    def _name(self, number: int) -> str:
        first = number * self.step
        return f"{first:04d}" if self.step == 1 else f"{first:04d}-{first + self.step - 1:04d}"

    def order(self, docs: Mapping[str, int]) -> list[str]:
        """By time."""
        return sorted(docs)

    def number(self, group: str) -> int:
        """Which period it is, counted from the year 0: neighbours differ by 1.

        >>> ByPeriod(5).number("1985-1989"), ByPeriod(0).number("2019-05")
        (397, 24232)
        """
        year = int(group[:4])
        return year * 12 + int(group[5:7]) - 1 if not self.step else year // self.step

    def time(self, group: str) -> float:
        """The beginning of a period, in years."""
        return self.number(group) / 12 if not self.step else float(group[:4])

    def through(self, groups: Sequence[str], *, most: int = 400) -> list[str]:
        """All periods from the first of some to the last, those without documents too; as given where over `most`.

        >>> ByPeriod(1).through(["2019", "2021"])
        ['2019', '2020', '2021']
        """
        found = sorted(groups)
        if not found:
            return []
        first, last = self.number(found[0]), self.number(found[-1])
        if last - first >= most:
            return found
        if not self.step:
            return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(first, last + 1)]
        return [self._name(n) for n in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class ByCondition:
    """Two groups: the documents that meet a condition, and those that do not.

    A date that is too short to be told (2012, where the condition says 2012-11-08) is in neither.

    >>> split = ByCondition(Term("date", "<", "2012-11-08"))
    >>> [split.of(Document("a", "", date=date)) for date in ("2009", "2012-11-08", "2012")]
    [Placed(group='date<2012-11-08', reason=''), Placed(group='date>=2012-11-08', reason=''), Placed(group='', reason='vague')]
    """

    term: Term

    @property
    def spec(self) -> str:
        """As the user wrote it."""
        return f"{self.term.field}{self.term.operator}{self.term.value}"

    @property
    def field(self) -> str:
        """The field that it asks for."""
        return self.term.field

    @property
    def names(self) -> tuple[str, str]:
        """The two groups."""
        term = self.term
        return name_of(self.spec), name_of(f"{term.field}{_NOT[term.operator]}{term.value}")

    def of(self, doc: Document) -> Placed:
        """The group of one document."""
        have, value = doc.get(self.term.field), self.term.value
        if not have:
            return Placed(reason="missing")
        if self.term.field in {"date", "month"} and len(have) < len(value) and value.startswith(have):
            return Placed(reason="vague")
        return Placed(self.names[0 if self.term.holds(doc) else 1])

    def order(self, docs: Mapping[str, int]) -> list[str]:
        """Those that meet it first."""
        return sorted(docs, key=self.names.index)


@dataclass(frozen=True, slots=True)
class ByFolder:
    """The folder a document lies in, to so many levels below what was named; for records and members, their file.

    >>> ByFolder().of(Document("讲话/2019/a.txt", "", path="x/讲话/2019/a.txt")).group
    '讲话'
    """

    depth: int = 1

    @property
    def spec(self) -> str:
        """As the user wrote it."""
        return "folder" if self.depth == 1 else f"folder:{self.depth}"

    @property
    def field(self) -> str:
        """It asks for none."""
        return ""

    def of(self, doc: Document) -> Placed:
        """The group of one document."""
        path = PurePosixPath(doc.path)
        inside = doc.id
        if path.suffix.lower() in RECORDS:
            inside = inside.replace(f"{path.name}#", f"{path.name}/", 1)
        parts = [part for part in inside.split("/")[:-1] if part]
        return Placed(name_of("/".join(parts[: self.depth])) or ".")

    def order(self, docs: Mapping[str, int]) -> list[str]:
        """By name."""
        return sorted(docs)


@dataclass(frozen=True, slots=True)
class Sets:
    """Two sets that were named outright, the target first; a document of both is in neither."""

    names: tuple[str, str]
    tests: tuple[Callable[[Document], bool], Callable[[Document], bool]]
    fields: tuple[str, ...] = ()

    @property
    def spec(self) -> str:
        """As the user wrote it."""
        return " / ".join(self.names)

    @property
    def field(self) -> str:
        """The fields of both are checked by `arrange`."""
        return ""

    def of(self, doc: Document) -> Placed:
        """The group of one document."""
        first, second = (test(doc) for test in self.tests)
        if first == second:
            return Placed(reason="both" if first else "neither")
        return Placed(self.names[0 if first else 1])

    def order(self, docs: Mapping[str, int]) -> list[str]:
        """The target first."""
        return sorted(docs, key=self.names.index)


@dataclass(frozen=True, slots=True)
class Paths:
    """Does a document come from one of these files?"""

    paths: frozenset[str]

    def __call__(self, doc: Document) -> bool:
        """Whether it does."""
        return doc.path in self.paths


@dataclass(frozen=True, slots=True)
class Conditions:
    """Does a document meet one of these conditions?"""

    filters: tuple[Filter, ...]

    def __call__(self, doc: Document) -> bool:
        """Whether it does."""
        return any(keep(doc) for keep in self.filters)


def parse_by(spec: str) -> Grouping:
    """The grouping that `--by` names: a field, year, year:5, month, folder, folder:2, or a condition on a field.

    >>> parse_by("year:5").of(Document("a", "", date="2013")).group, parse_by("date<2012").spec
    ('2010-2014', 'date<2012')

    Raises UsageError where it cannot be read.
    """
    text = spec.strip()
    steps = _STEPS.fullmatch(text)
    if steps is not None:
        name, number = steps.group(1), steps.group(2).strip()
        if name not in {"year", "folder"} or not (
            number.isascii() and number.isdigit() and 0 < int(number[:6]) <= 1000
        ):
            raise UsageError(
                t(f"--by 看不懂“{spec}”", f"--by: cannot read '{spec}'"),
                hint=t(
                    "年份的跨度写成 year:5，文件夹的层数写成 folder:2",
                    "write year:5 for spans of years, folder:2 for levels of folders",
                ),
            )
        return ByPeriod(int(number)) if name == "year" else ByFolder(int(number))
    if text == "folder":
        return ByFolder()
    if text in {"year", "month"}:
        return ByPeriod(1 if text == "year" else 0)
    if _FIELD.fullmatch(text):
        return ByField(text)
    found = parse_where((text,)) if any(sign in text for sign in "<>=~") else None
    if found is None or len(found.terms) != 1:
        raise UsageError(
            t(f"--by 看不懂“{spec}”", f"--by: cannot read '{spec}'"),
            hint=t(
                "写字段名（genre）、year、year:5、folder，或一个条件（date<2012-11-08）",
                "write a field (genre), year, year:5, folder, or one condition (date<2012-11-08)",
            ),
        )
    return ByCondition(found.terms[0])


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

    >>> from djtext.measures.grouping import Group, Groups
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
