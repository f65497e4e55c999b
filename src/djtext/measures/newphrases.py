"""Phrases of a document that a baseline nowhere has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from djtext.measures.profile.baseline import Baseline
from djtext.measures.profile.keys import FOUR, LONGEST_WORD, fours, hanzi_codes, word_hashes
from djtext.text.fold import Folded, fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 12
_AROUND = 6
MOST = 100  # phrases kept of one document
_HANZI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_QUOTED = re.compile('“([^“”\n]{4,30})”|「([^「」\n]{4,30})」|『([^『』\n]{4,30})』|‘([^‘’\n]{4,30})’|"([^"\n]{4,30})"')
_RUN = re.compile(f"[{_HANZI}]+")
# Words that stand at the edge of a phrase without belonging to it.
_LOOSE = frozenset(
    [
        "的",
        "地",
        "得",
        "了",
        "着",
        "过",
        "和",
        "与",
        "及",
        "或",
        "以及",
        "在",
        "是",
        "把",
        "被",
        "对",
        "将",
        "以",
        "为",
        "而",
        "且",
        "也",
        "都",
        "就",
        "让",
        "使",
        "从",
        "到",
        "向",
        "又",
        "更",
        "最",
        "很",
        "不",
        "要",
        "能",
        "会",
        "应",
        "须",
        "这",
        "那",
        "其",
        "该",
        "各",
        "每",
        "些",
        "们",
        "之",
        "等",
        "所",
        "由",
        "于",
        "给",
        "比",
        "如",
        "但",
        "却",
        "还",
        "再",
        "已",
        "并",
        "中",
        "上",
        "下",
        "里",
        "一",
        "个",
        "有",
        "无",
        "我",
        "你",
        "他",
        "她",
        "它",
        "我们",
        "他们",
        "它们",
        "这个",
        "那个",
        "这些",
        "那些",
        "这种",
        "一个",
        "一些",
        "一种",
        "不断",
        "只有",
        "只要",
        "如果",
        "因为",
        "所以",
        "但是",
        "而且",
        "还是",
        "可以",
        "需要",
        "能够",
        "应该",
        "应当",
        "必须",
        "没有",
        "不是",
        "就是",
        "也是",
        "都是",
        "正是",
        "才能",
        "才",
        "既",
        "既要",
        "仅",
        "仅仅",
        "通过",
        "作为",
        "成为",
        "对于",
        "关于",
        "由于",
        "为了",
        "随着",
        "有的",
        "有些",
        "其中",
        "之间",
        "时",
        "后",
        "前",
        "内",
        "间",
        "者",
        "来",
        "去",
        "说",
        "来说",
        "而言",
        "进行",
        "更加",
        "特别",
        "特别是",
        "尤其",
        "尤其是",
        "同时",
        "此外",
        "以",
        "不能",
        "不会",
        "不仅",
        "不但",
        "还要",
        "还有",
        "还能",
        "就要",
        "让",
        "令",
        "越来越",
        "走",
        "好",
        "够",
        "多",
        "正",
        "起",
        "着力",
        "一定",
        "一样",
        "为什么",
        "什么",
        "怎么",
        "如何",
    ]
)


_HOLDING = frozenset(
    [
        "的",
        "地",
        "得",
        "和",
        "与",
        "及",
        "以",
        "为",
        "不",
        "上",
        "中",
        "下",
        "里",
        "一",
        "有",
        "无",
        "于",
        "之",
        "向",
        "从",
        "到",
        "多",
        "正",
        "前",
        "后",
        "内",
        "间",
        "者",
    ]
)  # may stand within


_NUMERAL = re.compile("第?[〇零一二三四五六七八九十百千万亿两几]+[年月日号届次个项条种章]?")


def _loose(word: str) -> bool:
    """Does a word say nothing at the edge of a phrase: a particle, a numeral?"""
    return word in _LOOSE or _NUMERAL.fullmatch(word) is not None


@dataclass(frozen=True, slots=True)
class NewPhrase:
    """A phrase that the baseline nowhere has; `hits` in the document, the first from `start` to `end`.

    `quoted`: the writer set it in quotation marks. `shared`: other new documents have it, or a part of it, too.
    """

    text: str
    hits: int
    start: int
    end: int
    quoted: bool
    shared: bool


def unseen_keys(text: str, base: Baseline) -> NDArray[Any]:
    """The hashes of the runs of four hanzi of a document that stand nowhere in a baseline, each once."""
    import numpy as np

    keys = np.unique(fours(hanzi_codes(fold(text).text))[0])
    found: NDArray[Any] = keys[base.unseen(keys)]
    return found


def new_phrases(
    text: str, base: Baseline, *, shared: NDArray[Any] | None = None, title: str = "", most: int = MOST
) -> tuple[NewPhrase, ...]:
    """Phrases of 4 to 12 hanzi that stand nowhere in the baseline, the most telling first.

    A phrase holds at least one run of four hanzi that no document of the baseline has, so it is certain to be new; one whose
    every four hanzi are known is not claimed. It stands at least twice in the document, each time in other surroundings (a
    passage that stands twice is one place), or between quotation marks, or runs of it are among `shared`: hashes that other
    new documents have as well. It is as long as all its places agree, ends where words end, and has no particle at its edges.

    The most telling first: by places, half as many again for quotation marks, for standing in other new documents and
    for standing in the title; then by how much of it is new.
    """
    import numpy as np

    folded = fold(text)
    plain = folded.text
    codes = hanzi_codes(plain)
    keys, at = fours(codes)
    if not len(keys):
        return ()
    different, back, counts = np.unique(keys, return_inverse=True, return_counts=True)
    new = base.unseen(different)
    if not new.any():
        return ()
    is_new = np.zeros(len(codes) + 1, bool)
    is_new[at[new[back]]] = True
    also = np.zeros(len(different), bool) if shared is None else np.isin(different, shared) & new
    is_shared = np.zeros(len(codes) + 1, bool)
    is_shared[at[also[back]]] = True
    found: dict[str, tuple[int, bool]] = {}  # phrase → first place in the folded text, quoted

    def enter(start: int, end: int, *, quoted: bool = False) -> None:
        if FOUR <= end - start <= LONGEST and is_new[start : end - FOUR + 1].any():
            before = found.get(plain[start:end])
            found[plain[start:end]] = (min(start, before[0]), quoted or before[1]) if before else (start, quoted)

    for match in _QUOTED.finditer(plain):
        group = match.lastindex or 1
        for run in _RUN.finditer(plain, match.start(group), match.end(group)):
            enter(run.start(), run.end(), quoted=True)
    words = _Words(plain, codes, base)
    order = np.argsort(back, kind="stable")
    bounds = np.concatenate(([0], np.cumsum(counts)))
    repeated = np.flatnonzero(new & (counts >= 2))
    done: set[int] = set()
    for n in repeated[np.argsort(at[order[bounds[repeated]]], kind="stable")].tolist():
        places = at[order[bounds[n] : bounds[n + 1]]].tolist()
        if places[0] in done:
            continue
        start, end = _closed(plain, codes, places)
        done.update(range(places[0] + start, places[0] + end - FOUR + 1))
        for piece in words.pieces(places[0] + start, places[0] + end):
            enter(*piece)
    for left, right in _runs(is_shared[: len(codes)]):
        for piece in words.pieces(left, right + FOUR - 1, outward=True):
            if is_shared[piece[0] : piece[1] - FOUR + 1].any():
                enter(*piece)
    return _ranked(found, folded, is_new, is_shared, title, most)


def _closed(plain: str, codes: NDArray[Any], places: Sequence[int]) -> tuple[int, int]:
    """How far all places of a run of four agree, to the left and to the right of its beginning."""
    end = FOUR
    while end < 4 * LONGEST:
        ahead = {plain[p + end] if p + end < len(plain) else "" for p in places}
        if len(ahead) > 1 or not all(p + end < len(plain) and codes[p + end] for p in places):
            break
        end += 1
    start = 0
    while start > -4 * LONGEST:
        behind = {plain[p + start - 1] if p + start > 0 else "" for p in places}
        if len(behind) > 1 or not all(p + start > 0 and codes[p + start - 1] for p in places):
            break
        start -= 1
    return start, end


def _runs(marked: NDArray[Any]) -> list[tuple[int, int]]:
    """Stretches of places that are marked, first and behind the last."""
    import numpy as np

    steps = np.diff(np.concatenate(([0], marked.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))


class _Words:
    """The text cut into words by how often the baseline has them: where a phrase may begin and end."""

    def __init__(self, plain: str, codes: NDArray[Any], base: Baseline) -> None:
        import numpy as np

        self.plain = plain
        self.counts = np.zeros((LONGEST_WORD + 1, len(codes)), np.int64)
        for length in range(1, LONGEST_WORD + 1):
            keys, at = word_hashes(codes, length)
            different, back = np.unique(keys, return_inverse=True)
            self.counts[length, at] = base.word_counts(different)[back]
        self.total = float(max(1, self.counts[1].sum()) * 1000)
        self.inside = codes > 0
        self.known: dict[int, list[int]] = {}

    def cuts(self, place: int) -> list[int]:
        """Where words begin and end in the run of hanzi around a place, by the likeliest way to cut it."""
        import math

        start = place
        while start > 0 and self.inside[start - 1]:
            start -= 1
        if start in self.known:
            return self.known[start]
        end = place
        while end < len(self.inside) and self.inside[end]:
            end += 1
        size = end - start
        columns = self.counts[:, start:end].tolist()
        best = [0.0] + [-math.inf] * size
        came = [0] * (size + 1)
        for at in range(size):
            for length in range(1, min(LONGEST_WORD, size - at) + 1):
                count = columns[length][at]
                if not count and length > 1:
                    continue
                value = best[at] + math.log((count or 0.5) / self.total)
                if value > best[at + length]:
                    best[at + length], came[at + length] = value, at
        found = [size]
        while found[-1]:
            found.append(came[found[-1]])
        self.known[start] = [start + at for at in reversed(found)]
        return self.known[start]

    def pieces(self, start: int, end: int, *, outward: bool = False) -> list[tuple[int, int]]:
        """The phrases of a stretch: its whole words (with `outward` those that reach out of it too), particles at the edges
        left out; parted at such words as hold no phrase together, and where that is too long at all particles."""
        cuts = self.cuts(start)
        if outward:
            low = max((cut for cut in cuts if cut <= start), default=start)
            high = min((cut for cut in cuts if cut >= end), default=end)
        else:
            low = min((cut for cut in cuts if cut >= start), default=end)
            high = max((cut for cut in cuts if cut <= end), default=start)
        inner = [cut for cut in cuts if low <= cut <= high]
        words = list(pairwise(inner))
        whole = self._trimmed(words)
        if not whole:
            return []
        parting = _LOOSE if whole[-1][1] - whole[0][0] > LONGEST else _LOOSE - _HOLDING
        made: list[tuple[int, int]] = []
        here: list[tuple[int, int]] = []
        for word in [*whole, None]:
            if word is None or self.plain[slice(*word)] in parting:
                some = self._trimmed(here)
                if some:
                    made.append((some[0][0], some[-1][1]))
                here = []
            else:
                here.append(word)
        return made

    def _trimmed(self, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
        first, last = 0, len(words)
        while first < last and (_loose(self.plain[slice(*words[first])]) or self._cut_off(words[first])):
            first += 1
        while last > first and _loose(self.plain[slice(*words[last - 1])]):
            last -= 1
        return words[first:last]

    def _cut_off(self, word: tuple[int, int]) -> bool:
        """Is a single character all that is left of a word whose beginning stands in quotation marks (“左”倾)?"""
        return word[1] - word[0] == 1 and self.plain[word[0] - 1 : word[0]] in {"”", "’", "」", "』"}


def _surroundings(plain: str, phrase: str) -> int:
    """In how many places of its own a phrase stands: places with the same six hanzi before or behind are one."""
    groups: list[tuple[set[str], set[str]]] = []
    at = plain.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        before = "".join(_RUN.findall(plain[max(0, at - 15) : at]))[-_AROUND:]
        behind = "".join(_RUN.findall(plain[end : end + 15]))[:_AROUND]
        for left, right in groups:
            if (len(before) == _AROUND and before in left) or (len(behind) == _AROUND and behind in right):
                left.add(before)
                right.add(behind)
                break
        else:
            groups.append(({before}, {behind}))
        at = plain.find(phrase, end)
    return len(groups)


def _ranked(
    found: dict[str, tuple[int, bool]],
    folded: Folded,
    is_new: NDArray[Any],
    is_shared: NDArray[Any],
    title: str,
    most: int,
) -> tuple[NewPhrase, ...]:
    rows = []
    for phrase, (place, quoted) in found.items():
        hits = _surroundings(folded.text, phrase)
        shared = bool(is_shared[place : place + len(phrase) - FOUR + 1].any())
        if hits < 2 and not quoted and not shared:
            continue
        fresh = int(is_new[place : place + len(phrase) - FOUR + 1].sum())
        weight = hits * 1.5 ** (quoted + shared + (phrase in title))
        rows.append((weight, fresh, phrase, hits, place, quoted, shared))
    rows.sort(key=lambda row: (-row[0], -row[1], row[4], -len(row[2])))
    made: list[NewPhrase] = []
    for _, _, phrase, hits, place, quoted, shared in rows:
        if any((phrase in each.text and each.hits >= hits) or each.text in phrase for each in made):
            continue  # a part of one that says as much, or one that adds only its surroundings
        made.append(NewPhrase(phrase, hits, folded.start(place), folded.end(place + len(phrase)), quoted, shared))
        if len(made) == most:
            break
    return tuple(made)
