"""Comparison tables against counts made by hand, an independent computation, and laws."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from djtext.errors import UsageError
from djtext.measures import contrast
from djtext.measures.counts import Corpus, DocCounts, Unit, collect
from djtext.measures.dispersion import dp
from djtext.measures.grouping import ByField, Grouping
from djtext.measures.keyness import bh
from djtext.study.units import UnitOptions, themes
from djtext.types import Codebook, Document, Table

WORDS = Unit("word", "term", base="words")


def counted(identity: str, group: str, size: int, **hits: int) -> tuple[Document, DocCounts]:
    text = f"{identity}里的例句"
    found = tuple((key, number) for key, number in hits.items() if number)
    value = DocCounts(size, size, size, found, tuple((0, 0, 1) for _ in found), ((1.0, text),) if found else ())
    return Document(identity, "", path=identity, meta=(("g", group),) if group else ()), value


def corpus(docs: list[tuple[Document, DocCounts]], *, unit: Unit = WORDS, by: Grouping | None = None) -> Corpus:
    return collect(docs, unit, by or ByField("g"))


def made(docs: list[tuple[Document, DocCounts]], **options: int) -> contrast.Contrasted:
    whole = corpus(docs)
    return contrast.contrast(whole, whole.groups(), **{"permutations": 99, **options})


def rows(table: Table) -> dict[str, dict[str, object]]:
    return {str(row[0]): dict(zip(table.names(), row, strict=True)) for row in table.rows}


TWO = [
    counted("a1", "甲", 60, x=6, y=1),
    counted("a2", "甲", 40, x=4),
    counted("a3", "甲", 0),
    counted("b1", "乙", 150, x=5, y=2, z=3),
    counted("b2", "乙", 50),
    counted("n", "", 70, x=9),
]


def test_two_groups_by_hand() -> None:
    """甲 has 100 words in 3 documents, 乙 200 in 2: the 10/100 against 5/200 of STATISTICS."""
    found = made(TWO)
    assert found.groups.names == ("甲", "乙") and found.two
    table = rows(contrast.table(found))
    x = table["x"]
    assert (x["hits_甲"], x["hits_乙"], x["range"], x["docs_甲"], x["docs_乙"]) == (10, 5, 3, 2, 1)
    assert (x["per_10k_甲"], x["per_10k_乙"]) == (1000.0, 250.0)
    assert (x["doc_share_甲"], x["doc_share_乙"]) == (0.6667, 0.5)
    assert x["g2"] == 7.3298 and x["log_ratio"] == 2.0 and x["pct_diff"] == 300.0
    assert x["p"] == pytest.approx(0.006782, abs=1e-6) and x["group"] == "甲"
    odds = stats.contingency.odds_ratio([[10, 90], [5, 195]], kind="sample")
    assert x["odds_ratio"] == pytest.approx(odds.statistic, abs=1e-4)
    ends = odds.confidence_interval(0.95)
    assert (x["odds_low"], x["odds_high"]) == pytest.approx((ends.low, ends.high), abs=1e-4)
    assert x["dp"] == pytest.approx(dp([6, 4, 5, 0], [60, 40, 150, 50]), abs=1e-4)
    assert x["example"] == "a1里的例句" and x["example_doc"] == "a1" and x["example_other_doc"] == "b1"
    p_values = [table[key]["p"] for key in "xyz"]
    assert [table[key]["q"] for key in "xyz"] == pytest.approx(list(bh(p_values)), rel=1e-3)  # type: ignore[arg-type]


def test_a_count_of_zero_is_said() -> None:
    found = made(TWO)
    z = rows(contrast.table(found))["z"]
    assert z["hits_甲"] == 0 and z["log_ratio"] == pytest.approx(math.log2((0.5 / 100) / (3 / 200)), abs=1e-4)
    assert z["pct_diff"] == -100 and z["group"] == "乙" and z["example"] == "b1里的例句" and z["example_other"] == ""
    assert any("0.5" in note for note in found.notes)


def test_none_in_the_second_group_leaves_the_difference_empty_with_a_note() -> None:
    found = made([counted("a", "甲", 100, x=3), counted("b", "乙", 100, y=2), counted("c", "乙", 10)])
    table = rows(contrast.table(found))
    assert table["y"]["pct_diff"] is None and table["x"]["pct_diff"] == -100
    assert any("%DIFF" in note for note in found.notes)


def test_many_groups_agree_with_scipy() -> None:
    docs = [counted(f"{g}{n}", g, 100, x=hits, y=1) for g, hits in (("甲", 1), ("乙", 4), ("丙", 9)) for n in range(6)]
    found = made(docs)
    table = rows(contrast.table(found))
    x = table["x"]
    reference = stats.chi2_contingency([[6, 594], [24, 576], [54, 546]], correction=False)
    assert x["chi2"] == pytest.approx(reference.statistic, abs=1e-4) and x["p"] == pytest.approx(
        reference.pvalue, rel=1e-3
    )
    assert x["cramers_v"] == pytest.approx(math.sqrt(reference.statistic / 1800), abs=1e-6)
    assert x["group"] == "丙" and x["log_ratio"] == pytest.approx(math.log2((54 / 600) / (30 / 1200)), abs=1e-4)
    assert x["g2_rest_丙"] == x["g2"] and x["log_ratio_rest_甲"] == pytest.approx(
        math.log2((6 / 600) / (78 / 1200)), abs=1e-4
    )
    assert x["q_rest_甲"] < 0.05 and x["p_docs"] == 0.01
    y = table["y"]
    assert y["group"] == "" and y["g2"] is None and y["chi2"] == 0 and y["q"] == 1 and y["example"] == ""
    assert y["p_docs"] == 1 and y["log_ratio_rest_甲"] == 0


def test_columns_of_the_contract() -> None:
    names = contrast.table(made(TWO)).names()
    assert names[:11] == (
        "term", "hits_甲", "per_10k_甲", "doc_share_甲", "hits_乙", "per_10k_乙", "doc_share_乙", "g2", "log_ratio", "q", "range",
    )  # fmt: skip
    many = contrast.table(made([*TWO, counted("c", "docs", 10)])).names()
    assert many[10:14] == ("g2", "log_ratio", "q", "range") and len(set(many)) == len(many)
    heads = {column.name: column for column in contrast.table(made(TWO)).columns}
    assert heads["g2"].zh == "G²（四格）" and heads["g2"].en == "G² (4-cell)"
    assert all(column.zh and column.en and column.help for column in heads.values())


def test_paper_has_names_for_keys_and_one_cell_for_an_interval() -> None:
    table = contrast.paper(made(TWO))
    row = rows(table)["x"]
    assert row["odds"].startswith("4.33 [") and "example" not in table.names()  # type: ignore[attr-defined]
    many = contrast.paper(made([*TWO, counted("c", "丙", 10)]))
    assert [column.zh for column in many.columns[1:4]] == ["甲", "乙", "丙"] and any(
        "各组之下" in n for n in many.notes
    )


def test_sorting_and_the_first_of_each_side() -> None:
    found = made(TWO)
    by = {
        name: [row.key for row in contrast.ordered(found, by=name).rows]
        for name in ("", "range", "hits_乙", "q", "term")
    }
    assert by[""] == ["x", "z", "y"] and by["range"] == ["x", "y", "z"] and by["hits_乙"] == ["x", "z", "y"]
    assert by["q"][0] == "x" and by["term"] == ["x", "y", "z"]
    assert [(row.key, row.group) for row in contrast.ordered(found, top=1).rows] == [("x", 0), ("z", 1)]
    for wrong in ("nosuch", "example", "label"):
        with pytest.raises(UsageError) as told:
            contrast.ordered(found, by=wrong)
        assert "g2" in told.value.hint


def test_min_docs() -> None:
    assert [row.key for row in made(TWO, min_docs=2).rows] == ["x", "y"]
    assert made(TWO, min_docs=99).rows == () and made(TWO, min_docs=99).notes == ("没有符合条件的行",)


def test_what_was_asked_for_has_a_row_though_it_stands_nowhere() -> None:
    unit = Unit("phrase", "term", listed=("x", "没有"), always=True)
    whole = corpus(TWO, unit=unit)
    found = contrast.contrast(whole, whole.groups(), permutations=9)
    row = rows(contrast.table(found))["没有"]
    assert (
        row["hits_甲"] == 0 and row["range"] == 0 and row["q"] is None and row["p_docs"] is None and row["g2"] is None
    )
    assert found.tested == 3 and any("没有出现" in note for note in found.notes)


def test_no_permutations_is_said() -> None:
    found = made(TWO, permutations=0)
    assert all(row.p_docs is None for row in found.rows) and any("--permutations 0" in note for note in found.notes)
    with pytest.raises(ValueError, match="negative"):
        made(TWO, permutations=-1)


def test_small_groups_say_that_no_test_can_succeed() -> None:
    assert any(
        "最小也有 0.1" in note for note in made([d for d in TWO if d[0].id != "a3"] + [counted("b3", "乙", 10)]).notes
    )


def test_more_hits_than_hanzi_is_not_tested_and_said() -> None:
    found = made([counted("a", "甲", 2, x=5), counted("b", "乙", 100, x=1), counted("c", "乙", 10)])
    row = rows(contrast.table(found))["x"]
    assert row["g2"] is None and row["q"] is None and any("命中多于字数" in note for note in found.notes)


def test_a_group_without_text() -> None:
    found = made([counted("a", "甲", 0), counted("b", "乙", 100, x=1), counted("c", "乙", 10)])
    row = rows(contrast.table(found))["x"]
    assert row["per_10k_甲"] is None and row["g2"] is None and row["p_docs"] is None and row["doc_share_甲"] == 0.0


numbers = st.lists(
    st.tuples(st.sampled_from("甲乙丙"), st.integers(50, 500), st.integers(0, 9), st.integers(0, 9)),
    min_size=4,
    max_size=12,
)


def documents(drawn: list[tuple[str, int, int, int]]) -> list[tuple[Document, DocCounts]]:
    return [counted(f"d{n:02d}", g, size, x=x, y=y) for n, (g, size, x, y) in enumerate(drawn)]


@settings(max_examples=40, deadline=None)
@given(numbers, st.randoms(use_true_random=False))
def test_permuting_documents_changes_nothing(drawn: list[tuple[str, int, int, int]], rng: random.Random) -> None:
    docs = documents(drawn)
    again = list(docs)
    rng.shuffle(again)
    one, other = made(docs, permutations=19), made(again, permutations=19)
    assert contrast.table(contrast.ordered(one)) == contrast.table(contrast.ordered(other))


@settings(max_examples=40, deadline=None)
@given(numbers)
def test_the_sum_over_groups_is_the_whole_and_nothing_is_not_a_number(drawn: list[tuple[str, int, int, int]]) -> None:
    found = made(documents(drawn), permutations=19)
    for row in found.rows:
        assert sum(row.hits) == sum(d[2 if row.key == "x" else 3] for d in drawn)
        assert sum(row.docs) == row.range == sum(d[2 if row.key == "x" else 3] > 0 for d in drawn)
    for cells in contrast.table(found).rows:
        assert not any(isinstance(cell, float) and not math.isfinite(cell) for cell in cells)


@settings(max_examples=40, deadline=None)
@given(numbers)
def test_doubling_the_corpus_leaves_rates(drawn: list[tuple[str, int, int, int]]) -> None:
    docs = documents(drawn)
    twice = docs + [(Document("z" + d.id, "", path="z" + d.id, meta=d.meta), value) for d, value in docs]
    once, more = rows(contrast.table(made(docs, permutations=0))), rows(contrast.table(made(twice, permutations=0)))
    assert list(once) == list(more)
    for key, row in once.items():
        for name, value in row.items():
            if name.startswith(("per_10k", "doc_share")) or name == "dp":
                assert more[key][name] == pytest.approx(value, abs=1e-4)
            if name.startswith(("hits", "docs")) or name == "range":
                assert more[key][name] == 2 * value  # type: ignore[operator]


@settings(max_examples=40, deadline=None)
@given(numbers)
def test_swapping_two_groups_changes_the_signs(drawn: list[tuple[str, int, int, int]]) -> None:
    class Ordered(ByField):
        """By field, in a fixed order of the groups."""

        turned = False

        def order(self, docs: object) -> list[str]:
            return sorted(docs, reverse=type(self).turned)  # type: ignore[call-overload,no-any-return]

    class Turned(Ordered):
        turned = True

    docs = [(d, v) for d, v in documents(drawn) if d.get("g") != "丙"]
    tables = []
    for by in (Ordered("g"), Turned("g")):
        whole = corpus(docs, by=by)
        groups = whole.groups()
        if len(groups.groups) < 2:
            return
        tables.append(rows(contrast.table(contrast.contrast(whole, groups, permutations=19))))
    for key, row in tables[0].items():
        other = tables[1][key]
        for name in ("g2", "log_ratio"):
            assert other[name] == pytest.approx(-row[name])  # type: ignore[operator]
        for name in ("p", "q", "p_docs", "q_docs", "range", "dp", "group"):
            assert other[name] == row[name], name


def test_themes_of_real_texts(essays: tuple[Document, ...], book: Codebook) -> None:
    """tuojie: a 1, b 1; xingshi: b 1; jiguan: a 1; c none (conftest). a and c have no issuer, b has."""
    counting = themes(UnitOptions(book))
    job = counting.make_job()
    docs = [(d, job(d)) for d in essays]
    whole = collect(docs, counting.unit, ByField("date"))
    groups = whole.groups()
    found = contrast.contrast(whole, groups, permutations=9)
    table = rows(contrast.table(found))
    assert groups.names == ("2014-05", "2019") and groups.left == (("missing", 1),)
    assert list(table) == ["tuojie", "xingshi", "jiguan"] and table["tuojie"]["label"] == "脱节"
    assert table["tuojie"]["hits_2014-05"] == 1 and table["jiguan"]["hits_2019"] == 0
    assert table["tuojie"]["per_10k_2014-05"] == pytest.approx(10_000 / 28, abs=1e-4)
    sample = next(row for row in found.rows if row.key == "jiguan").example
    assert sample is not None and sample.text[sample.start : sample.end] == "走出机关"
