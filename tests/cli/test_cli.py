"""The command line as scripts see it: stdout, stderr, files and exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from djtext.cli.app import app

THEMES = [
    "theme",
    "label",
    "hits",
    "docs",
    "doc_share",
    "per_10k",
    "dp",
    "as_problem",
    "as_remedy",
    "first",
    "last",
    "example",
    "example_doc",
]
HITS = ["doc", "theme", "pattern", "text", "start", "end", "stance", "sentence"]
WORDS = ["doc", "para", "n", "token", "start", "end", "pos"]


def call(
    *arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None, **options: object
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "djtext", *arguments], cwd=cwd, capture_output=True, check=False, encoding="utf-8",
        env={**os.environ, "COLUMNS": "120", **(env or {})}, **options,  # type: ignore[call-overload]
    )  # fmt: skip


@pytest.fixture
def corpus(root: Path) -> str:
    return str(root / "corpus")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "文集"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "机关党建\n一些支部党建和业务工作严重脱节，是典型的两张皮。\n要走出机关服务群众。", encoding="utf-8"
    )
    (folder / "2019-05-06-乙-某某.txt").write_text("坚决反对形式主义。", encoding="gb18030")
    return folder


def test_main_job(runner: CliRunner, corpus: str) -> None:
    done = runner.invoke(app, ["themes", corpus])
    assert done.exit_code == 0
    for label in ("两张皮", "形式主义", "走出机关"):
        assert label in done.stdout
    assert "编码本 djtext" in done.stdout and "rjieba" in done.stdout and "48 篇" in done.stdout
    assert "48 ok, 0 partial, 0 empty, 0 skipped, 0 failed" in done.stderr


@pytest.mark.parametrize(("arguments", "columns"), [([], THEMES), (["--hits"], HITS)])
def test_columns_of_the_contract(runner: CliRunner, corpus: str, arguments: list[str], columns: list[str]) -> None:
    done = runner.invoke(app, ["themes", corpus, *arguments, "--format", "csv", "--limit", "3"])
    rows = list(csv.reader(io.StringIO(done.stdout.lstrip("\ufeff"))))
    assert rows[0] == columns and len(rows) == 4


def test_by_doc(runner: CliRunner, corpus: str, tmp_path: Path) -> None:
    for ending in ("xlsx", "csv", "md", "tsv", "json", "jsonl", "tex", "html"):
        done = runner.invoke(app, ["themes", corpus, "--by", "doc", "-o", str(tmp_path / f"t.{ending}")])
        assert done.exit_code == 0, done.stderr
        assert done.stdout == ""
    rows = list(csv.DictReader(io.StringIO((tmp_path / "t.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 48 and list(rows[0])[:4] == ["doc", "title", "date", "liangzhangpi"]
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["themes-by-doc"]
    assert sheet.max_row == 49
    total = json.loads(runner.invoke(app, ["themes", corpus, "--format", "json"]).stdout)
    sums = {row["theme"]: row["hits"] for row in total}
    assert sum(int(row["liangzhangpi"]) for row in rows) == sums["liangzhangpi"]


def test_hits_lead_to_their_sentences(runner: CliRunner, texts: Path) -> None:
    done = runner.invoke(app, ["themes", str(texts), "--hits", "--format", "jsonl"])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    text = (texts / "a.txt").read_text(encoding="utf-8")
    found = {(row["theme"], row["text"]) for row in rows}
    assert {("liangzhangpi", "两张皮"), ("zouchujiguan", "走出机关")} <= found
    for row in rows:
        if row["doc"] == "a.txt":
            assert text[row["start"] : row["end"]] == row["text"] and row["text"] in row["sentence"]


def test_where_and_limit(runner: CliRunner, corpus: str) -> None:
    done = runner.invoke(app, ["themes", corpus, "--where", "year>=2020", "--where", "genre=讲话", "--format", "json"])
    assert done.exit_code == 0 and "被 --where 排除" in done.stderr
    wrong = runner.invoke(app, ["themes", corpus, "--where", "nosuch=1"])
    assert wrong.exit_code == 2 and "genre" in wrong.stderr and "region" in wrong.stderr


def test_standard_input_and_lists(texts: Path) -> None:
    done = call("themes", "-", "--hits", "--format", "jsonl", input="形式主义突出。")
    assert done.returncode == 0 and json.loads(done.stdout)["doc"] == "stdin"
    names = "\n".join(str(path) for path in sorted(texts.iterdir()))
    done = call("themes", "--files-from", "-", "--format", "json", input=names)
    assert {row["theme"] for row in json.loads(done.stdout)} >= {"liangzhangpi", "xingshizhuyi"}


def test_no_path_is_the_sample_corpus(tmp_path: Path) -> None:
    done = call("themes", "--limit", "1", cwd=tmp_path)
    assert done.returncode == 0 and "样例文集" in done.stderr and "48 ok" in done.stderr


def test_corpus_copy(runner: CliRunner, tmp_path: Path) -> None:
    assert runner.invoke(app, ["corpus", "--copy", str(tmp_path / "c")]).exit_code == 0
    assert len(list((tmp_path / "c").glob("*.txt"))) == 48
    assert runner.invoke(app, ["corpus", "--copy", str(tmp_path / "c")]).exit_code == 14
    assert runner.invoke(app, ["corpus"]).stdout.strip().endswith("corpus")


def test_segment(runner: CliRunner, texts: Path) -> None:
    done = runner.invoke(app, ["segment", str(texts / "a.txt"), "--format", "jsonl", "--pos"])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    text = (texts / "a.txt").read_text(encoding="utf-8")
    assert list(rows[0]) == WORDS
    assert all(text[row["start"] : row["end"]] == row["token"] for row in rows)
    assert "".join(row["token"] for row in rows) == text.replace("\n", "")
    assert {"两张皮", "走出机关"} <= {row["token"] for row in rows}
    plain = runner.invoke(app, ["segment", str(texts / "a.txt")])
    assert plain.stdout.splitlines()[0].replace(" ", "") == "机关党建"
    fewer = runner.invoke(app, ["segment", str(texts / "a.txt"), "--stopwords", "function-words", "--format", "jsonl"])
    assert len(fewer.stdout.splitlines()) < len(rows)


@pytest.mark.parametrize("engine", ["rjieba", "jieba"])
def test_segmenters_agree(runner: CliRunner, corpus: str, engine: str) -> None:
    done = runner.invoke(app, ["segment", corpus, "--segmenter", engine, "--limit", "2000", "--format", "csv"])
    reference = runner.invoke(app, ["segment", corpus, "--segmenter", "jieba", "--limit", "2000", "--format", "csv"])
    assert done.stdout == reference.stdout


def test_user_dictionary(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text("党建和业务 5 n\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("党建和业务。", encoding="utf-8")
    done = runner.invoke(app, ["segment", str(tmp_path / "a.txt"), "--userdict", str(tmp_path / "d.txt")])
    assert done.stdout == "党建和业务 。\n"


def test_codebook_commands(runner: CliRunner, tmp_path: Path) -> None:
    assert "liangzhangpi" in runner.invoke(app, ["codebook", "list"]).stdout
    page = runner.invoke(app, ["codebook", "show", "两张皮"]).stdout
    assert "liangzhangpi" in page and "脱节" in page
    wrong = runner.invoke(app, ["codebook", "show", "liangzhangp"])
    assert wrong.exit_code == 2 and "liangzhangpi" in wrong.stderr
    (tmp_path / "e.toml").write_text("", encoding="utf-8")
    empty = runner.invoke(app, ["codebook", "check", str(tmp_path / "e.toml")])
    assert empty.exit_code == 2 and "e.toml:1" in empty.stderr
    mine = 'name = "甲"\nversion = "1"\n[[theme]]\nkey = "k"\nlabel = "乙"\nkind = "problem"\ndefinition = "丙"\npatterns = ["两张皮"]\n'
    (tmp_path / "m.toml").write_text(mine, encoding="utf-8")
    assert runner.invoke(app, ["codebook", "check", str(tmp_path / "m.toml")]).exit_code == 0
    (tmp_path / "a.txt").write_text("两张皮。", encoding="utf-8")
    done = runner.invoke(
        app, ["themes", str(tmp_path / "a.txt"), "--codebook", str(tmp_path / "m.toml"), "--format", "json"]
    )
    assert [row["theme"] for row in json.loads(done.stdout)] == ["k"]


def test_settings_file_environment_and_flags(tmp_path: Path) -> None:
    book = 'name = "甲"\nversion = "1"\n[[theme]]\nkey = "{}"\nlabel = "乙"\nkind = "problem"\ndefinition = "丙"\npatterns = ["两张皮"]\n'
    for key in ("one", "two", "three"):
        (tmp_path / f"{key}.toml").write_text(book.format(key), encoding="utf-8")
    (tmp_path / "a.txt").write_text("两张皮。", encoding="utf-8")
    (tmp_path / "djtext.toml").write_text('codebook = "one.toml"\n', encoding="utf-8")
    (tmp_path / "sub").mkdir()

    def key(*arguments: str, **env: str) -> str:
        done = call("themes", "../a.txt", "--format", "json", *arguments, cwd=tmp_path / "sub", env=env)
        return str(json.loads(done.stdout)[0]["theme"])

    assert key() == "one"
    assert key(DJTEXT_CODEBOOK="../two.toml") == "two"
    assert key("--codebook", "../three.toml", DJTEXT_CODEBOOK="../two.toml") == "three"
    (tmp_path / "djtext.toml").write_text("codebok = 1\n", encoding="utf-8")
    done = call("themes", "../a.txt", cwd=tmp_path / "sub")
    assert done.returncode == 2 and "codebook" in done.stderr


# Bad input: the exit codes of the contract, one or two lines, no traceback.


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["themes", "nosuch"], 2, "nosuch"),
        (["themes", "{empty}"], 1, "{empty}"),
        (["themes", "{texts}", "--codebook", "nosuch.toml"], 2, "nosuch.toml"),
        (["themes", "{texts}", "--by", "year"], 2, "--by"),
        (["themes", "{texts}", "--where", "year"], 2, "--where"),
        (["themes", "{texts}", "--format", "docx"], 2, "docx"),
        (["themes", "{texts}", "-o", "{tmp}/a.docx"], 2, "docx"),
        (["themes", "{texts}", "-o", "{tmp}/noending"], 2, "noending"),
        (["themes", "{texts}", "-o", "{tmp}/no/a.csv"], 14, "no"),
        (["themes", "{texts}", "-o", "{exists}"], 14, "--force"),
        (["themes", "{texts}", "--encoding", "klingon"], 2, "klingon"),
        (["themes", "{texts}", "--lang", "fr"], 2, "--lang"),
        (["themes", "{texts}", "--jobs", "0"], 2, "--jobs"),
        (["themes", "{texts}", "--nosuch"], 2, "--nosuch"),
        (["theme", "{texts}"], 2, "themes"),
        (["segment", "{texts}", "--segmenter", "x"], 2, "rjieba"),
        (["segment", "{texts}", "--stopwords", "x"], 2, "function-words"),
        (["segment", "{texts}", "--userdict", "nosuch"], 2, "nosuch"),
        (["themes", "--files-from", "nosuch"], 2, "nosuch"),
        (["themes", "{binary}"], 3, "[binary]"),
        (["themes", "{unknown}"], 3, "[unknown-format]"),
        (["themes", "{texts}", "nosuch"], 3, "[missing]"),
    ],
)  # fmt: skip
def test_exit_codes(arguments: list[str], code: int, says: str, texts: Path, tmp_path: Path) -> None:
    places = {
        "texts": texts,
        "tmp": tmp_path,
        "empty": tmp_path / "empty",
        "exists": tmp_path / "old.csv",
        "binary": tmp_path / "b.txt",
        "unknown": tmp_path / "u.xyz",
    }
    (tmp_path / "empty").mkdir()
    (tmp_path / "old.csv").write_text("old", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "u.xyz").write_text("x", encoding="utf-8")
    done = call(*[argument.format(**places) for argument in arguments])
    assert done.returncode == code, done.stderr
    assert says.format(**places) in done.stderr
    assert "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.strip()]) <= 6
    assert (tmp_path / "old.csv").read_text(encoding="utf-8") == "old"


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="drops root's rights by setpriv")
def test_unreadable_file_is_reported_and_the_rest_analysed(texts: Path, tmp_path: Path) -> None:
    (texts / "secret.txt").write_text("形式主义", encoding="utf-8")
    (texts / "secret.txt").chmod(0)
    for folder in (texts, *texts.parents):
        if folder.stat().st_uid == 0 and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    probe = subprocess.run(
        ["setpriv", "--reuid=65534", "--clear-groups", sys.executable, "-c", "import djtext"],
        check=False,
        capture_output=True,
    )
    if probe.returncode:
        pytest.skip("this interpreter cannot be run by another user")
    done = subprocess.run(
        ["setpriv", "--reuid=65534", "--clear-groups", sys.executable, "-m", "djtext", "themes", str(texts), "--format", "json"],
        check=False, capture_output=True, encoding="utf-8", cwd="/",
    )  # fmt: skip
    assert done.returncode == 3 and "[permission]" in done.stderr and "2 ok" in done.stderr
    assert json.loads(done.stdout)


def test_mixed_folder(texts: Path) -> None:
    (texts / "空.txt").write_bytes(b"")
    (texts / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (texts / "坏.txt").write_bytes("党建工作".encode() * 50 + b"\xff\xfe\xff")
    done = call("themes", str(texts), "--format", "json")
    assert done.returncode == 0
    assert "2 ok, 1 partial, 1 empty, 1 skipped, 0 failed" in done.stderr


def test_english(texts: Path) -> None:
    for extra, env in ((["--lang", "en"], {}), ([], {"DJTEXT_LANG": "en"})):
        done = call("themes", str(texts), *extra, env=env)
        assert "documents" in done.stdout and "matched on characters" in done.stdout
    assert "Find recurring themes" in call("--lang", "en", "themes", "--help").stdout
    assert "主题" in call("themes", "--help").stdout


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["themes"],
        ["segment"],
        ["corpus"],
        ["codebook"],
        ["codebook", "list"],
        ["codebook", "show"],
        ["codebook", "check"],
    ],
)
def test_help_ends_with_examples(command: list[str]) -> None:
    done = call("--lang", "en", *command, "--help")
    assert done.returncode == 0
    if command != ["codebook"]:
        assert "Example" in done.stdout


@pytest.mark.parametrize(
    "what", ["segment {} --format csv", "segment {}", "themes {}", "themes {} --hits", "codebook list"]
)
def test_closed_pipe(corpus: str, what: str) -> None:
    command = f"{sys.executable} -m djtext {what.format(corpus)} | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, encoding="utf-8", errors="replace")
    assert done.returncode == 0 and "Traceback" not in done.stderr and "Error" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_device(corpus: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "djtext", "segment", corpus],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 15 and "Traceback" not in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals(tmp_path: Path, number: signal.Signals, code: int) -> None:
    reading, writing = os.pipe()  # standard input that never ends
    running = subprocess.Popen(
        [sys.executable, "-m", "djtext", "themes", "-", "-o", str(tmp_path / "o.csv")], stdin=reading, stderr=subprocess.PIPE, encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # ignored in the background
    )  # fmt: skip
    time.sleep(2.0)
    running.send_signal(number)
    try:
        _, errors = running.communicate(timeout=20)
    finally:
        running.kill()
        running.wait()
    os.close(reading)
    os.close(writing)
    assert running.returncode == code
    assert "Traceback" not in errors and len(errors.splitlines()) <= 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "gbk"}]
)
def test_any_locale(texts: Path, locale: dict[str, str]) -> None:
    done = call("themes", str(texts / "a.txt"), env=locale)
    assert done.returncode == 0 and "两张皮" in done.stdout and "Traceback" not in done.stderr


def test_hostile_names_and_texts_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "\x1b[31m\u202ered\n.txt").write_text("\x1b]0;x\x07形式主义[/x]突出\u202e。", encoding="utf-8")
    (tmp_path / "[red]b.txt").write_bytes(b"")
    for arguments in (["themes"], ["themes", "--hits"], ["segment"]):
        done = call(*arguments, str(tmp_path))
        assert done.returncode == 0
        for text in (done.stdout, done.stderr):
            assert not set(text) & {"\x1b", "\x07", "\u202e"}


def test_output_does_not_depend_on_workers(corpus: str) -> None:
    one = call("themes", corpus, "--hits", "--format", "jsonl", "--jobs", "1").stdout
    two = call("themes", corpus, "--hits", "--format", "jsonl", "--jobs", "2").stdout
    assert one == two != ""


def test_bugs_go_to_a_file(monkeypatch: pytest.MonkeyPatch, runner: CliRunner, tmp_path: Path) -> None:
    monkeypatch.setattr("djtext.settings.load", lambda: 1 / 0)
    monkeypatch.setattr("djtext.cli.common.load_settings", lambda: 1 / 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    done = runner.invoke(app, ["themes", "x"])
    assert done.exit_code == 70
    (report,) = tmp_path.iterdir()
    assert str(report) in done.stderr and "ZeroDivisionError" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "said", "advised"),
    [
        (["themes", "--foo"], "没有选项“--foo”", "--follow"),
        (["them"], "没有命令“them”", "是不是 themes"),
        (["themes", "--limit", "x"], "--limit 的值不对：x", "整数"),
        (["themes", "--jobs", "0"], "--jobs 的值不对：0", "x>=1"),
        (["themes", "--limit"], "选项 --limit 后面缺少值", "-h"),
        (["themes", "--force=3"], "选项 --force 不带值", "-h"),
        (["cache", "clear", "a", "b"], "多出来的参数：a b", "djtext cache clear -h"),
        (["--foo"], "没有选项“--foo”", "djtext -h"),
    ],
)
def test_a_command_line_that_cannot_be_read_is_told_in_two_lines(line: list[str], said: str, advised: str) -> None:
    ended = call(*line)
    first, second = ended.stderr.splitlines()
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in first
    assert advised in second


def test_usage_errors_in_english_and_without_control_characters() -> None:
    line = ["--lang", "en", "themes", "--\x1b[31mred"]
    ended = call(*line)
    assert ended.returncode == 2
    assert "there is no option" in ended.stderr
    assert "\x1b" not in ended.stderr
