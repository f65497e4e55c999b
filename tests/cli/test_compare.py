"""`compare`, `trends` and `themes --cooccur` as scripts and people meet them."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from djtext.cli.app import app
from djtext.view.files import WRITERS


@pytest.fixture
def corpus(root: Path) -> str:
    return str(root / "corpus")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Two folders; 走出机关 stands twice in one, 形式主义 once in each."""
    for folder, lines in (("甲", "一要走出机关，二要走出机关。\n反对形式主义。"), ("乙", "形式主义突出。\n天气很好。")):
        (tmp_path / folder).mkdir()
        for n in range(3):
            (tmp_path / folder / f"201{n}-05-06-题{folder}{n}-某某.txt").write_text(
                f"题{folder}{n}\n{lines}", encoding="utf-8"
            )
    return tmp_path


def records(runner: CliRunner, *arguments: str, code: int = 0) -> list[dict[str, object]]:
    done = runner.invoke(app, [*arguments, "--format", "json"])
    assert done.exit_code == code, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def told(runner: CliRunner, *arguments: str, code: int = 2) -> str:
    done = runner.invoke(app, list(arguments))
    assert done.exit_code == code and "Traceback" not in done.stderr, done.stderr
    assert done.stdout == "" and ("可以这样" in done.stderr or "Try" in done.stderr)
    return done.stderr


def test_columns_of_the_contract(runner: CliRunner, corpus: str) -> None:
    done = runner.invoke(app, ["compare", corpus, "--by", "date<2012-11-08", "--format", "csv", "--limit", "3"])
    rows = list(csv.reader(io.StringIO(done.stdout.lstrip("\ufeff"))))
    a, b = "date<2012-11-08", "date>=2012-11-08"
    assert rows[0][:11] == [
        "theme", f"hits_{a}", f"per_10k_{a}", f"doc_share_{a}", f"hits_{b}", f"per_10k_{b}", f"doc_share_{b}",
        "g2", "log_ratio", "q", "range",
    ]  # fmt: skip
    assert len(rows) == 4 and f"{a}：11 篇" in done.stderr and "48 ok" in done.stderr
    trends = runner.invoke(app, ["trends", corpus, "--format", "csv", "--limit", "3"])
    heads = next(csv.reader(io.StringIO(trends.stdout.lstrip("\ufeff"))))
    assert heads[:8] == ["theme", "period", "hits", "docs", "per_10k", "slope", "p", "first"]


def test_sums_over_groups_are_the_themes_table(runner: CliRunner, corpus: str) -> None:
    whole = {row["theme"]: (row["hits"], row["docs"]) for row in records(runner, "themes", corpus)}
    for by in ("genre", "year:5", "date<2012-11-08", "folder"):
        if by == "folder":
            assert "只有一组“.”" in told(runner, "compare", corpus, "--by", by)
            continue
        rows = records(runner, "compare", corpus, "--by", by, "--permutations", "9")
        assert {
            row["theme"]: (sum(int(str(v)) for k, v in row.items() if k.startswith("hits_")), row["range"])
            for row in rows
        } == whole
    periods: dict[object, int] = {}
    for row in records(runner, "trends", corpus):
        periods[row["theme"]] = periods.get(row["theme"], 0) + int(str(row["hits"]))
    assert periods == {theme: hits for theme, (hits, _) in whole.items()}


