"""What can befall a study file: each with its error and exit code, nothing lost, nothing deleted."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from djtext.__main__ import Terminated
from djtext.errors import NewerFormat, NoSpace, NoSuchStudy, StudyDamaged, StudyLocked
from djtext.study import index, schema, store, writer
from djtext.study.check import check
from djtext.study.lock import lock_path, writing
from djtext.study.store import Study
from djtext.themes import codebook

BOOK = codebook.load()
Content = Callable[[Path], dict[str, list[tuple[object, ...]]]]
linux = pytest.mark.skipif(sys.platform != "linux", reason="uses what Linux offers")


def add(path: Path, *paths: Path, wait: float = 0.0) -> index.Added:
    return index.add(path, [str(p) for p in paths], BOOK, jobs=1, wait=wait)


def call(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "djtext", *arguments], capture_output=True, check=False, encoding="utf-8",
        **options,  # type: ignore[call-overload]
    )  # fmt: skip


@pytest.fixture
def study(texts: Path, tmp_path: Path) -> Path:
    path = tmp_path / "s.djtext"
    add(path, texts)
    return path


@pytest.mark.parametrize(
    ("content", "code"), [(None, 10), (b"", 12), (b"plain text", 12), (b"SQLite format 3\0" + b"\0" * 200, 12)]
)
def test_what_is_no_study(tmp_path: Path, content: bytes | None, code: int) -> None:
    path = tmp_path / "s.djtext"
    if content is not None:
        path.write_bytes(content)
    error: type[Exception] = NoSuchStudy if content is None else StudyDamaged
    for act in (
        lambda: Study(path),
        lambda: check(path),
        lambda: index.forget(path, ["a"]),
        lambda: index.vacuum(path),
    ):
        with pytest.raises(error) as caught:
            act()
        assert caught.value.exit_code == code  # type: ignore[attr-defined]
        assert caught.value.hint  # type: ignore[attr-defined]
    assert (path.read_bytes() if path.exists() else None) == content


def test_a_database_of_another_program(tmp_path: Path, texts: Path) -> None:
    path = tmp_path / "s.djtext"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE a (b)")
    before = path.read_bytes()
    with pytest.raises(StudyDamaged, match="其他程序"):
        add(path, texts)
    assert path.read_bytes() == before


def test_newer_format_is_left_alone(study: Path, texts: Path) -> None:
    with closing(sqlite3.connect(study)) as connection:
        connection.execute(f"PRAGMA user_version={schema.FORMAT + 1}")
        connection.execute("PRAGMA journal_mode=DELETE")
    before = study.read_bytes()
    for act in (lambda: Study(study), lambda: add(study, texts), lambda: check(study)):
        with pytest.raises(NewerFormat) as caught:
            act()
        assert caught.value.exit_code == 13
    assert study.read_bytes() == before
    assert call("themes", str(study)).returncode == 13


def next_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a later djtext had one more column."""
    old = "  gone INTEGER NOT NULL DEFAULT 0\n)"
    assert old in schema.SCHEMA
    new = "  gone INTEGER NOT NULL DEFAULT 0, seen TEXT NOT NULL DEFAULT '')"
    for module in (schema, store, index):
        if hasattr(module, "FORMAT"):
            monkeypatch.setattr(module, "FORMAT", schema.FORMAT + 1 if module is schema else schema.FORMAT)
    monkeypatch.setattr(schema, "SCHEMA", schema.SCHEMA.replace(old, new))
    monkeypatch.setattr(store, "SCHEMA", schema.SCHEMA)
    real = schema.objects
    monkeypatch.setattr(store, "objects", lambda script=None: real(script or schema.SCHEMA))
    monkeypatch.setitem(
        store.MIGRATIONS, schema.FORMAT - 1, "ALTER TABLE input ADD COLUMN seen TEXT NOT NULL DEFAULT ''"
    )


def test_older_format_is_migrated_in_a_copy(
    study: Path, texts: Path, monkeypatch: pytest.MonkeyPatch, content: Content
) -> None:
    before = content(study)
    inode = study.stat().st_ino
    next_format(monkeypatch)
    with Study(study) as opened:  # a reader migrates
        assert opened.number_of_inputs() == 9
    assert study.stat().st_ino != inode
    with closing(sqlite3.connect(study)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.FORMAT,)
    after = content(study)
    assert [row[:10] for row in after["input"]] == before["input"]
    assert {k: v for k, v in after.items() if k != "input"} == {k: v for k, v in before.items() if k != "input"}
    assert add(study, texts).unchanged == 8
    assert sorted(p.name for p in study.parent.iterdir()) == ["s.djtext", "文集"]


def test_a_migration_that_fails_leaves_the_old_study(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    next_format(monkeypatch)
    monkeypatch.setitem(store.MIGRATIONS, schema.FORMAT - 1, "ALTER TABLE nothing ADD COLUMN seen")
    before = study.read_bytes()
    with pytest.raises(StudyDamaged):
        Study(study)
    monkeypatch.undo()
    assert len(before) == study.stat().st_size and check(study, read_data=True) == 8
    assert not list(study.parent.glob(".s.djtext*"))


def test_a_migration_waits_for_readers(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Study(study) as reader:
        list(reader.outcomes())
        next_format(monkeypatch)
        with pytest.raises(StudyLocked):
            Study(study, wait=0)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_truncated(study: Path, texts: Path, share: float) -> None:
    data = study.read_bytes()[: int(study.stat().st_size * share)]
    study.write_bytes(data)
    with pytest.raises(StudyDamaged) as caught:
        check(study, read_data=True)
    assert "index add" in caught.value.hint
    assert study.read_bytes() == data
    done = call("index", "check", str(study))
    assert done.returncode == 12 and "Traceback" not in done.stderr


def test_flipped_bytes_are_found_by_reading_all(study: Path) -> None:
    """Bytes of texts and results: each is a byte that some row holds, flipped by one bit."""
    whole = study.read_bytes()
    chance = random.Random(7)
    places = [
        whole.index(part.encode()) for part in ("两张皮", "形式主义", "第1号调研", "编号3", "一、存在的问题", "problem")
    ]
    for place in places + chance.sample(range(4096, len(whole)), 40):
        data = bytearray(whole)
        data[place] ^= 1
        study.write_bytes(bytes(data))
        try:
            check(study, read_data=True)
        except StudyDamaged:
            continue
        assert unused(whole, place, study), place  # free room in a page is no damage
    study.write_bytes(whole)
    assert check(study, read_data=True) == 8


def unused(whole: bytes, place: int, study: Path) -> bool:
    """Does a flip there leave everything that can be read as it was?"""

    def rows(data: bytes) -> list[object]:
        copy = study.with_name("copy.djtext")
        copy.write_bytes(data)
        with closing(sqlite3.connect(copy)) as connection:
            names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY 1")]
            return [
                connection.execute(f'SELECT * FROM "{name}"').fetchall()
                for name in names
                if "_fts_" not in name and name != "document_fts"
            ]

    flipped = bytearray(whole)
    flipped[place] ^= 1
    return rows(bytes(flipped)) == rows(whole)


def test_hidden_code_is_refused(study: Path) -> None:
    with closing(sqlite3.connect(study)) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON study BEGIN DELETE FROM document; END")
    with pytest.raises(StudyDamaged, match="触发器"):
        Study(study)


def test_two_writers(study: Path, texts: Path) -> None:
    with writing(study):
        with pytest.raises(StudyLocked) as caught:
            add(study, texts)
        assert caught.value.exit_code == 11 and str(os.getpid()) in caught.value.message
        began = time.monotonic()
        done = call("index", "add", str(texts), "-o", str(study), "--wait", "0.3")
        assert done.returncode == 11 and time.monotonic() - began > 0.3
        assert done.stderr.count("\n") <= 3
    assert not lock_path(study).exists()
    holder = threading.Thread(target=lambda: _hold(study, 0.5))
    holder.start()
    time.sleep(0.1)
    assert add(study, texts, wait=20).unchanged == 8  # waited for
    holder.join()


def _hold(study: Path, seconds: float) -> None:
    with writing(study):
        time.sleep(seconds)


def test_a_lock_left_behind_holds_nobody_up(study: Path, texts: Path) -> None:
    lock_path(study).write_text("999999", encoding="ascii")
    assert add(study, texts).unchanged == 8


def test_readers_go_on_while_one_writes(study: Path, texts: Path) -> None:
    for n in range(40):
        (texts / f"新{n}.txt").write_text(f"走出机关，第{n}篇。形式主义要不得。", encoding="utf-8")
    seen: list[int] = []
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys,time\nfrom djtext.study import index, writer\nfrom djtext.themes import codebook\n"
         "writer._EVERY = 0\nreal = index.keep_input\n"
         "def slow(*a):\n    time.sleep(0.02); real(*a)\nindex.keep_input = slow\n"
         f"index.add(__import__('pathlib').Path({str(study)!r}), [{str(texts)!r}], codebook.load(), jobs=1)"],
    )  # fmt: skip
    while process.poll() is None:
        with Study(study) as opened:
            first = sum(1 for s in opened.outcomes() if s.id)
            time.sleep(0.02)
            assert sum(1 for s in opened.outcomes() if s.id) == first  # one state, while others come
            seen.append(first)
    assert process.returncode == 0
    assert seen == sorted(seen) and len(set(seen)) > 2, seen


