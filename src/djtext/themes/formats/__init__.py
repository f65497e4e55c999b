"""Codebooks in the formats of other programs: `FORMATS` is the one list.

A writer says what its format cannot hold, a reader what it left out; nothing is lost without a word. Files are data from
strangers: their size is bounded, and nothing in them is run, fetched or expanded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from djtext.errors import UsageError
from djtext.lang import t
from djtext.themes.formats import liwc, quanteda, refi, sheet
from djtext.themes.formats.assemble import Incoming, Outgoing, wrong
from djtext.types import Codebook

MAX_BYTES = 8_000_000


def _read_toml(data: bytes, name: str) -> Incoming:
    from djtext.themes import codebook

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise wrong(name, data[: error.start].count(b"\n") + 1, t("不是 UTF-8 编码", "not UTF-8")) from None
    return Incoming(codebook.parse(text, name=name))


def _write_toml(book: Codebook) -> Outgoing:
    from djtext.themes.write import to_toml

    return Outgoing(to_toml(book).encode("utf-8"))


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the endings of its files, its reader (bytes and file name) and its writer."""

    endings: tuple[str, ...]
    read: Callable[[bytes, str], Incoming]
    write: Callable[[Codebook], Outgoing]


FORMATS: dict[str, Format] = {
    "toml": Format((".toml",), _read_toml, _write_toml),
    "csv": Format((".csv",), sheet.read, sheet.write),
    "liwc": Format((".dic",), liwc.read, liwc.write),
    "quanteda": Format((".yml", ".yaml"), quanteda.read, quanteda.write),
    "qdc": Format((".qdc",), refi.read, refi.write),
}


def format_of(path: Path, name: str | None = None) -> str:
    """The name of a file's format: the one given, or the one of its ending.

    >>> format_of(Path("a.dic")), format_of(Path("a.txt"), "qdc")
    ('liwc', 'qdc')

    Raises UsageError where there is none.
    """
    known = t("、", ", ").join(f"{key} ({'/'.join(one.endings)})" for key, one in FORMATS.items())
    if name:
        if name not in FORMATS:
            raise UsageError(
                t(f"没有“{name}”这种编码本格式", f"no format of codebooks '{name}'"),
                hint=t(f"可用：{known}", f"known: {known}"),
            )
        return name
    for key, one in FORMATS.items():
        if path.suffix.lower() in one.endings:
            return key
    raise UsageError(
        t(f"{path}：从扩展名看不出编码本格式", f"{path}: its ending tells no format of codebooks"),
        hint=t(
            f"用 --format 或 --input-format 指明；可用：{known}", f"name it with --format or --input-format: {known}"
        ),
    )


def read_codebook(path: Path, name: str | None = None) -> Incoming:
    """The codebook in a file of any format, with what was left out of it.

    Raises CodebookError or UsageError where it cannot be read.
    """
    key = format_of(path, name)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise UsageError(
            t(f"{path}：无法读取（{error.strerror}）", f"{path}: cannot be read ({error.strerror})"),
            hint=t("检查路径是否写对", "check the path"),
        ) from None
    if size > MAX_BYTES:
        raise wrong(str(path), 0, t("文件过大（超过 8 MB），不像编码本", "too large for a codebook (over 8 MB)"))
    incoming = FORMATS[key].read(data, str(path))
    return replace(incoming, book=replace(incoming.book, path=str(path)))


def write_codebook(book: Codebook, name: str) -> Outgoing:
    """A codebook as the bytes of a format, with what the format cannot hold.

    Raises UsageError where there is no such format.
    """
    return FORMATS[format_of(Path(), name)].write(book)
