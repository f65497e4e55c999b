"""`djtext clean`: one clean text a document, and the ledger of every character that was removed."""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from djtext.cli import options as o
from djtext.errors import NoSpace, OutputRefused, UsageError
from djtext.lang import t
from djtext.types import Document

EXAMPLES = t(
    "例：djtext clean 下载/ -o 清洗后/    djtext clean --explain 下载/一篇.txt    djtext clean 论文.zip -o out/",
    "Examples: djtext clean downloads/ -o clean/    djtext clean --explain downloads/one.txt    djtext clean papers.zip -o out/",
)


def nothing() -> Callable[[Document], str]:
    """The job of a run that only reads and cleans: it gives the text."""
    return _text


def _text(doc: Document) -> str:
    return doc.text


def clean_command(
    paths: o.Paths = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help=t("写到这个文件夹", "the folder to write to"))
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help=t(
                "显示一篇：删去的划掉，注明规则",
                "show one document with what was removed struck out, each with its rule",
            ),
        ),
    ] = False,
    force: o.Force = False,
    manifest: o.Manifest = False,
    where: o.Where = None,
    files_from: o.FilesFrom = None,
    encoding: o.Encoding = None,
    follow: o.Follow = False,
    raw: o.RawText = False,
    normalise: o.Normalise = False,
    duplicates: o.Duplicates = None,
    text_column: o.TextColumn = None,
    title_column: o.TitleColumn = None,
    date_column: o.DateColumn = None,
    id_column: o.IdColumn = None,
    jobs: o.Jobs = None,
    seed: o.Seed = None,
    no_cache: o.NoCache = False,
    lang: o.Lang = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = 0,
) -> None:
    """Clean texts and write the ledger."""
    from djtext.cli.command import begun, recorded
    from djtext.cli.common import settings_from
    from djtext.cli.inputs import run_from

    record = begun("clean", inspect.signature(clean_command, eval_str=True).parameters.values(), dict(locals()))
    settings = settings_from(jobs=jobs, seed=seed, lang=lang)
    if output is None and not explain:
        raise UsageError(
            t("clean 需要 -o 文件夹", "clean needs -o DIR"),
            hint=t("写 -o 清洗后/；只看一篇用 --explain", "write -o clean/; --explain shows one document"),
        )
    run = run_from(
        paths, settings, files_from=files_from, where=where, encoding=encoding, follow=follow, quiet=quiet,
        verbose=verbose, raw=raw, normalise=normalise, duplicates=duplicates,
        columns=(text_column, title_column, date_column, id_column), cache=not no_cache,
    )  # fmt: skip
    if run.study is not None:
        raise UsageError(
            t(
                "clean 要读原文件，研究文件里只有清洗后的文本",
                "clean reads the original files; a study holds the cleaned texts",
            ),
            hint=t("给出原文件所在的文件夹", "name the folder of the originals"),
        )
    run.ledger = True
    if record is not None:
        run.digests = {}
        record.settings, record.runs = settings, [run]
    with recorded(record):
        if explain:
            _explain(run)
        else:
            assert output is not None  # noqa: S101 - told apart above
            _write(run, output, force=force)
        run.finish()


def _explain(run: Any) -> None:
    from djtext.view.ledger import explained

    for result in run.all_results(nothing):
        if result.cleaned is not None:
            for line in explained(
                result.outcome, result.cleaned, colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR")
            ):
                sys.stdout.write(line + "\n")


def _write(run: Any, folder: Path, *, force: bool) -> None:
    """A text file a document and the ledger; the ledger takes its name when everything is written."""
    from djtext.view.escape import json_text
    from djtext.view.files import write_whole
    from djtext.view.ledger import file_names, row

    if folder.exists() and not folder.is_dir():
        raise OutputRefused(
            t(f"{folder} 不是文件夹", f"{folder} is not a folder"), hint=t("换一个名字", "choose another name")
        )
    ledger = folder / "ledger.jsonl"
    if ledger.exists() and not force:
        raise OutputRefused(
            t(f"{ledger} 已经存在", f"{ledger} exists already"),
            hint=t("加 --force 覆盖，或换一个文件夹", "add --force to replace it, or choose another folder"),
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputRefused(
            t(f"{folder} 不能建立（{error.strerror}）", f"{folder} cannot be made ({error.strerror})"),
            hint=t("换一个位置", "choose another place"),
        ) from None
    names = file_names()
    rows = []
    for result in run.all_results(nothing):
        name = ""
        if result.doc is not None and not result.left_out:
            name = names(result.doc.id)
            text = result.value or ""
            write_whole(folder / name, lambda out, text=text: out.write((text + "\n").encode("utf-8", "replace")))  # type: ignore[misc]
        rows.append(json_text(json.dumps(row(result, name), ensure_ascii=False)))
    try:
        write_whole(ledger, lambda out: out.writelines((line + "\n").encode("utf-8", "replace") for line in rows))
    except NoSpace:
        ledger.unlink(missing_ok=True)
        raise
