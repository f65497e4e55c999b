"""Find a codebook's themes in a text: one Aho–Corasick pass over characters, then a linear check of the gaps.

Where matches overlap the leftmost wins, of those the longest, within a theme and across themes (of two of one
extent, the theme that stands first in the codebook). A match that touches a not_pattern of its theme is void.
What lost is recorded.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Literal

import daachorse

from djtext.text.fold import Folded, fold
from djtext.themes.patterns import Gap, Slot, rows
from djtext.types import Codebook, Hit, Lost

_SENTENCE_ENDS = frozenset("。！？!?；;\n")
_SENTENCE_END = re.compile(f"[{''.join(sorted(_SENTENCE_ENDS))}]")

Match = tuple[int, int, int]  # start, end, number of a pattern


@dataclass(frozen=True, slots=True)
class _Slot:
    """Literals, how long they are, and their first and last characters."""

    literals: frozenset[str]
    lengths: tuple[int, ...]
    firsts: frozenset[str]
    lasts: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Chain:
    """A row with gaps, seen from its rarest slot: what stands behind it and before it, each with the gap between, the
    nearest first; and the pattern it belongs to."""

    behind: tuple[tuple[_Slot, Gap], ...]
    before: tuple[tuple[_Slot, Gap], ...]
    owner: int


class _Beside:
    """What has to stand beside a literal, before or behind it, for one of some chains to be there.

    `search(text, start, stop)` looks for the first two characters (before it: the last two) of all that may be meant,
    between `nearest` and `farthest` characters away; compiled when first called, for most are never asked.
    """

    __slots__ = ("_ends", "before", "chains", "farthest", "nearest", "search")

    def __init__(self, before: bool, chains: Sequence[int], slots: Sequence[tuple[Slot, Gap]]) -> None:
        self.before = before
        self.chains = tuple(chains)
        ends = {literal[-2:] if before else literal[:2] for slot, _ in slots for literal in slot}
        self._ends = sorted(ends)
        self.nearest = min(low for _, (low, _) in slots)
        self.farthest = max(high for _, (_, high) in slots) + 2
        self.search: Callable[[str, int, int], object] = self._compile_and_search

    def _compile_and_search(self, text: str, start: int, stop: int) -> object:
        self.search = re.compile("|".join(map(re.escape, self._ends))).search
        return self.search(text, start, stop)


@dataclass(frozen=True, slots=True)
class Matcher:
    """A compiled codebook. Build with `compile_book`."""

    book: Codebook
    automaton: daachorse.CharwiseDoubleArrayAhoCorasick  # literals of patterns, and the rarest slot of each chain
    owners: tuple[tuple[int, ...], ...]  # literal number → patterns that it matches outright
    beside: tuple[tuple[_Beside, ...], ...]  # literal number → what makes it part of a chain
    chains: tuple[_Chain, ...]
    patterns: tuple[tuple[int, str, bool], ...]  # theme number, pattern as written, is it a not_pattern
    sole: str  # the literal, if there is but one and no chain: no automaton is faster than looking for it


# How often a literal of so many characters stands in a character of text, roughly, and how often one of the words of
# which such texts are full: tells which slot of a chain is rare. Only the speed depends on it.
_RARITY = (0.0, 3e-3, 3e-4, 5e-5, 1e-5)
_COMMON = 1.5e-3
_COMMON_WORDS = (
    "一些 世界 中国 书记 人才 人民 任务 企业 保障 促进 党员 党建 全面 关系 农村 农民 利益 制度 创新 加强 单位 发展 国家 国际 坚持 基层 增强 学习 完善 "
    "安全 实现 实践 干部 建设 开展 思想 情况 我们 技术 提高 推动 推进 改革 政治 政策 教育 文化 方面 服务 机关 机制 条件 水平 没有 活动 深入 特色 环境 "
    "理论 生产 生活 社会 科技 管理 精神 组织 经济 结合 群众 能力 自己 落实 要求 解决 责任 资源 部门 重要 问题 领导"
)
_RARITIES = dict.fromkeys(_COMMON_WORDS.split(), _COMMON)


@lru_cache(maxsize=8)
def compile_book(book: Codebook) -> Matcher:
    """Compile a codebook for matching."""
    patterns: list[tuple[int, str, bool]] = []
    owners: dict[str, tuple[int, ...]] = {}  # literal → patterns that it matches outright
    chains: list[_Chain] = []
    opens: dict[str, list[int]] = {}  # literal of a rarest slot → chains
    neighbours: list[tuple[bool, Slot, Gap]] = []  # of each chain: a slot beside its rarest, before or behind it
    made_slots: dict[Slot, _Slot] = {}

    def ready(slot: Slot) -> _Slot:
        if slot not in made_slots:
            made_slots[slot] = _Slot(
                frozenset(slot),
                tuple(sorted({len(literal) for literal in slot})),
                frozenset(literal[0] for literal in slot),
                frozenset(literal[-1] for literal in slot),
            )
        return made_slots[slot]

    for place, theme in enumerate(book.themes):
        written = [(p, False) for p in theme.patterns] + [(p, True) for p in theme.not_patterns]
        for pattern, negative in written:
            owner = len(patterns)
            patterns.append((place, pattern, negative))
            for row in rows(pattern):
                if not row.gaps:
                    slot = row.slots[0]
                    shared = {literal: (*owners[literal], owner) for literal in slot if literal in owners}
                    owners.update(dict.fromkeys(slot, (owner,)))
                    owners.update(shared)
                    continue
                rarest = min(row.slots, key=_frequency)
                at = row.slots.index(rarest)
                for literal in rarest:
                    opens.setdefault(literal, []).append(len(chains))
                behind = list(zip(row.slots[at + 1 :], row.gaps[at:], strict=True))
                before = list(zip(row.slots[:at], row.gaps[:at], strict=True))[::-1]
                neighbours.append((not behind, *(behind or before)[0]))
                chains.append(
                    _Chain(
                        tuple([(ready(slot), gap) for slot, gap in behind]),
                        tuple([(ready(slot), gap) for slot, gap in before]),
                        owner,
                    )
                )
    made: dict[tuple[int, ...], tuple[_Beside, ...]] = {}
    beside: dict[str, tuple[_Beside, ...]] = {}
    for literal, those in opens.items():
        numbers = tuple(those)
        if numbers not in made:
            sides = ((side, [n for n in numbers if neighbours[n][0] is side]) for side in (False, True))
            made[numbers] = tuple([_Beside(side, of, [neighbours[n][1:] for n in of]) for side, of in sides if of])
        beside[literal] = made[numbers]
    literals = list(dict.fromkeys((*owners, *opens)))
    return Matcher(
        book,
        daachorse.CharwiseDoubleArrayAhoCorasick(literals or ["\0"]),
        (*owners.values(), *[()] * (len(literals) - len(owners))),
        tuple(map(beside.get, literals, repeat(()))),
        tuple(chains),
        tuple(patterns),
        literals[0] if len(literals) == 1 and not chains else "",
    )


def _frequency(slot: Slot) -> float:
    return sum(_RARITIES.get(literal) or _RARITY[min(len(literal), 4)] for literal in slot)


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
    lost: list[tuple[Match, Literal["overlap", "not_pattern"], str]] = []
    won = _winners(_matches(folded.text, matcher), matcher, lost if record else None)
    themes = matcher.book.themes
    patterns = matcher.patterns

    def hit(match: Match) -> Hit:
        start, end = folded.start(match[0]), folded.end(match[1])
        theme, pattern, _ = patterns[match[2]]
        return Hit(doc, themes[theme].key, pattern, start, end, text[start:end])

    return Found(tuple(map(hit, won)), tuple([Lost(hit(match), reason, winner) for match, reason, winner in lost]))


def places(folded: Folded, matcher: Matcher) -> list[Match]:
    """The hits that `find` gives, as bare offsets in the text that was folded and numbers in `matcher.patterns`."""
    won = _winners(_matches(folded.text, matcher), matcher, None)
    if not folded.places:
        return won
    deleted, shifts = folded.places, (0, *folded.shifts)  # as in `Folded.start` and `Folded.end`
    return [
        (start + shifts[bisect_right(deleted, start)], end + shifts[bisect_right(deleted, end - 1)], pattern)
        for start, end, pattern in won
    ]


def _winners(
    matches: list[Match], matcher: Matcher, lost: list[tuple[Match, Literal["overlap", "not_pattern"], str]] | None
) -> list[Match]:
    """The matches that become hits, in order of place; those that do not are added to `lost`, with what won."""
    patterns = matcher.patterns
    voids: dict[int, list[Match]] = {}  # theme → matches of its not_patterns, by start
    for match in sorted([match for match in matches if patterns[match[2]][2]]):
        voids.setdefault(patterns[match[2]][0], []).append(match)
    kept = []  # with the end turned round, so that they sort by start, then the longest, then the first pattern
    if voids:
        reaches = {theme: max(end - start for start, end, _ in found) for theme, found in voids.items()}
        for match in matches:
            start, end, pattern = match
            theme, _, is_negative = patterns[pattern]
            if is_negative:
                continue
            blocker = _touching(match, voids[theme], reaches[theme]) if theme in voids else None
            if blocker is None:
                kept.append((start, -end, pattern))
            elif lost is not None:
                lost.append((match, "not_pattern", patterns[blocker[2]][1]))
    else:
        kept = [(start, -end, pattern) for start, end, pattern in matches]
    kept.sort()
    won: list[Match] = []
    reached = -1
    for start, end, pattern in kept:
        if start >= reached:
            reached = -end
            won.append((start, reached, pattern))
        elif lost is not None:
            winner = won[-1]
            theme = patterns[winner[2]][0]
            if (patterns[pattern][0], start, -end) != (theme, winner[0], winner[1]):
                lost.append(((start, -end, pattern), "overlap", matcher.book.themes[theme].key))
    return won


def _touching(match: Match, found: Sequence[Match], reach: int) -> Match | None:
    """The first of some matches, in order of start and none longer than `reach`, that shares a character with one."""
    for place in range(bisect_left(found, (match[0] - reach,)), len(found)):
        other = found[place]
        if other[0] >= match[1]:
            return None
        if other[1] > match[0]:
            return other
    return None


def _matches(text: str, matcher: Matcher) -> list[Match]:
    """Every match of every pattern as (start, end, pattern number).

    Short literals with gaps between stand everywhere, a chain of them in few places: only where its rarest literal
    stands, and beside it, a gap away, what looks like its neighbour, are the others asked for.
    """
    owners = matcher.owners
    if matcher.sole:
        length = len(matcher.sole)
        return [(at, at + length, owner) for at in _everywhere(matcher.sole, text) for owner in owners[0]]
    beside = matcher.beside
    found: list[Match] = []
    likely: dict[int, list[tuple[int, int]]] = {}  # chain → places of its rarest slot where it may be
    for start, end, literal in matcher.automaton.find_overlapping(text):
        if owners[literal]:
            found += [(start, end, owner) for owner in owners[literal]]
        for side in beside[literal]:
            if side.before:
                left = start - side.farthest
                seen = side.search(text, left if left > 0 else 0, start - side.nearest)
            else:
                seen = side.search(text, end + side.nearest, end + side.farthest)
            if seen:
                for number in side.chains:
                    likely.setdefault(number, []).append((start, end))
    for number in sorted(likely):
        chain = matcher.chains[number]
        found += [(begin, end, chain.owner) for begin, end in sorted(_complete(text, chain, likely[number]).items())]
    return found


def _everywhere(literal: str, text: str) -> Iterator[int]:
    """Where a literal begins, overlapping ones too."""
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + 1)


def _complete(text: str, chain: _Chain, places: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Where matches of a chain begin whose rarest slot stands at some places, and where the longest from there ends.

    From the rarest slot to the last, back again with the farthest end, and then to the first: linear in the places of
    each slot, times those within a gap.
    """
    ends = {end for _, end in places}
    steps: list[dict[int, list[int]]] = []  # from the ends of one slot to those of the next
    for slot, gap in chain.behind:
        steps.append({end: found for end in ends if (found := _ends(text, end, slot, gap))})
        ends = {end for found in steps[-1].values() for end in found}
        if not ends:
            return {}
    farthest = {end: max(found) for end, found in steps.pop().items()} if steps else {end: end for end in ends}
    for step in reversed(steps):
        farthest = {
            end: max(reached)
            for end, found in step.items()
            if (reached := [farthest[other] for other in found if other in farthest])
        }
    begun: dict[int, int] = {}
    for start, end in places:
        if end in farthest:
            begun[start] = max(begun.get(start, 0), farthest[end])
    for slot, gap in chain.before:
        earlier: dict[int, int] = {}
        for start, end in begun.items():
            for begin in _starts(text, start, slot, gap):
                earlier[begin] = max(earlier.get(begin, 0), end)
        begun = earlier
    return begun


