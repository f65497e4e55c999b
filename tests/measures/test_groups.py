from __future__ import annotations

import pytest

from djtext import lang
from djtext.errors import UsageError
from djtext.measures.grouping import ByField, ByPeriod, Grouping, parse_by
from djtext.measures.groups import MOST, Group, Groups, arrange, at_least_two, least_p, notes
from djtext.types import Document


def doc(identity: str, date: str = "", path: str = "", **meta: str) -> Document:
    return Document(identity, "", path=path or identity, date=date, meta=tuple(meta.items()))


def arranged(docs: list[Document], by: Grouping, **options: int) -> Groups:
    sizes = [10 * n for n in range(1, len(docs) + 1)]
    return arrange(docs, [by.of(d) for d in docs], sizes, sizes, sizes, by, **options)


def test_groups_with_their_sizes_and_those_left_out() -> None:
    docs = [doc("a", genre="讲话"), doc("b", genre="论文"), doc("c"), doc("d", genre="论文")]
    made = arranged(docs, ByField("genre"))
    assert [(g.name, g.docs, g.chars) for g in made.groups] == [("论文", 2, 60), ("讲话", 1, 10)]
    assert made.member == (1, 0, -1, 0) and made.left == (("missing", 1),)
    said = notes(made)
    assert "论文：2 篇" in said[0] and "1 篇没有 genre" in said[2] and "不足 5 篇的组：论文、讲话" in said[3]
    assert sum(g.chars for g in made.groups) + 30 == 100


def test_the_sum_over_groups_is_the_whole() -> None:
    docs = [doc(str(n), f"{1950 + n}") for n in range(40)]
    made = arranged(docs, ByPeriod(10))
    assert sum(g.docs for g in made.groups) == 40 and sum(g.chars for g in made.groups) == sum(range(10, 410, 10))


def test_small_groups_can_be_left_out_and_are_counted() -> None:
    made = arranged([doc("a", g="甲"), doc("b", g="甲"), doc("c", g="乙")], ByField("g"), min_docs=2)
    assert made.names == ("甲",) and made.left == (("small", 1),)
    with pytest.raises(UsageError, match=r"只有一组“甲”（2 篇）.*1 篇所在的组太小"):
        at_least_two(made)


def test_an_unknown_field_is_told_with_those_there_are() -> None:
    docs = [doc("a", "2019", genre="讲话"), doc("b", level="")]
    for spec in ("nosuch", "nosuch=1", "level"):
        with pytest.raises(UsageError) as told:
            arranged(docs, parse_by(spec))
        assert told.value.hint.startswith("现有：date、genre、month、year、folder")
    with pytest.raises(UsageError, match="date"):
        arranged([doc("a", genre="讲话")], parse_by("year"))


def test_one_group_or_none_cannot_be_compared() -> None:
    with pytest.raises(UsageError, match="只有一组“讲话”（2 篇）"):
        at_least_two(arranged([doc("a", genre="讲话"), doc("b", genre="讲话")], ByField("genre")))
    with pytest.raises(UsageError, match="1 篇没有"):
        at_least_two(arranged([doc("a", "2019")], ByPeriod(0)))
    lang.use("en")
    with pytest.raises(UsageError, match="only one group"):
        at_least_two(arranged([doc("a", genre="讲话")], ByField("genre")))


def test_too_many_groups_are_refused() -> None:
    docs = [doc(str(n), title_=f"t{n}") for n in range(MOST + 1)]
    with pytest.raises(UsageError) as told:
        arranged(docs, ByField("title_"))
    assert "--min-group" in told.value.hint


def test_the_smallest_p_there_is() -> None:
    def groups(*sizes: int) -> Groups:
        return Groups("x", tuple(Group(str(n), size, 0, 0, 0) for n, size in enumerate(sizes)), ())

    assert least_p(groups(2, 3)) == pytest.approx(1 / 10)
    assert least_p(groups(1, 1, 1)) == pytest.approx(1 / 6)
    assert least_p(groups(500, 500)) == 0.0
