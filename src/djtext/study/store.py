"""The study file: opened, made, brought to the present format, and read.

A study is one SQLite file (see `schema`). Readers see the last whole state, whatever a writer does meanwhile.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from djtext import __version__, resources
from djtext.errors import (
    DjtextError,
    NewerFormat,
    NoSpace,
    NoSuchStudy,
    OutputRefused,
    StudyDamaged,
    StudyLocked,
    UsageError,
)
from djtext.lang import t
from djtext.read.walk import shown
from djtext.study.load import LoadOptions
from djtext.study.lock import writing
from djtext.study.pack import Packed
from djtext.study.schema import APPLICATION, FORMAT, MIGRATIONS, SCHEMA, SPAN, VIEWS, objects
from djtext.types import Codebook, Document, Outcome, Status

SUFFIX = ".djtext"
_HEADER = 100
_MAGIC = b"SQLite format 3\0"
_ANALYSIS = 1  # raised where the same version of djtext would analyse otherwise
_MODELS = ("roles.npz", "links.json", "leads.json", "runin.json", "runin-pairs.txt")


def is_study(path: str) -> bool:
    """Does a path name a study file: by its ending, or by its first bytes?"""
    if path.lower().endswith(SUFFIX):
        return not Path(path).is_dir()
    try:
        if not Path(path).is_file():
            return False
        with Path(path).open("rb") as file:
            return _ours(file.read(_HEADER))
    except (OSError, ValueError):
        return False


def is_old(path: str) -> bool:
    """Is a study of an older format, so that opening it brings it to this one?"""
    with Path(path).open("rb") as file:
        head = file.read(_HEADER)
    return _ours(head) and int.from_bytes(head[60:64], "big") < FORMAT


def _ours(head: bytes) -> bool:
    return head.startswith(_MAGIC) and int.from_bytes(head[68:72], "big") == APPLICATION


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Errors of SQLite as errors of djtext, with their exit codes."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(path, error) from None


def _translated(path: Path, error: sqlite3.Error) -> DjtextError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StudyLocked(
            t(f"{path}：正被另一个进程使用", f"{path}: in use by another process"),
            hint=t("等它结束再试，或加 --wait 秒数", "try when it has ended, or give --wait SECONDS"),
        )
    if name == "SQLITE_FULL" or (name.startswith("SQLITE_IOERR") and _no_room(path)):
        return NoSpace(
            t(f"{path}：磁盘空间不足；已存入的都在", f"{path}: no space left; what was kept before is all there"),
            hint=t("腾出空间，再运行一次，从断处接着做", "make room and run it again: it goes on where it stopped"),
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return OutputRefused(
            t(f"{path}：不能写入或打开（{error}）", f"{path}: cannot be written or opened ({error})"),
            hint=t("检查文件和文件夹的权限", "check the permissions of the file and its folder"),
        )
    if name.startswith("SQLITE_IOERR"):
        return DjtextError(
            t(f"{path}：读写出错（{error}）", f"{path}: reading or writing failed ({error})"),
            hint=t("检查磁盘后再运行一次；已存入的都在", "check the disk and run it again; what was kept is all there"),
        )
    return damaged(path, str(error))


def _no_room(path: Path) -> bool:
    """Can no more be written where the study lies, or not to a file of that size?"""
    with contextlib.suppress(OSError, AttributeError):
        state = os.statvfs(path.parent)
        if state.f_bavail * state.f_frsize < 1_000_000:
            return True
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        return resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY
    return False


def damaged(path: Path, why: str, problems: Sequence[str] = ()) -> StudyDamaged:
    """The error of a file that cannot be trusted. Nothing is deleted."""
    return StudyDamaged(
        t(f"{path}：文件已损坏（{why}）", f"{path}: damaged ({why})"),
        hint=t(
            f"从原文重建：djtext index add 原文文件夹 -o 新文件{SUFFIX}；旧文件不会被删除",
            f"make it anew from the texts: djtext index add FOLDER -o NEW{SUFFIX}; the old file is left as it is",
        ),
        problems=tuple(problems),
    )


def _foreign(path: Path, what: str) -> StudyDamaged:
    return StudyDamaged(
        t(f"{path}：不是 djtext 的研究文件（{what}）", f"{path}: no study of djtext ({what})"),
        hint=t("检查文件名；djtext index add 文件夹 -o 名称.djtext 建立研究文件",
               "check the name; djtext index add FOLDER -o NAME.djtext makes a study"),
    )  # fmt: skip


def check_kind(path: Path) -> None:
    """Raise NoSuchStudy, StudyDamaged or NewerFormat unless the first bytes of a file are those of a study."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except FileNotFoundError:
        raise NoSuchStudy(
            t(f"{path}：没有这个研究文件", f"{path}: there is no such study"),
            hint=t(f"djtext index add 文件夹 -o {path} 建立它", f"djtext index add FOLDER -o {path} makes it"),
        ) from None
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise OutputRefused(t(f"{path}：打不开（{reason}）", f"{path}: cannot be opened ({reason})")) from None
    if not head.startswith(_MAGIC):
        raise _foreign(path, t("空文件", "an empty file") if not head else t("内容不是 SQLite", "it is no SQLite file"))
    if not _ours(head):
        raise _foreign(path, t("其他程序的 SQLite 文件", "an SQLite file of another program"))
    _refuse_newer(path, int.from_bytes(head[60:64], "big"))


@lru_cache(maxsize=1)
def analysis_version() -> str:
    """What djtext's own part in an analysis is: its version and its models."""
    found = hashlib.sha256()
    for name in _MODELS:
        with contextlib.suppress(OSError):
            found.update(resources.data(name).read_bytes())
    return f"{__version__}/{_ANALYSIS}/{found.hexdigest()[:16]}"


def book_digest(book: Codebook) -> str:
    """SHA-256 of all that a codebook says, wherever its file lies."""
    parts = [
        (x.key, x.label, x.label_en, x.kind, x.definition, x.patterns, x.not_patterns, x.examples, x.counter_examples)
        for x in book.themes
    ]
    text = json.dumps([book.name, book.version, parts], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def reading(options: LoadOptions) -> dict[str, Any]:
    """What decides how files become texts, by the names of the command line's options."""
    read = options.read
    return {
        "raw": options.raw, "normalise": options.normalise, "encoding": read.encoding, "text-column": read.text_column,
        "title-column": read.title_column, "date-column": read.date_column, "id-column": read.id_column,
    }  # fmt: skip


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


def settings_of(book: Codebook, options: LoadOptions) -> dict[str, Any]:
    """Everything besides the files that decides what a study holds."""
    return {
        "djtext": analysis_version(), "codebook": book_digest(book), "codebook_title": book.title,
        "reading": reading(options),
    }  # fmt: skip


def settings_hash(settings: dict[str, Any]) -> str:
    """One key for settings; the codebook's title is for people."""
    parts = {name: value for name, value in settings.items() if name != "codebook_title"}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


def ledger_digest(execute: Callable[[str], Iterable[tuple[Any, ...]]]) -> str:
    """SHA-256 over the rows of all tables that belong to no document."""
    found = hashlib.sha256()
    for table in ("source", "input", "outcome", "codebook", "theme"):
        for row in execute(f"SELECT * FROM {table} ORDER BY id"):  # noqa: S608
            found.update(json.dumps(row, default=str).encode())
    return found.hexdigest()


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(str(path.absolute()))}?{mode}"


def _prepare(connection: sqlite3.Connection, wait: float) -> None:
    connection.execute(f"PRAGMA busy_timeout={int(wait * 1000)}")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA foreign_keys=ON")


def connect(path: Path, *, write: bool = False, wait: float = 5.0) -> sqlite3.Connection:
    """A connection to a file that is there. Reading works in folders that cannot be written to."""
    if write:
        connection = sqlite3.connect(_uri(path, "mode=rw"), uri=True, isolation_level=None)
        try:
            _prepare(connection, wait)
            connection.execute("PRAGMA journal_mode=WAL").fetchone()
            connection.execute("PRAGMA synchronous=NORMAL")
        except BaseException:
            connection.close()
            raise
        return connection
    # The first, though nothing is written, so that the last reader can take the log away; the last where no file can be
    # made beside the study.
    for mode in ("mode=rw", "mode=ro", "mode=ro&immutable=1"):
        connection = sqlite3.connect(_uri(path, mode), uri=True, isolation_level=None)
        try:
            _prepare(connection, wait)
            connection.execute("PRAGMA query_only=ON")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            wal = path.with_name(f"{path.name}-wal")
            blocked = getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
            if not blocked or mode.endswith("=1") or (mode == "mode=ro" and wal.exists() and wal.stat().st_size):
                raise
        except sqlite3.Error:
            connection.close()
            raise
        else:
            return connection
    raise AssertionError("unreachable")


def check_schema(path: Path, connection: sqlite3.Connection) -> None:
    """Raise StudyDamaged unless the tables and views are those of this format, and no trigger is among them."""
    found = {
        name: (kind, sql)
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    }
    for name, statement in objects().items():
        if _even(found.get(name, ("", ""))[1]) != _even(statement):
            raise damaged(path, t(f"表 {name} 不是应有的样子", f"{name} is not as it should be"))
    if any(kind == "trigger" for kind, _ in found.values()):
        raise damaged(path, t("里面有触发器", "it holds triggers"))


def _even(sql: str) -> str:
    """A statement without the white space in which an altered table differs from one made so."""
    return " ".join(sql.split()).replace(" ,", ",").replace(" )", ")")


def version_of(path: Path, connection: sqlite3.Connection) -> int:
    """The format of a study; raises NewerFormat where it is of a later djtext."""
    number = int(connection.execute("PRAGMA user_version").fetchone()[0])
    _refuse_newer(path, number)
    return number


def _refuse_newer(path: Path, number: int) -> None:
    if number > FORMAT:
        raise NewerFormat(
            t(
                f"{path}：由更新的 djtext 写成（格式 {number}，本版只认到 {FORMAT}）；没有改动",
                f"{path}: written by a newer djtext (format {number}; this one knows {FORMAT}); left as it is",
            ),
            hint=t("升级 djtext：pip install -U djtext", "upgrade: pip install -U djtext"),
        )


