"""Files that look as they did are not read again; whatever else happened to them is seen."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from djtext.read import discover
from djtext.read import load_bytes as reading
from djtext.study import cache as store
from djtext.study import recall, stamps
from djtext.study.analyse import themes_job
from djtext.study.cache import Cache
from djtext.study.run import each
from djtext.themes import codebook

JOB = partial(themes_job, codebook.load(), roles=False)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read for their keys, as they are read."""
    found: list[str] = []

    def noted(item: Any, options: Any) -> bytes:
        found.append(Path(item.path).name)
        return reading(item, options)

    monkeypatch.setattr(recall, "read_bytes", noted)
    return found


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home") / "c" / store.NAME


def run(texts: Path, place: Path, *, trust: bool = True) -> tuple[int, int]:
    inputs = list(discover([str(texts)]))
    cache = Cache(place, trust=trust)
    assert list(each(inputs, JOB, jobs=1, cache=cache)) == list(each(inputs, JOB, jobs=1))
    return cache.hits, cache.misses


def test_files_that_were_just_written_are_read_again(texts: Path, place: Path, read: list[str]) -> None:
    assert run(texts, place) == (0, 9)
    read.clear()
    assert run(texts, place) == (9, 0) and len(read) == 9


def test_old_files_are_read_once(texts: Path, place: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_SETTLED", -(10**10))
    run(texts, place)
    read.clear()
    assert run(texts, place) == (9, 0) and not read
    assert run(texts, place, trust=False) == (9, 0) and len(read) == 9
    read.clear()
    monkeypatch.chdir(texts.parent)
    assert run(Path(texts.name), place) == (9, 0) and len(read) == 9  # another name: looked at once
    read.clear()
    assert run(Path(texts.name), place) == (9, 0) and not read
    monkeypatch.chdir(texts)
    (texts / texts.name).mkdir()
    (texts / texts.name / "0.txt").write_text("走出机关。", encoding="utf-8")
    inputs = list(discover([texts.name]))  # the same words mean another file here
    assert [x.value for x in each(inputs, JOB, jobs=1, cache=Cache(place))] == [
        x.value for x in each(inputs, JOB, jobs=1)
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="has no date of a file's entry")
def test_a_change_that_hides_is_seen(
    texts: Path, place: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_SETTLED", -(10**10))
    run(texts, place)
    before = (texts / "0.txt").stat()
    text = (texts / "0.txt").read_text(encoding="utf-8")
    (texts / "0.txt").write_text(text[1:] + text[0], encoding="utf-8")  # as long as it was
    os.utime(texts / "0.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    read.clear()
    assert run(texts, place) == (8, 1) and set(read) == {"0.txt"}
    (texts / "1.txt").rename(texts / "x")
    (texts / "2.txt").rename(texts / "1.txt")
    (texts / "x").rename(texts / "2.txt")
    read.clear()
    run(texts, place)
    assert set(read) == {"1.txt", "2.txt"}
    os.link(texts / "3.txt", texts.parent / "3.txt")
    read.clear()
    assert run(texts, place) == (9, 0) and set(read) == {"3.txt"}  # its entry changed, its bytes did not


def test_a_file_that_changes_while_it_is_read_is_not_remembered(
    texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_SETTLED", -(10**10))

    def changing(item: Any, options: Any) -> bytes:
        data = reading(item, options)
        Path(item.path).write_bytes(data + b"\n")
        return data

    (item,) = discover([str(texts / "0.txt")])
    monkeypatch.setattr(recall, "read_bytes", changing)
    from djtext.study.load import LoadOptions

    data, digest, stamp = recall.read_with_stamp(item, LoadOptions())  # type: ignore[arg-type]
    assert data and digest and not stamp


def test_a_wrong_digest_is_mended(texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3
    from contextlib import closing

    monkeypatch.setattr(stamps, "_SETTLED", -(10**10))
    run(texts, place)
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("UPDATE file SET digest = zeroblob(32)")
        connection.commit()
    assert run(texts, place) == (0, 9)
    assert run(texts, place) == (9, 0)
