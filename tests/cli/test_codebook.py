"""`codebook new, test, diff, coverage, suggest, convert` as people and scripts meet them."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from djtext.cli.app import app
from djtext.themes import codebook
from djtext.themes.write import starter, to_toml


def run(runner: CliRunner, *arguments: str | Path, code: int = 0) -> tuple[str, str]:
    done = runner.invoke(app, ["codebook", *map(str, arguments)])
    assert done.exit_code == code, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stdout, done.stderr


def records(runner: CliRunner, *arguments: str | Path, code: int = 0) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(runner, *arguments, "--format", "json", code=code)[0])
    return found


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "我的.toml"
    path.write_text(starter("我的"), encoding="utf-8")
    return path


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "文"
    folder.mkdir()
    (folder / "甲.txt").write_text("甲\n文山会海要改。\n陪会太多。", encoding="utf-8")
    (folder / "乙.txt").write_text("乙\n班子成员蹲点一周。", encoding="utf-8")
    return folder


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_codebook_checks_clean_and_is_never_overwritten(runner: CliRunner, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "新.toml"
    assert "check" in run(runner, "new", path, "--lang", lang)[1]
    run(runner, "check", path)
    run(runner, "test", path)
    before = path.read_bytes()
    assert "--force" in run(runner, "new", path, code=14)[1] and path.read_bytes() == before
    run(runner, "new", path, "--force", "--name", "别名")
    assert codebook.load(path).title == "别名 1"


def test_a_new_codebook_of_packaged_themes_or_a_sheet(runner: CliRunner, tmp_path: Path) -> None:
    path, sheet = tmp_path / "a.toml", tmp_path / "a.csv"
    run(runner, "new", path, "--from", "形式主义，ronghe")
    assert codebook.load(path).keys() == ("xingshizhuyi", "ronghe") and codebook.load(path).name == "a"
    run(runner, "check", path)
    sheet.write_text("theme,label,pattern\nhuifeng,会风,陪会\n", encoding="utf-8-sig")
    _, said = run(runner, "new", tmp_path / "b.toml", "--from-csv", sheet)
    assert "没有类别" in said and codebook.load(tmp_path / "b.toml").themes[0].label == "会风"
    assert "是不是" in run(runner, "new", tmp_path / "c.toml", "--from", "形式主", code=2)[1]
    sheet.write_text("theme,pattern\na,=1+1\n", encoding="utf-8")
    assert ":2：" in run(runner, "new", tmp_path / "c.toml", "--from-csv", sheet, code=2)[1]
    run(runner, "new", tmp_path / "c.toml", "--from", "ronghe", "--from-csv", sheet, code=2)
    assert not (tmp_path / "c.toml").exists()


def test_the_test_counts_and_names_failures(runner: CliRunner, mine: Path, tmp_path: Path) -> None:
    mine.write_text(mine.read_text("utf-8").replace("文山会海把人拴在桌子边。", "会把人拴住。"), encoding="utf-8")
    rows = records(runner, "test", mine, code=1)
    assert [(r["theme"], r["examples"], r["passed"], r["counter_examples"], r["counter_passed"]) for r in rows] == [
        ("wenshanhuihai", 2, 1, 2, 2), ("dundian", 2, 2, 1, 1),
    ]  # fmt: skip
    _, said = run(runner, "test", mine, code=1)
    line = next(n for n, text in enumerate(mine.read_text("utf-8").splitlines(), 1) if "会把人拴住" in text)
    assert f"{mine}:{line}: wenshanhuihai: 例句没有命中：会把人拴住。" in said and "没有任何命中" in said
    (row,) = records(runner, "test", mine, "--failures", code=1)
    assert (row["line"], row["kind"], row["text"]) == (line, "example", "会把人拴住。")
    run(runner, "test", mine, "-o", tmp_path / "t.xlsx", code=1)
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames == ["trial", "failures", "notes"]
    assert "0 句不合" in run(runner, "test")[1]


def test_diff_of_books_and_on_texts(runner: CliRunner, mine: Path, texts: Path, tmp_path: Path) -> None:
    other = tmp_path / "新.toml"
    text = mine.read_text("utf-8").replace('  "文山会海",', '  "班子成员",').replace('version = "1"', 'version = "2"')
    other.write_text(text, encoding="utf-8")
    rows = records(runner, "diff", mine, other)
    assert [(r["change"], r["theme"], r["field"], r["before"], r["after"]) for r in rows] == [
        ("changed", "", "version", "1", "2"),
        ("removed", "wenshanhuihai", "patterns", "文山会海", ""),
        ("added", "wenshanhuihai", "patterns", "", "班子成员"),
    ]
    (row,) = records(runner, "diff", mine, other, texts)
    assert [row[name] for name in ("theme", "hits_before", "hits_after", "gained", "lost", "docs_before", "docs_after")] == [
        "wenshanhuihai", 2, 2, 1, 1, 1, 2,
    ]  # fmt: skip
    hits = records(runner, "diff", mine, other, texts, "--hits")
    assert sorted((h["change"], h["doc"], h["text"], h["sentence"]) for h in hits) == [
        ("gained", "乙.txt", "班子成员", "班子成员蹲点一周。"), ("lost", "甲.txt", "文山会海", "文山会海要改。"),
    ]  # fmt: skip
    assert "没有不同" in run(runner, "diff", mine, mine)[0]
    assert records(runner, "diff", "packaged", "packaged") == []
    run(runner, "diff", mine, other, "--hits", code=2)
    run(runner, "diff", mine, tmp_path / "none.toml", code=2)


def test_coverage_of_the_sample_corpus(runner: CliRunner, root: Path, tmp_path: Path) -> None:
    few = [root / "corpus" / name for name in ("03-房管局领导班子对照检查.txt", "09-把支部的会开到井口去.txt")]
    rows = {str(row["role"]): row for row in records(runner, "coverage", *few)}
    assert list(rows) == ["problem", "remedy", "all"]
    for name in ("passages", "sentences", "chars", "sentences_uncovered", "inferred"):
        assert int(str(rows["all"][name])) == sum(int(str(rows[role][name])) for role in ("problem", "remedy"))
    listed = records(runner, "coverage", *few, "--sentences")
    assert len(listed) == rows["all"]["sentences_uncovered"]
    by_doc = {path.name: "".join(path.read_text("utf-8-sig").split()) for path in few}
    assert all("".join(str(row["text"]).split()) in by_doc[str(row["doc"])] for row in listed)
    run(runner, "coverage", *few, "-o", tmp_path / "c.xlsx", "--least", "2")
    assert openpyxl.load_workbook(tmp_path / "c.xlsx").sheetnames == ["coverage", "phrases", "notes"]
    assert "短语" in run(runner, "coverage", *few, "--least", "2")[0]
    run(runner, "coverage", *few, "--phrases", "--sentences", code=2)
    run(runner, "coverage", *few, "--role", "wrong", code=2)


CODED = """\
doc,text,themes,maybe
a,开会念稿，人人陪坐。,wenshanhuihai,
b,陪坐的比说话的多。,wenshanhuihai,
c,他陪坐在老人床前。,,
d,天气很好。,,
e,陪坐算不算？,,wenshanhuihai
"""


def test_suggest_from_coded_sentences(runner: CliRunner, mine: Path, tmp_path: Path) -> None:
    coded = tmp_path / "码.csv"
    coded.write_text(CODED, encoding="utf-8-sig")
    base = ("suggest", "--codebook", mine, "--theme", "文山会海", "--coded", coded)
    (row,) = records(runner, *base)
    assert [row[n] for n in ("theme", "pattern", "kind", "source", "gain", "docs", "new", "risk", "precision")] == [
        "wenshanhuihai", "陪坐", "literal", "coded", 2, 2, 2, 1, 0.6667,
    ]  # fmt: skip
    assert row["risk_example"] == "他陪坐在老人床前。" and row["risk_doc"] == "c" and row["example_doc"] in {"a", "b"}
    assert records(runner, *base, "--precision", "0.7") == []
    out, _ = run(runner, *base, "--toml")
    pasted = mine.read_text("utf-8").replace('  "文山会海",', out + '  "文山会海",', 1)
    assert "陪坐" in tomllib.loads(pasted)["theme"][0]["patterns"] and codebook.parse(pasted)
    (tried,) = records(runner, *base, "--try", "陪坐…{0,6}说话")
    assert (tried["kind"], tried["gain"], tried["risk"]) == ("gap", 1, 0)
    assert "G² (4-cell, sentences)" in run(runner, *base)[0]
    for wrong in (("--try", "(陪"), ("--toml", "--format", "csv")):
        run(runner, *base, *wrong, code=2)
    coded.write_text("text\na\n", encoding="utf-8")
    assert ":2" in run(runner, *base, code=2)[1]


def test_suggest_from_texts_alone_and_each_theme_its_limit(runner: CliRunner, root: Path) -> None:
    paths = [str(path) for path in sorted((root / "corpus").glob("0*.txt"))]
    rows = records(runner, "suggest", *paths, "--theme", "xingshizhuyi", "--theme", "理论学习", "--limit", "1")
    assert [row["theme"] for row in rows] == ["xingshizhuyi", "lilunxuexi"]
    assert {row["source"] for row in rows} <= {"inferred", "context"}
    again = records(
        runner, "suggest", *paths, "--theme", "xingshizhuyi", "--theme", "理论学习", "--limit", "1", "--jobs", "2"
    )
    assert again == rows


def test_convert_there_and_back(runner: CliRunner, mine: Path, tmp_path: Path) -> None:
    book = codebook.load(mine)
    for name, keeps in (("a.csv", True), ("a.qdc", True), ("a.dic", False), ("a.yml", False)):
        _, said = run(runner, "convert", mine, tmp_path / name)
        assert "装不下" in said
        run(runner, "convert", tmp_path / name, tmp_path / f"{name}.toml")
        back = codebook.load(tmp_path / f"{name}.toml")
        assert back.keys() == book.keys()
        assert (back.themes == book.themes) == keeps
    out, _ = run(runner, "convert", mine, "-", "--format", "csv")
    assert next(csv.reader(io.StringIO(out.lstrip("\ufeff"))))[0] == "theme"
    run(runner, "convert", mine, tmp_path / "a.csv", code=14)
    run(runner, "convert", mine, tmp_path / "a.xyz", code=2)
    (tmp_path / "x.qdc").write_text("<!DOCTYPE a><a/>", encoding="utf-8")
    _, said = run(runner, "convert", tmp_path / "x.qdc", tmp_path / "x.toml", code=2)
    assert "DOCTYPE" in said and not (tmp_path / "x.toml").exists()
    assert to_toml(book) == to_toml(codebook.load(mine))
