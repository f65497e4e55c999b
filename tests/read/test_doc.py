from __future__ import annotations

import io
import random
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.errors import InputError
from djtext.read import doc
from djtext.read.doc import read_ole
from djtext.read.doc_convert import to_docx
from djtext.read.guard import isolated
from djtext.read.pieces import clean
from djtext.read.raw import Raw, ReadOptions

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole(**streams: bytes) -> bytes:
    """An OLE container with these streams at its root (`_` in a name is kept, contents are padded)."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def store(data: bytes, least: int = 512) -> int:
        data = data.ljust(max(least, -(-len(data) // 512) * 512), b"\0")
        first = len(sectors)
        for place in range(0, len(data), 512):
            sectors.append(data[place : place + 512])
            chain.append(len(sectors))
        chain[-1] = END
        return first

    def entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int = END, size: int = 0) -> bytes:
        raw = name.encode("utf-16-le")
        return (
            raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, FREE, right, child) + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )  # fmt: skip

    names = list(streams)
    starts = [store(streams[name], 4096) for name in names]
    entries = [entry("Root Entry", 5, child=1 if names else FREE)]
    for place, name in enumerate(names):
        right = place + 2 if place + 1 < len(names) else FREE
        entries.append(entry(name, 2, right=right, start=starts[place], size=max(4096, len(streams[name]))))
    directory = store(b"".join(entries))
    table = len(sectors)
    chain.append(FAT)
    fat = b"".join(struct.pack("<I", link) for link in chain).ljust(512, b"\xff")
    assert len(fat) == 512
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, END, 0, END, 0) + struct.pack("<I", table)
    return header.ljust(512, b"\xff") + b"".join(sectors) + fat


def word(text: str, *, notes: str = "", flags: int = 0, magic: int = 0xA5EC, latin: bytes = b"") -> bytes:
    """A bare Word 97 file: a header, one piece of UTF-16 text and perhaps a compressed one before it."""
    head = bytearray(0x800)
    struct.pack_into("<HH", head, 0, magic, 0xC1)
    struct.pack_into("<H", head, 10, flags)
    for place, count in ((32, 14), (62, 22), (152, 93)):  # how long the parts of the header are
        struct.pack_into("<H", head, place, count)
    main, more = text.encode("utf-16-le"), notes.encode("utf-16-le")
    struct.pack_into("<8I", head, 0x4C, len(latin) + len(main) // 2, len(more) // 2, 0, 0, 0, 0, 0, 0)
    count = len(latin) + (len(main) + len(more)) // 2
    pieces = [(len(latin), 0x40000000 | 2 * 0x800)] if latin else []
    ends = [0, len(latin), count] if latin else [0, count]
    pieces.append((count, 0x800 + len(latin)))
    table = b"".join(struct.pack("<I", end) for end in ends)
    table += b"".join(struct.pack("<HIH", 0, offset, 0) for _, offset in pieces)
    clx = b"\x01\x03\x00\x35\x08\x01" + b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<II", head, 0x01A2, 0, len(clx))
    return ole(WordDocument=bytes(head) + latin + main + more, **{"0Table": clx})


def read(data: bytes) -> Raw:
    (raw,) = read_ole(data, ReadOptions())
    return raw


def test_bare_text_where_the_conversion_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "_converted", lambda data, options: None)
    raw = read(word("走出机关\r深入群众\x0b换行\r", notes="注\r", latin=b"\x93A\x94"))
    assert (raw.text, raw.flags) == ("“A”走出机关\n深入群众\n换行\n注", ("no-numbering",))


def test_bare_text_where_the_conversion_loses_text(monkeypatch: pytest.MonkeyPatch) -> None:
    data = word("走出机关深入群众\r")
    monkeypatch.setattr(doc, "_converted", lambda data, options: (Raw("走出机关"), 4))
    assert read(data).text == "走出机关深入群众"
    monkeypatch.setattr(doc, "_converted", lambda data, options: (Raw("走出机关"), 8))  # the rest is struck out
    assert read(data).text == "走出机关"


def test_the_conversion_touches_no_file() -> None:
    touched: list[str] = []
    watching = [False]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if watching[0] and (event.startswith(("os.", "tempfile.", "shutil.")) or event == "open"):
            touched.append(f"{event} {arguments}")

    data = word("走出机关\r")
    to_docx(data)  # imports
    sys.addaudithook(hook)
    watching[0] = True
    made = to_docx(data)
    watching[0] = False
    assert touched == [] and zipfile.is_zipfile(io.BytesIO(made))


def test_the_conversion_works_in_a_guarded_process() -> None:
    (raw,) = isolated(read_ole, word("走出机关\r"), ReadOptions())
    assert (raw.text, raw.flags) == ("走出机关", ())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("姓名\x07单位\x07\x07", "姓名\t单位\n"),
        ("第\x13 PAGE \x143\x15页", "第3页"),
        ("外\x13 TOC \x14内\x13 REF \x14二\x15三\x15完", "外内二三完"),
        ("\x13 半截", ""),
        ("上\x0c下\x0b行\x1e\x1f\x02\x08", "上\n下\n行-"),
    ],
)
def test_signs(written: str, shown: str) -> None:
    assert clean(written) == shown


@given(st.text("\x07\x13\x14\x15\r字", max_size=60))
def test_signs_in_any_order(written: str) -> None:
    assert not set(clean(written)) & set("\x07\x13\x14\x15\r")
    assert clean(written).count("字") <= written.count("字")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (word("密", flags=0x0100), "encrypted"),
        (ole(EncryptedPackage=b"x", EncryptionInfo=b"y"), "encrypted"),
        (ole(Workbook=b"x"), "unknown-format"),
        (ole(**{"PowerPoint Document": b"x"}), "unknown-format"),
        (ole(Contents=b"x"), "unknown-format"),
        (ole(WordDocument=b"x"), "corrupt"),
        (word("坏", magic=0x1234), "corrupt"),
        (word("坏")[:700], "corrupt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "corrupt"),
        (b"", "corrupt"),
        (b"PK\x03\x04", "corrupt"),
    ],
)
def test_what_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == code
    assert "\n" not in caught.value.message


def test_word_95() -> None:
    head = bytearray(0x300)
    struct.pack_into("<HH", head, 0, 0xA5DC, 0x68)
    body = "走出机关，深入群众。\r".encode("gbk")
    struct.pack_into("<I", head, 0x18, 0x300)
    struct.pack_into("<I", head, 0x34, len(body))
    assert read(ole(WordDocument=bytes(head) + body)).text == "走出机关，深入群众。"


def test_damage_gives_text_or_an_input_error() -> None:
    data = word("走出机关，深入群众。\r" * 20, notes="注\r")
    rng = random.Random(5)
    cases = [data[: len(data) * share // 20] for share in range(20)]
    for _ in range(150):
        damaged = bytearray(data)
        for _ in range(rng.randrange(1, 9)):
            damaged[rng.randrange(len(damaged))] = rng.choice((0, 1, 0x7F, 0xFF, rng.randrange(256)))
        cases.append(bytes(damaged))
    for case in cases:
        try:
            read(case)
        except InputError as error:
            assert error.code


def test_real_files(shared: Path) -> None:
    path = shared / "data/originals/doc/邓小平文选第三卷.doc"
    if not path.is_file():
        pytest.skip("not among the shared texts")
    raw = read(path.read_bytes())
    assert "no-numbering" not in raw.flags and len(raw.text) > 200_000
    assert not zipfile.is_zipfile(path)
