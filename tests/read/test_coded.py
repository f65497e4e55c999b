"""Coded tables: what a blank means, names of codes, and that nothing is left out without a word."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.errors import UsageError
from djtext.read import annotated
from djtext.read.coded import Coding, Problem
from djtext.read.coded.names import codes_of
from djtext.text.anchor import unit_id

CODES = codes_of(
    [("problem", "问题", "P"), ("remedy", "对策", "R"), ("other", "其他", "O")],
    [("tuojie", "两张皮"), ("qiuzhen", "求真务实、真抓实干"), ("xuexi", "理论学习", "Study, and thought")],
)


def load(path: Path, *, done: bool = False, column: str = "") -> tuple[list[Coding], list[Problem]]:
    problems: list[Problem] = []
    return annotated.load(path, CODES, problems, done=done, column=column), problems


def csv(tmp_path: Path, text: str, *, encoding: str = "utf-8-sig") -> Path:
    path = tmp_path / "甲.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_what_a_blank_says_depends_on_done(tmp_path: Path) -> None:
    found, problems = load(
        csv(tmp_path, "id,text,role,themes,done\na,甲。,P,两张皮,\nb,乙。,,,\nc,丙。,,,是\nd,丁。,R,,\ne,戊。,,无,\n")
    )
    assert [(item.role, item.themes) for item in found] == [
        ("problem", ("tuojie",)), (None, None), ("other", ()), ("remedy", None), (None, ()),
    ]  # fmt: skip
    assert [item.coded for item in found] == [True, False, True, True, True]
    assert problems == []


def test_done_for_all_rows(tmp_path: Path) -> None:
    found, _ = load(csv(tmp_path, "id,text,role\na,甲。,\n"), done=True)
    assert (found[0].role, found[0].themes) == ("other", ())


@pytest.mark.parametrize(
    ("cell", "themes"),
    [
        ("tuojie; 理论学习", ("tuojie", "xuexi")),
        ("求真务实、真抓实干；两张皮", ("qiuzhen", "tuojie")),
        ("两张皮、理论学习", ("tuojie", "xuexi")),
        ('"[""tuojie"", ""xuexi""]"', ("tuojie", "xuexi")),
        ("TUOJIE tuojie", ("tuojie",)),
        ('"Study, and thought"', ("xuexi",)),
    ],
)
def test_themes_by_any_name(tmp_path: Path, cell: str, themes: tuple[str, ...]) -> None:
    found, problems = load(csv(tmp_path, f"id,text,themes\na,甲。,{cell}\n"))
    assert found[0].themes == themes
    assert problems == []


def test_bad_codes_are_told_with_file_and_line(tmp_path: Path) -> None:
    found, problems = load(csv(tmp_path, "id,text,role,themes,done\na,甲。,问提,两张脾,是\n\nb,乙。,P,,也许\n"))
    assert (found[0].role, found[0].themes) == (None, None)
    assert [(p.where, p.code) for p in problems] == [
        ("甲.csv:2", "bad-role"), ("甲.csv:2", "bad-theme"), ("甲.csv:4", "bad-done"),
    ]  # fmt: skip
    assert "两张皮" in problems[1].text


def test_twins_and_contradictions(tmp_path: Path) -> None:
    found, problems = load(csv(tmp_path, "id,text,role\na,甲。,P\na,甲。,P\nb,乙。,P\nb,乙。,R\nc,丙。,\nc,丙。,R\n"))
    assert [(item.id, item.role) for item in found] == [("a", "problem"), ("c", "remedy")]
    assert [(p.where, p.code) for p in problems] == [(f"甲.csv:{n}", "duplicate") for n in (3, 5, 7)]


def test_rows_without_anything_and_rows_with_too_much(tmp_path: Path) -> None:
    found, problems = load(csv(tmp_path, "id,text,role\n,,P\na,甲。,P,多,余\n"))
    assert [item.id for item in found] == ["a"]
    assert sorted(p.code for p in problems) == ["cells", "no-text"]


def test_changed_texts_are_told(tmp_path: Path) -> None:
    rows = [("a.txt", n, f"第{n}句。") for n in range(4)]
    lines = [f"{unit_id(*row)},{row[0]},{row[1]},{row[2]},P" for row in rows]
    lines[2] = lines[2].replace("第2句", "第二句")
    lines[3] = lines[3].replace("第3句。", " 第3句。 ")  # white space is no change
    found, problems = load(csv(tmp_path, "id,doc,start,text,role\n" + "\n".join(lines)))
    assert len(found) == 3
    assert [(p.where, p.code) for p in problems] == [("甲.csv:4", "text-changed")]


def test_ids_of_another_origin_are_not_checked(tmp_path: Path) -> None:
    found, problems = load(csv(tmp_path, "id,doc,start,text,role\n202401010001,a,0,甲。,P\n202401010002,a,3,乙。,P\n"))
    assert len(found) == 2
    assert problems == []


def test_a_table_saved_by_a_chinese_spreadsheet(tmp_path: Path) -> None:
    found, _ = load(csv(tmp_path, "编号,原文,角色,主题\na,'-一要走出机关。,对策,两张皮\n", encoding="gb18030"))
    assert (found[0].text, found[0].role, found[0].themes) == ("-一要走出机关。", "remedy", ("tuojie",))


def test_workbooks_tell_their_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    about = book.active
    about.title = "说明"
    about.append(["怎样编码"])
    sheet = book.create_sheet("coding")
    for row in (["id", "text", "role", "start"], ["a", "甲。", "问题", 3.0], [], ["b", "乙。", "坏", None]):
        sheet.append(row)
    path = tmp_path / "乙.xlsx"
    book.save(path)
    found, problems = load(path)
    assert [(item.where, item.role, item.start) for item in found] == [
        ("乙.xlsx:2", "problem", 3),
        ("乙.xlsx:4", None, None),
    ]
    assert [(p.where, p.code) for p in problems] == [("乙.xlsx:4", "bad-role")]


def test_json_lines_and_lists(tmp_path: Path) -> None:
    path = tmp_path / "丙.jsonl"
    lines = ['{"doc": "a", "text": "甲。", "roles": ["P"], "also": ["R"], "themes": []}', "{broken", "[1]"]
    path.write_text("\n".join(lines), encoding="utf-8")
    found, problems = load(path)
    assert (found[0].role, found[0].second, found[0].themes) == ("problem", ("remedy",), ())
    assert [(p.where, p.code) for p in problems] == [("丙.jsonl:2", "bad-line"), ("丙.jsonl:3", "bad-line")]
    other = tmp_path / "丁.json"
    other.write_text(json.dumps([{"text": "甲。", "role": "R", "themes": None}, 5]), encoding="utf-8")
    found, problems = load(other)
    assert (found[0].role, found[0].themes) == ("remedy", None)
    assert [p.where for p in problems] == ["丁.json#2"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", b"a,b\n1,2\n"), ("x.xlsx", b"PK\x03\x04 nothing"), ("x.json", b"[1, 2"), ("x.pdf", b"%PDF"),
        ("x.json", b'[{"annotation_id": 1, "annotator": 1, "text": "a", "label": []}]'),
    ],
)  # fmt: skip
def test_what_is_no_coded_file_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UsageError) as caught:
        load(path)
    assert name in caught.value.message and caught.value.hint


def test_a_missing_file_and_a_missing_column(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        load(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="程度"):
        load(csv(tmp_path, "id,text\na,甲。\n"), column="程度")


@given(st.binary(max_size=200), st.sampled_from(["csv", "jsonl", "json", "xlsx"]))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes, kind: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"noise.{kind}"
    path.write_bytes(b"id,text,role\n" + data if kind == "csv" else data)
    try:
        found, _ = load(path)
    except UsageError:
        return
    assert all(item.id or item.text for item in found)
