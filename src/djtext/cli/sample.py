"""`djtext sample`: a stratified sample of sentences for people to code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from djtext.cli.command import Given, over_texts
from djtext.cli.messages import say
from djtext.errors import NothingToRead, UsageError
from djtext.lang import t
from djtext.types import Codebook, Document, Table

if TYPE_CHECKING:
    from djtext.measures.coding import Asked
    from djtext.measures.sampling import Drawn, Pool

EXAMPLES = t(
    "例：djtext sample 文集/ -n 200 --by role -o 编码.xlsx    djtext sample 文集/ --by year --allocation equal -o 编码.csv    "
    "djtext sample 文集/ -n 200 --coders 2 --overlap 50 -o 编码.xlsx    djtext sample 文集/ --not-in 编码-1.xlsx -o 再编.xlsx",
    "Examples: djtext sample texts/ -n 200 --by role -o coding.xlsx    djtext sample texts/ --by year --allocation equal -o coding.csv    "
    "djtext sample texts/ -n 200 --coders 2 --overlap 50 -o coding.xlsx    djtext sample texts/ --not-in coding-1.xlsx -o more.xlsx",
)
_ON_MACHINE = frozenset({"role", "theme"})
_STRATA_TOLD = 30
_SEPARATOR = " | "
Cell = tuple[object, ...]


@over_texts
def sample_command(
    given: Given,
    n: Annotated[
        int,
        typer.Option(
            "-n", "--number", min=1, max=1_000_000, metavar="N", help=t("每位编码者几行", "rows for each coder")
        ),
    ] = 200,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="role|theme|FIELD",
            help=t(
                "分层：role 机器判断的角色，theme 主题（取最少见的一个），或文档字段（year、source……）；可写多次，交叉分层",
                "strata: role as the machine judges it, theme (the rarest of the sentence), or a field of the documents "
                "(year, source …); repeated, they are crossed",
            ),
        ),
    ] = None,
    allocation: Annotated[
        str,
        typer.Option(
            "--allocation",
            metavar="proportional|equal",
            help=t("各层按大小分配（默认），或一样多", "rows a stratum: by its size (default), or equally many"),
        ),
    ] = "proportional",
    unit: Annotated[
        str,
        typer.Option(
            "--unit",
            metavar="sentence|paragraph|passage",
            help=t(
                "句子（默认）、自然段、段落（机器划分的同一角色的一段）",
                "sentences (default), paragraphs, or passages (runs of one role, as the machine sees them)",
            ),
        ),
    ] = "sentence",
    headings: Annotated[bool, typer.Option("--headings", help=t("小标题也抽", "draw headings too"))] = False,
    coders: Annotated[
        int,
        typer.Option(
            "--coders", min=1, max=50, metavar="N", help=t("几位编码者，各一份文件", "so many coders, a file each")
        ),
    ] = 1,
    overlap: Annotated[
        int | None,
        typer.Option(
            "--overlap",
            min=0,
            metavar="N",
            help=t("各人共有的行数；不写则完全相同", "rows that all coders share; without it, all of them"),
        ),
    ] = None,
    not_in: Annotated[
        list[str] | None,
        typer.Option(
            "--not-in",
            metavar="FILE",
            help=t("不要这份编码文件里已有的单位；可写多次", "leave out what this coded file has; may be repeated"),
        ),
    ] = None,
    show_machine: Annotated[
        bool,
        typer.Option(
            "--show-machine",
            help=t("把机器的判断也写进去（会影响编码者）", "say what the machine would (it influences coders)"),
        ),
    ] = False,
) -> None:
    """Draw a sample of sentences for people to code."""
    from djtext.cli.common import made_by
    from djtext.measures import coding, sampling
    from djtext.study.coding import candidates_job

    settings = given.settings()
    fields = tuple(dict.fromkeys(by or ()))
    total = _check(given, n, allocation, unit, headings, coders, overlap, settings.seed)
    shared = n if overlap is None else overlap
    targets = _targets(given, coders)
    book = given.book(settings)
    known = _known(not_in, book)
    judged = show_machine or bool(_ON_MACHINE & set(fields))
    run = given.run(settings)
    pool: Pool[Cell, Asked] = sampling.Pool(n=total, seed=settings.seed)
    job = partial(candidates_job, book, unit=unit, headings=headings, machine=judged)  # type: ignore[arg-type]
    documents, left_out = _fill(pool, run.results(job), fields, known)
    if not pool.sizes:
        raise NothingToRead(
            t("没有可抽的句子", "there is nothing to draw from"),
            hint=t("检查路径、--where 和 --not-in", "check the paths, --where and --not-in"),
        )
    strata = _strata(pool, fields, book)
    drawn = sampling.stratified(pool, strata, total, how=allocation)  # type: ignore[arg-type]
    _tell(given, pool, strata, drawn, total, documents, left_out)
    if coders == 1:
        shared = len(drawn)
    hands = sampling.deal(drawn, coders, min(shared, len(drawn)))
    open_strata = not _ON_MACHINE & set(fields)
    source = made_by(
        "sample",
        run.paths,
        f"-n {n}" + "".join(f" --by {field}" for field in fields),
        f"--allocation {allocation} --unit {unit}",
        f"--coders {coders} --overlap {shared}" if coders > 1 else "",
        t("编码本 ", "codebook ") + book.title,
        f"seed {settings.seed}",
    )
    for hand, target in zip(hands, targets, strict=True):
        table = Table(
            t("编码表", "To be coded"),
            coding.columns(machine=show_machine),
            coding.rows(hand, seed=settings.seed, machine=show_machine, strata=open_strata),
            (_weights_note(),),
            source,
            "coding",
        )
        _deliver(given, table, target, book)
    run.finish()


def _check(
    given: Given, n: int, allocation: str, unit: str, headings: bool, coders: int, overlap: int | None, seed: int
) -> int:
    """Refuse what makes no sense; how many units are to be drawn in all."""
    from djtext.measures.sampling import Allocation
    from djtext.study.coding import Unit

    for name, value, known in (("--allocation", allocation, get_args(Allocation)), ("--unit", unit, get_args(Unit))):
        if value not in known:
            raise UsageError(
                t(f"{name} 不能是“{value}”", f"{name} cannot be '{value}'"),
                hint=t(f"可用：{'、'.join(known)}", f"known: {', '.join(known)}"),
            )
    if headings and unit != "sentence":
        raise UsageError(
            t("--headings 只用于句子", "--headings goes with sentences"), hint=t("去掉 --unit", "leave --unit out")
        )
    if given.limit is not None:
        raise UsageError(
            t(
                "sample 不用 --limit：截断会使权重出错",
                "sample takes no --limit: cut rows would make the weights wrong",
            ),
            hint=t("用 -n 定行数", "-n says how many"),
        )
    if overlap is not None and coders == 1:
        raise UsageError(
            t("--overlap 要与 --coders 同用", "--overlap needs --coders"), hint=t("写 --coders 2", "write --coders 2")
        )
    if overlap is not None and overlap > n:
        raise UsageError(
            t(f"--overlap {overlap} 比 -n {n} 还多", f"--overlap {overlap} is more than -n {n}"),
            hint=t("-n 是每人的行数", "-n is the number of rows of each coder"),
        )
    if seed < 0:
        raise UsageError(
            t(f"--seed 不能是 {seed}", f"--seed cannot be {seed}"), hint=t("写 0 或更大的整数", "write 0 or more")
        )
    shared = n if overlap is None else overlap
    return shared + coders * (n - shared)


def _targets(given: Given, coders: int) -> list[Path | None]:
    """The file of each coder; none may exist without --force."""
    from djtext.cli.common import check_output

    if coders == 1:
        return [given.output]
    if given.output is None or str(given.output) == "-":
        raise UsageError(
            t("几位编码者要几份文件", "several coders need several files"),
            hint=t("加 -o 编码.xlsx", "add -o coding.xlsx"),
        )
    output = given.output
    targets = [output.with_name(f"{output.stem}-{number}{output.suffix}") for number in range(1, coders + 1)]
    for target in targets:
        check_output(target, given.format_, force=given.force)
    return list(targets)


def _known(files: Iterable[str] | None, book: Codebook) -> frozenset[object]:
    """Ids, and document and text, of the units that coded files have."""
    from djtext.measures.coders.names import codes
    from djtext.read import annotated
    from djtext.text.anchor import bare

    found: set[object] = set()
    for file in files or ():
        for item in annotated.load(file, codes(book), []):
            found |= {item.id} if item.id else {(item.doc, bare(item.text))}
    return frozenset(found)


def _fill(
    pool: Any, results: Iterable[tuple[Document, Any]], fields: tuple[str, ...], known: frozenset[object]
) -> tuple[int, int]:
    """Put all units into the pool; the number of documents, and of units that are in coded files already."""
    from djtext.measures.coding import Asked
    from djtext.text.anchor import bare, unit_id

    documents = left_out = 0
    there: set[str] = {"title", "date", "year", "month", "source", "author"}
    given: Counter[str] = Counter()
    for doc, candidates in results:
        documents += 1
        there |= {name for name, value in doc.meta if value}
        values = {field: doc.get(field) for field in fields if field not in _ON_MACHINE}
        given.update(field for field, value in values.items() if value)
        for unit in candidates:
            text = bare(unit.text)
            if not text:
                continue
            identity = unit_id(doc.id, unit.start, unit.text)
            if known and (identity in known or (doc.id, text) in known):
                left_out += 1
                continue
            cell = tuple(
                unit.role if field == "role" else unit.themes if field == "theme" else values[field] for field in fields
            )
            pool.add(cell, identity, Asked(doc.id, doc.title, doc.date, unit), rivals=_rivals(cell, fields))
    for field in fields:
        if documents and field not in _ON_MACHINE and not given[field]:
            raise UsageError(
                t(f"--by：没有一篇有“{field}”这个字段", f"--by: no document has a field '{field}'"),
                hint=t(
                    f"可用：role、theme、{'、'.join(sorted(there))}", f"known: role, theme, {', '.join(sorted(there))}"
                ),
            )
    return documents, left_out


def _rivals(cell: Cell, fields: tuple[str, ...]) -> list[Cell]:
    """The cells with one theme each, of a cell with several: its stratum is that of one of them."""
    if "theme" not in fields:
        return []
    place = fields.index("theme")
    themes: tuple[str, ...] = cell[place]  # type: ignore[assignment]
    return [(*cell[:place], (key,), *cell[place + 1 :]) for key in themes] if len(themes) > 1 else []


def _strata(pool: Pool[Cell, Asked], fields: tuple[str, ...], book: Codebook) -> Callable[[Cell], str]:
    """The name of the stratum of a cell."""
    from djtext.measures.coding import rarest

    totals: Counter[str] = Counter()
    if "theme" in fields:
        place = fields.index("theme")
        for cell, size in pool.sizes.items():
            for key in cell[place]:  # type: ignore[attr-defined]
                totals[key] += size
    order = {key: n for n, key in enumerate(book.keys())}

    def name(cell: Cell) -> str:
        parts = [
            rarest(value, totals, order) if field == "theme" else str(value)  # type: ignore[arg-type]
            for field, value in zip(fields, cell, strict=True)
        ]
        return _SEPARATOR.join(parts)

    return name


def _tell(
    given: Given,
    pool: Pool[Cell, Asked],
    strata: Callable[[Cell], str],
    drawn: tuple[Drawn[Asked], ...],
    total: int,
    documents: int,
    left_out: int,
) -> None:
    """On stderr, for whoever draws the sample: the strata, and how many were drawn of each."""
    if given.quiet:
        return
    sizes: Counter[str] = Counter()
    for cell, size in pool.sizes.items():
        sizes[strata(cell)] += size
    taken = Counter(one.stratum for one in drawn)
    whole = sizes.total()
    say(
        t(
            f"{documents} 篇 {whole:,} 个单位，抽 {len(drawn):,} 个"
            + (f"；{left_out:,} 个已编过，不抽" if left_out else ""),
            f"{len(drawn):,} drawn of {whole:,} units in {documents} documents"
            + (f"; {left_out:,} are coded already and were left out" if left_out else ""),
        )
    )
    if len(sizes) > 1:
        for name, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0]))[
            : None if given.verbose else _STRATA_TOLD
        ]:
            say(
                t(
                    f"  {name or '（空）'}：{size:,} 中抽 {taken[name]:,}",
                    f"  {name or '(empty)'}: {taken[name]:,} of {size:,}",
                )
            )
        if len(sizes) > _STRATA_TOLD and not given.verbose:
            rest = len(sizes) - _STRATA_TOLD
            say(t(f"  另有 {rest} 层（-v 全部列出）", f"  {rest} more strata (-v lists them)"))
    missed = [name for name in sizes if not taken[name]]
    if missed:
        say(
            t(
                f"djtext: {len(missed)} 层没有抽到，估计量不含这些层；-n 取大一些",
                f"djtext: {len(missed)} strata got no row, and estimates leave them out; a larger -n mends it",
            )
        )
    if len(drawn) < total:
        say(
            t(
                f"djtext: 只有 {len(drawn):,} 个单位可抽，少于所要的 {total:,} 个",
                f"djtext: only {len(drawn):,} units, fewer than {total:,}",
            )
        )


def _weights_note() -> str:
    return t(
        "probability 是该单位所在层的抽样比，weight 是其倒数；推算全体时按 weight 加权（各编码者的文件合起来算）",
        "probability is the share of the unit's stratum that was drawn, weight its inverse; estimates for all units "
        "weight each row by it (over the files of all coders together)",
    )


def _deliver(given: Given, table: Table, target: Path | None, book: Codebook) -> None:
    from djtext.view.coding import write_coding
    from djtext.view.files import check_target, write_whole

    kind = given.format_ or ("" if target is None else target.suffix.lower().lstrip("."))
    if target is not None and str(target) != "-" and kind in {"xlsx", "xlsm"}:
        check_target(target, force=given.force)
        write_whole(target, lambda out: write_coding(table, book, out))
        return
    replace(given, output=target).deliver(table, plain=_show)


def _show(table: Table) -> None:
    from djtext.view.terminal import show_table

    names = table.names()
    wanted = [names.index(name) for name in ("n", "text", "doc", "weight")]
    rows = tuple(tuple(row[n] for n in wanted) for row in table.rows)
    show_table(replace(table, columns=tuple(table.columns[n] for n in wanted), rows=rows))
