from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from djtext.errors import InputError
from djtext.read.archive import MAX_DEPTH, read_zip
from djtext.read.raw import Raw, ReadOptions
from djtext.read.text import read_text
from djtext.read.zips import MAX_MEMBERS

PROSE = "一些干部不愿走出机关，群众有意见。"


def dispatch(data: bytes, name: str, options: ReadOptions) -> Iterator[Raw]:
    if name.endswith(".txt"):
        yield from read_text(data, options)
    elif name.endswith(".two"):
        yield Raw("一", member="1")
        yield Raw("二", member="2")
    elif name.endswith(".bad"):
        yield Raw("一", member="1")
        raise InputError("坏了", code="corrupt")
    else:
        raise InputError("不认识", code="unknown-format")


def make(*members: tuple[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def read(data: bytes, options: ReadOptions | None = None) -> list[tuple[str, str, str]]:
    return [(raw.member, raw.text, raw.partial[0]) for raw in read_zip(data, options or ReadOptions(), dispatch)]


def renamed(data: bytes, old: bytes, new: bytes, *, flags: int | None = None) -> bytes:
    """The same zip with other bytes for a name of equal length, and other flags."""
    assert len(old) == len(new)
    changed = bytearray(data.replace(old, new))
    if flags is not None:
        for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = changed.find(sign)
            while place >= 0:
                struct.pack_into("<H", changed, place + offset, flags)
                place = changed.find(sign, place + 1)
    return bytes(changed)


def test_members_in_order_of_name() -> None:
    data = make(("b.txt", "乙"), ("a/c.txt", "丙"), ("a.two", "x"), ("a.txt", "甲"))
    assert read(data) == [
        ("a.two#1", "一", ""),
        ("a.two#2", "二", ""),
        ("a.txt", "甲", ""),
        ("a/c.txt", "丙", ""),
        ("b.txt", "乙", ""),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_without_the_utf8_flag(encoding: str) -> None:
    name = "关于改进作风的讲话.txt".encode(encoding)
    data = renamed(make(("x" * len(name), "正文")), b"x" * len(name), name, flags=0)
    assert read(data) == [("关于改进作风的讲话.txt", "正文", "")]


def test_names_in_code_page_437() -> None:
    data = renamed(make(("abcd.txt", "正文")), b"abcd.txt", b"\xff\xffcd.txt", flags=0)
    assert read(data) == [("\xa0\xa0cd.txt", "正文", "")]


def test_backslashes_and_a_trail_byte_that_looks_like_one() -> None:
    name = "文集\\誠.txt".encode("gbk")
    assert name.count(b"\\") == 2
    data = renamed(make(("x" * len(name), "正文")), b"x" * len(name), name, flags=0)
    assert read(data)[0][0] == "文集/誠.txt"


def test_left_out() -> None:
    names = ("__MACOSX/._a.txt", ".hidden.txt", ".git/a.txt", "a/", "a/.x/b.txt", "~$a.txt")
    assert read(make(*((name, "x") for name in names), ("留.txt", "x"))) == [("留.txt", "x", "")]


def test_names_are_shown_and_never_used() -> None:
    names = ["../../etc/passwd.txt", "/etc/a.txt", "C:\\a.txt"]
    assert sorted(member for member, *_ in read(make(*((name, "x") for name in names)))) == sorted(
        [*names[:2], "C:/a.txt"]
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name() -> None:
    assert read(make(("a.txt", "一"), ("a.txt", "二"))) == [("a.txt", "一", ""), ("a.txt~2", "二", "")]


def test_what_cannot_be_read_costs_its_member() -> None:
    data = make(("1.exe", "MZ"), ("2.bad", "x"), ("3.txt", ""), ("4.txt", "正文"))
    assert read(data) == [
        ("1.exe", "", "unknown-format"),
        ("2.bad#1", "一", ""),
        ("2.bad", "", "corrupt"),
        ("3.txt", "", "empty"),
        ("4.txt", "正文", ""),
    ]


def test_damaged_member() -> None:
    data = bytearray(make(("1.txt", PROSE), ("2.txt", PROSE * 2), method=zipfile.ZIP_STORED))
    data[data.index(PROSE.encode()) + 3] ^= 0x40
    assert [(member, code) for member, _, code in read(bytes(data))] == [("1.txt", "corrupt"), ("2.txt", "")]


def test_encrypted_member() -> None:
    data = renamed(make(("1.txt", PROSE)), b"1.txt", b"1.txt", flags=1)
    assert read(data) == [("1.txt", "", "encrypted")]


def test_archives_in_archives() -> None:
    inner = make(("a.txt", "甲"))
    assert read(make(("内.zip", inner), ("丙.txt", "丙"))) == [("丙.txt", "丙", ""), ("内.zip#a.txt", "甲", "")]
    for _ in range(MAX_DEPTH):
        inner = make(("z.zip", inner), ("b.txt", "乙"))
    found = read(inner)
    assert [code for *_, code in found] == ["", "", "", "limit"]
    assert found[-1][0].count("z.zip") == MAX_DEPTH


def test_office_files_are_no_archives() -> None:
    seen = []

    def note(data: bytes, name: str, options: ReadOptions) -> Iterator[Raw]:
        seen.append(name)
        yield Raw("x")

    office = make(("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>"))
    sheet = make(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), method=zipfile.ZIP_STORED)
    list(read_zip(make(("a.docx", office), ("b.ods", sheet)), ReadOptions(), note))
    assert seen == ["a.docx", "b.ods"]


def test_bomb_costs_its_member() -> None:
    data = make(("1.txt", b"\0" * 30_000_000), ("2.txt", PROSE))
    assert [(member, code) for member, _, code in read(data)] == [("1.txt", "limit"), ("2.txt", "")]


@pytest.mark.parametrize("nested", [False, True])
def test_too_much_in_all_ends_the_archive(nested: bool) -> None:
    rng = random.Random(1)
    members = [(f"{n}.txt", rng.randbytes(50_000).hex()) for n in range(10)]
    data = make(("内.zip", make(*members))) if nested else make(*members)
    with pytest.raises(InputError) as caught:
        read(data, ReadOptions(max_produced=900_000))
    assert caught.value.code == "limit"


def test_too_large_a_member() -> None:
    assert read(make(("1.txt", PROSE * 100)), ReadOptions(max_bytes=1000)) == [("1.txt", "", "too-large")]


def test_too_many_members() -> None:
    data = make(*((f"{n}.txt", "") for n in range(MAX_MEMBERS + 1)), method=zipfile.ZIP_STORED)
    lying = bytearray(data)
    struct.pack_into("<HH", lying, data.rindex(b"PK\x05\x06") + 8, 1, 1)
    for made in (data, bytes(lying)):
        with pytest.raises(InputError) as caught:
            read(made)
        assert caught.value.code == "limit"


def test_overlapping_members() -> None:
    """The second entry of the directory points to the first member: twice the text for one."""
    data = bytearray(make(("a.txt", PROSE), ("b.txt", PROSE)))
    second = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, second + 42, 0)
    with pytest.raises(InputError) as caught:
        read(bytes(data))
    assert caught.value.code == "corrupt"


@pytest.mark.parametrize("lie", [1, 10**9])
def test_lying_sizes(lie: int) -> None:
    data = bytearray(make(("a.txt", PROSE * 50), ("b.txt", "正文")))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, lie)
    found = read(bytes(data), ReadOptions(max_bytes=2 * 10**9))
    assert [(member, code) for member, _, code in found] == [("a.txt", "corrupt"), ("b.txt", "")]


def test_a_size_that_lies_with_a_checksum_to_match() -> None:
    """The head states the length and the checksum of the beginning alone: what follows must not be lost in silence."""
    content = (PROSE * 50).encode()
    data = bytearray(make(("a.txt", content)))
    for sign, offset in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        place = data.index(sign) + offset
        struct.pack_into("<I", data, place, zlib.crc32(content[:99]))
        struct.pack_into("<I", data, place + 8, 99)
    assert read(bytes(data)) == [("a.txt", "", "corrupt")]


def test_empty_archive() -> None:
    for made in (make(), make(("夹/", ""), ("__MACOSX/._a.txt", "x"))):
        with pytest.raises(InputError) as caught:
            read(made)
        assert caught.value.code == "empty"
    assert read(make(("a.txt", PROSE), ("内.zip", make()))) == [("a.txt", PROSE, ""), ("内.zip", "", "empty")]


def test_damage_anywhere_is_an_input_error() -> None:
    rng = random.Random(5)
    whole = make(("甲.txt", PROSE * 20), ("b.two", "x"), ("内.zip", make(("c.txt", PROSE))))
    broken = [whole[: len(whole) * n // 20] for n in range(20)]
    for _ in range(600):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        broken.append(bytes(data))
    for made in broken:
        try:
            read(made)
        except InputError as error:
            assert error.code in {"corrupt", "empty", "limit"}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    for made in (data, b"PK\x03\x04" + data + make(("a.txt", "x"))[-60:]):
        try:
            read(made)
        except InputError as error:
            assert error.code in {"corrupt", "empty", "limit"}
