"""Many documents: the same pure function over all inputs, in this process or in several, in the order of the inputs.

The result does not depend on the number of workers, nor on what the cache holds. A document that breaks its worker
costs that document only.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from djtext.errors import InputError
from djtext.lang import current, t, use
from djtext.read import Found
from djtext.read import load_bytes as read_bytes
from djtext.read.header import folder_table
from djtext.read.walk import shown
from djtext.study.duplicates import sketch
from djtext.study.load import LoadOptions, load
from djtext.study.result import Result as Result
from djtext.types import Document, Outcome

if TYPE_CHECKING:  # costly to import, and most runs are too small to need them
    from concurrent.futures import Future, ProcessPoolExecutor

    from djtext.study.cache import Cache
    from djtext.study.identity import Surroundings
    from djtext.study.parcel import Parcels

T = TypeVar("T")
MakeJob = Callable[[], Callable[[Document], T]]
Where = Callable[[Document], bool]

_SMALL = 3_000_000  # bytes below which starting workers costs more than it saves
_BATCH_BYTES = 1_000_000
_BATCH_DOCS = 200
_NOTHING = (b"", 0)
_LARGEST = 64_000_000  # bytes of an input above which its results are not held together to be kept


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be done to every input."""

    make_job: MakeJob[Any]
    options: LoadOptions
    where: Where | None
    ledger: bool
    parcels: Parcels | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one input gave: its results, or, from a worker, the parcel that they are in. `place` is the parcel's key."""

    results: Iterable[Result[Any]] | None
    place: bytes = b""
    parcel: bytes = b""


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
    cache: Cache | None = None,
) -> Iterator[Result[T]]:
    """Read and analyse every input; one Result for every document or failed input, in the order of the inputs.

    `make_job` builds the function of one document, once a process; it and `where` must be picklable for `jobs` > 1.
    With `ledger`, what cleaning did comes along. A `cache` saves the work that it has seen done before.
    """
    folder_table.cache_clear()  # tables of metadata are read anew in every run
    items = list(inputs)
    work = _Work(make_job, options or LoadOptions(), where, ledger)
    workers = cores() if jobs is None else max(1, jobs)
    if cache is not None and not ledger and cache.begin(make_job, work.options):
        yield from _with_cache(items, replace(work, parcels=cache.parcels), workers, cache)
    else:
        with contextlib.closing(_answers(items, work, workers)) as answers:
            for answer in answers:
                yield from answer.results or ()


def _answers(items: list[Found | Outcome], work: _Work, workers: int) -> Generator[_Answer, None, None]:
    """An answer for each input, computed."""
    readable = [item for item in items if isinstance(item, Found)]
    if workers == 1 or len(readable) < 2 or sum(item.size for item in readable) < _SMALL:
        return _serial(items, work)
    return _pooled(items, work, workers)


def _with_cache(items: list[Found | Outcome], work: _Work, workers: int, cache: Cache) -> Iterator[Result[Any]]:
    """What the cache has is taken from it, all else computed and kept."""
    from djtext.study.identity import Surroundings

    parcels = work.parcels
    if parcels is None:
        raise RuntimeError("a cache without its parcels")
    items = [_whole(item) for item in items]
    around = Surroundings(work.options)
    cache.look(len(items))
    kept = [_kept(item, work, parcels, cache, around) for item in items] if cache.knows else [_NOTHING] * len(items)
    answers = _answers([item for item, (_, number) in zip(items, kept, strict=True) if not number], work, workers)
    job: Callable[[Document], Any] | None = None
    try:
        for item, (place, number) in zip(items, kept, strict=True):
            if number and isinstance(item, Found):
                results = parcels.unpack(item, place, cache.get(number), work.where)
                if results is not None:
                    cache.hits += 1
                    yield from results
                    continue
                job = job or work.make_job()  # damaged, or taken out meanwhile
                answer = _answer(item, job, work, around)
            else:
                answer = next(answers)
            if isinstance(item, Found):
                cache.misses += 1
                cache.put(answer.place, answer.parcel)
            if answer.results is not None:
                yield from answer.results
            elif isinstance(item, Found):
                results = parcels.unpack(item, answer.place, answer.parcel, work.where)
                if results is None:  # a value that is not itself again must not be lost
                    job = job or work.make_job()
                    results = list(_one(item, job, work))
                yield from results
    finally:
        answers.close()
        cache.close()


def _whole(item: Found | Outcome) -> Found | Outcome:
    """Standard input with what came over it: it can be read only once, and by this process only."""
    return replace(item, data=sys.stdin.buffer.read()) if isinstance(item, Found) and item.path == "-" else item


def _kept(
    item: Found | Outcome, work: _Work, parcels: Parcels, cache: Cache, around: Surroundings
) -> tuple[bytes, int]:
    """The key under which the cache has what is wanted of an input, and the number of the value; 0 where it has not."""
    from djtext.study.parcel import place_of

    if isinstance(item, Outcome) or item.size > _LARGEST:
        return _NOTHING
    try:
        digest = hashlib.sha256(read_bytes(item, work.options.read)).hexdigest()
    except InputError:
        return _NOTHING
    place = place_of(digest, item, around.of(item))
    number = cache.find(place)
    if not number and work.where is not None:
        place = place_of(digest, item, around.of(item), whole=False)
        number = cache.find(place)
        if number and parcels.unpack(item, place, cache.get(number), work.where) is None:
            return _NOTHING
    return place, number


