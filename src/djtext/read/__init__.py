"""From bytes to documents.

`READERS` is the one list of formats: a name, and a function from bytes to the documents they hold. The format is
told by the bytes first and the file's ending second.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.header import describe
from djtext.read.raw import Raw, ReadOptions
from djtext.read.text import read_markdown, read_text
from djtext.read.walk import Found, discover, shown
from djtext.text.script import is_traditional
from djtext.types import Document, Outcome

Reader = Callable[[bytes, ReadOptions], Iterable[Raw]]

READERS: dict[str, Reader] = {"text": read_text, "markdown": read_markdown}
ENDINGS = {".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown"}
# Bytes that begin files which are no text, whatever the ending says.
_MAGIC = (
    (b"%PDF", "pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\xd0\xcf\x11\xe0", "ole"), (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"), (b"SQLite format 3\0", "sqlite"), (b"\x7fELF", "elf"), (b"MZ\x90\0", "exe"),
)  # fmt: skip
_STANDARD = ("title", "date", "source", "author")

__all__ = ["ENDINGS", "READERS", "Found", "ReadOptions", "discover", "read_input"]


def sniff(data: bytes, name: str) -> str:
    """The format of some bytes: by their first bytes, then by the ending of the name.

    >>> sniff(b"%PDF-1.7", "a.txt"), sniff("走出机关".encode(), "a.md"), sniff(b"", "a.xyz")
    ('pdf', 'markdown', 'unknown')
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if name == "-":
        return "text"
    return ENDINGS.get(Path(name).suffix.lower(), "unknown")


def load_bytes(found: Found, options: ReadOptions) -> bytes:
    """The bytes of an input. Opened without blocking and looked at once open, so that a pipe cannot hang the run."""
    if found.data is not None:
        return found.data
    if found.path == "-":
        return sys.stdin.buffer.read()
    try:
        handle = os.open(found.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise InputError(t("读取时文件已不在", "gone before it could be read"), code="vanished") from None
    except PermissionError:
        raise InputError(t("没有读取权限", "no permission to read it"), code="permission") from None
    except OSError as error:
        raise InputError(os.strerror(error.errno or 0), code="io-error") from None
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise InputError(t("不是普通文件", "not a regular file"), code="not-regular")
        if status.st_size > options.max_bytes:
            raise InputError(
                t(f"文件过大（{status.st_size // 1_000_000} MB）", f"too large ({status.st_size // 1_000_000} MB)"),
                code="too-large",
            )
        try:
            return file.read()
        except OSError as error:
            raise InputError(os.strerror(error.errno or 0), code="io-error") from None


def read_input(found: Found, options: ReadOptions | None = None) -> Iterator[tuple[Document | None, Outcome]]:
    """The documents of one input, each with its outcome; where there is none, the outcome alone says why.

    Never raises for what a file holds.
    """
    options = options or ReadOptions()
    name = shown(found.path)
    try:
        data = load_bytes(found, options)
        kind = sniff(data[:16], found.path)
        if not data:
            yield None, Outcome(name, "empty", code="empty", detail=t("文件是空的", "the file is empty"), format=kind)
            return
        reader = READERS.get(kind)
        if reader is None:
            yield None, _unread(found, name, kind)
            return
        for raw in reader(data, options):
            yield _document(found, name, kind, data, raw)
    except InputError as error:
        policy = error.code in {"binary", "not-regular"} and not found.explicit
        status = "skipped" if error.code in {"binary", "not-regular", "too-large"} else "failed"
        yield None, Outcome(name, status, code=error.code, detail=error.message, policy=policy)  # type: ignore[arg-type]


def _unread(found: Found, name: str, kind: str) -> Outcome:
    if kind == "unknown":
        ending = Path(found.path).suffix or t("无扩展名", "no ending")
        detail = t(f"不认识的格式（{ending}）", f"unknown format ({ending})")
    else:
        detail = t(f"内容是 {kind}，本版不读这种格式", f"its bytes are {kind}, which this version does not read")
    return Outcome(name, "skipped", code="unknown-format", detail=detail, format=kind, policy=not found.explicit)


def _document(found: Found, name: str, kind: str, data: bytes, raw: Raw) -> tuple[Document | None, Outcome]:
    identity = f"{found.id}#{raw.member}" if raw.member else found.id
    outcome = Outcome(
        name,
        "ok",
        identity,
        format=kind,
        encoding=raw.encoding,
        replaced=raw.replaced,
        chars_read=len(raw.text),
        policy=not raw.partial[0],  # a few undecodable characters are told, but do not change the exit code
    )
    if not raw.text.strip():
        return None, replace(outcome, status="empty", code="empty", detail=t("没有文字", "no text in it"))
    fields = describe(found.path, raw.text, dict(raw.meta))
    flags = raw.flags + (("traditional",) if is_traditional(raw.text) else ())
    doc = Document(
        id=identity,
        text=raw.text,
        path=name,
        meta=tuple(sorted((k, v) for k, v in fields.items() if k not in _STANDARD)),
        digest=hashlib.sha256(data).hexdigest(),
        flags=flags,
        **{field: fields.get(field, "") for field in _STANDARD},
    )
    code, detail = raw.partial
    if not code and raw.replaced:
        code, detail = (
            "replaced",
            t(f"有 {raw.replaced} 个字符无法识别", f"{raw.replaced} characters could not be decoded"),
        )
    return doc, replace(outcome, status="partial", code=code, detail=detail) if code else outcome
