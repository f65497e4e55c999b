from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.read.sniffzip import member_names, sniff_zip


def zipped(*names: str, first: str = "", before: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x")
    return before + buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (zipped("[Content_Types].xml", "word\\document.xml"), "docx"),
        (zipped("META-INF/container.xml", first="application/epub+zip"), "epub"),
        (zipped("META-INF/container.xml", "OEBPS/content.opf"), "epub"),
        (zipped("content.xml", first="application/vnd.oasis.opendocument.text"), "odt"),
        (zipped("a.txt", "word/b.txt"), "zip"),
        (zipped("[Content_Types].xml", "word/document.xml", before=b"junk" * 9), "docx"),
        (zipped("[Content_Types].xml", "word/document.xml")[:-40], "zip"),
        (zipped(), "zip"),
        (b"", "zip"),
    ],
)
def test_kinds(data: bytes, kind: str) -> None:
    assert sniff_zip(data) == kind


@given(st.binary(max_size=200), st.integers(0, 400))
def test_never_raises(data: bytes, cut: int) -> None:
    good = zipped("[Content_Types].xml", "word/document.xml")
    assert sniff_zip(good[:cut] + data + good[cut + len(data) :]) in {"zip", "docx"}


def test_many_members_are_not_all_looked_at() -> None:
    assert len(member_names(zipped(*(f"{n}.txt" for n in range(20_100))))) == 20_000
