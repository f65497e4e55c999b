"""Phrases of a document that a baseline nowhere has.

Here they are found, by runs of four hanzi that no document of the baseline has; `edges` and `words` say where a phrase may
begin and end, `ranking` which tell most.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from djtext.measures.newphrases.ranking import NewPhrase, ranked
from djtext.measures.newphrases.words import LONGEST, RUN, Words
from djtext.measures.profile.baseline import Baseline
from djtext.measures.profile.keys import FOUR, fours, hanzi_codes
from djtext.text.fold import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray


__all__ = ["NewPhrase", "new_phrases", "unseen_keys"]

MOST = 100  # phrases kept of one document
_QUOTED = re.compile('“([^“”\n]{4,30})”|「([^「」\n]{4,30})」|『([^『』\n]{4,30})』|‘([^‘’\n]{4,30})’|"([^"\n]{4,30})"')


def unseen_keys(text: str, base: Baseline) -> NDArray[Any]:
    """The hashes of the runs of four hanzi of a document that stand nowhere in a baseline, each once."""
    import numpy as np

    keys = np.unique(fours(hanzi_codes(fold(text).text))[0])
    found: NDArray[Any] = keys[base.unseen(keys)]
    return found


def new_phrases(
    text: str, base: Baseline, *, shared: NDArray[Any] | None = None, title: str = "", most: int = MOST
) -> tuple[NewPhrase, ...]:
    """Phrases of 4 to 12 hanzi that stand nowhere in the baseline, the most telling first.

    A phrase holds at least one run of four hanzi that no document of the baseline has, so it is certain to be new; one whose
    every four hanzi are known is not claimed. It stands at least twice in the document, each time in other surroundings (a
    passage that stands twice is one place), or between quotation marks, or runs of it are among `shared`: hashes that other
    new documents have as well. It is as long as all its places agree, ends where words end, and has no particle at its edges.

    The most telling first: by places, half as many again for quotation marks, for standing in other new documents and
    for standing in the title; then by how much of it is new.
    """
    import numpy as np

    folded = fold(text)
    plain = folded.text
    codes = hanzi_codes(plain)
    keys, at = fours(codes)
    if not len(keys):
        return ()
    different, back, counts = np.unique(keys, return_inverse=True, return_counts=True)
    new = base.unseen(different)
    if not new.any():
        return ()
    is_new = np.zeros(len(codes) + 1, bool)
    is_new[at[new[back]]] = True
    also = np.zeros(len(different), bool) if shared is None else np.isin(different, shared) & new
    is_shared = np.zeros(len(codes) + 1, bool)
    is_shared[at[also[back]]] = True
    found: dict[str, tuple[int, bool]] = {}  # phrase → first place in the folded text, quoted

    def enter(start: int, end: int, *, quoted: bool = False) -> None:
        if FOUR <= end - start <= LONGEST and is_new[start : end - FOUR + 1].any():
            before = found.get(plain[start:end])
            found[plain[start:end]] = (min(start, before[0]), quoted or before[1]) if before else (start, quoted)

    for match in _QUOTED.finditer(plain):
        group = match.lastindex or 1
        for run in RUN.finditer(plain, match.start(group), match.end(group)):
            enter(run.start(), run.end(), quoted=True)
    words = Words(plain, codes, base)
    order = np.argsort(back, kind="stable")
    bounds = np.concatenate(([0], np.cumsum(counts)))
    repeated = np.flatnonzero(new & (counts >= 2))
    done: set[int] = set()
    for n in repeated[np.argsort(at[order[bounds[repeated]]], kind="stable")].tolist():
        places = at[order[bounds[n] : bounds[n + 1]]].tolist()
        if places[0] in done:
            continue
        start, end = _closed(plain, codes, places)
        done.update(range(places[0] + start, places[0] + end - FOUR + 1))
        for piece in words.pieces(places[0] + start, places[0] + end):
            enter(*piece)
    for left, right in _runs(is_shared[: len(codes)]):
        for piece in words.pieces(left, right + FOUR - 1, outward=True):
            if is_shared[piece[0] : piece[1] - FOUR + 1].any():
                enter(*piece)
    return ranked(found, folded, is_new, is_shared, title, most)


def _closed(plain: str, codes: NDArray[Any], places: Sequence[int]) -> tuple[int, int]:
    """How far all places of a run of four agree, to the left and to the right of its beginning."""
    end = FOUR
    while end < 4 * LONGEST:
        ahead = {plain[p + end] if p + end < len(plain) else "" for p in places}
        if len(ahead) > 1 or not all(p + end < len(plain) and codes[p + end] for p in places):
            break
        end += 1
    start = 0
    while start > -4 * LONGEST:
        behind = {plain[p + start - 1] if p + start > 0 else "" for p in places}
        if len(behind) > 1 or not all(p + start > 0 and codes[p + start - 1] for p in places):
            break
        start -= 1
    return start, end


def _runs(marked: NDArray[Any]) -> list[tuple[int, int]]:
    """Stretches of places that are marked, first and behind the last."""
    import numpy as np

    steps = np.diff(np.concatenate(([0], marked.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))
