"""Find a codebook's themes in a text: one Aho–Corasick pass over characters, then a linear check of the gaps.

Where matches overlap the leftmost wins, of those the longest, within a theme and across themes (of two of one
extent, the theme that stands first in the codebook). A match that touches a not_pattern of its theme is void.
What lost is recorded.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import daachorse

from djtext.text.fold import Folded, fold
from djtext.themes.patterns import rows
from djtext.types import Codebook, Hit, Lost

_SENTENCE_END = re.compile(r"[。！？!?；;\n]")


@dataclass(frozen=True, slots=True)
class _Chain:
    """A row with gaps: its slots by number, the bounds of its gaps, and the pattern it belongs to."""

    slots: tuple[int, ...]
    gaps: tuple[tuple[int, int], ...]
    owner: int


@dataclass(frozen=True, slots=True)
class Matcher:
    """A compiled codebook. Build with `compile_book`."""

    book: Codebook
    automaton: daachorse.CharwiseDoubleArrayAhoCorasick
    owners: tuple[tuple[int, ...], ...]  # literal number → patterns that it matches outright
    slots: tuple[tuple[int, ...], ...]  # literal number → slots of chains that it fills
    chains: tuple[_Chain, ...]
    patterns: tuple[tuple[int, str, bool], ...]  # theme number, pattern as written, is it a not_pattern


@lru_cache(maxsize=8)
def compile_book(book: Codebook) -> Matcher:
    """Compile a codebook for matching."""
    patterns: list[tuple[int, str, bool]] = []
    literals: dict[str, int] = {}
    owners: list[list[int]] = []
    slots_of: list[list[int]] = []
    slots: dict[tuple[str, ...], int] = {}
    chains: list[_Chain] = []

    def number(literal: str) -> int:
        if literal not in literals:
            literals[literal] = len(literals)
            owners.append([])
            slots_of.append([])
        return literals[literal]

    def slot_number(slot: tuple[str, ...]) -> int:
        if slot not in slots:
            slots[slot] = len(slots)
            for literal in slot:
                slots_of[number(literal)].append(slots[slot])
        return slots[slot]

    for place, theme in enumerate(book.themes):
        written = [(p, False) for p in theme.patterns] + [(p, True) for p in theme.not_patterns]
        for pattern, negative in written:
            owner = len(patterns)
            patterns.append((place, pattern, negative))
            for row in rows(pattern):
                if row.gaps:
                    chains.append(_Chain(tuple(map(slot_number, row.slots)), row.gaps, owner))
                else:
                    for literal in row.slots[0]:
                        owners[number(literal)].append(owner)
    return Matcher(
        book,
        daachorse.CharwiseDoubleArrayAhoCorasick(list(literals)),
        tuple(map(tuple, owners)),
        tuple(map(tuple, slots_of)),
        tuple(chains),
        tuple(patterns),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What a text holds: hits in order of place, and the matches that lost."""

    hits: tuple[Hit, ...]
    lost: tuple[Lost, ...] = ()


