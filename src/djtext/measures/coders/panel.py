"""Codings of several coders put side by side.

Units are matched by id where every row has one, else by document and text. What cannot be matched or has changed is
told as a `Problem`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from djtext.lang import t
from djtext.read.coded import Coding, Problem
from djtext.text.anchor import bare


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit with what each coder says of it, None where a coder has no such row."""

    id: str
    doc: str
    start: int | None
    end: int | None
    text: str
    codings: tuple[Coding | None, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Coders and units. Where `machine`, the last coder is the machine."""

    coders: tuple[str, ...]
    units: tuple[Unit, ...]
    machine: bool = False

    @property
    def people(self) -> tuple[int, ...]:
        """The places of the coders who are no machine."""
        return tuple(range(len(self.coders) - self.machine))


def align(found: Sequence[Coding], problems: list[Problem]) -> Panel:
    """The codings of all coders by unit, units in order of document and place.

    Rows of one id whose texts differ by more than white space are told and left out, all but the first coder's.
    """
    coders = tuple(dict.fromkeys(item.coder for item in found))
    place = {name: n for n, name in enumerate(coders)}
    with_ids = {item.coder for item in found if item.id}
    by_id = len(with_ids) == len(coders)
    seen: Counter[tuple[str, str, str]] = Counter()
    held: dict[object, list[Coding | None]] = {}
    for item in found:
        key: object
        if by_id and not item.id:
            problems.append(Problem(item.where, "no-id", t("没有编号，此行不计", "a row without an id; left out")))
            continue
        if by_id:
            key = item.id
        else:
            text = (item.coder, item.doc, bare(item.text))
            key = (*text[1:], seen[text])
            seen[text] += 1
        row = held.setdefault(key, [None] * len(coders))
        first = next((other for other in row if other is not None), None)
        if first is not None and _changed(first, item):
            problems.append(
                Problem(
                    item.where,
                    "text-changed",
                    t(
                        f"与 {first.where} 编号相同而原文或文档不同，此行不计",
                        f"has the id of {first.where}, but another text or document; left out",
                    ),
                )
            )
            continue
        row[place[item.coder]] = item
    units = []
    for row in held.values():
        first = next(item for item in row if item is not None)
        units.append(Unit(first.id, first.doc, first.start, first.end, first.text, tuple(row)))
    units.sort(key=lambda unit: (unit.doc, -1 if unit.start is None else unit.start))
    return Panel(coders, tuple(units))


def _changed(first: Coding, item: Coding) -> bool:
    if first.doc and item.doc and first.doc != item.doc:
        return True
    return bool(first.text and item.text) and bare(first.text) != bare(item.text)


def only_themes(panel: Panel, keys: Iterable[str] | None = None) -> tuple[Panel, tuple[str, ...]]:
    """The panel with the themes that people used (or `keys`), and the themes that the machine gave beside them."""
    chosen = set(keys) if keys is not None else {
        key for unit in panel.units for n in panel.people for key in themes_of(unit.codings[n]) or ()
    }  # fmt: skip
    aside: set[str] = set()
    units = []
    for unit in panel.units:
        row: list[Coding | None] = []
        for item in unit.codings:
            if item is not None and item.themes is not None:
                aside |= set(item.themes) - chosen
                item = replace(item, themes=tuple(key for key in item.themes if key in chosen))
            row.append(item)
        units.append(replace(unit, codings=tuple(row)))
    return replace(panel, units=tuple(units)), tuple(sorted(aside))


def role_of(item: Coding | None) -> str | None:
    """The role of a coding, None where there is none; so with the next two."""
    return item.role if item is not None else None


def themes_of(item: Coding | None) -> frozenset[str] | None:
    """The themes as a set."""
    return frozenset(item.themes) if item is not None and item.themes is not None else None


def value_of(item: Coding | None) -> str | None:
    """The cell of the column that was asked for."""
    return item.value if item is not None else None


def taken(
    panel: Panel, group: Sequence[int], read: Callable[[Coding | None], Any]
) -> tuple[list[tuple[Any, ...]], list[str]]:
    """Codings of a group and their documents, of the units that two or more of them have coded."""
    units, docs = [], []
    for unit in panel.units:
        row = tuple(read(unit.codings[n]) for n in group)
        if sum(value is not None for value in row) >= 2:
            units.append(row)
            docs.append(unit.doc)
    return units, docs


def counts_note(panel: Panel) -> str:
    """How many units there are, and how many coders have coded each."""
    sizes: Counter[int] = Counter()
    for unit in panel.units:
        sizes[sum(item is not None and item.coded for n, item in enumerate(unit.codings) if n in panel.people)] += 1
    told = "，".join(f"{sizes[n]} 个由 {n} 人编" for n in sorted(sizes, reverse=True))
    said = ", ".join(f"{sizes[n]} coded by {n}" for n in sorted(sizes, reverse=True))
    return t(f"{len(panel.units)} 个单位：{told}", f"{len(panel.units)} units: {said}")
