"""Find a codebook's themes in a text: one Aho–Corasick pass over characters, then a linear check of the gaps.

Where matches overlap the leftmost wins, of those the longest, within a theme and across themes (of two of one
extent, the theme that stands first in the codebook). A match that touches a not_pattern of its theme is void.
What lost is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import daachorse

from djtext.text.fold import Folded, fold
from djtext.themes.patterns import variants
from djtext.types import Codebook, Hit, Lost

_SENTENCE_END = re.compile(r"[。！？!?；;\n]")


@dataclass(frozen=True, slots=True)
class _Chain:
    """A variant with gaps: literal ids in order, gap bounds, and the pattern it belongs to."""

    literals: tuple[int, ...]
    lengths: tuple[int, ...]
    gaps: tuple[tuple[int, int], ...]
    owner: int


@dataclass(frozen=True, slots=True)
class Matcher:
    """A compiled codebook. Build with `compile_book`."""

    book: Codebook
    automaton: daachorse.CharwiseDoubleArrayAhoCorasick
    owners: tuple[tuple[int, ...], ...]  # literal id → patterns it matches outright
    chained: tuple[tuple[int, ...], ...]  # literal id → chains in which it is the last literal
    in_chain: tuple[bool, ...]  # literal id → stands in some chain
    chains: tuple[_Chain, ...]
    patterns: tuple[tuple[int, str, bool], ...]  # theme number, pattern as written, is it a not_pattern


@lru_cache(maxsize=8)
def compile_book(book: Codebook) -> Matcher:
    """Compile a codebook for matching."""
    patterns: list[tuple[int, str, bool]] = []
    ids: dict[str, int] = {}
    owners: list[list[int]] = []
    chained: list[list[int]] = []
    in_chain: list[bool] = []
    chains: list[_Chain] = []

    def number(literal: str) -> int:
        if literal not in ids:
            ids[literal] = len(ids)
            owners.append([])
            chained.append([])
            in_chain.append(False)
        return ids[literal]

    for place, theme in enumerate(book.themes):
        written = [(p, False) for p in theme.patterns] + [(p, True) for p in theme.not_patterns]
        for pattern, negative in written:
            owner = len(patterns)
            patterns.append((place, pattern, negative))
            for variant in variants(pattern):
                numbers = tuple(number(literal) for literal in variant.literals)
                if len(numbers) == 1:
                    owners[numbers[0]].append(owner)
                    continue
                for literal in numbers:
                    in_chain[literal] = True
                chained[numbers[-1]].append(len(chains))
                lengths = tuple(len(literal) for literal in variant.literals)
                chains.append(_Chain(numbers, lengths, variant.gaps, owner))
    return Matcher(
        book,
        daachorse.CharwiseDoubleArrayAhoCorasick(list(ids)),
        tuple(map(tuple, owners)),
        tuple(map(tuple, chained)),
        tuple(in_chain),
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

    negative = [match for match in matches if patterns[match[2]][2]]
    lost: list[Lost] = []
    kept = []
    for match in matches:
        theme, _, is_negative = patterns[match[2]]
        if is_negative:
            continue
        blocker = next(
            (n for n in negative if patterns[n[2]][0] == theme and n[0] < match[1] and match[0] < n[1]), None
        )
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


def _matches(text: str, matcher: Matcher) -> list[tuple[int, int, int]]:
    """Every match of every pattern as (start, end, pattern number)."""
    owners = matcher.owners
    chained = matcher.chained
    in_chain = matcher.in_chain
    found: list[tuple[int, int, int]] = []
    seen: dict[int, list[int]] = {}  # literal id → starts, rising
    ends: list[int] = []  # literals that end a chain, as they were met
    for start, end, literal in matcher.automaton.find_overlapping(text):
        if owners[literal]:
            found += [(start, end, owner) for owner in owners[literal]]
        if in_chain[literal]:
            starts = seen.get(literal)
            if starts is None:
                seen[literal] = [start]
                if chained[literal]:
                    ends.append(literal)
            else:
                starts.append(start)
    for literal in ends:
        for number in chained[literal]:
            chain = matcher.chains[number]
            if all(part in seen for part in chain.literals):
                for start, end in _follow(text, chain, seen):
                    found.append((start, end, chain.owner))
    return found


def _follow(text: str, chain: _Chain, seen: dict[int, list[int]]) -> Iterable[tuple[int, int]]:
    """The matches of one chain: for each place of its first literal, the longest end that can be reached from it.

    Walked from the last literal back. At every step both lists fall, so one pointer each suffices: linear in the
    occurrences, times the gap at worst.
    """
    last = chain.lengths[-1]
    reached = [
        (place, place + last) for place in reversed(seen[chain.literals[-1]])
    ]  # (start of literal, end of match)
    for step in range(len(chain.gaps) - 1, -1, -1):
        low, high = chain.gaps[step]
        length = chain.lengths[step]
        before: list[tuple[int, int]] = []
        first = 0
        for place in reversed(seen[chain.literals[step]]):
            stop = place + length
            while first < len(reached) and reached[first][0] > stop + high:
                first += 1
            probe = first
            while probe < len(reached) and reached[probe][0] >= stop + low:
                if _SENTENCE_END.search(text, stop, reached[probe][0]) is None:
                    before.append((place, reached[probe][1]))
                    break
                probe += 1
        if not before:
            return ()
        reached = before
    return reached
