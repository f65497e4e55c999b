from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.errors import InputError
from djtext.read.decode import _CONTROL, decode, without_control

PROSE = "机关党建工作要围绕中心、服务大局，解决“两张皮”的问题。一些干部不愿走出机关，群众有意见。" * 3
TRADITIONAL = "機關黨建工作要圍繞中心、服務大局，解決兩張皮的問題。一些幹部不願走出機關，群眾有意見。" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_simplified_prose(encoding: str) -> None:
    text = PROSE + "\nabc\n"
    assert decode(text.encode(encoding)).text == text


def test_big5_prose() -> None:
    found = decode(TRADITIONAL.encode("cp950"))
    assert (found.text, found.encoding) == (TRADITIONAL, "cp950")


@pytest.mark.parametrize("title", ["机关党建研究", "关于改进作风的几点思考", "党课"])
def test_short_titles_in_gbk(title: str) -> None:
    assert decode(title.encode("gbk")).text == title


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_damaged_bytes_keep_their_encoding(encoding: str) -> None:
    rng = random.Random(3)
    for _ in range(40):
        data = bytearray(PROSE.encode(encoding))
        for _ in range(3):
            data[rng.randrange(len(data))] = 0x80
        found = decode(bytes(data))
        assert found.encoding == encoding
        cut = decode(PROSE.encode(encoding)[:-1])
        assert cut.encoding == encoding and cut.text[:-2] == PROSE[: len(cut.text) - 2]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u0085", "\x0c"])
def test_line_ends_become_lf(end: str) -> None:
    assert decode(f"甲{end}乙".encode()).text == "甲\n乙"


def test_nul_and_control_characters_are_dropped_and_counted() -> None:
    found = decode(("党建" * 100 + "\x00\x07工作").encode())
    assert found.text.endswith("党建工作")
    assert found.dropped == 2


def test_private_use_is_mapped_as_browsers_do_or_counted() -> None:
    assert decode(PROSE.encode("gb18030") + b"\xa3\xa0").text == PROSE + "\u3000"
    assert decode(PROSE.encode("gb18030") + b"\xa8\xbc").text == PROSE + "\u1e3f"
    assert decode((PROSE + "\ue123").encode()).private == 1


def test_gb18030_four_bytes() -> None:
    assert decode((PROSE + "𠀀").encode("gb18030")).text == PROSE + "𠀀"


def test_bom_wins() -> None:
    assert decode(codecs.BOM_UTF8 + "党建".encode()).text == "党建"
    assert decode(codecs.BOM_UTF16_LE + "党建".encode("utf-16-le")).encoding == "utf-16-le"


def test_forced_encoding() -> None:
    assert decode("党建".encode("gbk"), encoding="gb2312").text == "党建"


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\x00" * 50, random.Random(1).randbytes(4000)])
def test_bytes_that_are_no_text(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(data)
    assert caught.value.code == "binary"


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_utf8_text_is_read(text: str) -> None:
    if "\x00" in text:
        return
    found = decode(text.encode())
    assert found.encoding in {"utf-8", "utf-16-le", "utf-16-be", "utf-32-le"}


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_reason(data: bytes) -> None:
    try:
        found = decode(data)
    except InputError as error:
        assert error.code == "binary"
    else:
        assert "\x00" not in found.text and "\r" not in found.text
        found.text.encode("utf-8")


@given(st.text(max_size=30) | st.text(alphabet="党a\x00\x0b\x0c\x1f\x7f\x85\x9f\u2028\ud800\ue000\t\n", max_size=8))
def test_control_characters_become_marks(text: str) -> None:
    assert without_control(text) == _CONTROL.sub("\u200b", text)
