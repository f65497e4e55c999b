"""Passages: runs of neighbouring sentences of one role within one outline item, with the heading that governs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from djtext.text.outline import SEPARATOR
from djtext.types import Labelled, Passage

_UNSURE = 0.6


def passages(labels: Sequence[Labelled], text: str) -> tuple[Passage, ...]:
    """The passages of a document in order; titles belong to none.

    A passage ends where the role or the outline item changes, and outside of any item also at the paragraph's end. A
    heading belongs to the passage that follows it if both have one role.

    >>> from djtext.roles.classify import classify
    >>> from djtext.types import Document
    >>> doc = Document("a", "机关学习调查\\n一、学习流于形式\\n有的干部不读书，念完文件就散会。\\n二、改进学习\\n要健全学习制度，加强检查。", title="机关学习调查")
    >>> [(p.role, len(p.sentences)) for p in passages(classify(doc), doc.text)]
    [('problem', 2), ('remedy', 2)]
    """
    runs: list[list[Labelled]] = []
    for item in bridged(labels):
        if item.sentence.kind == "title":
            continue
        if runs and _continues(runs[-1][-1], item):
            runs[-1].append(item)
        else:
            runs.append([item])
    return tuple(
        Passage(
            run[0].sentence.doc, run[0].sentence.start, run[-1].sentence.end, run[0].role,
            tuple(item.sentence for item in run), text[run[0].sentence.start : run[-1].sentence.end],
            run[0].sentence.section, round(sum(item.confidence for item in run) / len(run), 3),
            tuple(dict.fromkeys(key for item in run for key in item.themes)),
        )
        for run in runs
    )  # fmt: skip


def bridged(labels: Sequence[Labelled]) -> list[Labelled]:
    """The labels as passages take them: an unsure sentence does not cut a passage in two.

    A sentence of confidence below 0.6 between two of one role, in one section, takes that role where it is its own
    second. Sentences listed one by one keep the role they have.
    """
    result = list(labels)
    for before, at, after in zip(labels, range(1, len(labels)), labels[2:], strict=False):
        item = labels[at]
        if item.sentence.kind != "sentence" or item.confidence >= _UNSURE or item.second != before.role:
            continue
        sections = {before.sentence.section, item.sentence.section, after.sentence.section}
        if before.role == after.role and len(sections) == 1 and before.sentence.kind != "title":
            result[at] = replace(item, role=before.role, second=item.role)
    return result


def _continues(last: Labelled, item: Labelled) -> bool:
    before, here = last.sentence, item.sentence
    if last.role != item.role or before.section != here.section:
        return False
    if here.kind == "heading":
        return False
    return bool(here.section) or before.para == here.para


def heading(passage: Passage) -> str:
    """The innermost heading that governs a passage, empty where there is none.

    >>> from djtext.types import Passage
    >>> heading(Passage("a", 0, 1, "problem", (), "", "一、问题 / （二）学习不实"))
    '（二）学习不实'
    """
    return passage.section.rpartition(SEPARATOR)[2]
