from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.measures.dispersion import arf, dp, juilland_d
from djtext.measures.wordlist import COLUMNS, ORDERS, DocWords, WordTable, frequency
from djtext.types import Document

NAMES = [column.name for column in COLUMNS]
Texts = list[list[str]]
TEXTS = st.lists(st.lists(st.sampled_from("甲乙丙丁戊"), max_size=12), min_size=1, max_size=6)


def read(words: list[str]) -> DocWords:
    different = tuple(dict.fromkeys(words))
    return different, array("I", [different.index(word) for word in words])


def made(texts: Texts, **options: object) -> WordTable:
    return frequency([(Document(f"{n}", ""), read(words)) for n, words in enumerate(texts)], **options)  # type: ignore[arg-type]


def rows(texts: Texts, **options: object) -> dict[str, dict[str, object]]:
    table = made(texts, **options).table
    return {str(row[0]): dict(zip(NAMES, row, strict=True)) for row in table.rows}


def test_by_hand() -> None:
    found = rows([["党建", "业务", "党建", "业务"], ["业务"], ["好"] * 5])
    # 业务: 3 of 10 words; shares of its places 2/3, 1/3, 0 against 4/10, 1/10, 5/10
    assert found["业务"]["hits"] == 3 and found["业务"]["docs"] == 2 and found["业务"]["doc_share"] == 0.6667
    assert found["业务"]["per_10k"] == 3000.0 and found["业务"]["dp"] == 0.5
    # places 1, 3, 4 of 10: distances 7, 2, 1, v = 10/3 → (10/3 + 2 + 1) / (10/3)
    assert found["业务"]["arf"] == 1.9
    assert list(found) == ["好", "业务", "党建"]


@given(TEXTS)
def test_dispersion_is_that_of_all_documents_written_out(texts: Texts) -> None:
    """The table adds documents without the word up; the measures take them one by one."""
    words = [word for text in texts for word in text]
    full = [text for text in texts if text]
    table = made(texts)
    assert (table.docs, table.words, table.types) == (len(texts), len(words), len(set(words)))
    found = rows(texts)
    assert set(found) == set(words) and sum(int(str(row["hits"])) for row in found.values()) == len(words)
    for word, row in found.items():
        counts, sizes = [text.count(word) for text in texts], [len(text) for text in texts]
        assert row["hits"] == sum(counts) and row["docs"] == sum(map(bool, counts))
        assert row["dp"] == pytest.approx(dp(counts, sizes), abs=1e-4)
        even = juilland_d([text.count(word) for text in full], [len(text) for text in full])
        assert row["juilland_d"] == (None if even is None else pytest.approx(even, abs=1e-4))
        reduced = arf([place for place, other in enumerate(words) if other == word], len(words))
        assert row["arf"] == pytest.approx(reduced, abs=1e-4)
        assert 1 <= float(str(row["arf"])) <= int(str(row["hits"])) + 1e-4


@given(st.integers(0, 20).flatmap(lambda seed: st.permutations([["甲", "乙"], ["甲"], ["丙"] * 3, []])))
def test_order_of_documents_changes_only_arf(texts: Texts) -> None:
    expected = rows([["甲", "乙"], ["甲"], ["丙"] * 3, []])
    found = rows(texts)
    for word, row in found.items():
        assert {k: v for k, v in row.items() if k != "arf"} == {k: v for k, v in expected[word].items() if k != "arf"}


@given(TEXTS)
def test_a_corpus_twice_has_the_same_rates(texts: Texts) -> None:
    once, twice = rows(texts), rows(texts + texts)
    for word, row in twice.items():
        assert row["per_10k"] == once[word]["per_10k"] and row["hits"] == 2 * int(str(once[word]["hits"]))
        assert row["dp"] == pytest.approx(once[word]["dp"], abs=1e-4)


@given(TEXTS)
def test_stop_words_and_limits_hide_rows_and_change_none(texts: Texts) -> None:
    whole = rows(texts)
    assert rows(texts, stop=frozenset("甲乙")) == {w: row for w, row in whole.items() if w not in "甲乙"}
    assert rows(texts, min_hits=3) == {w: row for w, row in whole.items() if int(str(row["hits"])) >= 3}
    assert rows(texts, min_docs=2) == {w: row for w, row in whole.items() if int(str(row["docs"])) >= 2}


@pytest.mark.parametrize("order", ORDERS)
def test_orders(order: str) -> None:
    texts = [["甲", "乙", "乙", "丙"], ["甲", "丙"], ["丁", "甲", "丁"]]
    values = [row[order] for row in rows(texts, order=order).values()]
    assert values == sorted(values, reverse=order not in {"dp", "word"})  # type: ignore[type-var]


def test_one_document_and_none() -> None:
    (row,) = rows([["甲", "甲"]]).values()
    assert row["juilland_d"] is None and row["dp"] == 0.0
    assert rows([[]]) == {} and made([]).docs == 0
