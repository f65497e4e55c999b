from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.errors import NoSpace, OutputRefused, UsageError
from djtext.lang import use
from djtext.types import Column, Table
from djtext.view import files
from djtext.view.files import WRITERS, write_file, writer_for

HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "＝1", "\t=1", "<script>alert(1)</script>", "</title>", "a|b", "a\nb", '"quoted"',
           "\x1b[31mred", "\u202egnp", "a & b % _ # $ { } ~ ^ \\", "{=1}", "http://x.test", "007", "NA", ""]  # fmt: skip
TABLE = Table(
    "标题",
    (
        Column("text", "text", "文字", "text", "any text"),
        Column("n", "int", "数", "n", "a number"),
        Column("share", "share", "占比", "share", "0 to 1"),
    ),
    tuple((text, n, n / 100) for n, text in enumerate(HOSTILE)),
    ("注",),
    "djtext test",
)


def made(name: str, table: Table = TABLE) -> bytes:
    out = io.BytesIO()
    WRITERS[name](table, out)
    return out.getvalue()


def test_csv_opens_in_excel_and_holds_no_formula() -> None:
    data = made("csv")
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert read[0] == ["text", "n", "share"]
    for text, row in zip(HOSTILE, read[1:], strict=True):
        assert row[0].removeprefix("'") == text.removeprefix("'")
        assert not row[0].startswith(("=", "+", "-", "@", "\t", "＝"))


def test_json_round_trips() -> None:
    assert [row["text"] for row in json.loads(made("json"))] == HOSTILE
    assert [json.loads(line)["text"] for line in made("jsonl").decode().splitlines()] == HOSTILE
    empty = Table("", TABLE.columns, ())
    assert json.loads(made("json", empty)) == []
    assert made("jsonl", empty) == b""


@given(st.lists(st.text(max_size=20), max_size=5))
def test_any_text_round_trips_through_jsonl(texts: list[str]) -> None:
    table = Table("", (Column("text"),), tuple((text,) for text in texts))
    clean = [text.encode("utf-8", "replace").decode() for text in texts]
    assert [json.loads(line)["text"] for line in made("jsonl", table).decode().split("\n")[:-1]] == clean


def test_tsv_has_one_line_a_row() -> None:
    assert len(made("tsv").decode().splitlines()) == len(HOSTILE) + 1


def test_xlsx_is_text_and_has_notes(tmp_path: Path) -> None:
    data = made("xlsx")
    sheets = zipfile.ZipFile(io.BytesIO(data))
    assert not any(
        b"<f>" in sheets.read(name) or b"hyperlink" in sheets.read(name)
        for name in sheets.namelist()
        if name.endswith(".xml")
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["table", "notes"]
    sheet = book["table"]
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet[1]] == ["text", "n", "share"]
    assert sheet["A2"].value == "=1+1" and sheet["A2"].data_type == "s"
    assert sheet["C3"].value == 0.01 and sheet["C3"].number_format == "0.0%"
    notes = [str(cell.value) for row in book["notes"].iter_rows() for cell in row if cell.value]
    assert "djtext test" in notes and "any text" in notes


def test_xlsx_is_the_same_twice() -> None:
    assert made("xlsx") == made("xlsx")


def test_xlsx_cuts_long_cells_and_says_so() -> None:
    table = Table("", (Column("text"),), (("字" * 40_000,),))
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", table)))
    value = str(book["table"]["A2"].value)
    assert len(value) == files.XLSX_CELL and value.endswith("[cut]")
    assert any("32,767" in str(row[0].value) for row in book["notes"].iter_rows())


def test_xlsx_goes_on_in_further_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "XLSX_ROWS", 10)
    table = Table("", (Column("n", "int"),), tuple((n,) for n in range(25)))
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", table)))
    assert book.sheetnames == ["table", "table-2", "table-3", "notes"]
    assert [row[0].value for name in book.sheetnames[:3] for row in book[name].iter_rows(min_row=2)] == list(range(25))


def test_html_is_inert() -> None:
    page = made("html").decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    assert "default-src 'none'" in page and "http" not in page.replace("http-equiv", "").replace("http://x.test", "")


def test_markdown_keeps_its_columns() -> None:
    lines = made("md").decode().splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == len(HOSTILE) + 2
    assert all(line.replace("\\|", "").count("|") == 4 for line in rows)


