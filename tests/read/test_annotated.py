"""Exports of annotation programs: spans found again whatever drifts, coders told apart, nothing guessed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.read import annotated
from djtext.read.coded import Coding, Problem
from djtext.read.coded.names import codes_of
from djtext.text.anchor import to_utf16, unit_id

CODES = codes_of(
    [("problem", "问题"), ("remedy", "对策"), ("other", "其他")], [("tuojie", "两张皮"), ("xuexi", "理论学习")]
)
TEXT = "𠮷林市调研\n党建业务两张皮。要抓学习。\n要抓学习。"


def load(path: Path, *, done: bool = False) -> tuple[list[Coding], list[Problem]]:
    problems: list[Problem] = []
    return annotated.load(path, CODES, problems, done=done), problems


def region(start: Any, end: Any, labels: list[str], text: str | None = None, kind: str = "labels") -> dict[str, Any]:
    value: dict[str, Any] = {"start": start, "end": end, kind: labels}
    if text is not None:
        value["text"] = text
    return {"id": "r", "from_name": "x", "to_name": "text", "type": kind, "value": value}


def task(results: list[Any], text: str = TEXT, who: Any = 1, **data: Any) -> dict[str, Any]:
    made = [{"id": 1, "completed_by": who, "was_cancelled": False, "result": results}]
    return {"id": 1, "data": {"text": text, "doc": "a.txt", **data}, "annotations": made}


def put(tmp_path: Path, items: Any, name: str = "甲.json") -> Path:
    path = tmp_path / name
    lines = json.dumps(items, ensure_ascii=False) if name.endswith(".json") else "\n".join(json.dumps(i) for i in items)
    path.write_text(lines, encoding="utf-8", newline="")
    return path


def test_spans_become_sentences(tmp_path: Path) -> None:
    start = TEXT.index("党建")
    (a, b) = to_utf16(TEXT, [start, start + 8])
    found, problems = load(
        put(
            tmp_path,
            [task([region(a, b, ["问题"], "党建业务两张皮。"), region(a + 4, b - 1, ["两张皮"], "两张皮", "choices")])],
        )
    )
    assert problems == []
    by_text = [(item.text, item.role, item.themes) for item in found]
    assert ("党建业务两张皮。", "problem", ("tuojie",)) in by_text
    assert [item for item in found if item.coded] == [item for item in found if item.text == "党建业务两张皮。"]
    assert found[1].id == unit_id("a.txt", start, "党建业务两张皮。")
    assert TEXT[found[1].start : found[1].end] == found[1].text


@pytest.mark.parametrize("shift", [-2, -1, 0, 1, 2])
def test_the_text_of_a_span_decides_over_its_offsets(tmp_path: Path, shift: int) -> None:
    last = TEXT.rindex("要抓学习。")
    (a,) = to_utf16(TEXT, [last])
    found, _ = load(put(tmp_path, [task([region(a + shift, a + shift + 5, ["对策"], "要抓学习。")])]))
    assert [item.start for item in found if item.coded] == [last]


def test_offsets_alone_count_as_javascript_does(tmp_path: Path) -> None:
    start = TEXT.index("要抓")
    (a, b) = to_utf16(TEXT, [start, start + 5])
    found, _ = load(put(tmp_path, [task([region(str(a), str(b), ["对策"])])]))
    assert [item.start for item in found if item.coded] == [start]


def test_line_ends_of_windows(tmp_path: Path) -> None:
    text = TEXT.replace("\n", "\r\n")
    last = text.rindex("要抓学习。")
    found, _ = load(put(tmp_path, [task([region(last - 2, last + 3, ["对策"], "要抓学习。")], text)]))
    assert [(item.start, item.role) for item in found if item.coded] == [(TEXT.rindex("要抓学习。"), "remedy")]


def test_what_is_not_found_or_not_known_is_told(tmp_path: Path) -> None:
    items = [
        task([region(0, 3, ["对策"], "不在文中"), region(6, 14, ["怪码"]), {"value": 3}, "x"]),
        {"data": {"text": 4}},
        7,
    ]
    _, problems = load(put(tmp_path, items))
    assert sorted(p.code for p in problems) == ["bad-code", "bad-item", "bad-item", "bad-item", "bad-item", "no-anchor"]
    assert all(p.where.startswith("甲.json#") for p in problems)


def test_uncoded_sentences_are_other_only_when_done(tmp_path: Path) -> None:
    path = put(tmp_path, [task([])])
    assert not any(item.coded for item in load(path)[0])
    assert all(item.role == "other" and item.themes == () for item in load(path, done=True)[0])


def test_coders_of_one_project_are_told_apart(tmp_path: Path) -> None:
    item = task([region(6, 14, ["问题"])], who={"id": 1, "email": "a@b"})
    item["annotations"].append({"id": 2, "completed_by": 2, "result": [region(6, 14, ["对策"])]})
    item["annotations"].append({"id": 3, "completed_by": 3, "was_cancelled": True, "result": []})
    found, _ = load(put(tmp_path, [item]))
    assert {item.coder for item in found} == {"甲:a@b", "甲:2"}


def test_predictions_are_no_coding(tmp_path: Path) -> None:
    item = task([])
    item["predictions"] = [{"result": [region(0, 5, ["问题"])]}]
    item["annotations"] = []
    assert not any(one.coded for one in load(put(tmp_path, [item]), done=True)[0])


def test_tasks_that_are_units_take_choices_of_the_whole(tmp_path: Path) -> None:
    choice = {"type": "choices", "from_name": "role", "to_name": "text", "value": {"choices": ["问题", "两张皮"]}}
    found, _ = load(put(tmp_path, [task([choice], "党建业务两张皮。", start=7, end=15)]))
    assert [(i.id, i.role, i.themes) for i in found] == [
        (unit_id("a.txt", 7, "党建业务两张皮。"), "problem", ("tuojie",))
    ]


def test_doccano_spans_in_either_way_of_counting(tmp_path: Path) -> None:
    start = TEXT.index("党建")
    for a, b in ((start, start + 8), tuple(to_utf16(TEXT, [start, start + 8]))):
        items = [{"id": 4, "text": TEXT, "doc": "a.txt", "label": [[a, b, "问题"], [a, b, "两张皮"]], "Comments": []}]
        found, problems = load(put(tmp_path, items, "乙.jsonl"))
        assert problems == []
        assert [(i.text, i.role, i.themes) for i in found if i.coded] == [("党建业务两张皮。", "problem", ("tuojie",))]


def test_doccano_entities_and_whole_labels(tmp_path: Path) -> None:
    items = [
        {"id": 1, "text": "甲。乙。", "entities": [{"id": 1, "label": "对策", "start_offset": 2, "end_offset": 4}], "relations": []},
        {"id": 2, "text": "甲。", "doc": "b", "start": 0, "role": "", "themes": "", "label": ["问题", "理论学习"]},
    ]  # fmt: skip
    found, problems = load(put(tmp_path, items, "乙.jsonl"))
    assert problems == []
    assert [(i.text, i.role, i.themes) for i in found if i.coded] == [
        ("乙。", "remedy", None), ("甲。", "problem", ("xuexi",)),
    ]  # fmt: skip


def test_doccano_labels_that_make_no_sense(tmp_path: Path) -> None:
    items = [{"text": "甲。", "label": [[0, 99, "问题"], [2, 1, "问题"], ["a", 1, "问题"], [0, 2], None]}]
    found, problems = load(put(tmp_path, items, "乙.jsonl"))
    assert not any(item.coded for item in found)
    assert sorted(p.code for p in problems) == ["bad-item"] * 4 + ["no-anchor"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.floats(allow_nan=False) | st.sampled_from(["问题", "x", TEXT]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["data", "text", "annotations", "result", "value", "labels", "start", "end", "type", "label", "doc"]),
        inner, max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.lists(VALUES, min_size=1, max_size=3))
def test_no_json_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, items: list[Any]) -> None:
    path = tmp_path_factory.getbasetemp() / "noise.json"
    path.write_text(json.dumps([{"data": {"text": TEXT}, "annotations": items}, *items]), encoding="utf-8")
    found, _ = load(path)
    assert all(item.text for item in found)
