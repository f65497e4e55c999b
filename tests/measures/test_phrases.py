from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.measures import phrases as tables
from djtext.measures.dispersion import dp, dp_among
from djtext.measures.keyness import g2
from djtext.themes.discover import discover
from djtext.themes.families import families
from djtext.types import Document


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 99)), min_size=1, max_size=9))
def test_dp_of_the_parts_that_have_it_is_dp_of_all(parts: list[tuple[int, int]]) -> None:
    if not any(count for count, _ in parts):
        return
    inside = [(count, size) for count, size in parts if count]
    some = dp_among([count for count, _ in inside], [size for _, size in inside], sum(size for _, size in parts))
    assert some == pytest.approx(dp([count for count, _ in parts], [size for _, size in parts]))


def documents() -> list[Document]:
    rows = (
        ("2012", "省报", "“四风”要管，{}。整治“四风”问题，靠自己；再说四风。"),
        ("2013-07", "县报", "“四风”方面，{}。查四风问题，查到底；都怕“四风”。"),
        ("2014", "县报", "不许“四风”反弹，{}。“四风”又来了；防四风问题。"),
    )
    extra = ("老赵这么说", "小钱不信", "老孙听着")
    return [
        Document(f"{n}.txt", text.format(extra[n]), date=date, meta=(("issuer", issuer),))
        for n, (date, issuer, text) in enumerate(rows)
    ]


def test_columns_and_figures_of_phrases() -> None:
    found = discover(documents())
    made = tables.phrases(found, found.phrases, families(found))
    assert made.names()[:9] == ("phrase", "kind", "hits", "docs", "cohesion", "entropy", "first", "example", "family")
    rows = {str(row[0]): dict(zip(made.names(), row, strict=True)) for row in made.rows}
    row = rows["四风"]
    assert (row["hits"], row["docs"], row["first"], row["last"]) == (9, 3, "2012", "2014")
    assert str(row["example"])
    doc = next(each.doc for each in found.sources if each.doc.id == row["example_doc"])
    assert doc.text[int(str(row["example_start"])) : int(str(row["example_end"]))] == "四风"
    for each in rows.values():
        assert all(value == value for value in each.values())  # no NaN
        assert 0 <= float(str(each["dp"])) <= 1


def test_keyness_against_a_reference_is_g2_of_the_counts() -> None:
    found = discover(documents(), reference=[Document("r", "四风四风，别的话。别的话再说一遍。")])
    phrase = next(each for each in found.phrases if each.text == "四风")
    sure, much = tables.keyness(found, phrase)
    assert found.reference is not None
    assert sure == g2(9, found.symbols, 2, found.reference[1])
    assert much is not None


def test_families_by_year_add_up_and_name_events() -> None:
    found = discover(documents())
    made = families(found)
    table = tables.by_period(found, made, lambda doc: doc.get("year"), "year")
    rows = [dict(zip(table.names(), row, strict=True)) for row in table.rows if row[0] == "四风"]
    assert sum(int(str(row["hits"])) for row in rows) == 9
    assert {row["year"] for row in rows} == {"2012", "2013", "2014"}
    assert {row["event"] for row in rows if row["year"] == "2012"} >= {"first"}
    (sheet,) = tables.families(found, made).more
    assert sheet.names() == ("family", "date", "event", "form", "before")


def test_adopters_in_order_with_their_lag() -> None:
    found = discover(documents())
    table = tables.adopters(found, families(found), "issuer")
    rows = [dict(zip(table.names(), row, strict=True)) for row in table.rows if row[0] == "四风"]
    assert [(row["issuer"], row["order"], row["first"], row["lag"]) for row in rows] == [
        ("省报", 1, "2012", 0.0),
        ("县报", 2, "2013-07", 1.5),
    ]
    assert [row["first_doc"] for row in rows] == ["0.txt", "1.txt"]
