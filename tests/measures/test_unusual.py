"""Unusual themes and mixtures, by hand and against the plain formula."""

from __future__ import annotations

import numpy as np
import pytest

from djtext.measures.novelty import kl
from djtext.measures.profile import BaseDoc, Baseline, part
from djtext.measures.unusual import adjusted, comparable, mixture, unusual


def baseline(counts: list[dict[int, int]], sizes: list[int] | None = None, themes: int = 3) -> Baseline:
    sizes = sizes or [1000] * len(counts)
    return Baseline(
        [
            part(
                [
                    BaseDoc(n, "字" * size, "", "", "", tuple(each.items()))
                    for n, (each, size) in enumerate(zip(counts, sizes, strict=True))
                ],
                themes,
            )
        ]
    )


def test_strong_theme_by_hand() -> None:
    base = baseline([{0: 1}] * 99 + [{0: 9}])
    rows = comparable(base, 1000)
    assert len(rows) == 100
    (found, *_) = unusual(base, [(0, 10)], 1000, rows)
    assert (found.side, found.hits, found.as_extreme, found.compared) == ("strong", 10, 0, 100)
    assert found.expected == pytest.approx(1.08) and found.ratio == pytest.approx(10 / 1.08)
    assert found.p == found.q == pytest.approx(2 / 101)
    (equal, *_) = unusual(base, [(0, 9)], 1000, rows)  # as high as one of them
    assert equal.as_extreme == 1 and equal.p == pytest.approx(4 / 101)
    (twice, *_) = unusual(base, [(0, 10)], 2000, rows)  # rates, not counts
    assert twice.as_extreme == 1 and twice.ratio == pytest.approx(5 / 1.08)


def test_absent_theme_by_hand() -> None:
    base = baseline([{1: 4 + n % 3} for n in range(100)])
    (found,) = unusual(base, [], 1000, comparable(base, 1000))
    assert (found.theme, found.hits, found.side, found.ratio) == (1, 0, "absent", 0)
    assert found.p == pytest.approx(2 / 101)
    (weak,) = unusual(base, [(1, 1)], 1000, comparable(base, 1000))
    assert weak.side == "weak"


def test_floors() -> None:
    few = baseline([{0: 1}] * 19)
    (found,) = unusual(few, [(0, 50)], 1000, comparable(few, 1000))
    assert found.p is None and found.q is None and found.side == ""
    base = baseline([{0: 1}] * 100)
    (two,) = unusual(base, [(0, 2)], 1000, comparable(base, 1000))
    assert two.p is None and two.side == ""
    new, other = unusual(base, [(2, 4)], 1000, comparable(base, 1000))
    assert new.theme == 2 and new.ratio is None and new.side == "strong" and other.p is None


def test_q_is_adjusted_within_the_document() -> None:
    base = baseline([{0: 1, 1: 3} for _ in range(100)])
    found = {f.theme: f for f in unusual(base, [(0, 10), (1, 3)], 1000, comparable(base, 1000))}
    assert found[0].q == pytest.approx(2 * 2 / 101) and found[1].q == 1.0
    assert adjusted([]) == [] and adjusted([0.5, 0.01, 0.02]) == pytest.approx([0.5, 0.03, 0.03])


def test_documents_of_like_length() -> None:
    sizes = [100] * 50 + [1000] * 120 + [1999, 2001] + [0]
    base = baseline([{}] * len(sizes), sizes)
    assert comparable(base, 1000).tolist() == list(range(50, 171))
    assert 60 not in comparable(base, 1000, without=(60,))
    short = comparable(base, 300)  # 50 at a third, 120 at 3.3 times: the latter make up the rest
    assert len(short) == 100 and set(range(50)) <= set(short.tolist()) and 172 not in short
    assert comparable(base, 150).tolist() == list(range(50))  # nothing beyond four times
    assert len(comparable(baseline([{}] * 5), 400)) == 5 and len(comparable(baseline([{}] * 5), 9)) == 0


def test_mixture_is_the_mean_divergence() -> None:
    counts: list[dict[int, int]] = [{0: n % 4 + 1, 1: n % 3} for n in range(30)] + [{}]
    base = baseline(counts)
    found = mixture(base, [(0, 2), (2, 5)], comparable(base, 1000))
    rows = [[each.get(theme, 0) for theme in range(3)] for each in counts[:30]]
    values = [kl([2, 0, 5], row, smoothing=0.5) or 0.0 for row in rows]
    assert found.bits == pytest.approx(float(np.mean(values)))
    assert found.rank == 1.0
    same = mixture(base, [(0, 1)], comparable(base, 1000))
    assert same.rank is not None and 0 <= same.rank < 1
    assert mixture(base, [], comparable(base, 1000)).bits is None
    assert mixture(baseline([{0: 1}] * 5), [(0, 1)], comparable(baseline([{0: 1}] * 5), 1000)).rank is None
    assert mixture(Baseline([]), [(0, 1)], np.zeros(0, np.int64)).bits is None
