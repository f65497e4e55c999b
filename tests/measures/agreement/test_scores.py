from __future__ import annotations

from djtext.measures.agreement.scores import Score, ScoreIntervals, bootstrap_scores, score


def test_scores_and_their_intervals() -> None:
    assert score(0, 0, 2) == Score(0, 0, 2, None, 0.0, 0.0)
    assert score(0, 0, 0).f1 is None
    counts = [[(2, 0, 0), (0, 0, 0)], [(1, 1, 1), (0, 0, 0)], [(3, 0, 1), (0, 0, 0)]]
    (first, never), macro = bootstrap_scores(counts)
    assert first.f1 is not None and first.f1.low <= 12 / 15 <= first.f1.high == 1
    assert never == ScoreIntervals(None, None, None)
    assert macro == first.f1  # the other code is in no draw
    assert bootstrap_scores(counts[:1])[0][0].f1 is None
