"""What is done to one document, as pure functions: the same document and settings give the same value anywhere.

Each maker below prepares what is costly once (a compiled codebook, a dictionary) and returns the function of one
document that `study.run` applies to many. What a job works with is imported where it is made: a run whose values are
all kept makes none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from djtext.text.words import Engine, Word, cutter, tagger, tokens
from djtext.themes.count import DocThemes, Finder, SentenceHit, count_themes, document_hits
from djtext.themes.difference import DocDifference, document_difference
from djtext.themes.find import compile_book
from djtext.types import Codebook, Document, Labelled, Link, Passage, Sentence, Token

if TYPE_CHECKING:
    from djtext.roles.classify import Evidence


@dataclass(frozen=True, slots=True)
class Paired:
    """The passages of a document, and which remedy answers which problem."""

    passages: tuple[Passage, ...]
    links: tuple[Link, ...]


def texts_job() -> Callable[[Document], str]:
    """The text of a document, for what is done to all documents together."""
    return _text


def _text(doc: Document) -> str:
    return doc.text


def themes_job(book: Codebook, *, roles: bool = True) -> Callable[[Document], DocThemes]:
    """Counter of themes in a document; without `roles` the side of a hit comes from the words of its sentence."""
    matcher = compile_book(book)
    finder: Finder = document_hits
    if roles:
        from djtext.roles.hits import role_hits

        finder = role_hits
    return lambda doc: count_themes(doc, matcher, finder=finder)


def hits_job(book: Codebook, *, roles: bool = True) -> Callable[[Document], tuple[SentenceHit, ...]]:
    """Finder of all hits in a document."""
    matcher = compile_book(book)
    finder: Finder = document_hits
    if roles:
        from djtext.roles.hits import role_hits

        finder = role_hits
    return lambda doc: finder(doc, matcher)


def labels_job(book: Codebook) -> Callable[[Document], tuple[Labelled, ...]]:
    """Labeller of the sentences of a document."""
    from djtext.roles.classify import classify

    matcher = compile_book(book)
    return lambda doc: classify(doc, matcher)


def coded_job(book: Codebook) -> Callable[[Document], tuple[str, tuple[Labelled, ...]]]:
    """The text of a document and its labelled sentences, for what finds places in the text again."""
    from djtext.roles.classify import classify

    matcher = compile_book(book)
    return lambda doc: (doc.text, classify(doc, matcher))


def difference_job(a: Codebook, b: Codebook) -> Callable[[Document], DocDifference]:
    """Finder of the hits of a document that only one of two codebooks gives."""
    before, after = compile_book(a), compile_book(b)
    return lambda doc: document_difference(doc, before, after)


def passages_job(book: Codebook) -> Callable[[Document], tuple[Passage, ...]]:
    """Finder of the passages of a document."""
    from djtext.roles.classify import classify
    from djtext.roles.passages import passages

    matcher = compile_book(book)
    return lambda doc: passages(classify(doc, matcher), doc.text)


def explain_job(book: Codebook, place: int) -> Callable[[Document], Evidence | None]:
    """Gives the evidence for the sentence at `place` (from 0) of a document; None where there is none."""
    from djtext.roles.classify import explain

    matcher = compile_book(book)

    def evidence(doc: Document) -> Evidence | None:
        try:
            return explain(doc, place, matcher)
        except IndexError:
            return None

    return evidence


def pairs_job(book: Codebook, threshold: float | None = None) -> Callable[[Document], Paired]:
    """Finder of the passages of a document and of the links between them."""
    from djtext.roles.classify import classify
    from djtext.roles.link import links
    from djtext.roles.passages import passages

    matcher = compile_book(book)

    def pair(doc: Document) -> Paired:
        found = passages(classify(doc, matcher), doc.text)
        return Paired(found, links(found, threshold=threshold))

    return pair


def segment_job(
    words: tuple[Word, ...], engine: Engine, stop: frozenset[str], *, hmm: bool = True, pos: bool = False
) -> Callable[[Document], tuple[tuple[Sentence, tuple[Token, ...]], ...]]:
    """Segmenter of a document: its sentences, each with its words, white space and stop words left out."""
    from djtext.text.outline import sentences

    cut = cutter(words, engine=engine, hmm=hmm)
    tag = tagger(words) if pos else None

    def analyse(doc: Document) -> tuple[tuple[Sentence, tuple[Token, ...]], ...]:
        rows = []
        stream = tokens(doc.text, cut=cut)
        waiting = next(stream, None)
        for sentence in sentences(doc):
            inside = []
            while waiting is not None and waiting.start < sentence.end:
                word = waiting.text
                if waiting.start >= sentence.start and not word.isspace() and word not in stop:
                    inside.append(replace(waiting, pos=tag(word)) if tag else waiting)
                waiting = next(stream, None)
            rows.append((sentence, tuple(inside)))
        return tuple(rows)

    return analyse