def _ends(text: str, end: int, slot: _Slot, gap: Gap) -> list[int]:
    """Where a slot ends that stands a gap behind a place. No gap reaches over the end of a sentence."""
    literals, lengths, firsts = slot.literals, slot.lengths, slot.firsts
    low, high = gap
    barrier = _SENTENCE_END.search(text, end, end + high)
    stop = barrier.start() if barrier else min(end + high, len(text) - 1)
    # What the end of the text cuts short may be another literal of the slot: hence its own length.
    return [
        place + len(literal)
        for place in range(end + low, stop + 1)
        if text[place] in firsts
        for length in lengths
        if (literal := text[place : place + length]) in literals
    ]


def _starts(text: str, start: int, slot: _Slot, gap: Gap) -> list[int]:
    """Where a slot begins that stands a gap before a place."""
    literals, lengths, lasts = slot.literals, slot.lengths, slot.lasts
    low, high = gap
    first = max(start - high, 1)
    if _SENTENCE_END.search(text, first, start):
        first = max(place for place in range(first, start) if text[place] in _SENTENCE_ENDS) + 1
    return [
        place - length
        for place in range(first, start - low + 1)
        if text[place - 1] in lasts
        for length in lengths
        if length <= place and text[place - length : place] in literals
    ]


def every_match(folded: str, matcher: Matcher) -> list[tuple[int, int, int]]:
    """Every match of every pattern in a folded text, before any rule: start, end, number in `matcher.patterns`."""
    return _matches(folded, matcher)
