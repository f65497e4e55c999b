"""Is something commoner in one group of texts than in another? How sure (G², χ²) and how much (ratios).

Everything takes `count_a` of `size_a` in the first group and `count_b` of `size_b` in the second, in one unit (words of
words, hits of hanzi, documents of documents). Positive means commoner in the first. Two rules hold throughout: counts
that cannot be (negative, or larger than their size) raise ValueError, and a value that does not exist is None, never NaN.

The p values assume that every word falls independently. Hits in one speech do not, so give the number of documents
beside them, and the test over documents of `djtext.measures.permutation`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from djtext.measures.distributions import chi2_sf, normal_z

Correction = Literal["none", "yates", "williams"]


def _checked(count_a: float, size_a: float, count_b: float, size_b: float) -> None:
    if not (0 <= count_a <= size_a < math.inf and 0 <= count_b <= size_b < math.inf):
        raise ValueError("a count must be between 0 and the size of its group")


def _sign(count_a: float, size_a: float, count_b: float, size_b: float) -> float:
    return math.copysign(1.0, count_a * size_b - count_b * size_a)


def _williams(count_a: float, size_a: float, count_b: float, size_b: float) -> float:
    """Williams's q for a 2×2 table, by which a statistic is divided; it depends on the margins only."""
    n, counted = size_a + size_b, count_a + count_b
    if counted in (0, n):
        return 1.0
    rows = n / size_a + n / size_b - 1
    columns = n / counted + n / (n - counted) - 1
    return 1 + rows * columns / (6 * n)


def _log_likelihood(observed: Sequence[float], expected: Sequence[float]) -> float:
    # fsum, so that the value does not depend on which group comes first
    return max(0.0, 2 * math.fsum(o * math.log(o / e) for o, e in zip(observed, expected, strict=True) if o > 0))


def g2(
    count_a: float, size_a: float, count_b: float, size_b: float, *, correction: Literal["none", "williams"] = "none"
) -> float | None:
    """Signed log-likelihood ratio over all four cells; positive when commoner in the first group. No unit.

    |G²| at least 3.84 is p < .05, 10.83 is p < .001. It says how sure, not how much: it grows with the corpora.

    >>> round(g2(10, 100, 5, 200), 6), round(g2(5, 200, 10, 100), 6)
    (7.329812, -7.329812)

    Formula: 2 Σ O ln(O / E) over the counts and the rest of both groups, E from the margins; cells of 0 add 0.
    `correction="williams"` divides by Williams's q, which matters for small tables. Without a difference, 0.0.
    None where a group is empty. Raises ValueError for impossible counts.

    Source: Dunning (1993); the form of quanteda and AntConc 4. Williams (1976).
    """
    _checked(count_a, size_a, count_b, size_b)
    if correction not in ("none", "williams"):
        raise ValueError("correction of G² must be none or williams")
    if not size_a or not size_b:
        return None
    n, counted = size_a + size_b, count_a + count_b
    rest = (size_a - count_a) + (size_b - count_b)
    value = _log_likelihood(
        (count_a, count_b, size_a - count_a, size_b - count_b),
        (counted * size_a / n, counted * size_b / n, rest * size_a / n, rest * size_b / n),
    )
    if correction == "williams":
        value /= _williams(count_a, size_a, count_b, size_b)
    return _sign(count_a, size_a, count_b, size_b) * value


def g2_two_cell(count_a: float, size_a: float, count_b: float, size_b: float) -> float | None:
    """Signed log-likelihood ratio over the two counts alone; positive when commoner in the first group. No unit.

    A little smaller than the four-cell `g2`, and close to it where the thing is rare. Given because the calculators of
    UCREL, and AntConc before version 4, print it.

    >>> round(g2_two_cell(10, 100, 5, 200), 6)
    6.931472

    Formula: 2 (O₁ ln(O₁ / E₁) + O₂ ln(O₂ / E₂)), E in proportion to the sizes. None where a group is empty. Raises
    ValueError for impossible counts.

    Source: Rayson & Garside (2000).
    """
    _checked(count_a, size_a, count_b, size_b)
    if not size_a or not size_b:
        return None
    n, counted = size_a + size_b, count_a + count_b
    value = _log_likelihood((count_a, count_b), (counted * size_a / n, counted * size_b / n))
    return _sign(count_a, size_a, count_b, size_b) * value


