"""Rows that changed since they were drawn, and rows that repeat or contradict another: told and left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from djtext.lang import t
from djtext.read.coded import Coding, Problem
from djtext.text.anchor import bare, unit_id

_ID = re.compile("[0-9a-f]{12}")


def unchanged(found: Sequence[Coding], problems: list[Problem]) -> list[Coding]:
    """Codings whose text, document and place are still those of their id; the others are told and left out.

    Ids of another origin than `djtext sample` cannot be checked: where fewer than half of those of a file fit, none is.
    """
    checked = [
        (item, item.id == unit_id(item.doc, item.start, item.text))
        for item in found
        if item.start is not None and _ID.fullmatch(item.id)
    ]
    bad = {id(item) for item, fits in checked if not fits}
    if 2 * len(bad) > len(checked):
        return list(found)
    for item in found:
        if id(item) in bad:
            text = t(
                "原文、文档或起点已不是抽样时的，此行不计",
                "text, document or start are not those that were drawn; left out",
            )
            problems.append(Problem(item.where, "text-changed", text))
    return [item for item in found if id(item) not in bad]


def without_twins(found: Iterable[Coding], problems: list[Problem]) -> list[Coding]:
    """One coding a unit: of rows with one id that say the same the first stays; where they contradict, none does.

    Rows without an id are let be: the same sentence may stand twice in a document.
    """
    kept: dict[object, Coding] = {}
    bad: set[object] = set()
    for place, item in enumerate(found):
        key = (item.coder, item.id) if item.id else place
        first = kept.setdefault(key, item)
        if first is item:
            continue
        same = replace(item, where="", confidence=None) == replace(first, where="", confidence=None)
        if same or not item.coded:
            text = t(f"与 {first.where} 重复，只计一次", f"repeats {first.where}; counted once")
        elif not first.coded and bare(first.text) == bare(item.text):
            kept[key] = item
            text = t(
                f"与 {first.where} 重复，前者未编码，取后者", f"repeats {first.where}, which is blank; this one counts"
            )
        else:
            bad.add(key)
            text = t(
                f"与 {first.where} 编号相同而内容不同，两行都不计",
                f"has the id of {first.where} and differs; neither counts",
            )
        problems.append(Problem(item.where, "duplicate", text))
    return [item for key, item in kept.items() if key not in bad]
