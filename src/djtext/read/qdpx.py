"""REFI-QDA projects (.qdpx) as codings: what each user of MAXQDA, NVivo, ATLAS.ti … coded in plain texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from djtext.errors import InputError, UsageError
from djtext.lang import t
from djtext.read.annotated import placed, spans_to_units
from djtext.read.coded import Codes, Coding, Problem
from djtext.read.coded.cells import whole_number
from djtext.read.coded.files import read_bytes
from djtext.read.package import Package, parse_xml
from djtext.read.raw import ReadOptions

if TYPE_CHECKING:
    from lxml.etree import _Element

_MADE_BY = "djtext"


def projects(path: str | Path, codes: Codes, problems: list[Problem], *, coder: str, done: bool) -> list[Coding]:
    """The sentences of the texts of a project with what each user coded; users are told apart where there are several.

    What `djtext export` put into the project as user `djtext` is no person's coding and is left aside, unless it is all
    there is. Sources without plain text are told. Raises UsageError where the file is no such project.
    """
    options = ReadOptions(max_produced=512 * 1024 * 1024)
    name = Path(path).name
    try:
        package = Package(read_bytes(path), options)
        data = package.part("project.qde")
        if data is None:
            raise InputError(t("里面没有 project.qde", "no project.qde in it"), code="corrupt")
        root, _ = parse_xml(data)
        return list(_users(name, root, package, codes, problems, coder=coder, done=done))
    except InputError as error:
        raise UsageError(
            f"{path}: {error.message} [{error.code}]",
            hint=t("从质性分析软件里重新导出 REFI-QDA 项目", "export the REFI-QDA project again"),
        ) from None


def _users(
    name: str, root: _Element, package: Package, codes: Codes, problems: list[Problem], *, coder: str, done: bool
) -> Iterator[Coding]:
    labels = {_guid(code.get("guid")): str(code.get("name") or "") for code in root.iter("{*}Code")}
    users = {_guid(user.get("guid")): str(user.get("name") or user.get("id") or "") for user in root.iter("{*}User")}
    given = {_owner(coding) for coding in root.iter("{*}Coding")}
    people = {user for user in given if users.get(user) != _MADE_BY} or given
    for number, source in enumerate(root.iterfind("{*}Sources/*"), start=1):
        where = f"{name}#{number}"
        text = _text(source, package)
        if text is None:
            problems.append(Problem(where, "bad-item", t("不是纯文本，未读", "a source without plain text; not read")))
            continue
        doc = str(source.get("name") or source.get("guid") or "")
        raw: dict[str, list[tuple[int, int, str]]] = {user: [] for user in sorted(people)}
        for selection in source.iterfind("{*}PlainTextSelection"):
            start, end = (whole_number(selection.get(edge)) for edge in ("startPosition", "endPosition"))
            for coding in selection.iterfind("{*}Coding"):
                if _owner(coding) not in people:
                    continue
                ref = coding.find("{*}CodeRef")
                label = labels.get(_guid(ref.get("targetGUID")) if ref is not None else "")
                if label is None or start is None or end is None or start >= end:
                    problems.append(Problem(where, "bad-item", t("看不懂这条编码", "a coding without place or code")))
                else:
                    raw[_owner(coding)].append((start, end, label))
        for user, found in raw.items():
            who = f"{coder}:{users.get(user) or user}" if len(people) > 1 else coder
            spans = placed(where, text, found, problems)
            yield from spans_to_units(where, {"text": text, "doc": doc}, spans, codes, problems, coder=who, done=done)


def _guid(value: str | None) -> str:
    """A name as it is compared: programs put it in braces or not."""
    return (value or "").strip("{} ").lower()


def _owner(coding: _Element) -> str:
    """Who coded; of the selection where the coding does not say."""
    parent = coding.getparent()
    return _guid(coding.get("creatingUser") or (parent.get("creatingUser") if parent is not None else ""))


def _text(source: _Element, package: Package) -> str | None:
    """The plain text of a source, from the project or the file within it."""
    content = source.find("{*}PlainTextContent")
    if content is not None:
        return content.text or ""
    path = source.get("plainTextPath") or ""
    if not path.startswith("internal://"):
        return None
    data = package.part("sources/" + path.removeprefix("internal://"))
    return None if data is None else data.decode("utf-8-sig", "replace")
