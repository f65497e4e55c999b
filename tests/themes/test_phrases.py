from __future__ import annotations

import math
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from djtext.themes.phrases import recurrent, repeats


@given(st.lists(st.text("甲乙丙，", max_size=8), max_size=6), st.integers(1, 3))
def test_repeats_are_what_a_plain_count_finds(texts: list[str], least: int) -> None:
    plain: dict[str, Counter[int]] = {}
    for n, text in enumerate(texts):
        for run in text.split("，"):
            for i in range(len(run)):
                for j in range(i + 2, min(len(run), i + 5) + 1):
                    plain.setdefault(run[i:j], Counter())[n] += 1
    assert repeats(texts, least=least, longest=5) == {g: c for g, c in plain.items() if len(c) >= least}


def test_entropy_by_hand() -> None:
    said = [("a", "抓谈心谈话好"), ("b", "怕谈心谈话多"), ("c", "怕谈心谈话少"), ("d", "怕谈心谈话")]
    (one,) = [p for p in recurrent(said, entropy=0.5) if p.text == "谈心谈话"]
    # before: 抓 once, 怕 three times; behind: four different, the end being one
    assert one.entropy == round(-(0.25 * math.log(0.25) + 0.75 * math.log(0.75)), 3)
    assert (one.hits, one.docs, one.places) == (4, 4, (0, 1, 2, 3))


def test_parts_that_stand_within_a_phrase_only_are_left_out() -> None:
    said = [
        (str(n), f"{before}专题组织生活会{after}")
        for n, (before, after) in enumerate(
            zip(("要开好", "支部", "召开", "参加"), ("很实", "时", "后", "不虚"), strict=True)
        )
    ]
    found = {p.text for p in recurrent(said)}
    assert "组织生活" not in found and any("组织生活会" in text for text in found)


def test_one_document_is_not_enough() -> None:
    assert recurrent([("a", "怕谈心谈话"), ("a", "抓谈心谈话"), ("a", "谈心谈话好")]) == ()
