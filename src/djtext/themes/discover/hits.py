"""Where phrases that were found stand: every place that was counted, and whether a codebook has a phrase already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from djtext.themes import marked
from djtext.themes.discover.counting import is_plain
from djtext.themes.discover.examples import bounds
from djtext.themes.discover.found import Discovered, Phrase
from djtext.themes.find import compile_book, find
from djtext.themes.stream import symbols
from djtext.types import Codebook, Document


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of a phrase: `doc.text[start:end]` is the phrase as it stands, with marks and spaces inside.

    `copied` says that it lies in text that an earlier document has, and was not counted.
    """

    doc: Document
    phrase: str
    start: int
    end: int
    text: str
    sentence: str
    copied: bool


def places(found: Discovered, phrases: Sequence[Phrase], *, copied: bool = False) -> Iterator[Hit]:
    """Every place of some phrases that was counted, in the order of the documents; with `copied` those that were not too."""
    import daachorse

    by_form = {p.text for p in phrases if not is_plain(p.text) or (p.cohesion is None and p.kind in {"series", "name"})}
    plain = [p.text for p in phrases if p.text not in by_form]
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(plain) if plain else None
    for source in found.sources:
        text = source.folded.text
        spans: list[tuple[int, int, str]] = []
        if automaton is not None:
            codes, _, kept = symbols(text)
            for start, end, number in automaton.find_overlapping(codes.tobytes().decode("utf-16-le", "surrogatepass")):
                spans.append((int(kept[start]), int(kept[end - 1]) + 1, plain[number]))
        if by_form:
            spans += [(m.start, m.end, m.text) for m in marked.marks(text) if m.text in by_form]
        for start, end, phrase in sorted(spans):
            again = bool(source.skipped) and source.is_copied(start, end)
            if again and not copied:
                continue
            first, last = bounds(text, start, end)
            x, y = source.folded.start(start), source.folded.end(end)
            a, b = source.folded.start(first), source.folded.end(last)
            yield Hit(source.doc, phrase, x, y, source.doc.text[x:y], source.doc.text[a:b], again)


def covered(text: str, book: Codebook) -> bool:
    """Has a codebook this phrase: do its patterns match more than half of its characters?

    >>> from djtext.types import Theme
    >>> book = Codebook("b", "1", (Theme("a", "甲", "problem", "", ("形式主义", "官僚主义")),))
    >>> covered("形式主义、官僚主义", book), covered("反对形式主义的若干措施", book)
    (True, False)
    """
    hits = find(text, compile_book(book)).hits
    return 2 * sum(hit.end - hit.start for hit in hits) > sum(char.isalnum() for char in text)
