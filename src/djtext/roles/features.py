"""What is known about each unit of a document besides its own words: neighbours, paragraph, headings, place.

Every function takes the units of one document, as `text.outline` gives them, and arrays of one row a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from djtext.roles.cues import GROUPS, HEADINGS
from djtext.text.outline import SEPARATOR, Mark, mark
from djtext.types import Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ENDS = "；？！：。"
_CAUSE, _CAUSES_HEADED = list(GROUPS).index("cause"), list(HEADINGS).index("cause")
SPEAKS_OF_CAUSES = -6  # column of `surroundings`: does the document speak of causes at all?
_KINDS = {"sentence": 0, "title": 1, "heading": 2}


def governing(units: Sequence[Sentence]) -> list[tuple[int, ...]]:
    """For each unit the headings above it, outermost first, as places in `units`; a heading is not above itself."""
    stack: list[int] = []
    result: list[tuple[int, ...]] = []
    for place, unit in enumerate(units):
        is_heading = unit.kind == "heading"
        # one within a paragraph may hold to its end only: then the section path of what follows leaves it out
        while stack and (
            (is_heading and units[stack[-1]].level >= unit.level)
            or not f"{unit.section}{SEPARATOR}".startswith(f"{units[stack[-1]].section}{SEPARATOR}")
        ):
            stack.pop()
        result.append(tuple(stack))
        if is_heading:
            stack.append(place)
    return result


@lru_cache(maxsize=1)
def _cue_matcher() -> tuple[Any, NDArray[Any]]:
    import daachorse
    import numpy as np

    words = [(word, number) for number, group in enumerate(GROUPS.values()) for word in group]
    together: dict[str, int] = {}
    owners: list[int] = []
    for word, number in words:
        if word not in together:
            together[word] = len(owners)
            owners.append(number)
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(together)), np.array(owners)


def cues(texts: Sequence[str]) -> NDArray[np.float32]:
    """How often each group of cue words stands in each text, at most twice."""
    import numpy as np

    matcher, owners = _cue_matcher()
    ends = np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1)
    listed = matcher.find_overlapping("\n".join(texts))
    found = np.fromiter(chain.from_iterable(listed), dtype=np.int64, count=3 * len(listed)).reshape(-1, 3)
    unit = np.searchsorted(ends, found[:, 0], side="right")
    counts = np.bincount(unit * len(GROUPS) + owners[found[:, 2]], minlength=len(texts) * len(GROUPS))
    return np.minimum(counts, 2).reshape(len(texts), len(GROUPS)).astype(np.float32)


def surroundings(units: Sequence[Sentence], texts: Sequence[str], places: Frame) -> NDArray[np.float32]:
    """Place, shape, marks, cue words and the kinds of the headings above."""
    import numpy as np

    count = places.count
    at = np.arange(count)
    para, rank = places.para, places.rank
    size = places.end - places.first
    within = at - places.first
    level, length, kind, last = np.array(
        [(unit.level, len(text), _KINDS[unit.kind], _ENDS.find(text[-1:] or " ")) for unit, text in zip(units, texts, strict=True)]
    ).T  # fmt: skip
    columns: list[NDArray[Any] | float] = [
        1 / count,
        min(count, 40) / 40,
        at / count,
        (para - 1) / max(1, int(para[-1]) - 1),
        within / np.maximum(1, size - 1),
        within == 0,
        within == size - 1,
        size == 1,
        para == 1,
        para == para[-1],
        para >= para[-1] - 1,
        kind == _KINDS["title"],
        kind == _KINDS["heading"],
        level / 3,
        np.minimum(length, 150) / 50,
        length < 12,
        rank >= 0,
        *(rank == np.array([[1], [2], [3], [7]])),
        np.where(rank >= 0, np.minimum(places.number, 5) / 5, 0.0),
        *(last == np.arange(len(_ENDS))[:, None]),
    ]
    named = _named(units, kind != _KINDS["sentence"])
    title = np.full(count, 0 if kind[0] == _KINDS["title"] else count)
    found = cues(texts)
    explains = (found[:, _CAUSE] > 0) | (named[:count, _CAUSES_HEADED] > 0)
    groups = [found, *(named[where] for where in (at, places.outer, places.inner, title)), _where(explains, places)]
    result = np.empty((count, len(columns) + sum(group.shape[1] for group in groups) + 1), dtype=np.float32)
    for column, values in enumerate(columns):
        result[:, column] = values
    np.concatenate(groups, axis=1, out=result[:, len(columns) : -1], casting="same_kind")
    result[:, -1] = places.depth
    return result


def _where(here: NDArray[Any], places: Frame) -> NDArray[np.float32]:
    """Is there any such unit in the document, the section, the paragraph; up to this one, from this one on?"""
    import numpy as np

    groups = places.groups[:2]
    near = np.bincount(groups.ravel(), weights=np.concatenate([here, here]), minlength=len(places.sizes))[groups] > 0
    result = np.empty((places.count, 5), dtype=np.float32)
    result[:, 0] = here.any()
    result[:, 1], result[:, 2] = near[1], near[0]
    result[:, 3], result[:, 4] = np.logical_or.accumulate(here), np.logical_or.accumulate(here[::-1])[::-1]
    return result


def _named(units: Sequence[Sentence], wanted: NDArray[Any]) -> NDArray[np.float32]:
    """Which kinds of heading each wanted unit is by its words; one row more, of zeros, for where there is none."""
    import numpy as np

    result = np.zeros((len(units) + 1, len(HEADINGS)), dtype=np.float32)
    for place in np.nonzero(wanted)[0].tolist():
        text = units[place].text
        result[place] = [words.search(text) is not None for words in HEADINGS.values()]
    return result


@dataclass(frozen=True, slots=True)
class Frame:
    """Where each unit of one document stands, as places and groups of places: made once, used for every look.

    `rank` and `number` are those of its mark, −1 where it has none. Its paragraph goes from `first` to before `end`;
    `inner` and `outer` are the place of the innermost and outermost heading above, `count` where there is none, `depth`
    is how many there are; `low` and `high` bound the five units on either side.

    `groups` (4, units) has the unit's paragraph, section, series and innermost heading, all in one numbering; `sizes`
    is how many units each group has; `begins` is the number of the first paragraph, section, series and heading. The
    first series is that of the units which are in none.
    """

    count: int
    marks: tuple[Mark | None, ...]
    rank: NDArray[Any]
    number: NDArray[Any]
    para: NDArray[Any]
    first: NDArray[Any]
    end: NDArray[Any]
    inner: NDArray[Any]
    outer: NDArray[Any]
    depth: NDArray[Any]
    low: NDArray[Any]
    high: NDArray[Any]
    groups: NDArray[Any]
    sizes: NDArray[Any]
    begins: tuple[int, ...]

    @property
    def series(self) -> NDArray[Any]:
        """The series of each unit, 0 where it is in none."""
        return self.groups[2] - self.begins[2]  # type: ignore[no-any-return]


def frame(units: Sequence[Sentence], above: list[tuple[int, ...]]) -> Frame:
    """The places of the units of one document; `above` as `governing` gives it."""
    import numpy as np

    count = len(units)
    marks = tuple(mark(unit.text) for unit in units)
    paragraphs: dict[int, int] = {}
    sections: dict[tuple[int, ...], int] = {}
    para, paragraph, rank, number, section, inner, outer, depth = np.array(
        [
            (
                unit.para, paragraphs.setdefault(unit.para, len(paragraphs)), found.rank if found else -1, found.number if found else -1,
                sections.setdefault(path, len(sections)), path[-1] if path else count, path[0] if path else count, len(path),
            )
            for unit, found, path in zip(units, marks, above, strict=True)
        ]
    ).T  # fmt: skip
    series = parallels(units, above, marks) + 1
    kinds = (paragraph, section, series, inner)
    begins = tuple(accumulate((len(paragraphs), len(sections), int(series.max()) + 1), initial=0))
    groups = np.empty((4, count), dtype=np.int64)
    for row, (of_kind, begin) in enumerate(zip(kinds, begins, strict=True)):
        groups[row] = of_kind + begin
    at = np.arange(count)
    return Frame(
        count, marks, rank, number, para, np.searchsorted(para, para, side="left"),
        np.searchsorted(para, para, side="right"), inner, outer, depth, np.maximum(0, at - 5), np.minimum(count, at + 6),
        groups, np.bincount(groups.ravel(), minlength=begins[3] + count + 1), begins,
    )  # fmt: skip


def context(values: NDArray[Any], places: Frame, *, empty: float = 0.0) -> NDArray[np.float32]:
    """The values of each unit's neighbours, paragraph, section and headings: (units, 17, outcomes).

    In this order: itself, one before, one after, two before, two after, rest of its paragraph, rest of its section,
    innermost heading, outermost heading, document, paragraph before, paragraph after, five on either side, front of
    its paragraph, what a heading heads, the headings or items parallel to it, what these head.
    """
    import numpy as np

    count, width = values.shape
    sections, *_ = places.begins[1:]
    sums = _group_sums(values, places.groups, len(places.sizes))
    groups = places.groups[:3]
    sizes = places.sizes[groups] - 1
    sizes[2][places.series == 0] = 0
    in_paragraph, in_section, alike = _others(sums[groups] - values, sizes, empty)
    content = _content(sums, places, empty)
    of_alike = _group_sums(content, groups[2], len(places.sizes))[groups[2]] - content
    padded = np.full((count + 4, width), empty, dtype=values.dtype)
    padded[2:-2] = values
    means = np.full((sections + 2, width), empty)
    means[1:-1] = sums[:sections] / places.sizes[:sections, None]
    with_nothing = padded[2 : count + 3]
    running = np.zeros((count + 1, width))
    np.cumsum(values, axis=0, out=running[1:], dtype=values.dtype)
    near = running[places.high] - running[places.low] - values
    layers = (
        values,
        padded[1 : count + 1],
        padded[3 : count + 3],
        padded[0:count],
        padded[4 : count + 4],
        in_paragraph,
        in_section,
        with_nothing[places.inner],
        with_nothing[places.outer],
        values.sum(axis=0) / count,
        means[groups[0]],
        means[groups[0] + 2],
        _others(near, places.high - places.low - 1, empty),
        values[places.first],
        content,
        alike,
        _others(of_alike, sizes[2], empty),
    )
    result = np.empty((count, len(layers), width), dtype=np.float32)
    for place, layer in enumerate(layers):
        result[:, place] = layer
    return result


def headed(values: NDArray[Any], places: Frame) -> NDArray[Any]:
    """For each unit the mean of what it heads, zeros where it heads nothing."""
    return _content(_group_sums(values, places.groups[3:], len(places.sizes)), places, 0.0)


def _content(sums: NDArray[Any], places: Frame, empty: float) -> NDArray[Any]:
    begin = places.begins[3]
    return _others(sums[begin : begin + places.count], places.sizes[begin : begin + places.count], empty)


def parallels(units: Sequence[Sentence], above: list[tuple[int, ...]], marks: Sequence[Mark | None]) -> NDArray[Any]:
    """For each marked unit the number of its series (一是 … 二是 …, or headings of one kind below one heading); else −1."""
    import numpy as np

    series: dict[tuple[object, ...], int] = {}
    result = np.full(len(units), -1)
    for place, (unit, found) in enumerate(zip(units, marks, strict=True)):
        if found is None and unit.kind != "heading":
            continue
        inside = above[place]
        rank = found.rank if found else 5
        # items in running text form one series a paragraph
        key = (inside, rank, unit.para if rank == 7 and unit.kind != "heading" else 0)
        result[place] = series.setdefault(key, len(series))
    return result


_FEWEST, _LONGEST = 3, 16  # headings that are worded alike: so many, each of so many characters at most


def alike(units: Sequence[Sentence], places: Frame) -> list[list[int]]:
    """Headings of one series that are worded alike: three or more of equal length, one character the same in all.

    关门抓党建, 闭门讲奉献, 守门搞服务. Such headings do the same thing: of 71 groups in the coded training texts the
    members of 68 had one role.
    """
    headings = [place for place, unit in enumerate(units) if unit.kind == "heading"]
    if len(headings) < _FEWEST:
        return []
    found: dict[tuple[int, int], list[tuple[int, str]]] = {}
    all_series = places.series.tolist()
    for place in headings:
        series = all_series[place]
        if not series:
            continue
        number = places.marks[place]
        words = units[place].text[number.end if number else 0 :].strip().rstrip("。；：:;.，,")
        if 3 <= len(words) <= _LONGEST:
            found.setdefault((series, len(words)), []).append((place, words))
    return [
        [place for place, _ in group]
        for group in found.values()
        if len(group) >= _FEWEST and any(len(set(column)) == 1 for column in zip(*(w for _, w in group), strict=True))
    ]


def _group_sums(values: NDArray[Any], groups: NDArray[Any], count: int) -> NDArray[Any]:
    """Sums of the values by group, for each row of `groups` (groups of the units) anew: one row a group."""
    import numpy as np

    width = values.shape[1]
    cells = (groups[..., None] * width + np.arange(width)).ravel()
    weights = np.concatenate([values.ravel()] * (groups.size // len(values)))
    return np.bincount(cells, weights=weights, minlength=count * width).reshape(-1, width)


def _others(sums: NDArray[Any], sizes: NDArray[Any], empty: float) -> NDArray[Any]:
    """Means from sums, `empty` where there is nothing."""
    import numpy as np

    means: NDArray[Any] = sums / np.maximum(1, sizes)[..., None]
    means[sizes == 0] = empty
    return means


def same_paragraph(places: Frame) -> NDArray[np.float32]:
    """Two columns: is the unit before, the unit after, in the same paragraph?"""
    import numpy as np

    at = np.arange(places.count)
    return np.column_stack([at > places.first, at < places.end - 1]).astype(np.float32)
