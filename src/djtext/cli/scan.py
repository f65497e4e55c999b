"""`djtext scan`: new documents against a baseline."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from djtext.cli.command import Given, over_texts
from djtext.errors import UsageError
from djtext.lang import t

EXAMPLES = t(
    "例：djtext scan 新讲话/ --baseline 研究.djtext    djtext scan 新.docx --baseline 文集/ --details    "
    "djtext scan 新/ --baseline 研究.djtext --json --fail-on 'reuse>0.3'    退出码 4：--fail-on 的条件成立",
    "Examples: djtext scan new/ --baseline study.djtext    djtext scan new.docx --baseline texts/ --details    "
    "djtext scan new/ --baseline study.djtext --json --fail-on 'reuse>0.3'    Exit code 4: a --fail-on condition holds",
)
FAILED_ON = 4

BaselineOption = Annotated[
    list[str] | None,
    typer.Option(
        "--baseline",
        "-b",
        metavar="PATH",
        help=t(
            "基准：研究文件，或文件夹、文件（可写多次）",
            "the baseline: a study, or folders and files (may be repeated)",
        ),
    ),
]
FailOnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar="COND",
        help=t(
            "有文档符合时退出码为 4：'theme:键>5'、'reuse>0.3'、'unusual>2'、'novelty>2' 等；可写多次",
            "exit code 4 where it holds for a document: 'theme:KEY>5', 'reuse>0.3', 'unusual>2', 'novelty>2' …; may be repeated",
        ),
    ),
]
MinLengthOption = Annotated[
    int,
    typer.Option("--min-length", min=20, metavar="N", help=t("相同文字至少 N 字（20 以上）", "copied passages have at least N characters (20 or more)")),
]  # fmt: skip


@over_texts
def scan_command(
    given: Given,
    baseline: BaselineOption = None,
    details: Annotated[
        bool, typer.Option("--details", help=t("每篇一页，引文带位置", "a page a document, with quotations and places"))
    ] = False,
    json_lines: Annotated[
        bool, typer.Option("--json", help=t("每篇完成即输出一行 JSON", "a line of JSON as each document finishes"))
    ] = False,
    table: Annotated[
        str,
        typer.Option(
            "--table",
            metavar="NAME",
            help=t(
                "输出哪张表：docs（默认）、themes、phrases、passages、pairs；xlsx 含全部",
                "which table: docs (default), themes, phrases, passages or pairs; an xlsx has all",
            ),
        ),
    ] = "docs",
    add: Annotated[
        bool, typer.Option("--add", help=t("扫描后收进研究文件", "put the documents into the study after the scan"))
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DATE",
            help=t(
                "只扫描这一天起的文档；无日期的不扫描，并报数",
                "only documents dated from then on; undated ones are left out and counted",
            ),
        ),
    ] = None,
    fail_on: FailOnOption = None,
    min_length: MinLengthOption = 20,
) -> None:
    """Scan new documents against a baseline."""
    from djtext.cli.common import made_by
    from djtext.measures.scantables import conditions
    from djtext.study.scan import scan_job

    settings = given.settings()
    book = given.book(settings)
    _check(given, baseline, details=details, json_lines=json_lines, table=table, add=add, since=since)
    wanted = conditions(fail_on or (), book)
    named = list(baseline or ())
    old = replace(given, where=None, duplicates="keep", files_from=None)
    opened, base = open_baseline(named, book, lambda: old.run(settings, paths=named), quiet=given.quiet)
    after = (f"date>={since}",) if since else ()
    shared = _shared(given, settings, opened, after)
    run = given.run(settings, where=after)
    scanned: list[str] = []
    failed: list[tuple[str, str]] = []
    undated = 0

    def stream() -> Iterator[Any]:
        nonlocal undated
        for result in run.all_results(partial(scan_job, book, opened, shared, min_length)):
            if result.doc is None or result.value is None or result.left_out:
                undated += bool(since and result.doc is not None and result.left_out and not result.doc.date)
                continue
            found = replace(result.value, status=result.outcome.status)
            scanned.append(result.doc.path)
            failed.extend((found.doc, each.text) for each in wanted if each.holds(found))
            yield found

    source = made_by(
        "scan", [*run.paths, "--baseline", *(baseline or ())], t("编码本 ", "codebook ") + book.title,
        t(f"基准 {len(opened.base)} 篇", f"baseline {len(opened.base)} documents"),
    )  # fmt: skip
    if json_lines:
        write_lines(stream(), given.limit)
    else:
        _deliver(given, stream(), book, opened, source, table=table, details=details)
    opened.read.close()
    if base is not None:
        base.account()
        run.incomplete |= base.incomplete
    run.account()
    if since and not given.quiet:
        from djtext.cli.messages import say

        say(
            t(
                f"--since {since}：{undated} 篇没有日期，未扫描",
                f"--since {since}: {undated} undated documents were not scanned",
            )
        )
    if add:
        _add(given, settings, book, run, Path((baseline or [""])[0]), scanned, whole=not (after or given.where))
    _finish(failed, incomplete=run.incomplete)


def _check(
    given: Given, baseline: list[str] | None, *, details: bool, json_lines: bool, table: str, add: bool,
    since: str | None,
) -> None:  # fmt: skip
    """Refuse, before any work, what does not go together."""
    from djtext.measures.scantables import TABLES
    from djtext.study.store import is_study

    if not given.paths and not given.files_from:
        raise UsageError(
            t("没有说扫描哪些新文", "no new document was named"),
            hint=t("djtext scan 新文件夹 --baseline 文集或研究文件", "djtext scan NEW --baseline FOLDER or STUDY"),
        )
    check_baseline(baseline)
    if table not in TABLES:
        raise UsageError(
            t(f"--table 不能是“{table}”", f"--table cannot be '{table}'"),
            hint=t(f"可用：{'、'.join(TABLES)}", f"known: {', '.join(TABLES)}"),
        )
    if (details or json_lines) and not given.on_screen:
        raise UsageError(
            t("--details 和 --json 输出到屏幕，不与 -o、--format 同用", "--details and --json write to stdout, without -o and --format"),
            hint=t("表格用 -o，或 --table 选哪张表", "for tables give -o, and --table to choose one"),
        )  # fmt: skip
    if details and json_lines:
        raise UsageError(
            t("--details 和 --json 只能用一个", "--details and --json exclude each other"),
            hint=t("--json 的每一行已含全部细节", "a line of --json has all details"),
        )
    if add and not (baseline and is_study(baseline[0])):
        raise UsageError(
            t("--add 要求基准是研究文件", "--add needs a study as baseline"),
            hint=t(
                "先建立：djtext index add 文集/ -o 研究.djtext", "make one: djtext index add texts/ -o study.djtext"
            ),
        )
    if add and any(name == "-" or is_study(name) for name in given.paths or ()):
        raise UsageError(
            t("--add 只收文件和文件夹", "--add takes files and folders only"),
            hint=t("把新文存成文件", "save the new document as a file"),
        )
    if since is not None:
        import re

        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", since):
            raise UsageError(
                t(f"--since：“{since}”不是日期", f"--since: '{since}' is no date"),
                hint=t("写成 2024、2024-05 或 2024-05-06", "write 2024, 2024-05 or 2024-05-06"),
            )


def check_baseline(baseline: list[str] | None) -> None:
    """Refuse no baseline, and a study beside other paths."""
    from djtext.study.store import is_study

    if not baseline:
        raise UsageError(
            t("没有给出基准", "there is no baseline"),
            hint=t("加 --baseline 文集/ 或 --baseline 研究.djtext", "give --baseline FOLDER or --baseline STUDY"),
        )
    if len(baseline) > 1 and any(is_study(name) for name in baseline):
        raise UsageError(
            t("研究文件作基准时只能给一个", "a study is the only baseline"),
            hint=t(
                "先收进去：djtext index add 路径 -o 研究.djtext", "put the others in: djtext index add PATH -o STUDY"
            ),
        )


def open_baseline(named: list[str], book: Any, make_run: Callable[[], Any], *, quiet: bool) -> tuple[Any, Any]:
    """The baseline, and, where it is read from files, the run over them, which `make_run` gives."""
    from djtext.cli.ends import OPENED
    from djtext.cli.messages import say
    from djtext.measures.profile.documents import base_job
    from djtext.study.profile import of_documents, open_study
    from djtext.study.store import is_study

    if is_study(named[0]):

        def tell(count: int) -> None:
            if not quiet:
                say(
                    t(
                        f"{named[0]}：为 {count} 篇建立基准概要（只需一次）",
                        f"{named[0]}: profiling {count} documents (once)",
                    )
                )

        opened = open_study(Path(named[0]), book, tell=tell)
        OPENED.add(opened.read)
        if not opened.kept and not quiet:
            say(
                t(
                    f"djtext: {named[0]}：不能写入，概要只用于这一次",
                    f"djtext: {named[0]}: cannot be written to; its profile serves this run only",
                )
            )
        return opened, None
    base = make_run()
    read = ((replace(doc, text=text), counts) for doc, (text, counts) in base.results(partial(base_job, book)))
    return of_documents(read, book), base


def _shared(given: Given, settings: Any, opened: Any, after: tuple[str, ...]) -> Any:
    """What no document of the baseline has and several new ones have: the new documents are read once before for that."""
    from djtext.read import Found, discover
    from djtext.study.scan import fresh_job, in_several

    run = given.run(settings, where=after)
    if run.study is None:
        paths = [path for path in run.paths if path != "-"]
        several = sum(isinstance(item, Found) for item in discover(paths, follow=given.follow)) > 1
        if not several or len(paths) < len(run.paths):
            return None
    run.quiet, run.duplicates = True, "first"
    found = in_several(keys for _, keys in run.results(partial(fresh_job, opened.base)))
    if run.study is not None:
        run.study.close()
    return found


def write_lines(stream: Iterator[Any], limit: int | None = None) -> None:
    """A line of JSON for each document, as it finishes."""
    from djtext.measures.scantables import record
    from djtext.view.escape import json_text

    for number, found in enumerate(stream):
        if limit is not None and number >= limit:
            continue
        sys.stdout.write(json_text(json.dumps(record(found), ensure_ascii=False)) + "\n")
        sys.stdout.flush()


def _deliver(
    given: Given, stream: Iterator[Any], book: Any, opened: Any, source: str, *, table: str, details: bool
) -> None:
    """The table that was asked for; on the screen the summary, with `details` behind a page for each document."""
    from djtext.measures.scantables import TABLES, shape
    from djtext.types import Table
    from djtext.view.scan import line, show_page, show_summary

    labels = labels_of(book)
    notes = notes_of(opened)
    if given.on_screen and table == "docs":
        lines: list[tuple[float, int, Any]] = []
        for found in stream:
            if details:
                show_page(found, labels)
            lines.append((found.score, len(lines), line(found, labels)))
        lines.sort(key=lambda each: (-each[0], each[1]))
        shown = [cells for _, _, cells in lines][: given.limit]
        show_summary(shown, notes, source)
        return
    names = [table]
    if given.output is not None and (given.format_ or given.output.suffix).lower().lstrip(".") in {"xlsx", "xlsm"}:
        names += [name for name in TABLES if name != table]
    held: dict[str, list[tuple[float, int, list[Any]]]] = {name: [] for name in names}
    for n, found in enumerate(stream):
        for name in names:
            held[name].append((found.score, n, list(shape(name)[1](found))))
    made = [
        Table(
            t("新文扫描", "Scan"), shape(name)[0],
            tuple(row for _, _, rows in sorted(held[name], key=lambda x: (-x[0], x[1])) for row in rows),
            notes, source, "scan" if name == "docs" else f"scan-{name}",
        )
        for name in names
    ]  # fmt: skip
    given.deliver(replace(made[0], more=tuple(made[1:])))


def labels_of(book: Any) -> dict[str, str]:
    """The names of themes in the language of people."""
    from djtext.lang import current

    english = current() == "en"
    return {theme.key: theme.label_en if english and theme.label_en else theme.label for theme in book.themes}


def notes_of(opened: Any) -> tuple[str, ...]:
    """What was compared, and what is claimed."""
    from djtext.measures.unusual import FEWEST_DOCS

    made = [
        t(
            "异常分高者在前；↑ 偏多、↓ 偏少、∅ 缺席：与篇幅相近的基准文档相比，q ≤ 0.05；新提法：基准里从未出现",
            "highest score first; ↑ strong, ↓ weak, ∅ absent against documents of like length, q ≤ 0.05; new phrases stand nowhere in the baseline",
        )
    ]
    if len(opened.base) < FEWEST_DOCS:
        made.append(
            t(
                f"基准只有 {len(opened.base)} 篇，不足 {FEWEST_DOCS} 篇，不判断主题是否异常",
                f"the baseline has {len(opened.base)} documents, fewer than {FEWEST_DOCS}: no theme is called unusual",
            )
        )
    return tuple(made)


def _add(given: Given, settings: Any, book: Any, run: Any, study: Path, scanned: list[str], *, whole: bool) -> None:
    """Put what was scanned into the study: what was named, or, where it was selected from, the files of the documents scanned."""
    from djtext.cli.messages import say
    from djtext.study import index

    paths = run.paths if whole else list(dict.fromkeys(path.partition("#")[0] for path in scanned))
    if not paths:
        return
    added = index.add(study, paths, book, options=run.options, jobs=settings.jobs or None, follow=given.follow)
    if not given.quiet:
        say(
            t(
                f"{study}：收进 {added.analysed + added.taken_over} 篇，原有 {added.unchanged} 篇",
                f"{study}: {added.analysed + added.taken_over} added, {added.unchanged} there already",
            )
        )


def _finish(failed: list[tuple[str, str]], *, incomplete: bool) -> None:
    """Name the documents that met a condition; exit 4 for these, 3 where an input could not be analysed."""
    from djtext.cli.messages import say

    for doc, text in failed:
        say(f"djtext: {doc}: {t('符合', 'meets')} --fail-on {text} [fail-on]")
    if failed:
        raise typer.Exit(FAILED_ON)
    if incomplete:
        raise typer.Exit(3)
