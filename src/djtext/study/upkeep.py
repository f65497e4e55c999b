"""A study against the disk, and what is done to it by hand: forget inputs, give back room."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from djtext.errors import NoSpace, OutputRefused, StudyLocked, UsageError
from djtext.lang import t
from djtext.read import Found, ReadOptions, discover
from djtext.read.header import folder_table
from djtext.read.walk import shown
from djtext.study.identity import fingerprint
from djtext.study.keep import drop_document
from djtext.study.load import LoadOptions, shared_by_folder
from djtext.study.places import (
    back,
    key_of,
    source_keys,
    stored_key,
)
from djtext.study.store import (
    Study,
    settings_hash,
)
from djtext.study.writer import writer


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
    folder_table.cache_clear()
    states: list[State] = []
    changed: list[tuple[int, int]] = []
    with Study(path, wait=wait) as study:
        wanted = settings_hash(study.settings)
        options = load_options(study.settings)
        items = [
            item
            for item in discover([back(key, path) for key in source_keys(study)], follow=follow)
            if isinstance(item, Found)
        ]
        if not options.raw:
            options = replace(options, shared=shared_by_folder(items))
        found = {stored_key(key_of(item.path, path)): item for item in items}
        rows = list(study.rows(
            "SELECT i.id, i.key, i.path, i.name, i.digest, i.settings, i.gone, count(o.document_id), min(o.status) FROM input i "
            "LEFT JOIN outcome o ON o.input_id = i.id GROUP BY i.id ORDER BY i.source_id, i.place"
        ))  # fmt: skip
        for number, key, shown_path, name, mark, settings, gone, documents, status_ in rows:
            item = found.pop(key, None) or (Found(back(key, path), name) if os.path.lexists(back(key, path)) else None)
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


def load_options(settings: dict[str, Any]) -> LoadOptions:
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
            key = stored_key(key_of(name, path))
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
                drop_document(out, document)
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
