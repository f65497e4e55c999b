"""Coded texts for training and scoring: documents with spans that carry a role and themes.

Four sources: `corpus/gold` (our own essays, in full), `corpus/gold/sections` (sections written for the purpose), the
coded sentences of `../shared/gold`, and `tools/labels.jsonl` (labels of further texts of `../shared/data`, which holds no text: a document is found by its
digest, a sentence by the first characters of its hash). What is not there is left out, and said.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from djtext.read import Found, discover
from djtext.study.load import load
from djtext.text.sentences import paragraphs, spans
from djtext.types import Document, Sentence

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
ROLES = {"P": "problem", "C": "cause", "R": "remedy", "S": "significance", "O": "other"}


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded stretch of a document. `roles` are all that the coders gave; the first is the one to learn."""

    start: int
    end: int
    roles: tuple[str, ...]
    also: tuple[str, ...]
    themes: frozenset[str]
    maybe: frozenset[str]


@dataclass(frozen=True, slots=True)
class CodedDoc:
    """A document with its coded spans in order; `source` names the collection."""

    doc: Document
    spans: tuple[Coded, ...]
    source: str


def key(sentence: str) -> str:
    """A sentence without its text: the start of a hash of its characters, spaces left out."""
    return hashlib.sha256(re.sub(r"\s", "", sentence).encode()).hexdigest()[:12]


@cache
def _documents(path: Path) -> tuple[Document, ...]:
    """The cleaned documents of a file or folder."""
    return tuple(
        one.doc for found in discover([str(path)]) if isinstance(found, Found) for one in load(found) if one.doc
    )


