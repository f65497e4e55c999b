"""How varied are the words of a text, and how much of it is made of formulas that others use too?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


def ttr(tokens: Sequence[Hashable]) -> float | None:
    """Type–token ratio: different words over words, above 0 to 1; higher is more varied.

    It falls with length, so compare texts of one length only, or use `mattr`.

    >>> round(ttr("one one two one one two one".split()), 6)
    0.285714

    Formula: V / N. None for no tokens.

    Source: Johnson (1944).
    """
    return len(set(tokens)) / len(tokens) if tokens else None


def mattr(tokens: Sequence[Hashable], *, window: int = 100) -> float | None:
    """Moving-average type–token ratio, above 0 to 1; higher is more varied. Does not depend on length.

    >>> words = "one one two one one two one".split()
    >>> [round(mattr(words, window=size), 6) for size in (2, 3, 4)]
    [0.833333, 0.666667, 0.5]

    Formula: the mean `ttr` of all stretches of `window` tokens. A text shorter than the window is one stretch, as in
    quanteda.textstats, and its value is then not comparable. None for no tokens. Raises ValueError where window is below 1.

    Source: Covington & McFall (2010).
    """
    if window < 1:
        raise ValueError("window must be at least 1")
    if not tokens:
        return None
    window = min(window, len(tokens))
    inside = Counter(tokens[:window])
    types = len(inside)
    for place in range(window, len(tokens)):
        gone = tokens[place - window]
        inside[tokens[place]] += 1
        inside[gone] -= 1
        if not inside[gone]:
            del inside[gone]
        types += len(inside)
    return types / (len(tokens) - window + 1) / window


def yule_k(tokens: Iterable[Hashable]) -> float | None:
    """Yule's characteristic K: 0 where no word comes twice, 10,000 at most; higher is more repetitive. No unit.

    It hardly depends on length.

    >>> yule_k(["这", "是", "一", "句", "话"] * 20)
    1900.0

    Formula: 10⁴ (Σ f² − N) / N², f the frequency of each word. None for no tokens.

    Source: Yule (1944).
    """
    counts = Counter(tokens)
    n = counts.total()
    return 10_000 * (sum(count * count for count in counts.values()) - n) / (n * n) if n else None


@dataclass(frozen=True, slots=True)
class Formulaicity:
    """Characters of a corpus inside recurring sequences: their share, their number, and the share of each text."""

    share: float | None
    covered: int
    chars: int
    by_text: tuple[float | None, ...]


def formulaicity(texts: Iterable[str], *, n: int = 8, docs: int = 2) -> Formulaicity:
    """Share of the characters that lie inside a sequence of at least `n` characters found in at least `docs` texts.

    0 nothing is shared, 1 all of it; no unit. A text that repeats only itself counts as 0. The more texts, the higher,
    so compare corpora of one size; copies of one document must be taken out first.

    >>> made = formulaicity(["坚持以人民为中心的思想", "要以人民为中心开展工作", "今天天气很好"], n=5)
    >>> made.covered, made.chars, round(made.share, 4), [round(share, 4) for share in made.by_text]
    (12, 28, 0.4286, [0.5455, 0.5455, 0.0])

    A sequence is what stands in the text, punctuation and line ends too: give texts as they shall be compared. The
    n-grams are hashed to 64 bits and sorted as numbers, so time grows with the characters and not with their pairs; in
    five million characters the chance that two different n-grams are taken for one is about one in a million. Shares are None for empty texts. Raises ValueError where `n` is below
    1 or `docs` below 2.

    Source: coverage by recurrent n-grams, after Biber et al. (1999) and Forsyth & Grabowski (2015).
    """
    import numpy as np

    if n < 1 or docs < 2:
        raise ValueError("n must be at least 1 and docs at least 2")
    hashes = [_ngrams(text, n) for text in texts]
    lengths = [length for length, _ in hashes]
    distinct = [np.unique(grams) for _, grams in hashes]
    every = np.sort(np.concatenate(distinct)) if distinct else np.empty(0, dtype=np.uint64)
    # sorted, an n-gram that is in `docs` texts equals the one docs − 1 places further on
    first, last = every[: max(0, len(every) - docs + 1)], every[docs - 1 :]
    recurring = np.unique(first[first == last])
    covered = []
    for length, grams in hashes:
        ends = np.zeros(length + 1, dtype=np.int64)
        starts = np.flatnonzero(_among(grams, recurring))
        ends[starts] += 1
        ends[starts + n] -= 1
        covered.append(int((np.cumsum(ends[:length]) > 0).sum()))
    inside, chars = sum(covered), sum(lengths)
    shares = tuple(part / length if length else None for part, length in zip(covered, lengths, strict=True))
    return Formulaicity(inside / chars if chars else None, inside, chars, shares)


def _among(values: NDArray[Any], kept: NDArray[Any]) -> NDArray[Any]:
    """Which values are among the sorted ones that are kept."""
    import numpy as np

    if not len(kept):
        return np.zeros(len(values), dtype=bool)
    places = np.searchsorted(kept, values)
    return np.asarray(kept[np.minimum(places, len(kept) - 1)] == values)


def _ngrams(text: str, n: int) -> tuple[int, NDArray[Any]]:
    """Length of a text, and a 64-bit hash of each of its n-grams, the same in every process."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    # spread the codes over 64 bits (splitmix64), then a polynomial in an odd number, modulo 2⁶⁴
    codes = (codes + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    codes = (codes ^ (codes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    codes = (codes ^ (codes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    codes ^= codes >> np.uint64(31)
    count = max(0, len(codes) - n + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(n):
        hashes *= np.uint64(0xD6E8FEB86659FD93)
        hashes += codes[place : place + count]
    return len(codes), hashes
