"""`djtext agree`: how far coders agree with each other, and the machine with them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from djtext.cli import options as o
from djtext.cli.messages import say
from djtext.errors import NothingToRead, UsageError
from djtext.lang import current, t
from djtext.types import Table

if TYPE_CHECKING:
    from djtext.measures.coders.panel import Panel
    from djtext.measures.coders.recipe import Recipe
    from djtext.read.coded import Codes, Coding, Problem

EXAMPLES = t(
    "例：djtext agree 甲.xlsx 乙.xlsx    djtext agree 甲.csv 乙.csv --machine 文集/    djtext agree 甲.csv 乙.csv --disagreements    "
    "djtext agree 甲.csv 乙.csv --confusion    djtext agree 甲.csv --machine 文集/ -o 结果.xlsx",
    "Examples: djtext agree a.xlsx b.xlsx    djtext agree a.csv b.csv --machine texts/    djtext agree a.csv b.csv --disagreements    "
    "djtext agree a.csv b.csv --confusion    djtext agree a.csv --machine texts/ -o result.xlsx",
)
_TOLD = 10  # problems of one kind that are listed
_ON_SCREEN = 20


def agree_command(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help=t(
                "编码文件：csv、tsv、xlsx、jsonl，或 Label Studio（JSON）、Doccano（JSONL）、质性分析软件（qdpx）的导出",
                "coded files: csv, tsv, xlsx, jsonl, or exports of Label Studio (JSON), Doccano (JSONL) or QDA software (qdpx)",
            ),
        ),
    ],
    machine: Annotated[
        list[str] | None,
        typer.Option(
            "--machine",
            metavar="PATH",
            help=t(
                "也与机器比：所编的文章（文件夹或研究文件）；可写多次",
                "score the machine too, on the texts that were coded (folder or study); may be repeated",
            ),
        ),
    ] = None,
    disagreements: Annotated[
        bool,
        typer.Option(
            "--disagreements", help=t("列出分歧，最值得讨论的在前", "list the disagreements, most telling first")
        ),
    ] = False,
    confusion: Annotated[
        bool, typer.Option("--confusion", help=t("哪种角色和哪种角色混淆", "which roles are taken for which"))
    ] = False,
    scores: Annotated[
        bool,
        typer.Option(
            "--scores",
            help=t(
                "只要机器的精确率、召回率、F1（与 --machine 同用）",
                "only the machine's precision, recall and F1 (with --machine)",
            ),
        ),
    ] = False,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="COLUMN",
            help=t("比较另一列（自己加的编码）", "compare another column (a code of your own)"),
        ),
    ] = None,
    level: Annotated[
        str,
        typer.Option(
            "--level",
            metavar="nominal|ordinal|interval",
            help=t("--on 一列的尺度；后两种要数字", "scale of the column given to --on; the last two take numbers"),
        ),
    ] = "nominal",
    done: Annotated[
        bool,
        typer.Option(
            "--done",
            help=t(
                "所有行都算编完：空的角色是“其他”，空的主题是“无”",
                "every row is done: a blank role is other, blank themes are none",
            ),
        ),
    ] = False,
    all_themes: Annotated[
        bool,
        typer.Option(
            "--all-themes",
            help=t(
                "机器给的主题全部计入；不写则只比较人用过的主题",
                "count all themes that the machine gives; else those that a coder used",
            ),
        ),
    ] = False,
    weighted: Annotated[
        bool,
        typer.Option(
            "--weighted",
            help=t(
                "机器的得分按 weight 列加权，推算全体（与 --machine 同用）",
                "weight the machine's scores by the column weight, for estimates of all units (with --machine)",
            ),
        ),
    ] = False,
    resamples: Annotated[
        int,
        typer.Option(
            "--resamples",
            min=100,
            max=100_000,
            metavar="N",
            help=t("区间的重抽样次数", "resamples of the intervals"),
        ),
    ] = 999,
    output: o.Output = None,
    format_: o.Format = None,
    force: o.Force = False,
    limit: o.Limit = None,
    codebook: o.CodebookFile = None,
    where: o.Where = None,
    encoding: o.Encoding = None,
    raw: o.RawText = False,
    jobs: o.Jobs = None,
    seed: o.Seed = None,
    lang: o.Lang = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = 0,
) -> None:
    """How far coders agree, with each other and with the machine."""
    from djtext.cli.common import check_output, codebook_from, deliver, limited, made_by, settings_from
    from djtext.cli.inputs import run_from
    from djtext.measures.coders.machine import with_machine
    from djtext.measures.coders.names import codes
    from djtext.measures.coders.panel import align, only_themes
    from djtext.measures.coders.recipe import Recipe
    from djtext.roles.cues import ROLES
    from djtext.study.analyse import coded_job

    settings = settings_from(codebook=codebook, jobs=jobs, seed=seed, lang=lang)
    check_output(output, format_, force=force)
    _check(machine, disagreements, confusion, scores, on, level, settings.seed)
    book = codebook_from(settings)
    problems: list[Problem] = []
    found = _read(files, codes(book), problems, done=done, column=on or "", level=level)
    panel = align(found, problems)
    if weighted and not (machine and all(item.weight is not None and item.weight > 0 for item in found)):
        raise UsageError(
            t("--weighted 要 --machine，各行都要有 weight", "--weighted needs --machine and a weight in every row"),
            hint=t("djtext sample 的编码表有 weight 列", "sheets of djtext sample have a column weight"),
        )
    if not machine and len(files) < 2 and len(panel.coders) < 2:
        _tell(problems, verbose=verbose)
        raise UsageError(
            t("只有一位编码者，没有可比的", "one coder only: there is nothing to compare"),
            hint=t("再给一份编码文件，或用 --machine 文集/", "give a second coded file, or --machine texts/"),
        )
    run = None
    if machine:
        run = run_from(
            list(machine), settings, where=where, encoding=encoding, quiet=quiet, verbose=verbose, raw=raw,
            duplicates="keep",
        )  # fmt: skip
        read = run.results(partial(coded_job, book))
        panel = with_machine(panel, ((replace(doc, text=text), labels) for doc, (text, labels) in read), problems)
    aside: tuple[str, ...] = ()
    panel, aside = only_themes(panel, book.keys() if all_themes else None)
    _tell(problems, verbose=verbose)
    if not _comparable(panel, on):
        raise NothingToRead(
            t("没有两位编码者都编了的单位", "no unit that two have coded"),
            hint=t(
                "检查几份文件是否出自同一次 djtext sample，编完的行是否填了 role 或 done",
                "check that the files come from one djtext sample, and that rows have a role or done",
            ),
        )
    recipe = Recipe(
        ROLES, book.keys(), resamples=resamples, seed=settings.seed, column=on or "",
        level=level, weighted=weighted,  # type: ignore[arg-type]
    )  # fmt: skip
    source = made_by(
        "agree",
        [*(Path(file).name for file in files), *(("--machine", *machine) if machine else ())],
        t("编码本 ", "codebook ") + book.title,
        f"seed {settings.seed}",
    )
    wanted = "disagreements" if disagreements else "confusion" if confusion else "scores" if scores else "agreement"
    notes = _notes(
        panel, aside, resamples if wanted in {"agreement", "scores"} else 0, machine=bool(machine), weighted=weighted
    )
    names = {theme.key: t(theme.label, theme.label_en or theme.label) for theme in book.themes}
    make = partial(_table, panel, recipe, notes=notes, source=source)
    table = make(wanted)
    if output is not None and output.suffix.lower() == ".xlsx":
        others = [name for name in ("agreement", "scores", "confusion", "disagreements") if name != wanted]
        if not machine:
            others.remove("scores")
        table = replace(table, more=tuple(make(name) for name in others))
    plain = partial(_show, wanted, panel=panel, names=names, limit=limit, extra=make if machine and not on else None)
    deliver(limited(table, limit if wanted != "disagreements" or output or format_ not in {None, "table"} else None),
            output, format_, force=force, plain=plain)  # fmt: skip
    if run is not None:
        run.account()
    if problems or (run is not None and run.incomplete):
        raise typer.Exit(3)


def _check(
    machine: list[str] | None,
    disagreements: bool,
    confusion: bool,
    scores: bool,
    on: str | None,
    level: str,
    seed: int,
) -> None:
    from djtext.measures.agreement.alpha import Level

    if sum((disagreements, confusion, scores)) > 1:
        raise UsageError(
            t(
                "--disagreements、--confusion、--scores 只能用一个",
                "--disagreements, --confusion and --scores exclude each other",
            ),
            hint=t("-o 结果.xlsx 一次给出全部", "-o result.xlsx holds all of them"),
        )
    if scores and not machine:
        raise UsageError(
            t("--scores 要与 --machine 同用", "--scores needs --machine"),
            hint=t("加上 --machine 文集/", "add --machine texts/"),
        )
    if level not in get_args(Level):
        raise UsageError(
            t(f"--level 不能是“{level}”", f"--level cannot be '{level}'"),
            hint=t(f"可用：{'、'.join(get_args(Level))}", f"known: {', '.join(get_args(Level))}"),
        )
    if level != "nominal" and not on:
        raise UsageError(
            t("--level 只用于 --on 的列", "--level is for the column given to --on"),
            hint=t("角色和主题没有次序；加 --on 列名", "roles and themes have no order; add --on COLUMN"),
        )
    if on and (machine or disagreements):
        raise UsageError(
            t(
                "--on 不能与 --machine、--disagreements 同用",
                "--on cannot be used with --machine or --disagreements",
            ),
            hint=t("去掉一个", "leave one out"),
        )
    if seed < 0:
        raise UsageError(
            t(f"--seed 不能是 {seed}", f"--seed cannot be {seed}"), hint=t("写 0 或更大的整数", "write 0 or more")
        )


def _read(
    files: list[str], codes: Codes, problems: list[Problem], *, done: bool, column: str, level: str
) -> list[Coding]:
    """All codings; files of one name get their paths as coders' names."""
    from djtext.read import annotated

    if len({Path(file).resolve() for file in files}) < len(files):
        raise UsageError(
            t("同一份文件给了两次", "one file was given twice"), hint=t("每位编码者一份文件", "one file a coder")
        )
    made = [annotated.load(file, codes, problems, done=done, column=column) for file in files]
    owners = Counter(name for found in made for name in {item.coder for item in found})
    if any(number > 1 for number in owners.values()):
        made = [
            [replace(item, coder=file if owners[item.coder] > 1 else item.coder) for item in found]
            for file, found in zip(files, made, strict=True)
        ]
    found = [item for one in made for item in one]
    if not found:
        _tell(problems, verbose=0)
        raise NothingToRead(
            t("编码文件里没有数据", "there is nothing in the coded files"),
            hint=t("djtext sample 生成编码表", "djtext sample makes a table to code"),
        )
    return _numbers(found, problems) if level != "nominal" else found


