"""`djtext export`: coded documents for Label Studio, Doccano and programs that read REFI-QDA."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from djtext.cli.command import Given, over_texts
from djtext.cli.messages import say
from djtext.errors import UsageError
from djtext.lang import t

EXAMPLES = t(
    "例：djtext export 文集/ --to label-studio -o 任务.json    djtext export 文集/ --to doccano -o 任务.jsonl    "
    "djtext export 文集/ --to qdpx -o 项目.qdpx    djtext export 文集/ --to label-studio --blank -o 空白.json",
    "Examples: djtext export texts/ --to label-studio -o tasks.json    djtext export texts/ --to doccano -o tasks.jsonl    "
    "djtext export texts/ --to qdpx -o project.qdpx    djtext export texts/ --to label-studio --blank -o blank.json",
)


@over_texts
def export_command(
    given: Given,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="label-studio|doccano|qdpx",
            help=t("目标程序；不写则看 -o 的扩展名", "for which program; else by the ending of -o"),
        ),
    ] = None,
    unit: Annotated[
        str,
        typer.Option(
            "--unit",
            metavar="sentence|passage",
            help=t("标出句子（默认）或段落", "mark sentences (default) or passages"),
        ),
    ] = "sentence",
    blank: Annotated[
        bool,
        typer.Option("--blank", help=t("只导出文本，不带机器的判断", "the texts alone, without what the machine says")),
    ] = False,
) -> None:
    """Export to other programs."""
    from djtext.study.coding import marked_job
    from djtext.view.exchange import EXPORTS, label_studio_config
    from djtext.view.files import check_target, write_whole

    name, target = _target(given, to)
    settings = replace(given, output=None).settings()  # the file is checked below
    if unit not in {"sentence", "passage"}:
        raise UsageError(
            t(f"--unit 不能是“{unit}”", f"--unit cannot be '{unit}'"),
            hint=t("写 sentence 或 passage", "write sentence or passage"),
        )
    check_target(target, force=given.force)
    config = target.with_suffix(".config.xml")
    if name == "label-studio":
        check_target(config, force=given.force)
    book = given.book(settings)
    run = given.run(settings)
    job = partial(marked_job, book, unit=unit, machine=not blank)  # type: ignore[arg-type]
    number = 0

    def fill(out: Any) -> None:
        nonlocal number
        number = EXPORTS[name].write(_first(run.results(job), given.limit), book, out)

    write_whole(target, fill)
    if name == "label-studio":
        page = label_studio_config(book).encode("utf-8", "replace")

        def put(out: BinaryIO) -> None:
            out.write(page)

        write_whole(config, put)
        if not given.quiet:
            say(t(f"标注界面的设置在 {config}", f"the labelling interface is in {config}"))
    if not given.quiet:
        say(t(f"{number} 篇写入 {target}", f"{number} documents in {target}"))
    run.finish()


def _first(results: Iterator[Any], limit: int | None) -> Iterator[Any]:
    """The first documents; the others are read all the same, so that the account is of all inputs."""
    for number, result in enumerate(results):
        if limit is None or number < limit:
            yield result


def _target(given: Given, to: str | None) -> tuple[str, Path]:
    """The format and the file."""
    from djtext.view.exchange import EXPORTS

    if to is not None and to not in EXPORTS:
        raise UsageError(
            t(f"--to 不能是“{to}”", f"--to cannot be '{to}'"),
            hint=t(f"可用：{'、'.join(EXPORTS)}", f"known: {', '.join(EXPORTS)}"),
        )
    if given.format_:
        raise UsageError(
            t("export 不用 --format", "export takes no --format"), hint=t("用 --to 定格式", "--to says the format")
        )
    if given.output is None or str(given.output) == "-":
        raise UsageError(t("要写到哪个文件？", "into which file?"), hint=t("加 -o 任务.json", "add -o tasks.json"))
    ending = given.output.suffix.lower()
    name = to or next((name for name, export in EXPORTS.items() if ending in export.endings), "")
    if not name:
        raise UsageError(
            t(f"{given.output}：看不出是给哪个程序的", f"{given.output}: no ending that tells for which program"),
            hint=t(f"加 --to：{'、'.join(EXPORTS)}", f"add --to: {', '.join(EXPORTS)}"),
        )
    return name, given.output
