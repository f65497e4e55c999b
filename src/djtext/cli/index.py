"""`djtext index`: a study file, made from texts and kept up to date with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from djtext.cli import options as o
from djtext.errors import UsageError
from djtext.lang import t
from djtext.types import Column

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
StudyFile = Annotated[Path, typer.Argument(metavar="STUDY", help=t("研究文件（.djtext）", "a study file (.djtext)"))]
Wait = Annotated[
    float,
    typer.Option(
        "--wait",
        min=0.0,
        metavar="SECONDS",
        help=t("另一个进程在写时最多等这么久", "how long to wait while another process writes"),
    ),
]
STATUS = (
    Column("path", "text", "路径", "path", "the file, as it was named"),
    Column("doc", "text", "文档", "doc", "document id of the file"),
    Column(
        "state",
        "text",
        "状态",
        "state",
        "same, changed, gone (kept in the study), new (not in it yet), other (analysed with other settings)",
    ),
    Column("status", "text", "结果", "status", "ok, partial, empty, skipped or failed"),
    Column("documents", "int", "篇数", "documents", "documents that the file gave"),
)


@app.command(
    "add",
    help=t(
        "把文件和文件夹收进研究文件；只分析新的和改动过的。",
        "Put files and folders into a study; only what is new or changed is analysed.",
    ),
    epilog=t(
        "例：djtext index add 讲话/ -o 研究.djtext    djtext index add -o 研究.djtext（按原路径更新）    djtext themes 研究.djtext",
        "Examples: djtext index add speeches/ -o study.djtext    djtext index add -o study.djtext (the same paths again)    djtext themes study.djtext",
    ),
)
def add_command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]...",
            show_default=False,
            help=t(
                "文件、文件夹或通配符；不写则用以前收过的路径", "files, folders, globs; without any, those added before"
            ),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="STUDY", help=t("研究文件，以 .djtext 结尾", "the study file, ending in .djtext")
        ),
    ] = None,
    wait: Wait = 5.0,
    codebook: o.CodebookFile = None,
    files_from: o.FilesFrom = None,
    encoding: o.Encoding = None,
    follow: o.Follow = False,
    raw: o.RawText = False,
    normalise: o.Normalise = False,
    text_column: o.TextColumn = None,
    title_column: o.TitleColumn = None,
    date_column: o.DateColumn = None,
    id_column: o.IdColumn = None,
    jobs: o.Jobs = None,
    engine: o.EngineName = None,
    scheduler: o.Scheduler = None,
    lang: o.Lang = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = 0,
) -> None:
    """Put files into a study."""
    import os

    from djtext.cli.common import codebook_from, engine_from, settings_from
    from djtext.cli.inputs import run_from
    from djtext.cli.messages import say
    from djtext.cli.progress import Progress
    from djtext.read.remote import is_remote
    from djtext.study import index
    from djtext.study.store import SUFFIX, is_study
    from djtext.types import Outcome

    settings = settings_from(codebook=codebook, jobs=jobs, engine=engine, scheduler=scheduler, lang=lang)
    if output is None:
        raise UsageError(
            t("index add 需要 -o 研究文件", "index add needs -o STUDY"),
            hint=t("写 -o 研究.djtext", "write -o study.djtext"),
        )
    exists = os.path.lexists(output)
    if not exists and output.suffix.lower() != SUFFIX:
        raise UsageError(
            t(f"{output}：研究文件要以 {SUFFIX} 结尾", f"{output}: a study ends in {SUFFIX}"),
            hint=f"-o {output.with_suffix(SUFFIX)}",
        )
    if not exists and not paths and not files_from:
        raise UsageError(
            t("没有说收进哪些文件", "nothing was named to be put in"),
            hint=t(f"djtext index add 文件夹 -o {output}", f"djtext index add FOLDER -o {output}"),
        )
    for name in paths or ():
        if is_remote(name):
            raise UsageError(
                t(f"{name}：研究文件只收本机路径上的文件", f"{name}: a study takes files of this machine's paths"),
                hint=t(
                    f"先清洗到本地：djtext clean {name} -o 文件夹",
                    f"clean them to here first: djtext clean {name} -o DIR",
                ),
            )
        if is_study(name):
            raise UsageError(
                t(f"{name}：是研究文件，不是文本", f"{name}: is a study, no text"),
                hint=t("给出文本所在的文件夹；目标写在 -o 后", "name a folder of texts; the study stands behind -o"),
            )
    book = codebook_from(settings)
    named = [*(paths or ())]
    run = run_from(
        named or [os.devnull], settings, files_from=files_from, encoding=encoding, follow=follow, quiet=quiet,
        verbose=verbose, raw=raw, normalise=normalise,
        columns=(text_column, title_column, date_column, id_column),
    )  # fmt: skip
    named = [path for path in run.paths if path != os.devnull]
    bars: list[Progress] = []
    last = [""]

    def noted(outcome: Outcome) -> None:
        run.note(outcome)
        if bars:
            bars[0].step(outcome.chars_read, new=outcome.path != last[0])
            last[0] = outcome.path

    def kept(documents: int) -> None:
        if verbose and documents:
            say(t(f"已存入 {documents} 篇", f"{documents} documents kept"))

    try:
        added = index.add(
            output, named, book, options=run.options, jobs=settings.jobs or None, follow=follow, wait=wait,
            engine=engine_from(settings),
            on_start=lambda total: bars.append(Progress(total, quiet=quiet)), on_outcome=noted, on_kept=kept,
        )  # fmt: skip
    finally:
        for bar in bars:
            bar.close()
    run.account()
    if not quiet:
        size = output.stat().st_size / 1e6
        parts = [
            t(
                f"{output}（{size:.1f} MB）：分析 {added.analysed} 篇",
                f"{output} ({size:.1f} MB): {added.analysed} analysed",
            ),
            t(f"未变 {added.unchanged} 篇", f"{added.unchanged} unchanged"),
        ]
        if added.taken_over:
            parts.append(t(f"正文未变 {added.taken_over} 篇", f"{added.taken_over} with an equal text"))
        if added.removed:
            parts.append(t(f"改动后不再有 {added.removed} 篇", f"{added.removed} no longer in their files"))
        if added.gone:
            parts.append(t(f"原文已不在 {added.gone} 份（保留）", f"{added.gone} gone from the disk (kept)"))
        say(t("，", ", ").join(parts))
    if run.incomplete:
        raise typer.Exit(3)


@app.command(
    "status",
    help=t("研究文件里有什么，与磁盘上的文件比。", "What a study holds, against the files on the disk."),
    epilog=t("例：djtext index status 研究.djtext    djtext index status 研究.djtext -f csv",
             "Examples: djtext index status study.djtext    djtext index status study.djtext -f csv"),
)  # fmt: skip
def status_command(
    study: StudyFile,
    follow: o.Follow = False,
    output: o.Output = None,
    format_: o.Format = None,
    force: o.Force = False,
    limit: o.Limit = None,
    lang: o.Lang = None,
) -> None:
    """What a study holds, against the disk."""
    from collections import Counter

    from djtext.cli.common import check_output, deliver, limited, made_by, settings_from
    from djtext.study import index
    from djtext.study.store import Study
    from djtext.types import Table

    settings_from(lang=lang)
    check_output(output, format_, force=force)
    states = index.status(study, follow=follow)
    counts = Counter(state.state for state in states)
    with Study(study) as opened:
        documents, chars = opened.row("SELECT count(*), coalesce(sum(chars), 0) FROM document")
        title = str(opened.settings.get("codebook_title", ""))
    names = {
        "same": t("未变", "same"), "changed": t("已改动", "changed"), "gone": t("已不在", "gone"),
        "new": t("未收入", "new"), "other": t("设置不同", "other settings"),
    }  # fmt: skip
    size = study.stat().st_size / 1e6
    notes = (
        t(
            f"{documents} 篇，{chars:,} 字，{size:.1f} MB · 编码本 {title}",
            f"{documents} documents, {chars:,} characters, {size:.1f} MB · codebook {title}",
        ),
        t("，", ", ").join(f"{name} {counts[state]}" for state, name in names.items()),
    )
    on_screen = output is None and format_ in {None, "table"}
    rows = tuple(
        (state.path, state.doc, state.state, state.status, state.documents)
        for state in states
        if not on_screen or state.state != "same"
    )
    table = Table(t("研究文件", "Study"), STATUS, rows, notes, made_by("index status", [str(study)]), "status")
    deliver(limited(table, limit), output, format_, force=force)


@app.command(
    "check",
    help=t("检查研究文件是否完好；损坏时退出码 12。", "Check that a study is whole; exit code 12 where it is damaged."),
    epilog=t("例：djtext index check 研究.djtext --read-data", "Example: djtext index check study.djtext --read-data"),
)
def check_command(
    study: StudyFile,
    read_data: Annotated[
        bool,
        typer.Option(
            "--read-data",
            help=t("逐篇核对文本和结果的校验和", "compare every text and every result with its checksum"),
        ),
    ] = False,
    lang: o.Lang = None,
) -> None:
    """Check that a study is whole."""
    from djtext.cli.common import settings_from
    from djtext.cli.messages import say
    from djtext.study.check import check

    settings_from(lang=lang)
    documents = check(study, read_data=read_data)
    extent = (
        t("文本和结果逐篇核对过", "every text and result compared") if read_data else t("结构完好", "structure sound")
    )
    say(t(f"{study}：完好，{documents} 篇（{extent}）", f"{study}: whole, {documents} documents ({extent})"))


@app.command(
    "forget",
    help=t("从研究文件里去掉文档；磁盘上的文件不动。", "Take documents out of a study; files on the disk stay."),
    epilog=t(
        "例：djtext index forget 研究.djtext 讲话/旧稿.txt    djtext index forget 研究.djtext --gone",
        "Examples: djtext index forget study.djtext speeches/old.txt    djtext index forget study.djtext --gone",
    ),
)
def forget_command(
    study: StudyFile,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH|DOC]...", help=t("文件、文件夹或文档编号", "files, folders or document ids")),
    ] = None,
    gone: Annotated[
        bool,
        typer.Option("--gone", help=t("去掉原文已不在磁盘上的", "those whose originals are no longer on the disk")),
    ] = False,
    wait: Wait = 5.0,
    lang: o.Lang = None,
) -> None:
    """Take documents out of a study."""
    from djtext.cli.common import settings_from
    from djtext.cli.messages import say
    from djtext.study import index

    settings_from(lang=lang)
    if not names and not gone:
        raise UsageError(
            t("没有说去掉哪些", "nothing was named to be forgotten"),
            hint=t("写路径、文档编号或 --gone", "name paths, document ids, or give --gone"),
        )
    if gone:
        index.status(study)  # looks at the disk and marks what is gone
    inputs, documents = index.forget(study, names or (), gone=gone, wait=wait)
    say(
        t(
            f"{study}：去掉 {inputs} 份文件、{documents} 篇；djtext index vacuum {study} 收回空间",
            f"{study}: {inputs} files with {documents} documents forgotten; djtext index vacuum {study} gives back the room",
        )
    )


@app.command(
    "vacuum",
    help=t("整理研究文件，收回去掉的文档占的空间。", "Tidy a study and give back the room of what was forgotten."),
    epilog=t("例：djtext index vacuum 研究.djtext", "Example: djtext index vacuum study.djtext"),
)
def vacuum_command(study: StudyFile, wait: Wait = 5.0, lang: o.Lang = None) -> None:
    """Tidy a study."""
    from djtext.cli.common import settings_from
    from djtext.cli.messages import say
    from djtext.study import index

    settings_from(lang=lang)
    before, after = index.vacuum(study, wait=wait)
    say(f"{study}: {before / 1e6:.1f} MB → {after / 1e6:.1f} MB")