def _numbers(found: list[Coding], problems: list[Problem]) -> list[Coding]:
    """Codings whose value is a number; what is none is told and left out."""
    from djtext.read.coded import Problem

    kept = []
    for item in found:
        if item.value is not None:
            try:
                good = math.isfinite(float(item.value)) and abs(float(item.value)) < 1e100
            except ValueError:
                good = False
            if not good:
                problems.append(
                    Problem(
                        item.where,
                        "bad-number",
                        t(f"“{item.value[:40]}”不是数字，不计", f"'{item.value[:40]}' is no number; left out"),
                    )
                )
                item = replace(item, value=None)
        kept.append(item)
    return kept


def _comparable(panel: Panel, on: str | None) -> bool:
    """Whether any unit has two codings of one kind."""
    for unit in panel.units:
        given = [item for item in unit.codings if item is not None]
        kinds: list[list[object]]
        kinds = (
            [[item.value for item in given]] if on else [[item.role for item in given], [item.themes for item in given]]
        )
        if any(sum(value is not None for value in kind) >= 2 for kind in kinds):
            return True
    return False


def _tell(problems: list[Problem], *, verbose: int) -> None:
    """Each problem with file and line; of one kind the first ones, unless -v."""
    told: Counter[str] = Counter()
    for problem in problems:
        told[problem.code] += 1
        if verbose or told[problem.code] <= _TOLD:
            say(f"djtext: {problem.where}: {problem.text} [{problem.code}]")
    for code, number in sorted(told.items()):
        if number > _TOLD and not verbose:
            rest = number - _TOLD
            say(
                f"djtext: {t(f'另有 {rest} 个同类', f'{rest} more of this kind')} [{code}]{t('（-v 全部列出）', ' (-v lists them)')}"
            )


