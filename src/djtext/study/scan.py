"""The jobs of a scan: one new document against a baseline, and what a batch of new documents has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from djtext.measures.newphrases import unseen_keys
from djtext.measures.profile import Baseline
from djtext.measures.scan import Scanned, scan
from djtext.roles.classify import classify
from djtext.roles.hits import role_hits
from djtext.roles.link import links
from djtext.roles.passages import passages
from djtext.study.profile import Opened
from djtext.themes.count import count_themes
from djtext.themes.find import compile_book
from djtext.types import Codebook, Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LOT = 64


def scan_job(
    book: Codebook, opened: Opened, shared: NDArray[Any] | None = None, min_length: int = 20
) -> Callable[[Document], Scanned]:
    """The function of one new document: its whole analysis, compared with the baseline."""
    matcher = compile_book(book)

    def job(doc: Document) -> Scanned:
        hits = role_hits(doc, matcher)
        counts = count_themes(doc, matcher, finder=lambda _doc, _matcher: hits)
        found = passages(classify(doc, matcher), doc.text)
        return scan(
            doc, opened.base, opened.read, book, counts, found, links(found), shared=shared, min_length=min_length
        )

    return job


def fresh_job(base: Baseline) -> Callable[[Document], NDArray[Any]]:
    """The function of one new document that gives the hashes of what no document of the baseline has."""
    return lambda doc: unseen_keys(doc.text, base)


def in_several(found: Iterable[NDArray[Any]]) -> NDArray[Any]:
    """The hashes that stand in two of these arrays or more. What is held meanwhile is each different hash, once or twice."""
    import numpy as np

    once, twice = np.zeros(0, np.uint32), np.zeros(0, np.uint32)
    lot: list[NDArray[Any]] = []

    def merged() -> None:
        nonlocal once, twice
        keys, counts = np.unique(np.concatenate([once, twice, twice, *lot]), return_counts=True)
        once, twice = keys[counts == 1], keys[counts > 1]
        lot.clear()

    for each in found:
        lot.append(each)
        if len(lot) == _LOT:
            merged()
    merged()
    return twice
