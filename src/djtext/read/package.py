"""The parts of an Office file (a zip of XML), taken out within limits and parsed without entities or network."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.raw import ReadOptions
from djtext.read.zips import Budget, member_bytes, open_zip

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEP = "Excessive depth"


class Package:
    """An opened Office file. `part` gives the bytes of a part, `related` the parts another part points to."""

    def __init__(self, data: bytes, options: ReadOptions) -> None:
        """Open it.

        Raises InputError: `corrupt` where it is no zip or a damaged one, `limit` where it lists too many members.
        """
        self._budget = Budget(options.max_produced)
        self._zip = open_zip(data, self._budget)
        self._members = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self._zip.infolist()}

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, or None where there is none of that name (case does not matter).

        Raises InputError: `limit`, `encrypted` or `corrupt`.
        """
        info = self._members.get(name.lstrip("/").lower())
        return None if info is None else member_bytes(self._zip, info, self._budget)

    def related(self, source: str) -> dict[str, list[str]]:
        """The parts that `source` ("" for the package itself) points to, by the last word of the relation's type."""
        folder, base = posixpath.split(source)
        data = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, list[str]] = {}
        if data is None:
            return found
        for relation in parse_xml(data, recover=True)[0].iter("{*}Relationship"):
            if relation.get("TargetMode") != "External":
                kind = (relation.get("Type") or "").rsplit("/", 1)[-1]
                target = (relation.get("Target") or "").replace("\\", "/")
                name = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found.setdefault(kind, []).append(posixpath.normpath(name))
        return found


def parse_xml(data: bytes, *, recover: bool = False) -> tuple[_Element, tuple[str, str]]:
    """The root of some XML, and as (code, detail) what was lost where it is damaged (only with `recover`).

    Raises InputError: `doctype` for XML that declares one, `corrupt` for what cannot be parsed.

    >>> parse_xml(b"<a>\\xe8\\xb5\\xb0<b/></a>")[0].tag
    'a'
    """
    from lxml import etree

    text = _as_text(data)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputError(
            t("XML 里有 DOCTYPE 声明，不读", "its XML declares a DOCTYPE, which is not read"), code="doctype"
        )
    clean = text.encode("utf-8", "replace")
    safe = {"encoding": "utf-8", "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True}
    try:
        return etree.fromstring(clean, etree.XMLParser(**safe)), ("", "")
    except etree.XMLSyntaxError as error:
        problem = " ".join(str(error).split())
    except ValueError as error:
        raise corrupt(str(error)) from None
    root = None
    if recover:
        try:
            root = etree.fromstring(clean, etree.XMLParser(**safe, recover=True))
        except (etree.XMLSyntaxError, ValueError):
            root = None
    if root is None:
        raise corrupt(problem)
    if _DEEP in problem:
        return root, (
            "depth",
            t("XML 嵌套过深，深处的文字没有读出", "XML nested too deeply; what lies deeper was not read"),
        )
    return root, ("damaged", t(f"XML 有错（{problem}），可能缺文字", f"bad XML ({problem}); text may be missing"))


def _as_text(data: bytes) -> str:
    """XML as text without its declaration: UTF-8, or UTF-16 as its first bytes say. No other is allowed in Office."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    elif data.startswith(b"<\0"):
        text = data.decode("utf-16-le", "replace")
    elif data.startswith(b"\0<"):
        text = data.decode("utf-16-be", "replace")
    else:
        text = data.decode("utf-8-sig", "replace")
    text = text.lstrip()
    if text.startswith("<?xml"):
        text = text[text.find("?>") + 2 :] if "?>" in text[:1000] else text
    return text


def corrupt(why: str) -> InputError:
    """The error for a file that cannot be taken apart."""
    why = " ".join(why.split())[:200]
    return InputError(t(f"文件已损坏（{why}）", f"damaged file ({why})"), code="corrupt")


def encrypted() -> InputError:
    """The error for a file that asks for a password."""
    return InputError(
        t("文件有密码，读不出", "the file is protected by a password"),
        code="encrypted",
        hint=t("在 Word 或 WPS 里去掉密码后另存", "save it without a password in Word or WPS"),
    )
