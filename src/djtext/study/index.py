"""Bring a study up to date with its files: what is new or changed is analysed, all else stays as it is.

Whether something changed is told by its bytes (SHA-256), never by clocks. One transaction holds whole inputs, so a run
that is stopped at any moment keeps all that it has reported, and the next run goes on from there to the same study.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from djtext.errors import UsageError
from djtext.lang import t
from djtext.read import Found, discover
from djtext.read.header import folder_table
from djtext.read.walk import shown
from djtext.study.engines import Engine
from djtext.study.identity import context_of, fingerprint
from djtext.study.keep import Added, Work, catch_up, keep_input, themes_in
from djtext.study.load import LoadOptions, shared_by_folder
from djtext.study.pack import (
    content_key,
    entry_job,
)
from djtext.study.parcel import PASSING
from djtext.study.places import (
    Existing,
    Place,
    from_here,
    key_of,
    move,
    placed,
    sources_in,
    stored_key,
)
from djtext.study.run import each
from djtext.study.store import (
    Study,
    check_reading,
    settings_hash,
    settings_of,
)
from djtext.study.upkeep import State as State
from djtext.study.upkeep import forget as forget
from djtext.study.upkeep import status as status
from djtext.study.upkeep import vacuum as vacuum
from djtext.study.writer import Writer, settings_in, writer
from djtext.types import Codebook, Document, Outcome


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
                from_here(key, name, path) for key, name in before.rows("SELECT key, named FROM source ORDER BY id")
            ]
    settings = settings_of(book, options)
    folder_table.cache_clear()
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
    key = stored_key(key)
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
    before = settings_in(out)
    check_reading(out.path, before["reading"], settings["reading"])
    wanted = settings_hash(settings)
    out.run("UPDATE study SET value = ? WHERE name = 'settings'", json.dumps(settings, ensure_ascii=False))
    themes = themes_in(out, book)
    sources = sources_in(out, paths)
    existing = {
        row[3]: Existing(*row)
        for row in out.run("SELECT id, source_id, place, key, path, name, digest, context, settings, gone FROM input")
    }
    places = placed(out, inputs, sources, existing)
    added = Added()
    todo: list[tuple[Found | Outcome, Place]] = []
    unchanged: list[int] = []
    for item, place in zip(inputs, places, strict=True):
        had = existing.get(place.key)
        same = had is not None and had.settings == wanted and isinstance(item, Found)
        if same and had is not None and isinstance(item, Found):
            place.digest = fingerprint(item, options)
            place.context = context_of(item, options)
            same = bool(place.digest) and (place.digest, place.context) == (had.digest, had.context)
        if had is not None:
            move(out, had, place)
        if same and had is not None and not _passing(out, had.id):
            unchanged.append(had.id)
        else:
            todo.append((item, place))
    here = {place.key for place in places}
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
    work = Work(book, options, wanted, themes, {theme.key: n for n, theme in enumerate(book.themes)})
    _analyse(out, todo, work, jobs, engine, added, on_outcome)
    catch_up(out, work, added)
    out.run("DELETE FROM theme WHERE codebook_id <> (SELECT id FROM codebook WHERE digest = ?)", settings["codebook"])
    out.run("DELETE FROM codebook WHERE digest <> ?", settings["codebook"])
    out.boundary(now=True)
    return added


def _passing(out: Writer, number: int) -> bool:
    """Did an input fail for a reason that may pass?"""
    codes = out.run("SELECT code FROM outcome WHERE input_id = ? AND status IN ('failed', 'skipped')", number)
    return any(code in PASSING for (code,) in codes)


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
    todo: list[tuple[Found | Outcome, Place]],
    work: Work,
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
            keep_input(out, item, place, results, work, added, on_outcome)
            out.boundary()
    finally:
        stream.close()  # type: ignore[attr-defined]
    out.boundary(now=True)
