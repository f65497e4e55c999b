"""What may befall the cache: never a failed run, never another result."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from djtext import lang
from djtext.read import discover
from djtext.read.where import parse_where
from djtext.study import cache as store
from djtext.study.analyse import passages_job, texts_job, themes_job
from djtext.study.cache import Cache
from djtext.study.load import LoadOptions
from djtext.study.result import Result
from djtext.study.run import each
from djtext.themes import codebook

BOOK = codebook.load()
JOB = partial(themes_job, BOOK, roles=False)
linux = pytest.mark.skipif(sys.platform != "linux", reason="uses what Linux offers")


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home") / "c" / store.NAME


def run(texts: Path, place: Path | None, job: Any = JOB, **more: Any) -> tuple[list[Result[Any]], Cache | None]:
    cache = Cache(place, more.pop("limit", store.LIMIT)) if place is not None else None
    inputs = list(discover([str(texts)]))
    return list(each(inputs, job, jobs=1, cache=cache, **more)), cache


def used(texts: Path, place: Path, **more: Any) -> tuple[int, int]:
    """How many inputs the cache had, and how many not; the results are those of a run without it."""
    expected, _ = run(texts, None, **{name: value for name, value in more.items() if name != "limit"})
    found, cache = run(texts, place, **more)
    assert found == expected
    assert cache is not None
    return cache.hits, cache.misses


def test_the_second_run_computes_nothing(texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert used(texts, place) == (0, 9)
    assert used(texts, place) == (9, 0)
    expected, _ = run(texts, None)

    def broken() -> Any:
        raise AssertionError("a job was made")

    monkeypatch.setattr("djtext.study.analyse.themes_job", broken)
    monkeypatch.setattr("djtext.study.run._one", broken)
    assert run(texts, place)[0] == expected
    if os.name == "posix":
        assert place.stat().st_mode & 0o777 == 0o600 and place.parent.stat().st_mode & 0o777 == 0o700


def test_only_what_changed_is_computed(texts: Path, place: Path) -> None:
    used(texts, place)
    old = (texts / "0.txt").stat()
    (texts / "0.txt").write_text("要走出机关。", encoding="utf-8")
    os.utime(texts / "0.txt", ns=(old.st_atime_ns, old.st_mtime_ns))  # a clock that was set back
    assert used(texts, place) == (8, 1)
    os.utime(texts / "1.txt", (0, 0))
    assert used(texts, place) == (9, 0)
    (texts / "2.txt").rename(texts / "二〇一九.txt")  # the name may be the title
    assert used(texts, place) == (8, 1)
    (texts / "metadata.csv").write_text("file,date\n3.txt,2018\n", encoding="utf-8")
    assert used(texts, place) == (8, 1)


def test_other_settings_are_other_values(texts: Path, place: Path) -> None:
    used(texts, place)
    for more in ({"job": partial(passages_job, BOOK)}, {"options": LoadOptions(raw=True)}):
        assert used(texts, place, **more) == (0, 9)
        assert used(texts, place, **more) == (9, 0)
    lang.use("en")
    assert used(texts, place) == (7, 2)  # those with a reason told in words: the empty and the damaged file
    lang.use("zh")


def test_a_moved_folder_is_known(texts: Path, place: Path) -> None:
    used(texts, place)
    moved = texts.rename(texts.with_name("搬走"))
    assert used(moved, place) == (9, 0)
    assert used(moved.parent, place) == (9, 0)  # other ids: the folder's name stands before them


def test_a_filter_keeps_its_own_account(texts: Path, place: Path) -> None:
    where = parse_where(("year=2019",))
    assert used(texts, place, where=where) == (0, 9)
    assert used(texts, place, where=where) == (9, 0)
    assert used(texts, place)[1] == 7  # what was left out has no value yet
    assert used(texts, place) == (9, 0)
    assert used(texts, place, where=parse_where(("year=2020",))) == (9, 0)


def test_workers_and_standard_input(texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("djtext.study.run._SMALL", 10)
    inputs = list(discover([str(texts)]))
    expected = list(each(inputs, JOB, jobs=1))
    for hits in (0, 9):
        cache = Cache(place)
        assert list(each(inputs, JOB, jobs=2, cache=cache)) == expected
        assert cache.hits == hits
    (texts / "新.txt").write_text("形式主义要不得。", encoding="utf-8")
    inputs = list(discover([str(texts)]))
    cache = Cache(place)
    assert list(each(inputs, JOB, jobs=2, cache=cache)) == list(each(inputs, JOB, jobs=1))
    assert (cache.hits, cache.misses) == (9, 1)
    from io import BytesIO, TextIOWrapper

    for hits in (0, 1):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO("党建和业务两张皮。".encode())))
        cache = Cache(place)
        (found,) = each(discover(["-"]), JOB, jobs=1, cache=cache)
        assert found.doc is not None and found.doc.id == "stdin" and found.value and found.value.counts
        assert cache.hits == hits


def test_foreign_jobs_and_ledgers_go_past_it(texts: Path, place: Path) -> None:
    assert used(texts, place, job=_foreign) == (0, 0)
    assert used(texts, place, ledger=True) == (0, 0)
    assert not place.exists()


def _foreign() -> Any:
    return lambda doc: len(doc.text)


def test_a_flipped_byte_is_noticed(texts: Path, place: Path) -> None:
    used(texts, place)
    with closing(sqlite3.connect(place)) as connection:
        first = "SELECT v.id, v.parcel FROM entry e JOIN value v ON v.id = e.value_id ORDER BY e.place LIMIT 1"
        _, parcel = connection.execute(first).fetchone()
        for at in range(0, len(parcel), len(parcel) // 12):
            number, parcel = connection.execute(first).fetchone()
            flipped = bytearray(parcel)
            flipped[at] ^= 4
            connection.execute("UPDATE value SET parcel = ? WHERE id = ?", (bytes(flipped), number))
            connection.commit()
            assert used(texts, place) == (8, 1), at
        rows = connection.execute("SELECT max(id) FROM value").fetchone()
        connection.execute("UPDATE entry SET value_id = ?", rows)  # a value under another's key
        connection.commit()
    hits, misses = used(texts, place)
    assert hits <= 1 and misses >= 8
    used(texts, place)  # the one that was right went with the wrong claims to it
    assert used(texts, place) == (9, 0)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_damage_anywhere_costs_the_cache_only(texts: Path, place: Path, share: float) -> None:
    used(texts, place)
    data = bytearray(place.read_bytes())
    for page in range(int(len(data) * share) // 4096, len(data) // 4096):
        at = page * 4096 + (100 if page == 0 else 0)
        data[at : at + 1500] = b"\xff" * 1500
    place.write_bytes(bytes(data[: int(len(data) * (1 - share / 3))]))
    _, cache = run(texts, place)
    assert cache is not None
    used(texts, place)
    assert used(texts, place) == (9, 0)


def test_any_flipped_byte(texts: Path, place: Path) -> None:
    """Wherever it is: in the head, the tables, their rows, the values. Nothing is raised, no result changes."""
    import random

    used(texts, place)
    whole = place.read_bytes()
    expected, _ = run(texts, None)
    chance = random.Random(11)
    filled = [n for n, byte in enumerate(whole) if byte]
    for at in [*range(16, 100, 9), *chance.sample(filled, 40)]:
        flipped = bytearray(whole)
        flipped[at] ^= 1 << chance.randrange(8)
        for file in place.parent.iterdir():
            file.unlink()
        place.write_bytes(bytes(flipped))
        assert run(texts, place)[0] == expected, at
        store.state()


def test_tables_that_are_not_ours_are_made_anew(texts: Path, place: Path) -> None:
    used(texts, place)
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TRIGGER x AFTER INSERT ON value BEGIN DELETE FROM entry; END")
    assert used(texts, place) == (0, 9)
    assert used(texts, place) == (9, 0)


def test_an_older_format_is_replaced(texts: Path, place: Path) -> None:
    used(texts, place)
    with closing(sqlite3.connect(place)) as connection:
        connection.executescript("DROP TABLE value; CREATE TABLE value (a); PRAGMA user_version=0")
    assert used(texts, place) == (0, 9)
    assert used(texts, place) == (9, 0)


def test_a_making_that_was_cut_short_is_done_again(texts: Path, place: Path) -> None:
    store.private(place)
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA journal_mode=WAL").fetchone()
    assert used(texts, place) == (0, 9)
    assert used(texts, place) == (9, 0)


def _newer(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute(f"PRAGMA user_version={store.FORMAT + 1}")


def _foreign_text(place: Path) -> None:
    place.write_text("不是数据库", encoding="utf-8")


def _foreign_database(place: Path) -> None:
    place.unlink()
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TABLE a (b)")


def _folder_in_its_place(place: Path) -> None:
    place.unlink()
    place.mkdir()


def _open_to_all(place: Path) -> None:
    place.parent.chmod(0o777)


@pytest.mark.parametrize("spoil", [_newer, _foreign_text, _foreign_database, _folder_in_its_place, _open_to_all])
def test_what_is_not_ours_is_left_alone(texts: Path, place: Path, spoil: Any) -> None:
    used(texts, place)
    spoil(place)
    before = place.read_bytes() if place.is_file() else b""
    expected, _ = run(texts, None)
    found, cache = run(texts, place)
    assert found == expected and cache is not None and cache.trouble and not cache.hits
    assert (place.read_bytes() if place.is_file() else b"") == before
    place.parent.chmod(0o700)


def test_locked_by_another(texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_WAIT", 0.05)
    used(texts, place)
    (texts / "新.txt").write_text("走出机关。", encoding="utf-8")
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert used(texts, place) == (9, 1)  # read it, and let the new one go
        other.execute("ROLLBACK")
        assert used(texts, place) == (9, 1)
    assert used(texts, place) == (10, 0)
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE state SET number = number")
        found, cache = run(texts, place)
        assert len(found) == 11 and cache is not None
        other.execute("ROLLBACK")


def test_two_at_once(texts: Path, place: Path) -> None:
    expected, _ = run(texts, None)
    found: list[list[Result[Any]]] = []
    threads = [threading.Thread(target=lambda: found.append(run(texts, place)[0])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4
    assert used(texts, place) == (9, 0)


def test_deleted_while_in_use(texts: Path, place: Path) -> None:
    used(texts, place)
    expected, _ = run(texts, None)
    cache = Cache(place)
    stream = each(list(discover([str(texts)])), JOB, jobs=1, cache=cache)
    first = next(stream)
    for file in place.parent.iterdir():
        file.unlink()
    assert [first, *stream] == expected
    used(texts, place)
    assert used(texts, place) == (9, 0)


def test_the_oldest_go_where_there_is_no_room(texts: Path, place: Path) -> None:
    import random

    chance = random.Random(4)
    for n in range(40):
        line = "".join(chr(chance.randrange(0x4E00, 0x9F00)) for _ in range(2000))
        (texts / f"长{n:02}.txt").write_text(f"{line}。", encoding="utf-8")
    job = partial(texts_job)
    used(texts, place, job=job)
    full = place.stat().st_size
    assert full > 200_000
    late = texts.with_name("后来")
    late.mkdir()
    for n in range(20):
        shutil.copy(texts / f"长{n:02}.txt", late / f"后{n}.txt")
    assert used(late, place, job=job, limit=full) == (0, 20)
    assert place.stat().st_size <= full * 1.1
    assert used(late, place, job=job) == (20, 0)  # the newest are there
    assert 0 < used(texts, place, job=job)[0] < 49  # of the old ones some


def test_a_limit_smaller_than_one_run(texts: Path, place: Path) -> None:
    assert used(texts, place, limit=1) == (0, 9)
    assert used(texts, place, limit=1) == (9, 0)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=300k,mode=700", "djtext", str(folder)]
    if mount is None or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@linux
def test_a_full_disk(texts: Path, small_disk: Path) -> None:
    place = small_disk / store.NAME
    with contextlib.suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as file:
        for _ in range(100):
            file.write(b"\0" * 4096)
    expected, _ = run(texts, None)
    found, cache = run(texts, place)
    assert found == expected and cache is not None and cache.trouble
    (small_disk / "filler").unlink()
    used(texts, place)
    assert used(texts, place) == (9, 0)


@linux
def test_read_only(texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used(texts, place)
    monkeypatch.setattr(store.os, "access", lambda *_: False)  # as root everything can be written
    before = place.read_bytes()
    _, cache = run(texts, place)
    assert cache is not None and cache.hits == 9 and cache.trouble
    (texts / "新.txt").write_text("走出机关。", encoding="utf-8")
    _, cache = run(texts, place)
    assert cache is not None and (cache.hits, cache.misses) == (9, 1)
    assert place.read_bytes() == before


def test_a_folder_that_cannot_be_made(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    expected, _ = run(texts, None)
    found, cache = run(texts, tmp_path / "file" / "c" / store.NAME)
    assert found == expected and cache is not None and cache.trouble


@linux
def test_another_users_file(texts: Path, place: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can give a file away")
    used(texts, place)
    os.chown(place, 65534, 65534)
    found, cache = run(texts, place)
    assert cache is not None and not cache.hits and "另一用户" in cache.trouble and len(found) == 10


def test_no_text_that_the_value_does_not_hold(texts: Path, place: Path) -> None:
    """Themes without roles need one example each; the rest of a text is nowhere in the file."""
    used(texts, place)
    with closing(sqlite3.connect(place)) as connection:
        parcels = [row[0] for row in connection.execute("SELECT parcel FROM value")]
    kept = "".join(parcel[17:].decode() for parcel in parcels)
    assert "两张皮" in kept and "编号" not in kept
