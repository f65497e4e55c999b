from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from djtext.errors import UsageError
from djtext.measures import keyness
from djtext.measures.keywords import COLUMNS, ORDERS, REST, DocCounts, KeyTable, grouping, key_words
from djtext.types import Document

NAMES = [column.name for column in COLUMNS]
Corpus = list[tuple[str, list[str]]]  # group, words
BY = grouping("g", None, None)
WORDS = st.lists(st.sampled_from("甲乙丙丁戊"), max_size=12)


def counted(corpus: Corpus) -> list[tuple[Document, DocCounts]]:
    found = []
    for n, (group, words) in enumerate(corpus):
        counts = Counter(words)
        found.append((Document(f"{n}", "", meta=(("g", group),)), (tuple(counts), tuple(counts.values()))))
    return found


def made(corpus: Corpus, **options: object) -> KeyTable:
    return key_words(counted(corpus), BY, **options)  # type: ignore[arg-type]


def rows(corpus: Corpus, **options: object) -> dict[tuple[str, str], dict[str, object]]:
    table = made(corpus, **options).table
    return {(str(row[0]), str(row[1])): dict(zip(NAMES, row, strict=True)) for row in table.rows}


def test_by_hand() -> None:
    # 甲 stands 10 times in 100 words of A (two documents, in one of them), 5 times in 200 of B
    corpus = [("A", ["甲"] * 10 + ["乙"] * 40), ("A", ["丙"] * 50), ("B", ["甲"] * 5 + ["乙"] * 195)]
    table = made(corpus)
    assert [(group.name, group.docs, group.words) for group in table.groups] == [("A", 2, 100), ("B", 1, 200)]
    row = rows(corpus)[("A", "甲")]
    assert (row["hits"], row["per_10k"], row["range"], row["doc_share"]) == (10, 1000.0, 1, 0.5)
    assert (row["ref_hits"], row["ref_per_10k"], row["ref_range"], row["ref_doc_share"]) == (5, 250.0, 1, 1.0)
    assert row["g2"] == 7.3298 and row["log_ratio"] == 2.0  # the published values of these counts
    assert ("B", "乙") in rows(corpus) and ("A", "乙") not in rows(corpus)
    assert table.tests == 3
    expected = keyness.bh([keyness.p_value(keyness.g2(a, 100, b, 200)) for a, b in ((10, 5), (40, 195), (50, 0))])
    assert row["q"] == pytest.approx(expected[0], rel=1e-3)


@given(st.lists(st.tuples(st.sampled_from("AB"), WORDS), max_size=6))
def test_two_groups_agree_with_another_program_and_swap(corpus: Corpus) -> None:
    found = rows(corpus)
    swapped = rows([({"A": "B", "B": "A"}[group], words) for group, words in corpus])
    assert {(("A", "B")[group == "A"], word) for group, word in found} == set(swapped)
    for (group, word), row in found.items():
        other = swapped[("B" if group == "A" else "A", word)]
        assert [row[name] for name in NAMES[1:]] == [other[name] for name in NAMES[1:]]
        here = [w for g, words in corpus if g == group for w in words]
        there = [w for g, words in corpus if g != group for w in words]
        cells = [[here.count(word), len(here) - here.count(word)], [there.count(word), len(there) - there.count(word)]]
        if all(map(sum, zip(*cells, strict=True))):
            value = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
            assert row["g2"] == pytest.approx(value, abs=1e-3)
        assert row["hits"] == cells[0][0] and row["ref_hits"] == cells[1][0]
        assert float(str(row["g2"])) > 0
        assert float(str(row["log_ratio"])) > 0 or not row["ref_hits"]  # a count of 0 is taken as ½
        assert 0 <= float(str(row["q"])) <= 1


@given(st.lists(st.tuples(st.sampled_from("ABC"), WORDS), min_size=3, max_size=8))
def test_sums_over_groups_are_the_whole(corpus: Corpus) -> None:
    table = made(corpus)
    assert sum(group.words for group in table.groups) == sum(len(words) for _, words in corpus)
    assert sum(group.docs for group in table.groups) == len(corpus)
    whole = Counter(word for _, words in corpus for word in words)
    for (_, word), row in rows(corpus).items():
        assert int(str(row["hits"])) + int(str(row["ref_hits"])) == whole[word]


