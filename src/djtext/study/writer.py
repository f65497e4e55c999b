"""The one writer of a study: its connection, the transaction it is in, and what ends one."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from djtext.lang import t
from djtext.study import overview
from djtext.study.lock import writing
from djtext.study.schema import FORMAT
from djtext.study.store import (
    _migrate,
    check_kind,
    check_schema,
    connect,
    create,
    damaged,
    ledger_digest,
    told,
    version_of,
)

_EVERY = 0.5  # seconds of work that a kill may cost


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
            ledger = ledger_digest(self.connection.execute)
            self.run("INSERT OR REPLACE INTO study VALUES ('ledger_sha256', ?)", ledger)
            self._look_over(ledger)
        self.boundary(now=True)

    def _look_over(self, ledger: str) -> None:
        """Bring the overview up to date."""
        row = self.connection.execute("SELECT value FROM study WHERE name = ?", (overview.NAME,)).fetchone()
        if row is not None and overview.loaded(str(row[0]), ledger) is not None:
            return
        before = overview.loaded(str(row[0])) if row is not None else None
        found = overview.made(self.connection.execute, before or overview.Overview())
        self.run("INSERT OR REPLACE INTO study VALUES (?, ?)", overview.NAME, overview.dumped(found, ledger))

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


def settings_in(out: Writer) -> dict[str, Any]:
    """The settings that a study was last brought up to date with. Raises StudyDamaged where there are none."""
    row = out.run("SELECT value FROM study WHERE name = 'settings'").fetchone()
    try:
        found = json.loads(row[0])
        found["reading"].items()
    except (TypeError, ValueError, KeyError, AttributeError):
        raise damaged(out.path, t("设置读不出", "its settings cannot be read")) from None
    return dict(found)