def test_the_same_bytes_whatever_the_processes(runner: CliRunner, corpus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from djtext.study import run

    monkeypatch.setattr(run, "_SMALL", 1)
    for arguments in (
        ["compare", corpus, "--by", "level", "--permutations", "99"],
        ["compare", corpus, "--by", "level", "--unit", "word", "--permutations", "9"],
        ["trends", corpus, "--by", "year:5"],
        ["trends", corpus, "--novelty"],
        ["themes", corpus, "--cooccur", "sentence"],
    ):
        outputs = {runner.invoke(app, [*arguments, "--format", "csv", "--jobs", jobs]).stdout for jobs in ("1", "3")}
        assert len(outputs) == 1 and len(outputs.pop()) > 500


def test_two_folders_two_sets_and_conditions_agree(runner: CliRunner, texts: Path) -> None:
    a, b = str(texts / "甲"), str(texts / "乙")
    sets = records(runner, "compare", "--target", a, "--reference", b)
    assert [row["theme"] for row in sets] == ["zouchujiguan", "xingshizhuyi"]
    assert sets[0]["hits_甲"] == 6 and sets[0]["hits_乙"] == 0 and sets[0]["group"] == "甲" and sets[0]["range"] == 3
    folders = {str(row["theme"]): row for row in records(runner, "compare", a, b)}
    for row in sets:  # by folder 乙 comes first by name: the signs turn, nothing else
        other = folders[str(row["theme"])]
        assert other["g2"] == -float(str(row["g2"])) and other["q"] == row["q"] and other["hits_甲"] == row["hits_甲"]
    conditions = records(runner, "compare", a, b, "--target", "title~甲", "--reference", "title~乙")
    assert [row["g2"] for row in conditions] == [row["g2"] for row in sets]
    several = records(runner, "compare", "--target", f"{a}/*0*", "--target", f"{a}/*1*", "--reference", b)
    assert sum(int(str(row["docs_乙"])) for row in several) == 3


def test_screen(runner: CliRunner, texts: Path) -> None:
    done = runner.invoke(app, ["compare", str(texts / "甲"), str(texts / "乙"), "--permutations", "99"])
    assert done.exit_code == 0
    for part in (
        "“甲”中更常见",
        "走出机关",
        "独有",
        "甲：一要走出机关",
        "乙：（没有）",
        "“乙”中更常见",
        "形式主义",
        "不足 5 篇的组",
    ):
        assert part in done.stdout, part
    english = runner.invoke(app, ["compare", str(texts / "甲"), str(texts / "乙"), "--lang", "en"])
    assert (
        "commoner in 甲" in english.stdout and "Going out" in english.stdout
    ) or "groups under 5 documents" in english.stdout


def test_words_and_phrases(runner: CliRunner, texts: Path) -> None:
    a, b = str(texts / "甲"), str(texts / "乙")
    words = records(runner, "compare", a, b, "--unit", "word", "--min-docs", "1")
    assert next(iter(words[0])) == "term" and {"走出机关", "天气"} <= {str(row["term"]) for row in words}
    fewer = records(runner, "compare", a, b, "--unit", "word", "--min-docs", "1", "--stopwords", "function-words")
    assert len(fewer) < len(words) and fewer[0]["per_10k_甲"] == next(
        r["per_10k_甲"] for r in words if r["term"] == fewer[0]["term"]
    )
    five = records(runner, "compare", a, b, "--unit", "word", "--min-docs", "5")
    assert records(runner, "compare", a, b, "--unit", "word") == five
    phrases = records(runner, "compare", a, b, "--phrase", "[反对]形式主义", "--phrase", "没有的话")
    assert [(row["term"], row["hits_甲"], row["hits_乙"], row["q"]) for row in phrases] == [
        ("[反对]形式主义", 3, 3, phrases[0]["q"]),
        ("没有的话", 0, 0, None),
    ]
    assert "不能同时用" in told(runner, "compare", a, b, "--unit", "word", "--phrase", "甲")


def test_evidence_leads_to_the_sentences(runner: CliRunner, texts: Path) -> None:
    a, b = str(texts / "甲"), str(texts / "乙")
    rows = records(runner, "compare", a, b, "--evidence", "走出机关", "--group", "甲")
    assert len(rows) == 6 and {row["para"] for row in rows} == {2}
    for row in rows:
        text = (texts / str(row["doc"])).read_text(encoding="utf-8")
        assert text[int(str(row["start"])) : int(str(row["end"]))] == row["text"] == "走出机关"
        assert text[int(str(row["sentence_start"])) :].startswith(str(row["sentence"]))
    counts = {r["theme"]: r for r in records(runner, "compare", a, b)}
    for group in ("甲", "乙"):
        found = records(runner, "compare", a, b, "--evidence", "all", "--group", group)
        for theme, row in counts.items():
            assert sum(r["theme"] == theme for r in found) == row[f"hits_{group}"]
    shown = runner.invoke(app, ["compare", a, b, "--evidence", "形式主义", "--group", "乙"])
    assert shown.stdout.count("形式主义突出") == 3 and "乙共 3 处" in shown.stdout
    assert records(runner, "compare", a, b, "--evidence", "两张皮") == []
    words = records(runner, "compare", a, b, "--unit", "word", "--evidence", "天气")
    assert len(words) == 3 and words[0]["text"] == "天气"


def test_workbook_has_groups_evidence_and_meanings(runner: CliRunner, texts: Path) -> None:
    out = texts / "表.xlsx"
    arguments = ["compare", str(texts / "甲"), str(texts / "乙"), "-o", str(out), "--evidence", "走出机关", "--methods"]
    done = runner.invoke(app, arguments)
    assert done.exit_code == 0 and done.stdout.startswith("文本用 djtext") and "参考文献" in done.stdout
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["compare", "groups", "evidence", "notes"]
    sheet = book["compare"]
    names = [str(cell.value) for cell in sheet[1]]
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref
    kinds = {name: sheet.cell(2, n).number_format for n, name in enumerate(names, start=1)}
    assert kinds["doc_share_甲"] == "0.0%" and kinds["per_10k_甲"] == "0.00" and kinds["q"] == '[<0.001]"<0.001";0.000'
    assert kinds["hits_甲"] == "0" and kinds["pct_diff"] == "0.0"
    widths = [dimension.width for dimension in sheet.column_dimensions.values()]
    assert all(5 <= width <= 63 for width in widths) and max(widths) > 20
    assert book["evidence"].max_row == 7 and book["groups"].max_row == 3 and book["evidence"].freeze_panes == "B2"
    notes = [[str(cell.value or "") for cell in row] for row in book["notes"].iter_rows()]
    flat = [row[0] for row in notes]
    assert any(line.startswith("djtext 0") and "编码本 djtext" in line and "种子 1" in line for line in flat)
    assert any(line.startswith("文本用 djtext") for line in flat) and {"compare", "groups", "evidence"} <= set(flat)
    meanings = {row[0]: row[1:3] for row in notes}
    assert (
        meanings["g2"][0] == "G²（四格）"
        and "Dunning" in meanings["g2"][1]
        and all(meanings[name][1] for name in names)
    )
    before = out.read_bytes()
    assert runner.invoke(app, [*arguments, "--force"]).exit_code == 0 and out.read_bytes() == before


def test_every_format_of_every_table(
    runner: CliRunner, corpus: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DJTEXT_NO_CACHE")  # the texts are read once, not for every table
    monkeypatch.setenv("DJTEXT_CACHE_DIR", str(tmp_path / "cache"))
    for name, arguments in {
        "compare": ["compare", corpus, "--by", "level", "--permutations", "9"],
        "two": ["compare", corpus, "--by", "year<2015", "--permutations", "9"],
        "trends": ["trends", corpus, "--by", "year:5", "--resamples", "9"],
        "novelty": ["trends", corpus, "--novelty"],
        "cooccur": ["themes", corpus, "--cooccur", "passage"],
    }.items():
        for ending in WRITERS:
            out = tmp_path / f"{name}.{ending}"
            done = runner.invoke(app, [*arguments, "-o", str(out), "--quiet"])
            assert done.exit_code == 0 and out.stat().st_size > 500, (name, ending, done.stderr)
            if ending not in {"xlsx"}:
                text = out.read_text(encoding="utf-8-sig")
                assert not re.search(r"\b(nan|inf|infinity)\b", text, re.IGNORECASE)
    tex = (tmp_path / "two.tex").read_text(encoding="utf-8")
    assert "\\usepackage{ctex,booktabs}" in tex and "G²（四格）" in tex and "形式主义" in tex and "$-$" in tex
    assert "$\\chi$²" in (tmp_path / "compare.tex").read_text(encoding="utf-8")
    english = runner.invoke(app, ["compare", corpus, "--by", "year<2015", "--format", "md", "--lang", "en"])
    assert "| G² (4-cell) |" in english.stdout and "Formalism" in english.stdout
    chinese = runner.invoke(app, ["compare", corpus, "--by", "year<2015", "--format", "md", "--lang", "zh"])
    assert "| G²（四格） |" in chinese.stdout and "| 形式主义 |" in chinese.stdout


def test_methods(runner: CliRunner, corpus: str) -> None:
    for arguments in (
        ["compare", corpus, "--by", "level"],
        ["trends", corpus],
        ["trends", corpus, "--novelty"],
        ["themes", corpus, "--cooccur", "document"],
    ):
        zh = runner.invoke(app, [*arguments, "--methods", "--lang", "zh"])
        en = runner.invoke(app, [*arguments, "--methods", "--lang", "en"])
        assert zh.exit_code == en.exit_code == 0
        assert (
            "编码本 djtext" in zh.stdout
            and "参考文献" in zh.stdout
            and "codebook djtext" in en.stdout
            and "References" in en.stdout
        )
    assert "rjieba" in runner.invoke(app, ["compare", corpus, "--by", "level", "--unit", "word", "--methods"]).stdout


def test_seed_and_sorting(runner: CliRunner, corpus: str) -> None:
    def p_docs(*more: str) -> list[object]:
        return [
            row["p_docs"]
            for row in records(
                runner, "compare", corpus, "--by", "year<2015", "--permutations", "99", "--sort", "theme", *more
            )
        ]

    assert p_docs() == p_docs("--seed", "1") != p_docs("--seed", "2")
    rows = records(
        runner, "compare", corpus, "--by", "year<2015", "--sort", "range", "--top", "2", "--permutations", "9"
    )
    assert len(rows) == 4 and {row["group"] for row in rows} == {"year<2015", "year>=2015"}
    ranges = [int(str(row["range"])) for row in rows]
    assert ranges == sorted(ranges, reverse=True)
    assert len(records(runner, "compare", corpus, "--by", "level", "--top", "3")) == 3
    kept = records(runner, "compare", corpus, "--by", "genre", "--min-group", "7", "--permutations", "9")
    assert [key for key in kept[0] if key.startswith("hits_")] == ["hits_论文", "hits_调研报告", "hits_短评"]
    least = min(
        int(str(row["range"]))
        for row in records(runner, "compare", corpus, "--by", "level", "--min-docs", "4", "--permutations", "0")
    )
    assert least == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "nosuch"], "现有：author、date、genre"),
        (["--by", "nosuch>3"], "现有"),
        (["--by", "year:x"], "year:5"),
        ([], "没有说按什么分组"),
        (["--by", "date<1900"], "只有一组“date>=1900”（48 篇）"),
        (["--by", "title"], None),
        (["--by", "genre", "--target", "genre=讲话", "--reference", "genre=论文"], "不能同时用"),
        (["--target", "genre=讲话"], "成对"),
        (["--target", "genre=讲话", "--reference", "nosuch"], "既不是路径也不是条件"),
        (["--target", "genre=讲话", "--reference", "genre=没有的"], "只有一组"),
        (["--target", "genre=讲话", "--reference", "genre=讲话"], "相同"),
        (["--target", "nosuch=1", "--reference", "genre=讲话"], "没有一篇文档有“nosuch”"),
        (["--by", "genre", "--unit", "nosuch"], "theme、word、phrase"),
        (["--by", "genre", "--unit", "phrase"], "--phrase"),
        (["--by", "genre", "--phrase", "("], "没有配对"),
        (["--by", "genre", "--sort", "nosuch"], "可用：theme、hits_"),
        (["--by", "genre", "--group", "讲话"], "--evidence"),
        (["--by", "genre", "--seed", "-1"], "不能是负数"),
        (["--by", "genre", "--evidence", "形式", "--group", "讲话"], "形式主义（xingshizhuyi）"),
        (["--by", "genre", "--evidence", "形式主义", "--group", "诗"], "现有：论文"),
    ],
)
def test_what_cannot_be_done_is_told(runner: CliRunner, corpus: str, arguments: list[str], said: str | None) -> None:
    if said is None:  # 48 titles are 48 groups: many, but a table
        assert runner.invoke(app, ["compare", corpus, *arguments, "--permutations", "9"]).exit_code == 0
        return
    assert said in told(runner, "compare", corpus, *arguments)


