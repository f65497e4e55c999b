"""One run over inputs: the documents and values it gives, the account of every input at the end, the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import typer

from djtext.cli.common import engine_from
from djtext.cli.ends import OPENED
from djtext.cli.messages import say
from djtext.cli.progress import Progress
from djtext.errors import NothingToRead, UsageError
from djtext.lang import t
from djtext.settings import Settings
from djtext.types import STATUSES, Document, Outcome

_SHOWN = 5  # inputs named for each reason
_LOT = 256  # documents among which copies are looked for at once, at most
_LOT_CHARS = 1_000_000  # and their characters, for all of them are held


@dataclass(slots=True)
class Run:
    """One run over inputs: gives documents and values, keeps the account."""

    paths: list[str]
    settings: Settings
    where: tuple[str, ...] = ()
    follow: bool = False
    quiet: bool = False
    verbose: int = 0
    duplicates: str = "report"
    options: Any = None
    ledger: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    left_out: int = 0
    twins: list[tuple[str, str, float]] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    incomplete: bool = False
    study: Any = None  # an open study.store.Study in place of the files
    cache: bool = True  # may values be taken from the cache, and left there?
    digests: dict[str, str] | None = None  # where a record is wanted: SHA-256 of the bytes of documents, by path
    troubles: list[str] = field(default_factory=list)  # what kept the cache from being used

    def results(self, make_job: Any) -> Iterator[tuple[Document, Any]]:
        """Each document that was analysed, with its value; everything else goes into the account."""
        for result in self.all_results(make_job):
            if result.doc is not None and result.value is not None and not result.left_out:
                yield result.doc, result.value

    def found(self, make_job: Any) -> tuple[Iterator[tuple[Document, Any]], int]:
        """As `results`, of a study without most of the documents in which a job finds nothing; and how many these are."""
        from djtext.study import stored

        sparse = None
        if self.study is not None and not self.where and self.digests is None:
            sparse = stored.sparse_results(self.study, make_job, without_copies=self.duplicates == "first")
        if sparse is None:
            return self.results(make_job), 0
        self.outcomes["ok"] += sparse.good
        for outcome in sparse.outcomes:
            self.note(outcome)
        if self.duplicates != "keep":
            self.twins += sparse.twins
        rest = sparse.documents
        found = [(result.doc, result.value) for result in sparse.found if result.doc is not None]
        return iter(found), rest - len(found)

    def all_results(self, make_job: Any) -> Iterator[Any]:
        """Every result, in the order of the inputs; those left out are marked so."""
        from dataclasses import replace

        from djtext.read import Found, discover
        from djtext.read.where import parse_where
        from djtext.study.duplicates import Seen
        from djtext.study.inputs import Inputs
        from djtext.study.load import LoadOptions, shared_by_folder
        from djtext.study.run import each

        cache: Any = None
        keep = parse_where(self.where)
        stream: Iterator[Any]
        if self.study is not None:
            from djtext.study import stored

            total = self.study.number_of_inputs()
            stream = stored.results(self.study, make_job, where=keep)
        else:
            inputs = Inputs(discover(self.paths, follow=self.follow))
            if not any(isinstance(item, Found) for item in inputs):
                self._nothing(inputs)
            options = self.options or LoadOptions()
            cache = self._open_cache()
            if not options.raw:
                options = replace(options, shared=shared_by_folder(inputs, cache))
            total = len(inputs)
            stream = each(
                inputs, make_job, options=options, where=keep, jobs=self.settings.jobs or None, ledger=self.ledger,
                engine=engine_from(self.settings),
                cache=cache,
            )  # fmt: skip
        progress = Progress(total, quiet=self.quiet)
        fields: set[str] = set()
        seen = Seen()

        def coming() -> Iterator[Any]:
            done = ""
            for result in stream:
                self.note(result.outcome)
                progress.step(result.outcome.chars_read, new=result.outcome.path != done)
                done = result.outcome.path
                yield result

        try:
            for lot in _lots(coming(), 1 if self.duplicates == "keep" else _LOT):
                twins = iter(() if self.duplicates == "keep" else seen.twins(_sketches(lot)))
                for result in lot:
                    if result.doc is not None:
                        if self.digests is not None:
                            self.digests[result.doc.path] = result.doc.digest
                        fields.update(name for name, value in result.doc.meta if value)
                        if result.left_out:
                            self.left_out += 1
                        else:
                            twin, share = next(twins, ("", 0.0))
                            if twin:
                                self.twins.append((result.doc.id, twin, share))
                                if self.duplicates == "first":
                                    result = replace(result, left_out=True)
                    yield result
        finally:
            progress.close()
            if cache is not None and cache.trouble:
                self.troubles.append(cache.trouble)
        if keep is not None:
            known = {"doc", "id", "path", "title", "date", "year", "month", "source", "author"} | fields
            for term in keep.terms:
                if term.field not in known:
                    raise UsageError(
                        t(f"--where：没有“{term.field}”这个字段", f"--where: no document has a field '{term.field}'"),
                        hint=t(f"现有：{'、'.join(sorted(known))}", f"there are: {', '.join(sorted(known))}"),
                    )

    def _open_cache(self) -> Any:
        """The cache of values, unless this run is to do without."""
        import os

        if not (self.cache and self.settings.cache) or os.environ.get("DJTEXT_NO_CACHE"):
            return None
        from djtext.study import cache

        trust = self.digests is None  # a record names the bytes as they are, so they are read
        found = cache.Cache(cache.path(), self.settings.cache_mb * 1_000_000, trust)
        OPENED.add(found)
        if not self.ledger:
            found.open()
        return found

    def _nothing(self, inputs: Sequence[Any]) -> None:
        missing = [item for item in inputs if item.code == "missing"]
        if missing and len(missing) == len(inputs):
            hint = t(
                "检查路径；样例文集可用 djtext corpus --copy corpus 取得",
                "check the path; djtext corpus --copy corpus gives the sample corpus",
            )
            raise UsageError(
                t(f"{missing[0].path}：{missing[0].detail}", f"{missing[0].path}: {missing[0].detail}"), hint=hint
            )
        if not inputs:
            raise NothingToRead(
                t(f"{'、'.join(self.paths)}：里面没有可读的文件", f"{', '.join(self.paths)}: no files to read there"),
                hint=t(
                    "djtext doctor 列出能读的格式；README、隐藏文件和 .djtextignore 所列不读",
                    "djtext doctor lists the formats; README, hidden files and what .djtextignore names are left aside",
                ),
            )

    def note(self, outcome: Outcome) -> None:
        """Enter one outcome into the account."""
        self.outcomes[outcome.status] += 1
        if outcome.status in {"ok", "empty"}:
            pass
        elif not outcome.policy:
            self.incomplete = True
        if outcome.status != "ok":
            name = outcome.path
            if outcome.doc and "#" in outcome.doc:  # a member or record of that file
                name = f"{outcome.path}#{outcome.doc.partition('#')[2]}"
            self.reasons.setdefault((outcome.status, outcome.code), []).append((name, outcome.detail))

    def account(self) -> None:
        """The lines at the end: what was left out and why, and the count of each status."""
        if self.study is not None:
            self.study.close()
        for (status, code), paths in sorted(self.reasons.items()):
            harmless = status in {"empty", "skipped", "partial"}
            if self.quiet and harmless:
                continue
            shown = paths if self.verbose else paths[:_SHOWN]
            for path, detail in shown:
                say(f"djtext: {path}: {detail}{t('；', '; ')}{_word(status)} [{code}]")
            if len(paths) > len(shown):
                rest = len(paths) - len(shown)
                say(
                    f"djtext: {t(f'另有 {rest} 个同类', f'{rest} more of this kind')} [{code}]{t('（-v 全部列出）', ' (-v lists them)')}"
                )
        self._tell_twins()
        for trouble in dict.fromkeys(self.troubles):
            if not self.quiet:
                say(
                    t(
                        f"djtext: 缓存未能照常使用：{trouble}；结果不受影响 [cache]",
                        f"djtext: the cache could not be used as it should: {trouble}; no result changes [cache]",
                    )
                )
        if not self.quiet:
            line = ", ".join(f"{self.outcomes[status]} {status}" for status in STATUSES)
            if self.left_out:
                line += t(f"；其中 {self.left_out} 篇被 --where 排除", f"; {self.left_out} of them left out by --where")
            say(line)

    def _tell_twins(self) -> None:
        """Documents that repeat another: counted twice unless told otherwise."""
        if not self.twins or self.quiet:
            return
        first = self.duplicates == "first"
        for doc, twin, share in self.twins if self.verbose else self.twins[:_SHOWN]:
            fate = t("未计入", "left out") if first else t("两篇都计入", "both are counted")
            say(
                f"djtext: {doc}: {t('与', 'repeats ')} {twin} {t('重复', '')}（{share:.0%}）{t('；', '; ')}{fate} [duplicate]"
            )
        rest = len(self.twins) - _SHOWN
        if rest > 0 and not self.verbose:
            say(
                f"djtext: {t(f'另有 {rest} 篇同类', f'{rest} more of this kind')} [duplicate]{t('（-v 全部列出）', ' (-v lists them)')}"
            )
        if not first:
            say(
                t(
                    "  可以这样：--duplicates first 只计入每组的第一篇",
                    "  Try: --duplicates first counts the first of each group",
                )
            )

    def finish(self) -> None:
        """Print the account; exit 3 where an input could not be analysed."""
        self.account()
        if self.incomplete:
            raise typer.Exit(3)


def _lots(results: Iterator[Any], most: int) -> Iterator[list[Any]]:
    """Results in lots, small ones at first, so that whoever looks at the first lines need not wait."""
    lot: list[Any] = []
    chars, size = 0, 1
    for result in results:
        lot.append(result)
        chars += result.outcome.chars_read
        if len(lot) >= size or chars >= _LOT_CHARS:
            yield lot
            lot, chars, size = [], 0, min(2 * size, most)
    if lot:
        yield lot


def _sketches(lot: list[Any]) -> list[tuple[str, tuple[int, ...]]]:
    """Id and sketch of the documents of a lot that are not left out."""
    return [(x.doc.id, x.marks) for x in lot if x.doc is not None and not x.left_out]


def _word(status: str) -> str:
    return {
        "partial": t("部分可读", "read in part"),
        "empty": t("无内容", "empty"),
        "skipped": t("已跳过", "skipped"),
        "failed": t("未能分析", "not analysed"),
    }[status]
