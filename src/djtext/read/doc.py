"""Old Word files (.doc, .wps): converted to .docx and read as such; failing that, their bare text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.doc_convert import to_docx
from djtext.read.flow import marks, tidy
from djtext.read.package import Package, corrupt, encrypted, parse_xml
from djtext.read.pieces import Head, read_head, read_pieces
from djtext.read.properties import stated
from djtext.read.raw import Raw, ReadOptions

if TYPE_CHECKING:
    from olefile import OleFileIO

HEAVY = ("doc2docx.converter", "lxml.etree", "olefile")
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    ("Workbook", "Excel (.xls)"), ("Book", "Excel (.xls)"), ("PowerPoint Document", "PowerPoint (.ppt)"),
    ("VisioDocument", "Visio"), ("__properties_version1.0", "Outlook (.msg)"), ("HwpSummaryInformation", "HWP"),
    ("MatOST", "Works"),
)  # fmt: skip
_HANZI = re.compile(r"[^\u3400-\u9fff]+")
_KEPT = 0.98  # share of the piece table's hanzi that a conversion has to keep to be believed
_MOST_STREAM = 256 * 1024 * 1024


def read_ole(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """One document from an OLE container that holds a Word document (.doc, .wps, a .docx with a password …).

    Where the conversion fails or loses text, the bare text is given instead, with the flag `no-numbering`, since
    automatic numbers are in no paragraph's text.

    Raises InputError: `corrupt`, `encrypted`, `limit`, `no-text`, or `unknown-format` for Excel, PowerPoint and others.
    """
    word, table, head, pairs = _streams(data)
    try:
        stories, replaced = read_pieces(word, table, head)
        bare: Raw | None = _bare(stories, replaced, pairs)
        problem = None
    except InputError as error:
        bare, problem = None, error
    made = None if head.old else _converted(data, options)
    if isinstance(made, tuple) and (bare is None or made[1] >= _KEPT * _hanzi(bare.text)):
        yield made[0]
    elif bare is not None and bare.text.strip():
        yield bare
    elif isinstance(made, InputError):
        raise made
    else:
        raise problem or corrupt("WordDocument")


def _streams(data: bytes) -> tuple[bytes, bytes, Head, list[tuple[str, str | None]]]:
    """The Word streams of a container, its head, and its properties. Errors as `read_ole`."""
    import olefile

    if not data.startswith(_MAGIC):
        raise corrupt("OLE")
    try:
        container = olefile.OleFileIO(io.BytesIO(data))
    except MemoryError:
        raise
    except Exception as error:
        raise corrupt(f"OLE: {error}") from None
    with container:
        try:
            names = {entry[0].lower() for entry in container.listdir(streams=True, storages=True) if entry}
        except Exception as error:
            raise corrupt(f"OLE: {error}") from None
        if "encryptedpackage" in names or "encryptioninfo" in names:
            raise encrypted()
        if "worddocument" not in names:
            for stream, label in _OTHERS:
                if stream.lower() in names:
                    raise _not_word(label)
            raise _not_word("OLE")
        word = _stream(container, "WordDocument")
        head = read_head(word)
        if head.encrypted:
            raise encrypted()
        table = b"" if head.old else _stream(container, head.table)
        return word, table, head, _properties(container)


def _stream(container: OleFileIO, name: str) -> bytes:
    try:
        if not container.exists(name) or container.get_size(name) > _MOST_STREAM:
            return b""
        return bytes(container.openstream(name).read())
    except MemoryError:
        raise
    except Exception as error:
        raise corrupt(f"{name}: {error}") from None


def _properties(container: OleFileIO) -> list[tuple[str, str | None]]:
    """Title, author and times, decoded by the ladder since old programs wrote them in the system's code page."""
    from djtext.read.decode import decode

    try:
        said = container.get_metadata()
        pairs: list[tuple[str, str | None]] = []
        for name, value in (("title", said.title), ("author", said.author), ("subject", said.subject)):
            if isinstance(value, bytes) and value.strip(b"\0 "):
                pairs.append((name, decode(value.strip(b"\0 ")).text))
        for name, time in (("created", said.create_time), ("modified", said.last_saved_time)):
            if time is not None:
                pairs.append((name, time.isoformat()))
    except MemoryError:
        raise
    except Exception:
        return []
    return pairs


def _not_word(label: str) -> InputError:
    return InputError(
        t(f"不是 Word 文档，而是 {label}，本版不读", f"not a Word document but {label}, which is not read"),
        code="unknown-format",
    )


def _converted(data: bytes, options: ReadOptions) -> tuple[Raw, int] | InputError | None:
    """What the conversion to .docx gives, and how many hanzi with those that are struck out by tracked changes.

    The error where it met one that should be told; None where it failed.
    """
    from djtext.read.word import read_docx

    try:
        from doc2docx.errors import EncryptedDocumentError
    except ImportError:
        return None
    try:
        made = to_docx(data)
    except EncryptedDocumentError:
        return encrypted()
    except MemoryError:
        raise
    except Exception:
        return None
    try:
        raw = next(iter(read_docx(made, options)))
        body = Package(made, options).part("word/document.xml") or b"<none/>"
        struck = sum(_hanzi(one.text or "") for one in parse_xml(body)[0].iter("{*}delText"))
    except InputError as error:
        return error
    return raw, _hanzi(raw.text) + struck


def _bare(stories: list[str], replaced: int, pairs: list[tuple[str, str | None]]) -> Raw:
    text = "\n".join(tidy(story).rstrip("\n") for story in stories)
    flags = tuple(sorted({"no-numbering", *marks(text)}))
    raw = Raw(text, replaced=replaced, flags=flags)
    return replace(raw, meta=stated(pairs, text))


def _hanzi(text: str) -> int:
    return len(_HANZI.sub("", text))
