from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from djtext.measures.suggest import COUNTER_EXAMPLE, Case, cases_of, suggest, table, toml_lines
from djtext.themes import codebook
from djtext.themes.find import compile_book, find
from djtext.types import Codebook, Labelled, Sentence, Theme

BOOK = Codebook(
    "b",
    "1",
    (
        Theme("xingshi", "形式主义", "problem", "重形式", ("走过场",), counter_examples=("墙上的照片旧了。",)),
        Theme("diaoyan", "调研", "remedy", "下去", ("蹲点", "签到台账")),
    ),
)
SAID = [
    ("a", "会后补签到，本子摞得高。", "coded"),
    ("b", "签到签得勤，照片拍得全。", "coded"),
    ("c", "检查只看照片，签到代签。", "coded"),
    ("d", "他走过场。", "coded"),
    ("e", "照片挂在墙上。", "other"),
    ("f", "天气很好。", "other"),
    ("g", "签到台账齐全。", "other"),
    ("h", "说不清是不是签到的事。", "open"),
]
CASES = [Case(doc, text, side) for doc, text, side in SAID]  # type: ignore[arg-type]


def test_gain_and_risk_by_hand() -> None:
    cases, found = suggest(CASES, BOOK, "xingshi")
    assert [case.text for case in cases if case.side == "coded"] == [SAID[0][1], SAID[1][1], SAID[2][1]]
    by_pattern = {one.pattern: one for one in found}
    sign = by_pattern["签到"]
    # 签到台账 is longer and another theme's: its place is not taken, so it is no risk
    assert (len(sign.gain), len(sign.risk), sign.takes, sign.precision) == (3, 0, 0, 1.0)
    photo = suggest(CASES, BOOK, "xingshi", precision=0.1)[1]
    (photo_one,) = [one for one in photo if one.pattern == "照片"]
    # risks: 照片挂在墙上, and the theme's own counter-example
    assert (len(photo_one.gain), len(photo_one.risk), photo_one.precision) == (2, 2, 0.5)
    assert COUNTER_EXAMPLE in {cases[n].doc for n in photo_one.risk}
    assert all(one.keyness > 0 for one in found)


def test_patterns_of_ones_own_are_weighed() -> None:
    _, found = suggest(CASES, BOOK, "xingshi", trial=("(签到|照片)", "签到台账和", "签到…照片"))
    assert [(one.kind, len(one.gain), len(one.risk)) for one in found] == [
        ("alternatives", 3, 2), ("literal", 0, 0), ("gap", 1, 0),
    ]  # fmt: skip


def test_a_wrong_key_and_an_empty_file() -> None:
    with pytest.raises(KeyError):
        suggest(CASES, BOOK, "no")
    assert suggest([], BOOK, "xingshi")[1] == ()


def test_what_is_suggested_is_what_the_codebook_would_find(root: Path) -> None:
    """Adding each pattern to the codebook finds just the sentences that were promised."""
    rows = [json.loads(line) for line in (root / "corpus/gold/sentences.jsonl").read_text("utf-8").splitlines()[:600]]
    book, key = codebook.load(), "xingshizhuyi"
    cases, found = suggest(
        [Case(row["doc"], row["text"], "coded" if key in row["themes"] else "other") for row in rows],
        book,
        key,
        limit=3,
    )
    assert len(found) == 3 and {one.kind for one in found} >= {"literal"}
    for one in found:
        themes = tuple(replace(t, patterns=(*t.patterns, one.pattern)) if t.key == key else t for t in book.themes)
        matcher = compile_book.__wrapped__(replace(book, themes=themes))
        hit = {n for n, case in enumerate(cases) if any(h.theme == key for h in find(case.text, matcher).hits)}
        assert hit == one.gain | one.near | one.risk
        assert len(one.gain) >= 2 and len({cases[n].doc for n in one.gain}) >= 2


def test_lines_to_paste_are_toml() -> None:
    cases, found = suggest([*CASES, Case("x", "又\x1b签到\u202e。\n", "coded")], BOOK, "xingshi")
    lines = toml_lines(cases, found)
    pasted = tomllib.loads("patterns = [\n" + "\n".join(lines) + "\n]")["patterns"]
    assert pasted == [one.pattern for one in found] and "gain" in lines[0]
    assert not set("\x1b\u202e") & set("".join(lines))
    assert tomllib.loads("a = [" + toml_lines(CASES, [replace(found[0], pattern="\\(试行\\)")])[0] + "\n]")["a"] == [
        "\\(试行\\)"
    ]


def test_rows_name_their_sentences() -> None:
    cases, found = suggest(CASES, BOOK, "xingshi")
    made = table(cases, found, "xingshi")
    rows = [dict(zip(made.names(), row, strict=True)) for row in made.rows]
    assert rows[0]["pattern"] == "签到" and rows[0]["example"] in {text for _, text, _ in SAID}
    assert rows[0]["new"] == rows[0]["gain"] == rows[0]["docs"] == 3
    assert all(row["source"] == "coded" for row in rows)


def _unit(
    n: int, para: int, kind: str, text: str, *, themes: tuple[str, ...] = (), inferred: tuple[str, ...] = ()
) -> Labelled:
    level = 1 if kind == "heading" else 0
    return Labelled(Sentence("d", para, n, n, n + 1, kind, level, "", text), "problem", 1.0, "", themes, inferred)  # type: ignore[arg-type]


def test_sides_of_the_sentences_of_a_document() -> None:
    labels = [
        _unit(1, 1, "title", "题"),
        _unit(2, 2, "sentence", "远处"),
        _unit(3, 3, "sentence", "旁边"),
        _unit(4, 3, "sentence", "命中", themes=("k",)),
        _unit(5, 4, "heading", "一、命中", themes=("k",)),
        _unit(6, 5, "sentence", "标题下"),
        _unit(7, 5, "sentence", "推断", themes=("k",), inferred=("k",)),
        _unit(8, 6, "heading", "二、别的"),
        _unit(9, 7, "sentence", "又远了"),
    ]
    assert [(c.text, c.side) for c in cases_of("k", labels, judged=True)] == [
        ("远处", "other"), ("旁边", "near"), ("标题下", "near"), ("推断", "coded"), ("二、别的", "other"), ("又远了", "other"),
    ]  # fmt: skip
    assert [c.side for c in cases_of("k", labels, judged=False)] == ["open", "near", "near", "near", "open", "open"]


def test_context_speaks_where_nobody_coded() -> None:
    near = [Case(str(n), f"{mark}签字背书{mark}", "near") for n, mark in enumerate("甲乙丙丁")]
    cases, found = suggest([*near, Case("x", "天气很好。", "other")], BOOK, "xingshi")
    assert [(one.pattern, one.context, one.precision, len(one.near)) for one in found] == [("签字背书", True, None, 4)]
    assert [row[3] for row in table(cases, found, "xingshi").rows] == ["context"]