def test_sets_of_paths_that_cannot_be(runner: CliRunner, texts: Path) -> None:
    a = str(texts / "甲")
    assert "3 个共同的文件" in told(runner, "compare", "--target", a, "--reference", str(texts))
    assert "不能混用" in told(runner, "compare", "--target", a, "--reference", "genre=讲话")
    assert "已经给出路径" in told(runner, "compare", a, "--target", a, "--reference", str(texts / "乙"))
    (texts / "空").mkdir()
    assert "没有可读的文件" in told(runner, "compare", "--target", a, "--reference", str(texts / "空"), code=1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "genre"], "要的是时期"),
        (["--by", "month:3"], "year:5"),
        (["--theme", "形式"], "形式主义（xingshizhuyi）"),
        (["--theme", "形式主义", "--phrase", "党"], "不能"),
        (["--novelty", "--phrase", "党"], "不能"),
        (["--novelty", "--theme", "形式主义"], "不能"),
        (["--novelty", "--sort", "hits"], "可用：date"),
        (["--sort", "nosuch"], "可用：hits"),
        (["--burst-s", "1"], "大于 1"),
        (["--burst-gamma", "0"], "大于 0"),
        (["--phrase", "[a]"], "--phrase"),
    ],
)
def test_what_trends_cannot_do_is_told(runner: CliRunner, corpus: str, arguments: list[str], said: str) -> None:
    assert said in told(runner, "trends", corpus, *arguments)


