"""Short sentences without a mark that head what follows: 丢了时间。… 丢了感情。… and first clauses of items that do:
一是认识没有跟上，部分干部认为…

A linear model judges them by their words, what follows, and their likes beside and around them: those at the front of
a paragraph by the other paragraphs of the document, those within one by its other sentences, items by the other items
(`tools/train_leads.py`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, repeat

from djtext import resources

_AROUND = 6  # so many leads on either side are compared with one
# how much an item takes after those of its series, a lead after the others; more than `_SURE` none of them says
SERIES, OTHERS, _SURE = 0.5, 0.3, 3.0
FROM = -0.5  # from which score on a lead is a heading: more are found than wrongly taken for one


@dataclass(frozen=True, slots=True)
class Opening:
    """A short sentence without its stop that may head what follows, "" where there is none; the characters behind it;
    how many follow."""

    lead: str
    after: str = ""
    rest: int = 0


def headings(openings: Sequence[Opening], *, inner: bool = False) -> frozenset[int]:
    """The paragraphs, from 0, of one document whose short first sentence is a heading.

    `inner`: the sentences of one paragraph that head those after them.

    >>> rest = "有的支部把学习排在业务之后，一拖再拖，一年下来没有学完一本书。"
    >>> leads = ["丢了时间", "丢了感情", "丢了本领"]
    >>> sorted(headings([Opening(""), *(Opening(lead, rest[:12], len(rest)) for lead in leads)]))
    [1, 2, 3]
    """
    weights = _weights()["inner" if inner else "front"]
    said = {place: _score(found, weights) for place, found in features(openings).items()}
    return frozenset(place for place, score in together(said, dict.fromkeys(said, 0), OTHERS).items() if score > FROM)


@dataclass(frozen=True, slots=True)
class Item:
    """An item (一是 …，…): its mark, its first clause with what follows, the rest of the sentence, and its series."""

    mark: str
    clause: Opening
    tail: str
    series: int


def item_headings(items: Sequence[Item]) -> frozenset[int]:
    """The items of one document whose first clause is a heading; those of one series mostly are, or none of them.

    >>> tail = "有的干部认为学习是软任务，一拖再拖，一年没有学完一本书。"
    >>> leads = ["学习抓得不紧", "组织不够健全", "监督没有跟上"]
    >>> sorted(item_headings([Item(f"{n}是", Opening(lead, tail[:12], len(tail)), tail, 1) for n, lead in zip("一二三", leads)]))
    [0, 1, 2]
    """
    weights = _weights()["items"]
    said = {place: _score(found, weights) for place, found in item_features(items).items()}
    series = {place: items[place].series for place in said}
    return frozenset(place for place, score in together(said, series, SERIES).items() if score > 0)


def together(said: dict[int, float], group: dict[int, int], share: float) -> dict[int, float]:
    """Scores that take after those of their group."""
    sure = {place: _SURE * math.tanh(score / _SURE) for place, score in said.items()}
    groups: dict[int, list[float]] = {}
    for place, score in sure.items():
        groups.setdefault(group[place], []).append(score)
    means = {number: sum(scores) / len(scores) for number, scores in groups.items()}
    return {place: (1 - share) * score + share * means[group[place]] for place, score in sure.items()}


def item_features(items: Sequence[Item]) -> dict[int, list[str]]:
    """What speaks for or against a heading at the front of each item that has a short first clause."""
    found = features([item.clause for item in items])
    return {place: [*listed, *_sentence(items[place])] for place, listed in found.items()}


def _sentence(item: Item) -> Iterator[str]:
    following = item.tail.partition("，")[0]
    yield f"mark{item.mark}"
    yield f"tail-commas{min(6, item.tail.count('，'))}"
    yield f"tail-end{item.tail[-1:]}"
    yield f"next-end{following[-2:]}"
    yield f"next-length{min(10, len(following) // 2)}"
    yield "takes-up" if set(item.clause.lead[:2]) & set(item.tail[:4]) else "new"


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = json.loads(resources.data("leads.json").read_text(encoding="utf-8"))
    return weights


def features(openings: Sequence[Opening]) -> dict[int, list[str]]:
    """What speaks for or against a heading at the front of each paragraph that has a short first sentence."""
    places = [place for place, one in enumerate(openings) if one.lead]
    return {
        place: [
            *_words(openings[place]),
            *_place(place, places, openings),
            *_likes(
                [openings[n].lead for n in places[max(0, at - _AROUND) : at + _AROUND + 1] if n != place],
                openings[place].lead,
            ),
        ]
        for at, place in enumerate(places)
    }


def _words(one: Opening) -> Iterator[str]:
    lead, after = one.lead, one.after
    yield "bias"
    yield f"length{len(lead) // 2}"
    for size in (1, 2, 3):
        yield f"front{lead[:size]}"
        yield f"end{lead[-size:]}"
        yield f"after{after[:size]}"
    for front, back in pairwise(lead):
        yield f"has{front}{back}"
    yield f"commas{min(3, lead.count('，'))}"
    yield f"rest{min(8, one.rest // 40)}"
    if lead[:2] in after:
        yield "again"


def _place(place: int, places: Sequence[int], openings: Sequence[Opening]) -> Iterator[str]:
    yield f"share{4 * len(places) // len(openings)}"
    yield f"count{min(len(places), 6)}"
    yield "first" if place <= 1 else "last" if place == len(openings) - 1 else "mid"
    near = [openings[n].lead for n in (place - 1, place + 1) if 0 <= n < len(openings) and openings[n].lead]
    yield f"near{len(near)}"
    yield from sorted({f"near-{found}" for lead in near for found in _alike(openings[place].lead, lead)})


def _alike(one: str, other: str) -> Iterator[str]:
    """In what a lead is like the one of the paragraph before or after."""
    yield "front" if one[0] == other[0] else "no-front"
    if one[:2] == other[:2]:
        yield "front2"
    if one[-1] == other[-1]:
        yield "end2" if one[-2:] == other[-2:] else "end1"
    yield f"longer{min(abs(len(one) - len(other)), 6)}"
    commas = one.find("，"), other.find("，")
    yield f"commas{(commas[0] >= 0) + (commas[1] >= 0)}"
    if commas[0] == commas[1] > 0:
        yield "comma-there"
    if len(one) == len(other):
        yield f"same{min(3, sum(a == b for a, b in zip(one, other, strict=True)))}"
    yield f"pairs{min(4, _shared(one, other))}"


def _likes(others: Sequence[str], lead: str) -> Iterator[str]:
    """In what a lead is like others of the document."""
    if others:
        yield f"any-pairs{min(4, max(_shared(lead, other) for other in others))}"
        yield f"any-longer{min(5, min(abs(len(lead) - len(other)) for other in others))}"
        yield "any-end" if any(other[-2:] == lead[-2:] for other in others) else "no-end"
        yield "any-front" if any(other[0] == lead[0] for other in others) else "no-front"


def _shared(one: str, other: str) -> int:
    return len(_pairs(one) & _pairs(other))


@lru_cache(maxsize=256)  # each is asked for once for every lead around it
def _pairs(lead: str) -> frozenset[str]:
    return frozenset(lead[n : n + 2] for n in range(len(lead) - 1))


def _score(found: Iterable[str], weights: dict[str, float]) -> float:
    return sum(map(weights.get, found, repeat(0.0)))
