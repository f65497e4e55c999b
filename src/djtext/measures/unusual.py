"""Themes that a document has much more of, or less, than documents of its length in a baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from djtext.measures.profile.baseline import Baseline

if TYPE_CHECKING:
    from numpy.typing import NDArray

WANTED = 100  # documents to compare with; where fewer are of its length, those next in length make them up
FEWEST_DOCS = 20
FEWEST_HITS = 3
LEVEL = 0.05
SMOOTHING = 0.5

Side = Literal["strong", "weak", "absent", ""]


@dataclass(frozen=True, slots=True)
class ThemeFigure:
    """A theme of a document against a baseline.

    `hits` and `per_10k` are the document's; `expected` the hits it would have at the rate of the documents compared with,
    `ratio` the one rate divided by the other (None where they have none). `as_extreme` of `compared` documents have a rate
    at least as high (or as low, where it is below). `p` and `q` are None where nothing was tested. `side` says what is claimed.
    """

    theme: int
    hits: int
    per_10k: float
    expected: float
    ratio: float | None
    as_extreme: int
    compared: int
    p: float | None = None
    q: float | None = None
    side: Side = ""


def comparable(base: Baseline, hanzi: int, *, without: Sequence[int] = ()) -> NDArray[Any]:
    """The rows of the baseline's documents that a document of so many hanzi is compared with.

    Those of half to twice its hanzi; where these are fewer than 100, the 100 nearest in length (by ratio) of those of a quarter to
    four times: rates in short documents vary more than in long ones, so that others say nothing of it.
    """
    import numpy as np

    allowed = np.ones(len(base), bool)
    allowed[list(without)] = False
    allowed &= base.hanzi > 0
    near = np.flatnonzero(allowed & (2 * base.hanzi.astype(np.int64) >= hanzi) & (base.hanzi <= 2 * hanzi))
    if len(near) >= WANTED:
        return near
    rows = np.flatnonzero(allowed & (4 * base.hanzi.astype(np.int64) >= hanzi) & (base.hanzi <= 4 * hanzi))
    far = np.abs(np.log(base.hanzi[rows] / max(hanzi, 1)))
    order = np.lexsort((base.ids[rows], far))[:WANTED]
    return np.sort(np.union1d(near, rows[order])) if len(near) else np.sort(rows[order])


def adjusted(values: Sequence[float]) -> list[float]:
    """Benjamini–Hochberg q values, in the order given.

    >>> [round(q, 3) for q in adjusted([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]

    Source: Benjamini & Hochberg (1995).
    """
    order = sorted(range(len(values)), key=lambda n: values[n])
    made = [0.0] * len(values)
    least = 1.0
    for place in range(len(order), 0, -1):
        n = order[place - 1]
        least = min(least, values[n] * len(values) / place)
        made[n] = least
    return made


def unusual(
    base: Baseline, counts: Sequence[tuple[int, int]], hanzi: int, rows: NDArray[Any]
) -> tuple[ThemeFigure, ...]:
    """Every theme that a document has, or should have, against the documents in `rows` of a baseline.

    `counts` are (theme, hits). Themes claimed come first, by q and then by how far the rates are apart; then the others by hits.

    p is two-sided: twice the lesser of (b + 1) / (m + 1), where b of the m documents have a rate at least as high (or as
    low). A theme is tested where the document has 3 hits of it, or would have 3 at the others' rate; without 20 documents to
    compare with nothing is. q is adjusted over the tested themes of the document. Claimed is what has q ≤ 0.05.

    Source: (b + 1) / (m + 1), Davison & Hinkley (1997); Phipson & Smyth (2010).
    """
    import numpy as np

    own = dict(counts)
    m = len(rows)
    size = max(1, hanzi)
    others = base.themes[rows].astype(np.int64)
    hanzi_there = base.hanzi[rows].astype(np.int64)
    total = int(hanzi_there.sum())
    sums = others.sum(axis=0).tolist() if m else [0] * base.themes.shape[1]
    figures: list[ThemeFigure] = []
    for theme in range(max([len(sums), *(place + 1 for place in own)])):
        hits = own.get(theme, 0)
        there = sums[theme] if theme < len(sums) else 0
        expected = there / total * hanzi if total else 0.0
        if not hits and expected < 1:
            continue
        # hits / hanzi against theirs, in whole numbers
        high = low = 0
        if m and theme < len(sums):
            left, right = hits * hanzi_there, others[:, theme] * size
            high, low = int((right >= left).sum()), int((right <= left).sum())
        elif m:
            low = m
        tested = m >= FEWEST_DOCS and max(hits, expected) >= FEWEST_HITS
        above = hits >= expected
        p = min(1.0, 2 * (min(high, low) + 1) / (m + 1)) if tested else None
        figures.append(
            ThemeFigure(
                theme, hits, hits * 10_000 / size, expected, hits / expected if expected else None,
                high if above else low, m, p,
            )
        )  # fmt: skip
    tested_ones = [n for n, figure in enumerate(figures) if figure.p is not None]
    for n, q in zip(tested_ones, adjusted([figures[n].p or 0.0 for n in tested_ones]), strict=True):
        figures[n] = _claimed(figures[n], q)
    figures.sort(key=lambda f: (not f.side, f.q if f.side and f.q is not None else 1.0, -_apart(f), -f.hits, f.theme))
    return tuple(figures)


def _claimed(figure: ThemeFigure, q: float) -> ThemeFigure:
    from dataclasses import replace

    side: Side = ""
    if q <= LEVEL:
        side = "strong" if figure.hits >= figure.expected else "weak" if figure.hits else "absent"
    return replace(figure, q=q, side=side)


def _apart(figure: ThemeFigure) -> float:
    """How far hits and expected hits are apart, on a logarithmic scale; 0 where nothing is claimed."""
    import math

    return abs(math.log((figure.hits + 0.5) / (figure.expected + 0.5))) if figure.side else 0.0


@dataclass(frozen=True, slots=True)
class Mixture:
    """How new a document's mixture of themes is: `bits`, and the share of comparable documents that are less new."""

    bits: float | None
    rank: float | None


def mixture(
    base: Baseline, counts: Sequence[tuple[int, int]], rows: NDArray[Any], *, without: Sequence[int] = ()
) -> Mixture:
    """Novelty of a document's mixture of themes: the mean surprise, in bits, of one who expects any document of the baseline.

    The mean of the KL divergences from each document of the baseline, as `measures.novelty` has it, with the whole baseline as
    the past: ½ is added to every theme that stands in the baseline or the document. From 0 upwards; None where the document has no
    theme or the baseline no document. `rank` is the share of the documents in `rows` whose own novelty, against the others, is
    lower; ties count half; None where there are fewer than 20.

    Source: Barron, Huang, Spang & DeDeo (2018).
    """
    import numpy as np

    own = np.zeros(max([base.themes.shape[1], *(place + 1 for place, _ in counts)]) if len(base) else 0)
    for place, hits in counts:
        if place < len(own):
            own[place] = hits
    kept = np.ones(len(base), bool)
    kept[list(without)] = False
    theirs = base.themes.astype(np.float64)
    kept &= theirs.sum(axis=1) > 0
    n = int(kept.sum())
    if not n or not own.sum():
        return Mixture(None, None)
    used = np.zeros(len(own), bool)
    used[: theirs.shape[1]] = theirs[kept].sum(axis=0) > 0
    used |= own > 0
    full = np.zeros((len(base), len(own)))
    full[:, : theirs.shape[1]] = theirs
    full = full[:, used] + SMOOTHING
    shares = full / full.sum(axis=1, keepdims=True)
    logs = np.log2(shares)
    mean = logs[kept].sum(axis=0)
    mine = own[used] + SMOOTHING
    mine /= mine.sum()
    bits = max(0.0, float((mine * (np.log2(mine) - mean / n)).sum()))
    some = rows[kept[rows]]
    if len(some) < FEWEST_DOCS or n < 2:
        return Mixture(bits, None)
    rest = (mean - logs[some]) / (n - 1)
    values = np.maximum(0, (shares[some] * (logs[some] - rest)).sum(axis=1))
    lower, equal = int((values < bits - 1e-9).sum()), int((np.abs(values - bits) <= 1e-9).sum())
    return Mixture(bits, (lower + equal / 2) / len(some))
