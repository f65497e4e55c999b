from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.roles.grams import Table, keys, make_slots, plain, plain_all, rows_of, scores, sums

texts = st.lists(st.text(alphabet="党建，。a😀𠮷0", max_size=12), min_size=1, max_size=6)


def packed(letters: str) -> int:
    return sum(ord(letter) << (21 * n) for n, letter in enumerate(letters))


def table(weights: dict[str, list[float]], bits: int = 4) -> Table:
    names = np.array([packed(letters) for letters in weights], dtype=np.uint64)
    return Table(
        names,
        make_slots(names, bits),
        np.array(list(weights.values()), dtype=np.float32),
        np.ones(len(weights), dtype=np.float32),
        np.array([0.5, -0.5], dtype=np.float32),
    )


@given(texts)
def test_every_gram_of_one_to_three_characters_is_counted_once(found: list[str]) -> None:
    numbers, owner = keys(found)
    expected = []
    for n, text in enumerate(found):
        whole = "\x02" + text + "\x03"
        expected += [(n, packed(whole[a : a + k])) for k in (1, 2, 3) for a in range(len(whole) - k + 1)]
    assert sorted(zip(owner.tolist(), numbers.tolist(), strict=True)) == sorted(expected)


@given(st.lists(st.text(alphabet="党建 ，,。2a\u200b𠮷", max_size=12), max_size=6))
def test_texts_of_a_document_are_made_plain_as_each_alone(found: list[str]) -> None:
    assert plain_all(found) == [plain(text) for text in found]


def test_a_text_with_a_line_break_keeps_to_itself() -> None:
    assert plain_all(["走出\n机关", "灯下 黑"]) == ["走出机关", "灯下黑"]


@given(st.sets(st.text(alphabet="党建学习形式主义abc", min_size=1, max_size=3), min_size=1, max_size=14))
def test_an_index_finds_every_gram_and_no_other(letters: set[str]) -> None:
    names = sorted(letters)
    made = table({name: [0.0, 0.0] for name in names})
    wanted = np.array([packed(name) for name in [*names, "缺", "缺席"]], dtype=np.uint64)
    assert rows_of(wanted, made).tolist() == [*range(len(names)), -1, -1]


def test_scores_are_weights_over_length_plus_bias() -> None:
    made = table({"党": [1.0, 0.0], "建": [2.0, 4.0]})
    found = scores(["党建", "无", ""], made)
    assert found[0].tolist() == pytest.approx([0.5 + 3 / 2**0.5, -0.5 + 4 / 2**0.5])
    assert found[1].tolist() == found[2].tolist() == [0.5, -0.5]


@given(texts)
def test_scores_do_not_depend_on_the_company(found: list[str]) -> None:
    made = table({"党": [1.0, 0.3], "建，": [2.0, 4.0], "\x02党": [0.1, 0.2], "。": [3.0, -1.0]})
    together = scores(found, made)
    alone = np.concatenate([scores([text], made) for text in found])
    assert np.allclose(together, alone, atol=1e-5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019年", "0000年"),
        ("學 習,", "學习，"),
        ("黨的建設與機關學習要抓實", "党的建设与机关学习要抓实"),
        ("（一）", "（一）"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected or text == "學 習,"


def test_no_texts_no_rows() -> None:
    assert scores([], table({"党": [1.0, 0.0]})).shape == (0, 2)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("党在了，建在", [[1, 0], [0, 1]]),
        ("“党建。”党", [[1, 1], [1, 0]]),
        ("，党建", [[1, 1]]),  # a mark at the front is no clause
        ("", [[0, 0]]),
    ],
)
def test_clauses_share_out_what_the_text_adds_up_to(text: str, clauses: list[list[float]]) -> None:
    assert sums([text], table({"党": [1.0, 0.0], "建": [0.0, 1.0]})).weights[0].tolist() == clauses


@given(
    st.lists(st.lists(st.integers(-127, 127), min_size=5, max_size=5), min_size=4, max_size=4),
    st.lists(st.text(alphabet="党建，学x", max_size=400), min_size=1, max_size=4),
)
def test_weights_of_one_byte_add_up_exactly(rows: list[list[int]], found: list[str]) -> None:
    names = np.array(sorted(packed(letters) for letters in ("党", "党建", "学学学", "，")), dtype=np.uint64)
    weights = np.array(rows, dtype=np.int8)
    squares, bias = np.ones(len(names), dtype=np.float32), np.zeros(5, dtype=np.float32)
    whole = Table(names, make_slots(names, 4), weights.astype(np.float32), squares, bias)
    small = Table(names, whole.slots, weights, squares, bias, np.ones(5, dtype=np.float32))
    assert np.array_equal(sums(found, small).weights[0], sums(found, whole).weights[0])


@pytest.mark.parametrize("weight", [-127, 127])
def test_long_clauses_of_the_heaviest_weights_do_not_run_over(weight: int) -> None:
    names = np.array([packed(letters) for letters in ("党", "党党", "党党党")], dtype=np.uint64)
    weights = np.full((3, 4), weight, dtype=np.int8)
    made = Table(names, make_slots(names, 4), weights, np.ones(3, dtype=np.float32), np.zeros(4), np.ones(4))
    for length in (84, 85, 86, 170, 171, 1000):
        assert sums(["党" * length], made).weights[0].tolist() == [[weight * (3 * length - 3)] * 4]


def test_an_ngram_belongs_to_the_clause_it_ends_in() -> None:
    made = table({"党": [1.0, 0.0], "，建": [0.0, 1.0]})
    found = sums(["党在这，建设"], made)
    assert found.weights[0].tolist() == [[1.0, 0.0], [0.0, 1.0]]


@given(texts)
def test_every_text_has_a_first_clause_of_its_own(found: list[str]) -> None:
    first = sums(found, table({"党": [1.0, 0.0]})).first
    assert len(first) == len(found)
    assert (np.diff(first) >= 1).all()
