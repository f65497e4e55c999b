"""The places of a pattern in one document: a pure function, as in `analyse`, and nothing that it does not need."""

from __future__ import annotations

from collections.abc import Callable

from djtext.measures import kwic
from djtext.text.fold import Folded
from djtext.themes.find import compile_book
from djtext.types import Codebook, Document


def kwic_job(book: Codebook, theme: str, context: int) -> Callable[..., tuple[kwic.Line, ...]]:
    """Finder of the places of one theme of a codebook, each with so many characters around it.

    It takes a document and, where it is known, what folding makes of its text.
    """
    matcher = compile_book(book)

    def lines(doc: Document, folded: Folded | None = None) -> tuple[kwic.Line, ...]:
        return kwic.lines(doc, matcher, theme, context=context, folded=folded)

    return lines
