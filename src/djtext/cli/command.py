"""The options that every command over texts has, declared once: `@over_texts` adds them to a command's own.

A command takes the values of the shared options as one frozen `Given`, which makes its settings, its run over the
inputs and the delivery of its table.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import typer
from typer.models import ArgumentInfo

from djtext.cli import options as o

if TYPE_CHECKING:
    from djtext.cli.record import Record
    from djtext.cli.run import Run
    from djtext.settings import Settings
    from djtext.types import Codebook, Table

_SHARED: dict[str, tuple[Any, Any]] = {  # name → (annotation, default), in the order of the help
    "output": (o.Output, None),
    "format_": (o.Format, None),
    "force": (o.Force, False),
    "manifest": (o.Manifest, False),
    "codebook": (o.CodebookFile, None),
    "where": (o.Where, None),
    "limit": (o.Limit, None),
    "files_from": (o.FilesFrom, None),
    "encoding": (o.Encoding, None),
    "follow": (o.Follow, False),
    "raw": (o.RawText, False),
    "normalise": (o.Normalise, False),
    "duplicates": (o.Duplicates, None),
    "text_column": (o.TextColumn, None),
    "title_column": (o.TitleColumn, None),
    "date_column": (o.DateColumn, None),
    "id_column": (o.IdColumn, None),
    "userdict": (o.UserDict, None),
    "stopwords": (o.Stopwords, None),
    "no_stopwords": (o.NoStopwords, False),
    "segmenter": (o.Segmenter, None),
    "jobs": (o.Jobs, None),
    "engine": (o.EngineName, None),
    "scheduler": (o.Scheduler, None),
    "seed": (o.Seed, None),
    "no_cache": (o.NoCache, False),
    "lang": (o.Lang, None),
    "quiet": (o.Quiet, False),
    "verbose": (o.Verbose, 0),
}


@dataclass(frozen=True, slots=True)
class Given:
    """What the user gave to the shared options of one call."""

    paths: list[str] | None
    output: Path | None
    format_: str | None
    force: bool
    manifest: bool
    codebook: str | None
    where: list[str] | None
    limit: int | None
    files_from: str | None
    encoding: str | None
    follow: bool
    raw: bool
    normalise: bool
    duplicates: str | None
    text_column: str | None
    title_column: str | None
    date_column: str | None
    id_column: str | None
    userdict: list[str] | None
    stopwords: list[str] | None
    no_stopwords: bool
    segmenter: str | None
    jobs: int | None
    engine: str | None
    scheduler: str | None
    seed: int | None
    no_cache: bool
    lang: str | None
    quiet: bool
    verbose: int
    record: Record | None = None

    def settings(self) -> Settings:
        """Settings of file, environment and flags, with the language set and the output checked."""
        from djtext.cli.common import check_output, settings_from

        settings = settings_from(
            codebook=self.codebook, userdict=tuple(self.userdict or ()), stopwords=tuple(self.stopwords or ()),
            segmenter=self.segmenter, jobs=self.jobs, engine=self.engine, scheduler=self.scheduler, seed=self.seed,
            lang=self.lang,
        )  # fmt: skip
        check_output(self.output, self.format_, force=self.force)
        if self.record is not None:
            self.record.settings = settings
        return settings

    def book(self, settings: Settings) -> Codebook:
        """The codebook that the settings name, or the packaged one."""
        from djtext.cli.common import codebook_from

        book = codebook_from(settings)
        if self.record is not None:
            self.record.book = book
        return book

    def run(self, settings: Settings, *, paths: list[str] | None = None, where: tuple[str, ...] = ()) -> Run:
        """The run over the inputs; `paths` in place of those named, `where` beside the conditions given."""
        from djtext.cli.inputs import run_from

        run = run_from(
            self.paths if paths is None else paths, settings, files_from=self.files_from if paths is None else None,
            where=[*(self.where or ()), *where], encoding=self.encoding, follow=self.follow, quiet=self.quiet,
            verbose=self.verbose, raw=self.raw, normalise=self.normalise, duplicates=self.duplicates,
            columns=(self.text_column, self.title_column, self.date_column, self.id_column), cache=not self.no_cache,
        )  # fmt: skip
        if self.record is not None:
            run.digests = {}
            self.record.runs.append(run)
        return run

    @property
    def on_screen(self) -> bool:
        """Is the result for a reader at a terminal, in no format of a file?"""
        return self.output is None and self.format_ in {None, "table"}

    def deliver(self, table: Table, *, plain: Callable[[Table], None] | None = None) -> None:
        """Write the table where the user wants it; `plain` shows it on a screen."""
        from djtext.cli.common import deliver, limited

        deliver(limited(table, self.limit), self.output, self.format_, force=self.force, plain=plain)


def begun(function: str, parameters: Iterable[inspect.Parameter], values: Mapping[str, Any]) -> Record | None:
    """The record that `--manifest` asks for."""
    if not values["manifest"]:
        return None
    if values.get("lang"):
        from djtext.cli.common import choose_language

        choose_language(values["lang"])
    from djtext.cli.record import begin

    return begin(function.removesuffix("_command"), parameters, values)


@contextlib.contextmanager
def recorded(record: Record | None) -> Iterator[None]:
    """Write the record when the command has ended, with all inputs analysed or not."""
    try:
        yield
    except typer.Exit as ended:
        if record is not None and ended.exit_code in {0, 3}:
            _write_record(record)
        raise
    if record is not None:
        _write_record(record)


def _write_record(record: Record) -> None:
    from djtext.cli.record import write

    write(record)


def over_texts(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command whose first parameter is `given: Given` the shared options beside its own."""
    hints = get_type_hints(function, include_extras=True)
    own = [p for p in inspect.signature(function).parameters.values() if p.name != "given"]
    own = [p.replace(annotation=hints[p.name]) for p in own]
    is_argument = {
        p.name: any(isinstance(part, ArgumentInfo) for part in getattr(p.annotation, "__metadata__", ())) for p in own
    }
    paths = inspect.Parameter("paths", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=o.Paths)
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in _SHARED.items()
    ]
    arguments = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own if is_argument[p.name]]
    options = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own if not is_argument[p.name]]

    def command(**values: Any) -> None:
        record = begun(function.__name__, signature.parameters.values(), values)
        given = Given(paths=values.pop("paths"), **{name: values.pop(name) for name in _SHARED}, record=record)
        with recorded(record):
            function(given, **values)

    command.__name__ = function.__name__
    command.__doc__ = function.__doc__
    command.__module__ = function.__module__
    signature = inspect.Signature([*arguments, paths, *options, *shared])
    command.__signature__ = signature  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in signature.parameters.values()}
    return command
