from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from djtext.errors import InputError
from djtext.read.raw import Raw, ReadOptions
from djtext.read.rtf import read_rtf

HEAD = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fswiss\fcharset0 Arial;}{\f2\fcharset2 Wingdings;}}"


def gbk(text: str) -> bytes:
    return b"".join(b"\\'%02x" % byte if byte > 127 else bytes([byte]) for byte in text.encode("gbk"))


def read(body: bytes, *, head: bytes = HEAD, encoding: str = "") -> Raw:
    (raw,) = read_rtf(head + body + b"}", ReadOptions(encoding=encoding))
    return raw


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"\\f0 " + gbk("走出机关") + b"\\par " + gbk("深入群众") + b"\\par", "走出机关\n深入群众"),
        (b"\\f0 \\'d7\\'df\\'b3\r\n\\'f6", "走出"),  # a line end within a character
        (rb"\f0 \'d7\'df{\b\f0\'b3}{\f0\'f6}", "走出"),  # a group's end within a character
        ("\\f0 走出机关".encode("gbk"), "走出机关"),  # bytes as they are
        (b"\\f1 " + gbk("走出机关"), "走出机关"),  # hanzi in a Western font
        (rb"\f1 \'93quoted\'94", "“quoted”"),
        (rb"\f0 \'81\'5c\'81\{", "\u4e57\u4e84"),  # second bytes that are signs of RTF
        (rb"\uc1\u-29328?\uc2\u20986\'b3\'f6.", "走出."),
        (rb"\u20826\u24314??", "党建?"),
        (rb"\uc0\u20826 \u24314 ok", "党建ok"),
        (rb"\u-10187?\u-9159?", "\U0001d439"),
        (rb"a\line b\tab c\~d\_e\-f\emdash\{\}\\", "a\nb\tc\xa0d-ef—{}\\"),
        (rb"{\upr{abc}{\*\ud{\u20826?}}}", "党"),
        (rb"{\listtext\pard\plain\f0 \'d2\'bb\'a1\'a2\tab}x", "一、x"),
        (rb"{\pntext\f1 1.\tab}{\*\pn\pnlvlbody{\pntxta .}}x", "1. x"),
        (rb"{\listtext\f2\'b7\tab}x", "• x"),
        (rb"a{\deleted b}c{\revised d}", "acd"),
        (rb"{\header h}{\footer f}{\pict\bin4 }}}}}{\*\unknown u}a", "a"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}", "link"),
        (rb"{\object{\*\objdata 00}{\result shown}}", "shown"),
        (
            rb"a{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard in\par}}{\shprslt{\*\do{\dptxbxtext in}}}}b\par c",
            "ab\nin\nc",
        ),
        (rb"\trowd\intbl a|b\cell c\par d\cell\row\trowd\intbl e\cell f\cell\row\pard g", "a|b\tc d\ne\tf\ng"),
        (rb"{\colortbl;\red0;}{\stylesheet{\s1 Normal;}}{\*\generator x;}a", "a"),
    ],
)
def test_text(body: bytes, text: str) -> None:
    raw = read(body)
    assert (raw.text, raw.partial) == (text, ("", ""))


def test_hidden_text_stays_and_is_listed() -> None:
    raw = read(rb"a{\v bc}d\v e\v0 f")
    assert (raw.text, raw.dropped) == ("abcdef", ((1, 3, "hidden"), (4, 5, "hidden")))


def test_notes_end_the_text() -> None:
    raw = read(rb"x{\super\chftn}{\footnote \pard note\par}y\par z")
    assert (raw.text, raw.flags) == ("xy\nz\nnote", ("notes",))


def test_properties_and_encoding() -> None:
    info = b"{\\info{\\title " + gbk("走出机关") + b"}{\\author Administrator}{\\creatim\\yr2019\\mo5\\dy6\\hr1}}"
    raw = read(info + b"\\f0 " + gbk("走出机关") + b"\\par")
    assert raw.meta == (("title", "走出机关"), ("created", "2019-05-06"))
    assert raw.encoding == "gb18030"


def test_other_code_pages() -> None:
    data = "機關黨建".encode("cp950")
    body = b"".join(b"\\'%02x" % byte for byte in data)
    assert read(body, head=rb"{\rtf1\ansi\ansicpg950").text == "機關黨建"
    assert read(body, head=rb"{\rtf1\ansi", encoding="big5").text == "機關黨建"
    assert read(gbk("走出机关"), head=rb"{\rtf1\ansi").text == "走出机关"


def test_broken_off_and_too_deep() -> None:
    (raw,) = read_rtf(HEAD + rb"{\f0 a", ReadOptions())
    assert (raw.text, raw.partial[0]) == ("a", "truncated")
    assert read(b"a" + b"{" * 200_000).partial[0] == "depth"


def test_undecodable_bytes_are_counted() -> None:
    raw = read(rb"\f0 \'d7\'df\'ff a\u-10187?b")
    assert raw.replaced == 2 and raw.flags == ("replaced",)


@pytest.mark.parametrize("data", [b"", b"plain", b"{\\rt", b"PK\x03\x04"])
def test_no_rtf(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        list(read_rtf(data, ReadOptions()))
    assert caught.value.code == "corrupt"


WORDS = (
    rb"\u-10187?", rb"\u20826?", rb"\'b3", rb"\'", rb"\uc9", rb"\bin3 ", rb"\cell", rb"\row", rb"\intbl", rb"\par", rb"\v",
    rb"\footnote", rb"{\shptxt", rb"{\*\ud", rb"{\upr", rb"{\info{\title", rb"\creatim\yr1", rb"\f99", rb"\ansicpg0", "字".encode(),
    rb"{", rb"}", rb"\\", rb"\*", rb"\deleted", rb"{\listtext", rb"\tab", rb"\u999999999999?", rb"\nestrow", b"\\",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_order_of_words_is_read(words: list[bytes]) -> None:
    raw = read(b"".join(words))
    raw.text.encode()
    assert all(raw.text[start:end] for start, end, _ in raw.dropped)


def test_damage_gives_text() -> None:
    data = HEAD + rb"\trowd\intbl\f0 " + gbk("走出机关") * 9 + rb"\cell\row{\footnote a}{\v b}}"
    rng = random.Random(3)
    for share in range(1, 20):
        (cut,) = read_rtf(data[: max(6, len(data) * share // 20)], ReadOptions())
        assert len(cut.text) <= len(data)
    for _ in range(300):
        damaged = bytearray(data)
        for _ in range(rng.randrange(1, 6)):
            damaged[rng.randrange(6, len(damaged))] = rng.randrange(256)
        (raw,) = read_rtf(bytes(damaged), ReadOptions())
        assert len(raw.text) <= len(data)


def test_a_long_document_is_linear() -> None:
    body = (b"\\f0 " + gbk("走出机关，深入群众。" * 20) + b"\\par\n") * 1000
    started = time.perf_counter()
    assert len(read(body).text) == 200_999
    assert time.perf_counter() - started < 5