def _notes(panel: Panel, aside: tuple[str, ...], resamples: int, *, machine: bool, weighted: bool) -> tuple[str, ...]:
    from djtext.measures.coders.panel import counts_note

    notes = [counts_note(panel)]
    if resamples:
        notes.append(
            t(
                f"区间：按文档重抽样 {resamples} 次的百分位自助法，95%；没有编的单位不计",
                f"intervals: percentile bootstrap over documents, {resamples} resamples, 95 %; what is not coded does not count",
            )
        )
    if weighted:
        notes.append(
            t(
                "机器的得分按 weight 加权；人工、机器、相同三列是推算的总数",
                "scores are weighted; coded, found and both are estimated totals",
            )
        )
    if aside and machine:
        shown = " ".join(aside[:8]) + (" …" if len(aside) > 8 else "")
        notes.append(
            t(
                f"另有 {len(aside)} 个主题只有机器给过，未比较：{shown}（--all-themes 计入）",
                f"{len(aside)} themes that the machine alone gave are left aside: {shown} (--all-themes counts them)",
            )
        )
    return tuple(notes)


def _table(panel: Panel, recipe: Recipe, name: str, *, notes: tuple[str, ...], source: str) -> Table:
    from djtext.measures.coders import agreement, confusion, disagreements, scores

    if name == "disagreements":
        made = disagreements.table(panel, source)
    else:
        table = {"agreement": agreement.table, "scores": scores.table, "confusion": confusion.table}[name]
        made = table(panel, recipe, source)
    return replace(made, notes=notes)


def _show(wanted: str, table: Table, *, panel: Panel, names: dict[str, str], limit: int | None, extra: Any) -> None:
    import sys

    from djtext.view import agreement as view
    from djtext.view.terminal import console, show_notes, width_of

    if current() == "en":
        names = {key: key for key in names}
    names = view.names_of(names)
    if wanted == "disagreements":
        view.show_disagreements(table, panel.coders, names, limit=_ON_SCREEN if limit is None else limit)
        return
    if wanted == "confusion":
        view.show_confusion(table, names)
        return
    if wanted == "agreement":
        view.show_agreement(table, names)
        if extra is not None:
            view.show_scores(extra("scores"), names)
    else:
        view.show_scores(table, names)
    show_notes(table, console(sys.stdout, width_of(sys.stdout)))