def test_dates_that_are_missing_are_counted_and_said(runner: CliRunner, texts: Path) -> None:
    (texts / "甲" / "无日期.txt").write_text("走出机关。", encoding="utf-8")
    for arguments in (
        ["compare", str(texts), "--by", "year"],
        ["trends", str(texts)],
        ["trends", str(texts), "--novelty"],
    ):
        done = runner.invoke(app, arguments)
        assert done.exit_code == 0 and "1 篇没有日期，未计入" in done.stdout, arguments
    plain = texts / "丙"
    plain.mkdir()
    (plain / "a.txt").write_text("走出机关。", encoding="utf-8")
    assert "1 篇都没有日期" in told(runner, "trends", str(plain))
    assert "没有一篇文档有“date”" in told(runner, "compare", str(plain), "--by", "year")


def test_one_document(runner: CliRunner, texts: Path) -> None:
    one = str(sorted((texts / "甲").iterdir())[0])
    assert "只有一组" in told(runner, "compare", one, "--by", "year")
    rows = records(runner, "trends", one)
    assert [(row["theme"], row["slope"], row["p"]) for row in rows] == [
        ("zouchujiguan", None, None),
        ("xingshizhuyi", None, None),
    ]
    assert "只有一个时期" in runner.invoke(app, ["trends", one]).stdout
    novelty = records(runner, "trends", one, "--novelty")
    assert len(novelty) == 1 and novelty[0]["novelty"] is None
    assert records(runner, "themes", one, "--cooccur", "document")[0]["together"] == 1


