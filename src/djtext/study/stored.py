"""What commands need, from a study in place of the files: the same documents, values and outcomes, in the same order.

Values that a study holds are read from it; all others are computed from its texts by the same functions.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from djtext.errors import UsageError
from djtext.lang import t
from djtext.read.where import Filter
from djtext.study import analyse, overview, pack
from djtext.study.concordance import kwic_job
from djtext.study.load import LoadOptions
from djtext.study.result import Result
from djtext.study.store import Stored, Study, analysis_version, book_digest, check_reading, reading
from djtext.text.fold import Folded
from djtext.types import Codebook, Outcome

_LITERALS = 200  # more are not worth asking an index for

Value = Callable[[Stored], Any]
Given = dict[str, Any]


def _themes(stored: Stored, _keys: tuple[str, ...], _given: Given) -> Any:
    return pack.unpack_counts(stored.doc.text, stored.packed("counts"))


def _hits(stored: Stored, keys: tuple[str, ...], _given: Given) -> Any:
    return pack.unpack_hits(stored.doc.id, stored.doc.text, stored.packed("hits"), keys)


def _labels(stored: Stored, _keys: tuple[str, ...], _given: Given) -> Any:
    return pack.unpack_labels(stored.doc.id, stored.doc.text, stored.packed("sentences"))


def _coded(stored: Stored, _keys: tuple[str, ...], _given: Given) -> Any:
    return stored.doc.text, _labels(stored, _keys, _given)


def _passages(stored: Stored, _keys: tuple[str, ...], _given: Given) -> Any:
    return pack.unpack_passages(stored.doc.id, stored.doc.text, stored.packed("sentences", "passages"))


def _pairs(stored: Stored, _keys: tuple[str, ...], given: Given) -> Any:
    packed = stored.packed("sentences", "passages", "links")
    found = pack.unpack_passages(stored.doc.id, stored.doc.text, packed)
    if given.get("threshold") is not None:
        from djtext.roles.link import links

        return analyse.Paired(found, links(found, threshold=given["threshold"]))
    return analyse.Paired(found, pack.unpack_links(stored.doc.id, found, packed))


_STORED: dict[Any, Callable[[Stored, tuple[str, ...], Given], Any]] = {
    analyse.themes_job: _themes,
    analyse.hits_job: _hits,
    analyse.labels_job: _labels,
    analyse.coded_job: _coded,
    analyse.passages_job: _passages,
    analyse.pairs_job: _pairs,
}


def check_options(study: Study, options: LoadOptions) -> None:
    """Raise UsageError unless the texts of a study are what these options of reading give."""
    check_reading(study.path, study.settings["reading"], reading(options))


def check_analysis(study: Study, book: Codebook) -> None:
    """Raise UsageError, saying what differs and what to do, unless a study holds what this codebook would give."""
    path = study.path
    again = t(f"djtext index add -o {path} 重新分析", f"djtext index add -o {path} analyses it anew")
    if study.settings["codebook"] != book_digest(book):
        had = str(study.settings.get("codebook_title", ""))
        raise UsageError(
            t(
                f"{path}：里面是编码本 {had} 的结果，这次要用的是 {book.title}",
                f"{path}: holds the results of codebook {had}, and {book.title} is wanted",
            ),
            hint=t(
                "用 --codebook 给出同一编码本；或加同样的 --codebook，",
                "give the same --codebook; or, with the one wanted, ",
            )
            + again,
        )
    if study.settings.get("djtext") != analysis_version():
        raise UsageError(
            t(f"{path}：由另一版 djtext 分析", f"{path}: was analysed by another version of djtext"), hint=again
        )
    late = study.unfinished()
    if late:
        raise UsageError(
            t(
                f"{path}：有 {late} 份文件还没有按现在的设置分析",
                f"{path}: {late} files are not yet analysed with its settings",
            ),
            hint=t(f"接着做完：djtext index add -o {path}", f"finish it: djtext index add -o {path}"),
        )


def value_of(study: Study, make_job: Any) -> Value:
    """How to get the value of a job for a stored document: read where the study has it, else computed from the text."""
    if isinstance(make_job, partial) and make_job.func in _STORED:
        given = inspect.signature(make_job.func).bind(*make_job.args, **make_job.keywords).arguments
        if given.get("roles", True):
            check_analysis(study, given["book"])
            keys = study.keys()
            found = _STORED[make_job.func]

            def read(stored: Stored) -> Any:
                return found(stored, keys, given)

            return read
    job = make_job()
    return lambda stored: job(stored.doc)


def results(study: Study, make_job: Any, *, where: Filter | None = None) -> Iterator[Result[Any]]:
    """What `study.run.each` would give for the files of a study, in the same order."""
    from djtext.study.store import damaged

    value = value_of(study, make_job)
    for stored in study.outcomes():
        if not stored.id:
            yield Result(stored.outcome)
            continue
        header = replace(stored.doc, text="")
        if where is not None and not where(stored.doc):
            yield Result(stored.outcome, header, left_out=True)
            continue
        try:
            found = value(stored)
        except (IndexError, ValueError, TypeError) as error:
            raise damaged(study.path, f"{stored.doc.id}: {error}") from error
        yield Result(stored.outcome, header, found, marks=stored.marks)


@dataclass(frozen=True, slots=True)
class Sparse:
    """Of a study, the documents that have what a job looks for, and what is to be said of all of them.

    `outcomes` are those that are not plainly good, `good` is how many are; `documents` counts those that were analysed,
    `twins` are the copies among them.
    """

    found: Iterator[Result[Any]]
    documents: int
    good: int
    outcomes: list[Outcome]
    twins: list[tuple[str, str, float]]


def sparse_results(study: Study, make_job: Any, *, without_copies: bool = False) -> Sparse | None:
    """What `results` gives, without the documents that have nothing; None where no index can tell which these are."""
    if not isinstance(make_job, partial) or make_job.func is not kwic_job:
        return None
    given = inspect.signature(kwic_job).bind(*make_job.args, **make_job.keywords).arguments
    wanted = overview.wanted(given["book"], given["theme"])
    if wanted is None or len(wanted.literals) > _LITERALS:
        return None
    known = dict(study.rows("SELECT name, value FROM study WHERE name IN (?, 'ledger_sha256')", overview.NAME))
    whole = overview.loaded(known.get(overview.NAME, ""), known.get("ledger_sha256", ""))
    if whole is None:
        return None

    def execute(sql: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        return study.rows(sql, *values)

    folded, written = overview.candidates(execute, whole, wanted.literals)
    numbers = folded | written
    if without_copies:
        numbers -= {doc for doc, _, _ in whole.twins}
    (documents,) = study.row("SELECT count(*) FROM outcome WHERE document_id IS NOT NULL")
    (good,) = study.row("SELECT count(*) FROM outcome WHERE status = 'ok'")
    job = make_job()

    def found() -> Iterator[Result[Any]]:
        for stored in study.numbered(sorted(numbers)):
            as_written = wanted.bare and stored.id in written
            value = job(stored.doc, Folded(stored.doc.text) if as_written else None)
            if value:
                yield Result(stored.outcome, replace(stored.doc, text=""), value)

    return Sparse(
        found(), documents - (len(whole.twins) if without_copies else 0), good,
        [stored.outcome for stored in study.troubled()], list(overview.names(execute, whole.twins)),
    )  # fmt: skip


def analysed(path: str | Path) -> Iterator[tuple[Stored, pack.Analysed]]:
    """Every document of a study with its whole analysis, for notebooks.

    The document has its text; offsets count code points in it.
    """
    with Study(path) as study:
        keys = study.keys()
        for stored in study.outcomes():
            if stored.id:
                yield stored, pack.unpack(stored.doc.id, stored.doc.text, stored.packed(*pack.KINDS), keys)
