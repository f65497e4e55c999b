"""Zip containers whose headers may lie: opened in memory, every member unpacked in small steps under a budget.

Shared by the readers of formats that are zip files (docx, xlsx …) and of zip archives.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

from djtext.errors import InputError
from djtext.lang import t

MAX_MEMBERS = 10_000
MAX_RATIO = 100  # bytes produced for one byte read, once more than RATIO_FREE were produced
RATIO_FREE = 1_000_000
_STEP = 256 * 1024
_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError, OSError,
    ValueError, OverflowError, IndexError, KeyError,
)  # fmt: skip


@dataclass(slots=True)
class Budget:
    """What may still be produced: bytes and members. One budget serves an archive and all archives within it."""

    produced: int
    members: int = MAX_MEMBERS


def _limit(zh: str, en: str) -> InputError:
    return InputError(t(zh, en), code="limit")


def _corrupt(zh: str, en: str) -> InputError:
    return InputError(t(zh, en), code="corrupt")


def open_zip(data: bytes, budget: Budget) -> zipfile.ZipFile:
    """Open a zip file held in memory and take its members off the budget.

    Raises InputError: `corrupt` where it cannot be opened or members overlap, `limit` where it has too many.
    """
    end = data.rfind(_END)
    if end < 0:
        raise _corrupt("zip 不完整（缺少目录）", "truncated zip (no directory)")
    count, size = struct.unpack_from("<HI", data.ljust(end + 22, b"\0"), end + 10)
    # The count may lie, so the entries themselves are counted before any is parsed.
    seen = data.count(_ENTRY, max(0, end - size), end) if size != 0xFFFFFFFF else data.count(_ENTRY)
    if max(count if count != 0xFFFF else 0, seen) > budget.members:
        raise _limit(f"zip 的成员超过 {MAX_MEMBERS} 个", f"the zip has more than {MAX_MEMBERS} members")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _no_overlap(archive, data)
    except _DAMAGE:
        raise _corrupt("zip 已损坏", "damaged zip") from None
    budget.members -= len(archive.infolist())
    if budget.members < 0:
        raise _limit(f"zip 的成员超过 {MAX_MEMBERS} 个", f"the zip has more than {MAX_MEMBERS} members")
    return archive


def _no_overlap(archive: zipfile.ZipFile, data: bytes) -> None:
    """Refuse members that share bytes: the way to make a small zip unpack to a huge one without a high ratio."""
    position = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < position:
            raise zipfile.BadZipFile
        name, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
        position = info.header_offset + 30 + name + extra + info.compress_size
    if position > len(data):
        raise zipfile.BadZipFile


def pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """The bytes of one member in steps, taken off the budget.

    Raises InputError: `encrypted`, `limit` (over the budget, or a ratio that no text has), `corrupt`.
    """
    if info.flag_bits & 1:
        raise InputError(t("有密码保护", "protected by a password"), code="encrypted")
    produced = 0
    stated = info.file_size
    whole = copy(info)
    whole.file_size = 2**62  # zipfile stops where the head says: a head that says too little would hide the rest
    try:
        with archive.open(whole) as member:
            while piece := member.read(_STEP):
                produced += len(piece)
                budget.produced -= len(piece)
                if budget.produced < 0:
                    raise _limit("解压后过大", "it unpacks to too much")
                if produced > RATIO_FREE and produced > MAX_RATIO * max(1, info.compress_size):
                    raise _limit(
                        f"压缩比超过 {MAX_RATIO}，疑为压缩炸弹", f"unpacks more than {MAX_RATIO}-fold: a zip bomb?"
                    )
                yield piece
    except _DAMAGE:
        raise _corrupt("压缩数据已损坏", "damaged compressed data") from None
    if produced != stated:
        raise _corrupt("实际大小与所记不符", "its size is not the one stated")


def member_bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    """All bytes of one member. Errors as `pieces`."""
    return b"".join(pieces(archive, info, budget))
