"""Does something rise or fall through time, how fast, and when does it come in bursts?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from djtext.measures.distributions import normal_p, normal_z


@dataclass(frozen=True, slots=True)
class MannKendall:
    """S, its variance, z with continuity correction, two-sided p, and Kendall's τ (a) with time."""

    s: float
    variance: float
    z: float | None
    p: float | None
    tau: float | None


def _sign(x: float) -> int:
    return (x > 0) - (x < 0)


def _variance(values: Sequence[float]) -> float:
    """Variance of Kendall's S if order were chance, with ties."""
    n = len(values)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    return (n * (n - 1) * (2 * n + 5) - ties) / 18


def mann_kendall(values: Sequence[float]) -> MannKendall:
    """Test of a steady rise (S, z, τ positive) or fall (negative) of values in the order of time.

    It asks only whether later values are larger, not by how much; τ is −1 to 1. The p is the normal approximation, rough
    below about 8 values, and takes the values as independent: neighbouring years rarely are.

    >>> made = mann_kendall([1, 2.3, 3.1, 4.5, 5.2, 6.8, 7.1, 8.9, 9.5, 10.2])
    >>> made.s, made.variance, round(made.z, 6), made.tau
    (45, 125.0, 3.93548, 1.0)

    Formula: S = Σ sign(xⱼ − xᵢ), i < j; Var = (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18 over tied values; z = (S ∓ 1) / √Var;
    τ = S / (n(n−1)/2). z and p are None where all values are equal or there are fewer than two, τ for fewer than two.
    Raises ValueError for a value that is not finite.

    Source: Mann (1945), Kendall (1975).
    """
    if not all(map(math.isfinite, values)):
        raise ValueError("values must be finite")
    n = len(values)
    s = sum(_sign(later - earlier) for i, earlier in enumerate(values) for later in values[i + 1 :])
    variance = _variance(values)
    tau = s / (n * (n - 1) / 2) if n > 1 else None
    if not variance:
        return MannKendall(s, variance, None, None, tau)
    z = (s - _sign(s)) / math.sqrt(variance)
    return MannKendall(s, variance, z, normal_p(z), tau)


@dataclass(frozen=True, slots=True)
class Sen:
    """Sen's slope, its interval, and the intercept of a line through the medians."""

    slope: float
    low: float
    high: float
    intercept: float


def sen_slope(values: Sequence[float], times: Sequence[float] | None = None, *, level: float = 0.95) -> Sen | None:
    """Median change of the values per unit of time, with its interval; positive rises. One outlier does not move it.

    `times` are 0, 1, 2, … unless given (years, say, with gaps).

    >>> made = sen_slope([1, 2.3, 3.1, 4.5, 5.2, 6.8, 7.1, 8.9, 9.5, 10.2])
    >>> round(made.slope, 4), round(made.low, 4), round(made.high, 4)
    (1.05, 0.96, 1.1286)

    Formula: the median of (xⱼ − xᵢ) / (tⱼ − tᵢ) over pairs of different times; the ends are the slopes whose ranks lie
    z √Var / 2 from the middle, Var as in `mann_kendall`, with ties of times too. None where no two times differ. Raises
    ValueError where lengths differ, a number is not finite, or level is not between 0 and 1.

    Source: Sen (1968).
    """
    if times is None:
        times = range(len(values))
    if len(times) != len(values):
        raise ValueError("values and times must have the same length")
    if not all(map(math.isfinite, [*values, *times])):
        raise ValueError("values and times must be finite")
    z = normal_z(level)
    points = list(zip(times, values, strict=True))
    slopes = sorted(
        (later[1] - earlier[1]) / (later[0] - earlier[0])
        for i, earlier in enumerate(points)
        for later in points[i + 1 :]
        if later[0] != earlier[0]
    )
    if not slopes:
        return None
    n = len(values)
    tied = n * (n - 1) * (2 * n + 5) / 18 - _variance(times)
    half = z * math.sqrt(max(0.0, _variance(values) - tied)) / 2
    low = max(0, round(len(slopes) / 2 - half) - 1)
    high = min(len(slopes) - 1, round(len(slopes) / 2 + half))
    slope = median(slopes)
    # of few or tied values the ranks can cross the median; the interval always holds the slope
    return Sen(slope, min(slopes[low], slope), max(slopes[high], slope), median(values) - slope * median(times))


@dataclass(frozen=True, slots=True)
class Burst:
    """A stretch of time at or above a level of activity; level 1 is the ordinary one, 2 and more are bursts."""

    level: int
    start: float
    end: float


