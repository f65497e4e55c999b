"""What the user named as input, made into a run: paths, lists of paths, a study, or else the sample corpus."""

from __future__ import annotations

import sys
from pathlib import Path

from djtext import resources
from djtext.cli.ends import OPENED
from djtext.cli.messages import say
from djtext.cli.run import Run
from djtext.errors import UsageError
from djtext.lang import t
from djtext.settings import Settings


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


def _check_encoding(name: str) -> None:
    import codecs

    try:
        codecs.lookup(name)
    except LookupError:
        raise UsageError(
            t(f"--encoding：不认识“{name}”", f"--encoding: unknown encoding '{name}'"),
            hint=t("常用：utf-8、gb18030、big5", "common: utf-8, gb18030, big5"),
        ) from None


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
    OPENED.add(run.study)
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
