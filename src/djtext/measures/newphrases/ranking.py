"""New phrases ranked: by places of their own, quotation marks, other new documents and the title; parts left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from djtext.measures.newphrases.words import RUN
from djtext.measures.profile.keys import FOUR
from djtext.text.fold import Folded

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AROUND = 6


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


def ranked(
    found: dict[str, tuple[int, bool]],
    folded: Folded,
    is_new: NDArray[Any],
    is_shared: NDArray[Any],
    title: str,
    most: int,
) -> tuple[NewPhrase, ...]:
    """The most telling of what was found, given with its first place in the folded text and whether it is quoted."""
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


def _surroundings(plain: str, phrase: str) -> int:
    """In how many places of its own a phrase stands: places with the same six hanzi before or behind are one."""
    groups: list[tuple[set[str], set[str]]] = []
    at = plain.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        before = "".join(RUN.findall(plain[max(0, at - 15) : at]))[-_AROUND:]
        behind = "".join(RUN.findall(plain[end : end + 15]))[:_AROUND]
        for left, right in groups:
            if (len(before) == _AROUND and before in left) or (len(behind) == _AROUND and behind in right):
                left.add(before)
                right.add(behind)
                break
        else:
            groups.append(({before}, {behind}))
        at = plain.find(phrase, end)
    return len(groups)
