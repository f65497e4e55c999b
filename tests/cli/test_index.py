"""`djtext index` and commands on a study file, as scripts see them."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from djtext.cli.app import app
from djtext.themes import codebook

RUNS = (
    ["themes"], ["themes", "--hits"], ["themes", "--by", "doc"], ["themes", "--no-roles"],
    ["themes", "--where", "year>=2020"], ["themes", "--duplicates", "first"], ["passages"],
    ["passages", "--unit", "sentence", "--role", "remedy"], ["pairs"], ["pairs", "--unanswered"],
    ["pairs", "--threshold", "0.2"], ["segment", "--limit", "20"],
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    import shutil

    folder = tmp_path_factory.mktemp("study")
    shutil.copytree(Path(__file__).parents[2] / "corpus", folder / "corpus")
    (folder / "corpus" / "坏.docx").write_bytes(b"PK\x03\x04")
    shutil.copy(next((folder / "corpus").glob("05-*.txt")), folder / "corpus" / "99-副本.txt")
    done = CliRunner().invoke(app, ["index", "add", str(folder / "corpus"), "-o", str(folder / "s.djtext")])
    assert done.exit_code == 3 and "坏.docx" in done.stderr and "分析 49 篇" in done.stderr
    return folder / "corpus", folder / "s.djtext"


@pytest.mark.parametrize("words", RUNS, ids=" ".join)
@pytest.mark.parametrize("form", ["csv", "md"])
def test_a_study_gives_the_bytes_of_its_folder(made: tuple[Path, Path], words: list[str], form: str) -> None:
    folder, study = made
    one, other = (CliRunner().invoke(app, [words[0], str(p), *words[1:], "-f", form]) for p in (folder, study))
    assert one.stdout_bytes == other.stdout_bytes
    assert one.stderr == other.stderr and one.exit_code == other.exit_code == 3


def test_again_and_one_more(made: tuple[Path, Path]) -> None:
    folder, study = made
    again = CliRunner().invoke(app, ["index", "add", "-o", str(study)])
    assert "分析 0 篇，未变 49 篇" in again.stderr and again.exit_code == 3
    (folder / "新.txt").write_text("走出机关。", encoding="utf-8")
    status = CliRunner().invoke(app, ["index", "status", str(study), "-f", "csv"])
    rows = list(csv.DictReader(io.StringIO(status.stdout.lstrip("\ufeff"))))
    assert [row["doc"] for row in rows if row["state"] == "new"] == ["新.txt"]
    assert list(rows[0]) == ["path", "doc", "state", "status", "documents"]
    assert "未收入 1" in CliRunner().invoke(app, ["index", "status", str(study)]).stdout
    more = CliRunner().invoke(app, ["index", "add", str(folder), "-o", str(study), "-v", "--lang", "en"])
    assert "1 analysed, 49 unchanged" in more.stderr and "1 documents kept" in more.stderr
    forgotten = CliRunner().invoke(app, ["index", "forget", str(study), "新.txt", "--lang", "zh"])
    assert forgotten.exit_code == 0 and "1 份文件" in forgotten.stderr
    (folder / "新.txt").unlink()
    assert CliRunner().invoke(app, ["index", "vacuum", str(study)]).exit_code == 0
    assert CliRunner().invoke(app, ["index", "check", str(study), "--read-data"]).exit_code == 0


def test_what_differs_is_said(made: tuple[Path, Path], tmp_path: Path) -> None:
    folder, study = made
    book = tmp_path / "b.toml"
    book.write_text(
        'name = "b"\nversion = "1"\n[[theme]]\nkey = "a"\nlabel = "甲"\nkind = "problem"\ndefinition = "甲"\n'
        'patterns = ["两张皮"]\n',
        encoding="utf-8",
    )
    done = CliRunner().invoke(app, ["themes", str(study), "--codebook", str(book)])
    assert done.exit_code == 2 and codebook.load().title in done.stderr and "b 1" in done.stderr
    assert "index add" in done.stderr
    done = CliRunner().invoke(app, ["themes", str(study), "--raw"])
    assert done.exit_code == 2 and "--raw" in done.stderr
    done = CliRunner().invoke(app, ["themes", str(study), str(folder)])
    assert done.exit_code == 2 and "index add" in done.stderr
    assert CliRunner().invoke(app, ["clean", str(study), "-o", str(tmp_path / "c")]).exit_code == 2
    output = tmp_path / "t.csv"
    assert CliRunner().invoke(app, ["themes", str(study), "--codebook", str(book), "-o", str(output)]).exit_code == 2
    assert not output.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["themes", "none.djtext"], 10), (["index", "status", "none.djtext"], 10), (["index", "check", "none.djtext"], 10),
        (["index", "add", "-o", "none.djtext"], 2), (["index", "add", "x", "-o", "none.djtext"], 2),
        (["index", "add", "x", "-o", "none.txt"], 2), (["index", "add", "x"], 2), (["themes", "text.djtext"], 12),
        (["index", "forget", "text.djtext"], 2), (["index", "forget", "text.djtext", "a"], 12),
        (["index", "add", ".", "-o", "text.djtext"], 12),
    ],
)  # fmt: skip
def test_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.djtext").write_text("两张皮", encoding="utf-8")
    (tmp_path / "a.txt").write_text("两张皮", encoding="utf-8")
    done = CliRunner().invoke(app, words)
    assert done.exit_code == code, done.stderr
    assert "可以这样" in done.stderr or code == 12
    assert not (tmp_path / "none.djtext").exists()


def test_nothing_in_a_study_steers_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一些支部党建和业务两张皮。", encoding="utf-8")
    study = tmp_path / "s.djtext"
    assert CliRunner().invoke(app, ["index", "add", str(tmp_path / "a.txt"), "-o", str(study)]).exit_code == 0
    with closing(sqlite3.connect(study)) as connection:
        connection.execute("UPDATE document SET doc = ?, title = ?", ("\x1b[31m坏", "\x1b]0;x\x07"))
        connection.execute("UPDATE input SET path = ?, name = ?", ("\x1b[2J", "\u202ex"))
        connection.execute("UPDATE outcome SET detail = ?, status = 'partial', code = ?", ("\x1b[31m", "\x1b[1m"))
        connection.execute("UPDATE source SET named = ?", ("\x1b[31m",))
        connection.commit()
    for words in (
        ["themes"],
        ["themes", "--hits"],
        ["passages"],
        ["pairs"],
        ["index", "status"],
        ["index", "check", "--read-data"],
    ):
        done = CliRunner().invoke(app, [*words, str(study)])
        assert "\x1b" not in done.output and "\u202e" not in done.output and "\x07" not in done.output
