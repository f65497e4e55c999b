"""Where an input belongs in a study: its key, the path it was named under, its place among the others, its name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from djtext.read import Found
from djtext.read.walk import shown
from djtext.study.store import (
    Study,
)
from djtext.study.writer import Writer
from djtext.types import Outcome


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


@dataclass(slots=True)
class Place:
    """Where an input belongs in a study."""

    key: str
    source: int
    place: int
    path: str
    name: str
    digest: str = ""
    context: str = ""


def key_of(path: str, study: Path) -> str:
    """What names a file in a study: its path from the study's folder, so that both can be moved together."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - names that are no UTF-8
    try:
        return os.path.relpath(absolute, os.path.abspath(study.parent)).replace(os.sep, "/")  # noqa: PTH100
    except ValueError:  # another drive
        return absolute.replace(os.sep, "/")


def stored_key(key: str) -> str:
    """A key in the form that UTF-8 can hold: bytes that are no UTF-8 as escapes, as in what is shown."""
    try:
        key.encode("utf-8")
    except UnicodeEncodeError:
        return shown(key)
    return key


def back(key: str, study: Path) -> str:
    """The path of a key."""
    return os.path.normpath(os.path.join(os.path.abspath(study.parent), key))  # noqa: PTH100, PTH118


def from_here(key: str, named: str, study: Path) -> str:
    """A source as it was named, or, where that means something else in this folder, by its path from here."""
    if key_of(named, study) == key:
        return named
    try:
        return os.path.relpath(back(key, study))
    except ValueError:  # another drive
        return back(key, study)


def source_keys(study: Study) -> list[str]:
    """The keys of the paths that were named, in their order."""
    return [str(key) for (key,) in study.rows("SELECT key FROM source ORDER BY id")]


def sources_in(out: Writer, paths: list[str]) -> dict[str, int]:
    """The ids of the paths that were named, in their order; new ones are entered, those without inputs too."""
    found: dict[str, int] = {}
    for name in paths:
        key = stored_key(key_of(name, out.path))
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


def placed(
    out: Writer, inputs: list[Found | Outcome], sources: dict[str, int], existing: dict[str, Existing]
) -> list[Place]:
    """Where each input belongs. Those that the study has under a named path, and that were not found, keep their
    place behind the one they followed."""
    globs = [number for name, number in sources.items() if not os.path.lexists(name)] or list(sources.values())
    result: list[Place] = []
    taken = {had.name: had.key for had in existing.values()}
    for item in inputs:
        key = stored_key(key_of(item.path, out.path))
        name = item.id if isinstance(item, Found) else item.doc
        if name and taken.get(name, key) != key:
            name = _other_name(name, item.path, key, taken)
        if name:
            taken[name] = key
        path = shown(item.path)
        result.append(Place(key, _source_of(item.path, sources, globs[0] if globs else 0), 0, path, name))
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
    out.many("UPDATE input SET place = ? WHERE id = ? AND place <> ?", ((place, key, place) for place, key in moved))
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


def move(out: Writer, had: Existing, place: Place) -> None:
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
