"""What is done to one document, as pure functions: the same document and settings give the same value anywhere.

Each maker below prepares what is costly once (a compiled codebook, a dictionary) and returns the function of one
document that `study.run` applies to many.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from djtext.text.sentences import sentences
from djtext.text.words import Engine, Word, cutter, tagger, tokens
from djtext.themes.count import DocThemes, SentenceHit, count_themes, document_hits
from djtext.themes.find import compile_book
from djtext.types import Codebook, Document, Sentence, Token


def texts_job() -> Callable[[Document], str]:
    """The text of a document, for what is done to all documents together."""
    return _text


def _text(doc: Document) -> str:
    return doc.text


def themes_job(book: Codebook) -> Callable[[Document], DocThemes]:
    """Counter of themes in a document."""
    matcher = compile_book(book)
    return lambda doc: count_themes(doc, matcher)


def hits_job(book: Codebook) -> Callable[[Document], tuple[SentenceHit, ...]]:
    """Finder of all hits in a document."""
    matcher = compile_book(book)
    return lambda doc: document_hits(doc, matcher)


def segment_job(
    words: tuple[Word, ...], engine: Engine, stop: frozenset[str], *, hmm: bool = True, pos: bool = False
) -> Callable[[Document], tuple[tuple[Sentence, tuple[Token, ...]], ...]]:
    """Segmenter of a document: its sentences, each with its words, white space and stop words left out."""
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
