from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from djtext.errors import InputError
from djtext.read.guard import isolated
from djtext.read.raw import Raw, ReadOptions

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
Reader = Callable[[bytes, ReadOptions], Iterator[Raw]]
QUICK = ReadOptions(seconds=0.5, memory=256 * 1024**2)
FULL = Raw(
    "一\ud800\n二\x00\f三",
    "gb18030",
    2,
    "表!3",
    (("标题", '"引"'),),
    ("replaced",),
    ("depth", "说明"),
    ((0, 1, "nav"),),
)


def good(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    yield Raw(data.decode())
    yield FULL


def hangs(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    yield Raw("先读到的")
    time.sleep(60)


def spins(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    while True:
        pass
    yield Raw("")


def eats(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    kept = [bytearray(10_000_000) for _ in range(1_000)]
    yield Raw(str(len(kept)))


def segfaults(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    yield Raw("先读到的")
    ctypes.string_at(0)


def exits(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    sys.exit(0)
    yield Raw("")


def leaves(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    os._exit(0)
    yield Raw("")


def killed(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    os.kill(os.getpid(), signal.SIGKILL)
    yield Raw("")


def fails(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    yield Raw("先读到的")
    raise KeyError("秘密的正文")


def refuses(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    yield Raw("先读到的")
    raise InputError("有密码保护", code="encrypted", hint="去掉密码")


def read_all(read: Reader, options: ReadOptions = QUICK) -> tuple[list[str], InputError | None]:
    texts: list[str] = []
    try:
        for raw in isolated(read, b"x", options):
            texts.append(raw.text)
    except InputError as error:
        return texts, error
    return texts, None


@pytest.fixture(autouse=True)
def _leaves_nothing() -> Iterator[None]:
    """No child, zombie or open pipe stays behind."""
    before = len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    if before:
        assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_documents_come_back_whole() -> None:
    assert list(isolated(good, "走出机关".encode(), QUICK)) == [Raw("走出机关"), FULL]


def test_a_large_document() -> None:
    def large(data: bytes, options: ReadOptions) -> Iterator[Raw]:
        yield Raw("走出机关" * 1_000_000)

    assert [len(raw.text) for raw in isolated(large, b"", ReadOptions())] == [4_000_000]


@pytest.mark.parametrize(
    ("read", "code", "said"),
    [
        (hangs, "timeout", "0.5"),
        (eats, "oom", "内存"),
        (segfaults, "crash", "SIGSEGV"),
        (exits, "crash", "SystemExit"),
        (leaves, "crash", "退出码 0"),
        (killed, "oom", "内存"),
        (fails, "crash", "KeyError test_guard.py"),
        (refuses, "encrypted", "有密码保护"),
    ],
)
def test_what_goes_wrong_has_a_code(read: Reader, code: str, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    started = time.monotonic()
    texts, error = read_all(read, QUICK if code == "timeout" else ReadOptions(memory=QUICK.memory))
    assert error is not None and error.code == code and said in error.message and "\n" not in error.message
    assert "秘密" not in error.message
    assert texts == (["先读到的"] if read in (hangs, segfaults, fails, refuses) else [])
    assert time.monotonic() - started < 10
    assert capfd.readouterr() == ("", "")


def test_hint_comes_along() -> None:
    _, error = read_all(refuses)
    assert error is not None and error.hint == "去掉密码"


def test_busy_loops_end() -> None:
    _, error = read_all(spins, ReadOptions(seconds=0.3))
    assert error is not None and error.code == "timeout"


def test_output_is_lost_and_fills_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    def prints(data: bytes, options: ReadOptions) -> Iterator[Raw]:
        for _ in range(2_000):
            print("无用的话" * 100)
            os.write(1, b"x" * 1000)
            os.write(2, b"y" * 1000)
        yield Raw("正文")

    assert read_all(prints) == (["正文"], None)
    assert capfd.readouterr() == ("", "")


def test_standard_input_is_empty() -> None:
    def asks(data: bytes, options: ReadOptions) -> Iterator[Raw]:
        yield Raw(repr(os.read(0, 10)))

    assert read_all(asks) == (["b''"], None)


def test_it_cannot_write(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"

    def writes(data: bytes, options: ReadOptions) -> Iterator[Raw]:
        with contextlib.suppress(OSError), target.open("wb", buffering=0) as file:
            file.write(b"x" * 10)
        yield Raw("正文")

    assert read_all(writes) == (["正文"], None)
    assert not target.exists() or target.stat().st_size == 0


def test_files_of_the_parent_are_closed(tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w+b") as file:
        handle = file.fileno()

        def peeks(data: bytes, options: ReadOptions) -> Iterator[Raw]:
            try:
                os.fstat(handle)
            except OSError:
                yield Raw("关了")

        assert read_all(peeks) == (["关了"], None)


def test_file_handles_are_few() -> None:
    def opens(data: bytes, options: ReadOptions) -> Iterator[Raw]:
        handles = []
        with contextlib.suppress(OSError):
            while len(handles) < 5_000:
                handles.append(os.dup(0))
        yield Raw(str(len(handles)))

    texts, _ = read_all(opens)
    assert int(texts[0]) < 200


def test_time_of_the_caller_does_not_count() -> None:
    def many(data: bytes, options: ReadOptions) -> Iterator[Raw]:
        for _ in range(8):
            yield Raw("正文" * 200_000)

    seen = 0
    for _ in isolated(many, b"", ReadOptions(seconds=0.6)):
        time.sleep(0.1)
        seen += 1
    assert seen == 8


def test_stopping_early_ends_the_child() -> None:
    def endless(data: bytes, options: ReadOptions) -> Iterator[Raw]:
        while True:
            yield Raw(str(os.getpid()))

    documents = isolated(endless, b"", QUICK)
    child = int(next(documents).text)
    documents.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_children_of_the_child_go_too() -> None:
    def forks(data: bytes, options: ReadOptions) -> Iterator[Raw]:
        inner = os.fork()
        if inner == 0:
            time.sleep(30)
            os._exit(0)
        yield Raw(str(inner))

    texts, _ = read_all(forks)
    for _ in range(100):
        state = Path(f"/proc/{texts[0]}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":  # collected by init, where there is one
            return
        time.sleep(0.02)
    pytest.fail("it lives on")


def test_heavy_modules_are_loaded_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "HEAVY", ("colorsys", "no_such_module"))
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    module = sys.modules.setdefault(good.__module__, sys.modules[__name__]) if __name__ in sys.modules else None
    if module is None:
        pytest.skip("the test module is not registered")
    list(isolated(good, b"x", QUICK))
    assert "colorsys" in sys.modules


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux's")
def test_the_child_dies_with_its_parent() -> None:
    script = """
        import os, time
        from djtext.read.guard import isolated
        from djtext.read.raw import Raw, ReadOptions
        def read(data, options):
            yield Raw(str(os.getpid()))
            time.sleep(60)
        for raw in isolated(read, b"", ReadOptions()):
            print(raw.text, flush=True)
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        child = Path(f"/proc/{run.stdout.readline().strip()}/stat")
        assert child.exists()
        run.kill()
        run.wait()
    for _ in range(200):
        if not child.exists() or child.read_text().split()[2] == "Z":
            return
        time.sleep(0.02)
    pytest.fail("it lives on")


def test_without_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert list(isolated(good, b"x", QUICK)) == [Raw("x"), FULL]
    for read, code in ((fails, "crash"), (refuses, "encrypted"), (exits, "crash")):
        _, error = read_all(read)
        assert error is not None and error.code == code


def test_overhead() -> None:
    """A few milliseconds a file; the bound is wide because tests run beside others."""
    list(isolated(good, b"x", QUICK))
    times = []
    for _ in range(20):
        started = time.perf_counter()
        list(isolated(good, b"x", QUICK))
        times.append(time.perf_counter() - started)
    assert sorted(times)[5] < 0.15
