"""What two codebooks have that differs, and what that changes in a document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from djtext.themes.count import SentenceHit, document_hits
from djtext.themes.find import Matcher
from djtext.types import Codebook, Document

Kind = Literal["added", "removed", "renamed", "changed"]
_TEXTS = ("label", "label_en", "kind", "definition", "when", "when_not")
_LISTS = ("patterns", "not_patterns", "examples", "counter_examples")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `theme` is the key in the second codebook, in the first where the theme is gone; `field` is empty
    where the whole theme is meant, and `theme` where the codebook is."""

    change: Kind
    theme: str
    field: str = ""
    before: str = ""
    after: str = ""


def same_themes(a: Codebook, b: Codebook) -> dict[str, str]:
    """The themes of the first codebook that the second has, with their keys there.

    A theme is the same under another key if both codebooks have the other's key not, and the patterns are equal as a set.

    >>> from djtext.types import Theme
    >>> one = Codebook("a", "1", (Theme("old", "甲", "value", "", ("甲乙", "丙丁")),))
    >>> same_themes(one, Codebook("b", "1", (Theme("new", "甲", "value", "", ("丙丁", "甲乙")),)))
    {'old': 'new'}
    """
    before, after = {theme.key: theme for theme in a.themes}, {theme.key: theme for theme in b.themes}
    free = {frozenset(theme.patterns): key for key, theme in reversed(after.items()) if key not in before}
    result = {}
    for key, theme in before.items():
        if key in after:
            result[key] = key
        elif (found := free.pop(frozenset(theme.patterns), None)) is not None:
            result[key] = found
    return result


def changes(a: Codebook, b: Codebook) -> tuple[Change, ...]:
    """Every difference between two codebooks: of the codebook, then of themes in the order of the second, then those gone.

    The order of patterns within a theme does not count; the order of the themes does, for it decides ties.

    >>> from djtext.types import Theme
    >>> one = Codebook("a", "1", (Theme("x", "甲", "value", "", ("甲乙",)),))
    >>> two = Codebook("a", "2", (Theme("x", "甲", "value", "", ("甲乙", "丙丁")),))
    >>> [(c.change, c.theme, c.field, c.before, c.after) for c in changes(one, two)]
    [('changed', '', 'version', '1', '2'), ('added', 'x', 'patterns', '', '丙丁')]
    """
    found = [
        Change("changed", "", field, getattr(a, field), getattr(b, field))
        for field in ("name", "version")
        if getattr(a, field) != getattr(b, field)
    ]
    same = same_themes(a, b)
    back = {new: old for old, new in same.items()}
    before = {theme.key: theme for theme in a.themes}
    common = [key for key in before if key in same]
    moved = [back[theme.key] for theme in b.themes if theme.key in back]
    if common != moved:
        found.append(Change("changed", "", "order", " ".join(common), " ".join(moved)))
    for theme in b.themes:
        old = before.get(back.get(theme.key, ""))
        if old is None:
            found.append(Change("added", theme.key, "", "", theme.label))
            continue
        if old.key != theme.key:
            found.append(Change("renamed", theme.key, "key", old.key, theme.key))
        found += [
            Change("changed", theme.key, field, getattr(old, field), getattr(theme, field))
            for field in _TEXTS
            if getattr(old, field) != getattr(theme, field)
        ]
        for field in _LISTS:
            was, now = getattr(old, field), getattr(theme, field)
            found += [Change("removed", theme.key, field, value, "") for value in was if value not in now]
            found += [Change("added", theme.key, field, "", value) for value in now if value not in was]
    found += [Change("removed", theme.key, "", theme.label, "") for theme in a.themes if theme.key not in same]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Moved:
    """A hit that only one of two codebooks gives, with its theme's key (in the second codebook where it has the theme);
    `instead` is the theme that the other has in that place, if any."""

    change: Literal["gained", "lost"]
    theme: str
    found: SentenceHit
    instead: str


@dataclass(frozen=True, slots=True)
class DocDifference:
    """Hits of one document by theme (the keys of the second codebook) under two codebooks, and those that differ."""

    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]
    moved: tuple[Moved, ...]


def document_difference(doc: Document, a: Matcher, b: Matcher) -> DocDifference:
    """What changes in a document from one compiled codebook to another.

    A hit of one codebook and a hit of the same theme of the other count as one where they share a character, each once
    and in order; so hits after = hits before + gained − lost. Themes that are gone keep their key of the first.
    """
    names = same_themes(a.book, b.book)
    old = [(names.get(found.hit.theme, found.hit.theme), found) for found in document_hits(doc, a)]
    new = [(found.hit.theme, found) for found in document_hits(doc, b)]
    lost, gained = _unmatched(old, new)
    moved = [Moved("lost", key, found, _at(found, new)) for key, found in lost]
    moved += [Moved("gained", key, found, _at(found, old)) for key, found in gained]
    moved.sort(key=lambda one: (one.found.hit.start, one.found.hit.end, one.change, one.theme))
    return DocDifference(
        tuple(sorted(Counter(key for key, _ in old).items())), tuple(sorted(Counter(key for key, _ in new).items())),
        tuple(moved),
    )  # fmt: skip


_Named = list[tuple[str, SentenceHit]]


def _unmatched(old: _Named, new: _Named) -> tuple[_Named, _Named]:
    """The hits of each side that no hit of the same theme on the other side overlaps."""
    lost: _Named = []
    gained: _Named = []
    for key in sorted({key for key, _ in (*old, *new)}):
        left = [entry for entry in old if entry[0] == key]
        right = [entry for entry in new if entry[0] == key]
        i = j = 0
        while i < len(left) and j < len(right):
            one, other = left[i][1].hit, right[j][1].hit
            if one.end <= other.start:
                lost.append(left[i])
                i += 1
            elif other.end <= one.start:
                gained.append(right[j])
                j += 1
            else:
                i, j = i + 1, j + 1
        lost += left[i:]
        gained += right[j:]
    return lost, gained


def _at(found: SentenceHit, others: _Named) -> str:
    """The first theme of another list that has a hit in the place of a hit."""
    start, end = found.hit.start, found.hit.end
    return next((key for key, other in others if other.hit.start < end and start < other.hit.end), "")
