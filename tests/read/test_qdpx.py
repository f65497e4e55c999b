"""REFI-QDA projects as other programs write them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from djtext.errors import UsageError
from djtext.read import annotated
from djtext.read.coded import Coding, Problem
from djtext.read.coded.names import codes_of

CODES = codes_of([("problem", "问题"), ("other", "其他")], [("tuojie", "两张皮")])
TEXT = "𠮷林。\r\n党建业务两张皮。\r\n意义重大。"
HEAD = """<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p">
<Users><User guid="{U1}" name="王"/><User guid="u2" name="李"/><User guid="u3" name="djtext"/></Users>
<CodeBook><Codes><Code guid="C1" name="问题"/><Code guid="c2" name="两张皮"/><Code guid="c3" name="备忘"/></Codes></CodeBook>
<Sources>"""


def selection(start: object, end: object, *codings: tuple[str, str]) -> str:
    inner = "".join(f'<Coding guid="g" creatingUser="{u}"><CodeRef targetGUID="{c}"/></Coding>' for u, c in codings)
    return f'<PlainTextSelection guid="s" startPosition="{start}" endPosition="{end}">{inner}</PlainTextSelection>'


def project(path: Path, sources: str, **files: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", HEAD + sources + "</Sources></Project>")
        for name, text in files.items():
            archive.writestr(f"Sources/{name}.txt", text)
    return path


def load(path: Path) -> tuple[list[Coding], list[Problem]]:
    problems: list[Problem] = []
    return annotated.load(path, CODES, problems), problems


def test_users_are_coders_and_the_machine_is_none(tmp_path: Path) -> None:
    start = TEXT.index("党建")
    source = '<TextSource guid="t" name="a.txt" plainTextPath="internal://t.txt">'
    source += selection(start, start + 8, ("u1", "c1"), ("{U1}", "C2"), ("u2", "c2"), ("u3", "c1")) + "</TextSource>"
    found, problems = load(project(tmp_path / "p.qdpx", source, t=TEXT))
    assert problems == []
    assert [(i.coder, i.text, i.start, i.role, i.themes) for i in found if i.coded] == [
        ("p:王", "党建业务两张皮。", 4, "problem", ("tuojie",)), ("p:李", "党建业务两张皮。", 4, None, ("tuojie",)),
    ]  # fmt: skip


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    sources = '<PDFSource guid="x" name="b.pdf"/><TextSource guid="t" name="a"><PlainTextContent>意义重大。</PlainTextContent>'
    sources += selection(0, 99, ("u1", "c1")) + selection(0, 5, ("u1", "c3")) + selection("a", 5, ("u1", "c1"))
    sources += selection(0, 5, ("u1", "gone")) + "</TextSource>"
    found, problems = load(project(tmp_path / "p.qdpx", sources))
    assert not any(item.coded for item in found) and len(found) == 1
    assert sorted(p.code for p in problems) == ["bad-code", "bad-item", "bad-item", "bad-item", "no-anchor"]


def test_hostile_projects_are_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.qdpx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", b"<a>" + b" " * 30_000_000 + b"</a>")
    entity = tmp_path / "entity.qdpx"
    with zipfile.ZipFile(entity, "w") as archive:
        archive.writestr("project.qde", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
    none = tmp_path / "none.qdpx"
    with zipfile.ZipFile(none, "w") as archive:
        archive.writestr("other", "x")
    noise = tmp_path / "noise.qdpx"
    noise.write_bytes(b"PK\x05\x06 nothing")
    for path in (bomb, entity, none, noise):
        with pytest.raises(UsageError) as caught:
            load(path)
        assert path.name in caught.value.message


def test_paths_lead_nowhere_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("秘密。", encoding="utf-8")
    source = f'<TextSource guid="t" name="a" plainTextPath="internal://../{tmp_path}/secret.txt"></TextSource>'
    found, problems = load(project(tmp_path / "p.qdpx", source))
    assert found == [] and [p.code for p in problems] == ["bad-item"]
