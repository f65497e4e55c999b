"""Files that arrive in a folder: each content once, and not before it has been written to its end."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from djtext.errors import NoSpace, OutputRefused, UsageError
from djtext.lang import t
from djtext.read import Found, discover
from djtext.study.identity import fingerprint
from djtext.study.load import LoadOptions

Mark = tuple[int, int, int]  # size, time of change in ns, inode


def mark_of(path: str) -> Mark | None:
    """What a file's content is judged by without reading it; None where it is gone or cannot be looked at."""
    try:
        found = os.stat(path)  # noqa: PTH116 - names that are no UTF-8
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


class State:
    """The contents that were scanned, by SHA-256, in a file of JSON lines that only grows.

    A line that a kill cut short is left out when the file is read, and gone when the next is written.
    """

    def __init__(self, path: Path) -> None:
        """Read what there is. Raises UsageError where the file is something else, OutputRefused where it cannot be used."""
        self.path = path
        self.seen: dict[str, str] = {}
        self._end = 0
        try:
            data = path.read_bytes() if path.exists() else b""
        except OSError as error:
            raise _refused(path, error) from None
        for line in data.splitlines(keepends=True):
            if not line.endswith(b"\n"):
                break
            try:
                found = json.loads(line)
                self.seen[str(found["sha256"])] = str(found["doc"])
            except (ValueError, TypeError, KeyError):
                raise UsageError(
                    t(f"{path}：不是 djtext watch 的状态文件", f"{path}: no state of djtext watch"),
                    hint=t("用 --state 指定另一个文件", "name another file with --state"),
                ) from None
            self._end += len(line)

    def __contains__(self, digest: str) -> bool:
        return digest in self.seen

    def add(self, digest: str, doc: str) -> None:
        """Enter a content that has been scanned, so that it survives whatever comes next."""
        line = json.dumps({"sha256": digest, "doc": doc}, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        self._end = append(self.path, line, at=self._end)
        self.seen[digest] = doc


def append(path: Path, data: bytes, *, at: int | None = None) -> int:
    """Put whole lines at the end of a file, or at a place in place of what follows; where it ends then."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            place = os.lseek(handle, 0, os.SEEK_END) if at is None else at
            os.ftruncate(handle, place)
            os.lseek(handle, place, os.SEEK_SET)
            while data:
                written = os.write(handle, data)
                data, place = data[written:], place + written
            os.fsync(handle)
            return place
        finally:
            os.close(handle)
    except OSError as error:
        raise _refused(path, error) from None


def _refused(path: Path, error: OSError) -> Exception:
    import errno

    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return NoSpace(t(f"{path}：磁盘空间不足", f"{path}: no space left"))
    reason = os.strerror(error.errno or 0)
    return OutputRefused(
        t(f"{path}：不能写入（{reason}）", f"{path}: cannot be written ({reason})"),
        hint=t("用 --state 指定可写的位置", "name a place that can be written to with --state"),
    )


@dataclass(slots=True)
class _Waiting:
    mark: Mark
    since: float


@dataclass(slots=True)
class Watcher:
    """What has arrived, and what has settled: unchanged in size, time and inode for `settle` seconds.

    `clock` gives seconds that never go back; `look` the files that there are.
    """

    state: State
    settle: float
    options: LoadOptions
    clock: Callable[[], float]
    look: Callable[[], Sequence[Found]]
    waiting: dict[str, _Waiting] = field(default_factory=dict)
    done: dict[str, Mark] = field(default_factory=dict)

    def ready(self) -> Iterator[tuple[Found, str]]:
        """The files that have settled and whose content is new, with its SHA-256; one of each content."""
        now = self.clock()
        here: set[str] = set()
        given: set[str] = set()
        for item in self.look():
            here.add(item.path)
            mark = mark_of(item.path)
            if mark is None or self.done.get(item.path) == mark:
                continue
            waiting = self.waiting.get(item.path)
            if waiting is None or waiting.mark != mark:
                waiting = self.waiting[item.path] = _Waiting(mark, now)
            if now - waiting.since < self.settle:
                continue
            digest = fingerprint(item, self.options)
            if not digest or mark_of(item.path) != mark:
                continue  # cannot be read now, or changed meanwhile: the next look tells
            self.done[item.path] = mark
            del self.waiting[item.path]
            if digest in self.state or digest in given:
                continue
            given.add(digest)
            yield item, digest
        for path in [path for path in self.waiting if path not in here]:
            del self.waiting[path]
        for path in [path for path in self.done if path not in here]:
            del self.done[path]


def looker(paths: Sequence[str], *, follow: bool = False, without: Sequence[Path] = ()) -> Callable[[], list[Found]]:
    """Finds the files under some paths, in order; `without` are files of the watch's own."""
    own = {os.path.abspath(path) for path in without}  # noqa: PTH100

    def look() -> list[Found]:
        return [
            item
            for item in discover(paths, follow=follow)
            if isinstance(item, Found) and os.path.abspath(item.path) not in own  # noqa: PTH100
        ]

    return look


def rounds(
    watcher: Watcher, *, interval: float, once: bool, sleep: Callable[[float], Any]
) -> Iterator[list[tuple[Found, str]]]:
    """What is ready, look after look; an empty list where nothing is. With `once` until all that was there has been given."""
    while True:
        found = list(watcher.ready())
        yield found
        if once:
            if not watcher.waiting:
                return
            sleep(watcher.settle)
            yield list(watcher.ready())
            return
        sleep(interval)
