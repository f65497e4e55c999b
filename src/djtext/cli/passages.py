"""`djtext passages` and `djtext pairs`: problems, causes and remedies, and which answers which."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

import typer

from djtext.cli.command import Given, over_texts
from djtext.errors import UsageError
from djtext.lang import current, t
from djtext.types import Codebook, Column, Table

EXAMPLES = t(
    "例：djtext passages 文集/ --role problem    djtext passages 讲话.txt --unit sentence -o 句.xlsx    djtext passages 讲话.txt --explain 12",
    "Examples: djtext passages texts/ --role problem    djtext passages speech.txt --unit sentence -o s.xlsx    djtext passages speech.txt --explain 12",
)
PAIRS_EXAMPLES = t(
    "例：djtext pairs 文集/    djtext pairs 文集/ --unanswered -o 未回应.xlsx    djtext pairs 文集/ --vague",
    "Examples: djtext pairs texts/    djtext pairs texts/ --unanswered -o open.xlsx    djtext pairs texts/ --vague",
)
NOTE = (
    "角色由模型判定，训练语料为机器编码；各项指标见 docs/roles.md",
    "roles are judged by a model trained on machine-coded text; figures in docs/roles.md",
)


@over_texts
def passages_command(
    given: Given,
    unit: Annotated[
        str,
        typer.Option(
            "--unit", metavar="passage|sentence", help=t("按段落（默认）或按句子", "passages (default) or sentences")
        ),
    ] = "passage",
    role: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="ROLE",
            help=t(
                "只要这种角色：problem cause remedy significance other；可写多次",
                "only this role: problem cause remedy significance other; may be repeated",
            ),
        ),
    ] = None,
    explain: Annotated[
        int | None,
        typer.Option(
            "--explain",
            min=1,
            metavar="N",
            help=t("说明第 N 句为什么是这个角色（只给一篇）", "the evidence for sentence N (of one document)"),
        ),
    ] = None,
) -> None:
    """Problems, causes, remedies: passages or sentences."""
    from djtext.cli.common import made_by
    from djtext.measures import labels
    from djtext.roles.cues import ROLES
    from djtext.study.analyse import explain_job, labels_job, passages_job

    settings = given.settings()
    if unit not in {"passage", "sentence"}:
        raise UsageError(
            t(f"--unit 不能是“{unit}”", f"--unit cannot be '{unit}'"),
            hint=t("写 passage 或 sentence", "write passage or sentence"),
        )
    wrong = [name for name in role or () if name not in ROLES]
    if wrong:
        raise UsageError(
            t(f"--role 没有“{wrong[0]}”", f"--role: there is no '{wrong[0]}'"),
            hint=t(f"可用：{'、'.join(ROLES)}", f"known: {', '.join(ROLES)}"),
        )
    book = given.book(settings)
    run = given.run(settings)
    roles = tuple(role or ())
    source = made_by("passages", run.paths, t("编码本 ", "codebook ") + book.title)
    if explain is not None:
        from djtext.view.roles import show_evidence

        shown = 0
        for _, evidence in run.results(partial(explain_job, book, explain - 1)):
            show_evidence(evidence)
            shown += evidence is not None
        if not shown:
            raise UsageError(
                t(f"--explain：没有第 {explain} 句", f"--explain: there is no sentence {explain}"),
                hint=t(
                    "djtext passages 文件 --unit sentence 列出句号", "djtext passages FILE --unit sentence lists them"
                ),
            )
    elif unit == "sentence":
        rows = labels.sentence_rows(run.results(partial(labels_job, book)), roles)
        table = labels.table(
            ("句子的角色", "Roles of sentences"),
            labels.SENTENCES,
            rows,
            name="sentences",
            made_by=source,
            notes=(t(*NOTE),),
        )
        given.deliver(table, plain=partial(_show, book=book))
    else:
        found = labels.passage_rows(run.results(partial(passages_job, book)), roles)
        table = labels.table(
            ("段落的角色", "Roles of passages"),
            labels.PASSAGES,
            found,
            name="passages",
            made_by=source,
            notes=(t(*NOTE),),
        )
        given.deliver(table, plain=partial(_show, book=book))
    run.finish()


def _show(table: Table, book: Codebook) -> None:
    from djtext.view.roles import show_labels

    english = current() == "en"
    show_labels(
        table, {theme.key: theme.label_en if english and theme.label_en else theme.label for theme in book.themes}
    )


@over_texts
def pairs_command(
    given: Given,
    unanswered: Annotated[
        bool,
        typer.Option(
            "--unanswered",
            help=t(
                "列出没有对策的问题，和不回应任何问题的对策",
                "problems without a remedy, and remedies without a problem",
            ),
        ),
    ] = False,
    vague: Annotated[
        bool,
        typer.Option(
            "--vague",
            help=t(
                "只要空泛的对策：没有主体、期限、数量、具体做法",
                "only vague remedies: no actor, deadline, quantity or concrete act",
            ),
        ),
    ] = False,
    threshold: Annotated[
        float | None,
        typer.Option("--threshold", min=0.0, max=1.0, metavar="P", help=t("得分下限，0 到 1", "least score, 0 to 1")),
    ] = None,
) -> None:
    """Pair remedies with the problems they answer."""
    from djtext.cli.common import made_by
    from djtext.measures import labels
    from djtext.study.analyse import pairs_job
    from djtext.view.roles import show_pairs, show_unanswered

    settings = given.settings()
    book = given.book(settings)
    run = given.run(settings)
    source = made_by("pairs", run.paths, t("编码本 ", "codebook ") + book.title)
    results = run.results(partial(pairs_job, book, threshold))
    if unanswered:
        rows: Iterator[Any] = labels.unanswered_rows((doc, (value.passages, value.links)) for doc, value in results)
        columns: tuple[Column, ...] = labels.UNANSWERED
        title, name = ("未配对的问题与对策", "Without an answer"), "unanswered"
        concrete = 6
    else:
        rows = labels.pair_rows((doc, value.links) for doc, value in results)
        columns = labels.PAIRS
        title, name = ("问题与对策", "Problems and remedies"), "pairs"
        concrete = 10
    if vague:
        rows = (row for row in rows if row[concrete] == 0)
    table = labels.table(title, columns, rows, name=name, made_by=source, notes=(t(*NOTE),))
    given.deliver(table, plain=show_unanswered if unanswered else show_pairs)
    run.finish()
