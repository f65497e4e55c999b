"""A reader in a process of its own: one that hangs, eats memory or crashes costs its file and nothing else.

The child is forked, so that neither the file nor the modules are loaded twice. What it reads comes back over a pipe
as length-prefixed JSON, document by document. Where there is no fork (Windows), the reader runs in this process.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import importlib
import json
import math
import os
import select
import signal
import struct
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any, NoReturn

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.raw import Raw, ReadOptions

_LENGTH = struct.Struct("<Q")
_STEP = 1 << 20
_FILES = 64  # a reader imports its libraries in the child, which takes a few
_NAMES = tuple(field.name for field in fields(Raw))
_PDEATHSIG, _DUMPABLE, _SETPIPE = 1, 4, 1031
_libc: list[Any] = []


def isolated(read: Callable[[bytes, ReadOptions], Iterable[Raw]], data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """The documents that `read(data, options)` gives, read in a child process under the limits of `options`.

    `options.seconds` bounds the waiting for the child (not what the caller does between two documents) and its
    processor time, `options.memory` what it may use beyond the size of this process. It can write no file, and what
    it prints is lost. The child ends when this process does.

    Modules that the reader's module lists in `HEAVY` are imported here first, once, so that not every child has to.

    Raises InputError: the reader's own, with its code and message; else `timeout`, `oom` or `crash`. Documents that
    were complete by then have been given.

    >>> def read(data, options):
    ...     yield Raw(data.decode())
    >>> [raw.text for raw in isolated(read, "走出机关".encode(), ReadOptions())]
    ['走出机关']
    """
    if not hasattr(os, "fork"):
        yield from _here(read, data, options)
        return
    for name in getattr(sys.modules.get(getattr(read, "__module__", "")), "HEAVY", ()):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    _load_libc()
    receiving, sending = os.pipe()
    parent = os.getpid()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # about threads: the child starts none and locks none
            child = os.fork()
    except OSError as error:
        os.close(receiving)
        os.close(sending)
        raise InputError(os.strerror(error.errno or 0), code="io-error") from None
    if child == 0:
        _child(read, data, options, sending, parent)
    status: list[int] = []
    try:
        os.close(sending)
        with contextlib.suppress(OSError):
            os.setpgid(child, child)  # the child does so too: whoever comes first
        yield from _receive(receiving, child, options, status)
    finally:
        os.close(receiving)
        if os.getpid() == parent and not status:
            _end(child)


def _here(read: Callable[[bytes, ReadOptions], Iterable[Raw]], data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """Without fork: the same errors, no limits."""
    try:
        yield from read(data, options)
    except (InputError, GeneratorExit, KeyboardInterrupt):
        raise
    except MemoryError:
        raise _oom() from None
    except BaseException as error:  # SystemExit and the panics of Rust libraries are no Exception
        raise _crash(_place(error)) from None


# ---- parent -----------------------------------------------------------------------------------------------------


def _receive(receiving: int, child: int, options: ReadOptions, status: list[int]) -> Iterator[Raw]:
    """Documents as they come; the last message says that there are no more, or what went wrong."""
    with contextlib.suppress(ImportError, OSError):
        import fcntl

        fcntl.fcntl(receiving, _SETPIPE, _STEP)
    waiter = select.poll()
    waiter.register(receiving, select.POLLIN)
    left = options.seconds if options.seconds > 0 else math.inf
    buffer = bytearray()
    while True:
        while len(buffer) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(buffer)
            if length > options.memory > 0:
                raise _crash("message")
            if len(buffer) < _LENGTH.size + length:
                break
            message = json.loads(buffer[_LENGTH.size : _LENGTH.size + length].decode("utf-8", "surrogatepass"))
            del buffer[: _LENGTH.size + length]
            if "end" in message:
                return
            if "code" in message:
                raise _error(message)
            yield _raw(message)
        started = time.monotonic()
        ready = waiter.poll(min(max(left, 0.0), 3600.0) * 1000)
        left -= time.monotonic() - started
        if ready:
            piece = os.read(receiving, _STEP)
            if not piece:
                status.append(_end(child, kill=False))
                raise _died(status[0], options)
            buffer += piece
        elif left <= 0:
            raise _timeout(options)


def _end(child: int, *, kill: bool = True) -> int:
    """End the child and collect it; its wait status."""
    if kill:
        for send in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                send(child, signal.SIGKILL)
    try:
        if not kill:  # it has closed its pipe: it is gone, or about to be
            for _ in range(200):
                done, status = os.waitpid(child, os.WNOHANG)
                if done:
                    return status
                time.sleep(0.005)
            return _end(child)
        return os.waitpid(child, 0)[1]
    except ChildProcessError:  # somebody else collects children here
        return 0


def _died(status: int, options: ReadOptions) -> InputError:
    """The error of a child that ended without a word."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return _timeout(options)
        if number == signal.SIGKILL:  # not by us: the system does so where memory runs out
            return _oom()
        return _crash(signal.Signals(number).name if number in set(signal.Signals) else str(number))
    return _crash(t(f"退出码 {os.WEXITSTATUS(status)}", f"exit code {os.WEXITSTATUS(status)}"))


