"""Codings side by side: which rows are of one unit."""

from __future__ import annotations

from typing import Any

from djtext.measures.coders.panel import align
from djtext.read.coded import Coding, Problem


def coding(coder: str, n: int, role: str | None = None, themes: Any = None, **more: Any) -> Coding:
    given = {"id": f"u{n}", "doc": f"d{n % 3}", "text": f"第{n}句。", "start": n, **more}
    return Coding(where=f"{coder}:{n}", coder=coder, role=role, themes=themes, **given)


def test_rows_of_one_id_with_other_text_are_told() -> None:
    problems: list[Problem] = []
    made = align([coding("甲", 1, "P"), coding("乙", 1, "P", text="别的。"), coding("乙", 2, "P", id="")], problems)
    assert [unit.codings[1] for unit in made.units] == [None]
    assert [(p.where, p.code) for p in problems] == [("乙:1", "text-changed"), ("乙:2", "no-id")]


def test_without_ids_the_same_sentence_twice_is_two_units() -> None:
    found = [coding(name, 1, role, id="", text="要学习。", start=None) for name in ("甲", "乙") for role in ("P", "R")]
    made = align(found, [])
    assert [[c.role for c in unit.codings if c] for unit in made.units] == [["P", "P"], ["R", "R"]]