def chi2(
    count_a: float, size_a: float, count_b: float, size_b: float, *, correction: Correction = "none"
) -> float | None:
    """Signed Pearson χ² of the 2×2 table; positive when commoner in the first group. No unit.

    Unsafe where an expected count is below 5, where G² or the test over documents is the better choice.

    >>> round(chi2(7, 10, 2, 9), 6), round(chi2(7, 10, 2, 9, correction="yates"), 6)
    (4.33716, 2.632438)

    Formula: Σ (|O − E| − y)² / E over the four cells, y = 0. `"yates"` takes y = min(½, |O − E|), always, as R's
    chisq.test; quanteda.textstats takes it only where an expected count is below 5. `"williams"` divides by q.
    Without a difference, or where the thing is nowhere or everywhere, 0.0. None where a group is empty. Raises ValueError
    for impossible counts and for a correction that is not one of these.

    Source: Pearson (1900), Yates (1934), Williams (1976); the signs and names of quanteda.textstats.
    """
    _checked(count_a, size_a, count_b, size_b)
    if correction not in get_args(Correction):
        raise ValueError(f"correction of χ² must be one of {', '.join(get_args(Correction))}")
    if not size_a or not size_b:
        return None
    n, counted = size_a + size_b, count_a + count_b
    if counted in (0, n):
        return 0.0
    expected = [part * size / n for part in (counted, n - counted) for size in (size_a, size_b)]
    # all four cells lie equally far from what is expected
    off = abs(count_a * size_b - count_b * size_a) / n
    if correction == "yates":
        off -= min(0.5, off)
    value = off * off * math.fsum(1 / e for e in expected)
    if correction == "williams":
        value /= _williams(count_a, size_a, count_b, size_b)
    return _sign(count_a, size_a, count_b, size_b) * value


def p_value(statistic: float | None, df: int = 1) -> float | None:
    """Probability of a G² or χ² at least this far from 0, either sign, if there were no difference. 0 to 1.

    >>> round(p_value(g2(10, 100, 5, 200)), 6)
    0.006782

    None for None. With many words or themes, some p are small by chance: report `bh` of all of them. Raises ValueError
    where `df` is below 1.

    Source: Wilks (1938).
    """
    return None if statistic is None else chi2_sf(abs(statistic), df)


def log_ratio(count_a: float, size_a: float, count_b: float, size_b: float) -> float | None:
    """Binary logarithm of the ratio of the two rates: 1 is twice as common in the first group, −1 half. No bound.

    >>> log_ratio(10, 100, 5, 200)
    2.0
    >>> log_ratio(0, 100, 5, 100) == log_ratio(0.5, 100, 5, 100)
    True

    Formula: log₂((count_a / size_a) / (count_b / size_b)); a count of 0 becomes ½ before the division, so a value beside
    a zero count is a convention and not a measurement. None where a group is empty or both counts are 0. Raises
    ValueError for impossible counts.

    Source: Hardie (2014), Log Ratio: an informal introduction.
    """
    _checked(count_a, size_a, count_b, size_b)
    if not size_a or not size_b or not (count_a or count_b):
        return None
    first, second = (count_a or 0.5) * size_b, (count_b or 0.5) * size_a
    # always the larger over the smaller, so that swapping the groups changes the sign and nothing else
    return math.log2(first / second) if first >= second else -math.log2(second / first)


