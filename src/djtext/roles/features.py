"""What is known about each unit of a document besides its own words: neighbours, paragraph, headings, place.

Every function takes the units of one document, as `text.outline` gives them, and arrays of one row a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from djtext.roles.cues import GROUPS, HEADINGS
from djtext.text.outline import Mark, mark
from djtext.types import Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ENDS = "；？！：。"


def governing(units: Sequence[Sentence]) -> list[tuple[int, ...]]:
    """For each unit the headings above it, outermost first, as places in `units`; a heading is not above itself."""
    stack: list[int] = []
    result: list[tuple[int, ...]] = []
    for place, unit in enumerate(units):
        if unit.kind == "heading":
            while stack and units[stack[-1]].level >= unit.level:
                stack.pop()
            result.append(tuple(stack))
            stack.append(place)
        elif not unit.section:
            stack.clear()
            result.append(())
        else:
            result.append(tuple(stack))
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
    counts = np.zeros((len(texts), len(GROUPS)), dtype=np.float32)
    lengths = np.array([len(text) + 1 for text in texts])
    starts = np.cumsum(lengths) - lengths
    found = matcher.find_overlapping("\n".join(texts))
    if found:
        array = np.array(found)
        unit = np.searchsorted(starts, array[:, 0], side="right") - 1
        np.add.at(counts, (unit, owners[array[:, 2]]), 1)
    return np.minimum(counts, 2)


def surroundings(
    units: Sequence[Sentence], texts: Sequence[str], above: list[tuple[int, ...]], places: Frame
) -> NDArray[np.float32]:
    """Place, shape, marks, cue words and the kinds of the headings above."""
    import numpy as np

    count = len(units)
    para = np.array([unit.para for unit in units])
    last_para = max(1, int(para[-1]) - 1)
    first_of = np.searchsorted(para, para, side="left")
    end_of = np.searchsorted(para, para, side="right")
    size = end_of - first_of
    within = np.arange(count) - first_of
    length = np.array([len(text) for text in texts], dtype=np.float32)
    kinds = [unit.kind for unit in units]
    kind = np.array(kinds)
    columns = [
        np.arange(count) / count,
        (para - 1) / last_para,
        within / np.maximum(1, size - 1),
        within == 0,
        within == size - 1,
        size == 1,
        para == 1,
        para == para[-1],
        para >= para[-1] - 1,
        kind == "title",
        kind == "heading",
        np.array([unit.level for unit in units]) / 3,
        np.minimum(length, 150) / 50,
        length < 12,
    ]
    marks = places.marks
    ranks = np.array([-1 if found is None else found.rank for found in marks])
    columns += [ranks >= 0, *(ranks == rank for rank in (1, 2, 3, 7))]
    columns.append(np.array([min(found.number, 5) / 5 if found else 0.0 for found in marks]))
    last = np.array([text[-1:] for text in texts])
    columns += [last == end for end in _ENDS]
    of_heading = {
        place: [bool(words.search(units[place].text)) for words in HEADINGS.values()]
        for place in {place for path in above for place in path} | {n for n in range(count) if kinds[n] != "sentence"}
    }
    none = [False] * len(HEADINGS)
    title = of_heading[0] if kinds[0] == "title" else none
    named = [
        of_heading.get(place, none)
        + (of_heading[path[0]] if path else none)
        + (of_heading[path[-1]] if path else none)
        + title
        for place, path in enumerate(above)
    ]
    depth = np.array([len(path) for path in above])
    return np.column_stack([*columns, cues(texts), np.array(named), depth]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where each unit of one document stands, as places and groups of places: made once, used for every look.

    `paragraph`, `section` and `series` number the group of each unit (series 0: none); `inner` and `outer` are the
    place of the innermost and outermost heading above, `count` where there is none; `low` and `high` bound the five
    units on either side.
    """

    count: int
    marks: tuple[Mark | None, ...]
    paragraph: NDArray[Any]
    first: NDArray[Any]
    section: NDArray[Any]
    series: NDArray[Any]
    inner: NDArray[Any]
    outer: NDArray[Any]
    low: NDArray[Any]
    high: NDArray[Any]


