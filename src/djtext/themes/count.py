"""Themes of one document: its hits with their sentences, and its counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from djtext.text.codes import HANZI, codes
from djtext.text.fold import fold
from djtext.text.sentences import heading_level, spans
from djtext.themes.find import Matcher, find
from djtext.themes.stance import stance
from djtext.types import Document, Hit, Theme


def count_hanzi(text: str) -> int:
    """How many Chinese characters a text has: the base of every rate per 10,000.

    >>> count_hanzi("走出机关 2019, ok")
    4
    """
    return codes(text).number(HANZI)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that shows a theme; `score` ranks candidates, the lowest best."""

    score: float
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """What one document holds of one theme."""

    theme: int
    hits: int
    as_problem: int
    as_remedy: int
    example: Example


@dataclass(frozen=True, slots=True)
class DocThemes:
    """A document's size and its count of each theme that it holds, in the codebook's order."""

    chars: int
    hanzi: int
    counts: tuple[ThemeCount, ...]


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A hit with the sentence it stands in; `start` and `end` of the hit are within the document."""

    hit: Hit
    sentence: str
    sentence_start: int
    heading: bool


def document_hits(doc: Document, matcher: Matcher) -> tuple[SentenceHit, ...]:
    """All hits of a document in order, each with its stance and sentence."""
    text = doc.text
    found = find(text, matcher, doc=doc.id, folded=fold(text), record=False).hits
    kinds = {theme.key: theme.kind for theme in matcher.book.themes}
    result = []
    paragraph_end = -1
    pieces: list[tuple[int, int]] = []
    heading = False
    at = 0
    for hit in found:
        if hit.start >= paragraph_end:
            paragraph_start = text.rfind("\n", 0, hit.start) + 1
            paragraph_end = text.find("\n", hit.end)
            paragraph_end = len(text) if paragraph_end < 0 else paragraph_end
            line = text[paragraph_start:paragraph_end].strip()
            heading = bool(heading_level(line)) or line == doc.title
            pieces = (
                [(paragraph_start, paragraph_end)] if heading else list(spans(text, paragraph_start, paragraph_end))
            )
            at = 0
        while at + 1 < len(pieces) and pieces[at][1] <= hit.start:
            at += 1
        start, end = pieces[at]
        sentence = text[start:end]
        side = stance(sentence, hit.start - start, hit.end - start, kinds[hit.theme])
        if side:
            hit = Hit(hit.doc, hit.theme, hit.pattern, hit.start, hit.end, hit.text, side)
        result.append(SentenceHit(hit, sentence, start, heading))
    return tuple(result)


def _score(found: SentenceHit, theme: Theme) -> float:
    """A good example is a whole sentence of middling length that names the theme and takes its side."""
    want_problem = theme.kind == "problem"
    length = len(found.sentence)
    score = abs(length - 40) / 10 if length >= 15 else 10 + (15 - length)
    if found.heading:
        score += 50
    if (found.hit.stance == "problem") != want_problem:
        score += 8
    if length > 120:
        score += 15
    if theme.label in found.sentence:
        score -= 10
    return round(score, 2)


Finder = Callable[[Document, Matcher], tuple[SentenceHit, ...]]


def count_themes(doc: Document, matcher: Matcher, *, finder: Finder = document_hits) -> DocThemes:
    """How often each theme stands in a document, on which side, and the sentence that shows it best.

    `finder` gives the hits with their stance: from the words of the sentence, or from its role.
    """
    places = {theme.key: n for n, theme in enumerate(matcher.book.themes)}
    grouped: dict[int, list[SentenceHit]] = {}
    for found in finder(doc, matcher):
        grouped.setdefault(places[found.hit.theme], []).append(found)
    counts = []
    for place in sorted(grouped):
        here = grouped[place]
        theme = matcher.book.themes[place]
        best = min(here, key=lambda found: _score(found, theme))
        at = best.hit.start - best.sentence_start
        example = Example(_score(best, theme), best.sentence, at, at + len(best.hit.text))
        sides = [found.hit.stance for found in here]
        counts.append(ThemeCount(place, len(here), sides.count("problem"), sides.count("remedy"), example))
    return DocThemes(len(doc.text), count_hanzi(doc.text), tuple(counts))