@pytest.mark.parametrize("stop", [KeyboardInterrupt, Terminated])
def test_stopped_by_hand_a_run_goes_on_later(
    texts: Path, tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    """Ctrl-C and SIGTERM: what was kept stays, nothing is left locked, the rerun equals an uninterrupted run."""
    monkeypatch.setattr(writer, "_EVERY", 0.0)
    whole, path = tmp_path / "whole.djtext", tmp_path / "s.djtext"
    add(whole, texts)

    def kept(documents: int) -> None:
        if documents >= 3:
            raise stop

    with pytest.raises(stop):
        index.add(path, [str(texts)], BOOK, jobs=1, on_kept=kept)
    assert 3 <= check(path, read_data=True) < 8 and not lock_path(path).exists()
    assert add(path, texts).unchanged >= 3
    assert content(path) == content(whole)


@linux
def test_read_only_folder(study: Path, texts: Path, tmp_path: Path) -> None:
    setpriv = shutil.which("setpriv")
    if os.getuid() == 0 and not setpriv:
        pytest.skip("root may write anywhere, and there is no setpriv to be someone else")
    folder = Path("/tmp") / f"djtext-ro-{os.getpid()}"
    folder.mkdir()
    try:
        shutil.copy(study, folder / "s.djtext")
        (folder / "s.djtext").chmod(0o444)
        folder.chmod(0o555)
        other = [setpriv, "--reuid=65534", "--clear-groups"] if os.getuid() == 0 and setpriv else []
        code = "import sys; from djtext.__main__ import main; sys.argv = ['djtext', *sys.argv[1:]]; main()"

        def run(*arguments: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [*other, sys.executable, "-c", code, *arguments], capture_output=True, encoding="utf-8", check=False,
                env={**os.environ, "HOME": "/tmp", "PYTHONDONTWRITEBYTECODE": "1"},
            )  # fmt: skip

        done = run("themes", str(folder / "s.djtext"), "-f", "csv", "-q")
        if done.returncode == 127 or (
            "Traceback" in done.stderr and ("Permission denied" in done.stderr or "No module named" in done.stderr)
        ):
            pytest.skip("another user cannot read the interpreter here")
        assert done.returncode == 3, done.stderr  # the damaged .docx
        assert "两张皮" in done.stdout
        done = run("index", "vacuum", str(folder / "s.djtext"))
        assert done.returncode == 14 and "不能写入" in done.stderr
        done = run("index", "add", "/etc/hostname", "-o", str(folder / "n.djtext"))
        assert done.returncode == 14
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


@linux
def test_file_size_limit(study: Path, texts: Path, content: Content) -> None:
    before = content(study)
    for n in range(60):
        (texts / f"新{n}.txt").write_text("走出机关，形式主义要不得。" * 300 + str(n), encoding="utf-8")
    limit = study.stat().st_size + 100_000
    done = call(
        "index", "add", str(texts), "-o", str(study), "--jobs", "1",
        preexec_fn=lambda: __import__("resource").setrlimit(__import__("resource").RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert done.returncode == 15, done.stderr
    assert "空间不足" in done.stderr and "Traceback" not in done.stderr
    assert check(study, read_data=True) >= 8
    after = content(study)
    had = {row[0]: row for row in before["document"]}
    assert {row[0]: row for row in after["document"] if row[0] in had} == had
    add(study, texts)
    fresh = study.with_name("fresh.djtext")
    add(fresh, texts)
    assert content(study)["document"] and check(study, read_data=True) == check(fresh, read_data=True) == 68


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "djtext", str(folder)], capture_output=True, check=False) if shutil.which("mount") else None  # fmt: skip
    if done is None or done.returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@linux
def test_full_disk(small_disk: Path, texts: Path) -> None:
    path = small_disk / "s.djtext"
    (small_disk / "filler").write_bytes(b"\0" * 1_800_000)
    add(path, texts)
    kept = check(path, read_data=True)
    for n in range(80):
        (texts / f"新{n}.txt").write_text("走出机关，形式主义要不得。" * 400 + str(n), encoding="utf-8")
    with pytest.raises(NoSpace) as caught:
        add(path, texts)
    assert caught.value.exit_code == 15
    assert check(path, read_data=True) >= kept
    assert not list(small_disk.glob(".s.djtext*"))
    for n in range(80):
        (texts / f"新{n}.txt").unlink()
    (small_disk / "filler").unlink()  # room is made
    assert add(path, texts).unchanged >= 8


@linux
def test_full_disk_from_the_start(small_disk: Path, texts: Path) -> None:
    with contextlib.suppress(OSError):
        (small_disk / "filler").write_bytes(b"\0" * 4_000_000)
    with pytest.raises(NoSpace):
        add(small_disk / "s.djtext", texts)
    assert sorted(p.name for p in small_disk.iterdir()) == ["filler"]


@linux
def test_killed_anywhere_a_rerun_gives_the_same_study(texts: Path, tmp_path: Path, content: Content) -> None:
    """SIGKILL at 30 seeded statements of a first run, and of a run over changed files; then the run again."""
    whole = tmp_path / "whole.djtext"
    statements = counted(lambda: add(whole, texts))
    older = tmp_path / "older.djtext"
    shutil.copy(whole, older)
    wanted = content(whole)
    chance = random.Random(20)
    for place in chance.sample(range(statements), 15):
        path = tmp_path / f"k{place}.djtext"
        acknowledged = killed(lambda path=path: add(path, texts), place, path)  # type: ignore[misc]
        if path.exists():
            assert check(path) >= acknowledged, place
        add(path, texts)
        assert content(path) == wanted, place
        assert check(path, read_data=True) == 8
        path.unlink()
    (texts / "0.txt").write_text("改过了：走出机关。", encoding="utf-8")
    (texts / "2.txt").unlink()
    (texts / "新.txt").write_text("新来的，两张皮。", encoding="utf-8")
    shutil.copy(older, whole)
    statements = counted(lambda: add(whole, texts))
    wanted = content(whole)
    for place in chance.sample(range(statements), 15):
        path = tmp_path / f"k{place}.djtext"
        shutil.copy(older, path)
        killed(lambda path=path: add(path, texts), place, path)  # type: ignore[misc]
        assert check(path) >= 8
        add(path, texts)
        assert content(path) == wanted, place
        path.unlink()
    assert not list(tmp_path.glob(".*"))


def counted(run: Callable[[], object]) -> int:
    """How many statements a run gives to SQLite."""
    seen = [0]

    def trace(_statement: str) -> None:
        seen[0] += 1

    with traced(trace):
        run()
    return seen[0]


def killed(run: Callable[[], object], place: int, path: Path) -> int:
    """Run in a process of its own that kills itself at the n-th statement; how many documents it had reported kept."""
    report, write = os.pipe()
    child = os.fork()
    if child == 0:
        seen = [0]

        def trace(_statement: str) -> None:
            seen[0] += 1
            if seen[0] > place:
                os.kill(os.getpid(), signal.SIGKILL)

        real = writer.Writer.boundary

        def boundary(self: writer.Writer, *, now: bool = False) -> None:
            real(self, now=now)
            os.write(write, bytes([min(255, self.documents if not self.connection.in_transaction else 0)]))

        try:
            writer.Writer.boundary = boundary  # type: ignore[method-assign]
            with traced(trace):
                run()
        finally:
            os._exit(0)
    os.close(write)
    _, status = os.waitpid(child, 0)
    with os.fdopen(report, "rb") as file:
        acknowledged = max(file.read(), default=0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return acknowledged


class traced:
    """Every connection of the study calls a function at each statement; every input is a transaction."""

    def __init__(self, trace: Callable[[str], None]) -> None:
        self.trace = trace

    def __enter__(self) -> None:
        self.real, self.every = writer.connect, writer._EVERY
        writer._EVERY = 0.0

        def connect(*arguments: object, **options: object) -> sqlite3.Connection:
            connection: sqlite3.Connection = self.real(*arguments, **options)  # type: ignore[arg-type]
            connection.set_trace_callback(self.trace)
            return connection

        writer.connect = connect  # type: ignore[assignment]

    def __exit__(self, *_: object) -> None:
        writer.connect, writer._EVERY = self.real, self.every
