"""What every command does before its work and after: settings, language and codebook; the table to where it is wanted."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from djtext import __version__, resources
from djtext.errors import UsageError
from djtext.lang import t, use
from djtext.settings import Settings, merge
from djtext.settings import load as load_settings
from djtext.types import Cell, Codebook, Table


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
