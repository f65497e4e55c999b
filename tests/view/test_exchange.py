"""Exports to other programs: what they would read, and the way back."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from djtext.measures.coders.names import codes
from djtext.read import annotated
from djtext.read.coded import Problem
from djtext.study.coding import Candidate, Marked, marked_job
from djtext.types import Codebook, Document, Theme
from djtext.view.exchange import EXPORTS, label_studio_config, write_doccano, write_label_studio, write_qdpx

TEXT = "𠮷林“调研”\n有的支部党建和业务脱节。\n要走出机关&<服务>群众。"
DOC = Document("甲&<乙>.txt", TEXT, title="调研]]>", date="2019")
NS = {"q": "urn:QDA-XML:project:1.0"}


@pytest.fixture
def marked(book: Codebook) -> Marked:
    return marked_job(book)(DOC)


def test_label_studio_counts_as_a_browser_does(book: Codebook, marked: Marked) -> None:
    out = io.BytesIO()
    assert write_label_studio([(DOC, marked)], book, out) == 1
    (task,) = json.loads(out.getvalue())
    assert task["data"]["text"] == TEXT and task["data"]["doc"] == DOC.id
    for result in task["predictions"][0]["result"]:
        value = result["value"]
        units = TEXT.encode("utf-16-le")[2 * value["start"] : 2 * value["end"]]
        assert units.decode("utf-16-le") == value["text"]
    interface = etree.fromstring(label_studio_config(book))
    known = {tag.get("value") for tag in interface.iter("Label", "Choice")}
    used = {
        name for r in task["predictions"][0]["result"] for name in r["value"].get("labels", r["value"].get("choices"))
    }
    assert used <= known
    assert {"问题", *(theme.label for theme in book.themes)} <= known


@pytest.mark.parametrize("name", ["label-studio", "doccano", "qdpx"])
def test_the_way_back_loses_nothing(name: str, book: Codebook, marked: Marked, tmp_path: Path) -> None:
    out = io.BytesIO()
    EXPORTS[name].write([(DOC, marked)], book, out)
    path = tmp_path / f"甲{EXPORTS[name].endings[0]}"
    if name == "label-studio":
        (task,) = json.loads(out.getvalue())
        task["annotations"] = [{"id": 1, "completed_by": 1, "result": task["predictions"][0]["result"]}]
        path.write_text(json.dumps([task]), encoding="utf-8")
    else:
        path.write_bytes(out.getvalue())
    problems: list[Problem] = []
    found = {item.start: item for item in annotated.load(path, codes(book), problems)}
    assert problems == []
    for unit in marked.units:
        item = found[unit.start]
        assert (item.text, item.role, item.themes or ()) == (unit.text, unit.role, tuple(sorted(unit.themes)))


def test_qdpx_holds_texts_codes_and_codings(book: Codebook, marked: Marked) -> None:
    out = io.BytesIO()
    assert write_qdpx([(DOC, marked), (Document("b", "空"), Marked("空", ()))], book, out) == 2
    again = io.BytesIO()
    write_qdpx([(DOC, marked), (Document("b", "空"), Marked("空", ()))], book, again)
    assert out.getvalue() == again.getvalue()
    archive = zipfile.ZipFile(out)
    project = etree.fromstring(archive.read("project.qde"))
    names = {code.get("guid"): code.get("name") for code in project.iterfind(".//q:Code", NS)}
    first = project.find(".//q:TextSource", NS)
    assert first is not None and first.get("name") == DOC.id
    text = archive.read(f"sources/{first.get('guid')}.txt").decode("utf-8")
    assert text == TEXT
    found = {
        (text[int(s.get("startPosition", 0)) : int(s.get("endPosition", 0))], names[ref.get("targetGUID")])
        for s in first.iterfind("q:PlainTextSelection", NS)
        for ref in s.iterfind("q:Coding/q:CodeRef", NS)
    }
    units = {(unit.text, kind) for unit in marked.units for kind in (unit.role, *unit.themes)}
    label = {"problem": "问题", "cause": "原因", "remedy": "对策", "significance": "意义", "other": "其他"}
    label |= {theme.key: theme.label for theme in book.themes}
    assert found == {(text, label[key]) for text, key in units}
    assert len(found) > 3
    guids = [e.get("guid") for e in project.iter() if e.get("guid")]
    assert len(guids) == len(set(guids))


def test_hostile_names_stay_text(book: Codebook) -> None:
    hostile = '"/><Code x="\x00]]>\ud800'
    evil = Codebook("e", "1", (Theme("k", hostile, "problem", hostile, ("脱节",)),))
    unit = Candidate(0, 2, "脱节", "", "", "", "problem", 0.5, ("k",))
    doc = Document(hostile, "脱节\x00\ud800", title=hostile)
    out = io.BytesIO()
    write_qdpx([(doc, Marked(doc.text, (unit,)))], evil, out)
    project = etree.fromstring(zipfile.ZipFile(out).read("project.qde"))
    assert len(project.findall(".//q:Code", NS)) == 2 + 5 + 1
    etree.fromstring(label_studio_config(evil))
    lines = io.BytesIO()
    write_doccano([(doc, Marked(doc.text, (unit,)))], evil, lines)
    assert json.loads(lines.getvalue())["label"][0] == [0, 2, "问题"]
    assert b"\x00" not in lines.getvalue()
