"""The private cache: what jobs gave for inputs that were seen before, in one SQLite file. Explained in docs/cache.md.

It may be deleted at any time. Whatever befalls it (damage, a lock, a full disk, another user's file) it is set aside:
`trouble` says why, and the values are computed. Every value has a checksum, so that a wrong one is never given.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from djtext.lang import t
from djtext.read import Found
from djtext.read.walk import shown
from djtext.study.codec import codec, value_type
from djtext.study.identity import installation, job_key, job_name
from djtext.study.load import LoadOptions
from djtext.study.parcel import Parcels
from djtext.study.stamps import file_key, is_settled, stamp_of
from djtext.study.store import connect

NAME = "values.sqlite"
APPLICATION = 0x646A7463  # "djtc" at byte 68 of the file
FORMAT = 2
LIMIT = 2_000_000_000  # bytes, unless a setting says otherwise
_MAGIC = b"SQLite format 3\0"
_MARK = 16  # bytes of a checksum
_WAIT = 1.0  # seconds for another process's transaction
_KEYS = 500  # asked for in one query
_FILE = 150  # bytes that a remembered file takes, roughly
_FLUSH = 4_000_000  # bytes that wait to be written, at most
_STALE = 8  # runs after which a use is written down again
_TABLES = {
    "state": "CREATE TABLE state (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
    "job": "CREATE TABLE job (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL)",
    "entry": "CREATE TABLE entry (job_id INTEGER NOT NULL, place BLOB NOT NULL, used INTEGER NOT NULL, "
    "size INTEGER NOT NULL, value_id INTEGER NOT NULL, PRIMARY KEY (job_id, place)) WITHOUT ROWID",
    "value": "CREATE TABLE value (id INTEGER PRIMARY KEY AUTOINCREMENT, parcel BLOB NOT NULL)",
    "file": "CREATE TABLE file (path BLOB PRIMARY KEY, stamp BLOB NOT NULL, digest BLOB NOT NULL, run INTEGER NOT NULL) "
    "WITHOUT ROWID",
    "shared": "CREATE TABLE shared (folder BLOB PRIMARY KEY, lines BLOB NOT NULL, run INTEGER NOT NULL) WITHOUT ROWID",
}


def folder() -> Path:
    """Where the cache lies: DJTEXT_CACHE_DIR, or the user's folder for caches."""
    given = os.environ.get("DJTEXT_CACHE_DIR", "")
    if given:
        return Path(given)
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("djtext", appauthor=False))


def path() -> Path:
    """The file of the cache."""
    return folder() / NAME


class Unusable(Exception):
    """The file is there and cannot be the cache; it stays as it is."""


