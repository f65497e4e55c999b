from __future__ import annotations

from djtext.themes.discover.ranking import score


def test_score_rises_with_each_of_its_parts() -> None:
    base = {"cohesion": 6.0, "entropy": 2.0, "free": 0.1, "quoted": 0.1, "keyness": 5.0, "quality": 0.8}

    def value(hits: int = 10, docs: int = 5, changed: dict[str, float] | None = None) -> float:
        return score(hits, docs, 4, kind="phrase", **{**base, **(changed or {})})

    for name, more in (("cohesion", 9.0), ("entropy", 3.0), ("quoted", 0.9), ("keyness", 9.0), ("quality", 1.0)):
        assert value(changed={name: more}) > value()
    assert value(hits=20) > value()
    assert value(docs=9) > value()
    assert value(changed={"quality": 0.0}) == 0.0
