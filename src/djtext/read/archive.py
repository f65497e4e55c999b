"""Zip archives: every member that some reader takes, read in memory; nothing is ever written to disk."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.raw import Raw, ReadOptions
from djtext.read.sniffzip import sniff_zip
from djtext.read.zips import Budget, member_bytes, open_zip

MAX_DEPTH = 3
Dispatch = Callable[[bytes, str, ReadOptions], Iterator[Raw]]


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member as its maker wrote it: by the UTF-8 flag, else UTF-8, GB18030 or code page 437.

    It is for showing and for telling members apart, never a path to open: `../` and `/` in front stay as they are.

    >>> info = zipfile.ZipInfo("讲话.txt".encode("gb18030").decode("cp437"))
    >>> member_name(info)
    '讲话.txt'
    """
    name = info.orig_filename
    if not info.flag_bits & 0x800 and not name.isascii():
        try:
            written = name.encode("cp437")
        except UnicodeEncodeError:
            written = b""
        for encoding in ("utf-8", "gb18030") if written else ():
            try:
                name = written.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.split("\0", 1)[0].replace("\\", "/")


def left_out(name: str) -> bool:
    """Whether a member is no document: a folder, a hidden file, what macOS and Office leave behind.

    >>> left_out("文集/"), left_out("__MACOSX/._a.txt"), left_out("../a.txt"), left_out("文集/~$a.docx")
    (True, True, False, True)
    """
    parts = [part for part in name.split("/") if part not in {"", ".", ".."}]
    if not parts or name.endswith("/"):
        return True
    return any(part.startswith(".") or part == "__MACOSX" for part in parts) or parts[-1].startswith("~$")


def read_zip(data: bytes, options: ReadOptions, dispatch: Dispatch, depth: int = 0) -> Iterator[Raw]:
    """The documents of all members, in order of name; `Raw.member` is the member's name, `name#inner` within it.

    `dispatch` reads the bytes of one member by its name, and raises InputError where it cannot; archives within
    archives are opened here. A member that cannot be read costs that member: a Raw without text whose `partial` says
    why (`encrypted`, `corrupt`, `limit`, or the code of the error that `dispatch` raised).

    Raises InputError where the archive cannot be opened (`corrupt`), holds no files (`empty`), has too many members or
    unpacks to more than `options.max_produced` bytes with all archives in it (`limit`).
    """
    yield from _walk(data, options, dispatch, depth, Budget(options.max_produced))


def _walk(data: bytes, options: ReadOptions, dispatch: Dispatch, depth: int, budget: Budget) -> Iterator[Raw]:
    archive = open_zip(data, budget)
    members = sorted(((member_name(info), info) for info in archive.infolist()), key=lambda member: member[0])
    members = [(written, info) for written, info in members if not info.is_dir() and not left_out(written)]
    if not members:
        raise InputError(t("压缩包里没有文件", "no files in the archive"), code="empty")
    times: dict[str, int] = {}
    for written, info in members:
        times[written] = times.get(written, 0) + 1
        name = written if times[written] == 1 else f"{written}~{times[written]}"
        try:
            for raw in _member(archive, info, written, options, dispatch, depth, budget):
                yield replace(raw, member=f"{name}#{raw.member}" if raw.member else name)
        except InputError as error:
            if budget.produced < 0 or budget.members < 0:
                raise
            yield Raw("", member=name, partial=(error.code, error.message))


def _is_archive(data: bytes) -> bool:
    """Whether these bytes are an archive of files, and no document that happens to be a zip."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or b"mimetypeapplication/" in data[:100]:
        return False
    return sniff_zip(data) == "zip"


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    name: str,
    options: ReadOptions,
    dispatch: Dispatch,
    depth: int,
    budget: Budget,
) -> Iterator[Raw]:
    if info.file_size > options.max_bytes:
        size = info.file_size // 1_000_000
        raise InputError(t(f"文件过大（{size} MB）", f"too large ({size} MB)"), code="too-large")
    data = member_bytes(archive, info, budget)
    if not data:
        raise InputError(t("文件是空的", "the file is empty"), code="empty")
    if _is_archive(data):
        if depth + 1 >= MAX_DEPTH:
            raise InputError(
                t(f"压缩包嵌套超过 {MAX_DEPTH} 层", f"archives nested more than {MAX_DEPTH} deep"), code="limit"
            )
        yield from _walk(data, options, dispatch, depth + 1, budget)
    else:
        yield from dispatch(data, name, options)
