"""What is known about each unit of a document besides its own words: neighbours, paragraph, headings, place.

Every function takes the units of one document, as `text.outline` gives them, and arrays of one row a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from djtext.roles.cues import GROUPS, HEADINGS
from djtext.text.outline import mark
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
def _cue_matcher() -> tuple[Any, list[int]]:
    import daachorse

    words = [(word, number) for number, group in enumerate(GROUPS.values()) for word in group]
    together: dict[str, int] = {}
    owners: list[int] = []
    for word, number in words:
        if word not in together:
            together[word] = len(owners)
            owners.append(number)
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(together)), owners


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
        np.add.at(counts, (unit, np.array(owners)[array[:, 2]]), 1)
    return np.minimum(counts, 2)


def surroundings(units: Sequence[Sentence], texts: Sequence[str], above: list[tuple[int, ...]]) -> NDArray[np.float32]:
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
        np.array([kind == "title" for kind in kinds]),
        np.array([kind == "heading" for kind in kinds]),
        np.array([unit.level for unit in units]) / 3,
        np.minimum(length, 150) / 50,
        length < 12,
    ]
    marks = [mark(unit.text) for unit in units]
    columns.append(np.array([found is not None for found in marks]))
    columns += [np.array([found is not None and found.rank == rank for found in marks]) for rank in (1, 2, 3, 7)]
    columns.append(np.array([min(found.number, 5) / 5 if found else 0.0 for found in marks]))
    columns += [np.array([text[-1:] == end for text in texts]) for end in _ENDS]
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


def context(
    values: NDArray[Any], units: Sequence[Sentence], above: list[tuple[int, ...]], *, empty: float = 0.0
) -> list[NDArray[Any]]:
    """The values of each unit's neighbours, paragraph, section and headings, as arrays of the same shape.

    In this order: itself, one before, one after, two before, two after, rest of its paragraph, rest of its section,
    innermost heading, outermost heading, document, paragraph before, paragraph after, five on either side, front of
    its paragraph, what a heading heads, the headings or items parallel to it, what these head.
    """
    import numpy as np

    count, width = values.shape
    nothing = np.full((1, width), empty, dtype=values.dtype)
    padded = np.concatenate([nothing, nothing, values, nothing, nothing])
    para = np.array([unit.para for unit in units])
    paragraph = np.cumsum(np.diff(para, prepend=para[0]) > 0)
    in_paragraph = _group_sums(values, paragraph)
    sizes = np.bincount(paragraph)
    section_of = {path: number for number, path in enumerate(dict.fromkeys(above))}
    section = np.array([section_of[path] for path in above])
    in_section = _group_sums(values, section)
    section_sizes = np.bincount(section)
    means = np.concatenate([nothing, in_paragraph / sizes[:, None], nothing])
    with_nothing = np.concatenate([values, nothing])
    inner = np.array([path[-1] if path else count for path in above])
    outer = np.array([path[0] if path else count for path in above])
    running = np.concatenate([np.zeros((1, width)), np.cumsum(values, axis=0)])
    low, high = np.maximum(0, np.arange(count) - 5), np.minimum(count, np.arange(count) + 6)
    first = np.searchsorted(para, para, side="left")
    heads = np.array([path[-1] if path else -1 for path in above])
    below = np.zeros((count + 1, width))
    np.add.at(below, heads, values)
    below_sizes = np.bincount(heads + 1, minlength=count + 1)[1:]
    content = _others(below[:count], below_sizes, empty)
    parallel = parallels(units, above)
    marked = parallel >= 0
    alike = _group_sums(values, parallel + 1)
    alike_sizes = np.bincount(parallel + 1)
    alike_content = _group_sums(content, parallel + 1)
    rest = np.where(marked, alike_sizes[parallel + 1] - 1, 0)
    return [
        values,
        padded[1 : count + 1],
        padded[3 : count + 3],
        padded[0:count],
        padded[4 : count + 4],
        _others(in_paragraph[paragraph] - values, sizes[paragraph] - 1, empty),
        _others(in_section[section] - values, section_sizes[section] - 1, empty),
        with_nothing[inner],
        with_nothing[outer],
        np.tile(values.mean(axis=0), (count, 1)),
        means[paragraph],
        means[paragraph + 2],
        _others(running[high] - running[low] - values, high - low - 1, empty),
        values[first],
        content,
        _others(alike[parallel + 1] - values, rest, empty),
        _others(alike_content[parallel + 1] - content, rest, empty),
    ]


def parallels(units: Sequence[Sentence], above: list[tuple[int, ...]]) -> NDArray[Any]:
    """For each marked unit the number of its series (一是 … 二是 …, or headings of one kind below one heading); else −1."""
    import numpy as np

    series: dict[tuple[object, ...], int] = {}
    result = np.full(len(units), -1)
    for place, unit in enumerate(units):
        found = mark(unit.text)
        if found is None and unit.kind != "heading":
            continue
        rank = found.rank if found else 5
        inside = above[place]
        # items in running text form one series a paragraph
        key = (inside, rank, unit.para if rank == 7 and unit.kind != "heading" else 0)
        result[place] = series.setdefault(key, len(series))
    return result


def _group_sums(values: NDArray[Any], group: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    sums = np.zeros((int(group.max()) + 1, values.shape[1]))
    np.add.at(sums, group, values)
    return sums


def _others(sums: NDArray[Any], sizes: NDArray[Any], empty: float) -> NDArray[Any]:
    import numpy as np

    return np.where(sizes[:, None] > 0, sums / np.maximum(1, sizes)[:, None], empty)


def same_paragraph(units: Sequence[Sentence]) -> NDArray[np.float32]:
    """Two columns: is the unit before, the unit after, in the same paragraph?"""
    import numpy as np

    para = np.array([unit.para for unit in units])
    before = np.diff(para, prepend=-1) == 0
    after = np.diff(para, append=-1) == 0
    return np.column_stack([before, after]).astype(np.float32)
