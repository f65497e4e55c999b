from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from djtext import lang
from djtext.measures import reuse
from djtext.reuse.find import find
from djtext.types import Document

CONTRACT = ["doc_a", "start_a", "end_a", "doc_b", "start_b", "end_b", "length", "similarity", "kind"]
# 20, 22 and 21 hanzi
FIRST = "窗口前的板凳换了三回，办事的人却还是站着。"
SECOND = "笔记本越换越厚，群众的烦心事一件也没有少，"
THIRD = "会场里的横幅挂了一条又一条，楼道里的灯坏了没人修，"


def shares(row: tuple[object, ...]) -> dict[str, float]:
    names = [column.name for column in reuse.SUMMARY_COLUMNS]
    return {name: float(value) for name, value in zip(names, row, strict=True) if name.endswith("_share")}  # type: ignore[arg-type]


def test_columns_of_the_contract_stand_first() -> None:
    table = reuse.passages(
        find([Document("b", FIRST + SECOND, date="2020"), Document("a", FIRST + THIRD, date="2019", title="甲题")])
    )
    assert list(table.names()[:9]) == CONTRACT
    (row,) = table.rows
    made = dict(zip(table.names(), row, strict=True))
    assert made["doc_a"] == "a"
    assert made["text_a"] == made["text_b"] == FIRST
    assert (made["start_a"], made["end_a"], made["length"], made["similarity"]) == (0, 21, 21, 1.0)
    assert (made["direction"], made["date_a"], made["date_b"], made["title_a"]) == ("a_to_b", "2019", "2020", "甲题")
    assert made["kind"] == "copy"


def test_own_words_by_hand() -> None:
    a = Document("a", FIRST + SECOND, date="2018")
    b = Document("b", FIRST + THIRD, date="2019")
    c = Document("c", THIRD + "后来他们都走了。", date="2020")
    rows = {row[0]: row for row in reuse.summary(find([a, b, c])).rows}
    hanzi = {name: sum(char.isalnum() for char in text) for name, text in (("F", FIRST), ("S", SECOND), ("T", THIRD))}
    assert rows["a"][4] == 1.0
    assert rows["a"][9:] == (0, "", 0)
    assert rows["b"][3] == hanzi["F"] + hanzi["T"]
    assert rows["b"][4] == pytest.approx(hanzi["T"] / (hanzi["F"] + hanzi["T"]), abs=1e-4)
    assert rows["b"][9:] == (1, "a", hanzi["F"])
    assert rows["c"][4] == pytest.approx(7 / (hanzi["T"] + 7), abs=1e-4)
    assert rows["c"][10] == "b"


def test_without_dates_nobody_is_first() -> None:
    rows = list(reuse.summary(find([Document("a", FIRST + SECOND), Document("b", FIRST + THIRD)])).rows)
    assert all(0 < float(row[4] or 0) < 1 for row in rows)
    assert {row[10] for row in rows} == {"a", "b"}


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6))
def test_shares_add_up_to_one(seed: int) -> None:
    rng = random.Random(seed)
    parts = [
        FIRST,
        SECOND,
        THIRD,
        "习近平总书记指出：“要把纪律和规矩挺在前面，让党员干部知敬畏存戒惧守底线。”\n",
        "一二三。",
        "他们。\n",
    ]
    docs = [
        Document(
            f"{n}", "".join(rng.choice(parts) for _ in range(rng.randint(0, 6))), date=rng.choice(["", "2019", "2020"])
        )
        for n in range(14)
    ]
    found = find(docs, formula=rng.choice([3, 10]))
    table = reuse.summary(found)
    for row in table.rows:
        made = shares(row)
        assert len(made) == 5
        assert sum(made.values()) == pytest.approx(1, abs=3e-4)
        assert all(0 <= share <= 1 for share in made.values())
    grouped = list(reuse.groups(found).rows)
    assert [row[0] for row in grouped] == sorted(row[0] for row in grouped)  # type: ignore[type-var]
    assert all(0.5 <= float(row[6] or 0) <= 1 for row in grouped)


def test_groups_largest_first() -> None:
    docs = [Document(f"{n}", (SECOND if n < 2 else FIRST + THIRD) * 2, date=f"20{30 - n}") for n in range(5)]
    table = reuse.groups(find(docs))
    assert [(row[0], row[1], row[2]) for row in table.rows] == [
        (1, 3, "4"),
        (1, 3, "3"),
        (1, 3, "2"),
        (2, 2, "1"),
        (2, 2, "0"),
    ]
    assert "5" in table.notes[0]


def test_against_sums_up_the_new_only() -> None:
    found = find([Document("n", FIRST + "这是新写的一句话。")], against=[Document("o", FIRST + SECOND)])
    (row,) = reuse.summary(found).rows
    assert row[0] == "n"
    assert row[10] == "o"


def test_only_some_kinds() -> None:
    found = find([Document("a", FIRST + SECOND), Document("b", FIRST + THIRD)])
    assert reuse.only(found, ()) is found
    assert len(reuse.only(found, ("copy",)).passages) == 1
    assert reuse.only(found, ("quote", "duplicate")).passages == ()


def test_notes_in_both_languages() -> None:
    found = find([Document(f"{n}", FIRST + SECOND) for n in range(60)])
    assert "50 篇以上" in " ".join(reuse.notes(found))
    lang.use("en")
    try:
        assert "more than 50 documents" in " ".join(reuse.notes(found))
        assert reuse.label("boilerplate") == "boilerplate"
        assert "one document only" in reuse.notes(find([]))[0]
    finally:
        lang.use("zh")
