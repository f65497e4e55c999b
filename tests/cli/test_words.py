"""`djtext words` as scripts see it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from djtext.cli.app import app

LIST = ["word", "hits", "docs", "doc_share", "per_10k", "dp", "juilland_d", "arf"]
KEYS = [
    "group", "word", "hits", "per_10k", "range", "doc_share", "ref_hits", "ref_per_10k", "ref_range", "ref_doc_share",
    "g2", "log_ratio", "q",
]  # fmt: skip
DIVERSITY = ["doc", "title", "date", "chars", "words", "types", "ttr", "mattr", "yule_k", "formulaicity"]


@pytest.fixture
def corpus(root: Path) -> str:
    return str(root / "corpus")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "文集"
    for name, text in (("讲话/a.txt", "党建工作，党建业务。"), ("评论/b.txt", "天气很好。业务 工作。")):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rows(runner: CliRunner, *arguments: str) -> list[dict[str, object]]:
    done = runner.invoke(app, ["words", *arguments, "--format", "jsonl"])
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_list(runner: CliRunner, texts: Path) -> None:
    found = rows(runner, str(texts), "--raw")
    assert [list(row) for row in found] == [LIST] * len(found)
    by_word = {row["word"]: row for row in found}
    assert "，" not in by_word and by_word["党建"]["hits"] == 2 and by_word["工作"]["docs"] == 2
    # 党建 工作 党建 业务 | 天气 很 好 业务 工作
    assert sum(int(str(row["hits"])) for row in found) == 9 and by_word["党建"]["per_10k"] == 2222.2222


def test_words_are_those_of_segment(runner: CliRunner, corpus: str) -> None:
    """Where nothing is folded: one essay is in traditional characters."""
    plain = ("--where", "id!~24-")
    done = runner.invoke(app, ["segment", corpus, "--format", "jsonl", *plain])
    tokens = [json.loads(line)["token"] for line in done.stdout.splitlines()]
    for row in rows(runner, corpus, "--limit", "20", *plain):
        assert row["hits"] == tokens.count(row["word"])


def test_stop_words_and_dictionary(runner: CliRunner, corpus: str, tmp_path: Path) -> None:
    whole = {row["word"]: row for row in rows(runner, corpus)}
    fewer = {row["word"]: row for row in rows(runner, corpus, "--stopwords", "function-words")}
    assert "的" in whole and "的" not in fewer and all(whole[word] == row for word, row in fewer.items())
    (tmp_path / "d.txt").write_text("支部工作 100 n\n", encoding="utf-8")
    assert "支部工作" in {row["word"] for row in rows(runner, corpus, "--userdict", str(tmp_path / "d.txt"))}
    assert "走出机关" in whole and "走出机关" not in {row["word"] for row in rows(runner, corpus, "--no-domain-words")}
    assert rows(runner, corpus, "--segmenter", "jieba", "--limit", "50") == rows(runner, corpus, "--limit", "50")


def test_screen(runner: CliRunner, corpus: str) -> None:
    done = runner.invoke(app, ["words", corpus])
    assert len(done.stdout.splitlines()) < 60 and "另有" in done.stdout and "--limit N" in done.stdout
    for said in ("Juilland D（按篇频率）", "Gries 2008", "Savický", "rjieba", "标点不算"):
        assert said in done.stdout
    one = runner.invoke(app, ["words", f"{corpus}/06-戒尺就放在手边.txt", "--lang", "en", "--limit", "2"])
    assert "one document has no dispersion" in one.stdout and "per 10k words" in one.stdout


def test_key_words_of_a_field(runner: CliRunner, corpus: str) -> None:
    found = rows(runner, corpus, "--by", "genre", "--top", "3")
    assert [list(row) for row in found] == [KEYS] * 21
    assert {row["group"] for row in found} == {"党课", "对照检查", "申论", "短评", "讲话", "论文", "调研报告"}
    assert ("党课", "党史") in {(row["group"], row["word"]) for row in found}
    done = runner.invoke(app, ["words", corpus, "--by", "genre"])
    assert (
        "讲话：6 篇" in done.stdout and "G² 四格（Dunning 1993）" in done.stdout and "Benjamini–Hochberg" in done.stdout
    )
    assert sum(line.startswith("讲话 ") for line in done.stdout.splitlines()) == 20
    undated = runner.invoke(app, ["words", corpus, "--by", "region", "--where", "genre=讲话"])
    assert "组太小" in undated.stdout


def test_two_sets(runner: CliRunner, corpus: str, texts: Path) -> None:
    found = rows(runner, corpus, "--target", "genre=讲话", "--reference", "genre=论文", "--top", "1")
    assert [(row["group"], row["word"]) for row in found] == [("genre=讲话", "我"), ("genre=论文", "与")]
    rest = rows(runner, corpus, "--target", "genre=讲话", "--top", "1")
    assert [row["group"] for row in rest] == ["genre=讲话", "rest"]
    folders = rows(runner, "--target", f"{texts}/讲话", "--reference", str(texts / "评论"), "--min-hits", "2")
    assert [(row["group"], row["word"], row["hits"], row["ref_hits"]) for row in folders] == [("讲话", "党建", 2, 0), ("讲话", "业务", 1, 1), ("讲话", "工作", 1, 1)]  # fmt: skip


def test_diversity(runner: CliRunner, corpus: str) -> None:
    found = rows(runner, corpus, "--diversity", "--window", "50")
    assert [list(row) for row in found] == [DIVERSITY] * 48
    for row in found:
        assert 0 < float(str(row["ttr"])) <= 1 and 0 <= float(str(row["formulaicity"])) < 0.2
        assert row["ttr"] == round(int(str(row["types"])) / int(str(row["words"])), 4)
    done = runner.invoke(app, ["words", corpus, "--diversity", "--window", "900"])
    assert "不到 900 词，MATTR 空缺" in done.stdout and "Covington" in done.stdout and "全部文字的套话率" in done.stdout
    one = runner.invoke(app, ["words", f"{corpus}/06-戒尺就放在手边.txt", "--diversity"])
    assert "套话率空缺" in one.stdout


def test_copies_are_told_where_they_matter(runner: CliRunner, corpus: str, tmp_path: Path) -> None:
    text = (Path(corpus) / "06-戒尺就放在手边.txt").read_text(encoding="utf-8")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = runner.invoke(app, ["words", str(tmp_path), "--diversity"])
    assert "副本" in done.stdout and "100.0%" in done.stdout


@pytest.mark.parametrize("mode", [[], ["--by", "genre"], ["--diversity"]])
def test_exports(runner: CliRunner, corpus: str, tmp_path: Path, mode: list[str]) -> None:
    for ending in ("csv", "tsv", "xlsx", "json", "jsonl", "md", "tex", "html"):
        done = runner.invoke(app, ["words", corpus, *mode, "-o", str(tmp_path / f"w.{ending}")])
        assert done.exit_code == 0 and done.stdout == "", done.stderr
    book = openpyxl.load_workbook(tmp_path / "w.xlsx")
    table, notes = book.worksheets
    assert table.freeze_panes == "B2" and table.max_row > 40
    said = "\n".join(str(cell.value) for row in notes.iter_rows() for cell in row if cell.value)
    assert "rjieba" in said and ("Gries 2008" in said or "Dunning 1993" in said or "Covington" in said)
    if mode == ["--by", "genre"]:
        q = table.cell(2, KEYS.index("q") + 1)
        assert "0.001" in q.number_format and isinstance(q.value, float)
        assert "<0.001" in (tmp_path / "w.md").read_text(encoding="utf-8").replace("\\", "")
        assert "G²（四格）" in (tmp_path / "w.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--by", "nosuch"], "genre"),
        (["--by", "genre", "--where", "genre=讲话"], "讲话（6）"),
        (["--target", "genre=没有"], "空的：genre=没有"),
        (["--target", "nosuch=1"], "region"),
        (["--target", "nosuch"], "[missing]"),
        (["--reference", "genre=讲话"], "--target"),
        (["--by", "genre", "--target", "year=2012"], "--by"),
        (["--by", "genre", "--diversity"], "--diversity"),
        (["--sort", "x"], "arf"),
        (["--sort", "arf", "--by", "genre"], "log_ratio"),
        (["--window", "1"], "--window"),
        (["--top", "3"], "--limit"),
        (["--diversity", "--sort", "word"], "--diversity"),
        (["--diversity", "--min-hits", "2"], "--diversity"),
        (["--min-hits", "0"], "--min-hits"),
    ],
)  # fmt: skip
def test_bad_input(runner: CliRunner, corpus: str, arguments: list[str], says: str) -> None:
    done = runner.invoke(app, ["words", corpus, *arguments])
    assert done.exit_code == 2 and says in done.stderr and "Traceback" not in done.stderr


def test_texts_without_words(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("。。。！！", encoding="utf-8")
    for mode in ([], ["--diversity"]):
        done = runner.invoke(app, ["words", str(tmp_path), "--raw", *mode, "--format", "json"])
        assert done.exit_code == 0 and "nan" not in done.stdout.lower(), done.stderr


def test_hostile_texts_cannot_steer_the_terminal(runner: CliRunner, tmp_path: Path) -> None:
    head = '---\ngenre: "甲\\e[31m\\u202E"\n---\n'
    (tmp_path / "a.txt").write_text(f"{head}党建\x1b]0;x\x07工作\u202e。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("---\ngenre: 乙\n---\n天气很好。", encoding="utf-8")
    for mode in ([], ["--by", "genre", "--min-hits", "1"], ["--diversity"]):
        done = runner.invoke(app, ["words", str(tmp_path), *mode])
        assert done.exit_code == 0, done.stderr
        assert not set(done.stdout + done.stderr) & {"\x1b", "\x07", "\u202e"}


def test_help_in_both_languages() -> None:
    for lang, said in (("zh", "例："), ("en", "Examples:")):
        done = subprocess.run(
            [sys.executable, "-m", "djtext", "words", "--help"],
            env={**os.environ, "DJTEXT_LANG": lang}, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        assert said in done.stdout


def test_a_closed_pipe_is_no_failure(root: Path) -> None:
    command = f"{sys.executable} -m djtext words {root / 'corpus'} | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, encoding="utf-8", errors="replace")
    assert done.returncode == 0 and "Traceback" not in done.stderr and "Error" not in done.stderr


@pytest.mark.parametrize(
    "command",
    ["words", "words --by genre", "words --diversity", "collocates 支部", "kwic 党 --sort left --sample 40"],
)
def test_output_does_not_depend_on_workers(
    runner: CliRunner, corpus: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("djtext.study.run._SMALL", 0)
    monkeypatch.setattr("djtext.study.run._BATCH_DOCS", 7)
    made = [runner.invoke(app, [*command.split(), corpus, "-f", "csv", "--jobs", jobs]) for jobs in ("1", "2")]
    assert made[0].exit_code == 0 and made[0].stdout == made[1].stdout != ""
