"""passages, pairs and cluster at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from djtext.cli.app import app

ESSAY = """机关支部调查
一、存在的主要问题
（一）学习流于形式。有的支部照本宣科，念完文件就散会，党员打瞌睡、玩手机。
（二）责任不落实。一些书记把党建当副业，一年到头顾不上过问，出了问题互相推诿。
二、对策建议
（一）改进学习方式。要切实提高认识，加强学习。
（二）压实责任。要把书记抓党建列入年度考核，每季度检查一次，结果与评先挂钩。
"""


@pytest.fixture
def essay(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(ESSAY, encoding="utf-8")
    return path


def rows(runner: CliRunner, *arguments: str) -> list[dict[str, object]]:
    found = runner.invoke(app, [*arguments, "--format", "jsonl"])
    assert found.exit_code == 0, found.output
    return [json.loads(line) for line in found.stdout.splitlines()]


def test_sentences_have_the_columns_of_the_contract(runner: CliRunner, essay: Path) -> None:
    found = rows(runner, "passages", str(essay), "--unit", "sentence")
    assert list(found[0])[:13] == [
        "doc", "para", "n", "start", "end", "kind", "level", "section", "text", "role", "confidence", "second", "themes",
    ]  # fmt: skip
    assert all(ESSAY[int(str(r["start"])) : int(str(r["end"]))] == r["text"] for r in found)
    assert [r["kind"] for r in found][:3] == ["title", "heading", "heading"]


def test_passages_of_one_role(runner: CliRunner, essay: Path) -> None:
    found = rows(runner, "passages", str(essay), "--role", "problem")
    assert {r["role"] for r in found} == {"problem"}
    assert any("照本宣科" in str(r["text"]) for r in found)
    assert not any("年度考核" in str(r["text"]) for r in found)


def test_pairs_have_the_columns_of_the_contract(runner: CliRunner, essay: Path) -> None:
    found = rows(runner, "pairs", str(essay))
    assert list(found[0])[:9] == [
        "doc", "problem", "problem_start", "problem_end", "remedy", "remedy_start", "remedy_end", "rule", "score",
    ]  # fmt: skip
    assert any("责任不落实" in str(r["problem"]) and "压实责任" in str(r["remedy"]) for r in found)


def test_vague_remedies(runner: CliRunner, essay: Path) -> None:
    found = rows(runner, "pairs", str(essay), "--vague")
    assert all(r["concreteness"] == 0 for r in found)
    assert not any("每季度" in str(r["remedy"]) for r in found)


def test_what_no_remedy_answers(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text("有的干部高高在上，群众来办事，脸难看、话难听，一拖再拖。", encoding="utf-8")
    found = rows(runner, "pairs", str(path), "--unanswered")
    assert [r["role"] for r in found] == ["problem"]


def test_screen_views(runner: CliRunner, essay: Path) -> None:
    shown = runner.invoke(app, ["passages", str(essay)]).stdout
    assert "§ 一、存在的主要问题" in shown
    shown = runner.invoke(app, ["pairs", str(essay)]).stdout
    assert "→" in shown
    shown = runner.invoke(app, ["passages", str(essay), "--explain", "4", "--lang", "en"]).stdout
    assert "in context" in shown
    assert "strongest strings" in shown


def test_clusters_of_the_sample_corpus(runner: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "clusters.csv"
    few = ["--where", "genre=对照检查", "--where", "level!=乡"]
    found = runner.invoke(app, ["cluster", *few, "--k", "5", "-o", str(out)])
    assert found.exit_code == 0, found.output
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("role,cluster,label,passages,docs,keywords,example")
    matrix = runner.invoke(app, ["cluster", *few, "--k", "5", "--matrix", "--format", "csv"]).stdout
    assert matrix.lstrip("\ufeff").startswith("problem_cluster,remedy_cluster,links")
    shown = runner.invoke(app, ["cluster", *few, "--k", "5"]).stdout
    cut = runner.invoke(app, ["cluster", *few, "--k", "5", "--limit", "2"]).stdout
    assert all(
        line in shown for line in cut.splitlines() if "→" in line
    )  # remedies are named though they are not listed
    assert "→" in cut
    assert "P1" in shown
    assert "R1" in shown


def test_cluster_of_one_essay_says_that_it_is_too_little(runner: CliRunner, essay: Path) -> None:
    found = runner.invoke(app, ["cluster", str(essay)])
    assert found.exit_code == 0
    assert "不聚类" in found.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["passages", "--role", "trouble"], "problem"),
        (["passages", "--unit", "word"], "sentence"),
        (["passages", "--explain", "999"], "--unit sentence"),
        (["cluster", "--matrix", "--members"], "去掉一个"),
    ],
)
def test_wrong_options_say_what_to_write(runner: CliRunner, essay: Path, arguments: list[str], word: str) -> None:
    found = runner.invoke(app, [arguments[0], str(essay), *arguments[1:]])
    assert found.exit_code == 2
    assert word in found.stderr


def test_themes_without_roles_finds_the_same_hits(runner: CliRunner, essay: Path) -> None:
    with_roles = rows(runner, "themes", str(essay), "--hits")
    without = rows(runner, "themes", str(essay), "--hits", "--no-roles")
    assert [(r["theme"], r["start"]) for r in with_roles] == [(r["theme"], r["start"]) for r in without]


def test_hostile_text_is_labelled_and_harmless(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_text(
        '一、\x1b[31m问题\n=HYPERLINK("http://x")\n' + "要" * 5000 + "\n（一）\n1.\n；；；。。。", encoding="utf-8"
    )
    shown = runner.invoke(app, ["passages", str(path), "--unit", "sentence"])
    assert shown.exit_code == 0
    assert "\x1b" not in shown.stdout
