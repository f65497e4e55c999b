"""Themes of one document: its hits with their sentences, and its counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from djtext.text.fold import fold
from djtext.text.sentences import heading_level, spans
from djtext.themes.find import Matcher, places
from djtext.themes.stance import Cues
from djtext.types import Document, Hit, Stance, Theme

_HANZI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
# The upper bytes of UTF-16 that tell: of hanzi alone, and of hanzi and others (U+4Dxx, what lies beyond U+FFFF).
_HANZI_BYTES = bytes([*range(0x34, 0x4D), *range(0x4E, 0xA0), 0xF9, 0xFA])
_OTHER_BYTES = bytes(byte for byte in range(256) if byte not in _HANZI_BYTES)
_MIXED = (b"\x4d", b"\xd8")


def count_hanzi(text: str) -> int:
    """How many Chinese characters a text has: the base of every rate per 10,000.

    >>> count_hanzi("走出机关 2019, ok")
    4
    """
    upper = text.encode("utf-16-be", "surrogatepass")[::2]
    if any(byte in upper for byte in _MIXED):
        return sum(map(len, _HANZI.findall(text)))
    return len(upper.translate(None, _OTHER_BYTES))


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


_Sentence = tuple[str, int, bool]  # its text, where it begins, is it a heading
_Sided = tuple[int, int, int, Stance, _Sentence]  # start, end, number of the pattern, stance


def _sided(doc: Document, matcher: Matcher) -> Iterator[_Sided]:
    """All hits of a document in order, each with its stance and sentence."""
    text = doc.text
    patterns = matcher.patterns
    kinds = [theme.kind for theme in matcher.book.themes]
    paragraph_end = -1
    end = -1  # of the sentence
    more: Iterator[tuple[int, int]] = iter(())
    for hit in places(fold(text), matcher):
        if hit[0] >= paragraph_end:
            paragraph_start = text.rfind("\n", 0, hit[0]) + 1
            paragraph_end = text.find("\n", hit[1])
            paragraph_end = len(text) if paragraph_end < 0 else paragraph_end
            line = text[paragraph_start:paragraph_end].strip()
            heading = bool(heading_level(line)) or line == doc.title
            more = iter(((paragraph_start, paragraph_end),)) if heading else spans(text, paragraph_start, paragraph_end)
            end = -1
        if end <= hit[0]:
            for start, end in more:  # noqa: B007  (the last one stays, whatever stands behind it)
                if end > hit[0]:
                    break
            cues = Cues(text[start:end])
            sentence = cues.sentence, start, heading
        side = cues.side(hit[0] - start, hit[1] - start, kinds[patterns[hit[2]][0]])
        yield *hit, side, sentence


def document_hits(doc: Document, matcher: Matcher) -> tuple[SentenceHit, ...]:
    """All hits of a document in order, each with its stance and sentence."""
    themes, patterns = matcher.book.themes, matcher.patterns
    result = []
    for start, end, number, side, sentence in _sided(doc, matcher):
        theme, pattern, _ = patterns[number]
        hit = Hit(doc.id, themes[theme].key, pattern, start, end, doc.text[start:end], side)
        result.append(SentenceHit(hit, *sentence))
    return tuple(result)


def _score(sentence: _Sentence, side: Stance, theme: Theme) -> float:
    """A good example is a whole sentence of middling length that names the theme and takes its side."""
    text, _, heading = sentence
    length = len(text)
    score = abs(length - 40) / 10 if length >= 15 else 10 + (15 - length)
    if heading:
        score += 50
    if (side == "problem") != (theme.kind == "problem"):
        score += 8
    if length > 120:
        score += 15
    if theme.label in text:
        score -= 10
    return round(score, 2)


Finder = Callable[[Document, Matcher], tuple[SentenceHit, ...]]


def count_themes(doc: Document, matcher: Matcher, *, finder: Finder = document_hits) -> DocThemes:
    """How often each theme stands in a document, on which side, and the sentence that shows it best.

    `finder` gives the hits with their stance: from the words of the sentence, or from its role.
    """
    themes, patterns = matcher.book.themes, matcher.patterns
    grouped: dict[int, list[tuple[int, int, Stance, _Sentence]]] = {}
    if finder is document_hits:  # the same hits, without an object for each
        for start, end, number, side, sentence in _sided(doc, matcher):
            grouped.setdefault(patterns[number][0], []).append((start, end, side, sentence))
    else:
        numbers = {theme.key: n for n, theme in enumerate(themes)}
        for found in finder(doc, matcher):
            hit = found.hit
            sentence = found.sentence, found.sentence_start, found.heading
            grouped.setdefault(numbers[hit.theme], []).append((hit.start, hit.end, hit.stance, sentence))
    counts = []
    for number in sorted(grouped):
        here = grouped[number]
        theme = themes[number]
        best = here[0]
        score = _score(best[3], best[2], theme)
        for other in here[1:]:
            if (value := _score(other[3], other[2], theme)) < score:
                best, score = other, value
        start, end, _, (text, offset, _) = best
        sides = [side for _, _, side, _ in here]
        example = Example(score, text, start - offset, end - offset)
        counts.append(ThemeCount(number, len(here), sides.count("problem"), sides.count("remedy"), example))
    return DocThemes(len(doc.text), count_hanzi(doc.text), tuple(counts))