@dataclass(slots=True, weakref_slot=True, eq=False)
class Cache:
    """The cache for one run of one job: `begin`, then `find`, `get` and `put`, at the end `close`.

    With `trust`, a file that looks as it did is not read again to see whether its bytes are the same (see `stamps`).
    `trouble` says what went wrong, in the language in force; the empty string where nothing did.
    """

    file: Path
    limit: int = LIMIT
    trust: bool = True
    trouble: str = ""
    parcels: Parcels | None = None
    hits: int = 0
    misses: int = 0
    _connection: sqlite3.Connection | None = None
    _job: int = 0
    _key: str = ""
    _name: str = ""
    _run: int = 0
    _waiting: list[tuple[bytes, bytes]] = field(default_factory=list)
    _size: int = 0
    _used: list[bytes] = field(default_factory=list)
    _files: list[tuple[bytes, bytes, bytes]] = field(default_factory=list)
    _shared: list[tuple[bytes, bytes]] = field(default_factory=list)
    _writable: bool = True

    def begin(self, make_job: Any, options: LoadOptions) -> bool:
        """Prepare for a job; False where its values cannot be kept."""
        if not self._prepare(make_job, options):
            self.close()
            return False
        self.open()
        if self._connection is None:
            return False
        with self._guarded():
            row = self._one("SELECT id FROM job WHERE key = ?", self._key)
            self._job = row[0] if row else 0
            row = self._one("SELECT number FROM state WHERE name = 'run'")
            self._run = (row[0] if row else 0) + 1
        return self._connection is not None

    def open(self) -> None:
        """Open the file; `begin` does so too."""
        if self._connection is None and not self.trouble:
            self._connection = self._open()

    def _prepare(self, make_job: Any, options: LoadOptions) -> bool:
        if not job_name(make_job):
            return False
        try:
            maker = getattr(make_job, "func", make_job)
            both = codec(value_type(maker))
            self._key, self._name = job_key(make_job, options), job_name(make_job)
        except (TypeError, NameError):  # a type that JSON does not hold, or that is known to type checkers only
            return False
        self.parcels = Parcels(bytes.fromhex(self._key), both)
        return True

    @property
    def knows(self) -> bool:
        """Has this job been run before?"""
        return bool(self._job)

    def find(self, places: Sequence[bytes]) -> dict[bytes, int]:
        """The numbers of the values under some keys, of those that there are. They may still turn out to be damaged."""
        found: dict[bytes, int] = {}
        if self._job:
            for place, number, used in self._some("SELECT place, value_id, used FROM entry WHERE job_id = ? AND place", places, self._job):  # fmt: skip
                if isinstance(place, bytes) and isinstance(number, int):
                    found[place] = number
                    if used < self._run - _STALE:
                        self._used.append(place)
        return found

    def get(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """The bytes of some values, by number; of those that there are."""
        rows = self._some("SELECT id, parcel FROM value WHERE id", numbers)
        return {number: parcel for number, parcel in rows if isinstance(parcel, bytes)}

    def remembered(self, keys: Sequence[bytes]) -> dict[bytes, tuple[bytes, bytes]]:
        """Stamp and SHA-256 of files, by their keys (see `stamps.file_key`); of those that are remembered."""
        if not self.trust:
            return {}
        rows = self._some("SELECT path, stamp, digest FROM file WHERE path", keys)
        return {
            path: (stamp, digest)
            for path, stamp, digest in rows
            if isinstance(stamp, bytes) and isinstance(digest, bytes)
        }

    def remember(self, item: Found, stamp: bytes, digest: bytes) -> None:
        """Keep what a file looked like, and its SHA-256, where its stamp is worth something."""
        if stamp and self._writable and self._connection is not None:
            self._files.append((file_key(item), stamp, digest))
            self._size += _FILE

    def look_at(self, paths: Sequence[str]) -> bytes:
        """What some files look like, and this installation; empty where a later change might not show."""
        stamps = [stamp_of(Found(path, "")) for path in paths]
        if not self.trust or not all(map(is_settled, stamps)):
            return b""
        return hashlib.blake2b(b"".join([installation().encode(), *stamps]), digest_size=_MARK).digest()

    def shared_lines(self, folder: str, paths: Sequence[str]) -> frozenset[str] | None:
        """The lines that these files of a folder share, where they look as they did; None where that is not known."""
        seen = self.look_at(paths)
        if seen:
            for _, data in self._some("SELECT folder, lines FROM shared WHERE folder", [file_key(Found(folder, ""))]):
                with contextlib.suppress(ValueError, TypeError):
                    if data[:_MARK] == seen and data[_MARK : 2 * _MARK] == _sum(data[2 * _MARK :]):
                        return frozenset(json.loads(data[2 * _MARK :]))
        return None

    def keep_shared_lines(self, folder: str, paths: Sequence[str], seen: bytes, lines: frozenset[str]) -> None:
        """Keep the lines, read while the files looked as they do now, or not at all."""
        if seen and self._writable and self._connection is not None and self.look_at(paths) == seen:
            data = json.dumps(sorted(lines)).encode()
            self._shared.append((file_key(Found(folder, "")), seen + _sum(data) + data))

    def put(self, place: bytes, parcel: bytes) -> None:
        """Keep bytes under a key, in place of what was there."""
        if not parcel or not self._writable or self._connection is None:
            return
        self._waiting.append((place, parcel))
        self._size += len(parcel)
        if self._size >= _FLUSH:
            self._flush()

    def close(self) -> None:
        """Write what waits, and let go of the file."""
        if self._connection is None:
            return
        self._flush(last=True)
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _some(self, sql: str, wanted: Sequence[Any], *before: Any) -> list[tuple[Any, ...]]:
        """The rows of a query for some keys; what cannot be had is left out."""
        found: list[tuple[Any, ...]] = []
        with self._guarded():
            for at in range(0, len(wanted), _KEYS):
                some = wanted[at : at + _KEYS]
                if self._connection is not None:
                    marks = ",".join("?" * len(some))
                    found += self._connection.execute(f"{sql} IN ({marks})", (*before, *some)).fetchall()
        return found

    def _one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        if self._connection is None:
            return None
        found: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
        return found

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """Whatever SQLite says, the run goes on; after damage without the cache."""
        try:
            yield
        except sqlite3.Error as error:
            if _is_damage(error):
                self._give_up(_damaged_words())
                _remove(self.file)
            else:
                self._give_up(str(error))
        except (TypeError, ValueError, OverflowError) as error:
            self._give_up(str(error))

    def _give_up(self, why: str) -> None:
        self.trouble = self.trouble or why
        self._waiting.clear()
        self._used.clear()
        self._files.clear()
        self._shared.clear()
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection | None:
        """The connection; where the file is ours and damaged, to a new one."""
        try:
            return self._connect()
        except Unusable as error:
            self.trouble = str(error)
        except OSError as error:
            self.trouble = os.strerror(error.errno or 0)
        except sqlite3.Error as error:
            if not _is_damage(error):
                self.trouble = str(error)
                return None
            _remove(self.file)
            try:
                found = self._connect()
            except (Unusable, OSError, sqlite3.Error) as again:
                self.trouble = str(again)
                return None
            self.trouble = _damaged_words()
            return found
        return None

    def _connect(self) -> sqlite3.Connection:
        private(self.file)
        there = _kind(self.file)
        self._writable = os.access(self.file, os.W_OK) and os.access(self.file.parent, os.W_OK)
        if not self._writable:
            connection = connect(self.file, wait=_WAIT)
            self.trouble = t("不能写入，只读取", "it cannot be written to and is only read")
        else:
            connection = sqlite3.connect(self.file, timeout=_WAIT, isolation_level=None)
        try:
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA cell_size_check=ON")
            if there:
                _check(connection)
            if self._writable:
                if not there or _is_old(connection):
                    _make(connection)
                connection.execute("PRAGMA journal_mode=WAL").fetchone()
                connection.execute("PRAGMA synchronous=NORMAL")
        except BaseException:
            connection.close()
            raise
        return connection

    def _flush(self, *, last: bool = False) -> None:
        """Write what waits, in one transaction. What cannot be written now is tried once more, then dropped."""
        connection = self._connection
        told = bool(self.hits or self.misses)
        if connection is None or not self._writable:
            return
        if not (self._waiting or self._files or self._shared or (last and (self._used or told))):
            return
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            if (
                getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY")
                and not last
                and self._size < 8 * _FLUSH
            ):
                return
            self._give_up(str(error))
            return
        with self._guarded():
            self._write(connection)
            if last:
                for name, number in (("run", self._run), ("hits", self.hits), ("misses", self.misses)):
                    rule = "max(number, excluded.number)" if name == "run" else "number + excluded.number"
                    connection.execute(
                        f"INSERT INTO state VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET number = {rule}",  # noqa: S608
                        (name, number),
                    )
            connection.execute("COMMIT")
            self._waiting.clear()
            self._used.clear()
            self._files.clear()
            self._shared.clear()
            self._size = 0
            self._make_room(connection)

    def _write(self, connection: sqlite3.Connection) -> None:
        if not self._job and self._waiting:
            connection.execute("INSERT OR IGNORE INTO job (key, name) VALUES (?, ?)", (self._key, self._name))
            self._job = connection.execute("SELECT id FROM job WHERE key = ?", (self._key,)).fetchone()[0]
        for place, parcel in self._waiting:
            old = connection.execute(
                "SELECT value_id FROM entry WHERE job_id = ? AND place = ?", (self._job, place)
            ).fetchone()
            if old is not None:
                connection.execute("DELETE FROM value WHERE id = ?", old)
            number = connection.execute("INSERT INTO value (parcel) VALUES (?)", (parcel,)).lastrowid
            connection.execute(
                "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)",
                (self._job, place, self._run, len(parcel), number),
            )
        connection.executemany(
            "UPDATE entry SET used = ? WHERE job_id = ? AND place = ?",
            [(self._run, self._job, place) for place in self._used],
        )
        connection.executemany(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", [(*known, self._run) for known in self._files]
        )
        connection.executemany(
            "INSERT OR REPLACE INTO shared VALUES (?, ?, ?)", [(*lines, self._run) for lines in self._shared]
        )

    def _make_room(self, connection: sqlite3.Connection) -> None:
        """Take out what was not used for longest, until nine tenths of the limit are left."""
        size = _bytes_in_use(connection)
        if size <= self.limit:
            return
        excess = size - self.limit * 9 // 10
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM file WHERE run < ?", (self._run,))
        connection.execute("DELETE FROM shared WHERE run < ?", (self._run,))
        going: list[tuple[int, bytes, int]] = []
        for job, place, number, length in connection.execute(
            "SELECT job_id, place, value_id, size FROM entry WHERE used < ? ORDER BY used, value_id", (self._run,)
        ):
            going.append((job, place, number))
            excess -= length
            if excess <= 0:
                break
        connection.executemany("DELETE FROM value WHERE id = ?", [(number,) for _, _, number in going])
        connection.executemany("DELETE FROM entry WHERE job_id = ? AND place = ?", [x[:2] for x in going])
        connection.execute("COMMIT")
        connection.executescript("PRAGMA incremental_vacuum;")  # a step frees a page; `execute` takes only one
        if _bytes_in_use(connection) > self.limit:  # this run alone fills it: keep what there is
            self._writable = False


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_MARK).digest()