def pct_diff(count_a: float, size_a: float, count_b: float, size_b: float) -> float | None:
    """%DIFF: how many per cent the rate of the first group lies above that of the second; −100 is absent. Per cent.

    >>> round(pct_diff(206_523, 959_641, 178_174, 1_562_358), 1)
    88.7

    Formula: 100 (rate_a − rate_b) / rate_b. Swapping the groups gives another number, not the negative: use `log_ratio`
    for a symmetric one. None where a group is empty or the second has none of it (the authors divide by 10⁻¹⁸ there,
    which prints an immense number that says nothing). Raises ValueError for impossible counts.

    Source: Gabrielatos & Marchi (2011).
    """
    _checked(count_a, size_a, count_b, size_b)
    if not size_a or not size_b or not count_b:
        return None
    return 100 * (count_a * size_b / (size_a * count_b) - 1)


@dataclass(frozen=True, slots=True)
class Odds:
    """An odds ratio with its interval; `corrected` says that ½ was added to every cell, because one was 0."""

    ratio: float
    low: float
    high: float
    corrected: bool


def odds_ratio(count_a: float, size_a: float, count_b: float, size_b: float, *, level: float = 0.95) -> Odds | None:
    """How many times larger the odds are in the first group, with Woolf's interval; 1 is no difference, 0 to ∞.

    >>> odds = odds_ratio(16_217, 2_796_938, 735, 2_087_946)
    >>> round(odds.ratio, 1), round(odds.low, 2), round(odds.high, 2), odds.corrected
    (16.6, 15.38, 17.83, False)

    Formula: ad / bc; interval exp(ln ad/bc ± z √(1/a + 1/b + 1/c + 1/d)), z = 1.96 for `level` 0.95. Where one of the four
    cells is 0, ½ is added to all of them (Haldane, Anscombe) and `corrected` is true. None where a group is empty, or
    where both have none of it, or nothing else. Raises ValueError for impossible counts or levels.

    Source: Woolf (1955), Haldane (1956); for keyness Pojanapunya & Todd (2016).
    """
    _checked(count_a, size_a, count_b, size_b)
    z = normal_z(level)
    if not size_a or not size_b or count_a + count_b in (0, size_a + size_b):
        return None
    cells = [count_a, size_a - count_a, count_b, size_b - count_b]
    corrected = 0 in cells
    if corrected:
        cells = [cell + 0.5 for cell in cells]
    a, b, c, d = cells
    middle = math.log(a / b) - math.log(c / d)
    half = z * math.sqrt(math.fsum(1 / cell for cell in cells))
    return Odds(math.exp(middle), math.exp(middle - half), math.exp(middle + half), corrected)


def simple_maths(
    count_a: float, size_a: float, count_b: float, size_b: float, *, n: float = 1.0, per: float = 1_000_000
) -> float | None:
    """Ratio of the two rates per `per`, each raised by `n`; above 1 commoner in the first group, 0 to ∞. No unit.

    A larger `n` prefers commoner words: 1 finds rare ones, 1,000 common ones.

    >>> round(simple_maths(35, 112_289_776, 263, 1_559_716_979), 4)
    1.1224

    Formula: (rate_a + n) / (rate_b + n). None where a group is empty. Raises ValueError for impossible counts, or where
    `n` or `per` is not above 0.

    Source: Kilgarriff (2009), Simple maths for keywords.
    """
    _checked(count_a, size_a, count_b, size_b)
    if not (n > 0 and per > 0):
        raise ValueError("n and per must be above 0")
    if not size_a or not size_b:
        return None
    return (count_a * per / size_a + n) / (count_b * per / size_b + n)


