"""Themes of one document: its hits with their sentences, and its counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from djtext.text.codes import HANZI, codes
from djtext.text.fold import fold
from djtext.text.sentences import heading_level, spans
from djtext.themes.find import Matcher, places
from djtext.themes.stance import Cues
from djtext.types import Document, Hit, Sent, Stance


def count_hanzi(text: str) -> int:
    """How many Chinese characters a text has: the base of every rate per 10,000.

    >>> count_hanzi("走出机关 2019, ok")
    4
    """
    return codes(text).number(HANZI)


@dataclass(frozen=True, slots=True)
class Example(Sent):
    """A sentence that shows a theme; `score` ranks candidates, the lowest best."""

    score: float
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ThemeCount(Sent):
    """What one document holds of one theme."""

    theme: int
    hits: int
    as_problem: int
    as_remedy: int
    example: Example


@dataclass(frozen=True, slots=True)
class DocThemes(Sent):
    """A document's size and its count of each theme that it holds, in the codebook's order."""

    chars: int
    hanzi: int
    counts: tuple[ThemeCount, ...]


@dataclass(frozen=True, slots=True)
class SentenceHit(Sent):
    """A hit with the sentence it stands in; `start` and `end` of the hit are within the document."""

    hit: Hit
    sentence: str
    sentence_start: int
    heading: bool


_Sentence = tuple[str, int, bool]  # its text, where it begins, is it a heading
_Sided = tuple[int, int, int, str, Stance, _Sentence]  # a hit's start, end, number of the theme, pattern, stance


def _sided(doc: Document, matcher: Matcher) -> Iterator[_Sided]:
    """All hits of a document in order, each with its stance and sentence."""
    text = doc.text
    patterns = matcher.patterns
    kinds = [theme.kind for theme in matcher.book.themes]
    paragraph_end = -1
    right = -1  # where the sentence ends
    more: Iterator[tuple[int, int]] = iter(())
    for start, end, number in places(fold(text), matcher):
        if start >= paragraph_end:
            paragraph_start = text.rfind("\n", 0, start) + 1
            paragraph_end = text.find("\n", end)
            paragraph_end = len(text) if paragraph_end < 0 else paragraph_end
            line = text[paragraph_start:paragraph_end].strip()
            heading = bool(heading_level(line)) or line == doc.title
            more = iter(((paragraph_start, paragraph_end),)) if heading else spans(text, paragraph_start, paragraph_end)
            right = -1
        if right <= start:
            for left, right in more:  # noqa: B007  (the last one stays, whatever stands behind it)
                if right > start:
                    break
            cues = Cues(text[left:right])
            sentence = cues.sentence, left, heading
        theme, pattern, _ = patterns[number]
        yield start, end, theme, pattern, cues.side(start - left, end - left, kinds[theme]), sentence


def document_hits(doc: Document, matcher: Matcher) -> tuple[SentenceHit, ...]:
    """All hits of a document in order, each with its stance and sentence."""
    text, themes = doc.text, matcher.book.themes
    return tuple(
        [
            SentenceHit(Hit(doc.id, themes[theme].key, pattern, start, end, text[start:end], side), *sentence)
            for start, end, theme, pattern, side, sentence in _sided(doc, matcher)
        ]
    )


def _plainness(sentence: _Sentence) -> int:
    """How well a sentence serves as an example, whatever it shows, in tenths, the lowest best: whole, of middling length."""
    text, _, heading = sentence
    length = len(text)
    tenths = abs(length - 40) if length >= 15 else 10 * (10 + (15 - length))
    if length > 120:
        tenths += 150
    return tenths + 500 if heading else tenths


Finder = Callable[[Document, Matcher], tuple[SentenceHit, ...]]


def count_themes(doc: Document, matcher: Matcher, *, finder: Finder = document_hits) -> DocThemes:
    """How often each theme stands in a document, on which side, and the sentence that shows it best.

    `finder` gives the hits with their stance: from the words of the sentence, or from its role.
    """
    themes = matcher.book.themes
    tallies: dict[int, _Tally] = {}
    last: _Sentence | None = None
    plainness = 0
    # The same hits, without an object for each.
    hits = _sided(doc, matcher) if finder is document_hits else _as_sided(finder(doc, matcher), matcher)
    for start, end, number, _, side, sentence in hits:
        if sentence is not last:
            last = sentence
            plainness = _plainness(sentence)
        theme = themes[number]
        # A good example names the theme and takes its side.
        score = plainness if (side == "problem") == (theme.kind == "problem") else plainness + 80
        if theme.label in sentence[0]:
            score -= 100
        tally = tallies.get(number)
        if tally is None:
            tally = tallies[number] = _Tally(score, start, end, sentence)
        elif score < tally.score:
            tally.score, tally.start, tally.end, tally.sentence = score, start, end, sentence
        tally.hits += 1
        if side == "problem":
            tally.as_problem += 1
        elif side:
            tally.as_remedy += 1
    return DocThemes(
        len(doc.text), count_hanzi(doc.text), tuple([tallies[number].closed(number) for number in sorted(tallies)])
    )


@dataclass(slots=True)
class _Tally:
    """The hits of one theme so far, and the best of them, as an example."""

    score: int  # in tenths
    start: int
    end: int
    sentence: _Sentence
    hits: int = 0
    as_problem: int = 0
    as_remedy: int = 0

    def closed(self, theme: int) -> ThemeCount:
        text, offset, _ = self.sentence
        score = self.score / 10 if len(text) >= 15 else self.score // 10
        example = Example(score, text, self.start - offset, self.end - offset)
        return ThemeCount(theme, self.hits, self.as_problem, self.as_remedy, example)


def _as_sided(found: Iterable[SentenceHit], matcher: Matcher) -> Iterator[_Sided]:
    numbers = {theme.key: n for n, theme in enumerate(matcher.book.themes)}
    for item in found:
        hit = item.hit
        sentence = item.sentence, item.sentence_start, item.heading
        yield hit.start, hit.end, numbers[hit.theme], hit.pattern, hit.stance, sentence