def find(text: str, matcher: Matcher, *, doc: str = "", folded: Folded | None = None) -> Found:
    """Hits of a compiled codebook in a text, with offsets in that text.

    >>> from djtext.types import Theme
    >>> book = Codebook("b", "1", (Theme("a", "甲", "problem", "", ("形式主义", "党建…业务…脱节")),))
    >>> [(h.start, h.end, h.text) for h in find("党建与业务严重脱节，形式 主义突出", compile_book(book)).hits]
    [(0, 9, '党建与业务严重脱节'), (10, 15, '形式 主义')]
    """
    folded = folded if folded is not None else fold(text)
    matches = _matches(folded.text, matcher)
    if not matches:
        return Found(())
    themes = matcher.book.themes
    patterns = matcher.patterns

    def hit(match: tuple[int, int, int]) -> Hit:
        start, end = folded.start(match[0]), folded.end(match[1])
        theme, pattern, _ = patterns[match[2]]
        return Hit(doc, themes[theme].key, pattern, start, end, text[start:end])

    voids: dict[int, list[tuple[int, int, int]]] = {}  # theme → matches of its not_patterns, by start
    for match in sorted(matches):
        if patterns[match[2]][2]:
            voids.setdefault(patterns[match[2]][0], []).append(match)
    reaches = {theme: max(end - start for start, end, _ in found) for theme, found in voids.items()}
    lost: list[Lost] = []
    kept = []
    for match in matches:
        theme, _, is_negative = patterns[match[2]]
        if is_negative:
            continue
        blocker = _touching(match, voids.get(theme, ()), reaches.get(theme, 0))
        if blocker is None:
            kept.append(match)
        else:
            lost.append(Lost(hit(match), "not_pattern", patterns[blocker[2]][1]))
    kept.sort(key=lambda match: (match[0], -match[1], match[2]))
    hits: list[Hit] = []
    reached = -1
    for match in kept:
        if match[0] >= reached:
            hits.append(hit(match))
            reached = match[1]
        else:
            winner = hits[-1]
            loser = hit(match)
            if (loser.theme, loser.start, loser.end) != (winner.theme, winner.start, winner.end):
                lost.append(Lost(loser, "overlap", winner.theme))
    return Found(tuple(hits), tuple(lost))


def _touching(
    match: tuple[int, int, int], found: Sequence[tuple[int, int, int]], reach: int
) -> tuple[int, int, int] | None:
    """The first of some matches, in order of start and none longer than `reach`, that shares a character with one."""
    for place in range(bisect_left(found, (match[0] - reach,)), len(found)):
        other = found[place]
        if other[0] >= match[1]:
            return None
        if other[1] > match[0]:
            return other
    return None


def _matches(text: str, matcher: Matcher) -> list[tuple[int, int, int]]:
    """Every match of every pattern as (start, end, pattern number)."""
    owners = matcher.owners
    slots_of = matcher.slots
    found: list[tuple[int, int, int]] = []
    filled: dict[int, list[tuple[int, int]]] = {}  # slot → the places where one of its literals stands
    for start, end, literal in matcher.automaton.find_overlapping(text):
        if owners[literal]:
            found += [(start, end, owner) for owner in owners[literal]]
        for slot in slots_of[literal]:
            if slot in filled:
                filled[slot].append((start, end))
            else:
                filled[slot] = [(start, end)]
    if not filled:
        return found
    for places in filled.values():
        places.sort()
    for chain in matcher.chains:
        for slot in chain.slots:
            if slot not in filled:
                break
        else:
            found += [(start, end, chain.owner) for start, end in _follow(text, chain, filled)]
    return found


def _follow(text: str, chain: _Chain, filled: dict[int, list[tuple[int, int]]]) -> Iterable[tuple[int, int]]:
    """The matches of one chain: for each place where it may begin, the longest end that can be reached from there.

    Walked from the last slot back. Each step looks, from every place of its slot, at the places of the next one that
    lie within the gap: linear in the places, times those within a gap.
    """
    reached = dict(filled[chain.slots[-1]])  # start of a slot → end of the longest match from there
    for step in range(len(chain.gaps) - 1, -1, -1):
        low, high = chain.gaps[step]
        starts = sorted(reached)
        before: dict[int, int] = {}
        for start, stop in filled[chain.slots[step]]:
            at = bisect_left(starts, stop + low)
            if at == len(starts) or starts[at] > stop + high:
                continue
            barrier = _SENTENCE_END.search(text, stop, stop + high)
            limit = barrier.start() if barrier else stop + high
            best = before.get(start, -1)
            while at < len(starts) and starts[at] <= limit:
                best = max(best, reached[starts[at]])
                at += 1
            if best >= 0:
                before[start] = best
        if not before:
            return ()
        reached = before
    return reached.items()


def every_match(folded: str, matcher: Matcher) -> list[tuple[int, int, int]]:
    """Every match of every pattern in a folded text, before any rule: start, end, number in `matcher.patterns`."""
    return _matches(folded, matcher)