def bh(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Benjamini–Hochberg q of every p, in the order given; 0 to 1, never below its p.

    Reporting all with q ≤ .05 means that on average at most 5 % of the reported differences are chance. A None stays
    None and is not counted as a test.

    >>> bh([0.01, 0.04, 0.03, 0.005])
    (0.02, 0.04, 0.04, 0.02)

    Formula: of the m values sorted, q of the i-th is the smallest p m / j over all j ≥ i. Raises ValueError where a p is
    not between 0 and 1.

    Source: Benjamini & Hochberg (1995).
    """
    tested = sorted(((p, place) for place, p in enumerate(p_values) if p is not None), reverse=True)
    if any(not 0 <= p <= 1 for p, _ in tested):
        raise ValueError("a p value must be between 0 and 1")
    q_values: list[float | None] = [None] * len(p_values)
    least = 1.0
    for rank, (p, place) in zip(range(len(tested), 0, -1), tested, strict=True):
        least = min(least, max(p, p * len(tested) / rank))  # max, because the division may round down
        q_values[place] = least
    return tuple(q_values)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group against another: how sure (signed four-cell G², its p) and how much (three ratios)."""

    g2: float | None
    p: float | None
    log_ratio: float | None
    pct_diff: float | None
    odds: Odds | None


def compare(count_a: float, size_a: float, count_b: float, size_b: float) -> Comparison:
    """The measures of two groups at once: `g2`, its `p_value`, `log_ratio`, `pct_diff` and `odds_ratio`.

    >>> made = compare(10, 100, 5, 200)
    >>> round(made.g2, 3), round(made.p, 4), made.log_ratio, made.pct_diff
    (7.33, 0.0068, 2.0, 300.0)

    Each is None where its function says so. Raises ValueError for impossible counts.
    """
    likelihood = g2(count_a, size_a, count_b, size_b)
    return Comparison(
        likelihood,
        p_value(likelihood),
        log_ratio(count_a, size_a, count_b, size_b),
        pct_diff(count_a, size_a, count_b, size_b),
        odds_ratio(count_a, size_a, count_b, size_b),
    )


@dataclass(frozen=True, slots=True)
class Contingency:
    """k groups: χ² of the k×2 table, and each group against all others together, in the order given."""

    chi2: float | None
    df: int
    p: float | None
    cramers_v: float | None
    against_rest: tuple[Comparison, ...]


def contingency(counts: Sequence[float], sizes: Sequence[float]) -> Contingency:
    """Do the rates of k groups differ at all, how strongly, and which group stands out?

    χ² is unsigned here, with one degree of freedom less than groups that have text. Cramér's V says how much: 0 alike, 1
    each group all or nothing; with hits among many characters it is always tiny, so read it beside the ratios.

    >>> made = contingency([10, 20, 30], [100, 100, 100])
    >>> round(made.chi2, 6), made.df, round(made.p, 6), round(made.cramers_v, 4)
    (12.5, 2, 0.00193, 0.2041)
    >>> [round(group.log_ratio, 2) for group in made.against_rest]
    [-1.32, 0.0, 1.0]

    Formula: Σ (O − E)² / E over counts and rests; V = √(χ² / N), because the table has two columns. Empty groups are left
    out, and compared with nothing. χ², p and V are None where fewer than two groups have text; where the thing is
    nowhere or everywhere they are 0, 1 and 0. Raises ValueError for impossible counts or different lengths.

    Source: Pearson (1900), Cramér (1946).
    """
    if len(counts) != len(sizes):
        raise ValueError("counts and sizes must have the same length")
    for count, size in zip(counts, sizes, strict=True):
        _checked(count, size, 0, 0)
    rest = tuple(
        compare(
            counts[i], sizes[i], math.fsum([*counts[:i], *counts[i + 1 :]]), math.fsum([*sizes[:i], *sizes[i + 1 :]])
        )
        for i in range(len(counts))
    )
    full = [(count, size) for count, size in zip(counts, sizes, strict=True) if size]
    df = max(0, len(full) - 1)
    if not df:
        return Contingency(None, df, None, None, rest)
    n, counted = math.fsum(sizes), math.fsum(counts)
    if counted in (0, n):
        return Contingency(0.0, df, 1.0, 0.0, rest)
    share = counted / n
    # (O − E)² is the same for the count and for the rest of a group
    value = math.fsum((count - size * share) ** 2 / size for count, size in full) / (share * (1 - share))
    return Contingency(value, df, chi2_sf(value, df), math.sqrt(value / n), rest)
