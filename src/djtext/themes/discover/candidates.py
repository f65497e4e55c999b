"""Candidates: recurring runs that could be phrases by their words, and phrases marked by their form, each with its kind
and, from 0 to 1, how well it is formed.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from djtext.themes import marked
from djtext.themes.edges import (
    BAD_FIRST,
    BAD_LAST,
    ENDS_WELL,
    LEAD_SET,
    MEETING,
    NAME_END,
    NO_END,
    NO_START,
    STATISTIC,
    WEAK_END,
    WEAK_START,
    is_lead,
)
from djtext.themes.general import General
from djtext.themes.marked import Kind
from djtext.themes.ngrams import Run, Runs
from djtext.themes.stream import JOINER, Source

_MANY = 2000  # documents; in more, memory is spared


@dataclass(slots=True)
class Draft:
    """A candidate on its way."""

    text: str
    kind: Kind
    hits: int
    docs: int
    run: Run | None = None
    words: tuple[str, ...] = ()
    chance: float = 0.0  # log2
    holders: int = 0
    inside: int = 0
    parent: str = ""
    quality: float = 1.0
    quotes: int = 0


@dataclass(slots=True)
class Marked:
    """The places of one marked phrase."""

    kinds: Counter[str] = field(default_factory=Counter)
    places: list[tuple[int, int, int]] = field(default_factory=list)  # document, start, end in the folded text


def marks_in(given: Sequence[Source]) -> dict[str, Marked]:
    """Marked phrases with their places; in a large collection those that stand once are forgotten at once."""
    often: set[int] | None = None
    if len(given) > _MANY:
        import numpy as np

        keys = np.fromiter((_key(mark.text) for each in given for mark in _marks_of(each)), np.int64)
        values, counts = np.unique(keys, return_counts=True)
        often = set(values[counts > 1].tolist())
    made: dict[str, Marked] = {}
    for n, each in enumerate(given):
        for mark in _marks_of(each):
            if often is None or _key(mark.text) in often:
                entry = made.setdefault(mark.text, Marked())
                entry.kinds[mark.kind] += 1
                entry.places.append((n, mark.start, mark.end))
    return made


def _key(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) << 16 | len(text)


def _marks_of(source: Source) -> Iterator[marked.Mark]:
    """The marked phrases of a source, those in copied text left out."""
    for mark in marked.marks(source.folded.text):
        if not (source.skipped and source.is_copied(mark.start, mark.end)):
            yield mark


def gathered(
    found: Runs, marks: dict[str, Marked], background: General, marked_hits: int, marked_docs: int
) -> list[Draft]:
    """Recurring runs that could be phrases by their words, and marked phrases that recur."""
    made: dict[str, Draft] = {}
    for run in found.kept:
        text = run.text
        mark = marks.get(text)
        words, chance = background.cut(text)
        is_quoted = run.quoted >= 0.2 and mark is not None and mark.kinds["quoted"] >= 2
        draft = Draft(text, "phrase", run.hits, run.docs, run, words, chance)
        draft.kind = _kind(text, is_quoted=is_quoted, is_idiom=background.tag(text) in {"i", "l", "m"}, mark=mark)
        draft.quality = _quality(draft, background, found)
        if draft.quality > 0:
            made[text] = draft
    for text, mark in marks.items():
        docs = len({n for n, _, _ in mark.places})
        hits = len(mark.places)
        if text in made or hits < marked_hits or docs < marked_docs:
            continue
        kind: Any = marked.most(mark.kinds)
        words, chance = background.cut(text.strip("《》"))
        draft = Draft(
            text, "numeral" if marked.is_numeral(text) and kind == "quoted" else kind, hits, docs, None, words, chance
        )
        if kind == "quoted" and draft.kind == "quoted":
            draft.quality = 0.9 if len(text) <= 10 else 0.6
        made[text] = draft
    return sorted(made.values(), key=lambda draft: draft.text)


def _kind(text: str, *, is_quoted: bool, is_idiom: bool, mark: Marked | None) -> Kind:
    if marked.is_numeral(text) and (is_quoted or (len(text) > 3 and not is_idiom and marked.is_abbreviation(text))):
        return "numeral"
    if MEETING.match(text) or (len(text) >= 5 and NAME_END.search(text)):
        return "name"
    if mark is not None and mark.kinds["series"] > mark.kinds["quoted"]:
        return "series"
    if is_quoted:
        return "quoted"
    if JOINER in text:
        parts = text.split(JOINER)
        if (
            len({len(part) for part in parts}) == 1
            and len(parts[0]) >= 3
            and any(len(set(c)) == 1 for c in zip(*parts, strict=True))
        ):
            return "series"
    return "phrase"


def _quality(draft: Draft, background: General, found: Runs) -> float:
    """How well a run is formed, 0 (no phrase) to 1, by its characters, words and parts of speech."""
    text, run = draft.text, draft.run
    assert run is not None  # noqa: S101
    worth = 1.0
    if draft.kind == "numeral" and run.quoted >= 0.2:
        return worth
    words = draft.words
    if words[0] in NO_START or words[-1] in NO_END:
        return 0.0
    if text.isascii() and run.quoted < 0.2:
        return 0.3 if text.isupper() else 0.0
    if words[0] in WEAK_START and len(text) > 2:
        rest = found.hits(text[1:])
        if rest > 2 * run.hits:
            return 0.0
        if rest > 1.5 * run.hits:
            worth *= 0.7
    if words[-1] in WEAK_END and len(text) > 2:
        rest = found.hits(text[:-1])
        if rest > 2 * run.hits:
            return 0.0
        if rest > 1.3 * run.hits:
            worth *= 0.6
    if draft.kind == "numeral":  # 三个党员 is a quantity, where nothing says otherwise
        return worth * 0.3 if len(text) <= 4 and text[1] == "个" and run.quoted < 0.05 else worth
    if marked.is_quantity(text):
        return 0.0
    if STATISTIC.search(text):
        worth *= 0.25
    if len(words) == 1:
        tag = background.tag(text)
        if len(text) <= 3 and tag[0] in "drcpufmqyz":
            worth *= 0.1
        if tag == "i":
            worth *= 0.6
        if is_lead(text):
            worth *= 0.2
        return max(worth, 0.9) if run.quoted >= 0.3 else worth
    first, last = words[0], words[-1]
    # a word at the edge counts against a phrase where the rest stands often without it
    if found.hits(text[len(first) :]) > 1.2 * run.hits or len(words) == 2:
        if first in LEAD_SET or background.tag(first) in BAD_FIRST:
            worth *= 0.5
        elif len(text) > 6 and background.tag(first) in {"v", "vd"}:
            worth *= 0.7
    if last in LEAD_SET and last not in ENDS_WELL:
        worth *= 0.5
    elif background.tag(last) in BAD_LAST and found.hits(text[: -len(last)]) > 1.2 * run.hits:
        worth *= 0.4
    if is_lead(text):
        worth *= 0.2
    elif all(word in LEAD_SET or background.tag(word)[0] in "dpcuy" for word in words):
        worth *= 0.5
    if run.quoted >= 0.3:
        worth = max(worth, 0.9)
    return worth
