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

TWENTY_FIVE = "切实为基层减负松绑持续整治形式主义官僚主义突出问题"
OTHER = "窗口前的板凳换了三回，可办事的人还是站着，因为板凳上堆满了迎检的材料。"
CONTRACT = ["doc_a", "start_a", "end_a", "doc_b", "start_b", "end_b", "length", "similarity", "kind"]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "文集"
    folder.mkdir()
    (folder / "2018-03-01-甲-某某.txt").write_text(
        f"基层减负\n{TWENTY_FIVE}。这是去年的话。\n{OTHER}", encoding="utf-8"
    )
    (folder / "2019-05-06-乙-某某.txt").write_text(
        f"再说一遍\n{TWENTY_FIVE[:12]}，\n{TWENTY_FIVE[12:]}！今年还要说。别的都是新话，一句也没有抄。",
        encoding="gb18030",
    )
    (folder / "丙.txt").write_text("天气一直很好，谁也没有抄谁的话。", encoding="utf-8")
    return folder


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def test_columns_offsets_and_texts(runner: CliRunner, texts: Path) -> None:
    done = runner.invoke(app, ["reuse", str(texts), "--format", "csv"])
    assert done.exit_code == 0, done.stderr
    header = done.stdout.lstrip("\ufeff").splitlines()[0].split(",")
    assert header[:9] == CONTRACT
    assert header[9:14] == ["text_a", "text_b", "direction", "date_a", "date_b"]
    (row,) = rows(done.stdout)
    assert (row["doc_a"], row["doc_b"]) == ("2018-03-01-甲-某某.txt", "2019-05-06-乙-某某.txt")
    assert (row["similarity"], row["direction"], row["kind"]) == ("1.0", "a_to_b", "copy")
    assert row["text_a"] == TWENTY_FIVE
    text = (texts / row["doc_a"]).read_text(encoding="utf-8")
    assert text[int(row["start_a"]) : int(row["end_a"])] == TWENTY_FIVE
    assert row["text_b"].replace("，", "").replace("\n", "") == TWENTY_FIVE


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_example_in_both_orders(runner: CliRunner, tmp_path: Path, order: tuple[int, int]) -> None:
    both = (TWENTY_FIVE, TWENTY_FIVE[:12] + "地" + TWENTY_FIVE[12:])
    for n, name in zip(order, ("一.txt", "二.txt"), strict=True):
        (tmp_path / name).write_text(both[n], encoding="utf-8")
    for paths in (["一.txt", "二.txt"], ["二.txt", "一.txt"]):
        done = runner.invoke(app, ["reuse", *(str(tmp_path / path) for path in paths), "--format", "json"])
        (row,) = json.loads(done.stdout)
        assert row["similarity"] == 0.9615
        assert {row["end_a"], row["end_b"]} == {25, 26}


def test_summary_and_groups(runner: CliRunner, texts: Path, tmp_path: Path) -> None:
    (texts / "2020-01-01-丁-某某.txt").write_text(
        (texts / "2018-03-01-甲-某某.txt").read_text(encoding="utf-8"), encoding="utf-8"
    )
    made = rows(runner.invoke(app, ["reuse", str(texts), "--summary", "--format", "csv"]).stdout)
    by_doc = {row["doc"]: row for row in made}
    assert len(by_doc) == 4
    assert float(by_doc["2018-03-01-甲-某某.txt"]["own_share"]) == 1
    assert float(by_doc["2020-01-01-丁-某某.txt"]["own_share"]) == 0
    assert by_doc["2020-01-01-丁-某某.txt"]["most_from"] == "2018-03-01-甲-某某.txt"
    assert [float(row["own_share"]) for row in made] == sorted(float(row["own_share"]) for row in made)
    groups = rows(runner.invoke(app, ["reuse", str(texts), "--groups", "--format", "csv"]).stdout)
    assert [(row["group"], row["docs"], row["doc"][:4]) for row in groups] == [("1", "2", "2018"), ("1", "2", "2020")]
    done = runner.invoke(app, ["reuse", str(texts), "--groups"])
    assert "1 组" in done.stdout