def test_themes_by_name_and_phrases_through_time(runner: CliRunner, corpus: str) -> None:
    by_name = records(runner, "trends", corpus, "--theme", "形式主义", "--theme", "Formalism: form over substance")
    assert {row["theme"] for row in by_name} == {"xingshizhuyi"} and len(by_name) == 20
    phrases = records(runner, "trends", corpus, "--phrase", "两张皮", "--phrase", "没有的话", "--by", "year:10")
    assert [row["period"] for row in phrases] == ["2000-2009", "2010-2019", "2020-2029"] * 2
    assert all(row["hits"] == 0 and row["p"] is None for row in phrases[3:])
    screen = runner.invoke(app, ["trends", corpus, "--top", "2"])
    assert "2006 → 2025" in screen.stdout and "Sen" in screen.stdout


def test_themes_that_stand_together(runner: CliRunner, corpus: str, texts: Path) -> None:
    rows = records(runner, "themes", corpus, "--cooccur", "document")
    names = ["theme", "other", "together", "expected", "pmi", "jaccard"]
    assert list(rows[0])[:6] == names and all(0 <= float(str(row["jaccard"])) <= 1 for row in rows)
    assert all(row["units_all"] == 48 for row in rows)
    docs = {row["theme"]: row["docs"] for row in records(runner, "themes", corpus)}
    for row in rows[:50]:
        assert row["units"] == docs[row["theme"]] and row["units_other"] == docs[row["other"]]
        assert math.isclose(
            float(str(row["expected"])), int(str(row["units"])) * int(str(row["units_other"])) / 48, abs_tol=1e-4
        )
    screen = runner.invoke(app, ["themes", corpus, "--cooccur", "sentence"])
    assert "期望" in screen.stdout and "列出前 20 对" in screen.stdout
    assert "sentence、passage、document" in told(runner, "themes", corpus, "--cooccur", "page")
    assert "--by" in told(runner, "themes", corpus, "--cooccur", "sentence", "--by", "doc")
    assert "--cooccur" in told(runner, "themes", corpus, "--methods")


