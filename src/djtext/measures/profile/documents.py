"""The documents of a baseline: what is asked of one, how it is read from a folder, and how many go into one part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from djtext.themes.find import compile_book, find
from djtext.types import Codebook, Document

PART_CHARS = 1_500_000
PART_DOCS = 20_000


@dataclass(frozen=True, slots=True)
class BaseDoc:
    """A document of a baseline: its number there, and what its profile is made from.

    `counts` are (theme by place in the codebook, hits); `member` is the part of the id that names a record of a file.
    """

    number: int
    text: str
    date: str
    digest: str
    member: str
    counts: tuple[tuple[int, int], ...]
    mark: str = ""


def base_job(book: Codebook) -> Callable[[Document], tuple[str, tuple[tuple[int, int], ...]]]:
    """The function of one document that a baseline in a folder is read with: its text, and its hits by theme."""
    matcher = compile_book(book)
    places = {theme.key: n for n, theme in enumerate(book.themes)}

    def job(doc: Document) -> tuple[str, tuple[tuple[int, int], ...]]:
        counts: dict[int, int] = {}
        for hit in find(doc.text, matcher, doc=doc.id).hits:
            counts[places[hit.theme]] = counts.get(places[hit.theme], 0) + 1
        return doc.text, tuple(sorted(counts.items()))

    return job


def batches(docs: Iterable[BaseDoc], *, chars: int = PART_CHARS) -> Iterator[list[BaseDoc]]:
    """Documents in lots that one part can hold."""
    lot: list[BaseDoc] = []
    size = 0
    for doc in docs:
        lot.append(doc)
        size += len(doc.text)
        if size >= chars or len(lot) >= PART_DOCS:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot
