"""Bring a study up to date with its files: what is new or changed is analysed, all else stays as it is.

Whether something changed is told by its bytes (SHA-256), never by clocks. One transaction holds whole inputs, so a run
that is stopped at any moment keeps all that it has reported, and the next run goes on from there to the same study.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from djtext.errors import InputError, NoSpace, OutputRefused, StudyLocked, UsageError
from djtext.lang import t
from djtext.read import Found, ReadOptions, discover
from djtext.read import load_bytes as read_bytes
from djtext.read.header import from_folder
from djtext.read.walk import shown
from djtext.study.engines import Engine
from djtext.study.load import LoadOptions, shared_by_folder
from djtext.study.lock import writing
from djtext.study.pack import (
    KINDS,
    Entry,
    Packed,
    analyse,
    content_key,
    digest,
    entry_job,
    pack,
    plain,
    read_header,
    sha256,
)
from djtext.study.phrases import bigrams
from djtext.study.run import Result, each
from djtext.study.schema import FORMAT, OF_DOCUMENT, SPAN
from djtext.study.store import (
    Study,
    _migrate,
    book_digest,
    check_kind,
    check_schema,
    connect,
    create,
    damaged,
    ledger_digest,
    read_packed,
    settings_hash,
    settings_of,
    told,
    version_of,
)
from djtext.types import Codebook, Document, Outcome

_EVERY = 0.5  # seconds of work that a kill may cost
_PASSING = {"permission", "vanished", "io-error", "crash", "timeout", "oom", "missing"}  # may be otherwise next time


@dataclass(slots=True)
class Added:
    """What a run of `add` did, in documents; `gone` counts inputs that are no longer on the disk."""

    analysed: int = 0
    taken_over: int = 0  # read again, found equal in title and text
    unchanged: int = 0
    removed: int = 0  # records that a changed file no longer has
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Existing:
    """An input as the study has it."""

    id: int
    source: int
    place: int
    key: str
    path: str
    name: str
    digest: str
    context: str
    settings: str
    gone: int


def key_of(path: str, study: Path) -> str:
    """What names a file in a study: its path from the study's folder, so that both can be moved together."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - names that are no UTF-8
    try:
        return os.path.relpath(absolute, os.path.abspath(study.parent)).replace(os.sep, "/")  # noqa: PTH100
    except ValueError:  # another drive
        return absolute.replace(os.sep, "/")


def _stored_key(key: str) -> str:
    """A key in the form that UTF-8 can hold: bytes that are no UTF-8 as escapes, as in what is shown."""
    try:
        key.encode("utf-8")
    except UnicodeEncodeError:
        return shown(key)
    return key


def fingerprint(item: Found, options: LoadOptions) -> str:
    """SHA-256 of an input's bytes; empty where they cannot be read."""
    try:
        return hashlib.sha256(read_bytes(item, options.read)).hexdigest()
    except InputError:
        return ""


def context_of(item: Found, options: LoadOptions) -> str:
    """What lies around a file and goes into its document: its row of metadata.csv, the lines that its folder shares."""
    lines = () if options.raw else sorted(options.shared_in(item.path))
    return sha256(json.dumps([from_folder(item.path), lines], ensure_ascii=False, sort_keys=True))[:32]


@dataclass(slots=True)
class Writer:
    """The connection of the one writer, with the transaction it is in."""

    path: Path
    connection: sqlite3.Connection
    kept: Callable[[int], None] | None = None
    documents: int = 0
    began: float = 0.0
    touched: bool = False

    def seal(self) -> None:
        """Commit, with the checksum over inputs, outcomes and themes."""
        if self.touched:
            self.run("INSERT OR REPLACE INTO study VALUES ('ledger_sha256', ?)", ledger_digest(self.connection.execute))
        self.boundary(now=True)

    def run(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """One statement, in a transaction."""
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN IMMEDIATE")
            self.began = time.monotonic()
            if not self.touched:  # no checksum over inputs and outcomes while they are being changed
                self.connection.execute("DELETE FROM study WHERE name = 'ledger_sha256'")
                self.touched = True
        return self.connection.execute(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for many rows."""
        self.run("SELECT 1")
        self.connection.executemany(sql, rows)

    def boundary(self, *, now: bool = False) -> None:
        """A point at which the study is whole: commit if the last one was long ago."""
        if self.connection.in_transaction and (now or time.monotonic() - self.began >= _EVERY):
            self.connection.execute("COMMIT")
            if self.kept is not None:
                self.kept(self.documents)


@contextlib.contextmanager
def writer(path: Path, *, wait: float, settings: dict[str, Any] | None = None) -> Iterator[Writer]:
    """Be the one writer of a study; with `settings`, make it where there is none. What is not committed is undone."""
    if settings is None:
        check_kind(path)
    with writing(path, wait=wait), told(path):
        if settings is not None and not os.path.lexists(path):
            create(path, settings)
        check_kind(path)
        connection = connect(path, write=True, wait=wait)
        try:
            if version_of(path, connection) < FORMAT:
                connection.close()
                _migrate(path, wait)
                connection = connect(path, write=True, wait=wait)
            check_schema(path, connection)
            out = Writer(path, connection)
            yield out
            out.seal()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            with contextlib.suppress(sqlite3.Error):
                connection.close()


def check_reading(path: Path, had: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Raise UsageError where the options of reading differ from those a study was made with."""
    for name, value in wanted.items():
        before = had.get(name)
        if before == value:
            continue
        if isinstance(value, bool):
            hint = t(f"加上 --{name}", f"give --{name}") if before else t(f"去掉 --{name}", f"leave --{name} out")
        else:
            hint = (
                t(f"写 --{name} {before}", f"give --{name} {before}")
                if before
                else t(f"去掉 --{name}", f"leave --{name} out")
            )
        raise UsageError(
            t(f"{path}：建立时的 --{name} 与这次不同", f"{path}: was made with another --{name}"),
            hint=hint + t("；或另建一个研究文件", "; or make another study"),
        )


def add(
    path: Path,
    paths: Sequence[str],
    book: Codebook,
    *,
    options: LoadOptions | None = None,
    jobs: int | None = None,
    engine: Engine | None = None,
    follow: bool = False,
    wait: float = 5.0,
    on_start: Callable[[int], None] | None = None,
    on_outcome: Callable[[Outcome], None] | None = None,
    on_kept: Callable[[int], None] | None = None,
) -> Added:
    """Index files and folders into the study at `path`, which is made where there is none.

    Without `paths`, those that were added before. `on_outcome` gets every outcome, of analysed and unchanged inputs,
    `on_kept` the number of documents that are now safe. A changed codebook, or a new version of djtext, means that all
    documents of the study are analysed again; other options of reading are refused.

    Raises UsageError, StudyLocked, StudyDamaged, NewerFormat, NoSpace, OutputRefused.
    """
    options = options or LoadOptions()
    if "-" in paths:
        raise UsageError(
            t("研究文件不收标准输入", "a study takes no standard input"),
            hint=t("先存成文件", "save it as a file first"),
        )
    if not paths:
        with Study(path, wait=wait) as before:
            paths = [
                _from_here(key, name, path) for key, name in before.rows("SELECT key, named FROM source ORDER BY id")
            ]
    settings = settings_of(book, options)
    inputs = list(discover(paths, follow=follow))
    missing = [item for item in inputs if isinstance(item, Outcome) and item.code == "missing"]
    inputs = [item for item in inputs if not (isinstance(item, Outcome) and item.code == "missing")]
    if not os.path.lexists(path) and not any(isinstance(item, Found) for item in inputs):
        if missing:
            raise UsageError(f"{missing[0].path}: {missing[0].detail}", hint=t("检查路径", "check the path"))
        raise UsageError(
            t(f"{'、'.join(paths)}：里面没有可读的文件", f"{', '.join(paths)}: no files to read there"),
            hint=t("给出文件或文件夹", "name files or folders"),
        )
    if not options.raw:
        options = replace(options, shared=shared_by_folder(inputs))
    with writer(path, wait=wait, settings=settings) as out:
        out.kept = on_kept
        for item in missing:
            if on_outcome is not None and not _has(out, key_of(item.path, path)):
                on_outcome(item)
        return _add(
            out, list(dict.fromkeys(paths)), inputs, book, options, settings, jobs, engine, on_start, on_outcome
        )


def _has(out: Writer, key: str) -> bool:
    """Does the study have an input of that name, or under it?"""
    key = _stored_key(key)
    return any(known == key or known.startswith(f"{key}/") for (known,) in out.run("SELECT key FROM input"))


def _add(
    out: Writer,
    paths: list[str],
    inputs: list[Found | Outcome],
    book: Codebook,
    options: LoadOptions,
    settings: dict[str, Any],
    jobs: int | None,
    engine: Engine | None,
    on_start: Callable[[int], None] | None,
    on_outcome: Callable[[Outcome], None] | None,
) -> Added:
    before = _settings(out)
    check_reading(out.path, before["reading"], settings["reading"])
    wanted = settings_hash(settings)
    out.run("UPDATE study SET value = ? WHERE name = 'settings'", json.dumps(settings, ensure_ascii=False))
    themes = _themes(out, book)
    sources = _sources(out, paths)
    existing = {
        row[3]: Existing(*row)
        for row in out.run("SELECT id, source_id, place, key, path, name, digest, context, settings, gone FROM input")
    }
    placed = _placed(out, inputs, sources, existing)
    added = Added()
    todo: list[tuple[Found | Outcome, _Place]] = []
    unchanged: list[int] = []
    for item, place in zip(inputs, placed, strict=True):
        had = existing.get(place.key)
        same = had is not None and had.settings == wanted and isinstance(item, Found)
        if same and had is not None and isinstance(item, Found):
            place.digest = fingerprint(item, options)
            place.context = context_of(item, options)
            same = bool(place.digest) and (place.digest, place.context) == (had.digest, had.context)
        if had is not None:
            _move(out, had, place)
        if same and had is not None and not _passing(out, had.id):
            unchanged.append(had.id)
        else:
            todo.append((item, place))
    here = {place.key for place in placed}
    covered = set(sources.values())
    lost = [had for had in existing.values() if had.source in covered and had.key not in here and not had.gone]
    out.many("UPDATE input SET gone = 1 WHERE id = ?", [(had.id,) for had in lost])
    out.boundary(now=True)
    added.gone = out.connection.execute("SELECT count(*) FROM input WHERE gone").fetchone()[0]
    if on_start is not None:
        on_start(len(todo) + len(unchanged))
    for number in unchanged:
        for outcome in _outcomes(out, number):
            added.unchanged += outcome.status in {"ok", "partial"}
            if on_outcome is not None:
                on_outcome(outcome)
    work = _Work(book, options, wanted, themes, {theme.key: n for n, theme in enumerate(book.themes)})
    _analyse(out, todo, work, jobs, engine, added, on_outcome)
    _catch_up(out, work, added)
    out.run("DELETE FROM theme WHERE codebook_id <> (SELECT id FROM codebook WHERE digest = ?)", settings["codebook"])
    out.run("DELETE FROM codebook WHERE digest <> ?", settings["codebook"])
    out.boundary(now=True)
    return added


@dataclass(frozen=True, slots=True)
class _Work:
    """What a run of `add` works with: the codebook, the ids and places of its themes, and how files are read."""

    book: Codebook
    options: LoadOptions
    wanted: str
    themes: tuple[int, ...]
    places: dict[str, int]


@dataclass(slots=True)
class _Place:
    """Where an input belongs in a study."""

    key: str
    source: int
    place: int
    path: str
    name: str
    digest: str = ""
    context: str = ""


def _settings(out: Writer) -> dict[str, Any]:
    row = out.run("SELECT value FROM study WHERE name = 'settings'").fetchone()
    try:
        found = json.loads(row[0])
        found["reading"].items()
    except (TypeError, ValueError, KeyError, AttributeError):
        raise damaged(out.path, t("设置读不出", "its settings cannot be read")) from None
    return dict(found)


def _themes(out: Writer, book: Codebook) -> tuple[int, ...]:
    """The ids of the codebook's themes by place; the codebook is entered where it is new."""
    mark = book_digest(book)
    row = out.run("SELECT id FROM codebook WHERE digest = ?", mark).fetchone()
    if row is None:
        number = out.run(
            "INSERT INTO codebook (name, version, digest) VALUES (?, ?, ?)", plain(book.name), plain(book.version), mark
        ).lastrowid
        out.many(
            "INSERT INTO theme (codebook_id, place, key, label, label_en, kind, definition) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (number, n, x.key, plain(x.label), plain(x.label_en), x.kind, plain(x.definition))
                for n, x in enumerate(book.themes)
            ],
        )
    else:
        number = row[0]
    return tuple(x for (x,) in out.run("SELECT id FROM theme WHERE codebook_id = ? ORDER BY place", number))


def _sources(out: Writer, paths: list[str]) -> dict[str, int]:
    """The ids of the paths that were named, in their order; new ones are entered, those without inputs too."""
    found: dict[str, int] = {}
    for name in paths:
        key = _stored_key(key_of(name, out.path))
        row = out.run("SELECT id FROM source WHERE key = ?", key).fetchone()
        if row is None:
            found[name] = int(out.run("INSERT INTO source (key, named) VALUES (?, ?)", key, shown(name)).lastrowid or 0)
        else:
            out.run("UPDATE source SET named = ? WHERE id = ?", shown(name), row[0])
            found[name] = row[0]
    return found


def _source_of(path: str, sources: dict[str, int], last: int) -> int:
    """The named path that an input lies under; one that came from a glob belongs to the glob before it."""
    at = path
    while at:
        for name in (at, f"{at}/"):
            if name in sources:
                return sources[name]
        if os.path.dirname(at) == at:  # noqa: PTH120
            break
        at = os.path.dirname(at)  # noqa: PTH120
    return sources.get(".", sources.get("./", last))


def _placed(
    out: Writer, inputs: list[Found | Outcome], sources: dict[str, int], existing: dict[str, Existing]
) -> list[_Place]:
    """Where each input belongs. Those that the study has under a named path, and that were not found, keep their
    place behind the one they followed."""
    globs = [number for name, number in sources.items() if not os.path.lexists(name)] or list(sources.values())
    result: list[_Place] = []
    taken = {had.name: had.key for had in existing.values()}
    for item in inputs:
        key = _stored_key(key_of(item.path, out.path))
        name = item.id if isinstance(item, Found) else item.doc
        if name and taken.get(name, key) != key:
            name = _other_name(name, item.path, key, taken)
        if name:
            taken[name] = key
        path = shown(item.path)
        result.append(_Place(key, _source_of(item.path, sources, globs[0] if globs else 0), 0, path, name))
    here = {place.key for place in result}
    following: dict[tuple[int, str], list[Existing]] = {}
    covered = set(sources.values())
    behind: dict[int, str] = {}
    for had in sorted(existing.values(), key=lambda row: (row.source, row.place)):
        if had.key in here:
            behind[had.source] = had.key
        elif had.source in covered:
            following.setdefault((had.source, behind.get(had.source, "")), []).append(had)
    counters: dict[int, int] = {}

    def next_place(source: int) -> int:
        counters[source] = counters.get(source, 0) + 1
        return counters[source]

    moved: list[tuple[int, int]] = []
    for source in sorted(covered):
        moved += [(next_place(source), had.id) for had in following.get((source, ""), ())]
    for place in result:
        place.place = next_place(place.source)
        moved += [(next_place(place.source), had.id) for had in following.get((place.source, place.key), ())]
    out.many("UPDATE input SET place = ? WHERE id = ? AND place <> ?1", moved)
    return result


def _other_name(name: str, path: str, key: str, taken: dict[str, str]) -> str:
    """A name that no other input has: a longer path, then a number."""
    parts = Path(path).parts
    for depth in range(name.count("/") + 2, len(parts) + 1):
        longer = shown("/".join(parts[-depth:]).lstrip("/"))
        if taken.get(longer, key) == key:
            return longer
    number = 2
    while taken.get(f"{name}#{number}", key) != key:
        number += 1
    return f"{name}#{number}"


def _move(out: Writer, had: Existing, place: _Place) -> None:
    """Take over where an input now stands and what its documents are now called."""
    if (had.source, had.place, had.path, had.gone) != (place.source, place.place, place.path, 0):
        out.run(
            "UPDATE input SET source_id = ?, place = ?, path = ?, gone = 0 WHERE id = ?",
            place.source, place.place, place.path, had.id,
        )  # fmt: skip
    if had.name != place.name:
        out.run("UPDATE input SET name = ? WHERE id = ?", place.name, had.id)
        for table in ("document", "outcome"):
            for number, doc in out.run(f"SELECT id, doc FROM {table} WHERE input_id = ?", had.id).fetchall():  # noqa: S608
                renamed = place.name + doc[len(had.name) :] if doc else doc
                out.run(f"UPDATE {table} SET doc = ? WHERE id = ?", renamed, number)  # noqa: S608


def _passing(out: Writer, number: int) -> bool:
    """Did an input fail for a reason that may pass?"""
    codes = out.run("SELECT code FROM outcome WHERE input_id = ? AND status IN ('failed', 'skipped')", number)
    return any(code in _PASSING for (code,) in codes)


def _outcomes(out: Writer, number: int) -> Iterator[Outcome]:
    rows = out.run(
        "SELECT i.path, o.status, o.doc, o.code, o.detail, o.format, o.encoding, o.replaced, o.chars_read, o.chars_kept, "
        "o.policy FROM outcome o JOIN input i ON i.id = o.input_id WHERE i.id = ? ORDER BY o.n",
        number,
    ).fetchall()
    for *parts, policy in rows:
        yield replace(Outcome(*parts), policy=bool(policy))


def _known(out: Writer, wanted: str) -> frozenset[str]:
    """The texts whose analysis under these settings the study has."""
    rows = out.run(
        "SELECT d.title, d.text FROM document d JOIN input i ON i.id = d.input_id WHERE i.settings = ?", wanted
    )
    return frozenset(content_key(Document("", text, title=title)) for title, text in rows)


def _analyse(
    out: Writer,
    todo: list[tuple[Found | Outcome, _Place]],
    work: _Work,
    jobs: int | None,
    engine: Engine | None,
    added: Added,
    on_outcome: Callable[[Outcome], None] | None,
) -> None:
    """Read, analyse and keep what is new or changed, in its order."""
    read_again = [place.key for item, place in todo if isinstance(item, Found)]
    had = {key for (key,) in out.run("SELECT key FROM input")}
    known = _known(out, work.wanted) if any(key in had for key in read_again) else frozenset()
    out.boundary(now=True)
    make_job = partial(entry_job, work.book, known)
    stream = each([item for item, _ in todo], make_job, options=work.options, jobs=jobs, engine=engine)
    groups = groupby(stream, key=lambda result: result.outcome.path)
    try:
        for (item, place), (path, results) in zip(todo, groups, strict=True):
            if path != shown(item.path):
                raise RuntimeError(f"{path} came for {item.path}")
            _keep_input(out, item, place, results, work, added, on_outcome)
            out.boundary()
    finally:
        stream.close()  # type: ignore[attr-defined]
    out.boundary(now=True)


def _keep_input(
    out: Writer,
    item: Found | Outcome,
    place: _Place,
    results: Iterator[Result[Entry]],
    work: _Work,
    added: Added,
    on_outcome: Callable[[Outcome], None] | None,
) -> None:
    """Put one input with all its documents in the place of what the study had of it."""
    row = out.run("SELECT id FROM input WHERE key = ?", place.key).fetchone()
    if row is None:
        number = out.run(
            "INSERT INTO input (source_id, place, key, path, name, digest, context, settings) VALUES (?, ?, ?, ?, ?, '', '', '')",
            place.source, place.place, place.key, place.path, place.name,
        ).lastrowid  # fmt: skip
    else:
        number = row[0]
    old = dict(out.run("SELECT member, id FROM document WHERE input_id = ? ORDER BY n DESC", number).fetchall())
    out.run("DELETE FROM outcome WHERE input_id = ?", number)
    mark = ""
    told_before = item.id if isinstance(item, Found) else ""
    kept_old = False
    n = 0
    for result in results:
        n += 1
        outcome = result.outcome
        member = outcome.doc[len(told_before) :]
        outcome = replace(outcome, doc=place.name + member if outcome.doc else "")
        document: int | None = None
        if result.doc is not None and result.value is not None:
            mark = result.doc.digest or mark
            doc = replace(result.doc, id=outcome.doc)
            document = _keep_document(out, int(number or 0), n, member, doc, result, old.pop(member, None), work, added)
        elif outcome.code in _PASSING:
            kept_old = True  # what could not be read just now is no reason to drop what was read before
        _keep_outcome(out, int(number or 0), n, document, outcome)
        if on_outcome is not None:
            on_outcome(outcome)
    if kept_old and old:
        n = _keep_old(out, int(number or 0), n, old)
    else:
        for gone in old.values():
            _drop_document(out, gone)
            added.removed += 1
    if isinstance(item, Found):
        mark = mark or place.digest or fingerprint(item, work.options)
        out.run(
            "UPDATE input SET digest = ?, context = ?, settings = ?, gone = 0 WHERE id = ?",
            mark, place.context or context_of(item, work.options), work.wanted, number,
        )  # fmt: skip
    else:
        out.run("UPDATE input SET settings = ? WHERE id = ?", work.wanted, number)


def _keep_old(out: Writer, number: int, n: int, old: dict[str, int]) -> int:
    """Documents that an input had and that cannot be read now: they stay, with an outcome of their own."""
    for document in sorted(old.values()):
        n += 1
        doc, chars = out.run("SELECT doc, chars FROM document WHERE id = ?", document).fetchone()
        out.run("UPDATE document SET n = ? WHERE id = ?", n, document)
        detail = t("现在读不了，保留上次的内容", "cannot be read now; kept as it was")
        _keep_outcome(out, number, n, document, Outcome("", "partial", doc, "kept", detail, chars_kept=chars))
    return n


def _keep_outcome(out: Writer, number: int, n: int, document: int | None, outcome: Outcome) -> None:
    out.run(
        "INSERT INTO outcome (id, input_id, n, document_id, doc, status, code, detail, format, encoding, replaced, "
        "chars_read, chars_kept, policy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        number * SPAN + n, number, n, document, plain(outcome.doc), outcome.status, outcome.code, plain(outcome.detail),
        outcome.format, outcome.encoding, outcome.replaced, outcome.chars_read, outcome.chars_kept, int(outcome.policy),
    )  # fmt: skip


def _keep_document(
    out: Writer,
    number: int,
    n: int,
    member: str,
    doc: Document,
    result: Result[Entry],
    old: int | None,
    work: _Work,
    added: Added,
) -> int:
    entry = result.value
    if entry is None:
        raise RuntimeError("a document without its analysis")
    packed = entry.packed
    header = read_header(doc, member, entry.text_sha256, result.marks)
    if packed is None:  # an equal text was known: take its rows, if it has not been replaced meanwhile
        packed = _equal(out, doc.title, entry.text_sha256, work.wanted)
        added.taken_over += packed is not None
        words = bigrams(entry.text)
        if packed is None:
            packed = pack(analyse(replace(doc, text=entry.text), work.book), work.places)
            added.analysed += 1
    else:
        added.analysed += 1
        words = entry.bigrams
    values = (
        number, n, plain(doc.id), *header[:-1], packed.chars, packed.hanzi, digest(header, packed), entry.text_sha256,
        entry.text,
    )  # fmt: skip
    names = (
        "input_id, n, doc, member, title, date, source, author, meta, flags, digest, marks, chars, hanzi, rows_sha256, "
        "text_sha256, text"
    )
    holes = ", ".join("?" * len(values))
    if old is None:
        document = int(out.run(f"INSERT INTO document ({names}) VALUES ({holes})", *values).lastrowid or 0)  # noqa: S608
    else:
        document = old
        _drop_rows(out, document)
        out.run(f"UPDATE document SET ({names}) = ({holes}) WHERE id = ?", *values, document)  # noqa: S608
    _keep_rows(out, document, packed, words, work.themes)
    out.documents += 1
    return document


def _equal(out: Writer, title: str, text_sha256: str, wanted: str) -> Packed | None:
    """The rows of a document with that title and text, analysed under the settings wanted."""
    row = out.run(
        "SELECT d.id FROM document d JOIN input i ON i.id = d.input_id "
        "WHERE d.text_sha256 = ? AND d.title = ? AND i.settings = ? LIMIT 1",
        text_sha256, plain(title), wanted,
    ).fetchone()  # fmt: skip
    return None if row is None else read_packed(_Reader(out), row[0], KINDS)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Reader:
    """The writer's own connection, as a study is read."""

    out: Writer

    def rows(self, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""
        return iter(self.out.run(sql, *values).fetchall())

    def row(self, sql: str, *values: Any) -> tuple[Any, ...]:
        """The one row of a query."""
        return tuple(self.out.run(sql, *values).fetchone())


def _keep_rows(out: Writer, document: int, packed: Packed, words: str, themes: tuple[int, ...]) -> None:
    """The rows below a document, and its full-text entry."""
    base = document * SPAN
    for kind in KINDS:
        if len(getattr(packed, kind)) >= SPAN:
            raise InputError(t("文档过长", "the document is too long"), code="limit")
    out.many(
        'INSERT INTO passage (id, document_id, start, "end", role, section, confidence, themes, concreteness) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(base + n, document, *row) for n, row in enumerate(packed.passages)],
    )
    out.many(
        'INSERT INTO sentence (id, document_id, passage_id, para, n, start, "end", kind, level, section, role, confidence, '
        "second, themes, inferred, mentions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (base + n, document, None if row[0] is None else base + row[0], *row[1:])
            for n, row in enumerate(packed.sentences)
        ],
    )
    out.many(
        "INSERT INTO link (id, document_id, problem_id, remedy_id, rule, score) VALUES (?, ?, ?, ?, ?, ?)",
        [(base + n, document, base + a, base + b, *rest) for n, (a, b, *rest) in enumerate(packed.links)],
    )
    out.many(
        'INSERT INTO hit (id, document_id, theme_id, pattern, start, "end", stance, sentence_start, sentence_end, heading) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(base + n, document, themes[theme], *rest) for n, (theme, *rest) in enumerate(packed.hits)],
    )
    out.many(
        "INSERT INTO theme_count (id, document_id, theme_id, hits, as_problem, as_remedy, example_score, example_start, "
        "example_end, mark_start, mark_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(base + n, document, themes[theme], *rest) for n, (theme, *rest) in enumerate(packed.counts)],
    )
    out.run("INSERT INTO document_fts (rowid, bigrams) VALUES (?, ?)", document, words)


def _drop_rows(out: Writer, document: int) -> None:
    """The rows below a document."""
    (text,) = out.run("SELECT text FROM document WHERE id = ?", document).fetchone()
    out.run("INSERT INTO document_fts (document_fts, rowid, bigrams) VALUES ('delete', ?, ?)", document, bigrams(text))
    for table in OF_DOCUMENT:
        out.run(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", document * SPAN, document * SPAN + SPAN - 1)  # noqa: S608


def _drop_document(out: Writer, document: int) -> None:
    _drop_rows(out, document)
    out.run("DELETE FROM outcome WHERE document_id = ?", document)
    out.run("DELETE FROM document WHERE id = ?", document)


def _catch_up(out: Writer, work: _Work, added: Added) -> None:
    """Analyse anew, from the texts in the study, what other settings gave: inputs that were not looked at or are gone."""
    late = out.run("SELECT id FROM input WHERE settings <> ? ORDER BY id", work.wanted).fetchall()
    for (number,) in late:
        rows = out.run(
            "SELECT id, member, title, date, source, author, meta, flags, digest, marks, text_sha256, text FROM document "
            "WHERE input_id = ? ORDER BY n",
            number,
        ).fetchall()
        for document, *header, text_sha256, text in rows:
            packed = pack(analyse(Document("", text, title=header[1]), work.book), work.places)
            _drop_rows(out, document)
            out.run(
                "UPDATE document SET chars = ?, hanzi = ?, rows_sha256 = ? WHERE id = ?",
                packed.chars, packed.hanzi, digest([*header, text_sha256], packed), document,
            )  # fmt: skip
            _keep_rows(out, document, packed, bigrams(text), work.themes)
            added.analysed += 1
            out.documents += 1
        out.run("UPDATE input SET settings = ? WHERE id = ?", work.wanted, number)
        out.boundary()


@dataclass(frozen=True, slots=True)
class State:
    """An input of a study against the disk: same, changed, gone, new (not in the study) or other (its settings)."""

    state: str
    path: str
    doc: str
    documents: int
    status: str


def status(path: Path, *, follow: bool = False, wait: float = 5.0) -> tuple[State, ...]:
    """Every input of a study, and every file under its sources that it does not have, against the disk.

    Marks in the study which inputs are gone, unless it cannot be written just now.
    """
    states: list[State] = []
    changed: list[tuple[int, int]] = []
    with Study(path, wait=wait) as study:
        wanted = settings_hash(study.settings)
        options = _load_options(study.settings)
        items = [
            item
            for item in discover([_back(key, path) for key in _source_keys(study)], follow=follow)
            if isinstance(item, Found)
        ]
        if not options.raw:
            options = replace(options, shared=shared_by_folder(items))
        found = {_stored_key(key_of(item.path, path)): item for item in items}
        rows = list(study.rows(
            "SELECT i.id, i.key, i.path, i.name, i.digest, i.settings, i.gone, count(o.document_id), min(o.status) FROM input i "
            "LEFT JOIN outcome o ON o.input_id = i.id GROUP BY i.id ORDER BY i.source_id, i.place"
        ))  # fmt: skip
        for number, key, shown_path, name, mark, settings, gone, documents, status_ in rows:
            item = found.pop(key, None) or (
                Found(_back(key, path), name) if os.path.lexists(_back(key, path)) else None
            )
            if item is None:
                state = "gone"
            elif settings != wanted:
                state = "other"
            else:
                state = "same" if not mark or fingerprint(item, options) == mark else "changed"
            if (state == "gone") != bool(gone):
                changed.append((int(state == "gone"), number))
            states.append(State(state, shown(shown_path), shown(name), documents, status_ or ""))
    states += [State("new", shown(item.path), item.id, 0, "") for item in found.values()]
    if changed:
        with contextlib.suppress(StudyLocked, OutputRefused, NoSpace), writer(path, wait=0) as out:
            out.many("UPDATE input SET gone = ? WHERE id = ?", changed)
    return tuple(states)


def _source_keys(study: Study) -> list[str]:
    return [str(key) for (key,) in study.rows("SELECT key FROM source ORDER BY id")]


def _back(key: str, study: Path) -> str:
    """The path of a key."""
    return os.path.normpath(os.path.join(os.path.abspath(study.parent), key))  # noqa: PTH100, PTH118


def _from_here(key: str, named: str, study: Path) -> str:
    """A source as it was named, or, where that means something else in this folder, by its path from here."""
    if key_of(named, study) == key:
        return named
    try:
        return os.path.relpath(_back(key, study))
    except ValueError:  # another drive
        return _back(key, study)


def _load_options(settings: dict[str, Any]) -> LoadOptions:
    """The options of reading that a study was made with."""
    had = settings["reading"]
    read = ReadOptions(
        encoding=str(had.get("encoding", "")), text_column=str(had.get("text-column", "")),
        title_column=str(had.get("title-column", "")), date_column=str(had.get("date-column", "")),
        id_column=str(had.get("id-column", "")),
    )  # fmt: skip
    return LoadOptions(read, bool(had.get("raw")), bool(had.get("normalise")))


def forget(path: Path, names: Sequence[str], *, gone: bool = False, wait: float = 5.0) -> tuple[int, int]:
    """Take inputs out of a study: those named by path, document id or folder, or all that are no longer on the disk.

    Gives how many inputs and documents went. Raises UsageError where a name fits nothing.
    """
    with writer(path, wait=wait) as out:
        rows = out.run("SELECT id, key, path, name, gone FROM input ORDER BY id").fetchall()
        chosen = {number for number, *_, is_gone in rows if gone and is_gone}
        for name in names:
            key = _stored_key(key_of(name, path))
            under = key.rstrip("/") + "/"
            found = {
                number
                for number, known, shown_path, doc, _ in rows
                if key == known or known.startswith(under) or name in {shown_path, doc} or doc.startswith(name.rstrip("/") + "/")
                or (key == "." and not known.startswith("../"))
            }  # fmt: skip
            if not found:
                raise UsageError(
                    t(f"{path}：里面没有“{shown(name)}”", f"{path}: nothing in it is called '{shown(name)}'"),
                    hint=t(f"djtext index status {path} 列出内容", f"djtext index status {path} lists what there is"),
                )
            chosen |= found
        documents = 0
        for number in sorted(chosen):
            for (document,) in out.run("SELECT id FROM document WHERE input_id = ?", number).fetchall():
                _drop_document(out, document)
                documents += 1
            out.run("DELETE FROM outcome WHERE input_id = ?", number)
            out.run("DELETE FROM input WHERE id = ?", number)
        out.run("DELETE FROM source WHERE id NOT IN (SELECT source_id FROM input)")
        out.boundary(now=True)
        return len(chosen), documents


def vacuum(path: Path, *, wait: float = 5.0) -> tuple[int, int]:
    """Give back the room that forgotten documents left; the sizes in bytes before and after."""
    before = path.stat().st_size if path.exists() else 0
    with writer(path, wait=wait) as out:
        out.run("INSERT INTO document_fts (document_fts) VALUES ('optimize')")
        out.seal()
        out.connection.execute("VACUUM")
    return before, path.stat().st_size
