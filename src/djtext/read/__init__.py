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
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from djtext.errors import InputError
from djtext.lang import t
from djtext.read import remote
from djtext.read.decode import one_line, without_control
from djtext.read.header import describe
from djtext.read.raw import Raw, ReadOptions
from djtext.read.walk import Found, discover, shown
from djtext.text.script import is_traditional
from djtext.types import Document, Outcome, Status

Reader = Callable[[bytes, ReadOptions], Iterable[Raw]]


@dataclass(frozen=True, slots=True)
class Later:
    """A reader by name: its module is imported when the first file of its format is met."""

    module: str
    name: str

    def reader(self) -> Reader:
        """The function itself."""
        found: Reader = getattr(import_module(f"djtext.read.{self.module}"), self.name)
        return found

    def __call__(self, data: bytes, options: ReadOptions) -> Iterable[Raw]:
        """Read."""
        return self.reader()(data, options)


READERS: dict[str, Later] = {
    "text": Later("text", "read_text"),
    "markdown": Later("text", "read_markdown"),
    "docx": Later("word", "read_docx"),
    "doc": Later("doc", "read_ole"),
    "rtf": Later("rtf", "read_rtf"),
    "pdf": Later("pdf", "read_pdf"),
    "html": Later("html", "read_html"),
    "epub": Later("epub", "read_epub"),
    "csv": Later("records", "read_csv"),
    "tsv": Later("records", "read_tsv"),
    "xlsx": Later("records", "read_xlsx"),
    "jsonl": Later("records", "read_jsonl"),
}
PLAIN = {"text", "markdown"}  # readers that need no guarding
ENDINGS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".csv": "csv", ".tsv": "tsv",
    ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".zip": "zip", ".pdf": "pdf", ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".epub": "epub",
    ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".dot": "doc", ".doc": "doc", ".wps": "doc", ".rtf": "rtf",
}  # fmt: skip
# Bytes that begin files which are no text, whatever the ending says.
_MAGIC = (
    (b"%PDF", "pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\xd0\xcf\x11\xe0", "doc"), (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"), (b"SQLite format 3\0", "sqlite"), (b"\x7fELF", "elf"), (b"MZ\x90\0", "exe"),
)  # fmt: skip
# What is left out by rule, and what else is left out rather than failed.
_POLICY = {"binary", "not-regular", "unknown-format", "empty"}
_SKIPPED = _POLICY | {"too-large", "no-text", "encrypted"}
_NOT_THEIRS = {".pdf", ".docx", ".docm", ".dotx", ".dot", ".doc", ".wps", ".xlsx", ".xlsm", ".epub", ".zip", ".rtf"}
_STANDARD = ("title", "date", "source", "author")

__all__ = ["ENDINGS", "READERS", "Found", "ReadOptions", "discover", "read_input"]


def sniff(data: bytes, name: str) -> str:
    """The format of some bytes: by their first bytes, then by the ending of the name.

    >>> sniff(b"%PDF-1.7", "a.txt"), sniff("走出机关".encode(), "a.md"), sniff(b"", "a.xyz")
    ('pdf', 'markdown', 'unknown')
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            if kind != "zip":
                return kind
            from djtext.read.sniffzip import sniff_zip

            return sniff_zip(data)
    suffix = _suffix(name)
    if suffix not in {".md", ".markdown"} and b"<" in data[:4096]:
        from djtext.read.html_decode import looks_like_html

        if looks_like_html(data):
            return "html"
    if name == "-":
        return "text"
    if suffix in _NOT_THEIRS:  # a container by name that is none by its bytes: text under a wrong name, or damage
        return "corrupt" if b"\0" in data[:4096] else "text"
    return ENDINGS.get(suffix, "unknown")


def _suffix(name: str) -> str:
    """The ending of a file's name, in small letters."""
    name = os.path.split(name)[1]
    at = name.rfind(".")
    return name[at:].lower() if 0 < at < len(name) - 1 else ""


def _read(kind: str, data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """The texts in some bytes of a known format, read where they can do no harm."""
    if kind == "zip":
        from djtext.read.archive import read_zip

        yield from read_zip(data, options, _member)
    elif kind in PLAIN:
        yield from READERS[kind](data, options)
    else:
        from djtext.read.guard import isolated

        yield from isolated(READERS[kind].reader(), data, options)


def _member(data: bytes, name: str, options: ReadOptions) -> Iterator[Raw]:
    """The texts in one member of an archive."""
    kind = sniff(data, name)
    if kind not in READERS:
        raise InputError(_unknown(kind, name), code="unknown-format")
    return _read(kind, data, options)


def load_bytes(found: Found, options: ReadOptions) -> bytes:
    """The bytes of an input. Opened without blocking and looked at once open, so that a pipe cannot hang the run."""
    if found.data is not None:
        return found.data
    if found.path == "-":
        return sys.stdin.buffer.read()
    if remote.is_remote(found.path):
        return remote.content(found.path, options.max_bytes)
    try:
        handle = os.open(found.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise InputError(t("读取时文件已不在", "gone before it could be read"), code="vanished") from None
    except PermissionError:
        raise InputError(t("没有读取权限", "no permission to read it"), code="permission") from None
    except OSError as error:
        raise InputError(os.strerror(error.errno or 0), code="io-error") from None
    with os.fdopen(handle, "rb", buffering=0) as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise InputError(t("不是普通文件", "not a regular file"), code="not-regular")
        if status.st_size > options.max_bytes:
            raise InputError(
                t(f"文件过大（{status.st_size // 1_000_000} MB）", f"too large ({status.st_size // 1_000_000} MB)"),
                code="too-large",
            )
        try:
            return file.readall()
        except OSError as error:
            raise InputError(os.strerror(error.errno or 0), code="io-error") from None


def read_raw(found: Found, options: ReadOptions | None = None) -> Iterator[tuple[Raw | None, Outcome, str]]:
    """The texts of one input as its format gives them, each with its outcome so far and the SHA-256 of the bytes.

    Where there is no text, the outcome alone says why. Never raises for what a file holds.
    """
    options = options or ReadOptions()
    name = shown(found.path)
    kind = ""
    try:
        data = load_bytes(found, options)
        kind = sniff(data, found.path)
        if not data:
            empty = Outcome(name, "empty", code="empty", detail=t("文件是空的", "the file is empty"), format=kind)
            yield None, empty, ""
            return
        if kind == "corrupt":
            raise InputError(
                t("文件损坏：内容与扩展名不符", "damaged: its bytes are not what its name says"), code="corrupt"
            )
        if kind not in READERS and kind != "zip":
            yield None, _unread(found, name, kind), ""
            return
        digest = hashlib.sha256(data).hexdigest()
        given = False
        for raw in _read(kind, data, options):
            given = True
            text = without_control(raw.text)
            raw = raw if text is raw.text else replace(raw, text=text)
            yield _outcome(found, name, kind, raw, digest)
        if not given:
            nothing = t("里面没有文档", "no document in it")
            yield None, Outcome(name, "empty", code="empty", detail=nothing, format=kind, policy=True), digest
    except InputError as error:
        policy = error.code in _POLICY and not found.explicit
        yield (
            None,
            Outcome(name, status_of(error.code), code=error.code, detail=error.message, format=kind, policy=policy),
            "",
        )


def read_input(found: Found, options: ReadOptions | None = None) -> Iterator[tuple[Document | None, Outcome]]:
    """The documents of one input as read, before cleaning, each with its outcome."""
    for raw, outcome, digest in read_raw(found, options):
        yield (None if raw is None else document(found, raw, outcome, digest)), outcome


def _unknown(kind: str, name: str) -> str:
    if kind == "unknown":
        ending = Path(name).suffix or t("无扩展名", "no ending")
        return t(f"不认识的格式（{ending}）", f"unknown format ({ending})")
    return t(f"内容是 {kind}，不读这种格式", f"its bytes are {kind}, which is not read")


def _unread(found: Found, name: str, kind: str) -> Outcome:
    detail = _unknown(kind, found.path)
    return Outcome(name, "skipped", code="unknown-format", detail=detail, format=kind, policy=not found.explicit)


def status_of(code: str) -> Status:
    """The status of an input that gave no text, by the code of its reason."""
    return "empty" if code == "empty" else "skipped" if code in _SKIPPED else "failed"


def _outcome(found: Found, name: str, kind: str, raw: Raw, digest: str) -> tuple[Raw | None, Outcome, str]:
    """The outcome of one text that was read."""
    outcome = Outcome(
        name,
        "ok",
        f"{found.id}#{shown(raw.member)}" if raw.member else found.id,
        format=kind,
        encoding=raw.encoding,
        replaced=raw.replaced,
        chars_read=len(raw.text),
        chars_kept=len(raw.text),
        policy=not raw.partial[0],  # a few undecodable characters are told, but do not change the exit code
    )
    code, detail = raw.partial
    if not raw.text.strip():
        if code:  # a member or record that could not be read
            status = status_of(code)
            lost = replace(outcome, status=status, code=code, detail=detail, policy=code in _POLICY)
            return None, lost, digest
        return None, replace(outcome, status="empty", code="empty", detail=t("没有文字", "no text in it")), digest
    if not code and raw.replaced:
        code = "replaced"
        detail = t(f"有 {raw.replaced} 个字符无法识别", f"{raw.replaced} characters could not be decoded")
    return raw, replace(outcome, status="partial", code=code, detail=detail) if code else outcome, digest


def document(
    found: Found,
    raw: Raw,
    outcome: Outcome,
    digest: str,
    *,
    text: str | None = None,
    told: Iterable[tuple[str, str]] = (),
    flags: tuple[str, ...] = (),
) -> Document:
    """The document of a text: its fields from all that is known. `text` is the cleaned one, `told` what its furniture
    said, `flags` what cleaning noticed."""
    text = raw.text if text is None else text
    fields = describe(found.path, text, dict(raw.meta), told=dict(told), member=bool(raw.member))
    fields = {one_line(name): one_line(value) for name, value in fields.items()}
    noticed = raw.flags + flags + (("traditional",) if is_traditional(text) else ())
    return Document(
        id=outcome.doc,
        text=text,
        path=outcome.path,
        meta=tuple(sorted((k, v) for k, v in fields.items() if k not in _STANDARD)),
        digest=digest,
        flags=tuple(dict.fromkeys(noticed)),
        **{field: fields.get(field, "") for field in _STANDARD},
    )
