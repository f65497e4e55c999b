"""Filters over metadata: `--where 'year>=2012'`, `--where 'genre=讲话' --where 'date<2012-11-08'`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from djtext.errors import UsageError
from djtext.lang import t
from djtext.types import Document

_TERM = re.compile(r"\s*([\w.\-]+)\s*(>=|<=|!=|==|!~|=|<|>|~)\s*(.*?)\s*\Z", re.DOTALL)
_AND = re.compile(r"\s+(?:and|AND|且)(?:\s+|\Z)|\s*&&\s*")


@dataclass(frozen=True, slots=True)
class Term:
    """One comparison of a field with a value."""

    field: str
    operator: str
    value: str

    def holds(self, doc: Document) -> bool:
        """Whether a document meets it. An unknown value meets != and !~ only."""
        have = doc.get(self.field)
        if self.operator in {"~", "!~"}:
            return (self.value in have) == (self.operator == "~")
        if not have:
            return (self.operator == "!=") == bool(self.value)
        order = _compare(have, self.value, self.field)
        return {
            "=": order == 0, "==": order == 0, "!=": order != 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0,
        }[self.operator]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """All terms must hold."""

    terms: tuple[Term, ...]

    def __call__(self, doc: Document) -> bool:
        """Whether the document is kept."""
        return all(term.holds(doc) for term in self.terms)


def _compare(have: str, value: str, field: str) -> int:
    """Numbers as numbers, dates to the length of the shorter, all else as text."""
    if field in {"date", "year", "month"}:
        length = min(len(have), len(value))
        left, right = have[:length], value[:length]
        return (left > right) - (left < right)
    try:
        a, b = float(have), float(value)
    except ValueError:
        return (have > value) - (have < value)
    return (a > b) - (a < b)


def parse_where(given: tuple[str, ...]) -> Filter | None:
    """The filter of one or more `--where`, or None where there is none.

    >>> keep = parse_where(("year>=2012 and genre=讲话",))
    >>> keep(Document("a", "", date="2014-05", meta=(("genre", "讲话"),))), keep(Document("b", "", date="2011"))
    (True, False)

    Raises UsageError where a term cannot be read.
    """
    terms = []
    for text in given:
        for part in _AND.split(text.strip()):
            match = _TERM.match(part)
            if match is None:
                raise UsageError(
                    t(f"--where 看不懂“{part}”", f"--where: cannot read '{part}'"),
                    hint=t(
                        "写成 字段 比较 值，如 'year>=2012'、'genre=讲话'、'title~党课'",
                        "write FIELD OP VALUE, as 'year>=2012' or 'genre=讲话' or 'title~党课'",
                    ),
                )
            field, operator, value = match.groups()
            value = value.strip("\"'“”‘’")
            terms.append(Term(field, operator, value))
    return Filter(tuple(terms)) if terms else None
