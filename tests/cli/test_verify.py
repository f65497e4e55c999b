"""`--manifest` and `djtext verify`: an output made again, byte for byte; what changed; what no record may do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from djtext import settings
from djtext.cli import record
from djtext.cli.app import app
from djtext.cli.command import _SHARED

WORDS = (
    ("themes", "t.csv", ["文集"]), ("themes", "t.xlsx", ["文集", "--where", "year>=2019", "--hits"]),
    ("kwic", "k.html", ["--theme", "liangzhangpi", "文集", "--sample", "2", "--seed", "9"]),
    ("pairs", "p.md", ["文集/甲.txt"]), ("collocates", "c.jsonl", ["基层", "文集", "--stopwords", "function-words", "--min-hits", "1"]),
    ("compare", "v.tex", ["文集", "--by", "year", "--methods"]), ("clean", "净", ["文集"]),
    ("reuse", "r.csv", ["文集", "--against", "旧"]),
)  # fmt: skip


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "文集").mkdir()
    (tmp_path / "旧").mkdir()
    for n, name in enumerate("甲乙丙"):
        text = f"调研短文{n}\n一些支部党建和业务两张皮，基层意见很大。\n要走出机关服务基层群众，坚决反对形式主义。"
        (tmp_path / "文集" / f"{name}.txt").write_text(text, encoding="utf-8")
        (tmp_path / "旧" / f"{name}.txt").write_text(text + "另一句。", encoding="utf-8")
    (tmp_path / "文集" / "metadata.csv").write_text(
        "file,date\n甲.txt,2018\n乙.txt,2019\n丙.txt,2020\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return done.stdout + done.stderr


def verify(code: int, name: str = "t.csv", *more: str) -> str:
    return call("verify", f"{name}.run.json", "--lang", "en", *more, code=code)


@pytest.mark.parametrize(
    ("command", "output", "words"), WORDS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_made_again_byte_for_byte(texts: Path, command: str, output: str, words: list[str]) -> None:
    call(command, *words, "-o", output, "--manifest", "--lang", "zh", "-q")
    before = sorted(texts.rglob("*"))
    assert "the same" in verify(0, output)
    assert sorted(texts.rglob("*")) == before
    made = json.loads((texts / f"{output}.run.json").read_text(encoding="utf-8"))
    names = [entry["path"] for entry in made["inputs"]]
    assert {"文集/甲.txt", "文集/metadata.csv"} <= set(names)
    assert made["ledger"]["ok"] >= 1 and made["versions"]["djtext"]


def test_a_folder_that_is_handed_on(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (texts / "结果").mkdir()
    shutil.copy(Path(record.resources.codebook()), texts / "我的.toml")
    (texts / "词.txt").write_text("两张皮 10\n", encoding="utf-8")
    (texts / "停.txt").write_text("一些\n", encoding="utf-8")
    options = [
        "--codebook",
        "我的.toml",
        "--userdict",
        "词.txt",
        "--stopwords",
        "停.txt",
        "--stopwords",
        "function-words",
    ]
    call("words", "文集", *options, "-o", "结果/w.csv", "--manifest")
    call("themes", str(texts / "文集"), *options, "-o", "结果/t.csv", "--manifest")  # an absolute path
    moved = texts / "搬走"
    moved.mkdir()
    for path in list(texts.iterdir()):
        if path != moved:
            path.rename(moved / path.name)
    monkeypatch.chdir("/")
    for name in ("w.csv", "t.csv"):
        assert "the same" in call("verify", str(moved / "结果" / f"{name}.run.json"), "--lang", "en")
    (moved / "我的.toml").write_text(
        (moved / "我的.toml").read_text("utf-8").replace("两张皮", "三张皮"), encoding="utf-8"
    )
    (moved / "停.txt").write_text("基层\n", encoding="utf-8")
    (moved / "词.txt").unlink()
    told = call("verify", str(moved / "结果" / "t.csv.run.json"), "--lang", "en", code=1)
    assert "other codebook: djtext" in told and told.count("other list of words") == 2 and "not run again" in told


def test_what_changed_is_said(texts: Path) -> None:
    call("themes", "文集", "-o", "t.csv", "--manifest")
    (texts / "文集" / "甲.txt").write_text("另一篇。", encoding="utf-8")
    (texts / "文集" / "乙.txt").unlink()
    (texts / "文集" / "丁.txt").write_text("走出机关。", encoding="utf-8")
    told = verify(1)
    assert "input changed: 文集/甲.txt" in told and "input gone: 文集/乙.txt" in told
    assert "new input: 文集/丁.txt" in told and "other bytes: t.csv (from line 2, byte" in told
    assert "other bytes" not in verify(1, "t.csv", "--inputs-only")


def test_bytes_alone_that_differ(texts: Path) -> None:
    call("clean", "文集", "-o", "净", "--manifest")
    made = json.loads((texts / "净.run.json").read_text(encoding="utf-8"))
    made["output"]["files"]["甲.txt"] = "0" * 64
    made["versions"]["python"], made["versions"]["libraries"] = "2.7", ["jieba-0.1"]
    (texts / "净.run.json").write_text(json.dumps(made), encoding="utf-8")
    told = verify(1, "净")
    assert "other bytes: 甲.txt" in told and "python 2.7 →" in told and "jieba-0.1 →" in told


def test_an_output_among_its_inputs(texts: Path) -> None:
    call("themes", "文集", "-o", "文集/t.csv", "--manifest")
    assert "new input: t.csv" in call("verify", "文集/t.csv.run.json", "--lang", "en", code=1)
    (texts / "文集" / "t.csv").unlink()
    call("themes", "文集", "-o", "x.csv")  # the record is no text


def test_settings_of_the_place_do_not_matter(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("segment", "文集", "-o", "s.csv", "--manifest")
    (texts / "djtext.toml").write_text('stopwords = ["function-words"]\nlang = "en"\n', encoding="utf-8")
    monkeypatch.setenv("DJTEXT_SEGMENTER", "jieba")
    assert "the same" in verify(0, "s.csv")
    assert settings.load().segmenter == "jieba"


def test_the_sample_corpus(texts: Path) -> None:
    call("kwic", "两张皮", "-o", "t.csv", "--manifest", "-q")
    made = json.loads((texts / "t.csv.run.json").read_text(encoding="utf-8"))
    assert made["paths"] == [] and made["inputs"][0]["path"].startswith(record.SAMPLE)
    assert "the same" in verify(0)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["themes", "文集", "--manifest"], 2), (["themes", "-", "-o", "t.csv", "--manifest"], 2),
        (["passages", "文集", "--explain", "1", "-o", "t.csv", "--manifest"], 2),
        (["themes", "文集", "-o", "有.csv", "--manifest"], 14), (["clean", "文集", "--explain", "--manifest"], 2),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded(texts: Path, words: list[str], code: int) -> None:
    (texts / "有.csv.run.json").write_text("", encoding="utf-8")
    assert "可以这样" in call(*words, code=code)
    assert not (texts / "t.csv").exists() and not (texts / "有.csv").exists()


def _evil(**changes: Any) -> dict[str, Any]:
    return changes


@pytest.mark.parametrize(
    "changes",
    [
        {"djtext_run": 2}, {"djtext_run": True}, {"djtext_run": None}, {"command": "index"}, {"command": "cache"},
        {"command": "corpus"}, {"command": "verify"}, {"command": ["themes"]}, {"options": {"output": "/tmp/x.csv"}},
        {"options": {"force": True}}, {"options": {"codebook": "x"}}, {"options": {"manifest": True}},
        {"options": {"by --output=/tmp/x": "doc"}}, {"options": {"where": {"a": 1}}}, {"options": 7}, {"paths": ["-"]},
        {"paths": [7]}, {"paths": ["a\0b"]}, {"arguments": ["-"]}, {"output": {"path": "../x.csv", "sha256": "a"}},
        {"output": {"path": "/tmp/x.csv", "sha256": "a"}}, {"output": {"path": "", "sha256": "a"}}, {"inputs": None},
        {"settings": None}, {"named": 3}, {"folder": 1},
    ],
    ids=str,
)  # fmt: skip
def test_what_no_record_may_say(texts: Path, changes: dict[str, Any]) -> None:
    call("themes", "文集", "-o", "t.csv", "--manifest", "-q")
    made = json.loads((texts / "t.csv.run.json").read_text(encoding="utf-8"))
    (texts / "t.csv.run.json").write_text(json.dumps({**made, **changes}), encoding="utf-8")
    before = sorted(texts.rglob("*"))
    assert "no record of a run" in verify(2)
    assert sorted(texts.rglob("*")) == before


def test_words_that_look_like_options_are_paths(texts: Path) -> None:
    call("themes", "文集", "-o", "t.csv", "--manifest", "-q")
    made = json.loads((texts / "t.csv.run.json").read_text(encoding="utf-8"))
    evil = {"paths": ["--output=x.csv", "--force"], "named": ["文集"], "options": {"by": "doc --output=x.csv"}}
    (texts / "t.csv.run.json").write_text(json.dumps({**made, **evil}), encoding="utf-8")
    before = sorted(texts.rglob("*"))
    assert "exit code 2" in verify(1)
    assert sorted(texts.rglob("*")) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"paths": ["http://127.0.0.1:9/x"]}, {"inputs": [{"path": "s3://bucket/a.txt", "sha256": "0"}]}, {"folder": "ftp://h/"},
        {"options": {"against": "http://127.0.0.1:9/"}}, {"named": ["memory://a"]}, {"elsewhere": {"文集": "memory://a"}},
    ],
    ids=str,
)  # fmt: skip
def test_urls_are_read_for_those_who_trust_the_record(texts: Path, changes: dict[str, Any]) -> None:
    call("reuse", "文集", "--against", "旧", "-o", "t.csv", "--manifest", "-q")
    made = json.loads((texts / "t.csv.run.json").read_text(encoding="utf-8"))
    (texts / "t.csv.run.json").write_text(json.dumps({**made, **changes}), encoding="utf-8")
    assert "names a URL" in verify(2)


def test_one_who_trusts_a_record_says_so(texts: Path) -> None:
    call("themes", "文集", "-o", "t.csv", "--manifest", "-q")
    assert "the same" in verify(0, "t.csv", "--remote")


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, "themes", '{"djtext_run": 1}', "\ufeff{}"])
def test_what_is_no_record(texts: Path, text: str) -> None:
    (texts / "t.csv.run.json").write_text(text, encoding="utf-8")
    assert "no record of a run" in verify(2)


def test_no_record_there(texts: Path) -> None:
    assert "no such file" in verify(2, "missing")
    (texts / "d.run.json").mkdir()
    assert "no record of a run" in verify(2, "d")


def test_every_option_is_decided_on() -> None:
    """A new option of a recorded command must be put among those that decide its output, or be left out with reason."""
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    screen = {"passages": {"explain"}, "reuse": {"show"}, "clean": {"explain"}}
    shared = {name.rstrip("_") for name in _SHARED}
    assert len(shared) == len(_SHARED)
    for name in record.OPTIONS:
        known = {p.opts[0].removeprefix("--") for p in commands[name].params if p.opts[0].startswith("--")} - {"help"}
        assert known - record._LEFT_OUT - screen.get(name, set()) <= record.allowed(name), name
        assert record.OPTIONS[name] <= known, name
