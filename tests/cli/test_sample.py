"""`sample` and `export`: sheets and tasks for people, and the way back into `agree`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from djtext.cli.app import app
from djtext.text.anchor import unit_id


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "文集"
    folder.mkdir()
    for n, issuer in enumerate(("市委", "县委", "县委")):
        body = "".join(f"有的支部第{k}次学习走过场。要第{k}次走出机关。" for k in range(10))
        text = f"---\ntitle: 题{n}\ndate: 201{n}-05-06\nsource: {issuer}\n---\n{body}\n第{n}篇到此为止。\n"
        (folder / f"{n}.md").write_text(text, encoding="utf-8")
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def draw(runner: CliRunner, *arguments: str, code: int = 0) -> str:
    done = runner.invoke(app, ["sample", *arguments, "--jobs", "1"])
    assert done.exit_code == code, done.stderr
    return done.stderr


def test_a_sheet_leads_back_and_hides_the_machine(runner: CliRunner, texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "编码.csv"
    said = draw(runner, str(texts), "-n", "12", "--by", "role", "-o", str(out))
    assert "抽 12 个" in said
    rows = rows_of(out)
    assert len(rows) == 12 and sum(float(row["weight"]) for row in rows) == pytest.approx(63)
    for row in rows:
        assert row["id"] == unit_id(row["doc"], int(row["start"]), row["text"])
        assert not any(row[name] for name in ("role", "second", "themes", "note", "done", "stratum"))
        assert float(row["probability"]) * float(row["weight"]) == pytest.approx(1)
    assert not {"machine_role", "machine_themes"} & rows[0].keys()


def test_the_same_bytes_whatever_the_order_of_the_inputs(runner: CliRunner, texts: Path, tmp_path: Path) -> None:
    files = sorted(str(path) for path in texts.iterdir())
    for name, order in (("a", files), ("b", files[::-1])):
        draw(runner, *order, "-n", "9", "--by", "source", "--allocation", "equal", "-o", str(tmp_path / f"{name}.csv"))
    a, b = rows_of(tmp_path / "a.csv"), rows_of(tmp_path / "b.csv")
    assert a == b
    assert sorted({row["stratum"] for row in a}) == ["县委", "市委"]
    draw(runner, *files, "-n", "9", "--seed", "2", "-o", str(tmp_path / "c.csv"))
    assert {row["id"] for row in rows_of(tmp_path / "c.csv")} != {row["id"] for row in a}


def test_by_theme_takes_the_rarest(runner: CliRunner, texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "t.csv"
    draw(runner, str(texts), "-n", "9", "--by", "theme", "--allocation", "equal", "--show-machine", "-o", str(out))
    for row in rows_of(out):
        assert row["stratum"] in {*row["machine_themes"].split(), "(none)"}


def test_several_coders_share_a_part(runner: CliRunner, texts: Path, tmp_path: Path) -> None:
    draw(runner, str(texts), "-n", "10", "--coders", "2", "--overlap", "4", "-o", str(tmp_path / "码.csv"))
    hands = [rows_of(tmp_path / f"码-{n}.csv") for n in (1, 2)]
    ids = [{row["id"] for row in hand} for hand in hands]
    assert [len(hand) for hand in hands] == [10, 10] and len(ids[0] & ids[1]) == 4
    assert {row["id"] for row in hands[0] if row["part"] == "shared"} == ids[0] & ids[1]
    draw(runner, str(texts), "--coders", "2", "-o", str(tmp_path / "码.csv"), code=14)


def test_what_is_coded_already_is_left_out(runner: CliRunner, texts: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "一.csv", tmp_path / "二.csv"
    draw(runner, str(texts), "-n", "30", "-o", str(first))
    draw(runner, str(texts), "-n", "99", "--not-in", str(first), "-o", str(second))
    ids = [{row["id"] for row in rows_of(path)} for path in (first, second)]
    assert not ids[0] & ids[1] and len(ids[0] | ids[1]) == 63


def test_the_workbook_has_choices_and_a_guide_and_comes_back(runner: CliRunner, texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "编码.xlsx"
    draw(runner, str(texts), "-n", "8", "--coders", "2", "-o", str(out))
    for n in (1, 2):
        path = tmp_path / f"编码-{n}.xlsx"
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["coding", "guide", "about"]
        sheet = book["coding"]
        choices = {str(d.sqref): d.formula1 for d in sheet.data_validations.dataValidation}
        assert '"问题,原因,对策,意义,其他"' in choices.values()
        guide = "\n".join(str(cell.value) for row in book["guide"] for cell in row if cell.value)
        assert "两张皮" in guide and "对策" in guide
        head = [cell.value for cell in sheet[1]]
        for r in range(2, 10):
            sheet.cell(r, head.index("role") + 1, "问题" if r + n < 10 else "对策")
            sheet.cell(r, head.index("themes") + 1, "形式主义；走出机关")
            sheet.cell(r, head.index("done") + 1, "是")
        book.save(path)
    done = runner.invoke(
        app, ["agree", str(tmp_path / "编码-1.xlsx"), str(tmp_path / "编码-2.xlsx"), "--format", "json"]
    )
    assert done.exit_code == 0, done.stderr
    rows = json.loads(done.stdout)
    assert (rows[0]["units"], rows[0]["agreement"]) == (8, 0.875)


def test_passages_paragraphs_headings_and_the_screen(runner: CliRunner, texts: Path) -> None:
    for unit in ("passage", "paragraph"):
        done = runner.invoke(app, ["sample", str(texts), "-n", "3", "--unit", unit, "--format", "json", "--jobs", "1"])
        assert len(json.loads(done.stdout)) == 3
    done = runner.invoke(app, ["sample", str(texts), "-n", "3", "--headings", "--jobs", "1", "--lang", "en"])
    assert done.exit_code == 0 and "weight" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--by", "没有"], ["--allocation", "neyman"], ["--unit", "word"], ["--coders", "2"], ["--overlap", "3"],
        ["--coders", "2", "--overlap", "300", "-o", "x.csv"], ["--limit", "3"], ["--unit", "passage", "--headings"],
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(runner: CliRunner, texts: Path, arguments: list[str]) -> None:
    done = runner.invoke(app, ["sample", str(texts), *arguments, "--jobs", "1"])
    assert done.exit_code == 2 and "可以这样" in done.stderr and done.stdout == ""


def test_hostile_texts_are_no_formulas(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("=cmd|calc!A1有的支部学习走过场。\n+一要走出机关。", encoding="utf-8")
    out = tmp_path / "o.xlsx"
    draw(runner, str(tmp_path / "x.txt"), "--raw", "-o", str(out))
    cells = [cell for row in openpyxl.load_workbook(out)["coding"] for cell in row]
    assert any(str(cell.value).startswith(("=", "+")) for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_export_and_agree_go_together(runner: CliRunner, texts: Path, tmp_path: Path) -> None:
    lines, project, tasks = (str(tmp_path / name) for name in ("a.jsonl", "a.qdpx", "a.json"))
    for out, to in ((lines, "doccano"), (project, "qdpx"), (tasks, "label-studio")):
        done = runner.invoke(app, ["export", str(texts), "--to", to, "-o", out, "--jobs", "1"])
        assert done.exit_code == 0, done.stderr
    assert (tmp_path / "a.config.xml").is_file()
    done = runner.invoke(app, ["agree", lines, "--machine", str(texts), "--scores", "--format", "json", "--jobs", "1"])
    rows = json.loads(done.stdout)
    assert done.exit_code == 0 and rows[0]["f1"] == 1
    again = runner.invoke(app, ["export", str(texts), "--to", "qdpx", "-o", project, "--jobs", "1"])
    assert again.exit_code == 14


def test_export_of_texts_alone(runner: CliRunner, texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "b.json"
    done = runner.invoke(app, ["export", str(texts), "--blank", "--limit", "2", "-o", str(out), "--jobs", "1"])
    assert done.exit_code == 0, done.stderr
    tasks = json.loads(out.read_text(encoding="utf-8"))
    assert [task.keys() for task in tasks] == [{"data"}] * 2 and tasks[0]["data"]["doc"] == "0.md"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["-o", "x.abc"],
        ["--to", "nvivo", "-o", "x"],
        ["-o", "x.qdpx", "--unit", "word"],
        ["-o", "x.qdpx", "-f", "csv"],
    ],
)
def test_export_refuses_what_makes_no_sense(runner: CliRunner, texts: Path, arguments: list[str]) -> None:
    done = runner.invoke(app, ["export", str(texts), *arguments, "--jobs", "1"])
    assert done.exit_code == 2 and "可以这样" in done.stderr
