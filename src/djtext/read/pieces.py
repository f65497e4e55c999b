"""The text of an old Word file (.doc) from its piece table: exact, but without automatic numbers and tables' shape."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from djtext.read.decode import decode
from djtext.read.package import corrupt

_COMPRESSED = 0x40000000
_FIELD = re.compile(r"\x13[^\x13\x14\x15]*\x14?|\x15")
_INNER_FIELD = re.compile(r"\x13[^\x13\x14\x15]*\x14([^\x13\x14\x15]*)\x15|\x13[^\x13\x14\x15]*\x15")
_SIGNS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\r": "\n", "\x1e": "-", "\x1f": "", "\xa0": "\xa0"})
_NO_TEXT = re.compile(r"[\x00-\x06\x08\x0e-\x1f]")
# Where the header holds the lengths of the stories, in their order in the text.
_STORIES = ("main", "notes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
_SHOWN = ("main", "boxes", "notes", "endnotes")


@dataclass(frozen=True, slots=True)
class Head:
    """What the first bytes of the WordDocument stream say."""

    version: int
    old: bool  # Word 6 or 95: 8-bit text without Unicode
    encrypted: bool
    table: str


def read_head(stream: bytes) -> Head:
    """The head of a WordDocument stream.

    Raises InputError (`corrupt`) where it is none.
    """
    if len(stream) < 68:
        raise corrupt("WordDocument")
    magic, version = struct.unpack_from("<HH", stream)
    flags = struct.unpack_from("<H", stream, 10)[0]
    if magic not in {0xA5EC, 0xA5DC, 0xA59B, 0xA599}:
        raise corrupt(f"WordDocument {magic:04X}")
    return Head(version, version < 0xC1, bool(flags & 0x0100), "1Table" if flags & 0x0200 else "0Table")


def read_pieces(stream: bytes, table: bytes, head: Head) -> tuple[list[str], int]:
    """The stories that a reader sees (body, text boxes, notes) and how many characters could not be decoded.

    Raises InputError (`corrupt`).
    """
    try:
        if head.old:
            return _read_old(stream)
        lengths = struct.unpack_from("<8I", stream, 0x4C)
        place, size = struct.unpack_from("<II", stream, 0x01A2)
        units = _units(stream, _piece_table(table[place : place + size]))
    except (struct.error, ValueError, IndexError) as error:
        raise corrupt(f"piece table: {error}") from None
    stories: dict[str, str] = {}
    start = 0
    replaced = 0
    for name, length in zip(_STORIES, lengths, strict=True):
        text = units[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")
        start += length
        stories[name] = text
        if name in _SHOWN:
            replaced += text.count("\ufffd")
    return [shown for name in _SHOWN if (shown := clean(stories[name])).strip()], replaced


def _piece_table(clx: bytes) -> bytes:
    place = 0
    while clx[place] == 1:  # formatting of pieces: skipped
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if clx[place] != 2:
        raise ValueError("no pieces")
    size = struct.unpack_from("<I", clx, place + 1)[0]
    return clx[place + 5 : place + 5 + size]


def _units(stream: bytes, table: bytes) -> bytes:
    """All characters as UTF-16; pieces may not give more than the stream could hold twice over."""
    count = (len(table) - 4) // 12
    if count < 1:
        raise ValueError("no pieces")
    ends = struct.unpack_from(f"<{count + 1}I", table)
    made: list[bytes] = []
    total = 0
    for place in range(count):
        length = ends[place + 1] - ends[place]
        offset = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * place + 2)[0]
        total += length
        if length < 0 or total > 4 * len(stream):
            raise ValueError("piece lengths")
        if offset & _COMPRESSED:
            begin = (offset & ~_COMPRESSED) // 2
            data = stream[begin : begin + length].decode("cp1252", "replace").encode("utf-16-le")
        else:
            data = stream[offset : offset + 2 * length]
        if len(data) < 2 * length:
            raise ValueError("a piece lies outside the stream")
        made.append(data)
    return b"".join(made)


def _read_old(stream: bytes) -> tuple[list[str], int]:
    begin = struct.unpack_from("<I", stream, 0x18)[0]
    length = struct.unpack_from("<I", stream, 0x34)[0]
    data = stream[begin : begin + length]
    if not data:
        raise ValueError("no text")
    decoded = decode(bytes(byte for byte in data if byte >= 0x20 or byte in b"\t\r\n\x07\x0b\x0c\x13\x14\x15"))
    return [clean(decoded.text)], decoded.replaced


def clean(text: str) -> str:
    """Word's own signs to text: paragraph and cell ends, breaks; field codes out, their results kept.

    >>> clean("甲\\x07乙\\x07\\x07第\\x13PAGE\\x141\\x15页\\r")
    '甲\\t乙\\n第1页\\n'
    """
    for _ in range(20):  # fields within fields, from the inside out
        plainer = _INNER_FIELD.sub(r"\1", text)
        if plainer == text:
            break
        text = plainer
    text = _FIELD.sub("", text)
    text = re.sub(r"\x07\x07", "\n", text.translate(_SIGNS)).replace("\x07", "\t")
    return _NO_TEXT.sub("", text)
