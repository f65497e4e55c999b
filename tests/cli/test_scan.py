"""`scan` and `watch` as scripts and people meet them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from djtext.cli.app import app
from djtext.measures.scantables import TABLES, conditions, record, shape
from djtext.themes import codebook

OLD = "支部建设要实\n一些支部党建和业务工作严重脱节，是典型的两张皮。要走出机关服务群众，第{n}次走访联系点。坚决反对形式主义。"
NEW = "指尖负担\n基层干部都说“指尖负担”太重，形式主义、形式主义，还是形式主义！要走出机关。"
COPY = "照搬\n老话说得好：一些支部党建和业务工作严重脱节，是典型的两张皮。要走出机关服务群众。"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "old").mkdir()
    for n in range(22):
        (tmp_path / "old" / f"201{n % 10}-05-{n + 1:02}-题{n}-某某.txt").write_text(OLD.format(n=n), encoding="utf-8")
    return tmp_path / "old"


@pytest.fixture
def new(tmp_path: Path) -> Path:
    (tmp_path / "new").mkdir()
    for name, text in (("2020-01-02-甲-某.txt", NEW), ("乙.txt", COPY), ("2018-03-04-丙-某.txt", "丙\n天气一直很好。")):
        (tmp_path / "new" / name).write_text(text, encoding="utf-8")
    return tmp_path / "new"


@pytest.fixture
def study(runner: CliRunner, old: Path, tmp_path: Path) -> Path:
    path = tmp_path / "s.djtext"
    assert runner.invoke(app, ["index", "add", str(old), "-o", str(path), "-q"]).exit_code == 0
    return path


def call(runner: CliRunner, *arguments: object, code: int = 0) -> tuple[str, str]:
    done = runner.invoke(app, [str(word) for word in arguments])
    assert done.exit_code == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout, done.stderr


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_columns_of_the_contract(runner: CliRunner, old: Path, new: Path) -> None:
    out, err = call(runner, "scan", new, "--baseline", old, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(out.lstrip("\ufeff"))))
    assert list(rows[0])[:12] == [
        "doc", "title", "date", "status", "chars", "top_themes", "unusual", "new_phrases", "reuse_share", "nearest",
        "problems", "remedies",
    ]  # fmt: skip
    scores = [float(row["score"]) for row in rows]
    assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores)
    by_doc = {row["doc"]: row for row in rows}
    assert by_doc["2020-01-02-甲-某.txt"]["new_phrases"] == "指尖负担"
    assert by_doc["2020-01-02-甲-某.txt"]["top_themes"].startswith("xingshizhuyi:")
    assert by_doc["2020-01-02-甲-某.txt"]["reuse_share"] == "0.0"
    assert float(by_doc["乙.txt"]["own_share"]) < 0.4 and by_doc["乙.txt"]["date"] == ""
    assert "22 ok" in err and "3 ok" in err


def test_the_same_from_a_study_and_whatever_the_jobs(
    runner: CliRunner, old: Path, new: Path, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = call(runner, "scan", new, "-b", old, "--json", "-q", "--jobs", 1)[0]
    assert call(runner, "scan", new, "-b", study, "--json", "-q", "--jobs", 1)[0] == plain
    monkeypatch.setattr("djtext.study.run._SMALL", 0)
    assert call(runner, "scan", new, "-b", study, "--json", "-q", "--jobs", 2)[0] == plain
    assert [line["doc"] for line in lines(plain)] == sorted(path.name for path in new.iterdir())


def test_a_line_of_json_has_everything(runner: CliRunner, study: Path, new: Path) -> None:
    out, _ = call(runner, "scan", new / "乙.txt", "-b", study, "--json")
    (found,) = lines(out)
    assert set(TABLES[1:]) <= set(found)
    passages = found["passages"]
    assert isinstance(passages, list)
    first = passages[0]
    assert first["text"] in COPY and first["text"] == COPY[first["start"] : first["end"]]
    assert first["similarity"] > 0.9 and first["docs"] == 23 and first["from_doc"].endswith(".txt")
    assert found["nearest"] and "NaN" not in out


def test_details_quote_with_places(runner: CliRunner, study: Path, new: Path) -> None:
    out, _ = call(runner, "scan", new / "乙.txt", new / "2020-01-02-甲-某.txt", "-b", study, "--details")
    assert "指尖负担" in out and "@" in out and "←" in out and "另有新文也有" not in out
    assert out.count("━━━") >= 2 and "异常分" in out


def test_fail_on_names_the_documents(runner: CliRunner, study: Path, new: Path) -> None:
    out, err = call(
        runner, "scan", new, "-b", study, "--fail-on", "theme:xingshizhuyi>2", "--fail-on", "reuse>2", code=4
    )
    assert "2020-01-02-甲-某.txt: 符合 --fail-on theme:xingshizhuyi>2 [fail-on]" in err
    assert "乙.txt: 符合" not in err and "指尖" in out
    call(runner, "scan", new, "-b", study, "--fail-on", "theme:xingshizhuyi>9", "-q")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("theme:xingshizhuy>5", "xingshizhuyi"),
        ("reuse>", "看不懂"),
        ("__import__('os')>1", "看不懂"),
        ("reus>1", "reuse"),
    ],
)
def test_conditions_that_cannot_be_read(runner: CliRunner, study: Path, new: Path, text: str, told: str) -> None:
    _, err = call(runner, "scan", new, "-b", study, "--fail-on", text, code=2)
    assert told in err


def test_every_operator() -> None:
    from djtext.measures.scan import Scanned
    from djtext.measures.unusual import Mixture

    found = Scanned(
        "a", "", "", "", 5, 5, (), 0, (), None, (), (), None, 0.5, None, None, (), Mixture(None, None), (), (), ()
    )
    book = codebook.load()
    for text, wanted in (("reuse>0.4", True), ("reuse>=0.5", True), ("reuse<0.5", False), ("reuse<=0.5", True), ("reuse=0.5", True),
                         ("reuse==0.6", False), ("reuse!=0.5", False), ("own>0", False), ("phrases<9", False), ("chars>4", True)):  # fmt: skip
        assert conditions([text], book)[0].holds(found) is wanted, text
    assert record(found)["own_share"] is None and record(found)["new_phrases"] is None


def test_since_leaves_out_and_counts_the_undated(runner: CliRunner, study: Path, new: Path) -> None:
    out, err = call(runner, "scan", new, "-b", study, "--since", "2019", "--json")
    assert [line["doc"] for line in lines(out)] == ["2020-01-02-甲-某.txt"]
    assert "--since 2019：1 篇没有日期" in err
    call(runner, "scan", new, "-b", study, "--since", "今年", code=2)


def test_add_puts_them_into_the_study(runner: CliRunner, study: Path, new: Path) -> None:
    _, err = call(runner, "scan", new, "-b", study, "--add")
    assert "收进 3 篇" in err
    out, _ = call(runner, "scan", new, "-b", study, "--json", "-q")
    assert [line["status"] for line in lines(out)] == ["known"] * 3
    assert all(line["new_phrases"] is None and line["score"] == 0 for line in lines(out))
    (new / "戊.txt").write_text("戊\n新来的一篇，要走出机关。", encoding="utf-8")
    (new / "2021-01-02-己-某.txt").write_text("己\n又来一篇，要走出机关。", encoding="utf-8")
    call(runner, "scan", new, "-b", study, "--add", "--since", "2021", "-q")
    out, _ = call(runner, "scan", new, "-b", study, "--json", "-q")
    assert {str(line["doc"]): line["status"] for line in lines(out)}["2021-01-02-己-某.txt"] == "known"
    assert {str(line["doc"]): line["status"] for line in lines(out)}["戊.txt"] == "ok"


def test_tables(runner: CliRunner, study: Path, new: Path, tmp_path: Path) -> None:
    for name in TABLES:
        out, _ = call(runner, "scan", new, "-b", study, "--table", name, "-f", "json", "-q")
        rows = json.loads(out)
        assert rows and list(rows[0]) == [column.name for column in shape(name)[0]]
    call(runner, "scan", new, "-b", study, "-o", tmp_path / "a.xlsx", "-q")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["scan", "scan-themes", "scan-phrases", "scan-passages", "scan-pairs", "notes"]


def test_a_phrase_of_several_new_documents(runner: CliRunner, study: Path, new: Path) -> None:
    (new / "丁.txt").write_text("丁\n天气很好。各地都有指尖负担这回事。", encoding="utf-8")
    out, _ = call(runner, "scan", new, "-b", study, "--json", "-q")
    found = {str(line["doc"]): line for line in lines(out)}
    assert "指尖负担" in str(found["丁.txt"]["new_phrases"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["NEW"], "--baseline"),
        (["-b", "STUDY"], "新文"),
        (["NEW", "-b", "STUDY", "-b", "NEW"], "只能给一个"),
        (["NEW", "-b", "NEW", "--add"], "--add"),
        (["NEW", "-b", "STUDY", "--table", "x"], "--table"),
        (["NEW", "-b", "STUDY", "--json", "--details"], "--json"),
        (["NEW", "-b", "STUDY", "--details", "-f", "csv"], "--details"),
    ],
)
def test_what_does_not_go_together(runner: CliRunner, study: Path, new: Path, arguments: list[str], told: str) -> None:
    words = [{"NEW": str(new), "STUDY": str(study)}.get(word, word) for word in arguments]
    out, err = call(runner, "scan", *words, code=2)
    assert told in err and not out and "可以这样" in err


def test_small_baselines_claim_nothing_and_say_so(runner: CliRunner, new: Path, tmp_path: Path) -> None:
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "a.txt").write_text(OLD, encoding="utf-8")
    out, _ = call(runner, "scan", new, "-b", tmp_path / "few")
    assert "不判断主题是否异常" in out and "↑" not in out.replace("↑ 偏多", "")


def test_watch_once(runner: CliRunner, study: Path, new: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    first = ("watch", new, "-b", study, "--once", "--settle", "0", "-o", output)
    call(runner, *first)
    assert len(lines(output.read_text(encoding="utf-8"))) == 3
    (new / "乙.txt").rename(new / "改名.txt")
    (new / "丁.txt").write_text("丁\n要走出机关。", encoding="utf-8")
    call(runner, *first)
    found = lines(output.read_text(encoding="utf-8"))
    assert [line["doc"] for line in found][3:] == ["丁.txt"]
    assert (tmp_path / "out.jsonl.state").exists()
    out, _ = call(runner, "watch", new, "-b", study, "--once", "--settle", "0")
    assert len(out.splitlines()) == 4 and (new / ".djtext-watch").exists()
    assert call(runner, "watch", new, "-b", study, "--once", "--settle", "0")[0] == ""


def test_watch_ends_with_ctrl_c(
    runner: CliRunner, study: Path, new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupted)
    out, err = call(runner, "watch", new, "-b", study, "--settle", "0", "--json", code=130)
    assert len(lines(out)) == 3 and "已中断" in err
    call(runner, "watch", new / "乙.txt", "-b", study, code=2)
    call(runner, "watch", "-b", study, code=2)


def test_watch_takes_up_a_study_that_has_grown(
    runner: CliRunner, study: Path, new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = iter(range(9))

    def between(_seconds: float) -> None:
        if next(rounds) == 0:
            done = CliRunner().invoke(app, ["index", "add", str(new), "-o", str(study), "-q"])
            assert done.exit_code == 0
            (new / "续.txt").write_text("续\n“指尖负担”依旧。", encoding="utf-8")
            return
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", between)
    out, _ = call(runner, "watch", new, "-b", study, "--settle", "0", "--json", "-q", code=130)
    found = {str(line["doc"]): line for line in lines(out)}
    assert found["2020-01-02-甲-某.txt"]["new_phrases"] == "指尖负担"
    assert found["续.txt"]["new_phrases"] == ""


def test_nothing_in_a_text_steers_the_terminal(runner: CliRunner, study: Path, new: Path) -> None:
    (new / "坏.txt").write_text("题\x1b[31m红\u202e目\n“指尖\x9b负担”，=1+1。要走出机关。", encoding="utf-8")
    for options in ((), ("--details",), ("--json",)):
        out, err = call(runner, "scan", new, "-b", study, "-q", *options)
        assert not {"\x1b", "\x9b", "\u202e"} & set(out + err)
    out, _ = call(runner, "watch", new, "-b", study, "--once", "--settle", "0", "-q")
    assert len(out.splitlines()) == 4 and not {"\x1b", "\x9b", "\u202e"} & set(out)
