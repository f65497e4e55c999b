"""EPUB: a book's parts in the order of its spine, as one document."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.dates import parse_date
from djtext.read.html import FURNITURE, parse_page, spans
from djtext.read.html_decode import decode_page
from djtext.read.raw import Raw, ReadOptions
from djtext.read.zips import Budget, member_bytes, open_zip

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINER = "META-INF/container.xml"
_EMPTY = re.compile(r"<([a-zA-Z][\w:.-]*)([^<>]*)/>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_FONT = re.compile(r"obfuscation|fonts?/|\.(?:ttf|otf|woff2?)", re.IGNORECASE)
_NOBODY = re.compile(r"(?i)unknown|佚名|未知|无|none|n/?a|[\W_]*")


class _Box:
    """The parts of the book by name, unpacked within limits."""

    def __init__(self, data: bytes, most: int) -> None:
        self.budget = Budget(most)
        self.zip = open_zip(data, self.budget)
        self.names = {info.filename: info for info in self.zip.infolist()}
        self.lower = {name.lower(): info for name, info in self.names.items()}

    def read(self, name: str) -> bytes | None:
        """A part's bytes, None where there is none or it is damaged. Raises InputError (`limit`, `encrypted`)."""
        info = self.names.get(name) or self.lower.get(name.lower())
        if info is None:
            return None
        try:
            return member_bytes(self.zip, info, self.budget)
        except InputError as error:
            if error.code == "corrupt":
                return None
            raise


def read_epub(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """One document from an EPUB: the text of all parts of its spine; its own table of contents is listed in `dropped`.

    Raises InputError: `corrupt`, `encrypted` (copy protection), `limit`.
    """
    box = _Box(data, options.max_produced)
    _refuse_protected(box)
    path, package = _package(box)
    items = {item.get("id", ""): item for item in package.iter("{*}item") if item.get("href")}
    spine = [items.get(ref.get("idref", "")) for ref in package.iter("{*}itemref")]
    if not spine:
        raise _corrupt()
    lines: list[str] = []
    contents: set[int] = set()
    missing: list[str] = []
    partial = ("", "")
    replaced = 0
    encodings: set[str] = set()
    done: set[str] = set()
    for item in spine:
        if item is None:
            missing.append("?")
            continue
        name = _resolve(path, item.get("href", ""))
        if name in done:
            continue
        done.add(name)
        kind = item.get("media-type", "")
        if kind.startswith(("image/", "font/", "audio/", "video/")):
            continue
        found = box.read(name)
        if found is None:
            missing.append(name)
            continue
        try:
            decoded = decode_page(found, options.encoding)
        except InputError:
            missing.append(name)
            continue
        _, part, lost = parse_page(_open_close(decoded.text))
        replaced += decoded.replaced
        encodings.add(decoded.encoding)
        partial = lost if lost[0] else partial
        if "nav" in item.get("properties", "").split():
            contents |= set(range(len(lines), len(lines) + len(part)))
        lines += part
    if missing and not lines:
        raise _corrupt()
    if missing:
        shown = "、".join(missing[:3]) + ("…" if len(missing) > 3 else "")
        detail = t(f"缺少或损坏 {len(missing)} 章：{shown}", f"{len(missing)} parts missing or damaged: {shown}")
        partial = ("missing-part", detail)
    yield Raw(
        "\n".join(lines),
        ",".join(sorted(encodings)),
        replaced,
        meta=tuple(sorted(_metadata(package).items())),
        flags=("replaced",) if replaced else (),
        partial=partial,
        dropped=spans(lines, contents, FURNITURE) if len(contents) < len(lines) else (),
    )


def _corrupt() -> InputError:
    return InputError(t("EPUB 已损坏，无法打开", "the EPUB is damaged and cannot be opened"), code="corrupt")


def _encrypted() -> InputError:
    return InputError(t("EPUB 有版权保护（DRM），无法读取", "the EPUB is encrypted (DRM)"), code="encrypted")


def _xml(data: bytes) -> _Element | None:
    """An XML tree without entities and network; None where it is broken beyond repair."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        return None


def _refuse_protected(box: _Box) -> None:
    """Raise InputError (`encrypted`) where text is encrypted; encrypted fonts alone do not matter."""
    said = box.read("META-INF/encryption.xml")
    if said is None:
        return
    root = _xml(said)
    if root is None:
        raise _encrypted()
    for entry in root.iter("{*}EncryptedData"):
        method = " ".join(child.get("Algorithm", "") for child in entry.iter("{*}EncryptionMethod"))
        target = " ".join(child.get("URI", "") for child in entry.iter("{*}CipherReference"))
        if not _FONT.search(method) and not _FONT.search(target):
            raise _encrypted()


def _package(box: _Box) -> tuple[str, _Element]:
    """The path of the package file, and its tree."""
    paths: list[str] = []
    container = _xml(box.read(_CONTAINER) or b"")
    if container is not None:
        paths += [unquote(entry.get("full-path", "")) for entry in container.iter("{*}rootfile")]
    paths += sorted(name for name in box.names if name.lower().endswith(".opf"))
    for path in paths:
        package = _xml(box.read(path) or b"")
        if package is not None and package.find(".//{*}spine") is not None:
            return path, package
    raise _corrupt()


def _resolve(base: str, href: str) -> str:
    """The name in the zip of what the package file points at.

    >>> _resolve("OEBPS/content.opf", "text/%E4%B8%80.xhtml#a")
    'OEBPS/text/一.xhtml'
    """
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(href.split("#")[0]))).lstrip("/")


def _open_close(text: str) -> str:
    """XHTML as HTML: `<title/>` becomes `<title></title>`, which an HTML parser would not see closed.

    >>> _open_close("<title/><br/><a id='x'/>")
    "<title></title><br/><a id='x'></a>"
    """
    return _EMPTY.sub(lambda m: m[0] if m[1].lower() in _VOID else f"<{m[1]}{m[2]}></{m[1]}>", text)


def _metadata(package: _Element) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for name in ("title", "creator", "date", "publisher"):
        for entry in package.iter("{http://purl.org/dc/elements/1.1/}" + name):
            value = " ".join("".join(entry.itertext()).split())
            if "modification" in entry.values():  # when the file was changed says nothing of the book
                continue
            if value and not _NOBODY.fullmatch(value):
                said.setdefault(name, []).append(value)
    fields = {}
    if "title" in said:
        fields["title"] = said["title"][0]
    if "creator" in said:
        fields["author"] = "；".join(dict.fromkeys(said["creator"][:20]))
    if "publisher" in said:
        fields["publisher"] = said["publisher"][0]
    date = next((parse_date(value) for value in said.get("date", []) if parse_date(value)), "")
    if date and not date.startswith("0"):
        fields["date"] = date
    return fields
