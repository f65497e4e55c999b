"""RTF's words that matter for text, and the code pages of its fonts."""

from __future__ import annotations

import re

from djtext.read.decode import plausibility

SIGNS = {
    "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "tab": "\t", "nestcell": "\t", "emdash": "—", "endash": "–",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
# Groups that hold no text of the document, nor anything that does.
HARD = frozenset({
    "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "generator", "header", "headerl",
    "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "pict", "nonshppict", "shprslt", "themedata",
    "colorschememapping", "latentstyles", "datastore", "xmlnstbl", "annotation", "atnid", "atnauthor", "atnref",
    "atndate", "atntime", "atnicn", "atrfstart", "atrfend", "revtbl", "filetbl", "objdata", "objclass", "objname",
    "objalias", "sn", "sv", "mmathPict", "tc", "xe", "rxe", "ftnsep", "ftncn", "ftnsepc", "aftnsep", "aftncn",
    "aftnsepc", "docvar", "userprops", "passwordhash", "nonesttables", "pnseclvl", "pntxta", "pntxtb", "fontemb",
    "fontfile", "falt", "panose", "picprop", "blipuid", "bkmkstart", "bkmkend", "pgptbl", "background", "fldinst",
})  # fmt: skip
# Groups whose own text is none of the document's, though groups within them may be (text boxes).
SOFT = frozenset({
    "shp", "shpinst", "shpgrp", "do", "sp", "pn", "template", "private", "nextfile", "formfield",
})  # fmt: skip
_CHARSETS = {
    77: "mac_roman", 78: "cp932", 79: "cp950", 80: "cp949", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_WIDE = frozenset({"gb18030", "cp950", "cp932", "cp949", "johab"})
_ALIASES = {
    "cp936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "cp54936": "gb18030", "big5": "cp950", "cp65001": "utf-8",
    "cp10000": "mac_roman", "cp10008": "gb18030", "cp10002": "cp950",
}  # fmt: skip
_HIGH = re.compile(rb"[\x80-\xff]+")


def page_codec(name: str) -> str:
    """The codec of a code page by its name; empty where Python has none.

    >>> page_codec("cp936"), page_codec("cp1252"), page_codec("cp99999")
    ('gb18030', 'cp1252', '')
    """
    name = _ALIASES.get(name.lower(), name.lower())
    if not name:
        return ""
    try:
        b"a".decode(name)  # raises for codecs that are no text encodings
        return name
    except (LookupError, ValueError):
        return ""


def codec_of(charset: int, declared: str) -> str:
    """The codec of a font's character set, `symbol` for fonts of signs; 0 and 1 leave it to the declared code page."""
    return "symbol" if charset == 2 else _CHARSETS.get(charset, "cp1252" if charset == 0 else declared)


def decode_run(data: bytes, codec: str, declared: str) -> tuple[str, str]:
    """Bytes that stand together to text, and the codec that was used ("" for plain ASCII).

    Many programs write hanzi in a font that they call Western: where all bytes beyond ASCII come in pairs that the
    declared code page (or GBK, where the result looks like Chinese) has, they are read so.

    >>> decode_run("走出机关".encode("gbk"), "cp1252", "gb18030")
    ('走出机关', 'gb18030')
    >>> decode_run(b"\\x93quoted\\x94", "cp1252", "gb18030")
    ('“quoted”', 'cp1252')
    """
    if data.isascii():
        return data.decode("ascii"), ""
    if codec not in _WIDE and codec != "utf-8":
        wide = declared if declared in _WIDE else "gb18030"
        if all(len(run) % 2 == 0 for run in _HIGH.findall(data)):
            try:
                text = data.decode(wide)
            except UnicodeDecodeError:
                text = ""
            if text and (wide == declared or plausibility(text) > 0.2):
                return text, wide
    return data.decode(codec, "replace"), codec
