"""`djtext watch`: scan what arrives in a folder."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from djtext.cli import options as o
from djtext.cli.scan import BaselineOption, MinLengthOption, check_baseline, open_baseline
from djtext.errors import UsageError
from djtext.lang import t

EXAMPLES = t(
    "例：djtext watch 收件/ --baseline 研究.djtext    djtext watch 收件/ -b 研究.djtext -o 扫描.jsonl    "
    "djtext watch 收件/ -b 研究.djtext --once（供 cron）    Ctrl-C 结束，退出码 130",
    "Examples: djtext watch inbox/ --baseline study.djtext    djtext watch inbox/ -b study.djtext -o scan.jsonl    "
    "djtext watch inbox/ -b study.djtext --once (for cron)    Ctrl-C ends it, exit code 130",
)
_STATE = ".djtext-watch"


def watch_command(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="FOLDER...", show_default=False, help=t("要盯住的文件夹", "folders to watch"))
    ] = None,
    baseline: BaselineOption = None,
    interval: Annotated[
        float, typer.Option("--interval", min=0.1, metavar="SECONDS", help=t("隔多久看一次", "how often to look"))
    ] = 5.0,
    settle: Annotated[
        float,
        typer.Option(
            "--settle",
            min=0.0,
            metavar="SECONDS",
            help=t("大小和内容不变多久才算写完", "how long size and content must stay the same before a file counts as written"),
        ),
    ] = 2.0,
    once: Annotated[
        bool, typer.Option("--once", help=t("扫描现有的新文后结束，供 cron 用", "scan what is there and end, for cron"))
    ] = False,
    state: Annotated[
        Path | None,
        typer.Option(
            "--state",
            metavar="FILE",
            help=t(
                "记录已扫描内容的文件；默认在输出文件旁（文件名加 .state），无 -o 时为文件夹里的 .djtext-watch",
                "the file that remembers what was scanned; default: beside the output (its name with .state), without -o .djtext-watch in the folder",
            ),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE",
            help=t("把 JSON 行续写到文件末尾", "put lines of JSON at the end of a file"),
        ),
    ] = None,
    json_lines: Annotated[
        bool, typer.Option("--json", help=t("每篇一行 JSON", "a line of JSON for each document"))
    ] = False,
    min_length: MinLengthOption = 20,
    codebook: o.CodebookFile = None,
    where: o.Where = None,
    encoding: o.Encoding = None,
    follow: o.Follow = False,
    raw: o.RawText = False,
    normalise: o.Normalise = False,
    text_column: o.TextColumn = None,
    title_column: o.TitleColumn = None,
    date_column: o.DateColumn = None,
    id_column: o.IdColumn = None,
    jobs: o.Jobs = None,
    lang: o.Lang = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = 0,
) -> None:  # fmt: skip
    """Scan what arrives."""
    import time

    from djtext.cli.common import codebook_from, settings_from
    from djtext.cli.inputs import run_from
    from djtext.read.where import parse_where
    from djtext.study.lock import writing
    from djtext.study.watch import State, Watcher, looker, rounds

    settings = settings_from(codebook=codebook, jobs=jobs, lang=lang)
    folders = _folders(paths)
    check_baseline(baseline)
    book = codebook_from(settings)
    keep = parse_where(tuple(where or ()))
    columns = (text_column, title_column, date_column, id_column)

    def make_run(named: list[str]) -> Any:
        return run_from(
            named, settings, encoding=encoding, follow=follow, quiet=quiet, verbose=verbose, raw=raw,
            normalise=normalise, duplicates="keep", columns=columns,
        )  # fmt: skip

    run = make_run(folders)
    remembered = state or (
        output.with_name(f"{output.name}.state") if output is not None else Path(folders[0]) / _STATE
    )
    old = list(baseline or ())
    base = _Base(old, book, lambda: make_run(old), quiet=quiet)
    with writing(remembered):
        held = State(remembered)
        own = [path for path in (remembered, output) if path is not None]
        watcher = Watcher(held, settle, run.options, time.monotonic, looker(folders, follow=follow, without=own))
        written = partial(_write, output, json_lines=json_lines or output is not None, book=book)
        for found in rounds(watcher, interval=interval, once=once, sleep=time.sleep):
            if found:
                _scan(found, base, run, held, written, keep, min_length)
    run.finish()


def _folders(paths: list[str] | None) -> list[str]:
    if not paths:
        raise UsageError(
            t("没有说盯住哪个文件夹", "no folder was named"),
            hint=t("djtext watch 文件夹 --baseline 文集或研究文件", "djtext watch FOLDER --baseline FOLDER or STUDY"),
        )
    for name in paths:
        if not Path(name).is_dir():
            raise UsageError(
                t(f"{name}：不是文件夹", f"{name}: no folder"),
                hint=t(
                    "给出已有的文件夹；单个文件用 djtext scan", "name folders that are there; djtext scan takes files"
                ),
            )
    return list(paths)


class _Base:
    """The baseline; a study is opened again when its file has changed."""

    def __init__(self, named: list[str], book: Any, make_run: Any, *, quiet: bool) -> None:
        self.named, self.book, self.make_run, self.quiet = named, book, make_run, quiet
        self.opened: Any = None
        self.mark: Any = None
        self.now()

    def now(self) -> Any:
        """The baseline as it is now."""
        from djtext.study.store import is_study
        from djtext.study.watch import mark_of

        mark = (mark_of(self.named[0]), mark_of(f"{self.named[0]}-wal")) if is_study(self.named[0]) else ()
        if self.opened is None or mark != self.mark:
            self.opened = self._open()
            self.mark = (mark_of(self.named[0]), mark_of(f"{self.named[0]}-wal")) if mark else ()
        return self.opened

    def _open(self) -> Any:
        opened, base = open_baseline(self.named, self.book, self.make_run, quiet=self.quiet)
        if base is not None:
            base.account()
        return opened


def _scan(found: list[Any], base: _Base, run: Any, held: Any, written: Any, keep: Any, min_length: int) -> None:
    """Scan files one by one: each is written, then remembered."""
    from djtext.study.load import shared_by_folder
    from djtext.study.run import each
    from djtext.study.scan import scan_job

    opened = base.now()
    options = run.options
    if not options.raw:
        from djtext.read import discover

        folders = {item.path.rpartition("/")[0] for item, _ in found}
        around = [item for item in discover(run.paths, follow=run.follow) if item.path.rpartition("/")[0] in folders]
        options = replace(options, shared=shared_by_folder(around))
    job = scan_job(base.book, opened, None, min_length)
    for item, digest in found:
        for result in each([item], lambda: job, options=options, where=keep, jobs=1):
            run.note(result.outcome)
            if result.value is not None and not result.left_out:
                written(replace(result.value, status=result.outcome.status))
            elif result.left_out:
                run.left_out += 1
        held.add(digest, item.id)
    opened.read.close()


def _write(output: Path | None, found: Any, *, json_lines: bool, book: Any) -> None:
    """One line for a document, to stdout or to the end of a file."""
    from djtext.cli.scan import labels_of
    from djtext.measures.scantables import record
    from djtext.study.watch import append
    from djtext.view.escape import json_text
    from djtext.view.scan import one_line

    if json_lines:
        line = json_text(json.dumps(record(found), ensure_ascii=False)) + "\n"
    else:
        line = one_line(found, labels_of(book)) + "\n"
    if output is not None:
        append(output, line.encode("utf-8", "replace"))
        return
    sys.stdout.write(line)
    sys.stdout.flush()