def create(path: Path, settings: dict[str, Any]) -> None:
    """Make an empty study: whole under another name first, then renamed. The caller is the writer."""
    for left in path.parent.glob(f".{path.name[:40]}.*.part*"):  # of a run that was killed here
        left.unlink(missing_ok=True)
    with _beside(path) as temporary:
        connection = sqlite3.connect(temporary, isolation_level=None)
        try:
            connection.executescript(
                f"PRAGMA page_size=4096; PRAGMA journal_mode=DELETE; PRAGMA application_id={APPLICATION}; "
                f"PRAGMA user_version={FORMAT}; BEGIN; {SCHEMA} COMMIT;"
            )
            connection.execute("INSERT INTO study VALUES ('settings', ?)", (json.dumps(settings, ensure_ascii=False),))
        finally:
            connection.close()


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place when the block ends well."""
    temporary: Path | None = None
    try:
        with told(path):
            handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
            temporary = Path(name)
            os.close(handle)
            yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        import errno

        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise NoSpace(t(f"{path}：磁盘空间不足", f"{path}: no space left")) from None
        reason = os.strerror(error.errno or 0)
        raise OutputRefused(t(f"{path}：不能写入（{reason}）", f"{path}: cannot be written ({reason})")) from None
    finally:
        if temporary is not None:
            for ending in ("", "-journal", "-wal", "-shm"):
                temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def migrate(path: Path, *, wait: float = 5.0) -> bool:
    """Bring a study of an older format to this one, in a copy that then takes its place; says whether there was need.

    Raises StudyLocked where others have it open.
    """
    check_kind(path)
    with told(path):
        with contextlib.closing(connect(path, wait=wait)) as reader:
            if version_of(path, reader) == FORMAT:
                return False
        with writing(path, wait=wait):
            _migrate(path, wait)
    return True


def _migrate(path: Path, wait: float) -> None:
    """The same for one who is the writer."""
    with told(path):
        old = connect(path, write=True, wait=wait)
        try:
            number = version_of(path, old)
            if number == FORMAT:
                return
            old.execute(
                "PRAGMA journal_mode=DELETE"
            ).fetchone()  # takes the log into the file; refused to readers' faces
            with _beside(path) as temporary:
                new = sqlite3.connect(temporary, isolation_level=None)
                try:
                    old.backup(new)
                    new.execute("PRAGMA journal_mode=DELETE").fetchone()
                    new.execute("BEGIN")
                    for name in objects(VIEWS):
                        new.execute(f'DROP VIEW IF EXISTS "{name}"')
                    while number < FORMAT:
                        if number not in MIGRATIONS:
                            raise damaged(path, t(f"没有格式 {number}", f"there is no format {number}"))
                        for statement in MIGRATIONS[number].split(";\n"):
                            new.execute(statement)
                        number += 1
                    for statement in objects(VIEWS).values():
                        new.execute(statement)
                    new.execute(f"PRAGMA user_version={FORMAT}")
                    new.execute("COMMIT")
                    check_schema(path, new)
                    if (wrong := new.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                        raise damaged(path, str(wrong))
                finally:
                    new.close()
        finally:
            old.close()


@dataclass(frozen=True, slots=True)
class Stored:
    """One outcome of a study, and its document where there is one. `id` is the document's number in the study."""

    study: Study
    outcome: Outcome
    doc: Document
    id: int = 0
    marks: tuple[int, ...] = ()
    sizes: tuple[int, int] = (0, 0)  # characters, hanzi

    def spans(self) -> Iterator[tuple[int, int, int]]:
        """Number, start and end of each sentence."""
        rows = self.study.rows(
            'SELECT n, start, "end" FROM sentence WHERE id BETWEEN ? AND ? ORDER BY id', *_span(self.id)
        )
        return ((n, start, end) for n, start, end in rows)

    def packed(self, *kinds: str) -> Packed:
        """The rows of these kinds (see `pack.KINDS`)."""
        return _packed(self.study, self.id, kinds, self.sizes)


def _span(number: int) -> tuple[int, int]:
    return number * SPAN, number * SPAN + SPAN - 1


_ROWS = {
    "sentences": 'SELECT passage_id - {base}, para, n, start, "end", kind, level, section, role, confidence, second, '
    "themes, inferred, mentions FROM sentence WHERE id BETWEEN ? AND ? ORDER BY id",
    "passages": 'SELECT start, "end", role, section, confidence, themes, concreteness FROM passage '
    "WHERE id BETWEEN ? AND ? ORDER BY id",
    "links": "SELECT problem_id - {base}, remedy_id - {base}, rule, score FROM link WHERE id BETWEEN ? AND ? ORDER BY id",
    "hits": 'SELECT m.place, h.pattern, h.start, h."end", h.stance, h.sentence_start, h.sentence_end, h.heading '
    "FROM hit h JOIN theme m ON m.id = h.theme_id WHERE h.id BETWEEN ? AND ? ORDER BY h.id",
    "counts": "SELECT m.place, c.hits, c.as_problem, c.as_remedy, c.example_score, c.example_start, c.example_end, "
    "c.mark_start, c.mark_end FROM theme_count c JOIN theme m ON m.id = c.theme_id WHERE c.id BETWEEN ? AND ? "
    "ORDER BY c.id",
}


def read_packed(study: Study, number: int, kinds: Sequence[str]) -> Packed:
    """The rows of one document, with places that count from 0 within it."""
    chars, hanzi = study.row("SELECT chars, hanzi FROM document WHERE id = ?", number)
    return _packed(study, number, kinds, (chars, hanzi))


