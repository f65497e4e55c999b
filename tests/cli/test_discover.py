from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from djtext.cli.app import app

CONTRACT = ["phrase", "kind", "hits", "docs", "cohesion", "entropy", "first", "example", "family"]
HEADS = ("老赵", "小钱", "老孙", "阿李")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "文集"
    folder.mkdir()
    for n, head in enumerate(HEADS):
        (folder / f"{2016 + n}-03-01-{head}的话-{head}.txt").write_text(
            f"{head}的话\n{head}讲田埂党课走不远，{n}年前他就拆了田埂党课的门。田埂党课该散了。\n"
            f"今年{head}又防“灯下黑”，{head}怕灯下黑，人人都怕灯下黑。形式主义要不得，{head}恨形式主义，形式主义害人。",
            encoding="utf-8",
        )
    return folder


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def test_contract_columns_and_counts(runner: CliRunner, texts: Path) -> None:
    done = runner.invoke(app, ["discover", str(texts), "-f", "csv"])
    assert done.exit_code == 0, done.stderr
    assert done.stdout.lstrip("\ufeff").splitlines()[0].split(",")[:9] == CONTRACT
    by_text = {row["phrase"]: row for row in rows(done.stdout)}
    assert (by_text["田埂党课"]["hits"], by_text["田埂党课"]["docs"]) == ("12", "4")
    assert by_text["田埂党课"]["first"] == "2016-03-01"
    scores = [float(row["score"]) for row in rows(done.stdout)]
    assert scores == sorted(scores, reverse=True)


def test_hits_add_up_and_lead_back(runner: CliRunner, texts: Path) -> None:
    listed = rows(runner.invoke(app, ["discover", str(texts), "-f", "csv", "--top", "3"]).stdout)
    done = runner.invoke(app, ["discover", str(texts), "--hits", "-f", "jsonl", "--top", "3"])
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == sum(int(row["hits"]) for row in listed)
    for hit in found:
        text = (texts / hit["doc"]).read_text(encoding="utf-8")
        assert text[hit["start"] : hit["end"]] == hit["text"]
        assert hit["text"] in hit["sentence"]


def test_new_only_leaves_out_what_the_codebook_has(runner: CliRunner, texts: Path) -> None:
    all_of = {row["phrase"] for row in rows(runner.invoke(app, ["discover", str(texts), "-f", "csv"]).stdout)}
    new = {
        row["phrase"] for row in rows(runner.invoke(app, ["discover", str(texts), "-f", "csv", "--new-only"]).stdout)
    }
    assert "形式主义" in all_of - new
    assert "田埂党课" in new


def test_kinds_thresholds_and_sample(runner: CliRunner, texts: Path) -> None:
    quoted = rows(runner.invoke(app, ["discover", str(texts), "-f", "csv", "--kind", "quoted"]).stdout)
    assert [row["phrase"] for row in quoted] == ["灯下黑"]
    high = rows(runner.invoke(app, ["discover", str(texts), "-f", "csv", "--min-hits", "13"]).stdout)
    assert all(int(row["hits"]) >= 13 for row in high)
    one = runner.invoke(app, ["discover", str(texts), "-f", "csv", "--sample", "2", "--seed", "1"])
    again = runner.invoke(app, ["discover", str(texts), "-f", "csv", "--sample", "2", "--seed", "1"])
    assert one.stdout == again.stdout
    assert max(int(row["docs"]) for row in rows(one.stdout)) == 2


def test_families_and_who_took_them_up(runner: CliRunner, texts: Path) -> None:
    forms = rows(runner.invoke(app, ["discover", str(texts), "-f", "csv", "--families"]).stdout)
    assert {"family", "form", "rule", "hits", "pattern"} <= set(forms[0])
    years = rows(runner.invoke(app, ["discover", str(texts), "-f", "csv", "--families", "--by", "year"]).stdout)
    assert {row["year"] for row in years if row["family"] == "田埂党课"} == {"2016", "2017", "2018", "2019"}
    authors = rows(runner.invoke(app, ["discover", str(texts), "-f", "csv", "--families", "--by", "author"]).stdout)
    of = [(row["author"], row["order"], row["lag"]) for row in authors if row["family"] == "田埂党课"]
    assert of == [(head, str(n + 1), str(float(n))) for n, head in enumerate(HEADS)]
    log = rows(runner.invoke(app, ["discover", str(texts), "-f", "csv", "--families", "--log"]).stdout)
    assert ("田埂党课", "2016-03-01", "first") in {(row["family"], row["date"], row["event"]) for row in log}


def test_the_screen_names_kinds_and_marks_what_is_left_out(runner: CliRunner, texts: Path) -> None:
    done = runner.invoke(app, ["discover", str(texts)])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].startswith("提法")
    assert "引号语" in done.stdout
    assert "至少 3 次、2 篇" in done.stdout
    english = runner.invoke(app, ["discover", str(texts), "--lang", "en", "--families"])
    assert english.exit_code == 0
    assert "family" in english.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--kind", "slogan"], "slogan"),
        (["--by", "year"], "--families"),
        (["--families", "--by", "nobody"], "nobody"),
        (["--families", "--hits"], "--hits"),
        (["--families", "--by", "year", "--log"], "--log"),
        (["--copied", "5"], "--copied"),
    ],
)
def test_mistakes_are_told(runner: CliRunner, texts: Path, options: list[str], named: str) -> None:
    done = runner.invoke(app, ["discover", str(texts), *options])
    assert done.exit_code == 2
    assert named in done.stderr
    assert "可以这样" in done.stderr


def test_the_same_bytes_whatever_the_order_of_files(runner: CliRunner, texts: Path) -> None:
    files = sorted(map(str, texts.iterdir()))
    one = runner.invoke(app, ["discover", *files, "-f", "csv", "--jobs", "1"]).stdout
    other = runner.invoke(app, ["discover", *files, "-f", "csv", "--jobs", "2"]).stdout
    assert one == other


def test_hostile_text_reaches_the_screen_escaped(runner: CliRunner, tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(f"{HEADS[n]}说“灯\x1b[31m下黑”。防灯下黑{n}，怕灯下黑。", encoding="utf-8")
    done = runner.invoke(app, ["discover", str(tmp_path)])
    assert done.exit_code == 0
    assert "\x1b[31m" not in done.stdout
