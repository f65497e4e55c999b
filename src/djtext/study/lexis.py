"""What is done to the words of one document, and to those around a pattern: pure functions, as in `analyse`.

Texts are folded before they are cut (full-width signs, radicals, hidden marks, spaces between hanzi, traditional forms),
so that a word is counted as one whatever its print. Offsets lead back to the text as it stands.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable

from djtext.measures import collocates, diversity
from djtext.measures.keywords import DocCounts
from djtext.measures.variety import DocVariety
from djtext.measures.wordlist import DocWords
from djtext.text.fold import Folded, fold
from djtext.text.outline import sentences
from djtext.text.words import Engine, Word, cutter, is_word, tokens
from djtext.themes.find import compile_book, find
from djtext.types import Codebook, Document


def words_job(words: tuple[Word, ...], engine: Engine, *, hmm: bool = True) -> Callable[[Document], DocWords]:
    """Reader of a document's words: the different ones, and for each place in the text the number of its word."""
    cut = cutter(words, engine=engine, hmm=hmm)

    def analyse(doc: Document) -> DocWords:
        numbers: dict[str, int] = {}
        different: list[str] = []
        sequence = array("I")
        for token in cut(fold(doc.text).text):
            number = numbers.get(token)
            if number is None:
                number = numbers[token] = len(different) if is_word(token) else -1
                if number >= 0:
                    different.append(token)
            if number >= 0:
                sequence.append(number)
        return tuple(different), sequence

    return analyse


def counts_job(words: tuple[Word, ...], engine: Engine, *, hmm: bool = True) -> Callable[[Document], DocCounts]:
    """Counter of a document's words."""
    cut = cutter(words, engine=engine, hmm=hmm)

    def analyse(doc: Document) -> DocCounts:
        counts = Counter(cut(fold(doc.text).text))
        kept = tuple(word for word in counts if is_word(word))
        return kept, tuple(counts[word] for word in kept)

    return analyse


def variety_job(
    words: tuple[Word, ...], engine: Engine, stop: frozenset[str], *, hmm: bool = True, window: int = 100
) -> Callable[[Document], DocVariety]:
    """Measurer of a document's lexical diversity; its text without white space comes along, to be compared with others."""
    cut = cutter(words, engine=engine, hmm=hmm)

    def analyse(doc: Document) -> DocVariety:
        text = fold(doc.text).text
        kept = [token for token in cut(text) if is_word(token) and token not in stop]
        different = len(set(kept))
        moving = diversity.mattr(kept, window=window) if len(kept) >= window else None
        return len(kept), different, diversity.ttr(kept), moving, diversity.yule_k(kept), "".join(text.split())

    return analyse


def collocates_job(
    book: Codebook,
    words: tuple[Word, ...],
    engine: Engine,
    *,
    hmm: bool = True,
    span: int | None = 5,
    whole_words: bool = False,
) -> Callable[[Document], collocates.DocCollocates]:
    """Counter of the words near the places of a codebook's only theme, `span` words around it or in its sentence (None)."""
    matcher = compile_book(book)
    cut = cutter(words, engine=engine, hmm=hmm)

    def analyse(doc: Document) -> collocates.DocCollocates:
        folded = fold(doc.text)
        placed = _placed(folded, cut)
        hits = find(doc.text, matcher, doc=doc.id, folded=folded).hits
        nodes = [(hit.start, hit.end) for hit in hits]
        if whole_words:
            starts, ends = {start for _, start, _ in placed}, {end for _, _, end in placed}
            nodes = [(start, end) for start, end in nodes if start in starts and end in ends]
        spans = [(sentence.start, sentence.end) for sentence in sentences(doc)]
        return collocates.count(doc.text, placed, spans, nodes, span=span)

    return analyse


def _placed(folded: Folded, cut: Callable[[str], list[str]]) -> list[collocates.Placed]:
    """The words of a folded text with their offsets in the text as it stands."""
    found = [token for token in tokens(folded.text, cut=cut) if is_word(token.text)]
    if not folded.places:
        return [(token.text, token.start, token.end) for token in found]
    return [(token.text, folded.start(token.start), folded.end(token.end)) for token in found]
