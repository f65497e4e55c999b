"""One writer a study: a lock that the operating system takes back when its holder dies, whatever kills it."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

from djtext.errors import OutputRefused, StudyLocked
from djtext.lang import t

_STEP = 0.05


def _try(handle: int) -> bool:
    """Take the lock if it is free."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}:
            return False
        raise
    return True


def lock_path(study: Path) -> Path:
    """The file beside a study that its writer holds."""
    return study.with_name(f"{study.name}-lock")


@contextlib.contextmanager
def writing(study: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Be the one writer of a study.

    Raises StudyLocked, naming the process that writes, where it is not free within `wait` seconds; OutputRefused where
    the folder cannot be written to.
    """
    path = lock_path(study)
    until = time.monotonic() + wait
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise OutputRefused(
                t(
                    f"{study}：不能写入（{os.strerror(error.errno or 0)}）",
                    f"{study}: cannot be written ({os.strerror(error.errno or 0)})",
                ),
                hint=t(
                    "换一个可写的文件夹；只读时仍可用来分析",
                    "choose a folder that can be written to; reading works as it is",
                ),
            ) from None
        try:
            if _try(handle) and _same(handle, path):
                break
        except OSError:
            os.close(handle)
            raise
        holder = _holder(path)
        os.close(handle)
        if time.monotonic() >= until:
            raise StudyLocked(
                t(f"{study}：另一个进程{holder}正在写入", f"{study}: another process{holder} is writing to it"),
                hint=t("等它结束再试，或加 --wait 秒数", "try when it has ended, or give --wait SECONDS"),
            )
        time.sleep(_STEP)
    try:
        with contextlib.suppress(OSError):  # the name of the holder is a courtesy; the disk may be full
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        if os.name != "nt":  # unlinked while held, so that no one else can hold the file that goes
            with contextlib.suppress(OSError):
                path.unlink()
        os.close(handle)


def _same(handle: int, path: Path) -> bool:
    """Is the file that was locked still the one of that name?"""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _holder(path: Path) -> str:
    try:
        number = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
    return t(f"（进程号 {number}）", f" (process {number})") if number.isdigit() else ""
