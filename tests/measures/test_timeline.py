from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from djtext.errors import UsageError
from djtext.measures import timeline as lines
from djtext.measures.counts import Corpus, DocCounts, Unit, collect
from djtext.measures.grouping import ByPeriod
from djtext.measures.intervals import wilson
from djtext.measures.trend import batched_bursts, mann_kendall, sen_slope
from djtext.types import Document

UNIT = Unit("theme", "theme", labels={"x": ("甲", "one"), "y": ("乙", "two")}, listed=("x", "y", "z"))


def counted(identity: str, date: str, size: int, issuer: str = "", **hits: int) -> tuple[Document, DocCounts]:
    found = tuple((key, number) for key, number in hits.items() if number)
    value = DocCounts(size, size, size, found, tuple((0, 0, 1) for _ in found), ((1.0, "例"),) if found else ())
    return Document(identity, "", path=identity, date=date, meta=(("issuer", issuer),) if issuer else ()), value


DOCS = [
    counted("a", "2010-03", 1000, "甲局", x=2),
    counted("b", "2010-09", 1000, "乙局", x=1, y=1),
    counted("c", "2012", 2000, "甲局", x=8),
    counted("d", "2013-01-05", 500, "丙局", x=5, y=1),
    counted("e", "2013", 500, "甲局", x=3),
    counted("f", "", 700, "丁局", x=9),
]


def made(docs: list[tuple[Document, DocCounts]], period: ByPeriod | None = None, **options: object) -> lines.Timeline:
    period = period or ByPeriod(1)
    whole: Corpus = collect(docs, UNIT, period)
    return lines.timeline(whole, whole.groups(), period, **options)  # type: ignore[arg-type]


def test_courses_by_hand() -> None:
    found = made(DOCS)
    assert found.periods == ("2010", "2011", "2012", "2013") and found.texts == (2, 0, 1, 2)
    assert found.sizes == (2000, 0, 2000, 1000) and found.groups.left == (("missing", 1),)
    x, y = found.courses
    assert (x.key, x.hits, x.docs) == ("x", (3, 0, 8, 8), (2, 0, 1, 2))
    assert x.rates == (15.0, None, 40.0, 80.0)
    assert (x.first, x.last) == ("2010-03", "2013-01-05") or x.last == "2013"
    assert x.adopters == (2, 2, 3, 5) and x.issuers == (2, 2, 2, 3) and y.issuers == (1, 1, 1, 2)
    assert x.slope == sen_slope([15, 40, 80], [2010, 2012, 2013]) and x.test == mann_kendall([15, 40, 80])
    assert x.shares == (wilson(2, 2), None, wilson(1, 1), wilson(2, 2))
    assert x.intervals[1] is None and x.intervals[2] is None and x.intervals[0] is not None
    assert x.intervals[0].low <= 15 <= x.intervals[0].high
    assert x.bursts == batched_bursts([3, 0, 8, 8], [2000, 0, 2000, 1000])
    assert y.rates == (5.0, None, 0.0, 10.0)


def test_columns_of_the_contract_and_a_row_for_each_period() -> None:
    table = lines.table(made(DOCS))
    assert table.names()[:8] == ("theme", "period", "hits", "docs", "per_10k", "slope", "p", "first")
    rows = [dict(zip(table.names(), row, strict=True)) for row in table.rows]
    assert len(rows) == 8 and [row["period"] for row in rows[:4]] == ["2010", "2011", "2012", "2013"]
    assert rows[1]["per_10k"] is None and rows[1]["doc_share"] is None and rows[1]["hits"] == 0
    assert rows[0]["label"] == "甲" and rows[0]["share_high"] == 1 and rows[3]["issuers"] == 3
    assert all(column.zh and column.en and column.help for column in table.columns)
    assert any("1 个没有文档" in note for note in table.notes) and any("粗略" in note for note in table.notes)
    for row in table.rows:
        assert not any(isinstance(cell, float) and not math.isfinite(cell) for cell in row)