def _timeout(options: ReadOptions) -> InputError:
    seconds = f"{options.seconds:g}"
    return InputError(
        t(f"解析超过 {seconds} 秒，已中止", f"taking it apart took over {seconds} s and was stopped"), code="timeout"
    )


def _oom() -> InputError:
    return InputError(t("解析所需内存超过上限", "taking it apart needs more memory than allowed"), code="oom")


def _crash(what: str) -> InputError:
    return InputError(t(f"解析程序崩溃（{what}）", f"the reader crashed ({what})"), code="crash")


def _error(message: dict[str, Any]) -> InputError:
    if message["code"] == "oom" and not message.get("message"):
        return _oom()
    if message["code"] == "crash" and message.get("place"):
        return _crash(str(message["place"]))
    return InputError(str(message["message"]), code=str(message["code"]), hint=str(message.get("hint", "")))


def _raw(message: dict[str, Any]) -> Raw:
    values = dict(zip(_NAMES, message["raw"], strict=True))
    values["partial"] = tuple(values["partial"])
    values["flags"] = tuple(values["flags"])
    values["meta"] = tuple(map(tuple, values["meta"]))
    values["dropped"] = tuple(map(tuple, values["dropped"]))
    return Raw(**values)


# ---- child ------------------------------------------------------------------------------------------------------


def _load_libc() -> None:
    """The C library, loaded before the fork; Linux only."""
    if not _libc and sys.platform == "linux":
        with contextlib.suppress(OSError):
            _libc.append(ctypes.CDLL(None))


def _child(
    read: Callable[[bytes, ReadOptions], Iterable[Raw]], data: bytes, options: ReadOptions, sending: int, parent: int
) -> NoReturn:
    """Everything that happens in the child. It never returns: whatever is on the stack belongs to the parent."""
    code = 1
    try:
        _confine(options, sending, parent)
        _send(sending, _read(read, data, options, sending))
        code = 0
    finally:
        os._exit(code)


def _confine(options: ReadOptions, sending: int, parent: int) -> None:
    """Take away what a reader does not need: signals, open files, output, writing, and resources without end."""
    import resource

    for libc in _libc:
        libc.prctl(_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM, signal.SIGXCPU, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    faulthandler.disable()
    gc.freeze()
    sys.dont_write_bytecode = True
    with contextlib.suppress(OSError):
        handle = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        os.write(handle, b"1000")
    for libc in _libc:
        libc.prctl(_DUMPABLE, 0, 0, 0, 0)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        if standard != sending:
            os.dup2(null, standard)
    os.closerange(3, sending)
    os.closerange(max(3, sending + 1), 65_536)
    sys.stdin = sys.__stdin__
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    limits = {resource.RLIMIT_NOFILE: _FILES + sending, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    if options.seconds > 0:
        limits[resource.RLIMIT_CPU] = math.ceil(options.seconds) + 1
    if options.memory > 0 and (size := _size()):
        limits[resource.RLIMIT_AS] = size + options.memory
    for kind, value in limits.items():
        _, hard = resource.getrlimit(kind)
        ceiling = value + 1 if kind == resource.RLIMIT_CPU else value  # SIGXCPU first, SIGKILL a second later
        if hard != resource.RLIM_INFINITY:
            value, ceiling = min(value, hard), min(ceiling, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (value, ceiling))


def _size() -> int:
    """Bytes of address space in use; 0 where the system does not say (and does not keep RLIMIT_AS either)."""
    try:
        handle = os.open("/proc/self/statm", os.O_RDONLY)
        try:
            return int(os.read(handle, 100).split()[0]) * os.sysconf("SC_PAGE_SIZE")
        finally:
            os.close(handle)
    except (OSError, ValueError, IndexError):
        return 0


def _read(
    read: Callable[[bytes, ReadOptions], Iterable[Raw]], data: bytes, options: ReadOptions, sending: int
) -> dict[str, Any]:
    """Send every document; the last message."""
    try:
        for raw in read(data, options):
            _send(sending, {"raw": [getattr(raw, name) for name in _NAMES]})
    except InputError as error:
        return {"code": error.code, "message": error.message, "hint": error.hint}
    except MemoryError:
        return {"code": "oom"}
    except BaseException as error:  # as above
        return {"code": "crash", "place": _place(error)}
    return {"end": True}


def _place(error: BaseException) -> str:
    """Kind and place of an error, without its message, which may hold text of the document."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""  # noqa: PTH119
    return type(error).__name__ + where


def _send(sending: int, message: dict[str, Any]) -> None:
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    view = memoryview(_LENGTH.pack(len(body)) + body)
    while view:
        view = view[os.write(sending, view) :]
