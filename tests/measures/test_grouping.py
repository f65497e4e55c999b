from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.errors import UsageError
from djtext.measures.grouping import (
    ByCondition,
    ByField,
    ByFolder,
    ByPeriod,
    Conditions,
    Grouping,
    Paths,
    Placed,
    Sets,
    name_of,
    parse_by,
)
from djtext.read.where import parse_where
from djtext.types import Document


def doc(identity: str, date: str = "", path: str = "", **meta: str) -> Document:
    return Document(identity, "", path=path or identity, date=date, meta=tuple(meta.items()))


@pytest.mark.parametrize(
    ("spec", "made"),
    [
        ("genre", ByField("genre")),
        (" year ", ByPeriod(1)),
        ("year:5", ByPeriod(5)),
        ("year:10", ByPeriod(10)),
        ("month", ByPeriod(0)),
        ("folder", ByFolder(1)),
        ("folder:2", ByFolder(2)),
        ("发文单位", ByField("发文单位")),
    ],
)
def test_what_by_takes(spec: str, made: Grouping) -> None:
    assert parse_by(spec) == made
    assert parse_by(made.spec) == made


@pytest.mark.parametrize(
    "spec", ["", "year:0", "year:x", "year:-5", "month:2", "a b", "genre=讲话 and year>=2012", "year:", "year:99999"]
)
def test_what_by_does_not_take(spec: str) -> None:
    with pytest.raises(UsageError) as told:
        parse_by(spec)
    assert told.value.exit_code == 2 and told.value.hint


@pytest.mark.parametrize(
    ("step", "date", "group"),
    [
        (1, "2019-05-06", "2019"),
        (5, "2019", "2015-2019"),
        (10, "1954", "1950-1959"),
        (10, "2020-01", "2020-2029"),
        (7, "2019", "2016-2022"),
        (0, "2019-05-06", "2019-05"),
        (0, "2019", ""),
        (1, "", ""),
        (1, "某年", ""),
    ],
)
def test_periods(step: int, date: str, group: str) -> None:
    placed = ByPeriod(step).of(doc("a", date))
    assert placed.group == group and (placed.reason == "missing") == (not group)


@given(st.integers(1, 9999), st.integers(1, 500))
def test_a_year_lies_in_its_period(year: int, step: int) -> None:
    by = ByPeriod(step)
    group = by.of(doc("a", f"{year:04d}")).group
    first, _, last = group.partition("-")
    assert int(first) <= year <= int(last or first)
    assert int(last or first) - int(first) == step - 1 and int(first) % step == 0
    assert by.number(group) == year // step and by.time(group) == int(first)


def test_periods_without_documents_are_there_and_wild_dates_do_not_fill_the_memory() -> None:
    assert ByPeriod(10).through(["1980-1989", "1950-1959"]) == ["1950-1959", "1960-1969", "1970-1979", "1980-1989"]
    assert ByPeriod(0).through(["2019-11", "2020-02"]) == ["2019-11", "2019-12", "2020-01", "2020-02"]
    assert ByPeriod(1).through(["0001", "9999"]) == ["0001", "9999"]
    assert ByPeriod(1).through([]) == []


def test_a_condition_makes_two_groups_and_guesses_nothing() -> None:
    by = parse_by("date<2012-11-08")
    assert isinstance(by, ByCondition) and by.names == ("date<2012-11-08", "date>=2012-11-08")
    placed = [by.of(doc("a", date)) for date in ("2012-11-07", "2012-11-08", "2013", "2012", "2012-11", "")]
    assert [place.group for place in placed] == [*by.names, by.names[1], "", "", ""]
    assert [place.reason for place in placed[3:]] == ["vague", "vague", "missing"]
    year = parse_by("year>=2012")
    assert year.of(doc("a", "2012")).group == "year>=2012"
    equal = parse_by("genre=讲话")
    assert [equal.of(doc("a", genre=g)).group for g in ("讲话", "论文")] == ["genre=讲话", "genre!=讲话"]
    assert equal.of(doc("a")).reason == "missing"


@pytest.mark.parametrize(
    ("identity", "path", "depth", "group"),
    [
        ("讲话/2019/a.txt", "x/讲话/2019/a.txt", 1, "讲话"),
        ("讲话/2019/a.txt", "x/讲话/2019/a.txt", 2, "讲话/2019"),
        ("讲话/2019/a.txt", "x/讲话/2019/a.txt", 9, "讲话/2019"),
        ("a.txt", "x/a.txt", 1, "."),
        ("a.txt#2", "x/a.txt", 1, "."),
        ("b.jsonl#7", "b.jsonl", 1, "b.jsonl"),
        ("c.zip#论文/d.txt", "c.zip", 2, "c.zip/论文"),
    ],
)
def test_folders(identity: str, path: str, depth: int, group: str) -> None:
    assert ByFolder(depth).of(doc(identity, path=path)).group == group


def test_two_sets_leave_out_what_is_in_both() -> None:
    def keep(text: str) -> Conditions:
        found = parse_where((text,))
        assert found is not None
        return Conditions((found,))

    by = Sets(("甲", "乙"), (keep("genre=讲话"), keep("year>=2012")), ("genre", "year"))
    placed = [by.of(d) for d in (doc("a", genre="讲话"), doc("b", "2013"), doc("c", "2013", genre="讲话"), doc("d"))]
    assert [(place.group, place.reason) for place in placed] == [("甲", ""), ("乙", ""), ("", "both"), ("", "neither")]
    files = Sets(("甲", "乙"), (Paths(frozenset({"a"})), Paths(frozenset({"b"}))))
    assert files.of(doc("x", path="b")) == Placed("乙")


@given(st.text(max_size=200))
def test_a_name_is_one_line_and_steers_nothing(value: str) -> None:
    name = name_of(value)
    assert len(name) <= 60 and name == name.strip() and name_of(name) == name
    assert not any(c < " " or "\u202a" <= c <= "\u202e" or "\ud800" <= c <= "\udfff" for c in name)


def test_long_names_stay_apart() -> None:
    assert name_of("长" * 100 + "甲") != name_of("长" * 100 + "乙")