def shared_gold(name: str) -> Iterator[CodedDoc]:
    """`train` or `dev` of the shared gold, found again in the cleaned documents."""
    path = SHARED / "gold" / f"sentences.{name}.jsonl"
    if not path.is_file():
        print(f"skipped: {path.name} is not here", file=sys.stderr)
        return
    rows: dict[str, list[dict[str, list[str] | str | int]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows.setdefault(row["doc"], []).append(row)
    for name_, coded in rows.items():
        member = name_.partition("#")[0]
        if not (SHARED / "data" / member).exists():
            continue
        docs = _documents(SHARED / "data" / member)
        doc = next((d for d in docs if d.id.rpartition("#")[2] == name_.rpartition("#")[2]), docs[0] if docs else None)
        if doc is not None:
            yield CodedDoc(doc, tuple(_found_again(doc.text, coded)), "gold-" + name)


def removed_rows(name: str) -> Iterator[dict[str, Any]]:
    """The coded sentences of the shared gold that cleaning took out of their documents."""
    path = SHARED / "gold" / f"sentences.{name}.jsonl"
    if path.is_file():
        kept = {(one.doc.path, bare_text(one.doc.text)) for one in shared_gold(name)}
        texts = {str(Path(path).relative_to(SHARED / "data")): text for path, text in kept}
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            member = row["doc"].partition("#")[0]
            if "#" not in row["doc"] and bare_text(row["text"]) not in texts.get(member, ""):
                yield row


_MARKS = re.compile(r"〔\d+〕|\[\d+\]|</?\w+>")


def bare_text(text: str) -> str:
    """A text without white space, and without the reference marks and tags that cleaning takes out."""
    return re.sub(r"\s", "", _MARKS.sub("", text))


def _placed(text: str, rows: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Coded]]:
    """Coded rows with the place where each stands in a text; one that cleaning took out is left out."""
    squeezed = bare_text(text)
    kept = _MARKS.sub(lambda found: " " * len(found.group()), text)
    bare = [n for n, character in enumerate(kept) if not character.isspace()]
    at = 0
    for row in rows:
        wanted = bare_text(row["text"])
        place = squeezed.find(wanted, at)
        if place < 0:
            place = squeezed.find(wanted)
        if place < 0 or not wanted:
            continue
        at = place + len(wanted)
        yield row, Coded(
            bare[place], bare[at - 1] + 1, tuple(row["roles"]), tuple(row["also"]), frozenset(row["themes"]),
            frozenset(row["maybe"]),
        )  # fmt: skip


def _found_again(text: str, rows: Iterable[dict[str, Any]]) -> Iterator[Coded]:
    for _, span in _placed(text, rows):
        yield span


def labels(path: Path = ROOT / "tools" / "labels.jsonl") -> Iterator[CodedDoc]:
    """Labels without text, joined with the texts of ../shared/data."""
    if not path.is_file() or not (SHARED / "data").is_dir():
        print("skipped: the texts of tools/labels.jsonl are not here", file=sys.stderr)
        return
    wanted = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    by_digest: dict[tuple[str, str], Document] = {}
    for folder in ("essays", "party", "commentary", "speeches"):
        for doc in _documents(SHARED / "data" / folder):
            by_digest[_place(doc)] = doc
    for row in wanted:
        doc = by_digest.get((row["digest"], row.get("member", "")))
        if doc is None:
            continue
        coded = {entry[0]: entry for entry in row["sentences"]}
        yield CodedDoc(doc, tuple(_by_key(doc.text, coded)), "labels")


def _place(doc: Document) -> tuple[str, str]:
    """The file of a document, by its content, and the member where it holds several: not its path, for a document has
    another where its folder is read whole."""
    return doc.digest, doc.id.rpartition("#")[2] if "#" in doc.id else ""


def name_of(doc: Document) -> str:
    """A document without its path: the hash of its file and its member, or the name of a section."""
    return "#".join(filter(None, _place(doc))) if doc.digest else doc.id


def _by_key(text: str, coded: dict[str, list[str]]) -> Iterator[Coded]:
    for a, b in paragraphs(text):
        for start, end in spans(text, a, b):
            entry = coded.get(key(text[start:end]))
            if entry:
                _, role, also, themes, maybe = entry
                yield Coded(
                    start, end, (role,), tuple(also), frozenset(filter(None, themes.split(","))),
                    frozenset(filter(None, maybe.split(","))),
                )  # fmt: skip


def own(*, heldout: bool) -> Iterator[CodedDoc]:
    """Our own coded essays: those to learn from, or those kept apart."""
    gold = ROOT / "corpus" / "gold"
    held = set((gold / "heldout.txt").read_text(encoding="utf-8").splitlines())
    rows: dict[str, list[dict[str, object]]] = {}
    for line in (gold / "sentences.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows.setdefault(row["doc"], []).append(row)
    essays = [replace(doc, id=f"gold/essays/{doc.id}") for doc in _documents(gold / "essays")]
    for doc in (*_documents(ROOT / "corpus"), *essays):
        if doc.id in rows and (doc.id in held) == heldout:
            yield CodedDoc(doc, tuple(_found_again(doc.text, rows[doc.id])), "own")


def sections(*, heldout: bool) -> Iterator[CodedDoc]:
    """Our own coded sections, each a document: those to learn from, or those kept apart."""
    for path in sorted((ROOT / "corpus" / "gold" / "sections").glob("*.tsv")):
        if (path.stem == "heldout") == heldout:
            yield from _texts_of(path)


def unseen() -> Iterator[CodedDoc]:
    """Our own coded texts by hands and of kinds of which the model has seen nothing."""
    for path in sorted((ROOT / "corpus" / "gold" / "unseen").glob("*.tsv")):
        yield from _texts_of(path)


def _texts_of(path: Path) -> Iterator[CodedDoc]:
    for number, part in enumerate(re.split(r"(?m)^= ", path.read_text(encoding="utf-8"))[1:]):
        yield _section(f"{path.stem}#{number + 1}", part)


def _section(name: str, part: str) -> CodedDoc:
    """`TITLE`, then lines of role, themes and sentence; an empty line ends a paragraph."""
    title, _, rest = part.partition("\n")
    text, found = title, []
    for paragraph in re.split(r"\n\s*\n", rest.strip("\n")):
        text += "\n"
        for line in paragraph.splitlines():
            role, themes, sentence = line.split("\t")
            keys = [key for key in themes.split(",") if key != "-"]
            sure = frozenset(key for key in keys if not key.endswith("?"))
            maybe = frozenset(key[:-1] for key in keys if key.endswith("?"))
            found.append(Coded(len(text), len(text) + len(sentence), (role[0],), tuple(role[1:]), sure, maybe))
            text += sentence
    return CodedDoc(Document(name, text, title=title), tuple(found), "section")


def numbered(one: CodedDoc) -> dict[int, tuple[int, int]]:
    """The offsets of an essay's coded units by their numbers."""
    return {row["n"]: (span.start, span.end) for row, span in _own_rows(one)}


def headings(one: CodedDoc) -> Iterator[tuple[int, int, str]]:
    """The coded headings of an essay: offsets of the unit, and the code (`T`, `H1`…, or `h1:TEXT` where it runs on)."""
    for row, span in _own_rows(one):
        if row["heading"]:
            yield span.start, span.end, row["heading"]


@cache
def _rows_of(doc: str) -> tuple[dict[str, Any], ...]:
    path = ROOT / "corpus" / "gold" / "sentences.jsonl"
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(row for row in rows if row["doc"] == doc)


def _own_rows(one: CodedDoc) -> Iterator[tuple[dict[str, Any], Coded]]:
    yield from _placed(one.doc.text, _rows_of(one.doc.id))


def align(units: Iterable[Sentence], coded: tuple[Coded, ...]) -> list[Coded | None]:
    """For each unit the coded span that covers most of it; None where less than half of it is coded."""
    result: list[Coded | None] = []
    at = 0
    for unit in units:
        while at < len(coded) and coded[at].end <= unit.start:
            at += 1
        best, most = None, (unit.end - unit.start) / 2
        for span in coded[at : at + 6]:
            overlap = min(unit.end, span.end) - max(unit.start, span.start)
            if overlap > most or (best is None and overlap >= most > 0):
                best, most = span, overlap
        result.append(best)
    return result
