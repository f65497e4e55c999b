"""Codings side by side: matching, the machine's place, and tables counted by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from djtext.measures import coders as m
from djtext.read import annotated
from djtext.read.coded import Coding, Problem
from djtext.themes.codebook import load as load_book
from djtext.types import Cell, Column, Document, Labelled, Sentence

RECIPE = m.Recipe(roles=("problem", "cause", "remedy", "significance", "other"), themes=("a", "b"), resamples=100)


def coding(coder: str, n: int, role: str | None = None, themes: Any = None, **more: Any) -> Coding:
    given = {"id": f"u{n}", "doc": f"d{n % 3}", "text": f"第{n}句。", "start": n, **more}
    return Coding(where=f"{coder}:{n}", coder=coder, role=role, themes=themes, **given)


def panel(*rows: tuple[str | None, str | None], themes: bool = False) -> m.Panel:
    found = [
        coding(name, n, role, (("a",) if role == "problem" else ()) if themes and role else None)
        for place, name in enumerate(("甲", "乙"))
        for n, row in enumerate(rows)
        for role in [row[place]]
    ]
    return m.align(found, [])


def as_dicts(columns: tuple[Column, ...], rows: Any) -> list[dict[str, Cell]]:
    made = [dict(zip([column.name for column in columns], row, strict=True)) for row in rows]
    for row in made:
        assert not any(isinstance(value, float) and not math.isfinite(value) for value in row.values())
    return made


def test_agreement_counted_by_hand() -> None:
    """Both say P, P, R; one says P and the other R; one left the last blank: 3 of 4."""
    made = panel(
        ("problem", "problem"), ("problem", "problem"), ("remedy", "remedy"), ("problem", "remedy"), ("other", None)
    )
    rows = as_dicts(m.AGREEMENT, m.agreement(made, RECIPE))
    whole = rows[0]
    assert (whole["what"], whole["code"], whole["units"], whole["agreement"]) == ("role", "(all)", 4, 0.75)
    assert whole["kappa"] == pytest.approx(0.5)  # p_o .75; P 3/4 × 2/4 + R 1/4 × 2/4 = .5
    assert whole["alpha"] == pytest.approx(1 - (2 / 8) / (2 * 5 * 3 / (8 * 7)))
    by_code = {row["code"]: row for row in rows[1:]}
    assert by_code["problem"]["f1"] == pytest.approx(4 / 5)
    assert set(by_code) == {"problem", "remedy"}


def test_one_code_only_is_a_note_and_no_number() -> None:
    rows = as_dicts(
        m.AGREEMENT, m.agreement(panel(("problem", "problem"), ("problem", "problem"), themes=True), RECIPE)
    )
    assert rows
    for row in rows:
        assert row["agreement"] == 1
        assert row["alpha"] is row["kappa"] is row["alpha_low"] is None or row["measure"] == "yes/no"
    assert rows[0]["note"]


def test_three_coders_have_pairs() -> None:
    found = [
        coding(name, n, role)
        for name, roles in (("甲", "PPRR"), ("乙", "PPRP"), ("丙", "PRRP"))
        for n, role in enumerate(roles)
    ]
    rows = as_dicts(m.AGREEMENT, m.agreement(m.align(found, []), RECIPE))
    groups = [row["coders"] for row in rows if row["code"] == "(all)"]
    assert groups == ["甲 × 乙 × 丙", "甲 × 乙", "甲 × 丙", "乙 × 丙"]
    assert rows[0]["kappa"] is None and rows[0]["fleiss"] is not None


def test_rows_of_one_id_with_other_text_are_told() -> None:
    problems: list[Problem] = []
    made = m.align([coding("甲", 1, "P"), coding("乙", 1, "P", text="别的。"), coding("乙", 2, "P", id="")], problems)
    assert [unit.codings[1] for unit in made.units] == [None]
    assert [(p.where, p.code) for p in problems] == [("乙:1", "text-changed"), ("乙:2", "no-id")]


def test_without_ids_the_same_sentence_twice_is_two_units() -> None:
    found = [coding(name, 1, role, id="", text="要学习。", start=None) for name in ("甲", "乙") for role in ("P", "R")]
    made = m.align(found, [])
    assert [[c.role for c in unit.codings if c] for unit in made.units] == [["P", "P"], ["R", "R"]]


TEXT = "要学习。党建业务两张皮。要学习。"
LABELS = tuple(
    Labelled(Sentence("x/a.txt", 1, n, start, end, "sentence", 0, "", TEXT[start:end]), role, sure, themes=themes)
    for n, (start, end, role, sure, themes) in enumerate(
        [(0, 4, "remedy", 0.9, ("b",)), (4, 12, "problem", 0.8, ("a", "c")), (12, 16, "other", 0.6, ())], start=1
    )
)


def told_by_machine(*found: Coding) -> tuple[m.Panel, list[Problem]]:
    problems: list[Problem] = []
    doc = Document("x/a.txt", TEXT)
    return m.with_machine(m.align(list(found), problems), [(doc, LABELS)], problems), problems


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
    chosen, aside = m.only_themes(made)
    assert aside == ("c",)
    assert [c.themes for c in chosen.units[0].codings if c] == [("a",), ("a",)]
    assert m.only_themes(made, ("a", "b", "c"))[1] == ()


def test_scores_by_hand_and_weighted() -> None:
    weights = (10.0, 1.0, 1.0)
    gold = [coding("甲", n, "problem", weight=w, doc=f"d{n}") for n, w in enumerate(weights)]
    machine = [coding(m.MACHINE, n, role, doc=f"d{n}") for n, role in enumerate(("problem", "other", "problem"))]
    made = m.align([*gold, *machine], [])
    made = m.Panel(made.coders, made.units, machine=True)
    rows = {row["code"]: row for row in as_dicts(m.SCORES, m.scores(made, RECIPE))}
    assert (rows["problem"]["coded"], rows["problem"]["found"], rows["problem"]["both"]) == (3, 2, 2)
    assert rows["problem"]["recall"] == pytest.approx(2 / 3)
    assert rows["(all)"]["f1"] == pytest.approx(2 / 3)
    assert rows["other"]["recall"] is None and rows["other"]["note"]
    recipe = m.Recipe(RECIPE.roles, RECIPE.themes, resamples=100, weighted=True)
    weighted = {row["code"]: row for row in as_dicts(m.SCORES, m.scores(made, recipe))}
    assert weighted["problem"]["recall"] == pytest.approx(11 / 12)


def test_disagreements_furthest_apart_first() -> None:
    pairs = [
        ("problem", "problem", ("a",), ("a", "b")),
        ("problem", "remedy", ("a",), ("b",)),
        ("other", "other", (), ()),
    ]
    found = [coding("甲", n, p[0], p[2]) for n, p in enumerate(pairs)] + [
        coding("乙", n, p[1], p[3]) for n, p in enumerate(pairs)
    ]
    made = m.align(found, [])
    rows = as_dicts(m.disagreement_columns(made), m.disagreements(made))
    assert [(row["rank"], row["id"]) for row in rows] == [(1, "u1"), (2, "u0")]
    assert rows[0]["distance"] == 1 and rows[1]["distance"] == pytest.approx((0 + 2 / 3) / 2)
    assert (rows[0]["role_1"], rows[0]["role_2"], rows[1]["themes_2"]) == ("problem", "remedy", "a b")


def test_confusion_counts_what_both_coded() -> None:
    made = panel(("problem", "problem"), ("problem", "remedy"), ("remedy", None))
    rows = as_dicts(m.CONFUSION, m.confusion(made, RECIPE))
    assert [(row["code_a"], row["code_b"], row["units"], row["share"]) for row in rows] == [
        ("problem", "problem", 1, 0.5), ("problem", "remedy", 1, 0.5),
    ]  # fmt: skip


def test_two_coders_of_the_development_set(shared: Path, tmp_path: Path) -> None:
    """Both codings are in the file: two roles where they differ, `maybe` for the themes that one alone gave."""
    names = ("first.jsonl", "second.jsonl")
    rows = [
        json.loads(line) for line in (shared / "gold" / "sentences.dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for place, name in enumerate(names):
        lines = [
            {
                "doc": r["doc"],
                "text": r["text"],
                "role": r["roles"][-place],
                "themes": r["themes"] + (r["maybe"] if place else []),
            }
            for r in rows
        ]
        (tmp_path / name).write_text(
            "\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8"
        )
    problems: list[Problem] = []
    codes = m.codes(load_book())
    found = [item for name in names for item in annotated.load(tmp_path / name, codes, problems)]
    rows_ = as_dicts(m.AGREEMENT, m.agreement(m.align(found, problems), RECIPE))
    roles, pooled = rows_[0], next(r for r in rows_ if r["what"] == "themes" and r["measure"] == "yes/no")
    assert problems == []
    assert roles["units"] == 639 and roles["agreement"] == pytest.approx(0.933, abs=5e-4)
    assert roles["alpha"] == pytest.approx(0.91, abs=5e-3)
    assert pooled["f1"] == pytest.approx(0.95, abs=5e-3)
