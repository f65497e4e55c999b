"""Many documents: the same pure function over all inputs, in this process or in several, in the order of the inputs.

The result does not depend on the number of workers, nor on what the cache holds. A document that breaks its worker
costs that document only.
"""

from __future__ import annotations

import contextlib
import sys
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from djtext.errors import InputError
from djtext.lang import current, t, use
from djtext.read import Found
from djtext.read.header import folder_table
from djtext.read.walk import shown
from djtext.study.duplicates import sketch
from djtext.study.engines import Engine, Processes, Task, cores
from djtext.study.inputs import Inputs, gathered
from djtext.study.load import LoadOptions, load
from djtext.study.result import Result as Result
from djtext.types import Document, Outcome, Sent

if TYPE_CHECKING:  # costly to import, and most runs are too small to need them
    from djtext.study.cache import Cache
    from djtext.study.identity import Surroundings
    from djtext.study.parcel import Parcels

T = TypeVar("T")
MakeJob = Callable[[], Callable[[Document], T]]
Where = Callable[[Document], bool]

_SMALL = 3_000_000  # bytes below which starting workers costs more than it saves
_BATCH_BYTES = 1_000_000
_BATCH_DOCS = 200


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be done to every input."""

    make_job: MakeJob[Any]
    options: LoadOptions
    where: Where | None
    ledger: bool
    parcels: Parcels | None = None


@dataclass(frozen=True, slots=True)
class _Answer(Sent):
    """What one input gave: its results, or, from a worker, the parcel that they are in. `place` is the parcel's key.

    `digest` and `stamp` tell its bytes, and what the file looked like that had them (see `stamps`).
    """

    results: Iterable[Result[Any]] | None
    place: bytes = b""
    parcel: bytes = b""
    digest: bytes = b""
    stamp: bytes = b""


def each(
    inputs: Iterable[Found | Outcome],
    make_job: MakeJob[T],
    *,
    options: LoadOptions | None = None,
    where: Where | None = None,
    jobs: int | None = None,
    ledger: bool = False,
    engine: Engine | None = None,
    cache: Cache | None = None,
) -> Iterator[Result[T]]:
    """Read and analyse every input; one Result for every document or failed input, in the order of the inputs.

    `make_job` builds the function of one document, once a process; it and `where` must be picklable for `jobs` > 1.
    With `ledger`, what cleaning did comes along. `engine` says where the work is done; without one, in this process or,
    where there is enough to do, in `jobs` processes. A `cache` saves the work that it has seen done before.
    """
    folder_table.cache_clear()  # tables of metadata are read anew in every run
    items = gathered(inputs)
    work = _Work(make_job, options or LoadOptions(), where, ledger)
    workers = cores() if jobs is None else max(1, jobs)
    if cache is not None and not ledger and cache.begin(make_job, work.options):
        yield from _with_cache(items, replace(work, parcels=cache.parcels), workers, engine, cache)
    else:
        with contextlib.closing(_answers(items, work, workers, engine)) as answers:
            for answer in answers:
                yield from answer.results or ()


def _answers(
    items: Iterable[Found | Outcome], work: _Work, workers: int, engine: Engine | None
) -> Generator[_Answer, None, None]:
    """An answer for each input, computed."""
    if engine is None and (workers == 1 or not _is_much(items)):
        return _serial(items, work)
    return _elsewhere(items, work, engine or Processes(workers))


def _is_much(items: Iterable[Found | Outcome]) -> bool:
    """Is there enough to do for workers?"""
    number = size = 0
    for item in items:
        if isinstance(item, Found):
            number, size = number + 1, size + item.size
            if number > 1 and size >= _SMALL:
                return True
    return False


def _with_cache(items: Inputs, work: _Work, workers: int, engine: Engine | None, cache: Cache) -> Iterator[Result[Any]]:
    """What the cache has is taken from it, all else computed and kept."""
    from djtext.study.identity import Surroundings
    from djtext.study.recall import Kept, recall, values

    parcels = work.parcels
    if parcels is None:
        raise RuntimeError("a cache without its parcels")
    if any(item.path == "-" for item in items):
        items = Inputs(map(_whole, items))
    around = Surroundings(work.options)
    kept = recall(items, work.options, work.where, parcels, cache) if cache.knows else Kept()
    numbers = kept.numbers or array("q", bytes(8 * len(items)))
    value = values(numbers, cache)
    answers = _answers(items.without(numbers), work, workers, engine)
    job: Callable[[Document], Any] | None = None
    try:
        for n, item in enumerate(items):
            if numbers[n] and isinstance(item, Found):
                results = parcels.unpack(item, kept.place(n), value(n), work.where)
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
                cache.remember(item, answer.stamp, answer.digest)
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


def _answer(item: Found | Outcome, job: Callable[[Document], Any], work: _Work, around: Surroundings | None) -> _Answer:
    """What one input gives, computed, with its parcel where that is wanted."""
    if work.parcels is None or around is None or isinstance(item, Outcome):
        return _Answer(_one(item, job, work))
    from djtext.study.parcel import place_of
    from djtext.study.recall import LARGEST, read_with_stamp

    if item.size > LARGEST:
        return _Answer(_one(item, job, work))
    try:
        data, digest, stamp = read_with_stamp(item, work.options)  # once, so that key and results are of the same bytes
    except InputError:
        return _Answer(_one(item, job, work))
    results = list(_one(replace(item, data=data), job, work))
    whole = not any(result.left_out for result in results)
    place = place_of(digest.hex(), item, around.of(item), whole=whole)
    return _Answer(results, place, work.parcels.pack(item, place, results), digest, stamp)


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


def _serial(items: Iterable[Found | Outcome], work: _Work) -> Generator[_Answer, None, None]:
    job: Callable[[Document], Any] | None = None
    around = None
    for item in items:
        if job is None:
            job, around = work.make_job(), _around(work)
        yield _answer(item, job, work, around)


def _around(work: _Work) -> Surroundings | None:
    if work.parcels is None:
        return None
    from djtext.study.identity import Surroundings

    return Surroundings(work.options)


def _prepared(work: _Work, lang: str) -> Callable[[Sequence[Found | Outcome]], list[_Answer]]:
    """In a worker: the function of one batch; what is in a parcel does not cross a second time as objects."""
    use("en" if lang == "en" else "zh")
    job, around = work.make_job(), _around(work)

    def do(batch: Sequence[Found | Outcome]) -> list[_Answer]:
        found = [_answer(item, job, work, around) for item in batch]
        return [replace(answer, results=None if answer.parcel else list(answer.results or ())) for answer in found]

    return do


def _lost(item: Found | Outcome) -> _Answer:
    """The answer to an input that no worker survives."""
    detail = t("处理这份文件的进程崩溃", "the process that analysed it crashed")
    return _Answer([Result(Outcome(shown(item.path), "failed", code="crash", detail=detail))])


def _batches(items: Iterable[Found | Outcome]) -> Iterator[list[Found | Outcome]]:
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


def _elsewhere(items: Iterable[Found | Outcome], work: _Work, engine: Engine) -> Generator[_Answer, None, None]:
    """The answers of all inputs, from the workers of an engine."""
    if engine.forks:
        work.make_job()  # what is compiled here, once, the workers have too
    for answers in engine.run(_batches(map(_whole, items)), Task(partial(_prepared, work, current()), _lost)):
        yield from answers
