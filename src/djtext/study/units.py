"""What can be counted in documents and compared: `UNITS` is the one list. Each entry makes a unit and its job.

A new unit is one function from `UnitOptions` to `Counting`, and one entry below. Its job turns a document into
`DocCounts`; comparison, trends, evidence and exports need nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from djtext.errors import UsageError
from djtext.lang import t
from djtext.measures.counts import DocCounts, Place, Unit, doc_counts
from djtext.measures.labels import ROLE_NAMES
from djtext.roles.classify import classify
from djtext.roles.hits import role_hits
from djtext.text.outline import sentences
from djtext.text.words import Engine, Word, cutter, tokens
from djtext.themes.count import Example, count_hanzi, count_themes
from djtext.themes.find import compile_book
from djtext.themes.patterns import PatternError, rows
from djtext.types import Codebook, Document, Sentence, Theme

Job = Callable[[Document], DocCounts]
_WORD = re.compile("[A-Za-z\u00c0-\u024f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class UnitOptions:
    """What units are made from. `evidence` are the keys whose every place is wanted."""

    book: Codebook
    phrases: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()
    engine: Engine = "rjieba"
    stop: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Counting:
    """A unit, and the maker of its job, which can be sent to another process."""

    unit: Unit
    make_job: Callable[[], Job]


def themes(options: UnitOptions) -> Counting:
    """The themes of the codebook: of matches that overlap the leftmost, longest counts, across themes."""
    book = options.book
    labels = {theme.key: (theme.label, theme.label_en) for theme in book.themes}
    return Counting(
        Unit("theme", "theme", labels=labels, listed=book.keys()), partial(_themes_job, book, options.evidence)
    )


def phrases(options: UnitOptions) -> Counting:
    """Phrases in the pattern language, each counted for itself: one may overlap another.

    Raises UsageError where there is none, or one cannot be read.
    """
    patterns = tuple(dict.fromkeys(pattern.strip() for pattern in options.phrases))
    if not patterns:
        raise UsageError(
            t("没有给出短语", "no phrase was given"),
            hint=t("加 --phrase '走出机关'，可写多次", "add --phrase '走出机关'; it may be repeated"),
        )
    for pattern in patterns:
        try:
            rows(pattern)
        except PatternError as error:
            raise UsageError(
                t(f"--phrase “{pattern}”：{error}", f"--phrase '{pattern}': {error}"),
                hint=t(
                    "写法见 docs/codebook.md：(甲|乙)、[可有可无]、前…后", "docs/codebook.md has the pattern language"
                ),
            ) from None
    return Counting(
        Unit("phrase", "term", listed=patterns, always=True), partial(_phrases_job, patterns, options.evidence)
    )


def words(options: UnitOptions) -> Counting:
    """Words as segmented, those with a hanzi or a letter; stop words have no row, but count in the size."""
    return Counting(
        Unit("word", "term", base="words"),
        partial(_words_job, options.words, options.engine, options.stop, options.evidence),
    )


def roles(options: UnitOptions) -> Counting:
    """Sentences and headings by their role: problem, cause, remedy, significance, other."""
    labels = dict(ROLE_NAMES)
    return Counting(
        Unit("role", "term", base="sentences", labels=labels, listed=tuple(labels)),
        partial(_roles_job, options.evidence),
    )


UNITS: dict[str, Callable[[UnitOptions], Counting]] = {
    "theme": themes,
    "word": words,
    "phrase": phrases,
    "role": roles,
}


def _places(doc: Document, book: Codebook, wanted: frozenset[str]) -> tuple[Place, ...]:
    """Every hit of some themes with its paragraph and sentence."""
    if not wanted:
        return ()
    found = [item.hit for item in role_hits(doc, compile_book(book)) if item.hit.theme in wanted]
    if not found:
        return ()
    pieces = list(sentences(doc))
    starts = [piece.start for piece in pieces]
    made = []
    for hit in found:
        piece = pieces[max(0, bisect_right(starts, hit.start) - 1)]
        made.append(
            Place(hit.theme, piece.para, piece.n, hit.start, hit.end, hit.text, hit.stance, piece.text, piece.start)
        )
    return tuple(made)


def _themes_job(book: Codebook, evidence: frozenset[str]) -> Job:
    matcher = compile_book(book)

    def count(doc: Document) -> DocCounts:
        made = count_themes(doc, matcher)
        counts = ((book.themes[found.theme].key, found.hits, found.example) for found in made.counts)
        return doc_counts(made.chars, made.hanzi, made.hanzi, counts, _places(doc, book, evidence))

    return count


def phrase_book(pattern: str) -> Codebook:
    """A codebook that holds one phrase."""
    return Codebook("phrase", "", (Theme(pattern, pattern, "value", pattern, (pattern,)),))


def _phrases_job(patterns: tuple[str, ...], evidence: frozenset[str]) -> Job:
    books = [phrase_book(pattern) for pattern in patterns]
    matchers = [compile_book(book) for book in books]

    def count(doc: Document) -> DocCounts:
        counts: list[tuple[str, int, Example]] = []
        places: list[Place] = []
        for book, matcher in zip(books, matchers, strict=True):
            for found in count_themes(doc, matcher).counts:
                key = book.themes[0].key
                counts.append((key, found.hits, found.example))
                places += _places(doc, book, evidence & {key})
        hanzi = count_hanzi(doc.text)
        return doc_counts(len(doc.text), hanzi, hanzi, counts, places)

    return count


def _sentence_score(sentence: Sentence) -> float:
    """How good an example a sentence is, the lowest best: a whole one of middling length."""
    length = len(sentence.text)
    score = abs(length - 40) / 10 if length >= 15 else 10 + (15 - length)
    return round(score + 50 * (sentence.kind != "sentence") + 15 * (length > 120), 2)


def _roles_job(evidence: frozenset[str]) -> Job:
    def count(doc: Document) -> DocCounts:
        labels = classify(doc)
        numbers: dict[str, int] = {}
        best: dict[str, Example] = {}
        places = []
        for item in labels:
            unit = item.sentence
            numbers[item.role] = numbers.get(item.role, 0) + 1
            score = _sentence_score(unit) + 10 * (1 - item.confidence)
            if item.role not in best or score < best[item.role].score:
                best[item.role] = Example(round(score, 2), unit.text, 0, len(unit.text))
            if item.role in evidence:
                places.append(
                    Place(item.role, unit.para, unit.n, unit.start, unit.end, unit.text, "", unit.text, unit.start)
                )
        counts = [(role, numbers[role], best[role]) for role in ROLE_NAMES if role in numbers]
        return doc_counts(len(doc.text), count_hanzi(doc.text), len(labels), counts, places)

    return count


def _words_job(user: tuple[Word, ...], engine: Engine, stop: frozenset[str], evidence: frozenset[str]) -> Job:
    cut = cutter(user, engine=engine)

    def count(doc: Document) -> DocCounts:
        numbers: dict[str, int] = {}
        best: dict[str, tuple[float, int, int]] = {}  # score and number of the sentence, place of the word in it
        shown: dict[int, tuple[float, str]] = {}
        places: list[Place] = []
        size = 0
        stream = tokens(doc.text, cut=cut)
        waiting = next(stream, None)
        for n, sentence in enumerate(sentences(doc)):
            score = _sentence_score(sentence)
            shown[n] = (score, sentence.text)
            while waiting is not None and waiting.start < sentence.end:
                word, start = waiting.text, waiting.start - sentence.start
                if start >= 0 and _WORD.search(word):
                    size += 1
                    if word not in stop:
                        numbers[word] = numbers.get(word, 0) + 1
                        if word not in best or score < best[word][0]:
                            best[word] = (score, n, start)
                        if word in evidence:
                            places.append(
                                Place(word, sentence.para, sentence.n, waiting.start, waiting.end, word, "",
                                      sentence.text, sentence.start)
                            )  # fmt: skip
                waiting = next(stream, None)
        words = sorted(numbers)
        used = {n: number for number, n in enumerate(sorted({best[word][1] for word in words}))}
        return DocCounts(
            len(doc.text),
            count_hanzi(doc.text),
            size,
            tuple((word, numbers[word]) for word in words),
            tuple((used[best[word][1]], best[word][2], best[word][2] + len(word)) for word in words),
            tuple(shown[n] for n in used),
            tuple(places),
        )

    return count