@given(st.permutations([("A", ["甲"] * 6), ("B", ["乙", "甲"]), ("A", ["丙", "乙"]), ("C", ["丙"] * 4)]))
def test_order_of_documents_changes_nothing(corpus: Corpus) -> None:
    assert rows(corpus) == rows(sorted(corpus))


def test_a_corpus_twice_is_twice_as_sure() -> None:
    corpus = [("A", ["甲"] * 6 + ["乙"]), ("B", ["乙", "丙", "甲"])]
    once, twice = rows(corpus), rows(corpus * 2)
    assert set(once) == set(twice)
    for key, row in twice.items():
        assert row["g2"] == pytest.approx(2 * float(str(once[key]["g2"])), abs=2e-4)
        assert row["per_10k"] == once[key]["per_10k"]


def test_each_of_several_groups_against_the_rest() -> None:
    corpus = [("A", ["甲"] * 8 + ["丙"] * 2), ("B", ["乙"] * 8 + ["丙"] * 2), ("C", ["丁"] * 8 + ["丙"] * 2)]
    table = made(corpus, top=1)
    assert [(row[0], row[1]) for row in table.table.rows] == [("A", "甲"), ("B", "乙"), ("C", "丁")]
    assert table.tests == 12  # four words, three groups
    assert rows(corpus)[("A", "甲")]["g2"] == pytest.approx(keyness.g2(8, 10, 0, 20), abs=1e-4)


def test_stop_words_are_not_tested_but_counted() -> None:
    corpus = [("A", ["甲"] * 6 + ["的"] * 4), ("B", ["乙"] * 6 + ["的"] * 4)]
    found = made(corpus, stop=frozenset({"的"}))
    assert found.tests == 2 and [group.words for group in found.groups] == [10, 10]
    assert rows(corpus, stop=frozenset({"的"}))[("A", "甲")]["per_10k"] == 6000.0
    assert made(corpus, min_hits=7).tests == 1 and made(corpus, min_docs=2).tests == 1


@pytest.mark.parametrize("order", ORDERS)
def test_orders(order: str) -> None:
    corpus = [("A", ["甲"] * 9 + ["乙"] * 4 + ["丙"] * 2), ("A", ["丙", "己"]), ("B", ["丙", "甲", "庚", "庚"])]
    values = [row[order] for (group, _), row in rows(corpus, order=order).items() if group == "A"]
    assert len(values) > 2 and values == sorted(values, reverse=order != "word")  # type: ignore[type-var]


def test_one_group_empty_groups_and_no_documents() -> None:
    assert made([("A", ["甲"])]).table.rows == () and made([("A", ["甲"])]).tests == 0
    assert made([]).groups == ()
    found = made([("A", ["甲"]), ("B", [])])
    assert found.table.rows == () and [group.words for group in found.groups] == [1, 0]
    assert made([("", ["甲"]), ("A", ["甲"])]).left_out == 1


def document(path: str, **meta: str) -> Document:
    return Document(Path(path).name, "", path=path, meta=tuple(meta.items()))


def test_two_sets_by_condition_and_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    both = grouping(None, "genre=讲话", "region=东部")
    assert both.fields == ("genre", "region") and both.first == ("genre=讲话", "region=东部")
    assert (
        both.of(document("a", genre="讲话")) == "genre=讲话" and both.of(document("a", region="东部")) == "region=东部"
    )
    assert both.of(document("a", genre="讲话", region="东部")) == both.of(document("a")) == ""
    folders = grouping(None, "x/讲话/", f"{tmp_path}/x/评论")
    assert folders.first == ("讲话", "评论") and folders.fields == ()
    assert (
        folders.of(document("x/讲话/a.txt")) == "讲话" and folders.of(document(f"{tmp_path}/x/讲话/b/a.txt")) == "讲话"
    )
    assert folders.of(document("x/评论/a.txt")) == "评论" and folders.of(document("x/评论集/a.txt")) == ""
    same = grouping(None, "x/讲话", "y/讲话")
    assert same.first == ("x/讲话", "y/讲话") and same.of(document("y/讲话/a.txt")) == "y/讲话"
    assert grouping(None, "x", None).of(document("y/a.txt")) == REST
    with pytest.raises(UsageError):
        grouping(None, "=", None)