def _bytes_in_use(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _damaged_words() -> str:
    return t("文件已损坏，已另建", "it was damaged, and is made anew")


def _is_damage(error: sqlite3.Error) -> bool:
    name = getattr(error, "sqlite_errorname", "") or ""
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")) or "malformed" in str(error)


def _remove(file: Path) -> None:
    """Delete a cache that is ours and cannot be read."""
    for ending in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):
            file.with_name(file.name + ending).unlink()


def private(file: Path) -> None:
    """See to it that folder and file are the user's own, and that no one else may read what is in them.

    Raises Unusable where they belong to someone else or others may write to them, OSError where they cannot be made.
    """
    home = file.parent
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if hasattr(os, "getuid"):
        status = home.stat()
        if status.st_uid != os.getuid():
            raise Unusable(t(f"{home} 属于另一用户", f"{home} belongs to another user"))
        if stat.S_IMODE(status.st_mode) & 0o022:
            raise Unusable(t(f"别人也能写入 {home}", f"others may write to {home}"))
    with contextlib.suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    status = file.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise Unusable(t(f"{file} 不是普通文件", f"{file} is no regular file"))
    if hasattr(os, "getuid"):
        if status.st_uid != os.getuid():
            raise Unusable(t(f"{file} 属于另一用户", f"{file} belongs to another user"))
        if stat.S_IMODE(status.st_mode) & 0o077:
            with contextlib.suppress(OSError):  # on a disk that is read only
                file.chmod(0o600)


