"""What every command does around its work: settings, inputs, progress, the account at the end, the exit code."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import typer

from djtext import __version__, resources
from djtext.cli.messages import say
from djtext.errors import NothingToRead, UsageError
from djtext.lang import t, use
from djtext.settings import Settings, merge
from djtext.settings import load as load_settings
from djtext.types import STATUSES, Cell, Codebook, Document, Outcome, Table

T = TypeVar("T")
_SHOWN = 5  # inputs named for each reason
_LOT = 256  # documents among which copies are looked for at once, at most
_LOT_CHARS = 1_000_000  # and their characters, for all of them are held


def choose_language(lang: str) -> None:
    """Set the language, or say which there are."""
    if lang not in {"zh", "en"}:
        raise UsageError(
            t(f"--lang 只能是 zh 或 en，不是“{lang}”", f"--lang takes zh or en, not '{lang}'"),
            hint=t("写 --lang zh 或 --lang en", "write --lang zh or --lang en"),
        )
    use("en" if lang == "en" else "zh")


def settings_from(**given: Any) -> Settings:
    """Settings of file, environment and flags; sets the language."""
    settings = merge(load_settings(), **given)
    if settings.lang:
        choose_language(settings.lang)
    from djtext.text.words import ENGINES

    if settings.segmenter not in ENGINES:
        raise UsageError(
            t(f"--segmenter：没有“{settings.segmenter}”", f"--segmenter: there is no '{settings.segmenter}'"),
            hint=t(f"可用：{'、'.join(ENGINES)}", f"known: {', '.join(ENGINES)}"),
        )
    if settings.cache_mb < 0:
        raise UsageError(
            t(f"cache_mb 不能是 {settings.cache_mb}", f"cache_mb cannot be {settings.cache_mb}"),
            hint=t(
                "写百万字节数；cache = false 关闭缓存", "write millions of bytes; cache = false turns the cache off"
            ),
        )
    if settings.jobs < 0:
        raise UsageError(
            t(f"jobs 不能是 {settings.jobs}", f"jobs cannot be {settings.jobs}"),
            hint=t("写 1 或更大的整数；0 表示等于核数", "write 1 or more; 0 means all cores"),
        )
    engine_from(settings)
    return settings


def engine_from(settings: Settings) -> Any:
    """The engine that the settings name; None for that of a machine alone."""
    from djtext.study.engines import ENGINES

    if settings.engine not in {"", *ENGINES}:
        raise UsageError(
            t(f"--engine 不能是“{settings.engine}”", f"--engine cannot be '{settings.engine}'"),
            hint=t(f"可用：{'、'.join(ENGINES)}", f"known: {', '.join(ENGINES)}"),
        )
    if settings.scheduler and settings.engine != "dask":
        raise UsageError(
            t("--scheduler 要和 --engine dask 一起用", "--scheduler goes with --engine dask"), hint="--engine dask"
        )
    return ENGINES[settings.engine](settings.jobs, settings.scheduler) if settings.engine else None


def codebook_from(settings: Settings) -> Codebook:
    """The codebook that the settings name, or the packaged one."""
    from djtext.themes import codebook

    return codebook.load(settings.codebook or None)


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
                    "本版读 .txt 和 .md；README、隐藏文件和 .djtextignore 所列不读",
                    "this version reads .txt and .md; README, hidden files and what .djtextignore names are left aside",
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


def _check_encoding(name: str) -> None:
    import codecs

    try:
        codecs.lookup(name)
    except LookupError:
        raise UsageError(
            t(f"--encoding：不认识“{name}”", f"--encoding: unknown encoding '{name}'"),
            hint=t("常用：utf-8、gb18030、big5", "common: utf-8, gb18030, big5"),
        ) from None


def run_from(
    paths: list[str] | None,
    settings: Settings,
    *,
    files_from: str | None = None,
    where: list[str] | None = None,
    encoding: str | None = None,
    follow: bool = False,
    quiet: bool = False,
    verbose: int = 0,
    raw: bool = False,
    normalise: bool = False,
    duplicates: str | None = None,
    columns: tuple[str | None, str | None, str | None, str | None] = (None, None, None, None),
    cache: bool = True,
) -> Run:
    """A run over what the user named; over the sample corpus where that is nothing."""
    named = list(paths or ())
    if files_from:
        named += _listed(files_from)
    if not named:
        named = [str(resources.corpus())]
        if not quiet:
            say(t("没有给出路径，使用自带的样例文集（虚构）", "no path given: the sample corpus (invented essays)"))
    if encoding:
        _check_encoding(encoding)
    if duplicates not in {None, "keep", "first", "report"}:
        raise UsageError(
            t(f"--duplicates 不能是“{duplicates}”", f"--duplicates cannot be '{duplicates}'"),
            hint=t(
                "可用：keep（不查）、first（只计第一篇）、report（报告，默认）", "known: keep, first, report (default)"
            ),
        )
    from djtext.read import ReadOptions
    from djtext.study.load import LoadOptions

    text, title, date, identity = (name or "" for name in columns)
    reading = ReadOptions(
        encoding=encoding or "", text_column=text, title_column=title, date_column=date, id_column=identity
    )
    options = LoadOptions(reading, raw, normalise)
    run = Run(named, settings, tuple(where or ()), follow=follow, quiet=quiet, verbose=verbose, options=options)
    run.duplicates = duplicates or "report"
    run.cache = cache
    _take_study(run)
    return run


def _take_study(run: Run) -> None:
    """Where what was named is a study file, take documents and values from it; its inputs are then those of the run."""
    from djtext.study.store import Study, is_study

    studies = [path for path in run.paths if path != "-" and is_study(path)]
    if not studies:
        return
    if len(run.paths) > 1:
        raise UsageError(
            t(f"{studies[0]}：研究文件不能和别的路径一起给", f"{studies[0]}: a study is given alone"),
            hint=t(
                f"先收进去：djtext index add 路径 -o {studies[0]}",
                f"put them in first: djtext index add PATH -o {studies[0]}",
            ),
        )
    from djtext.study.stored import check_options

    run.study = Study(studies[0])
    check_options(run.study, run.options)
    run.paths = run.study.named()
    gone = run.study.gone()
    if gone and not run.quiet:
        say(
            t(
                f"djtext: {gone} 份原文已不在磁盘上，仍计入；djtext index forget {studies[0]} --gone 去掉",
                f"djtext: {gone} originals are no longer on the disk and still count; "
                f"djtext index forget {studies[0]} --gone leaves them out",
            )
        )


def _listed(source: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UsageError(
            t(
                f"{source}：读不了路径列表（{error.strerror}）",
                f"{source}: cannot read the list of paths ({error.strerror})",
            ),
            hint=t("检查 --files-from 的路径", "check the path given to --files-from"),
        ) from None
    separator = b"\0" if b"\0" in data else b"\n"
    return [line.decode("utf-8", "surrogateescape").rstrip("\r") for line in data.split(separator) if line.strip()]


class Progress:
    """A bar on stderr after two seconds, in a terminal only."""

    def __init__(self, total: int, *, quiet: bool = False) -> None:
        self.total = total
        self.done = 0
        self.chars = 0
        self.began = time.monotonic()
        self.shown = not quiet and sys.stderr.isatty()
        self.bar: Any = None
        self.task: Any = None

    def step(self, chars: int, *, new: bool = True) -> None:
        """One more document is done, and with it, if `new`, one more input."""
        self.done += new
        self.chars += chars
        if not self.shown:
            return
        if self.bar is None:
            if time.monotonic() - self.began < 2.0:
                return
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self.bar = Progress(
                BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
                console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self.bar.start()
            self.task = self.bar.add_task("", total=self.total, rate="")
        millions = self.chars / 1e6
        rate = millions / max(0.1, time.monotonic() - self.began)
        told = t(f"{millions:.1f} 百万字，每秒 {rate:.2f} 百万", f"{millions:.1f} M characters, {rate:.2f} M a second")
        self.bar.update(self.task, completed=self.done, rate=told)

    def close(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.stop()


def made_by(command: str, paths: Iterable[str], *parts: str) -> str:
    """What made a table: program, version, command, inputs and what else decided the numbers."""
    shown = " ".join(Path(path).name if path.startswith(str(resources.corpus())) else path for path in paths)
    return " · ".join([f"djtext {__version__}", f"{command} {shown}".strip(), *[part for part in parts if part]])


def limited(table: Table, limit: int | None) -> Table:
    """The first rows of a table."""
    if limit is None:
        return table
    from dataclasses import replace

    def first() -> Iterator[tuple[Cell, ...]]:
        """The rows; what follows is read all the same, so that the account is of all inputs."""
        for number, row in enumerate(table.rows):
            if number < limit:
                yield row

    return replace(table, rows=first())


def check_output(output: Path | None, format_: str | None, *, force: bool) -> None:
    """Refuse a wrong format or an output that exists, before any work."""
    from djtext.view.files import check_target, writer_for

    if format_ and format_ != "table":
        writer_for(format_)
    if output is not None and str(output) != "-":
        if not format_ and not output.suffix:
            raise UsageError(
                t(f"{output}：看不出格式", f"{output}: no ending that tells the format"),
                hint=t("加扩展名（.csv、.xlsx …）或 --format", "add an ending (.csv, .xlsx …) or --format"),
            )
        writer_for(format_ if format_ and format_ != "table" else output.suffix)
        check_target(output, force=force)


def deliver(table: Table, output: Path | None, format_: str | None, *, force: bool, plain: Any = None) -> None:
    """Write a table to its file, or to stdout in a format, or as people read it (`plain`)."""
    from djtext.view.files import write_file, writer_for

    if output is not None and str(output) != "-":
        write_file(table, output, force=force, format="" if format_ in {None, "table"} else str(format_))
        return
    if format_ in {None, "table"}:
        if plain is None:
            from djtext.view.terminal import show_table

            plain = partial(show_table)
        plain(table)
        return
    sys.stdout.flush()
    writer_for(str(format_))(table, sys.stdout.buffer)
    sys.stdout.buffer.flush()
