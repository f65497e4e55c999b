"""Where a heading ends that runs into its paragraph: `一、存在的问题当前，一些单位…` → after 问题.

Every place in the first forty characters is a candidate. A linear model scores it by the characters on both sides,
the length, the commas passed, and words of the heading that the text takes up again; it was fitted to headings that
stand on lines of their own, joined with the paragraphs that follow them (`tools/train_runin.py`).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from djtext import resources

_SHORTEST, _LONGEST = 3, 40
# of a series judged together, in log shares: what one length in all is worth to each, a comma behind all; the worst
# that one may say; from what on one that is sure of another end is not overruled
_AGREE, _COMMAS, _NEVER, _SURE = 1.0, 3.0, -4.0, -0.5
_STOP = re.compile("[。！？；!?;\n]")
_NO_LEFT = "，、：,:（(“‘《的和与及在对从把被将以为向到"
_NO_RIGHT = "、。）)”’》的了和与及等之"


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(resources.data("runin.json").read_text(encoding="utf-8"))["weights"]
    return weights


@lru_cache(maxsize=1)
def _pairs() -> dict[str, tuple[int, int, int]]:
    """Pairs of characters: how firmly they hold together, how readily they begin a sentence, end a heading; 0 to 9."""
    pairs: dict[str, tuple[int, int, int]] = {}
    for line in resources.data("runin-pairs.txt").read_text(encoding="utf-8").splitlines():
        figures, _, listed = line.partition(" ")
        held, begins, ends = map(int, figures)
        for at in range(0, len(listed), 2):
            pairs[listed[at : at + 2]] = (held, begins, ends)
    return pairs


def features(piece: str, at: int, place: int) -> Iterator[str]:
    """What speaks for or against a heading that ends before `place`; its words begin at `at`."""
    left, right = piece[max(at, place - 3) : place], piece[place : place + 4]
    yield "l1" + left[-1:]
    yield "l2" + left[-2:]
    yield "l3" + left
    yield "r1" + right[:1]
    yield "r2" + right[:2]
    yield "r3" + right[:3]
    yield "r4" + right
    pairs = _pairs()
    unknown = (-1, -1, -1)
    held = pairs.get(left[-1:] + right[:1], unknown)[0]
    begins = pairs.get(right[:2], unknown)[1]
    ends = pairs.get(left[-2:], unknown)[2]
    yield f"held{held}"
    yield f"begins{begins}"
    yield f"ends{ends}"
    yield f"both{held // 2},{begins // 2}"
    if right[:1] in "，,：:":
        yield "comma"
    length = place - at
    yield f"n{min(length, 30) // 2}"
    heading = piece[at:place]
    yield f"c{min(2, heading.count('，') + heading.count(','))}"
    if len(right) >= 2 and right[:2] in heading:
        yield "again2"
        if heading.startswith(right[:2]):
            yield "again-front"
    if len(right) >= 4 and right in heading:
        yield "again4"
    comma = re.search("[，,：:。；]", piece[place:])
    yield f"d{min(12, comma.start() if comma else 12) // 2}"
    for opening, closing in ("“”", "（）", "《》", "()"):
        if heading.count(opening) > heading.count(closing):
            yield "open"


def candidates(piece: str, at: int) -> range:
    """The places where a heading may end."""
    stop = _STOP.search(piece, at)
    return range(at + _SHORTEST, min(at + _LONGEST, stop.start() - 4 if stop else len(piece) - 4))


def usable(piece: str, place: int, *, item: bool) -> bool:
    """May a heading end before `place`? One behind 一是 or 其二 ends with a comma only, all others never with one."""
    if piece[place] in "，,：:":
        return item and piece[place - 1] not in _NO_LEFT
    return not item and piece[place - 1] not in _NO_LEFT and piece[place] not in _NO_RIGHT


def best(piece: str, at: int, *, item: bool = False) -> tuple[int, float]:
    """The likeliest end and its score; (0, 0.0) where there is none."""
    weights = _weights()
    chosen, top = 0, float("-inf")
    for place in candidates(piece, at):
        if not usable(piece, place, item=item):
            continue
        score = sum(weights.get(feature, 0.0) for feature in features(piece, at, place))
        if score > top:
            chosen, top = place, score
    return (chosen, top) if chosen else (0, 0.0)


def none_features(piece: str, at: int) -> Iterator[str]:
    """What says that no heading runs in: the text begins as a sentence does."""
    yield "none"
    words = piece[at : at + 4]
    for length in (1, 2, 3, 4):
        yield f"o{length}{words[:length]}"
    yield "e" + piece[-1:]
    shape = re.sub(r"[一二三四五六七八九十\d]+", "n", piece[:at].strip())[:4]
    yield "w" + shape
    yield f"w{shape}{piece[-1:]}"
    comma = re.search("[，,：:。；]", piece[at:])
    yield f"f{min(20, comma.start() if comma else 20) // 2}"
    yield f"s{min(8, len(piece) // 15)}"


def cut(piece: str, at: int, *, own: bool = False, item: bool = False) -> int:
    """Offset in `piece` where the heading that starts it ends, 0 where none runs in. Its words begin at `at`.

    `own`: the piece is a whole line without a stop at its end; `item`: it begins with 一是, 首先 or the like.

    >>> piece = "一、存在的问题当前，一些单位的学习流于形式。"
    >>> piece[:cut(piece, 2)]
    '一、存在的问题'
    >>> cut("一是要加强学习，提高认识，增强本领。", 2, item=True)
    0
    """
    if own and len(piece) - at <= _LONGEST:
        return 0
    place, score = best(piece, at, item=item)
    if not place:
        return 0
    weights = _weights()
    return place if score > sum(weights.get(feature, 0.0) for feature in none_features(piece, at)) else 0


def together(pieces: Sequence[tuple[str, int]], *, item: bool = False) -> list[int]:
    """As `cut`, for the sentences of one numbered series: headings of one series are often of one length.

    `pieces`: each sentence and where its words begin. Behind 一是 or 其二 a heading that all have in one length may
    end without a comma (一要固本培元强根铸魂把学习…).
    """
    shares = [_shares(piece, at, item=item) for piece, at in pieces]
    alone = [
        max((place for place in share if not place or usable(piece, place, item=item)), key=share.__getitem__)
        for (piece, _), share in zip(pieces, shares, strict=True)
    ]
    if any(place and share[place] > _SURE for place, share in zip(alone, shares, strict=True)) and all(alone):
        return alone
    best, chosen = sum(share.get(place, _NEVER) for place, share in zip(alone, shares, strict=True)), alone
    for length in range(_SHORTEST, _LONGEST):
        ends = [at + length for _, at in pieces]
        if not all(end in share for end, share in zip(ends, shares, strict=True)):
            continue
        if any(
            place and place != end and share[place] > _SURE
            for place, end, share in zip(alone, ends, shares, strict=True)
        ):
            continue
        score = sum(max(share[end], _NEVER) + _AGREE for end, share in zip(ends, shares, strict=True))
        if item and all(piece[end] in "，," for (piece, _), end in zip(pieces, ends, strict=True)):
            score += _COMMAS * len(pieces)
        if score > best:
            best, chosen = score, ends
    return chosen


def _shares(piece: str, at: int, *, item: bool) -> dict[int, float]:
    """The log share of every place where a heading may end, and of none (0)."""
    weights = _weights()
    scores = {0: sum(weights.get(feature, 0.0) for feature in none_features(piece, at))}
    comma = re.search("[，,：:]", piece[at:])
    before = at + comma.start() if comma else len(piece)
    for place in candidates(piece, at):
        if usable(piece, place, item=item) or (item and place < before and usable(piece, place, item=False)):
            scores[place] = sum(weights.get(feature, 0.0) for feature in features(piece, at, place))
    top = max(scores.values())
    whole = top + math.log(sum(math.exp(score - top) for score in scores.values()))
    return {place: score - whole for place, score in scores.items()}


def is_lead(piece: str, at: int) -> bool:
    """Is a short sentence behind a mark, at the front of a paragraph that goes on, its heading?"""
    return len(piece) - at >= _SHORTEST
