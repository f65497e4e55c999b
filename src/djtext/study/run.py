"""Many documents: the same pure function over all inputs, in this process or in several, in the order of the inputs.

The result does not depend on the number of workers. A document that breaks its worker costs that document only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, TypeVar

from djtext.clean import Cleaned
from djtext.lang import current, t, use
from djtext.read import Found
from djtext.read.walk import shown
from djtext.study.duplicates import sketch
from djtext.study.engines import Engine, Processes, Task, cores
from djtext.study.load import LoadOptions, load
from djtext.types import Document, Outcome

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


def each(
    inputs: Iterable[Found | Outcome],
    make_job: MakeJob[T],
    *,
    options: LoadOptions | None = None,
    where: Where | None = None,
    jobs: int | None = None,
    ledger: bool = False,
    engine: Engine | None = None,
) -> Iterator[Result[T]]:
    """Read and analyse every input; one Result for every document or failed input, in the order of the inputs.

    `make_job` builds the function of one document, once a process; it and `where` must be picklable for `jobs` > 1.
    With `ledger`, what cleaning did comes along. `engine` says where the work is done; without one, in this process or,
    where there is enough to do, in `jobs` processes.
    """
    items = list(inputs)
    options = options or LoadOptions()
    workers = cores() if jobs is None else max(1, jobs)
    readable = [item for item in items if isinstance(item, Found)]
    if engine is None and (workers == 1 or len(readable) < 2 or sum(item.size for item in readable) < _SMALL):
        job = make_job()
        for item in items:
            yield from _one(item, job, options, where, ledger)
        return
    yield from _elsewhere(items, make_job, options, where, ledger, engine or Processes(workers))


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


def _prepared(
    make_job: MakeJob[Any], options: LoadOptions, where: Where | None, ledger: bool, lang: str
) -> Callable[[Sequence[Found | Outcome]], list[Result[Any]]]:
    """In a worker: the function of one batch."""
    use("en" if lang == "en" else "zh")
    job = make_job()
    return lambda batch: [result for item in batch for result in _one(item, job, options, where, ledger)]


def _lost(item: Found | Outcome) -> Result[Any]:
    """The result of an input that no worker survives."""
    detail = t("处理这份文件的进程崩溃", "the process that analysed it crashed")
    return Result(Outcome(shown(item.path), "failed", code="crash", detail=detail))


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


def _elsewhere(
    items: list[Found | Outcome],
    make_job: MakeJob[T],
    options: LoadOptions,
    where: Where | None,
    ledger: bool,
    engine: Engine,
) -> Iterator[Result[T]]:
    """The results of all inputs, from the workers of an engine."""
    # stdin can be read by this process only
    items = [replace(i, data=sys.stdin.buffer.read()) if isinstance(i, Found) and i.path == "-" else i for i in items]
    if engine.forks:
        make_job()  # what is compiled here, once, the workers have too
    task = Task(partial(_prepared, make_job, options, where, ledger, current()), _lost)
    for results in engine.run(_batches(items), task):
        yield from results
