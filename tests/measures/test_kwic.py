from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.measures import kwic
from djtext.themes.find import compile_book, find
from djtext.types import Codebook, Document, Theme

BOOK = Codebook(
    "b",
    "1",
    (Theme("k", "", "problem", "", ("形式主义", "党建…业务")), Theme("other", "", "problem", "", ("反对形式主义",))),
)
MATCHER = compile_book(BOOK)
TEXT = st.lists(st.sampled_from(["形式主义", "反对", "党建", "业务", "和", "。", "\n", " ", "\u200b", "　", "A", "𠀀"]), max_size=30).map("".join)  # fmt: skip


@given(TEXT, st.integers(0, 8))
def test_every_line_leads_back_to_the_text(text: str, context: int) -> None:
    doc = Document("a", text)
    lines = kwic.lines(doc, MATCHER, "k", context=context)
    hits = [hit for hit in find(text, MATCHER).hits if hit.theme == "k"]
    assert [(start, end) for *_, start, end in lines] == [(hit.start, hit.end) for hit in hits]
    for left, match, right, start, end in lines:
        assert text[start:end] == match
        before, after = text[max(0, start - context) : start], text[end : end + context]
        for shown, there in ((left, before), (right, after)):
            assert len(shown) == len(there) and all(a == b or (a == " " and b.isspace()) for a, b in zip(shown, there, strict=True))  # fmt: skip
            assert not set(shown) & set("\n\r\t\u2028\x85")


def test_a_longer_match_of_another_theme_takes_the_place() -> None:
    """As in the table of themes, so that both give the same number."""
    doc = Document("a", "反对形式主义，形式主义突出")
    assert [line[3] for line in kwic.lines(doc, MATCHER, "k")] == [7]
    assert [line[3] for line in kwic.lines(doc, MATCHER, "other")] == [0]


def made(*contexts: tuple[str, str, str]) -> list[kwic.Row]:
    return [(f"d{n}", date, left, "党", right, n, n + 1) for n, (date, left, right) in enumerate(contexts)]


ROWS = made(("2019-05", "不是", "员"), ("", "才是", "委"), ("2012", "入", "时"), ("2019", "正是", "委"))


@pytest.mark.parametrize(
    ("order", "docs"),
    [
        ("doc", ["d0", "d1", "d2", "d3"]),
        ("date", ["d2", "d3", "d0", "d1"]),  # undated last
        ("left", ["d2", "d0", "d1", "d3"]),  # 入, then 是 with 不, 才, 正 before it
        ("right", ["d0", "d1", "d3", "d2"]),
        ("match", ["d0", "d1", "d2", "d3"]),
    ],
)
def test_orders(order: kwic.Order, docs: list[str]) -> None:
    assert [row[0] for row in kwic.ordered(iter(ROWS), order)] == docs


def test_rows_count_along() -> None:
    tally = kwic.Tally()
    line = ("", "党", "", 0, 1)
    counted = [(Document("a", ""), (line, line)), (Document("b", ""), ()), (Document("c", "", date="2012"), (line,))]
    assert [row[:2] for row in kwic.rows(counted, tally)] == [("a", ""), ("a", ""), ("c", "2012")]
    assert (tally.hits, tally.docs, tally.searched) == (3, 2, 3)


MANY: list[kwic.Row] = [(doc, "", "", "党", "", n, n + 1) for doc in "abcd" for n in range(10)]


@given(st.permutations(MANY), st.integers(1, 50), st.integers(0, 9))
def test_the_same_places_are_drawn_in_any_order(rows: list[kwic.Row], size: int, seed: int) -> None:
    drawn = kwic.sample(rows, size, seed=seed)
    assert len(drawn) == min(size, len(rows))
    assert set(drawn) == set(kwic.sample(MANY, size, seed=seed))
    assert drawn == [row for row in rows if row in set(drawn)]  # in the order in which they came
    assert set(drawn) <= set(kwic.sample(MANY, size + 1, seed=seed))


def test_every_place_is_as_likely() -> None:
    drawn = Counter(row for seed in range(2_000) for row in kwic.sample(MANY, 10, seed=seed))
    assert len(drawn) == 40
    # 500 expected for each; 5 standard deviations of a binomial with p = ¼
    assert max(abs(number - 500) for number in drawn.values()) < 5 * (2_000 * 0.25 * 0.75) ** 0.5