def _kind(file: Path) -> bool:
    """Is there a cache already? Raises Unusable for a file of another program or of a newer djtext."""
    try:
        with file.open("rb") as opened:
            head = opened.read(100)
    except FileNotFoundError:
        return False
    if not head or _begun(file, head):
        return False
    if not head.startswith(_MAGIC) or int.from_bytes(head[68:72], "big") != APPLICATION:
        raise Unusable(t(f"{shown(str(file))} 不是 djtext 的缓存", f"{shown(str(file))} is no cache of djtext"))
    if int.from_bytes(head[60:64], "big") > FORMAT:
        raise Unusable(t("由更新的 djtext 写成", "it was written by a newer djtext"))
    return True


def _begun(file: Path, head: bytes) -> bool:
    """Is it a database in which nothing is yet, because making it was cut short?"""
    if not head.startswith(_MAGIC) or int.from_bytes(head[68:72], "big"):
        return False
    with contextlib.closing(sqlite3.connect(file, timeout=_WAIT)) as connection:
        return bool(connection.execute("SELECT count(*) = 0 FROM sqlite_master").fetchone()[0])


def _check(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError where a cache of this format has other tables than it should."""
    if _is_old(connection):
        return
    found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))
    if found != _TABLES:
        raise sqlite3.DatabaseError("malformed tables")


def _is_old(connection: sqlite3.Connection) -> bool:
    return int(connection.execute("PRAGMA user_version").fetchone()[0]) < FORMAT


def _make(connection: sqlite3.Connection) -> None:
    """The tables, in place of those of an older format."""
    connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
    connection.execute("BEGIN IMMEDIATE")
    if _is_old(connection):  # no one else was faster
        for kind, name in connection.execute(
            "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
        ).fetchall():
            connection.execute(f'DROP {kind} IF EXISTS "{name}"')
        for statement in _TABLES.values():
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute(f"PRAGMA user_version={FORMAT}")
    connection.execute("COMMIT")


@dataclass(frozen=True, slots=True)
class State:
    """What there is in the cache. `jobs` are pairs of a job's name and its entries."""

    file: Path
    size: int = 0
    entries: int = 0
    hits: int = 0
    misses: int = 0
    jobs: tuple[tuple[str, int], ...] = ()
    trouble: str = ""


def state() -> State:
    """Place, size and content of the cache; nothing is made or changed."""
    file = path()
    size = sum(_size(file.with_name(file.name + ending)) for ending in ("", "-wal"))
    if not size:
        return State(file)
    try:
        _kind(file)
        with contextlib.closing(sqlite3.connect(file, timeout=_WAIT, isolation_level=None)) as connection:
            connection.execute("PRAGMA query_only=ON")
            _check(connection)
            numbers = dict(connection.execute("SELECT name, number FROM state"))
            jobs = connection.execute(
                "SELECT j.name, count(*) FROM entry e JOIN job j ON j.id = e.job_id GROUP BY j.name ORDER BY 2 DESC, 1"
            ).fetchall()
        return State(
            file, size, sum(n for _, n in jobs), int(numbers.get("hits", 0)), int(numbers.get("misses", 0)),
            tuple((str(name), int(n)) for name, n in jobs),
        )  # fmt: skip
    except (Unusable, OSError, sqlite3.Error, TypeError, ValueError) as error:
        return State(file, size, trouble=str(error))


def clear() -> int:
    """Delete the cache, readable or not; the bytes that it took.

    Raises Unusable for a database of another program, OSError where it cannot be deleted.
    """
    file = path()
    size = sum(_size(file.with_name(file.name + ending)) for ending in ("", "-wal"))
    if size:
        with file.open("rb") as opened:
            head = opened.read(100)
        if head.startswith(_MAGIC) and int.from_bytes(head[68:72], "big") not in {0, APPLICATION}:
            raise Unusable(t(f"{shown(str(file))} 不是 djtext 的缓存", f"{shown(str(file))} is no cache of djtext"))
    for ending in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    return size


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
