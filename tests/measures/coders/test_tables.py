"""The tables made of codings, counted by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from djtext.measures.coders import agreement, confusion, disagreements, scores
from djtext.measures.coders.machine import MACHINE
from djtext.measures.coders.names import codes
from djtext.measures.coders.panel import Panel, align
from djtext.measures.coders.recipe import Recipe
from djtext.read import annotated
from djtext.read.coded import Coding, Problem
from djtext.themes.codebook import load as load_book
from djtext.types import Cell, Column

RECIPE = Recipe(roles=("problem", "cause", "remedy", "significance", "other"), themes=("a", "b"), resamples=100)


def coding(coder: str, n: int, role: str | None = None, themes: Any = None, **more: Any) -> Coding:
    given = {"id": f"u{n}", "doc": f"d{n % 3}", "text": f"第{n}句。", "start": n, **more}
    return Coding(where=f"{coder}:{n}", coder=coder, role=role, themes=themes, **given)


def panel(*rows: tuple[str | None, str | None], themes: bool = False) -> Panel:
    found = [
        coding(name, n, role, (("a",) if role == "problem" else ()) if themes and role else None)
        for place, name in enumerate(("甲", "乙"))
        for n, row in enumerate(rows)
        for role in [row[place]]
    ]
    return align(found, [])


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
    rows = as_dicts(agreement.COLUMNS, agreement.rows(made, RECIPE))
    whole = rows[0]
    assert (whole["what"], whole["code"], whole["units"], whole["agreement"]) == ("role", "(all)", 4, 0.75)
    assert whole["kappa"] == pytest.approx(0.5)  # p_o .75; P 3/4 × 2/4 + R 1/4 × 2/4 = .5
    assert whole["alpha"] == pytest.approx(1 - (2 / 8) / (2 * 5 * 3 / (8 * 7)))
    by_code = {row["code"]: row for row in rows[1:]}
    assert by_code["problem"]["f1"] == pytest.approx(4 / 5)
    assert set(by_code) == {"problem", "remedy"}


def test_one_code_only_is_a_note_and_no_number() -> None:
    rows = as_dicts(
        agreement.COLUMNS, agreement.rows(panel(("problem", "problem"), ("problem", "problem"), themes=True), RECIPE)
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
    rows = as_dicts(agreement.COLUMNS, agreement.rows(align(found, []), RECIPE))
    groups = [row["coders"] for row in rows if row["code"] == "(all)"]
    assert groups == ["甲 × 乙 × 丙", "甲 × 乙", "甲 × 丙", "乙 × 丙"]
    assert rows[0]["kappa"] is None and rows[0]["fleiss"] is not None


def test_scores_by_hand_and_weighted() -> None:
    weights = (10.0, 1.0, 1.0)
    gold = [coding("甲", n, "problem", weight=w, doc=f"d{n}") for n, w in enumerate(weights)]
    machine = [coding(MACHINE, n, role, doc=f"d{n}") for n, role in enumerate(("problem", "other", "problem"))]
    made = align([*gold, *machine], [])
    made = Panel(made.coders, made.units, machine=True)
    rows = {row["code"]: row for row in as_dicts(scores.COLUMNS, scores.rows(made, RECIPE))}
    assert (rows["problem"]["coded"], rows["problem"]["found"], rows["problem"]["both"]) == (3, 2, 2)
    assert rows["problem"]["recall"] == pytest.approx(2 / 3)
    assert rows["(all)"]["f1"] == pytest.approx(2 / 3)
    assert rows["other"]["recall"] is None and rows["other"]["note"]
    recipe = Recipe(RECIPE.roles, RECIPE.themes, resamples=100, weighted=True)
    weighted = {row["code"]: row for row in as_dicts(scores.COLUMNS, scores.rows(made, recipe))}
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
    made = align(found, [])
    rows = as_dicts(disagreements.columns(made), disagreements.rows(made))
    assert [(row["rank"], row["id"]) for row in rows] == [(1, "u1"), (2, "u0")]
    assert rows[0]["distance"] == 1 and rows[1]["distance"] == pytest.approx((0 + 2 / 3) / 2)
    assert (rows[0]["role_1"], rows[0]["role_2"], rows[1]["themes_2"]) == ("problem", "remedy", "a b")


def test_confusion_counts_what_both_coded() -> None:
    made = panel(("problem", "problem"), ("problem", "remedy"), ("remedy", None))
    rows = as_dicts(confusion.COLUMNS, confusion.rows(made, RECIPE))
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
    known = codes(load_book())
    found = [item for name in names for item in annotated.load(tmp_path / name, known, problems)]
    rows_ = as_dicts(agreement.COLUMNS, agreement.rows(align(found, problems), RECIPE))
    roles, pooled = rows_[0], next(r for r in rows_ if r["what"] == "themes" and r["measure"] == "yes/no")
    assert problems == []
    assert roles["units"] == 639 and roles["agreement"] == pytest.approx(0.933, abs=5e-4)
    assert roles["alpha"] == pytest.approx(0.91, abs=5e-3)
    assert pooled["f1"] == pytest.approx(0.95, abs=5e-3)
