"""Bytes of an HTML page to text, and whether bytes are an HTML page at all."""

from __future__ import annotations

import codecs
import re

from djtext.errors import InputError
from djtext.read.decode import Decoded, decode, plausibility

_HEAD = 65_536
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{3,20})", re.IGNORECASE)
_DECLARED = re.compile(r"(?:gb|big5|euc|shift|sjis|iso-?8859|iso-?2022|windows-|cp\d|koi8|hz|utf-?8)[\w-]*\Z")
_STRONG = re.compile(
    r"<!doctype\s+html\b|<(?:html|head|body|title|meta|script|style|link|base|frameset|table|tbody|tr|article|section|main)(?:[\s>]|/>)",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"<(?:p|div|span|h[1-6]|br|hr|a|b|i|u|em|strong|font|center|ul|ol|li|dl|dt|dd|td|th|img|blockquote|pre|section|header|nav|footer|figure|form|input|label|small|big|sub|sup|thead|caption|map|object|iframe|noscript|o:p)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"</(?:p|div|span|h[1-6]|a|b|em|strong|font|center|ul|ol|li|dl|td|tr|table|body|html|section|article)\s*>",
    re.IGNORECASE,
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def _wide(data: bytes) -> str:
    """UTF-16 without a byte order mark, told by its first tag; else the empty string."""
    head = data[:200]
    if b"\0" not in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    for name, mark in (("utf-16-le", b"<\0"), ("utf-16-be", b"\0<")):
        at = head.find(mark)
        if at >= 0 and at % 2 == 0 and re.match(r"\s*<[!?a-zA-Z]", head[: len(head) // 2 * 2].decode(name, "replace")):
            return name
    return ""


def _start(data: bytes) -> str:
    """The first characters of a file, good enough to see ASCII marks in them."""
    head = data[:_HEAD]
    for bom, name in (
        (b"\x84\x31\x95\x33", "latin-1"),  # GB18030
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(bom):
            return head[len(bom) :].decode(name, "replace")
    return head.decode(_wide(data) or "latin-1", "replace")


def looks_like_html(data: bytes) -> bool:
    """Whether bytes are an HTML page or a piece of one, in any encoding, with or without `<html>`.

    A page begins with a tag, behind white space, comments and an XML declaration at most. A text that merely
    mentions tags is none.

    >>> looks_like_html("<!-- 存 --><html><body>党建".encode("gbk")), looks_like_html("<p>甲</p><p>乙</p>".encode())
    (True, True)
    >>> looks_like_html("换行写作 <br>，段落写作 <p>。".encode()), looks_like_html("<br>是换行标签。".encode())
    (False, False)
    """
    text = _start(data)
    place = 0
    while True:
        place += len(text[place : place + _HEAD]) - len(text[place:].lstrip("\ufeff\x00 \t\r\n\f\u3000"))
        end = -1
        if text.startswith("<!--", place):
            end = text.find("-->", place)
        elif text.startswith("<?", place):
            end = text.find(">", place) - 2
        if end < place:
            break
        place = end + 3
    if _STRONG.match(text, place):
        return True
    if _WEAK.match(text, place):
        return len(_CLOSING.findall(text)) >= 2 or bool(re.match(r"<[^<>]*=[^<>]*>", text[place : place + 2_000]))
    page = _PAGE.search(text, 0, 2_000)
    return page is not None and page.start() < 500 and len(_CLOSING.findall(text)) >= 10


def decode_page(data: bytes, encoding: str = "") -> Decoded:
    """A page's text. The bytes decide; what the page says of its charset is asked only where they leave damage.

    Raises InputError (`binary`) for bytes that are no text.

    >>> decode_page('<meta charset="utf-8"><p>走出机关，服务群众'.encode("gbk")).encoding
    'gb18030'
    """
    encoding = encoding or _wide(data)
    if encoding:
        return decode(data, encoding=encoding)
    try:
        found = decode(data)
    except InputError:
        said = _said(data)
        if said is None or said.replaced:
            raise
        return said
    if found.sure:
        return found
    first = re.search(rb"[\x80-\xff]", data)
    if first is not None and first.start() > _HEAD // 2:  # scripts fill the part that the ladder looks at
        found = decode(data, encoding=decode(data[first.start() : first.start() + _HEAD]).encoding)
    said = _said(data) if found.replaced else None
    if said is not None and said.replaced < found.replaced:
        better = plausibility(said.text[:_HEAD]) > plausibility(found.text[:_HEAD])
        return said if better else found
    return found


def _said(data: bytes) -> Decoded | None:
    """The page as its own `charset` would have it, where that names an encoding of text."""
    match = _CHARSET.search(data[:8_192])
    name = match[1].decode("ascii", "replace").lower() if match else ""
    if not _DECLARED.match(name):
        return None
    try:
        return decode(data, encoding=name)
    except (LookupError, UnicodeError, InputError):
        return None
