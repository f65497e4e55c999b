"""The example of the novelty measures, exact; the formula of the authors' own script written out anew; laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from djtext.measures.novelty import Novelty, kl, novelty

ROWS = [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.7, 0.2], [0.25, 0.5, 0.25], [0.25, 0.25, 0.5]]
COUNTS = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 20), min_size=width, max_size=width), max_size=8)
)
FULL = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(1, 20), min_size=width, max_size=width), min_size=1, max_size=8)
)


def test_barron_2018_example() -> None:
    second = novelty(ROWS, w=1)[1]
    assert (second.novelty, second.transience, second.resonance) == pytest.approx((2.1, 0.054116, 2.045884), abs=5e-7)
    third = novelty(ROWS, w=2)[2]
    assert (third.novelty, third.transience, third.resonance) == pytest.approx((0.965148, 0.393220, 0.571928), abs=5e-7)


def test_the_ends_have_no_window() -> None:
    made = novelty(ROWS, w=2)
    assert [one.novelty is None for one in made] == [True, True, False, False, False]
    assert [one.transience is None for one in made] == [False, False, False, True, True]
    assert [one.resonance is None for one in made] == [True, True, False, True, True]


@given(FULL, st.integers(1, 4), st.sampled_from([0.0, 0.5]))
def test_it_is_the_mean_of_scipys_entropies(rows: list[list[int]], w: int, smoothing: float) -> None:
    smooth = [[cell + smoothing for cell in row] for row in rows]

    def mean(place: int, others: range) -> float | None:
        if others.start < 0 or others.stop > len(rows):
            return None
        return sum(float(stats.entropy(smooth[place], smooth[other], base=2)) for other in others) / w

    for place, made in enumerate(novelty(rows, w=w, smoothing=smoothing)):
        past, future = mean(place, range(place - w, place)), mean(place, range(place + 1, place + 1 + w))
        assert made.novelty == (None if past is None else pytest.approx(past, abs=1e-9))
        assert made.transience == (None if future is None else pytest.approx(future, abs=1e-9))
        if past is not None and future is not None:
            assert made.resonance == pytest.approx(past - future, abs=1e-9)


@given(COUNTS, st.integers(1, 4), st.sampled_from([0.0, 0.5]))
def test_laws(rows: list[list[int]], w: int, smoothing: float) -> None:
    made = novelty(rows, w=w, smoothing=smoothing)
    for place, one in enumerate(made):
        for value in (one.novelty, one.transience):
            assert value is None or (value >= 0 and math.isfinite(value))
        if w <= place:
            alone = [kl(rows[place], rows[other], smoothing=smoothing) for other in range(place - w, place)]
            if any(value is None for value in alone):
                assert one.novelty is None
            else:
                assert one.novelty == pytest.approx(sum(alone) / w, abs=1e-9)  # type: ignore[arg-type]
    # time reversed: past and future change places
    back = novelty(rows[::-1], w=w, smoothing=smoothing)[::-1]
    for one, other in zip(made, back, strict=True):
        assert one.novelty == (None if other.transience is None else pytest.approx(other.transience, abs=1e-12))
        assert one.resonance == (None if other.resonance is None else pytest.approx(-other.resonance, abs=1e-12))


@given(FULL, st.integers(2, 9))
def test_longer_documents_of_the_same_shares(rows: list[list[int]], times: int) -> None:
    longer = [[cell * (times + place) for cell in row] for place, row in enumerate(rows)]
    for one, other in zip(novelty(rows, w=1), novelty(longer, w=1), strict=True):
        assert one.novelty == (None if other.novelty is None else pytest.approx(other.novelty, abs=1e-9))


def test_alike_is_nothing_new() -> None:
    assert novelty([[1, 2], [2, 4], [3, 6]], w=1)[1] == Novelty(0, 0, 0)


def test_zeros_need_smoothing() -> None:
    rows = [[1, 0], [1, 1], [0, 1]]
    assert novelty(rows, w=1)[1] == Novelty(None, None, None)
    smoothed = novelty(rows, w=1, smoothing=0.5)[1]
    assert smoothed.novelty == pytest.approx(0.5 * math.log2(0.5 / 0.75) + 0.5 * math.log2(0.5 / 0.25))
    assert smoothed.resonance == pytest.approx(0)
    # a zero of the document itself is no trouble
    assert novelty([[1, 1], [1, 0], [1, 1]], w=1)[1] == Novelty(1, 1, 0)


def test_a_document_without_themes() -> None:
    made = novelty([[1, 1], [0, 0], [1, 1], [1, 3]], w=1)
    assert made[1] == Novelty(None, None, None)
    assert made[2].novelty is None
    assert made[2].transience is not None


def test_few_documents() -> None:
    assert novelty([], w=1) == ()
    assert novelty([[1, 2]], w=1) == (Novelty(None, None, None),)
    assert novelty([[1, 2], [2, 1]], w=5) == (Novelty(None, None, None),) * 2
    assert novelty([[], []], w=1) == (Novelty(None, None, None),) * 2


def test_kl_directions_and_base() -> None:
    assert kl([0.1, 0.8, 0.1], [0.8, 0.1, 0.1]) == pytest.approx(2.1)
    assert kl([1, 0], [1, 1]) == 1
    assert kl([1, 1], [1, 0]) is None
    assert kl([0, 0], [1, 1]) is None
    assert kl([], []) is None


@pytest.mark.parametrize(
    ("rows", "options"),
    [
        ([[1, 2], [1]], {"w": 1}),
        ([[1, -2]], {"w": 1}),
        ([[1, math.nan]], {"w": 1}),
        ([[1, math.inf]], {"w": 1}),
        ([[1, 2]], {"w": 0}),
        ([[1, 2]], {"w": 1, "smoothing": -0.1}),
        ([[1, -0.2]], {"w": 1, "smoothing": 0.5}),
    ],
)
def test_bad_rows(rows: list[list[float]], options: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        novelty(rows, **options)  # type: ignore[arg-type]


def test_bad_kl() -> None:
    for one, other, smoothing in [([1], [1, 2], 0), ([-1], [1], 0), ([1], [1], -1), ([math.nan], [1], 0)]:
        with pytest.raises(ValueError):
            kl(one, other, smoothing=smoothing)
