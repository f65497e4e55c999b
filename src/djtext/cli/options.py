"""The options that commands share: one name, one meaning, everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeVar, cast

import typer

from djtext.errors import UsageError
from djtext.lang import t

Kind = TypeVar("Kind", bound=str)
Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...",
        show_default=False,
        help=t(
            "文件、文件夹、通配符，或 - 表示标准输入；不写则用自带的样例文集",
            "files, folders, globs, or - for standard input; without any, the sample corpus",
        ),
    ),
]
FilesFrom = Annotated[
    str | None,
    typer.Option(
        "--files-from",
        metavar="FILE",
        help=t("从文件（或 -）读路径，一行一个", "read paths from a file (or -), one a line"),
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=t(
            "写入文件，格式看扩展名：csv tsv xlsx json jsonl md tex html",
            "write to a file, by its ending: csv tsv xlsx json jsonl md tex html",
        ),
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help=t(
            "输出到屏幕的格式：table csv tsv json jsonl md tex html",
            "format on stdout: table csv tsv json jsonl md tex html",
        ),
    ),
]
Force = Annotated[bool, typer.Option("--force", help=t("覆盖已有的输出文件", "replace an output that exists"))]
CodebookFile = Annotated[
    str | None,
    typer.Option(
        "--codebook",
        metavar="FILE",
        help=t("自己的编码本（TOML）；不写则用自带的", "your codebook (TOML); else the packaged one"),
    ),
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="EXPR",
        help=t(
            "只要符合条件的文档，如 'year>=2012'、'genre=讲话'；可写多次",
            "only documents that meet it, as 'year>=2012' or 'genre=讲话'; may be repeated",
        ),
    ),
]
Limit = Annotated[int | None, typer.Option("--limit", min=0, metavar="N", help=t("最多输出 N 行", "at most N rows"))]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", min=1, metavar="N", help=t("进程数；不写则等于核数", "processes; default: all cores")),
]
EngineName = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="processes|dask",
        help=t(
            "在哪里算：本机进程（默认），或 Dask（本机临时集群，或 --scheduler 所指的集群）",
            "where to work: processes here (default), or dask (a cluster on this machine, or that of --scheduler)",
        ),
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help=t("Dask 调度器，如 tcp://主机:8786", "the scheduler of a Dask cluster, as tcp://host:8786"),
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="N",
        help=t("随机种子（本命令不用随机数时无影响）", "seed of random draws; no effect where a command draws none"),
    ),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        help=t("不用缓存，也不写入缓存（见 djtext cache）", "neither use nor fill the cache (see djtext cache)"),
    ),
]
Manifest = Annotated[
    bool,
    typer.Option(
        "--manifest",
        help=t(
            "在 -o 文件旁写 文件.run.json：输入、设置、版本和校验和，供 djtext verify 重做核对",
            "beside the -o file write FILE.run.json: inputs, settings, versions, checksums, for djtext verify",
        ),
    ),
]
UserDict = Annotated[
    list[str] | None,
    typer.Option(
        "--userdict",
        metavar="FILE",
        help=t("用户词典，jieba 格式；可写多次", "user dictionary in jieba's format; may be repeated"),
    ),
]
Stopwords = Annotated[
    list[str] | None,
    typer.Option(
        "--stopwords",
        metavar="NAME|FILE",
        help=t(
            "去掉停用词：自带词表名或文件；可写多次", "leave out stop words: a packaged list or a file; may be repeated"
        ),
    ),
]
NoStopwords = Annotated[
    bool,
    typer.Option("--no-stopwords", help=t("不去停用词（覆盖设置文件）", "keep all words, whatever djtext.toml says")),
]
Segmenter = Annotated[
    str | None,
    typer.Option(
        "--segmenter",
        metavar="NAME",
        help=t("分词引擎：rjieba（默认）或 jieba", "segmenter: rjieba (default) or jieba"),
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding", metavar="NAME", help=t("指定编码；不写则自动判断", "force an encoding; else it is found out")
    ),
]
Follow = Annotated[
    bool, typer.Option("--follow", help=t("跟随文件夹里的符号链接", "follow symbolic links inside folders"))
]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", help=t("给人看的文字用中文或英文", "language of what people read")),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=t("标准错误上只报错误", "on stderr, errors only"))]
Verbose = Annotated[
    int,
    typer.Option(
        "--verbose", "-v", count=True, show_default=False, help=t("多说一些；可写多次", "say more; may be repeated")
    ),
]
RawText = Annotated[
    bool, typer.Option("--raw", help=t("文本已经干净，不做清洗", "the texts are clean already: leave them as they are"))
]
Normalise = Annotated[
    bool,
    typer.Option("--normalise", help=t("汉字后的半角标点改成全角", "half-width marks behind hanzi become full-width")),
]
Duplicates = Annotated[
    str | None,
    typer.Option(
        "--duplicates",
        metavar="keep|first|report",
        help=t(
            "同一篇文章的多个副本：照计、只计第一篇、报告（默认）",
            "copies of one essay: keep, count the first only, report (default)",
        ),
    ),
]
TextColumn = Annotated[
    str | None,
    typer.Option(
        "--text-column", metavar="NAME", help=t("表格中正文所在的列", "the column of a table that holds the text")
    ),
]
TitleColumn = Annotated[
    str | None,
    typer.Option("--title-column", metavar="NAME", help=t("表格中标题所在的列", "the column that holds the title")),
]
DateColumn = Annotated[
    str | None,
    typer.Option("--date-column", metavar="NAME", help=t("表格中日期所在的列", "the column that holds the date")),
]
IdColumn = Annotated[
    str | None, typer.Option("--id-column", metavar="NAME", help=t("表格中编号所在的列", "the column that holds an id"))
]


def chosen_kinds(given: Sequence[str] | None, known: Sequence[Kind]) -> tuple[Kind, ...]:
    """The values of `--kind`, each of which must be known.

    Raises UsageError naming the first that is not.
    """
    for name in given or ():
        if name not in known:
            raise UsageError(
                t(f"--kind 不能是“{name}”", f"--kind cannot be '{name}'"),
                hint=t(f"可用：{'、'.join(known)}", f"known: {', '.join(known)}"),
            )
    return tuple(cast("Kind", name) for name in given or ())