def kleinberg_states(offsets: Sequence[float], *, s: float = 2, gamma: float = 1) -> tuple[int, ...]:
    """The state in which each gap between two events is best explained: 0 ordinary, higher denser.

    >>> kleinberg_states([0, 30, 60, 61, 62, 63, 64, 65, 66, 100, 130])
    (0, 0, 3, 3, 3, 3, 3, 3, 0, 0)

    Formula: in state j gaps are exponential with rate sʲ / mean gap; going up one state costs γ ln(number of gaps), going
    down nothing; the sequence of states with the least cost, of equal ones the lower state, starting from 0. Order of
    the offsets does not matter. Empty for fewer than two events. Raises ValueError where two events fall together (count
    them by period, with `batched_bursts`), an offset is not finite, s is not above 1 or gamma not above 0.

    Source: Kleinberg (2003), section 3, with the number of states of the R package bursts.
    """
    if not (1 < s < math.inf and 0 < gamma < math.inf):
        raise ValueError("s must be above 1 and gamma above 0")
    if not all(map(math.isfinite, offsets)):
        raise ValueError("offsets must be finite")
    gaps = [later - earlier for earlier, later in pairwise(sorted(offsets))]
    if not gaps:
        return ()
    if not min(gaps) > 0:
        raise ValueError("two events at one time; count events by period instead")
    span, n = math.fsum(gaps), len(gaps)
    states = max(1, math.ceil(1 + math.log(span, s) + math.log(1 / min(gaps), s)))
    rates = [s**j * n / span for j in range(states)]
    up = gamma * math.log(n)
    costs = [0.0] + [math.inf] * (states - 1)
    origins: list[list[int]] = []
    for gap in gaps:
        reach = [[costs[i] + max(0, j - i) * up for i in range(states)] for j in range(states)]
        best = [min(range(states), key=row.__getitem__) for row in reach]
        origins.append(best)
        costs = [reach[j][best[j]] + rates[j] * gap - math.log(rates[j]) for j in range(states)]
    state = min(range(states), key=costs.__getitem__)
    path = []
    for best in reversed(origins):
        path.append(state)
        state = best[state]
    return tuple(reversed(path))


def kleinberg(offsets: Sequence[float], *, s: float = 2, gamma: float = 1) -> tuple[Burst, ...]:
    """Bursts in a stream of events at known times, nested, in the order in which they open.

    The first is all of the stream, at level 1; those of level 2 and more are bursts. A higher `s` wants denser bursts, a
    higher `gamma` longer ones. A burst starts at the event before its first short gap.

    >>> kleinberg([0, 30, 60, 61, 62, 63, 64, 65, 66, 100, 130])[:2]
    (Burst(level=1, start=0, end=130), Burst(level=2, start=60, end=66))

    Formula and ValueError as `kleinberg_states`. One event alone is a stretch of no length; no event, no stretch.

    Source: Kleinberg (2003); the rows of the R package bursts.
    """
    states = kleinberg_states(offsets, s=s, gamma=gamma)
    if len(offsets) < 2:
        return tuple(Burst(1, offset, offset) for offset in offsets)
    times = sorted(offsets)
    found: list[Burst] = []
    open_levels: list[int] = []  # places in `found`, one for each level that is open
    for state, start in zip((*states, -1), times, strict=True):
        while len(open_levels) > state + 1:
            place = open_levels.pop()
            found[place] = Burst(found[place].level, found[place].start, start)
        while len(open_levels) < state + 1:
            open_levels.append(len(found))
            found.append(Burst(len(open_levels), start, start))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PeriodBurst:
    """A burst from period `start` to period `end`, both included, counted from 0, and its weight."""

    start: int
    end: int
    weight: float


def batched_bursts(
    hits: Sequence[float], totals: Sequence[float], *, s: float = 2, gamma: float = 1
) -> tuple[PeriodBurst, ...]:
    """Runs of periods in which `s` times the common rate explains the hits better than the common rate does.

    `hits[t]` of `totals[t]` in each period (documents of documents, hits of hanzi). The weight, above 0, is how much
    better, in nats; the larger, the stronger or longer. A higher `gamma` wants longer bursts.

    >>> (made,) = batched_bursts([1, 1, 2, 9, 8, 1, 0], [50] * 7)
    >>> made.start, made.end, round(made.weight, 3)
    (3, 4, 6.021)

    Formula: p₀ = Σ hits / Σ totals, p₁ = s p₀; a period costs −ln of its binomial probability in its state, going up costs
    γ ln(number of periods), going down nothing; the least cost starting from the ordinary state; weight Σ (cost in the
    ordinary state − cost in the burst state). Periods without text cost nothing. Where s p₀ would reach 1, no rate is
    left for a burst and none is found. Raises ValueError where lengths differ, hits are not between 0 and the total,
    s is not above 1 or gamma not above 0.

    Source: Kleinberg (2003), section 4, with two states.
    """
    if not (1 < s < math.inf and 0 < gamma < math.inf):
        raise ValueError("s must be above 1 and gamma above 0")
    if len(hits) != len(totals):
        raise ValueError("hits and totals must have the same length")
    if not all(0 <= hit <= total < math.inf for hit, total in zip(hits, totals, strict=True)):
        raise ValueError("hits must be between 0 and the total of their period")
    count, size = math.fsum(hits), math.fsum(totals)
    if not count or s * count >= size:
        return ()
    p = count / size
    # what a period gains by the burst state: its log-likelihood ratio
    hit_gain, miss_gain = math.log(s), math.log1p(-s * p) - math.log1p(-p)
    gains = [hit * hit_gain + (total - hit) * miss_gain for hit, total in zip(hits, totals, strict=True)]
    up = gamma * math.log(len(hits))
    calm, burst = 0.0, math.inf
    origins: list[tuple[bool, bool]] = []
    for gain in gains:
        from_burst = burst < calm, burst < calm + up
        origins.append(from_burst)
        calm, burst = min(calm, burst), min(burst, calm + up) - gain
    inside = burst < calm
    path = []
    for from_burst in reversed(origins):
        path.append(inside)
        inside = from_burst[inside]
    found: list[PeriodBurst] = []
    for place, (bursting, gain) in enumerate(zip(reversed(path), gains, strict=True)):
        if not bursting:
            continue
        if found and found[-1].end == place - 1:
            found[-1] = PeriodBurst(found[-1].start, place, found[-1].weight + gain)
        else:
            found.append(PeriodBurst(place, place, gain))
    return tuple(found)
