"""`sample`, `agree` and `export` as coders and scripts meet them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from djtext.cli.app import app

ROWS = (
    ("甲.txt", 0, "有的支部学习走过场。", "P", "P", "形式主义", "形式主义"),
    ("甲.txt", 10, "要健全学习制度。", "R", "R", "制度建设", "理论学习"),
    ("乙.txt", 0, "党建和业务两张皮。", "P", "C", "两张皮", "两张皮"),
    ("乙.txt", 9, "意义重大。", "S", "S", "", ""),
)


def sheet(path: Path, place: int, *extra: str) -> Path:
    lines = [f"u{n},{r[0]},{r[1]},{r[2]},{r[3 + place]},{r[5 + place]},是" for n, r in enumerate(ROWS)]
    path.write_text("\n".join(["id,doc,start,text,role,themes,done", *lines, *extra]) + "\n", encoding="utf-8-sig")
    return path


@pytest.fixture
def coders(tmp_path: Path) -> tuple[str, str]:
    return str(sheet(tmp_path / "王.csv", 0)), str(sheet(tmp_path / "李.csv", 1))


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "文集"
    folder.mkdir()
    for doc in ("甲.txt", "乙.txt"):
        (folder / doc).write_text("".join(row[2] for row in ROWS if row[0] == doc), encoding="utf-8")
    return folder


def records(runner: CliRunner, *arguments: str, code: int = 0) -> list[dict[str, object]]:
    done = runner.invoke(app, [*arguments, "--format", "json"])
    assert done.exit_code == code, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def told(runner: CliRunner, *arguments: str, code: int = 2) -> str:
    done = runner.invoke(app, list(arguments))
    assert done.exit_code == code and "Traceback" not in done.stderr, done.stderr
    assert "可以这样" in done.stderr
    return done.stderr


def test_columns_of_agree(runner: CliRunner, coders: tuple[str, str]) -> None:
    done = runner.invoke(app, ["agree", *coders, "--format", "csv"])
    header = next(csv.reader(io.StringIO(done.stdout.removeprefix("\ufeff"))))
    assert header == [
        "what", "code", "measure", "coders", "units", "agreement", "lenient", "kappa", "fleiss", "alpha", "alpha_low",
        "alpha_high", "ac1", "f1", "note",
    ]  # fmt: skip
    assert done.exit_code == 0 and "nan" not in done.stdout.lower()


def test_agree_of_two_coders(runner: CliRunner, coders: tuple[str, str]) -> None:
    rows = records(runner, "agree", *coders)
    assert (rows[0]["units"], rows[0]["agreement"], rows[0]["coders"]) == (4, 0.75, "王 × 李")
    masi = next(row for row in rows if row["measure"] == "MASI")
    assert masi["agreement"] == 0.75  # two empty sets are equal
    done = runner.invoke(app, ["agree", *coders])
    assert "王 × 李" in done.stdout and "75.0%" in done.stdout


def test_order_of_rows_does_not_matter(runner: CliRunner, coders: tuple[str, str], tmp_path: Path) -> None:
    path = Path(coders[1])
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    (tmp_path / "倒").mkdir()
    other = tmp_path / "倒" / "李.csv"
    other.write_text("\n".join([lines[0], *lines[:0:-1]]), encoding="utf-8")
    assert records(runner, "agree", *coders) == records(runner, "agree", coders[0], str(other))


def test_disagreements_and_confusion(runner: CliRunner, coders: tuple[str, str]) -> None:
    rows = records(runner, "agree", *coders, "--disagreements")
    assert [(row["rank"], row["id"], row["role_1"], row["role_2"]) for row in rows] == [
        (1, "u2", "problem", "cause"), (2, "u1", "remedy", "remedy"),
    ]  # fmt: skip
    shown = runner.invoke(app, ["agree", *coders, "--disagreements", "--limit", "1"]).stdout
    assert "党建和业务两张皮。" in shown and "李：原因 · 两张皮" in shown and "另有 1 处" in shown
    cells = records(runner, "agree", *coders, "--confusion")
    assert {"problem", "cause"} == {cells[1]["code_a"], cells[1]["code_b"]}
    assert "王 ↓ 李 →" in runner.invoke(app, ["agree", *coders, "--confusion"]).stdout


def test_the_machine_against_a_coder(runner: CliRunner, coders: tuple[str, str], texts: Path) -> None:
    rows = records(runner, "agree", coders[0], "--machine", str(texts), "--scores", "--jobs", "1", "--resamples", "100")
    whole = next(row for row in rows if row["what"] == "role" and row["code"] == "(all)")
    assert whole["units"] == 4 and whole["coder"] == "王" and 0 <= float(str(whole["f1"])) <= 1
    found = records(runner, "agree", coders[0], "--machine", str(texts), "--disagreements", "--jobs", "1")
    assert all(row["confidence"] is not None for row in found)
    screen = runner.invoke(app, ["agree", *coders, "--machine", str(texts), "--jobs", "1", "--resamples", "100"])
    assert "王 × machine" in screen.stdout and "机器对照 李" in screen.stdout


def test_a_study_serves_as_texts(runner: CliRunner, coders: tuple[str, str], texts: Path, tmp_path: Path) -> None:
    study = str(tmp_path / "s.djtext")
    assert runner.invoke(app, ["index", "add", str(texts), "-o", study, "--jobs", "1", "-q"]).exit_code == 0
    common = ("--scores", "--jobs", "1", "--resamples", "100")
    assert records(runner, "agree", coders[0], "--machine", study, *common) == records(
        runner, "agree", coders[0], "--machine", str(texts), *common
    )


def test_problems_are_told_and_change_the_exit_code(runner: CliRunner, coders: tuple[str, str], tmp_path: Path) -> None:
    bad = sheet(tmp_path / "赵.csv", 1, "u0,甲.txt,0,改了的句子。,P,,", "u9,甲.txt,0,新句。,坏,怪主题,")
    done = runner.invoke(app, ["agree", coders[0], str(bad)])
    assert done.exit_code == 3
    for said in ("赵.csv:6", "[duplicate]", "赵.csv:7", "[bad-role]", "[bad-theme]"):
        assert said in done.stderr


def test_another_column_on_a_scale(runner: CliRunner, tmp_path: Path) -> None:
    for name, values in (("a", "12331"), ("b", "12341")):
        lines = [f"{n},第{n}句。,d{n},{value}" for n, value in enumerate(values)]
        (tmp_path / f"{name}.csv").write_text("id,text,doc,程度\n" + "\n".join(lines), encoding="utf-8")
    files = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]
    (row,) = records(runner, "agree", *files, "--on", "程度", "--level", "ordinal")
    assert (row["what"], row["measure"], row["units"], row["kappa"]) == ("程度", "ordinal", 5, None)
    nominal = records(runner, "agree", *files, "--on", "程度")[0]
    assert float(str(row["alpha"])) > float(str(nominal["alpha"]))
    (tmp_path / "b.csv").write_text("id,text,doc,程度\n0,第0句。,d0,很\n1,第1句。,d1,2\n", encoding="utf-8")
    done = runner.invoke(app, ["agree", *files, "--on", "程度", "--level", "interval"])
    assert done.exit_code == 3 and "[bad-number]" in done.stderr


def test_all_tables_in_one_workbook(runner: CliRunner, coders: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "果.xlsx"
    assert runner.invoke(app, ["agree", *coders, "-o", str(out)]).exit_code == 0
    assert openpyxl.load_workbook(out).sheetnames == ["agreement", "confusion", "disagreements", "notes"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--confusion", "--disagreements"], ["--scores"], ["--level", "ordinal"], ["--on", "x", "--level", "ratio"],
        ["--on", "没有"], ["--weighted"], ["--seed", "-1"],
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(runner: CliRunner, coders: tuple[str, str], arguments: list[str]) -> None:
    told(runner, "agree", *coders, *arguments)


def test_one_coder_twice_nothing_and_nothing_in_common(
    runner: CliRunner, coders: tuple[str, str], tmp_path: Path
) -> None:
    told(runner, "agree", coders[0])
    told(runner, "agree", coders[0], coders[0])
    told(runner, "agree", coders[0], str(tmp_path / "无.csv"))
    other = tmp_path / "他.csv"
    other.write_text("id,text,role\nzz,别的。,P\n", encoding="utf-8")
    told(runner, "agree", coders[0], str(other), code=1)


def test_several_coders_in_one_file(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "三人.csv"
    lines = [
        f"u{n},第{n}句。,{who},{role}"
        for who, roles in (("王", "PPR"), ("李", "PRR"), ("赵", "PPO"))
        for n, role in enumerate(roles)
    ]
    path.write_text("id,text,coder,role\n" + "\n".join(lines), encoding="utf-8")
    rows = records(runner, "agree", str(path))
    assert (rows[0]["coders"], rows[0]["units"], rows[0]["kappa"]) == ("王 × 李 × 赵", 3, None)
    assert {row["coders"] for row in rows[1:]} >= {"王 × 李", "王 × 赵", "李 × 赵"}


def test_files_of_one_name_are_two_coders(runner: CliRunner, coders: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "二").mkdir()
    other = sheet(tmp_path / "二" / "王.csv", 1)
    rows = records(runner, "agree", coders[0], str(other))
    assert rows[0]["coders"] == f"{coders[0]} × {other}" and rows[0]["units"] == 4


def test_hostile_cells_do_not_reach_the_terminal(runner: CliRunner, tmp_path: Path) -> None:
    for name, role in (("a\x1b[31m.csv", "P"), ("b.csv", "\x1b[2J=1+1")):
        (tmp_path / name).write_text(f"id,text,role\nu,\x1b]0;x\x07=cmd()。,{role}\nv,句。,P\n", encoding="utf-8")
    files = [str(tmp_path / "a\x1b[31m.csv"), str(tmp_path / "b.csv")]
    for arguments in ([], ["--disagreements"], ["--confusion"]):
        done = runner.invoke(app, ["agree", *files, *arguments])
        assert "\x1b" not in done.stdout + done.stderr and "\x07" not in done.stdout
        assert done.exit_code == 3