def test_the_page_has_a_column_for_each_period() -> None:
    table = lines.paper(made(DOCS))
    assert [column.name for column in table.columns] == [
        "theme",
        "2010",
        "2011",
        "2012",
        "2013",
        "slope",
        "p",
        "q",
        "first",
        "last",
    ]
    assert next(iter(table.rows))[:4] == ("甲", 15.0, None, 40.0)


def test_decades() -> None:
    found = made([counted("a", "1954", 100, x=1), counted("b", "1978", 100, x=2)], ByPeriod(10))
    assert found.periods == ("1950-1959", "1960-1969", "1970-1979")
    assert found.courses[0].slope is not None and found.courses[0].slope.slope == pytest.approx(100 / 20)


def test_one_period_and_equal_values_are_said() -> None:
    one = made([counted("a", "2010", 100, x=1)])
    assert one.courses[0].test is None and one.courses[0].slope is None and any("只有一个时期" in n for n in one.notes)
    equal = made([counted(str(y), str(y), 100, x=1) for y in range(2000, 2010)])
    assert equal.courses[0].test is not None and equal.courses[0].test.p is None and equal.courses[0].q is None
    assert equal.courses[0].slope is not None and equal.courses[0].slope.slope == 0
    assert any("各期相等" in note for note in equal.notes)


def test_named_keys_have_rows_though_they_stand_nowhere() -> None:
    found = made(DOCS, keys=("z", "x"))
    assert [course.key for course in found.courses] == ["z", "x"]
    z = found.courses[0]
    assert z.hits == (0, 0, 0, 0) and z.first == "" and z.q is None
    row = next(iter(lines.table(found).rows))
    assert row[6] is None and row[7] == ""


def test_no_issuers_no_text_and_odd_counts() -> None:
    found = made([counted("a", "2010", 100, x=1), counted("b", "2011", 0)])
    assert not found.named and any("issuer" in note for note in found.notes)
    assert all(row[-1] is None for row in lines.table(found).rows)
    odd = made([counted("a", "2010", 1, x=5), counted("b", "2011", 10, x=1)])
    assert odd.courses[0].bursts == () and any("命中多于字数" in note for note in odd.notes)


def test_other_adopters() -> None:
    found = made(DOCS, options=lines.Options(adopters="nosuch"))
    assert not found.named and any("nosuch" in note for note in found.notes)


def test_order_and_the_first_of_it() -> None:
    found = made(DOCS)
    assert [course.key for course in lines.ordered(found).courses] == ["x", "y"]
    assert [course.key for course in lines.ordered(found, by="first").courses] == ["x", "y"]
    assert [course.key for course in lines.ordered(found, by="slope", top=1).courses] == ["x"]
    assert {course.key for course in lines.ordered(found, by="p").courses} == {"x", "y"}
    with pytest.raises(UsageError, match="nosuch"):
        lines.ordered(found, by="nosuch")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1990, 2005), st.integers(0, 400), st.integers(0, 6), st.integers(0, 6)),
        min_size=1,
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_laws(drawn: list[tuple[int, int, int, int]], rng: random.Random) -> None:
    docs = [counted(f"d{n:02d}", str(year), size, x=x, y=y) for n, (year, size, x, y) in enumerate(drawn)]
    again = list(docs)
    rng.shuffle(again)
    options = lines.Options(resamples=20)
    one, other = made(docs, options=options), made(again, options=options)
    assert lines.table(one) == lines.table(other)
    for course in one.courses:
        assert sum(course.hits) == sum(d[2 if course.key == "x" else 3] for d in drawn)
        assert list(course.adopters) == sorted(course.adopters) and course.adopters[-1] == sum(course.docs)
    for row in lines.table(one).rows:
        assert not any(isinstance(cell, float) and not math.isfinite(cell) for cell in row)