def _answer(item: Found | Outcome, job: Callable[[Document], Any], work: _Work, around: Surroundings | None) -> _Answer:
    """What one input gives, computed, with its parcel where that is wanted."""
    if work.parcels is None or around is None or isinstance(item, Outcome) or item.size > _LARGEST:
        return _Answer(_one(item, job, work))
    from djtext.study.parcel import place_of

    try:
        data = read_bytes(item, work.options.read)  # read once, so that key and results are of the same bytes
    except InputError:
        return _Answer(_one(item, job, work))
    results = list(_one(replace(item, data=data), job, work))
    whole = not any(result.left_out for result in results)
    place = place_of(hashlib.sha256(data).hexdigest(), item, around.of(item), whole=whole)
    return _Answer(results, place, work.parcels.pack(item, place, results))


def _one(item: Found | Outcome, job: Callable[[Document], T], work: _Work) -> Iterator[Result[T]]:
    if isinstance(item, Outcome):
        yield Result(item)
        return
    for loaded in load(item, work.options):
        cleaned = loaded.cleaned if work.ledger else None
        if loaded.doc is None:
            yield Result(loaded.outcome, cleaned=cleaned)
            continue
        header = replace(loaded.doc, text="")
        if work.where is not None and not work.where(loaded.doc):
            yield Result(loaded.outcome, header, left_out=True)
            continue
        marks = sketch(loaded.doc.text)
        yield Result(loaded.outcome, header, job(loaded.doc), marks=marks, cleaned=cleaned)


def _serial(items: list[Found | Outcome], work: _Work) -> Generator[_Answer, None, None]:
    if not items:
        return
    job, around = work.make_job(), _around(work)
    for item in items:
        yield _answer(item, job, work, around)


def _around(work: _Work) -> Surroundings | None:
    if work.parcels is None:
        return None
    from djtext.study.identity import Surroundings

    return Surroundings(work.options)


_state: dict[str, Any] = {}


def _start_worker(work: _Work, lang: str, parent: int) -> None:
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
    _state.update(job=work.make_job(), work=work, around=_around(work))


def _do(batch: list[Found | Outcome]) -> list[_Answer]:
    """The answers of one batch; what is in a parcel does not cross a second time as objects."""
    found = [_answer(item, _state["job"], _state["work"], _state["around"]) for item in batch]
    return [replace(answer, results=None if answer.parcel else list(answer.results or ())) for answer in found]


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


def _pooled(items: list[Found | Outcome], work: _Work, workers: int) -> Generator[_Answer, None, None]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    items = [_whole(item) for item in items]
    context = get_context("fork" if sys.platform == "linux" else "spawn")

    def pool(size: int) -> ProcessPoolExecutor:
        arguments = (work, current(), os.getpid())
        return ProcessPoolExecutor(size, mp_context=context, initializer=_start_worker, initargs=arguments)

    waiting: deque[list[Found | Outcome]] = deque(_batches(items))
    running: deque[tuple[list[Found | Outcome], Future[list[_Answer]]]] = deque()
    executor = pool(workers)
    finished = False
    try:
        while waiting or running:
            while waiting and len(running) < workers + 2:
                batch = waiting.popleft()
                running.append((batch, executor.submit(_do, batch)))
            batch, future = running.popleft()
            try:
                answers = future.result()
            except BrokenProcessPool:
                _close(executor, stop=True)
                waiting.extendleft(reversed([other for other, _ in running]))
                running.clear()
                answers = _singly(batch, pool)
                executor = pool(workers)
            yield from answers
        finished = True
    finally:
        _close(executor, stop=not finished)


def _close(executor: ProcessPoolExecutor, *, stop: bool) -> None:
    """End the pool, and wait for its thread: the interpreter's end would race with it. `stop`: results are unwanted."""
    if stop:
        for process in list((getattr(executor, "_processes", None) or {}).values()):
            process.terminate()
    executor.shutdown(wait=True, cancel_futures=True)


def _singly(batch: list[Found | Outcome], pool: Callable[[int], ProcessPoolExecutor]) -> list[_Answer]:
    """A batch that lost its worker, document by document; one that kills its own worker twice is given up."""
    from concurrent.futures.process import BrokenProcessPool

    answers: list[_Answer] = []
    for item in batch:
        for attempt in (1, 2):
            with pool(1) as executor:
                try:
                    answers += executor.submit(_do, [item]).result()
                    break
                except BrokenProcessPool:
                    if attempt == 2:
                        path = shown(item.path)
                        detail = t("处理这份文件的进程崩溃", "the process that analysed it crashed")
                        answers.append(_Answer([Result(Outcome(path, "failed", code="crash", detail=detail))]))
    return answers
