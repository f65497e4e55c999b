"""The machine beside the coders: the place of a unit, and what it says there."""

from __future__ import annotations

from typing import Any

from djtext.measures.coders.machine import with_machine
from djtext.measures.coders.panel import Panel, align, only_themes
from djtext.read.coded import Coding, Problem
from djtext.types import Document, Labelled, Sentence

TEXT = "要学习。党建业务两张皮。要学习。"
LABELS = tuple(
    Labelled(Sentence("x/a.txt", 1, n, start, end, "sentence", 0, "", TEXT[start:end]), role, sure, themes=themes)
    for n, (start, end, role, sure, themes) in enumerate(
        [(0, 4, "remedy", 0.9, ("b",)), (4, 12, "problem", 0.8, ("a", "c")), (12, 16, "other", 0.6, ())], start=1
    )
)


def coding(coder: str, n: int, role: str | None = None, themes: Any = None, **more: Any) -> Coding:
    given = {"id": f"u{n}", "doc": f"d{n % 3}", "text": f"第{n}句。", "start": n, **more}
    return Coding(where=f"{coder}:{n}", coder=coder, role=role, themes=themes, **given)


def told_by_machine(*found: Coding) -> tuple[Panel, list[Problem]]:
    problems: list[Problem] = []
    doc = Document("x/a.txt", TEXT)
    return with_machine(align(list(found), problems), [(doc, LABELS)], problems), problems


def test_the_machine_is_asked_at_the_place_of_the_unit() -> None:
    made, problems = told_by_machine(
        coding("甲", 1, "remedy", doc="a.txt", start=12, text="要学习。"),
        coding("甲", 2, "problem", doc="a.txt", start=5, text="党建业务 两张皮。"),  # moved, and known by its last name
        coding("甲", 3, "problem", doc="a.txt", start=0, text="不在文中。"),
        coding("甲", 4, "problem", doc="b.txt", start=0, text="要学习。"),
    )
    assert [(unit.id, c.role if (c := unit.codings[-1]) else None) for unit in made.units] == [
        ("u3", None), ("u2", "problem"), ("u1", "other"), ("u4", None),
    ]  # fmt: skip
    assert [(p.where, p.code) for p in problems] == [("甲:3", "text-changed"), ("甲:4", "other-text")]


def test_units_without_offsets_are_taken_in_order() -> None:
    found = [coding("甲", n, "remedy", id="", doc="a.txt", start=None, text="要学习。") for n in (1, 2)]
    made, _ = told_by_machine(*found)
    assert [unit.codings[-1].role for unit in made.units if unit.codings[-1]] == ["remedy", "other"]


def test_a_passage_takes_the_role_that_covers_most_and_all_themes() -> None:
    made, _ = told_by_machine(coding("甲", 1, "problem", doc="a.txt", start=0, text=TEXT[:12]))
    said = made.units[0].codings[-1]
    assert said is not None and (said.role, said.themes, said.confidence) == ("problem", ("a", "b", "c"), 0.8)


def test_themes_that_no_coder_used_are_left_aside() -> None:
    made, _ = told_by_machine(coding("甲", 1, "problem", ("a",), doc="a.txt", start=4, text="党建业务两张皮。"))
    chosen, aside = only_themes(made)
    assert aside == ("c",)
    assert [c.themes for c in chosen.units[0].codings if c] == [("a",), ("a",)]
    assert only_themes(made, ("a", "b", "c"))[1] == ()
