from __future__ import annotations

import pytest

from djtext.measures.agreement.distances import jaccard_distance, masi_distance


def test_distances_of_sets() -> None:
    abc, ab, bd, none = frozenset("abc"), frozenset("ab"), frozenset("bd"), frozenset[str]()
    assert masi_distance(ab, abc) == pytest.approx(1 - 2 / 3 * 2 / 3)
    assert masi_distance(abc, bd) == pytest.approx(1 - 1 / 3 * 1 / 4)
    assert masi_distance(none, ab) == jaccard_distance(none, ab) == 1
    assert masi_distance(none, none) == jaccard_distance(none, none) == 0
