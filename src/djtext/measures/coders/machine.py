"""The machine as a coder: what it says of the sentences on which each unit lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from djtext.lang import t
from djtext.measures.coders.panel import Panel, Unit
from djtext.read.coded import Coding, Problem
from djtext.text.anchor import find_again
from djtext.types import Document, Labelled

MACHINE = "machine"


def with_machine(
    panel: Panel, labelled: Iterable[tuple[Document, Sequence[Labelled]]], problems: list[Problem]
) -> Panel:
    """The panel with the machine as its last coder: what it says of the sentences on which a unit lies.

    A unit is looked for in the document of its name, or of the same last part of the name where that is the only one; at
    its offsets, then by its text. The role is the one that covers most of the unit, themes are those of all its
    sentences. Units that are not found are told.
    """
    wanted: dict[str, list[int]] = defaultdict(list)
    for n, unit in enumerate(panel.units):
        wanted[unit.doc].append(n)
    by_name: dict[str, list[str]] = defaultdict(list)
    for name in wanted:
        by_name[_last(name)].append(name)
    told: dict[int, Coding] = {}
    met: set[int] = set()
    for doc, labels in labelled:
        name = doc.id if doc.id in wanted else ""
        if not name and len(by_name[_last(doc.id)]) == 1:
            name = by_name[_last(doc.id)][0]
        cursor = 0
        for n in wanted.get(name, ()):
            unit = panel.units[n]
            met.add(n)
            at = _place(doc.text, unit, cursor)
            if n in told or at is None:
                continue
            cursor = at[1]
            coding = _machine_says(unit, at, labels)
            if coding is not None:
                told[n] = coding
    units = []
    for n, unit in enumerate(panel.units):
        if n not in told:
            where = next(item.where for item in unit.codings if item is not None)
            text = (
                t("原文已改，机器所读的文本里找不到", "this text is not in the document as the machine reads it")
                if n in met
                else t(
                    f"--machine 里没有“{unit.doc or '（空）'}”这篇",
                    f"--machine has no document '{unit.doc or '(empty)'}'",
                )
            )
            problems.append(Problem(where, "text-changed" if n in met else "other-text", text))
        units.append(replace(unit, codings=(*unit.codings, told.get(n))))
    name = MACHINE if MACHINE not in panel.coders else f"{MACHINE} (djtext)"
    return Panel((*panel.coders, name), tuple(units), machine=True)


def _last(doc: str) -> str:
    return doc.replace("\\", "/").rpartition("/")[2]


def _place(text: str, unit: Unit, cursor: int) -> tuple[int, int] | None:
    if unit.start is None:
        ahead = text.find(unit.text, cursor) if unit.text else -1
        return (ahead, ahead + len(unit.text)) if ahead >= 0 else find_again(text, unit.text, cursor)
    return find_again(text, unit.text, unit.start)


def _machine_says(unit: Unit, at: tuple[int, int], labels: Sequence[Labelled]) -> Coding | None:
    cover: dict[str, int] = {}
    best: tuple[int, Labelled] | None = None
    themes: set[str] = set()
    for item in labels:
        common = min(at[1], item.sentence.end) - max(at[0], item.sentence.start)
        if common <= 0:
            continue
        cover[item.role] = cover.get(item.role, 0) + common
        themes |= set(item.themes)
        if best is None or common > best[0]:
            best = (common, item)
    if best is None:
        return None
    role = min(cover, key=lambda name: (-cover[name], name != best[1].role, name))
    confidence = best[1].confidence if best[1].role == role else None
    second = (best[1].second,) if best[1].second else ()
    return Coding(
        where=MACHINE, coder=MACHINE, id=unit.id, doc=unit.doc, text=unit.text, role=role, second=second,
        themes=tuple(sorted(themes)), confidence=confidence,
    )  # fmt: skip