def test_latex_is_escaped() -> None:
    text = made("tex").decode()
    assert r"a \& b \% \_ \# \$ \{ \} \textasciitilde{} \textasciicircum{} \textbackslash{}" in text
    assert text.count("\\\\\n") == len(HOSTILE) + 1


@pytest.mark.parametrize(
    ("value", "shown"), [(0.04849, "0.048"), (3.2e-12, "<0.001"), (0.0, "<0.001"), (1.0, "1.000"), (None, "")]
)
def test_a_p_is_never_shown_as_zero(value: float | None, shown: str) -> None:
    assert files.number(value, Column("q", "p")) == shown


def test_headings_follow_the_language() -> None:
    use("en")
    assert "| text | n | share |" in made("md").decode()
    use("zh")
    assert "| 文字 | 数 | 占比 |" in made("md").decode()
    assert made("csv").decode("utf-8-sig").startswith("text,n,share")


def test_unknown_format() -> None:
    with pytest.raises(UsageError) as caught:
        writer_for("docx")
    assert "csv" in caught.value.hint


def test_outputs_are_refused_before_work(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(OutputRefused):
        write_file(TABLE, path)
    assert path.read_text(encoding="utf-8") == "old"
    write_file(TABLE, path, force=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    for bad in (tmp_path, tmp_path / "no" / "a.csv"):
        with pytest.raises((OutputRefused, UsageError)):
            write_file(TABLE, bad, format="csv")


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    def rows() -> object:
        yield ("a", 1, 0.1)
        raise RuntimeError

    for ending in WRITERS:
        with pytest.raises(RuntimeError):
            write_file(Table("", TABLE.columns, rows()), tmp_path / f"a.{ending}")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists() or not hasattr(os, "fork"), reason="needs file size limits")
def test_file_size_limit_is_no_space(tmp_path: Path) -> None:
    code = (
        "import resource,signal;signal.signal(signal.SIGXFSZ,signal.SIG_IGN);resource.setrlimit(resource.RLIMIT_FSIZE,(2000,2000));"
        "from djtext.view.files import write_file;from djtext.types import *;from djtext.errors import NoSpace;from pathlib import Path\n"
        "try: write_file(Table('',(Column('a'),),(('x'*99,) for _ in range(999))),Path('a.csv'))\n"
        "except NoSpace: print('no space')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, list(tmp_path.iterdir())) == ("no space\n", []), done.stderr
    assert NoSpace.exit_code == 15


MEASURED = Table(
    "量",
    (
        Column("theme", "text", "主题", "theme"),
        Column("g2", "float", "G²（四格）", "G² (4-cell)", "signed"),
        Column("v", "float", "V", "V", digits=4),
        Column("q", "p", "q", "q"),
    ),
    (("甲χ", -7.3298, 0.01234, 0.0004), ("乙", -0.001, 0.00001, 0.0314), ("丙", None, None, None)),
    more=(Table("组", (Column("group", "text", "组", "group", "组名"),), (("甲",),), name="groups"),),
)


def test_measures_as_people_read_them() -> None:
    lines = made("md", MEASURED).decode().splitlines()
    assert [line.split(" | ")[1:] for line in lines[2:5]] == [
        ["-7.33", "0.0123", "\\<0.001 |"],
        ["0.00", "0.0000", "0.031 |"],
        ["", "", " |"],
    ]
    tex = made("tex", MEASURED).decode()
    assert r"甲$\chi$ & $-$7.33 & 0.0123 & \textless{}0.001 \\" in tex and r"乙 & 0.00 & 0.0000 & 0.031 \\" in tex
    assert [row["q"] for row in json.loads(made("json", MEASURED))] == [0.0004, 0.0314, None]


def test_a_workbook_holds_further_tables_with_their_meanings() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", MEASURED)))
    assert book.sheetnames == ["table", "groups", "notes"]
    sheet = book["table"]
    assert [cell.number_format for cell in sheet[2]] == ["General", "0.00", "0.0000", '[<0.001]"<0.001";0.000']
    assert sheet["D2"].value == 0.0004 and sheet["D4"].value is None
    notes = [[cell.value for cell in row[:3]] for row in book["notes"].iter_rows()]
    assert (
        ["g2", "G²（四格）", "signed"] in notes
        and ["groups", "名称", "含义"] in notes
        and ["group", "组", "组名"] in notes
    )
    assert b"groups" not in made("csv", MEASURED)
