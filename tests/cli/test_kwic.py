"""`djtext kwic` as scripts see it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from djtext.cli.app import app

COLUMNS = ["doc", "date", "left", "match", "right", "start", "end"]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "文集"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "机关党建\n一些支部党建和业务工作严重脱节，形式主义突出。\n要反对形式主义，走出机关。", encoding="utf-8"
    )
    (folder / "2019-05-06-乙-某某.txt").write_text("=形式 主义是大敌。", encoding="gb18030")
    return folder


def rows(runner: CliRunner, *arguments: str) -> list[dict[str, object]]:
    done = runner.invoke(app, ["kwic", *arguments, "--format", "jsonl"])
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_columns_and_the_way_back(runner: CliRunner, texts: Path) -> None:
    found = rows(runner, "形式主义", str(texts), "--context", "3")
    assert [list(row) for row in found] == [COLUMNS] * 3
    assert [(row["left"], row["match"], row["right"]) for row in found] == [
        ("=", "形式 主义", "是大敌"), ("脱节，", "形式主义", "突出。"), ("要反对", "形式主义", "，走出"),
    ]  # fmt: skip
    assert found[0]["date"] == "2019-05-06"
    text = (texts / "a.txt").read_text(encoding="utf-8")
    for row in found[1:]:
        assert text[int(str(row["start"])) : int(str(row["end"]))] == row["match"]


def test_pattern_language_and_sort(runner: CliRunner, texts: Path) -> None:
    (row,) = rows(runner, "党建…业务…脱节", str(texts))
    assert row["match"] == "党建和业务工作严重脱节"
    found = rows(runner, "(形式主义|走出机关)", str(texts), "--sort", "match", "--context", "0")
    assert [row["match"] for row in found] == ["形式 主义", "形式主义", "形式主义", "走出机关"]
    assert [row["left"] for row in found] == [""] * 4


def test_a_theme_has_as_many_places_as_in_the_table(runner: CliRunner, root: Path) -> None:
    corpus = str(root / "corpus")
    done = runner.invoke(app, ["themes", corpus, "--format", "json"])
    for row in json.loads(done.stdout)[:5]:
        assert len(rows(runner, "--theme", row["theme"], corpus)) == row["hits"]
    by_label = runner.invoke(app, ["kwic", corpus, "--theme", "两张皮"])  # with a theme, every argument is a path
    assert by_label.exit_code == 0 and "48 ok" in by_label.stderr and "两张皮" in by_label.stdout


def test_sample_is_seeded_and_said(runner: CliRunner, root: Path, tmp_path: Path) -> None:
    corpus = str(root / "corpus")
    drawn = [rows(runner, "党", corpus, "--sample", "7", "--seed", seed) for seed in ("1", "1", "2")]
    assert drawn[0] == drawn[1] != drawn[2] and [len(found) for found in drawn] == [7] * 3
    whole = rows(runner, "党", corpus)
    assert [row for row in whole if row in drawn[0]] == drawn[0]
    done = runner.invoke(app, ["kwic", "党", corpus, "--sample", "7", "--seed", "5"])
    assert f"共 {len(whole)} 处" in done.stdout and "种子 5" in done.stdout
    assert f"{len(whole)} 处" in done.stderr


def test_screen_aligns_and_counts(runner: CliRunner, texts: Path) -> None:
    done = runner.invoke(app, ["kwic", "形式主义", str(texts)])
    assert done.exit_code == 0 and "3 处，在 2 篇中（共 2 篇）" in done.stderr
    assert "规则 形式主义，按字符匹配，两侧各 30 字" in done.stdout
    quiet = runner.invoke(app, ["kwic", "形式主义", str(texts), "-q", "--limit", "1"])
    assert quiet.stderr == "" and len(quiet.stdout.splitlines()) == 3
    english = runner.invoke(app, ["kwic", "形式主义", str(texts), "--lang", "en"])
    assert "matched on characters" in english.stdout and "3 places in 2 of 2 documents" in english.stderr


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "json", "jsonl", "md", "tex", "html"])
def test_exports(runner: CliRunner, texts: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"k.{ending}"
    done = runner.invoke(app, ["kwic", "形式主义", str(texts), "--context", "1", "-o", str(out)])
    assert done.exit_code == 0 and done.stdout == "" and out.stat().st_size > 100
    if ending == "csv":
        found = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
        assert found[0] == COLUMNS and found[1][2] == "'="  # no formula
    if ending == "xlsx":
        import openpyxl

        book = openpyxl.load_workbook(out)
        assert book["kwic"]["C2"].data_type == "s"
        said = [str(row[0].value) for row in book["notes"].iter_rows(max_row=2)]
        assert "按字符匹配" in said[0] and "kwic" in said[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "没有说要找什么"),
        (["{texts}"], "是一个路径"),
        (["", "{texts}"], "什么也不匹配"),
        (["(党", "{texts}"], "没有配对"),
        (["…党", "{texts}"], "…"),
        (["党", "{texts}", "--sort", "x"], "left"),
        (["党", "{texts}", "--sample", "0"], "--sample"),
        (["党", "{texts}", "--context", "-1"], "--context"),
        (["--theme", "liangzhangp", "{texts}"], "liangzhangpi"),
        (["党", "nosuch"], "nosuch"),
        (["党", "{texts}", "--codebook", "nosuch.toml", "--theme", "x"], "nosuch.toml"),
    ],
)  # fmt: skip
def test_bad_input(runner: CliRunner, texts: Path, arguments: list[str], says: str) -> None:
    done = runner.invoke(app, ["kwic", *[part.format(texts=texts) for part in arguments]])
    assert done.exit_code == 2 and says in done.stderr and "Traceback" not in done.stderr


def test_nothing_found_is_said(runner: CliRunner, texts: Path) -> None:
    done = runner.invoke(app, ["kwic", "没有这个", str(texts)])
    assert done.exit_code == 0 and "0 处" in done.stderr
    done = runner.invoke(app, ["kwic", str(texts / "a.txt"), str(texts)])
    assert done.exit_code == 0 and "要找的说法写在路径之前" in done.stderr


def test_hostile_text_cannot_steer_the_terminal(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "\x1b[31m\u202ered.txt").write_text("\x1b]0;x\x07形式主义[/x]突出\u202e。", encoding="utf-8")
    for arguments in (["形式主义"], ["\x1b[31m|主义"], ["形式主义", "--format", "csv"]):
        done = runner.invoke(app, ["kwic", *arguments[:1], str(tmp_path), *arguments[1:]])
        if "--format" not in arguments:
            assert not set(done.stdout + done.stderr) & {"\x1b", "\x07", "\u202e"}


def test_every_place_of_the_reports_is_found(runner: CliRunner, shared: Path) -> None:
    """Against a plain count of the characters in the file."""
    file = shared / "data" / "speeches" / "government_work_reports.jsonl"
    texts = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    whole = "".join(max((str(value) for value in record.values()), key=len) for record in texts)
    plain = whole.count("形式主义") + whole.count("形式主義")  # the first report is in traditional characters
    found = rows(runner, "形式主义", str(file), "--raw", "--sort", "date")
    assert len(found) == plain > 40
    assert [row["date"] for row in found] == sorted(str(row["date"]) for row in found)


def test_help_in_both_languages() -> None:
    for lang, said in (("zh", "例："), ("en", "Examples:")):
        done = subprocess.run(
            [sys.executable, "-m", "djtext", "kwic", "--help"],
            env={**os.environ, "DJTEXT_LANG": lang}, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        assert said in done.stdout


def test_a_closed_pipe_is_no_failure(root: Path) -> None:
    command = f"{sys.executable} -m djtext kwic 的 {root / 'corpus'} | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, encoding="utf-8", errors="replace")
    assert done.returncode == 0 and "Traceback" not in done.stderr and "Error" not in done.stderr
