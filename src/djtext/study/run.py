"""Many documents: the same pure function over all inputs, in this process or in several, in the order of the inputs.

The result does not depend on the number of workers. A document that breaks its worker costs that document only.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from djtext.clean import Cleaned
from djtext.lang import current, t, use
from djtext.read import Found
from djtext.read.walk import shown
from djtext.study.duplicates import sketch
from djtext.study.load import LoadOptions, load
from djtext.types import Document, Outcome

if TYPE_CHECKING:  # costly to import, and most runs are too small to need them
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
MakeJob = Callable[[], Callable[[Document], T]]
Where = Callable[[Document], bool]

_SMALL = 3_000_000  # bytes below which starting workers costs more than it saves
_BATCH_BYTES = 1_000_000
_BATCH_DOCS = 200


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """One outcome, with the document (without its text) and its value where it was analysed.

    `left_out` says that a filter left the document out. `marks` is the document's sketch for finding it twice;
    `cleaned` what cleaning did to it, where that was asked for.
    """

    outcome: Outcome
    doc: Document | None = None
    value: T | None = None
    left_out: bool = False
    marks: tuple[int, ...] = ()
    cleaned: Cleaned | None = None


def cores() -> int:
    """How many processes may run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def each(
    inputs: Iterable[Found | Outcome],
    make_job: MakeJob[T],
    *,
    options: LoadOptions | None = None,
    where: Where | None = None,
    jobs: int | None = None,
    ledger: bool = False,
) -> Iterator[Result[T]]:
    """Read and analyse every input; one Result for every document or failed input, in the order of the inputs.

    `make_job` builds the function of one document, once a process; it and `where` must be picklable for `jobs` > 1.
    With `ledger`, what cleaning did comes along.
    """
    items = list(inputs)
    options = options or LoadOptions()
    workers = cores() if jobs is None else max(1, jobs)
    readable = [item for item in items if isinstance(item, Found)]
    if workers == 1 or len(readable) < 2 or sum(item.size for item in readable) < _SMALL:
        job = make_job()
        for item in items:
            yield from _one(item, job, options, where, ledger)
        return
    yield from _pooled(items, make_job, options, where, workers, ledger)


def _one(
    item: Found | Outcome,
    job: Callable[[Document], T],
    options: LoadOptions,
    where: Where | None,
    ledger: bool,
) -> Iterator[Result[T]]:
    if isinstance(item, Outcome):
        yield Result(item)
        return
    for loaded in load(item, options):
        cleaned = loaded.cleaned if ledger else None
        if loaded.doc is None:
            yield Result(loaded.outcome, cleaned=cleaned)
            continue
        header = replace(loaded.doc, text="")
        if where is not None and not where(loaded.doc):
            yield Result(loaded.outcome, header, left_out=True)
            continue
        marks = sketch(loaded.doc.text)
        yield Result(loaded.outcome, header, job(loaded.doc), marks=marks, cleaned=cleaned)


_state: dict[str, Any] = {}


def _start_worker(
    make_job: MakeJob[Any], options: LoadOptions, where: Where | None, ledger: bool, lang: str, parent: int
) -> None:
    """Prepare a worker: it dies with its parent, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)
    use("en" if lang == "en" else "zh")
    _state.update(job=make_job(), options=options, where=where, ledger=ledger)


def _work(batch: list[Found | Outcome]) -> list[Result[Any]]:
    return [
        result
        for item in batch
        for result in _one(item, _state["job"], _state["options"], _state["where"], _state["ledger"])
    ]


def _batches(items: list[Found | Outcome]) -> Iterator[list[Found | Outcome]]:
    batch: list[Found | Outcome] = []
    size = 0
    for item in items:
        batch.append(item)
        size += item.size if isinstance(item, Found) else 0
        if size >= _BATCH_BYTES or len(batch) >= _BATCH_DOCS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _pooled(
    items: list[Found | Outcome],
    make_job: MakeJob[T],
    options: LoadOptions,
    where: Where | None,
    workers: int,
    ledger: bool,
) -> Iterator[Result[T]]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # stdin can be read by this process only
    items = [replace(i, data=sys.stdin.buffer.read()) if isinstance(i, Found) and i.path == "-" else i for i in items]
    context = get_context("fork" if sys.platform == "linux" else "spawn")

    def pool(size: int) -> ProcessPoolExecutor:
        arguments = (make_job, options, where, ledger, current(), os.getpid())
        return ProcessPoolExecutor(size, mp_context=context, initializer=_start_worker, initargs=arguments)

    waiting: deque[list[Found | Outcome]] = deque(_batches(items))
    running: deque[tuple[list[Found | Outcome], Future[list[Result[T]]]]] = deque()
    executor = pool(workers)
    finished = False
    try:
        while waiting or running:
            while waiting and len(running) < workers + 2:
                batch = waiting.popleft()
                running.append((batch, executor.submit(_work, batch)))
            batch, future = running.popleft()
            try:
                results = future.result()
            except BrokenProcessPool:
                _close(executor, stop=True)
                waiting.extendleft(reversed([other for other, _ in running]))
                running.clear()
                results = _singly(batch, pool)
                executor = pool(workers)
            yield from results
        finished = True
    finally:
        _close(executor, stop=not finished)


def _close(executor: ProcessPoolExecutor, *, stop: bool) -> None:
    """End the pool, and wait for its thread: the interpreter's end would race with it. `stop`: results are unwanted."""
    if stop:
        for process in list((getattr(executor, "_processes", None) or {}).values()):
            process.terminate()
    executor.shutdown(wait=True, cancel_futures=True)


def _singly(batch: list[Found | Outcome], pool: Callable[[int], ProcessPoolExecutor]) -> list[Result[Any]]:
    """A batch that lost its worker, document by document; one that kills its own worker twice is given up."""
    from concurrent.futures.process import BrokenProcessPool

    results: list[Result[Any]] = []
    for item in batch:
        for attempt in (1, 2):
            with pool(1) as executor:
                try:
                    results += executor.submit(_work, [item]).result()
                    break
                except BrokenProcessPool:
                    if attempt == 2:
                        path = shown(item.path)
                        detail = t("处理这份文件的进程崩溃", "the process that analysed it crashed")
                        results.append(Result(Outcome(path, "failed", code="crash", detail=detail)))
    return results
