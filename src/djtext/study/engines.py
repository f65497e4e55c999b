"""Where batches are worked on: in processes of this machine, or on the workers of a Dask cluster.

An engine takes batches and gives the results of each, in the order of the batches, whatever becomes of its workers. A
batch that loses its worker is tried once more; after that its items are tried one by one, and one that takes its
worker with it twice is given up, alone.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # costly to import, and most runs are too small to need them
    from concurrent.futures import Future, ProcessPoolExecutor

Batch = Sequence[Any]
Work = Callable[[Batch], list[Any]]


@dataclass(frozen=True, slots=True)
class Task:
    """What is done to batches. `prepare` is called once in each worker and gives the function of one batch; both it and
    the batches can be sent to another process. `lost` gives the result of an item that no worker survives."""

    prepare: Callable[[], Work]
    lost: Callable[[Any], Any]


class Engine(Protocol):
    """Works on batches elsewhere than in this process."""

    @property
    def forks(self) -> bool:
        """Do workers see the memory of this process as it was when they began?"""
        ...

    def run(self, batches: Iterable[Batch], task: Task) -> Iterator[list[Any]]:
        """The results of each batch, in order."""
        ...


def cores() -> int:
    """How many processes may run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


_state: dict[str, Work] = {}


def _start_worker(prepare: Callable[[], Work], parent: int) -> None:
    """Prepare a worker: it dies with its parent, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)
    _state["work"] = prepare()
    gc.freeze()  # what is prepared stays: no collection need look at it again


def _work(batch: Batch) -> list[Any]:
    return _state["work"](batch)


@dataclass(frozen=True, slots=True)
class Processes:
    """Processes of this machine."""

    workers: int

    @property
    def forks(self) -> bool:
        """On Linux, workers are copies of this process."""
        return sys.platform == "linux"

    def _pool(self, size: int, task: Task) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        context = get_context("fork" if self.forks else "spawn")
        return ProcessPoolExecutor(
            size, mp_context=context, initializer=_start_worker, initargs=(task.prepare, os.getpid())
        )

    def run(self, batches: Iterable[Batch], task: Task) -> Iterator[list[Any]]:
        """The results of each batch, in order; a few batches more than there are workers are under way."""
        from concurrent.futures.process import BrokenProcessPool

        coming = iter(batches)
        again: deque[Batch] = deque()  # to be done anew, for the pool they were in is gone
        running: deque[tuple[Batch, Future[list[Any]]]] = deque()
        executor = self._pool(self.workers, task)
        finished = False
        try:
            while True:
                while len(running) < self.workers + 2:
                    batch = again.popleft() if again else next(coming, None)
                    if batch is None:
                        break
                    try:
                        running.append((batch, executor.submit(_work, batch)))
                    except BrokenProcessPool:  # a worker died while the batch was being made
                        again.appendleft(batch)
                        if running:
                            break  # whose result tells of it
                        _close(executor, stop=True)
                        executor = self._pool(self.workers, task)
                if not running:
                    break
                batch, future = running.popleft()
                try:
                    results = future.result()
                except BrokenProcessPool:
                    _close(executor, stop=True)
                    again.extendleft(reversed([other for other, _ in running]))
                    running.clear()
                    results = self._once_more(batch, task)
                    executor = self._pool(self.workers, task)
                yield results
            finished = True
        finally:
            _close(executor, stop=not finished)

    def _once_more(self, batch: Batch, task: Task) -> list[Any]:
        """A batch whose pool broke, perhaps by another's fault: again in a process of its own, then item by item."""
        from concurrent.futures.process import BrokenProcessPool

        def tried(items: Batch) -> list[Any] | None:
            with self._pool(1, task) as executor:
                try:
                    return executor.submit(_work, items).result()
                except BrokenProcessPool:
                    return None

        return singly(batch, tried, task)


def singly(batch: Batch, tried: Callable[[Batch], list[Any] | None], task: Task) -> list[Any]:
    """A batch whose worker is gone: once more, then item by item, each twice. `tried` gives None where a worker dies."""
    whole = tried(batch)
    if whole is not None:
        return whole
    results: list[Any] = []
    for item in batch:
        single = tried([item])
        single = single if single is not None or len(batch) == 1 else tried([item])
        results += [task.lost(item)] if single is None else single
    return results


def _close(executor: ProcessPoolExecutor, *, stop: bool) -> None:
    """End the pool, and wait for its thread: the interpreter's end would race with it. `stop`: results are unwanted."""
    if stop:
        for process in list((getattr(executor, "_processes", None) or {}).values()):
            process.terminate()
    executor.shutdown(wait=True, cancel_futures=True)


def _here(_jobs: int, _scheduler: str) -> None:
    """No engine of its own: `run.each` uses as many processes as there is work for."""


def _dask(jobs: int, scheduler: str) -> Engine:
    from djtext.study.dask import Dask

    return Dask(jobs or cores(), scheduler)


ENGINES: dict[str, Callable[[int, str], Engine | None]] = {  # name → from the number of workers and the scheduler
    "processes": _here,
    "dask": _dask,
}
