"""The profile of a baseline: made of the texts of a folder in the run, or kept in a study and brought up to date with it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from djtext.errors import NoSpace, OutputRefused, StudyLocked
from djtext.lang import t
from djtext.measures.profile import PART_CHARS, VERSION, BaseDoc, Baseline, Part, batches, mark_key, part
from djtext.study.store import Study, damaged, settings_hash
from djtext.study.stored import check_analysis
from djtext.types import Codebook, Document

if TYPE_CHECKING:
    from djtext.study.writer import Writer

_STATE = 0  # the id of the row that says what the others are for


@dataclass(frozen=True, slots=True)
class Opened:
    """A baseline ready to be asked, and the way to its texts.

    `made` is how many documents were profiled just now, `kept` whether that was written to the study.
    """

    base: Baseline
    read: Held | Reader
    made: int = 0
    kept: bool = True


def of_documents(docs: Iterable[tuple[Document, tuple[tuple[int, int], ...]]], book: Codebook) -> Opened:
    """The baseline of documents with their texts and their hits by theme, held in memory."""
    held: list[Document] = []

    def numbered() -> Iterator[BaseDoc]:
        for doc, counts in docs:
            held.append(doc)
            yield BaseDoc(len(held) - 1, doc.text, doc.date, doc.digest, doc.id.partition("#")[2], counts)

    parts = [part(lot, len(book.themes)) for lot in batches(numbered())]
    return Opened(Baseline(parts), Held(held), len(held), kept=False)


@dataclass(frozen=True, slots=True)
class Held:
    """Documents in memory, by number."""

    docs: list[Document]

    def __call__(self, number: int) -> Document:
        """The document of that number."""
        return self.docs[number]

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass(slots=True, weakref_slot=True, eq=False)
class Reader:
    """Documents of a study by number. Every process opens the study for itself, at the first question."""

    path: Path
    owner: int = 0
    study: Any = None
    recent: dict[int, Document] = field(default_factory=dict)

    def __call__(self, number: int) -> Document:
        """The document of that number."""
        if self.owner != os.getpid():
            self.study, self.owner, self.recent = Study(self.path), os.getpid(), {}
        if number not in self.recent:
            if len(self.recent) >= 200:
                self.recent.clear()
            name, title, date, text = self.study.row("SELECT doc, title, date, text FROM document WHERE id = ?", number)
            self.recent[number] = Document(str(name), str(text), title=str(title), date=str(date))
        return self.recent[number]

    def close(self) -> None:
        """Let go of the study, so that a writer need not wait; the next question opens it again."""
        if self.study is not None and self.owner == os.getpid():
            self.study.close()
        self.study, self.owner, self.recent = None, 0, {}

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.path, self.owner, self.study, self.recent = state["path"], 0, None, {}


def open_study(path: Path, book: Codebook, *, wait: float = 5.0, tell: Callable[[int], None] | None = None) -> Opened:
    """The baseline that a study is, with its profile read, or made where it is missing or out of date, and kept in the study.

    `tell` is called with the number of documents to be profiled, before that. Where the study cannot be written to, the profile
    serves this run only. Raises UsageError where the study was made with another codebook, StudyDamaged where its profile is.
    """
    with Study(path, wait=wait) as study:
        check_analysis(study, book)
        stamp = _stamp(study)
        found = _kept(study, stamp)
        if found is not None:
            return Opened(found, Reader(path))
        parts, todo = _usable(study)
        if tell is not None and todo:
            tell(len(todo))
        fresh = _made(study, todo, len(book.themes))
    every = [*(made for _, made in parts), *fresh]
    base = Baseline(every)
    kept = True
    try:
        _keep(path, [number for number, _ in parts], fresh, base, stamp, wait)
    except (StudyLocked, OutputRefused, NoSpace):
        kept = False
    return Opened(base, Reader(path), len(todo), kept)


def _stamp(study: Study) -> dict[str, Any]:
    """What the documents of a study are told by: equal stamps, equal documents. Empty while a run of `index add` is unfinished."""
    ledger = [value for (value,) in study.rows("SELECT value FROM study WHERE name = 'ledger_sha256'")]
    return {"version": VERSION, "settings": settings_hash(study.settings), "ledger": ledger[0] if ledger else ""}


def _kept(study: Study, stamp: dict[str, Any]) -> Baseline | None:
    """The profile of a study, where it is up to date."""
    import numpy as np

    state = _state(study)
    if not stamp["ledger"] or any(state.get(name) != value for name, value in stamp.items()):
        return None
    try:
        parts = [_part(study, number) for number in state["parts"]]
        (data,) = study.row("SELECT data FROM profile WHERE id = ?", _STATE)
        return Baseline(parts, np.frombuffer(data, "<f4"))
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(study.path, t(f"基准概要：{error}", f"profile: {error}")) from None


def _state(study: Study) -> dict[str, Any]:
    for (text,) in study.rows("SELECT about FROM profile WHERE id = ?", _STATE):
        with contextlib.suppress(ValueError, TypeError):
            found = json.loads(text)
            if isinstance(found, dict):
                return found
    return {}


def _part(study: Study, number: int) -> Part:
    return Part.from_bytes(study.blob("profile", "data", int(number)))


def _usable(study: Study) -> tuple[list[tuple[int, Part]], list[int]]:
    """The parts that can stay as they are, by number, and the documents that are in none of these.

    A part stays where all its documents are unchanged and it is at least half full, or nothing is to be added.
    """
    marks = {int(number): mark_key(str(mark)) for number, mark in study.rows("SELECT id, rows_sha256 FROM document")}
    state = _state(study)
    parts: list[tuple[int, Part]] = []
    if state.get("version") == VERSION and state.get("settings") == settings_hash(study.settings):
        for (number,) in study.rows("SELECT id FROM profile WHERE id <> ? ORDER BY id", _STATE):
            try:
                made = _part(study, number)
            except ValueError:
                continue
            if all(marks.get(n) == mark for n, mark in zip(made.ids.tolist(), made.marks.tolist(), strict=True)):
                parts.append((int(number), made))
    inside = {number for _, made in parts for number in made.ids.tolist()}
    if len(inside) < len(marks):
        sizes = dict(study.rows("SELECT id, chars FROM document")) if parts else {}
        parts = [each for each in parts if sum(sizes[n] for n in each[1].ids.tolist()) >= PART_CHARS // 2]
        inside = {number for _, made in parts for number in made.ids.tolist()}
    return parts, sorted(set(marks) - inside)


def _documents(study: Study, numbers: Iterable[int]) -> Iterator[BaseDoc]:
    counts = "SELECT m.place, c.hits FROM theme_count c JOIN theme m ON m.id = c.theme_id WHERE c.document_id = ? ORDER BY c.id"
    for number in numbers:
        text, date, digest, member, mark = study.row(
            "SELECT text, date, digest, member, rows_sha256 FROM document WHERE id = ?", number
        )
        found = tuple((int(place), int(hits)) for place, hits in study.rows(counts, number))
        yield BaseDoc(number, text, date, digest, member.removeprefix("#"), found, mark)


def _made(study: Study, numbers: list[int], themes: int) -> list[Part]:
    return [part(lot, themes) for lot in batches(_documents(study, numbers))]


def _keep(path: Path, stay: list[int], fresh: list[Part], base: Baseline, stamp: dict[str, Any], wait: float) -> None:
    """Put new parts into the study in place of those that do not stay. What another process wrote meanwhile wins."""
    from djtext.study.writer import writer

    with writer(path, wait=wait) as out:
        if _ledger_now(out) != stamp["ledger"] or not stamp["ledger"]:
            stamp = {**stamp, "ledger": ""}  # it has changed since it was read: the next scan looks again
        out.run(
            "DELETE FROM profile WHERE id <> ? AND id NOT IN (SELECT value FROM json_each(?))", _STATE, json.dumps(stay)
        )
        numbers = list(stay)
        free = max([0, *stay])
        for each in fresh:
            free += 1
            data = each.to_bytes()
            about = json.dumps({"documents": len(each)})
            out.run("INSERT INTO profile VALUES (?, ?, ?, ?)", free, about, hashlib.sha256(data).hexdigest(), data)
            numbers.append(free)
        norms = base.norms.astype("<f4").tobytes()
        about = json.dumps({**stamp, "parts": numbers, "documents": len(base)})
        digest = hashlib.sha256(norms).hexdigest()
        out.run("INSERT OR REPLACE INTO profile VALUES (?, ?, ?, ?)", _STATE, about, digest, norms)


def _ledger_now(out: Writer) -> str:
    """The checksum over inputs and outcomes, before this writer's first change takes it away for its own time."""
    row = out.connection.execute("SELECT value FROM study WHERE name = 'ledger_sha256'").fetchone()
    return str(row[0]) if row else ""


def size_of(path: Path) -> tuple[int, int]:
    """How many documents the profile in a study has, and its bytes."""
    with Study(path) as study:
        (size,) = study.row("SELECT coalesce(sum(length(data)), 0) FROM profile")
        return int(_state(study).get("documents", 0)), int(size)


def profile_problems(study: Study) -> Iterator[str]:
    """What is wrong with the profile of a study: bytes that do not fit their checksum, or each other."""
    for number, wanted, data in study.rows("SELECT id, sha256, data FROM profile ORDER BY id"):
        try:
            good = hashlib.sha256(data).hexdigest() == wanted
            if good and number != _STATE:
                Part.from_bytes(data)
        except (ValueError, TypeError):
            good = False
        if not good:
            yield t(f"基准概要第 {number} 部分与校验和不符", f"profile, part {number}: does not fit its checksum")
