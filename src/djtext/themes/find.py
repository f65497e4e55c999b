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
    """A row with gaps: its slots by number, the bounds of its gaps, the pattern it belongs to, and its second rarest
    slot, to be asked for before all of them are."""

    slots: tuple[int, ...]
    gaps: tuple[tuple[int, int], ...]
    owner: int
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matcher:
    """A compiled codebook. Build with `compile_book`."""

    book: Codebook
    automaton: daachorse.CharwiseDoubleArrayAhoCorasick  # literals of patterns, and the rarest slot of each chain
    owners: tuple[tuple[int, ...], ...]  # literal number → patterns that it matches outright
    opens: tuple[tuple[int, ...], ...]  # literal number → chains that may stand in its sentence
    links: daachorse.CharwiseDoubleArrayAhoCorasick  # literals of slots
    slots: tuple[tuple[int, ...], ...]  # number of such a literal → slots of chains that it fills
    chains: tuple[_Chain, ...]
    patterns: tuple[tuple[int, str, bool], ...]  # theme number, pattern as written, is it a not_pattern
    across: bool  # may a literal of a chain reach over the end of a sentence?


# How often a literal of so many characters stands in a character of text, roughly: tells which slot of a chain is rare.
_RARITY = (0.0, 3e-3, 3e-4, 5e-5, 1e-5)


@lru_cache(maxsize=8)
def compile_book(book: Codebook) -> Matcher:
    """Compile a codebook for matching."""
    patterns: list[tuple[int, str, bool]] = []
    outright: dict[str, list[int]] = {}
    slots: dict[tuple[str, ...], int] = {}
    chains: list[_Chain] = []
    rarest: list[tuple[str, ...]] = []
    for place, theme in enumerate(book.themes):
        written = [(p, False) for p in theme.patterns] + [(p, True) for p in theme.not_patterns]
        for pattern, negative in written:
            owner = len(patterns)
            patterns.append((place, pattern, negative))
            for row in rows(pattern):
                if row.gaps:
                    numbers = tuple(slots.setdefault(slot, len(slots)) for slot in row.slots)
                    first, second, *_ = sorted(row.slots, key=_frequency)
                    rarest.append(first)
                    chains.append(_Chain(numbers, row.gaps, owner, second))
                else:
                    for literal in row.slots[0]:
                        outright.setdefault(literal, []).append(owner)
    opens: dict[str, list[int]] = {}
    for number, slot in enumerate(rarest):
        for literal in slot:
            opens.setdefault(literal, []).append(number)
    fills: dict[str, list[int]] = {}
    for slot, number in slots.items():
        for literal in slot:
            fills.setdefault(literal, []).append(number)
    literals = list(dict.fromkeys((*outright, *opens)))
    return Matcher(
        book,
        daachorse.CharwiseDoubleArrayAhoCorasick(literals or ["\0"]),
        tuple(tuple(outright.get(literal, ())) for literal in literals),
        tuple(tuple(opens.get(literal, ())) for literal in literals),
        daachorse.CharwiseDoubleArrayAhoCorasick(list(fills) or ["\0"]),
        tuple(map(tuple, fills.values())),
        tuple(chains),
        tuple(patterns),
        any(_SENTENCE_END.search(literal) for literal in fills),
    )


@lru_cache(maxsize=1024)
def _any_of(literals: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, literals)))


def _frequency(slot: tuple[str, ...]) -> float:
    return sum(_RARITY[min(len(literal), 4)] for literal in slot)


@dataclass(frozen=True, slots=True)
class Found:
    """What a text holds: hits in order of place, and the matches that lost."""

    hits: tuple[Hit, ...]
    lost: tuple[Lost, ...] = ()


def find(text: str, matcher: Matcher, *, doc: str = "", folded: Folded | None = None, record: bool = True) -> Found:
    """Hits of a compiled codebook in a text, with offsets in that text. Without `record`, what lost is left out.

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
    for match in sorted([match for match in matches if patterns[match[2]][2]]):
        voids.setdefault(patterns[match[2]][0], []).append(match)
    reaches = {theme: max(end - start for start, end, _ in found) for theme, found in voids.items()}
    lost: list[Lost] = []
    kept = []
    for match in matches:
        theme, _, is_negative = patterns[match[2]]
        if is_negative:
            continue
        blocker = _touching(match, voids[theme], reaches[theme]) if theme in voids else None
        if blocker is None:
            kept.append(match)
        elif record:
            lost.append(Lost(hit(match), "not_pattern", patterns[blocker[2]][1]))
    kept.sort(key=lambda match: (match[0], -match[1], match[2]))
    hits: list[Hit] = []
    reached = -1
    for match in kept:
        if match[0] >= reached:
            hits.append(hit(match))
            reached = match[1]
        elif record:
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
    """Every match of every pattern as (start, end, pattern number).

    Short literals with gaps between stand everywhere, a chain of them in few sentences: only where its rarest literal
    stands is a sentence looked at for the others.
    """
    owners = matcher.owners
    opens = matcher.opens
    found: list[tuple[int, int, int]] = []
    opened: list[tuple[int, int]] = []  # place of a literal, its number
    for start, end, literal in matcher.automaton.find_overlapping(text):
        if owners[literal]:
            found += [(start, end, owner) for owner in owners[literal]]
        if opens[literal]:
            opened.append((start, literal))
    if not opened:
        return found
    linked: list[tuple[int, int, int, int]] = []  # chain, start, end, pattern
    if matcher.across:
        _linked(text, 0, len(text), range(len(matcher.chains)), matcher, linked)
    else:
        ends = [match.start() for match in _SENTENCE_END.finditer(text)]
        ends.append(len(text))
        wanted: dict[int, set[int]] = {}  # sentence → chains that may stand in it
        for start, literal in opened:
            wanted.setdefault(bisect_left(ends, start), set()).update(opens[literal])
        chains = matcher.chains
        for sentence, numbers in wanted.items():
            begin = ends[sentence - 1] + 1 if sentence else 0
            stop = ends[sentence]
            likely = [number for number in numbers if _any_of(chains[number].second).search(text, begin, stop)]
            if likely:
                _linked(text, begin, stop, likely, matcher, linked)
    linked.sort()
    found += [(start, end, owner) for _, start, end, owner in linked]
    return found


def _linked(
    text: str, begin: int, stop: int, chains: Iterable[int], matcher: Matcher, linked: list[tuple[int, int, int, int]]
) -> None:
    """The matches of some chains in a stretch of text, added to a list."""
    slots_of = matcher.slots
    filled: dict[int, list[tuple[int, int]]] = {}  # slot → the places where one of its literals stands
    for start, end, literal in matcher.links.find_overlapping(text[begin:stop]):
        for slot in slots_of[literal]:
            if slot in filled:
                filled[slot].append((begin + start, begin + end))
            else:
                filled[slot] = [(begin + start, begin + end)]
    for number in chains:
        chain = matcher.chains[number]
        for slot in chain.slots:
            if slot not in filled:
                break
        else:
            for slot in chain.slots:
                filled[slot].sort()
            linked += [(number, start, end, chain.owner) for start, end in _follow(text, chain, filled)]


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
