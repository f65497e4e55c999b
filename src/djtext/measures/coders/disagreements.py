"""The units on which coders differ, those to talk about first at the top."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from djtext.lang import t
from djtext.measures.agreement.distances import masi_distance
from djtext.measures.coders.machine import MACHINE
from djtext.measures.coders.panel import Panel, Unit, role_of, themes_of
from djtext.types import Cell, Column, Table


def columns(panel: Panel) -> tuple[Column, ...]:
    """Columns of the list of disagreements; `role_1` and `themes_1` are of the first coder, and so on."""
    each: list[Column] = []
    for n, name in enumerate(panel.coders):
        tail = MACHINE if panel.machine and n == len(panel.coders) - 1 else str(n + 1)
        each.append(Column(f"role_{tail}", "text", f"角色 {name}", f"role {name}", f"role given by {name}"))
        each.append(Column(f"themes_{tail}", "text", f"主题 {name}", f"themes {name}", f"themes given by {name}"))
    return (
        Column(
            "rank", "int", "次序", "rank", "from 1: furthest apart, then where the machine is surest, then commonest"
        ),
        Column("distance", "float", "相距", "distance", "mean over pairs of coders: roles 0 or 1, themes MASI; 0 to 1"),
        Column("doc", "text", "文档", "doc", "document id"),
        Column("start", "int", "起", "start", "offset of the first character, where known"),
        Column("end", "int", "止", "end", "offset behind the last character, where known"),
        *each,
        Column("confidence", "float", "把握", "confidence", "the machine's share of its role, 0 to 1"),
        Column("kind_units", "int", "同类", "same kind", "units with the same set of roles given"),
        Column("text", "text", "原文", "text", "the unit"),
        Column("id", "text", "编号", "id", "id of the unit"),
    )


def rows(panel: Panel) -> list[tuple[Cell, ...]]:
    """Units on which not all codings are equal: furthest apart first, then where the machine is surest, then those whose
    roles are confused most often, then by document and place."""
    found = []
    kinds: Counter[frozenset[str]] = Counter()
    for unit in panel.units:
        apart = _apart(unit)
        if not apart:
            continue
        kind = frozenset(role for item in unit.codings if (role := role_of(item)) is not None)
        kinds[kind] += 1
        machine = unit.codings[-1] if panel.machine else None
        sure = machine.confidence if machine is not None and machine.confidence is not None else 0.0
        found.append((apart, sure, kind, unit, machine))
    found.sort(key=lambda f: (-round(f[0], 9), -f[1], -kinds[f[2]], f[3].doc, f[3].start or 0, f[3].text))
    made: list[tuple[Cell, ...]] = []
    for rank, (apart, _, kind, unit, machine) in enumerate(found, start=1):
        each: list[Cell] = []
        for item in unit.codings:
            themes = themes_of(item)
            each += [role_of(item) or "", "" if themes is None else " ".join(sorted(themes)) or "-"]
        made.append(
            (
                rank, round(apart, 6), unit.doc, unit.start, unit.end, *each,
                machine.confidence if machine is not None else None, kinds[kind], unit.text, unit.id,
            )
        )  # fmt: skip
    return made


def _apart(unit: Unit) -> float:
    """Mean distance of the pairs of codings, over what both have coded."""
    distances = []
    for one, other in combinations([item for item in unit.codings if item is not None], 2):
        parts = []
        if one.role is not None and other.role is not None:
            parts.append(float(one.role != other.role))
        first, second = themes_of(one), themes_of(other)
        if first is not None and second is not None:
            parts.append(masi_distance(first, second))
        if parts:
            distances.append(sum(parts) / len(parts))
    return sum(distances) / len(distances) if distances else 0.0


def table(panel: Panel, made_by: str = "") -> Table:
    """The rows as a table, held."""
    return Table(t("分歧", "Disagreements"), columns(panel), tuple(rows(panel)), (), made_by, "disagreements")