def test_hostile_fields_become_harmless_names(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text(
        'file,genre\na.txt,"=HYPERLINK(""http://x"")"\nb.txt,"\x1b[31m红\u202e,\t讲话"\n', encoding="utf-8"
    )
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("走出机关。形式主义突出。", encoding="utf-8")
    arguments = ["compare", str(tmp_path), "--by", "genre", "--permutations", "9"]
    for ending in ("csv", "tsv", "json", "md", "html", "tex"):
        done = runner.invoke(app, [*arguments, "--format", ending])
        assert done.exit_code == 0 and "\x1b" not in done.stdout and "\u202e" not in done.stdout
        if ending in {"csv", "tsv"}:
            read = csv.reader(io.StringIO(done.stdout.lstrip("\ufeff")), delimiter="," if ending == "csv" else "\t")
            assert not any(cell.startswith(("=", "\t")) for row in read for cell in row)
    assert "\x1b" not in runner.invoke(app, arguments).stdout
    assert runner.invoke(app, [*arguments, "-o", str(tmp_path / "t.xlsx")]).exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "t.xlsx")["groups"]["A2"].data_type == "s"


def test_real_reports_make_sense(runner: CliRunner, shared: Path) -> None:
    reports = str(shared / "data" / "speeches" / "government_work_reports.jsonl")
    rows = {
        str(row["theme"]): row for row in records(runner, "compare", reports, "--by", "year:10", "--permutations", "99")
    }
    assert rows["kexuefazhanguan"]["group"] == "2000-2009" and rows["lianggeweihu"]["group"] == "2020-2029"
    assert rows["tuopingongjian"]["group"] == "2010-2019"
    trend = [row for row in records(runner, "trends", reports, "--theme", "创新") if row["per_10k"] is not None]
    assert float(str(trend[0]["slope"])) > 0 and float(str(trend[0]["p"])) < 0.001


def test_no_theme_anywhere_is_an_empty_table_that_says_so(runner: CliRunner, tmp_path: Path) -> None:
    for year in (2011, 2012):
        (tmp_path / f"{year}-01-01-天气-某某.txt").write_text("天气很好。", encoding="utf-8")
    texts = str(tmp_path)
    for arguments in (
        ["compare", texts, "--by", "year"],
        ["trends", texts],
        ["trends", texts, "--novelty"],
        ["themes", texts, "--cooccur", "passage"],
    ):
        done = runner.invoke(app, arguments)
        assert done.exit_code == 0 and (
            "没有符合条件的行" in done.stdout or "没有任何主题" in done.stdout or "共 0 对" in done.stdout
        )
        assert records(runner, *arguments) == []


def test_what_chose_the_texts_is_told(runner: CliRunner, corpus: str) -> None:
    arguments = ["compare", corpus, "--by", "level", "--where", "year>=2012", "--raw"]
    assert "--where year>=2012 --raw" in runner.invoke(app, arguments).stdout
    methods = runner.invoke(app, [*arguments, "--methods"]).stdout
    assert "共 37 篇（year>=2012），未作清洗" in methods
