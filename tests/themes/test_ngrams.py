from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from djtext.themes.ngrams import c_value, runs
from djtext.themes.stream import sources, stream
from djtext.types import Document


def counted(texts: list[str]) -> dict[str, tuple[int, int]]:
    """Hits and documents of every run within a clause, by brute force."""
    hits: Counter[str] = Counter()
    docs: dict[str, set[int]] = {}
    for n, text in enumerate(texts):
        for clause in text.split("，"):
            for a in range(len(clause)):
                for b in range(a + 1, len(clause) + 1):
                    hits[clause[a:b]] += 1
                    docs.setdefault(clause[a:b], set()).add(n)
    return {run: (count, len(docs[run])) for run, count in hits.items()}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("党建业务，", min_size=1, max_size=30), min_size=1, max_size=4))
def test_counts_and_cohesion_are_those_of_brute_force(texts: list[str]) -> None:
    made = stream(sources([Document(str(n), text) for n, text in enumerate(texts)], copied=None))
    found = runs(made, min_hits=2, min_docs=1, longest=8, cohesion=-99, entropy=-1)
    expected = counted(texts)
    total = sum(len(clause) for text in texts for clause in text.split("，"))
    wanted = {run: both for run, both in expected.items() if both[0] >= 2 and 2 <= len(run) <= 8}
    assert {run.text: (run.hits, run.docs) for run in found.kept} == wanted
    for run in found.kept:
        splits = [
            math.log2(run.hits * total / (expected[run.text[:k]][0] * expected[run.text[k:]][0]))
            for k in range(1, len(run.text))
        ]
        assert run.cohesion == pytest.approx(min(splits))
        assert found.hits(run.text) == run.hits
    assert found.hits("没有的") == 0


def test_entropy_counts_every_boundary_as_a_new_neighbour() -> None:
    texts = ["抓党建。", "抓党建，好", "管党建的", "说党建的"]
    made = stream(sources([Document(str(n), text) for n, text in enumerate(texts)], copied=None))
    (run,) = [run for run in runs(made, min_hits=4, min_docs=4, cohesion=-9, entropy=0).kept if run.text == "党建"]
    assert run.left == pytest.approx(-(0.5 * math.log2(0.5) + 2 * 0.25 * math.log2(0.25)))  # 抓 抓 管 说
    assert run.right == pytest.approx(-(2 * 0.25 * math.log2(0.25) + 0.5 * math.log2(0.5)))  # two marks, 的 的


def test_quotation_marks_and_leads_set_a_phrase_free() -> None:
    texts = ["坚持“双创”的", "坚持“双创”的", "坚持“双创”的"]
    docs = [Document(str(n), text) for n, text in enumerate(texts)]
    (run,) = [run for run in runs(stream(sources(docs, copied=None)), min_docs=1).kept if run.text == "双创"]
    assert run.quoted == run.free == 1.0
    bare = [Document(doc.id, doc.text.replace("“", "").replace("”", "")) for doc in docs]
    given_ = sources(bare, copied=None)
    assert not any(run.text == "双创" for run in runs(stream(given_), min_docs=1).kept)
    led = stream(given_, leads=("坚持",), tails=("的",))
    assert any(run.text == "双创" for run in runs(led, min_docs=1).kept)


def test_the_best_are_kept_where_there_are_too_many() -> None:
    docs = [Document(str(n), f"三会一课开了{n}次。抓三会一课{n}。三会一课，很好。很好的{n}") for n in range(4)]
    made = stream(sources(docs, copied=None))
    everything = runs(made, cohesion=0, entropy=0).kept
    few = runs(made, cohesion=0, entropy=0, most=2).kept
    assert len(few) < len(everything)
    assert "三会一课" in {run.text for run in few}


def test_c_value_by_hand() -> None:
    # log2(4) * (10 - 6 / 2): two longer candidates have 6 of the hits between them
    assert c_value("三会一课", 10, 2, 6) == pytest.approx(2 * 7)
    assert c_value("甲、乙", 5, 0, 0) == 5.0  # the mark has no length
