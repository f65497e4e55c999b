from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from djtext.errors import InputError
from djtext.read.epub import read_epub
from djtext.read.raw import Raw, ReadOptions

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
META = (
    '<dc:title>走出机关文集</dc:title><dc:creator>柳下</dc:creator><dc:creator>石桥</dc:creator><dc:date opf:event="modification">'
    "2020-01-01</dc:date><dc:date>2019-05-06</dc:date>"
)
CHAPTERS = {
    "one.xhtml": "<h1>第一章　走出机关</h1><p>干部要多到基层去。</p>",
    "第 二章.xhtml": "<h1>第二章　服务群众</h1><p>把工作做到心坎上。</p>",
}


def page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title/>'
        f'<script src="a.js"/></head><body><a id="top"/>{body}</body></html>'
    )


def make(
    chapters: dict[str, str] = CHAPTERS, extra: dict[str, str | bytes] | None = None, meta: str = META, nav: str = ""
) -> bytes:
    """A book of these chapters; `nav` names the one that is its table of contents."""
    items = "".join(
        f'<item id="i{n}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"'
        + (" properties='nav'/>" if name == nav else "/>")
        for n, name in enumerate(chapters)
    )
    refs = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{meta}</metadata><manifest>{items}</manifest><spine>{refs}</spine></package>'
    )
    files: dict[str, str | bytes] = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
    files |= {"OEBPS/book.opf": package} | {f"OEBPS/{name}": page(body) for name, body in chapters.items()}
    files |= extra or {}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in files.items():
            if content != b"none":
                book.writestr(name, content)
    return buffer.getvalue()


def read(data: bytes, options: ReadOptions | None = None) -> Raw:
    (raw,) = read_epub(data, options or ReadOptions())
    return raw


def code(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read(data)
    return caught.value.code


def test_a_book_is_one_document_in_the_order_of_its_spine() -> None:
    raw = read(make())
    assert raw.text == "第一章　走出机关\n干部要多到基层去。\n第二章　服务群众\n把工作做到心坎上。"
    assert dict(raw.meta) == {"title": "走出机关文集", "author": "柳下；石桥", "date": "2019-05-06"}
    assert raw.partial == ("", "") and raw.encoding == "utf-8" and raw.dropped == ()
    turned = dict(reversed(CHAPTERS.items()))
    assert read(make(turned)).text.startswith("第二章")


def test_its_own_table_of_contents_is_listed() -> None:
    raw = read(
        make({"nav.xhtml": "<nav><ol><li><a href='one.xhtml'>第一章</a></li></ol></nav>", **CHAPTERS}, nav="nav.xhtml")
    )
    assert [raw.text[start:end] for start, end, _ in raw.dropped] == ["第一章\n"]


def test_chapters_in_gbk() -> None:
    gbk = page("<p>干部要多到基层去，到群众中去。</p>").encode("gbk")
    assert "到群众中去" in read(make(extra={"OEBPS/one.xhtml": gbk})).text


def test_missing_parts_are_told() -> None:
    raw = read(make(extra={"OEBPS/one.xhtml": b"none"}))
    assert raw.partial[0] == "missing-part" and "one.xhtml" in raw.partial[1] and raw.text.startswith("第二章")
    assert code(make(extra=dict.fromkeys((f"OEBPS/{name}" for name in CHAPTERS), b"none"))) == "corrupt"


def test_a_book_without_container_is_found_by_its_package() -> None:
    assert read(make(extra={"META-INF/container.xml": b"none"})).text.startswith("第一章")
    assert code(make(extra={"OEBPS/book.opf": b"none"})) == "corrupt"


def encryption(uri: str, algorithm: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
        f'<enc:EncryptedData><enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData><enc:CipherReference URI="{uri}"/>'
        "</enc:CipherData></enc:EncryptedData></encryption>"
    )


def test_copy_protection() -> None:
    locked = encryption("OEBPS/one.xhtml", "http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    assert code(make(extra={"META-INF/encryption.xml": locked})) == "encrypted"
    fonts = encryption("OEBPS/a.ttf", "http://www.idpf.org/2008/embedding")
    assert read(make(extra={"META-INF/encryption.xml": fonts})).text


def test_bombs() -> None:
    assert code(make(extra={"OEBPS/one.xhtml": b" " * 30_000_000})) == "limit"
    with pytest.raises(InputError) as caught:
        read(make(), ReadOptions(max_produced=500))
    assert caught.value.code == "limit"


def test_entities_are_not_expanded_and_no_file_is_opened() -> None:
    evil = '<!DOCTYPE package [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "&#x91CD;">]>'
    package = zipfile.ZipFile(io.BytesIO(make(meta="<dc:title>甲&x;&y;</dc:title>"))).read("OEBPS/book.opf").decode()
    raw = read(make(extra={"OEBPS/book.opf": evil + package}))
    assert "root:" not in str(raw.meta) and raw.text.startswith("第一章")


def test_truncated_and_flipped() -> None:
    data = make()
    rng = random.Random(6)
    variants = [data[: len(data) * cut // 100] for cut in range(0, 100, 5)]
    for _ in range(300):
        broken = bytearray(data)
        for _ in range(rng.choice((1, 5, 40))):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        variants.append(bytes(broken))
    for variant in variants:
        try:
            read(variant).text.encode()
        except InputError as error:
            assert error.code in {"corrupt", "limit", "encrypted"}


def test_a_real_book(shared: Path) -> None:
    for path in (shared / "data/originals").rglob("*.epub"):
        raw = read(path.read_bytes())
        assert len(raw.text) > 100_000 and dict(raw.meta)["title"] and raw.partial == ("", "")