def test_against(runner: CliRunner, texts: Path, tmp_path: Path) -> None:
    new = tmp_path / "新稿.txt"
    new.write_text(f"他们反复讲：{OTHER}。{TWENTY_FIVE}。", encoding="utf-8")
    done = runner.invoke(app, ["reuse", str(new), "--against", str(texts), "--format", "json"])
    assert done.exit_code == 0, done.stderr
    made = json.loads(done.stdout)
    assert {row["doc_a"] for row in made} == {"新稿.txt"}
    assert {row["doc_b"][:4] for row in made} == {"2018", "2019"}
    assert len(made) == 3
    summary = json.loads(
        runner.invoke(app, ["reuse", str(new), "--against", str(texts), "--summary", "--format", "json"]).stdout
    )
    assert [row["doc"] for row in summary] == ["新稿.txt"]
    itself = runner.invoke(app, ["reuse", str(texts), "--against", str(texts), "--format", "json"])
    pairs = {(row["doc_a"], row["doc_b"]) for row in json.loads(itself.stdout)}
    assert pairs
    assert all(a != b for a, b in pairs)
    selected = runner.invoke(
        app, ["reuse", str(texts), "--where", "year>=2019", "--against", str(texts), "--format", "json"]
    )
    assert {row["doc_a"][:4] for row in json.loads(selected.stdout)} == {"2019"}
    assert runner.invoke(app, ["reuse", str(new), "--against", str(tmp_path / "没有")]).exit_code == 2


def test_show(runner: CliRunner, texts: Path) -> None:
    done = runner.invoke(app, ["reuse", str(texts), "--show"])
    assert done.exit_code == 0, done.stderr
    assert "甲早于乙" in done.stdout
    assert "│" in done.stdout
    listed = runner.invoke(app, ["reuse", str(texts)])
    assert "雷同 1" in listed.stdout
    english = runner.invoke(app, ["reuse", str(texts), "--show", "--lang", "en"])
    assert "a is the earlier" in english.stdout


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--show", "--summary"], "--summary"),
        (["--groups", "--kind", "copy"], "--kind"),
        (["--kind", "cpoy"], "boilerplate"),
        (["--show", "--format", "csv"], "text_a"),
        (["--min-length", "9"], "10"),
        (["--boilerplate", "0"], "3"),
    ],
)
def test_wrong_options_say_what_to_do(runner: CliRunner, texts: Path, arguments: list[str], word: str) -> None:
    done = runner.invoke(app, ["reuse", str(texts), *arguments])
    assert done.exit_code == 2
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_formulas_and_escapes_do_no_harm(runner: CliRunner, tmp_path: Path) -> None:
    for name in ("=cmd.txt", "b\x1b[31m.txt"):
        (tmp_path / name).write_text(f"=1+1{OTHER}\x1b[2J", encoding="utf-8")
    for arguments in ([], ["--show"], ["--summary"], ["--groups"]):
        done = runner.invoke(app, ["reuse", str(tmp_path), *arguments])
        assert done.exit_code == 0
        assert "\x1b" not in done.stdout + done.stderr
    done = runner.invoke(app, ["reuse", str(tmp_path), "--format", "csv"])
    assert "\n=" not in done.stdout
    assert ",=" not in done.stdout


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "json", "jsonl", "md", "tex", "html"])
def test_every_format(runner: CliRunner, texts: Path, tmp_path: Path, ending: str) -> None:
    for n, arguments in enumerate(([], ["--summary"], ["--groups"])):
        target = tmp_path / f"out{n}.{ending}"
        assert runner.invoke(app, ["reuse", str(texts), *arguments, "-o", str(target)]).exit_code == 0
        assert target.stat().st_size > 0 or (n, ending) == (2, "jsonl")  # there are no groups


def test_processes_and_order_of_paths_change_nothing(root: Path, texts: Path, tmp_path: Path) -> None:
    outputs = []
    code = "import djtext.study.run as r; r._SMALL = 0; r._BATCH_DOCS = 5; from djtext.__main__ import main; main()"
    corpus = str(root / "corpus")
    for paths, jobs in (([str(texts), corpus], "1"), ([str(texts), corpus], "3"), ([corpus, str(texts)], "2")):
        done = subprocess.run(
            [sys.executable, "-c", code, "reuse", *paths, "--min-length", "10", "--jobs", jobs, "--format", "jsonl"],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(root / "src")},
        )
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1] == outputs[2]
    assert outputs[0].count(b"\n") > 20
