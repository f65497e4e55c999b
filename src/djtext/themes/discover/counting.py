"""Every place of every candidate, counted in one pass over the documents; the best place of each is its example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from djtext.themes.discover.candidates import Draft, Marked
from djtext.themes.discover.examples import Best, better
from djtext.themes.stream import CLOSED, JOINER, OPENED, Stream, symbols

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TRIES = 6  # documents looked at for an example


@dataclass(slots=True, eq=False)
class Tally:
    """The places of all candidates, counted: for candidate n the documents and hits from `bounds[n]` to `bounds[n + 1]`."""

    number: dict[str, int]
    bounds: NDArray[Any]
    docs: NDArray[Any]
    counts: NDArray[Any]
    quotes: NDArray[Any]
    best: list[Best | None]

    def of(self, text: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """The documents that have a candidate, in order, and its hits in each."""
        n = self.number[text]
        return self.docs[self.bounds[n] : self.bounds[n + 1]], self.counts[self.bounds[n] : self.bounds[n + 1]]


def counted(made: Stream, drafts: Sequence[Draft], marks: dict[str, Marked]) -> Tally:
    """Every place of every candidate, counted in one pass."""
    import daachorse
    import numpy as np

    number = {draft.text: n for n, draft in enumerate(drafts)}
    best: list[Best | None] = [None] * len(drafts)
    quotes = np.zeros(len(drafts), np.int64)
    owners, docs, counts = [], [], []
    for draft in drafts:
        if _in_stream(draft) or draft.text not in marks:
            continue
        n = number[draft.text]
        known = marks[draft.text].places
        each = Counter(doc for doc, _, _ in known)
        owners.append(np.full(len(each), n, np.int32))
        docs.append(np.array(sorted(each), np.int32))
        counts.append(np.array([each[doc] for doc in sorted(each)], np.int32))
        quotes[n] = len(known) if draft.kind == "quoted" else 0
        for doc, start, end in known[:20]:
            best[n] = better(best[n], made.sources[doc].folded.text, doc, start, end)
    plain = [draft.text for draft in drafts if _in_stream(draft)]
    if plain:
        automaton = daachorse.CharwiseDoubleArrayAhoCorasick(plain)
        owner = np.array([number[text] for text in plain], np.int32)
        tries = np.zeros(len(drafts), np.int32)
        for n, source in enumerate(made.sources):
            a, b = int(made.starts[n]), int(made.starts[n + 1]) - 1
            codes, marks_here = made.symbols[a:b], made.quotes[a:b]
            text = codes.tobytes().decode("utf-16-le", "surrogatepass")
            spans: NDArray[Any] = np.array(automaton.find_overlapping(text), np.int32).reshape(-1, 3)
            if not len(spans):
                continue
            whose = owner[spans[:, 2]]
            own = (marks_here[spans[:, 0]] & OPENED > 0) & (marks_here[spans[:, 1] - 1] & CLOSED > 0)
            np.add.at(quotes, whose[own], 1)
            found, firsts, times = np.unique(whose, return_index=True, return_counts=True)
            owners.append(found)
            docs.append(np.full(len(found), n, np.int32))
            counts.append(times.astype(np.int32))
            wanting = tries[found] < _TRIES
            tries[found] += 1
            if wanting.any():
                _, _, places = symbols(source.folded.text)
                for one, place in zip(found[wanting].tolist(), firsts[wanting].tolist(), strict=True):
                    start, end = int(places[spans[place, 0]]), int(places[spans[place, 1] - 1]) + 1
                    best[one] = better(best[one], source.folded.text, n, start, end)
    none = np.zeros(0, np.int32)
    whose, where = np.concatenate([none, *owners]), np.concatenate([none, *docs])
    order = np.lexsort((where, whose))
    bounds_ = np.searchsorted(whose[order], np.arange(len(drafts) + 1))
    return Tally(number, bounds_, where[order], np.concatenate([none, *counts])[order], quotes, best)


def _in_stream(draft: Draft) -> bool:
    """Is a candidate counted wherever its characters stand, or only where its form marks it?"""
    return draft.run is not None or (is_plain(draft.text) and draft.kind not in {"series", "name"})


def is_plain(text: str) -> bool:
    """Can a text be found in a stream of symbols as it is written?"""
    return all("\u3400" <= char <= "\u9fff" or char == JOINER or (char.isascii() and char.isalpha()) for char in text)
