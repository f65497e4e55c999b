"""Documents into groups: by a field, by periods, by a condition, by folder, or as two sets that were named.

A grouping is a pure function of what is known about one document. A document that it cannot place is never put
somewhere by guess: it is left out with the reason (`groups` counts these). `parse_by` reads what `--by` says.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, Protocol

from djtext.errors import UsageError
from djtext.lang import t
from djtext.read.where import Filter, Term, parse_where
from djtext.types import Document

Reason = Literal["", "missing", "vague", "both", "neither", "small"]
_LONGEST = 60  # characters of a group's name
_FIELD = re.compile(r"[\w.\-]+")
_STEPS = re.compile(r"(\w+):(.*)", re.DOTALL)
RECORDS = {".zip", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".tab", ".xlsx", ".xlsm"}
_NOT = {"=": "!=", "==": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "~": "!~", "!~": "~"}


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