def frame(units: Sequence[Sentence], above: list[tuple[int, ...]]) -> Frame:
    """The places of the units of one document; `above` as `governing` gives it."""
    import numpy as np

    count = len(units)
    para = np.array([unit.para for unit in units])
    marks = tuple(mark(unit.text) for unit in units)
    number: dict[tuple[int, ...], int] = {}
    section = [number.setdefault(path, len(number)) for path in above]
    at = np.arange(count)
    return Frame(
        count,
        marks,
        np.cumsum(np.diff(para, prepend=para[0]) > 0),
        np.searchsorted(para, para, side="left"),
        np.array(section),
        parallels(units, above, marks) + 1,
        np.array([path[-1] if path else count for path in above]),
        np.array([path[0] if path else count for path in above]),
        np.maximum(0, at - 5),
        np.minimum(count, at + 6),
    )


def context(values: NDArray[Any], places: Frame, *, empty: float = 0.0) -> list[NDArray[Any]]:
    """The values of each unit's neighbours, paragraph, section and headings, as arrays of the same shape.

    In this order: itself, one before, one after, two before, two after, rest of its paragraph, rest of its section,
    innermost heading, outermost heading, document, paragraph before, paragraph after, five on either side, front of
    its paragraph, what a heading heads, the headings or items parallel to it, what these head.
    """
    import numpy as np

    count, width = values.shape
    paragraph, section = places.paragraph, places.section
    nothing = np.full((1, width), empty, dtype=values.dtype)
    padded = np.concatenate([nothing, nothing, values, nothing, nothing])
    in_paragraph = _group_sums(values, paragraph)
    sizes = np.bincount(paragraph)
    in_section = _group_sums(values, section)
    section_sizes = np.bincount(section)
    means = np.concatenate([nothing, in_paragraph / sizes[:, None], nothing])
    with_nothing = padded[2 : count + 3]
    running = np.concatenate([np.zeros((1, width)), np.cumsum(values, axis=0)])
    content, *parallel = heads(values, places, empty=empty)
    return [
        values,
        padded[1 : count + 1],
        padded[3 : count + 3],
        padded[0:count],
        padded[4 : count + 4],
        _others(in_paragraph[paragraph] - values, sizes[paragraph] - 1, empty),
        _others(in_section[section] - values, section_sizes[section] - 1, empty),
        with_nothing[places.inner],
        with_nothing[places.outer],
        np.tile(values.mean(axis=0), (count, 1)),
        means[paragraph],
        means[paragraph + 2],
        _others(running[places.high] - running[places.low] - values, places.high - places.low - 1, empty),
        values[places.first],
        content,
        *parallel,
    ]


def heads(values: NDArray[Any], places: Frame, *, empty: float = 0.0) -> tuple[NDArray[Any], ...]:
    """For each unit the mean of what it heads, of the units parallel to it, and of what these head."""
    import numpy as np

    count = places.count
    below = _group_sums(values, places.inner, count + 1)[:count]
    content = _others(below, np.bincount(places.inner, minlength=count + 1)[:count], empty)
    alike = _group_sums(values, places.series)
    alike_content = _group_sums(content, places.series)
    rest = np.where(places.series > 0, np.bincount(places.series)[places.series] - 1, 0)
    return (
        content,
        _others(alike[places.series] - values, rest, empty),
        _others(alike_content[places.series] - content, rest, empty),
    )


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
    found: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for place, unit in enumerate(units):
        series = int(places.series[place])
        if unit.kind != "heading" or not series:
            continue
        number = places.marks[place]
        words = unit.text[number.end if number else 0 :].strip().rstrip("。；：:;.，,")
        if 3 <= len(words) <= _LONGEST:
            found.setdefault((series, len(words)), []).append((place, words))
    return [
        [place for place, _ in group]
        for group in found.values()
        if len(group) >= _FEWEST and any(len(set(column)) == 1 for column in zip(*(w for _, w in group), strict=True))
    ]


def _group_sums(values: NDArray[Any], group: NDArray[Any], least: int = 0) -> NDArray[Any]:
    import numpy as np

    width = values.shape[1]
    cells = (group[:, None] * width + np.arange(width)).ravel()
    return np.bincount(cells, weights=values.ravel(), minlength=least * width).reshape(-1, width)


def _others(sums: NDArray[Any], sizes: NDArray[Any], empty: float) -> NDArray[Any]:
    import numpy as np

    return np.where(sizes[:, None] > 0, sums / np.maximum(1, sizes)[:, None], empty)


def same_paragraph(places: Frame) -> NDArray[np.float32]:
    """Two columns: is the unit before, the unit after, in the same paragraph?"""
    import numpy as np

    same = np.diff(places.paragraph) == 0
    return np.column_stack([np.append(False, same), np.append(same, False)]).astype(np.float32)