def _packed(study: Study, number: int, kinds: Sequence[str], sizes: tuple[int, int]) -> Packed:
    first, last = _span(number)
    found = {kind: tuple(map(tuple, study.rows(_ROWS[kind].format(base=first), first, last))) for kind in kinds}
    return Packed(sizes[0], sizes[1], **found)


_JOINED = "FROM outcome o JOIN input i ON i.id = o.input_id"
_OUTCOMES = (
    "SELECT o.document_id, i.path, o.doc, o.status, o.code, o.detail, o.format, o.encoding, o.replaced, o.chars_read, "
    "o.chars_kept, o.policy, d.doc, d.text, d.title, d.date, d.source, d.author, d.meta, d.digest, d.flags, d.marks, "
    f"d.chars, d.hanzi {_JOINED} LEFT JOIN document d ON d.id = o.document_id "
)
_NUMBERED = _OUTCOMES.replace("SELECT ", "SELECT o.id, ", 1).replace("d.marks", "'[]'")  # marks are for telling copies
_ORDER = "ORDER BY i.source_id, i.place, o.n"
_LOT = 64  # documents read at once, with their texts


class Study:
    """A study open for reading: one state of it, whatever is written meanwhile. Close it, or use it in `with`.

    Raises NoSuchStudy, StudyDamaged, NewerFormat. A study of an older format is brought to this one first.
    """

    def __init__(self, path: str | Path, *, wait: float = 5.0) -> None:
        self.path = Path(path)
        check_kind(self.path)
        with told(self.path):
            self._connection = connect(self.path, wait=wait)
            try:
                if version_of(self.path, self._connection) < FORMAT:
                    self._connection.close()
                    migrate(self.path, wait=wait)
                    self._connection = connect(self.path, wait=wait)
                check_schema(self.path, self._connection)
                self._connection.execute("BEGIN")
                self.settings: dict[str, Any] = self._settings()
            except BaseException:
                self._connection.close()
                raise

    def _settings(self) -> dict[str, Any]:
        row = self._connection.execute("SELECT value FROM study WHERE name = 'settings'").fetchone()
        try:
            found = json.loads(row[0])
            if not isinstance(found["reading"], dict) or not isinstance(found["codebook"], str):
                raise TypeError
        except (TypeError, ValueError, KeyError):
            raise damaged(self.path, t("设置读不出", "its settings cannot be read")) from None
        return dict(found)

    def __enter__(self) -> Study:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rows(self, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query; damage is told as such."""
        with told(self.path):
            cursor = self._connection.execute(sql, values)
        while True:
            with told(self.path):
                block = cursor.fetchmany(500)
            if not block:
                return
            yield from block

    def row(self, sql: str, *values: Any) -> tuple[Any, ...]:
        """The one row of a query."""
        for found in self.rows(sql, *values):
            return found
        raise damaged(self.path, t("缺少应有的一行", "a row is missing"))

    def blob(self, table: str, column: str, number: int) -> bytes:
        """A large value of one row, read without the copies that a query makes of it."""
        with told(self.path), self._connection.blobopen(table, column, number, readonly=True) as found:
            return found.read()

    def make_vocabulary(self) -> None:
        """The words of the full-text index as the table `temp.fts_words`."""
        with told(self.path):
            self._connection.execute("PRAGMA query_only=OFF")
            self._connection.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.fts_words USING fts5vocab('main', 'document_fts', 'row')"
            )

    def named(self) -> list[str]:
        """The paths that were given to `index add`, in their order."""
        return [str(name) for (name,) in self.rows("SELECT named FROM source ORDER BY id")]

    def keys(self) -> tuple[str, ...]:
        """The keys of the codebook's themes, in order."""
        digest = self.settings["codebook"]
        sql = "SELECT m.key FROM theme m JOIN codebook b ON b.id = m.codebook_id WHERE b.digest = ? ORDER BY m.place"
        return tuple(str(key) for (key,) in self.rows(sql, digest))

    def unfinished(self) -> int:
        """How many inputs still hold what other settings gave, because a run was stopped."""
        sql = "SELECT count(*) FROM input WHERE settings <> ?"
        return int(self.row(sql, settings_hash(self.settings))[0])

    def gone(self) -> int:
        """How many inputs were no longer on the disk when it was last looked at."""
        return int(self.row("SELECT count(*) FROM input WHERE gone")[0])

    def number_of_inputs(self) -> int:
        """How many inputs the study has."""
        return int(self.row("SELECT count(*) FROM input")[0])

    def outcomes(self) -> Iterator[Stored]:
        """Every outcome in the study's order, with its document where there is one."""
        # From the inputs on, in their order, so that no texts wait to be sorted.
        inputs_first = _OUTCOMES.replace(_JOINED, "FROM input i CROSS JOIN outcome o ON o.input_id = i.id")
        for row in self.rows(inputs_first + _ORDER):
            yield self._stored(row)

    def numbered(self, numbers: Sequence[int]) -> Iterator[Stored]:
        """The outcomes with these documents, without marks, in the study's order: put in order before texts are read."""
        sql = f"SELECT o.id {_JOINED} WHERE o.document_id IN (SELECT value FROM json_each(?)) {_ORDER}"  # noqa: S608
        ordered = [number for (number,) in self.rows(sql, json.dumps(list(numbers)))]
        for begin in range(0, len(ordered), _LOT):
            lot = ordered[begin : begin + _LOT]
            chosen = "WHERE o.id IN (SELECT value FROM json_each(?))"
            rows = {row[0]: row[1:] for row in self.rows(f"{_NUMBERED} {chosen}", json.dumps(lot))}
            if len(rows) < len(lot):
                raise damaged(self.path, t("缺少应有的一行", "a row is missing"))
            yield from (self._stored(rows.pop(number)) for number in lot)

    def troubled(self) -> Iterator[Stored]:
        """The outcomes that are not plainly good, in the study's order, without their documents."""
        columns = _OUTCOMES.partition(" d.doc")[0].rstrip(", ")
        sql = f"{columns} {_JOINED} WHERE o.status <> 'ok' {_ORDER}"
        for row in self.rows(sql):
            yield self._stored((None, *row[1:]))

    def matching(self, query: str, phrase: str) -> Iterator[Stored]:
        """The documents that may hold a phrase: by a full-text query, or by looking at all."""
        if query:
            where = "WHERE d.id IN (SELECT rowid FROM document_fts WHERE document_fts MATCH ?) "
            found = self.rows(_OUTCOMES + where + _ORDER, query)
        else:
            found = self.rows(_OUTCOMES + "WHERE instr(d.text, ?) > 0 " + _ORDER, phrase)
        for row in found:
            yield self._stored(row)

    def _stored(self, row: tuple[Any, ...]) -> Stored:
        try:
            number, path, *rest = row
            doc, status, code, detail, kind, encoding, replaced, chars_read, chars_kept, policy = rest[:10]
            outcome = Outcome(
                shown(path), _status(status), shown(doc), shown(code), shown(detail), kind, encoding, replaced,
                chars_read, chars_kept, bool(policy),
            )  # fmt: skip
            if number is None:
                return Stored(self, outcome, Document("", ""))
            name, text, title, date, source, author, meta, digest, flags, marks, chars, hanzi = rest[10:]
            made = Document(
                shown(name), text, shown(path), title, date, source, author,
                tuple((str(a), str(b)) for a, b in json.loads(meta).items()), digest, tuple(json.loads(flags)),
            )  # fmt: skip
            return Stored(self, outcome, made, number, tuple(json.loads(marks)), (chars, hanzi))
        except (ValueError, TypeError, AttributeError) as error:
            raise damaged(self.path, str(error)) from None


def _status(word: str) -> Status:
    from djtext.types import STATUSES

    if word not in STATUSES:
        raise ValueError(word)
    return word
