"""`djtext collocates` as scripts see it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from djtext.cli.app import app

COLUMNS = [
    "word", "together", "docs", "hits", "expected", "g2", "log_dice", "pmi", "t", "delta_p_word", "delta_p_term",
    "term_hits", "example", "example_doc",
]  # fmt: skip


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "文集"
    folder.mkdir()
    (folder / "a.txt").write_text("反对形式主义。整治形式主义问题。天气很好。", encoding="utf-8")
    (folder / "b.txt").write_text("要反对形式主义。群众反映的问题很多。", encoding="utf-8")
    return folder


def rows(runner: CliRunner, *arguments: str) -> list[dict[str, object]]:
    done = runner.invoke(app, ["collocates", *arguments, "--format", "jsonl"])
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_columns_and_counts(runner: CliRunner, texts: Path) -> None:
    found = rows(runner, "形式主义", str(texts), "--min-hits", "1")
    assert [list(row) for row in found] == [COLUMNS] * len(found)
    by_word = {row["word"]: row for row in found}
    assert set(by_word) == {"反对", "整治", "问题", "要"}  # nothing crosses a sentence
    # words but for the term, by hand: 反对 | 整治 问题 | 天气 很 好 || 要 反对 | 群众 反映 的 问题 很多
    row = by_word["反对"]
    assert (row["together"], row["docs"], row["hits"], row["term_hits"]) == (2, 2, 2, 2)
    assert row["example"] in {"反对形式主义。", "要反对形式主义。"} and row["delta_p_term"] > 0  # type: ignore[operator]
    assert by_word["问题"]["hits"] == 2 and by_word["问题"]["together"] == 1


def test_span_of_a_sentence_and_of_words(runner: CliRunner, texts: Path) -> None:
    near = {row["word"] for row in rows(runner, "群众", str(texts), "--min-hits", "1", "--span", "1")}
    whole = {row["word"] for row in rows(runner, "群众", str(texts), "--min-hits", "1", "--span", "sentence")}
    assert len(near) == 1 and near < whole and "问题" in whole


def test_whole_words_stop_words_and_order(runner: CliRunner, root: Path) -> None:
    corpus = str(root / "corpus")
    done = [runner.invoke(app, ["collocates", "党", corpus, *more]) for more in ([], ["--whole-words"])]
    places = [int(run.stdout.split("党：")[1].split(" 处")[0].replace(",", "")) for run in done]
    assert places[0] > 10 * places[1] > 0
    free = rows(runner, "党员", corpus, "--stopwords", "function-words")
    assert "的" in {row["word"] for row in rows(runner, "党员", corpus)} and "的" not in {row["word"] for row in free}
    for order in ("log_dice", "pmi", "t", "together"):
        values = [row[order] for row in rows(runner, "党员", corpus, "--sort", order)]
        assert values == sorted(values, reverse=True)  # type: ignore[type-var]


def test_screen_names_the_variants(runner: CliRunner, texts: Path) -> None:
    done = runner.invoke(app, ["collocates", "形式主义", str(texts), "--min-hits", "1"])
    for said in (
        "G²（四格）",
        "PMI（底 2）",
        "形式主义：3 处，在 2 篇中（共 2 篇）",
        "不跨句",
        "Dunning 1993",
        "rjieba",
    ):
        assert said in done.stdout
    english = runner.invoke(app, ["collocates", "形式主义", str(texts), "--min-hits", "1", "--lang", "en"])
    assert "G² (4-cell)" in english.stdout and "within the sentence" in english.stdout
    none = runner.invoke(app, ["collocates", "形式主义", str(texts)])
    assert none.exit_code == 0 and "--min-hits 1" in none.stdout
    many = runner.invoke(app, ["collocates", "的", "--min-hits", "1", "--lang", "zh"])
    assert "另有" in many.stdout and len(many.stdout.splitlines()) < 60


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "json", "jsonl", "md", "tex", "html"])
def test_exports(runner: CliRunner, root: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"c.{ending}"
    done = runner.invoke(app, ["collocates", "党员", str(root / "corpus"), "-o", str(out)])
    assert done.exit_code == 0 and done.stdout == ""
    if ending in {"md", "html", "tex"}:
        assert "G²（四格）" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "TERM"),
        (["{texts}"], "是一个路径"),
        (["(党", "{texts}"], "没有配对"),
        (["党", "{texts}", "--span", "0"], "--span"),
        (["党", "{texts}", "--span", "51"], "--span"),
        (["党", "{texts}", "--span", "9" * 5000], "--span"),
        (["党", "{texts}", "--span", "段"], "sentence"),
        (["党", "{texts}", "--sort", "x"], "log_dice"),
        (["党", "{texts}", "--min-hits", "0"], "--min-hits"),
        (["党", "{texts}", "--stopwords", "x"], "function-words"),
        (["党", "{texts}", "--userdict", "nosuch"], "nosuch"),
    ],
)  # fmt: skip
def test_bad_input(runner: CliRunner, texts: Path, arguments: list[str], says: str) -> None:
    done = runner.invoke(app, ["collocates", *[part.format(texts=texts) for part in arguments]])
    assert done.exit_code == 2 and says in done.stderr and "Traceback" not in done.stderr


def test_a_term_that_is_nowhere(runner: CliRunner, texts: Path) -> None:
    done = runner.invoke(app, ["collocates", "没有这个", str(texts)])
    assert done.exit_code == 0 and "0 处" in done.stdout and "nan" not in done.stdout.lower()


def test_help_in_both_languages() -> None:
    for lang, said in (("zh", "例："), ("en", "Examples:")):
        done = subprocess.run(
            [sys.executable, "-m", "djtext", "collocates", "--help"],
            env={**os.environ, "DJTEXT_LANG": lang}, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        assert said in done.stdout


def test_a_closed_pipe_is_no_failure(root: Path) -> None:
    command = f"{sys.executable} -m djtext collocates 的 {root / 'corpus'} | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, encoding="utf-8", errors="replace")
    assert done.returncode == 0 and "Traceback" not in done.stderr and "Error" not in done.stderr
