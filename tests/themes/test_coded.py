from __future__ import annotations

from pathlib import Path

import pytest

from djtext.errors import UsageError
from djtext.themes.coded import read_coded


def test_json_lines_and_csv_say_the_same(tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_text(
        '\ufeff{"doc": "x", "text": "走过场。", "themes": ["a", "b"], "maybe": []}\n\n{"text": " ", "themes": []}\n',
        "utf-8",
    )
    sheet = tmp_path / "a.csv"
    sheet.write_text("doc,text,themes,maybe\nx,走过场。,a；b,\n", "utf-8-sig")
    (one,), (two,) = read_coded(lines), read_coded(sheet)
    assert one == two and one.themes == {"a", "b"} and one.maybe == frozenset()


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.jsonl", b'{"text": "a", "themes": []}\n{"text": 1, "themes": []}', ":2"),
        ("a.jsonl", b"[" * 100_000, ":1"),
        ("a.jsonl", b"[1]", "JSON"),
        ("a.csv", b"sentence,code\na,b\n", ":2"),
        ("a.csv", b"text,themes\n\xff,b\n", ":2"),
        ("a.csv", b"text,themes\n" + b"x" * 200_000 + b",a\n", "CSV"),
        ("a.docx", b"PK", ".jsonl"),
    ],
)
def test_wrong_files_are_told_in_a_line(name: str, data: bytes, what: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UsageError) as caught:
        read_coded(path)
    assert what in caught.value.message and "\n" not in caught.value.message and caught.value.hint


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_coded(tmp_path / "no.jsonl")
