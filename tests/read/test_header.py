from __future__ import annotations

from pathlib import Path

import pytest

from djtext.read import Found, read_input
from djtext.read.header import folder_table, from_lines, from_name
from djtext.types import Document


def read(path: Path) -> Document:
    ((doc, _),) = read_input(Found(str(path), path.name))
    assert doc is not None
    return doc


@pytest.fixture(autouse=True)
def _fresh() -> None:
    folder_table.cache_clear()


@pytest.mark.parametrize(
    ("stem", "fields"),
    [
        ("2019-05-06-让干部走出机关-柳下", {"date": "2019-05-06", "title": "让干部走出机关", "author": "柳下"}),
        ("20190506-让干部走出机关", {"date": "2019-05-06", "title": "让干部走出机关"}),
        ("2019年5月6日 讲话", {"date": "2019-05-06", "title": "讲话"}),
        ("003-调研报告", {"title": "调研报告"}),
        ("调研报告", {"title": "调研报告"}),
        ("2019-13-40-甲", {"title": "2019-13-40-甲"}),
    ],
)
def test_file_names(stem: str, fields: dict[str, str]) -> None:
    assert from_name(stem) == fields


def test_each_source_yields_to_the_one_before_it(tmp_path: Path) -> None:
    path = tmp_path / "2019-05-06-文件名标题-文件名作者.txt"
    path.write_text("---\ntitle: 前置标题\ngenre: 讲话\n---\n首行标题\n（2001年1月1日）\n正文。", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(
        f"文件,标题,日期,来源\n{path.name},表中标题,2018年3月,某报\n", encoding="gb18030"
    )
    doc = read(path)
    assert (doc.title, doc.date, doc.author, doc.source) == ("前置标题", "2018-03", "文件名作者", "某报")
    assert (doc.get("genre"), doc.get("inferred"), doc.get("year"), doc.get("month")) == (
        "讲话",
        "author",
        "2018",
        "2018-03",
    )
    assert doc.text.startswith("首行标题")


def test_first_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("让干部走出机关\n作者：柳下　来源：某某日报\n2019年5月6日\n正文从这里开始。\n", encoding="utf-8")
    doc = read(path)
    assert (doc.title, doc.date, doc.author, doc.source) == ("让干部走出机关", "2019-05-06", "柳下", "某某日报")
    assert doc.get("inferred") == "author,date,source,title"


def test_prose_is_no_header() -> None:
    assert from_lines("2019年5月6日，县里开了会，大家都说要走出机关。\n第二段。") == {}


def test_values_stay_as_written(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\nissuer: NA\nid_no: 007\ntags: [a, b]\n---\n# 题目\n**重**点", encoding="utf-8")
    doc = read(path)
    assert (doc.get("issuer"), doc.get("id_no"), doc.get("tags")) == ("NA", "007", "a；b")
    assert doc.text.strip() == "题目\n重点"


@pytest.mark.parametrize("front", ["a: [", "- x", "a: &x {b: *x}", "!!python/object:os.system {}"])
def test_front_matter_that_is_none_stays_text(tmp_path: Path, front: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"---\n{front}\n---\n正文。", encoding="utf-8")
    assert "正文。" in read(path).text


def test_metadata_in_a_folder_above(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    path = tmp_path / "sub" / "a.txt"
    path.write_text("正文。", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("file,date\nsub/a.txt,2017\n", encoding="utf-8-sig")
    assert read(path).date == "2017"
