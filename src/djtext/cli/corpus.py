"""`djtext corpus`: the sample corpus of invented essays."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from djtext.cli import options as o
from djtext.lang import t

EXAMPLES = t(
    "例：djtext corpus --copy corpus    djtext themes corpus/",
    "Examples: djtext corpus --copy corpus    djtext themes corpus/",
)


def corpus_command(
    copy: Annotated[
        Path | None,
        typer.Option(
            "--copy", metavar="DIR", help=t("把样例文集复制到这个文件夹", "copy the sample corpus into this folder")
        ),
    ] = None,
    force: o.Force = False,
    lang: o.Lang = None,
) -> None:
    """Where the sample corpus lies, or a copy of it."""
    from djtext import resources
    from djtext.cli.common import choose_language
    from djtext.cli.messages import say
    from djtext.errors import OutputRefused

    if lang:
        choose_language(lang)
    source = resources.corpus()
    if copy is None:
        sys.stdout.write(f"{source}\n")
        return
    if copy.exists() and not copy.is_dir():
        raise OutputRefused(
            t(f"{copy} 不是文件夹", f"{copy} is not a folder"), hint=t("换一个名字", "choose another name")
        )
    if copy.is_dir() and any(copy.iterdir()) and not force:
        raise OutputRefused(
            t(f"{copy} 里已有文件", f"{copy} holds files already"),
            hint=t("加 --force，或换一个文件夹", "add --force or choose another folder"),
        )
    try:
        shutil.copytree(source, copy, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        raise OutputRefused(
            t(f"{copy}：复制失败（{error}）", f"{copy}: cannot copy ({error})"),
            hint=t("换一个位置", "choose another place"),
        ) from None
    number = sum(1 for path in copy.rglob("*.txt"))
    say(
        t(
            f"已复制 {number} 篇到 {copy}；接着可以：djtext themes {copy}",
            f"{number} essays copied to {copy}; next: djtext themes {copy}",
        )
    )
