from __future__ import annotations

import pytest

from djtext.errors import UsageError
from djtext.read.where import parse_where
from djtext.types import Document

DOC = Document("a", "", title="党课讲稿", date="2014-05", meta=(("genre", "讲话"), ("pages", "9")))


@pytest.mark.parametrize(
    ("expression", "kept"),
    [
        ("year>=2012", True), ("year<2012", False), ("date<2014-06", True), ("date<2012-11-08", False), ("date=2014", True),
        ("genre=讲话", True), ("genre==党课", False), ("genre!=党课", True), ("title~党课", True), ("title!~党课", False),
        ("pages<10", True), ("year>=2012 and genre=讲话", True), ("year>=2012 and genre=党课", False), ("region=东部", False),
        ("region!=东部", True), ("genre='讲话'", True),
    ],
)  # fmt: skip
def test_filters(expression: str, kept: bool) -> None:
    keep = parse_where((expression,))
    assert keep is not None and keep(DOC) is kept


def test_repeated_filters_must_all_hold() -> None:
    keep = parse_where(("year>=2012", "genre=党课"))
    assert keep is not None and not keep(DOC)
    assert parse_where(()) is None


@pytest.mark.parametrize("expression", ["", "year", ">=2012", "year>=2012 and"])
def test_mistakes(expression: str) -> None:
    with pytest.raises(UsageError, match="--where"):
        parse_where((expression,))
