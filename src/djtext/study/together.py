"""Which themes stand in each sentence, passage or document: the job of one document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from djtext.measures.cooccurrence import DocPairs, Within
from djtext.text.outline import sentences
from djtext.text.sentences import paragraphs
from djtext.themes.find import compile_book, find
from djtext.types import Codebook, Document


def together_job(book: Codebook, within: Within) -> Callable[[Document], DocPairs]:
    """Finder of the themes that stand in each sentence, passage (a paragraph) or document."""
    matcher = compile_book(book)
    numbers = {theme.key: n for n, theme in enumerate(book.themes)}

    def analyse(doc: Document) -> DocPairs:
        if within == "document":
            units = [(0, len(doc.text))]
        elif within == "passage":
            units = list(paragraphs(doc.text))
        else:
            units = [(sentence.start, sentence.end) for sentence in sentences(doc)]
        starts = [start for start, _ in units]
        found: dict[int, set[int]] = {}
        for hit in find(doc.text, matcher, doc=doc.id).hits:
            found.setdefault(max(0, bisect_right(starts, hit.start) - 1), set()).add(numbers[hit.theme])
        places = sorted(found)
        texts = ("",) * len(places) if within == "document" else tuple(doc.text[slice(*units[n])][:200] for n in places)
        return DocPairs(len(units), tuple(tuple(sorted(found[n])) for n in places), texts)

    return analyse
