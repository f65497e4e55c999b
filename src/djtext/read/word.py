"""Word documents (.docx and its kin): the body with automatic numbers, tables, text boxes and notes, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.flow import Line, assemble, marks
from djtext.read.numbering import Numbering, attribute, name_of
from djtext.read.package import Package, parse_xml
from djtext.read.properties import stated
from djtext.read.raw import Raw, ReadOptions
from djtext.read.styles import Styles
from djtext.read.word_body import Walker

if TYPE_CHECKING:
    from lxml.etree import _Element

HEAVY = ("lxml.etree",)
_PROPERTIES = {
    "title": "title", "creator": "author", "subject": "subject", "keywords": "keywords", "created": "created",
    "modified": "modified",
}  # fmt: skip


def read_docx(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """One document from a Word file; the bytes decide, so that an old .doc under this name is read as one.

    Automatic numbers stand before their paragraphs, a table's row is a line, text boxes follow the paragraph they
    hang on, and foot- and endnotes end the text (flag `notes`). Headers, footers, comments and deleted text are left
    out; hidden text, tables of contents and placeholders stay in and are listed in `dropped`.

    Raises InputError: `corrupt`, `encrypted`, `limit`, `doctype`, or `no-text` where there are only pictures.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        from djtext.read.doc import read_ole

        yield from read_ole(data, options)
        return
    package = Package(data, options)
    main = next(iter(package.related("").get("officeDocument", [])), "word/document.xml")
    body = package.part(main)
    if body is None:
        main = "word/document.xml"
        body = package.part(main)
    if body is None:
        raise InputError(t("zip 里没有 Word 正文", "no Word document in this zip"), code="corrupt")
    related = package.related(main)
    root, partial = parse_xml(body, recover=True)
    flags: set[str] = set()

    def part(kind: str) -> _Element | None:
        found = package.part(next(iter(related.get(kind, [])), f"word/{kind}.xml"))
        if found is None:
            return None
        try:
            return parse_xml(found, recover=True)[0]
        except InputError as error:
            if error.code != "corrupt":
                raise
            flags.add(f"no-{kind}")
            return None

    styles = Styles(part("styles"))
    numbering = Numbering(part("numbering"))
    numbering.follow_styles(styles.lists)
    walker = Walker(styles, numbering)
    lines = walker.lines(root)
    noted = _notes(walker, part) if walker.notes else []
    text, dropped = assemble(lines + noted)
    if not text.strip() and walker.pictures:
        raise InputError(
            t("只有图片，没有文字", "it holds pictures and no text"),
            code="no-text",
            hint=t("先做文字识别（OCR）", "run optical character recognition on it first"),
        )
    if "altchunk" in walker.flags and not partial[0]:
        partial = ("altchunk", t("嵌入的外来文档没有读出", "a document embedded in it was not read"))
    flags |= walker.flags | marks(text)
    flags |= {"notes"} if noted else set()
    flags |= {"numbering"} if numbering.unknown else set()
    meta = stated(_properties(package), text)
    replaced = text.count("\ufffd")
    yield Raw(text, replaced=replaced, meta=meta, flags=tuple(sorted(flags)), partial=partial, dropped=dropped)


def _notes(walker: Walker, part: Callable[[str], _Element | None]) -> list[Line]:
    """The foot- and endnotes in the order they are referred to, each once."""
    made: list[Line] = []
    for kind in ("footnote", "endnote"):
        wanted = list(dict.fromkeys(key for of, key in walker.notes if of == kind))
        root = part(f"{kind}s") if wanted else None
        if root is None:
            continue
        found = {attribute(child, "id"): child for child in root if name_of(child) == kind}
        for key in wanted:
            if key in found:
                made += [line for line in walker.lines(found[key]) if line]
    return made


def _properties(package: Package) -> Iterator[tuple[str, str | None]]:
    """The document's own properties as pairs; none where they cannot be read."""
    name = next(iter(package.related("").get("core-properties", [])), "docProps/core.xml")
    data = package.part(name)
    if data is None:
        return
    try:
        root = parse_xml(data, recover=True)[0]
    except InputError as error:
        if error.code != "corrupt":
            raise
        return
    for child in root:
        if name_of(child) in _PROPERTIES:
            yield _PROPERTIES[name_of(child)], child.text
