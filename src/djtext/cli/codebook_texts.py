"""`djtext codebook` over texts: diff, coverage, suggest."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from djtext.cli.command import Given, over_texts
from djtext.errors import UsageError
from djtext.lang import t
from djtext.types import Codebook, Document, Labelled, Table

DIFF_HELP = t(
    "比较两个编码本；给出路径，则看命中因此有何增减。",
    "Compare two codebooks; with texts, what hits they gain and lose.",
)
DIFF_EXAMPLES = t(
    "例：djtext codebook diff 旧.toml 新.toml    djtext codebook diff packaged 我的.toml 文集/ --hits -o 增减.xlsx",
    "Examples: djtext codebook diff old.toml new.toml    djtext codebook diff packaged mine.toml texts/ --hits -o moved.xlsx",
)
COVERAGE_HELP = t(
    "问题段落和对策段落里，有多少没有任何主题覆盖，那里反复说着什么。",
    "How much of problem and remedy passages no theme covers, and what is said there.",
)
COVERAGE_EXAMPLES = t(
    "例：djtext codebook coverage 文集/    djtext codebook coverage 文集/ --phrases -o 短语.xlsx    djtext codebook coverage 文集/ --sentences -o 句.csv",
    "Examples: djtext codebook coverage texts/    djtext codebook coverage texts/ --phrases -o p.xlsx    djtext codebook coverage texts/ --sentences -o s.csv",
)
SUGGEST_HELP = t(
    "为一个主题建议它还缺的规则，附新得、误中和例句。",
    "Suggest patterns that a theme lacks, with gain, risk and examples.",
)
SUGGEST_EXAMPLES = t(
    "例：djtext codebook suggest 文集/ --theme 形式主义    djtext codebook suggest --theme ronghe --coded 编码.jsonl --toml    djtext codebook suggest --theme ronghe --coded 编码.csv --try '党建…业务'",
    "Examples: djtext codebook suggest texts/ --theme ronghe    djtext codebook suggest --theme ronghe --coded coded.jsonl --toml    djtext codebook suggest --theme ronghe --coded coded.csv --try '党建…业务'",
)


def _book(name: str) -> Codebook:
    from djtext.themes import codebook

    return codebook.load(None if name == "packaged" else name)


@over_texts
def diff_command(
    given: Given,
    before: Annotated[
        str,
        typer.Argument(
            metavar="A", help=t("原来的编码本；packaged 指自带的", "the first codebook; packaged for the packaged one")
        ),
    ],
    after: Annotated[str, typer.Argument(metavar="B", help=t("现在的编码本", "the second codebook"))],
    hits: Annotated[
        bool,
        typer.Option("--hits", help=t("列出增减的每处命中及其句子", "every hit gained or lost, with its sentence")),
    ] = False,
) -> None:
    """Compare two codebooks."""
    from djtext.cli.common import made_by
    from djtext.measures import codebooks
    from djtext.study.analyse import difference_job
    from djtext.themes.difference import changes

    settings = given.settings()
    a, b = _book(before), _book(after)
    titles = t(f"{a.title} → {b.title}", f"{a.title} → {b.title}")
    found = changes(a, b)
    over_texts_ = bool(given.paths or given.files_from)
    if not over_texts_:
        if hits:
            raise UsageError(
                t("--hits 要给出文本路径", "--hits needs texts"),
                hint=t("例：djtext codebook diff A B 文集/ --hits", "as in: djtext codebook diff A B texts/ --hits"),
            )
        note = t("没有不同", "no difference") if not found else t(f"{len(found)} 处不同", f"{len(found)} differences")
        given.deliver(codebooks.change_table(found, made_by=made_by("codebook diff", [], titles), notes=(note,)))
        return
    run = given.run(settings)
    source = made_by("codebook diff", run.paths, titles)
    result = codebooks.impact(run.results(partial(difference_job, a, b)), keep=hits)
    if hits:
        table = codebooks.hits_table(result, made_by=source)
    else:
        more = (codebooks.change_table(found),)
        table = codebooks.impact_table(result, a, b, made_by=source, more=more)
    given.deliver(table)
    run.finish()


@over_texts
def coverage_command(
    given: Given,
    role: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="ROLE",
            help=t(
                "哪些角色的段落：problem cause remedy significance；默认 problem 和 remedy",
                "passages of this role: problem cause remedy significance; default problem and remedy",
            ),
        ),
    ] = None,
    phrases: Annotated[
        bool, typer.Option("--phrases", help=t("只要未覆盖处的短语", "only the phrases found there"))
    ] = False,
    sentences: Annotated[
        bool,
        typer.Option("--sentences", help=t("只要未覆盖的句子，一句一行", "only the sentences not covered, one a row")),
    ] = False,
    least: Annotated[
        int,
        typer.Option(
            "--least", min=2, metavar="N", help=t("短语至少见于几句", "a phrase stands in at least N sentences")
        ),
    ] = 3,
) -> None:
    """How much no theme covers."""
    from djtext.cli.common import made_by
    from djtext.measures import coverage
    from djtext.roles.cues import ROLES
    from djtext.study.analyse import labels_job
    from djtext.view.terminal import show_table

    settings = given.settings()
    wrong = [name for name in role or () if name not in ROLES]
    if wrong:
        raise UsageError(
            t(f"--role 没有“{wrong[0]}”", f"--role: there is no '{wrong[0]}'"),
            hint=t(f"可用：{'、'.join(ROLES)}", f"known: {', '.join(ROLES)}"),
        )
    if phrases and sentences:
        raise UsageError(
            t("--phrases 和 --sentences 只能给一个", "--phrases and --sentences exclude each other"),
            hint=t("分两次运行", "run it twice"),
        )
    book = given.book(settings)
    run = given.run(settings)
    source = made_by("codebook coverage", run.paths, t("编码本 ", "codebook ") + book.title)
    found = coverage.cover(run.results(partial(labels_job, book)), tuple(dict.fromkeys(role or coverage.ROLES)))
    note = t(
        "段落和角色由模型判定（docs/roles.md）；句中有任一规则命中即算覆盖",
        "passages and roles are judged by a model (docs/roles.md); a sentence is covered where any pattern hits it",
    )
    if sentences:
        table = coverage.sentences(found, made_by=source, notes=(note,))
    else:
        words = coverage.phrases(
            found, least=least, made_by=source if phrases else "", notes=(note,) if phrases else ()
        )
        table = words if phrases else coverage.shares(found, made_by=source, notes=(note,), more=(words,))
    given.deliver(table)
    rows = () if phrases or sentences else tuple(table.more[0].rows)
    if given.on_screen and rows:
        sys.stdout.write("\n")
        words = table.more[0]
        top = Table(words.title, words.columns[:7], tuple(row[:7] for row in rows[:15]), ())
        show_table(top)
        sys.stdout.write(
            t(f"共 {len(rows)} 个短语；全部：--phrases\n", f"{len(rows)} phrases; all of them: --phrases\n")
        )
    run.finish()


@over_texts
def suggest_command(
    given: Given,
    theme: Annotated[
        list[str],
        typer.Option(
            "--theme", metavar="KEY", help=t("主题键或名称；可写多次", "key or label of a theme; may be repeated")
        ),
    ],
    coded: Annotated[
        Path | None,
        typer.Option(
            "--coded",
            metavar="FILE",
            help=t(
                "已编码的句子：jsonl 或 csv，有 text 和 themes", "coded sentences: jsonl or csv with text and themes"
            ),
        ),
    ] = None,
    least: Annotated[
        int,
        typer.Option("--least", min=1, metavar="N", help=t("至少新得几句", "finds at least N sentences of the theme")),
    ] = 2,
    docs: Annotated[
        int, typer.Option("--docs", min=1, metavar="N", help=t("至少见于几篇", "in at least N documents"))
    ] = 2,
    precision: Annotated[
        float,
        typer.Option(
            "--precision", min=0.0, max=1.0, metavar="P", help=t("准确率下限，0 到 1", "least precision, 0 to 1")
        ),
    ] = 0.5,
    trial: Annotated[
        list[str] | None,
        typer.Option(
            "--try",
            metavar="PATTERN",
            help=t("不找规则，只掂量这一条；可写多次", "find none, weigh this one; may be repeated"),
        ),
    ] = None,
    toml: Annotated[
        bool, typer.Option("--toml", help=t("写成可以粘贴进编码本的行", "as lines to paste into a codebook"))
    ] = False,
) -> None:
    """Suggest patterns that a theme lacks."""
    from dataclasses import replace

    from djtext.cli.common import made_by
    from djtext.measures import suggest
    from djtext.themes.codebook import theme_named
    from djtext.themes.coded import read_coded
    from djtext.themes.patterns import PatternError, rows
    from djtext.view.escape import terminal

    settings = given.settings()
    book = given.book(settings)
    keys = list(dict.fromkeys(theme_named(book, name).key for name in theme))
    for pattern in trial or ():
        try:
            rows(pattern)
        except PatternError as error:
            raise UsageError(
                f"--try “{pattern}”{t('：', ': ')}{error}",
                hint=t("写法见 docs/codebook.md", "docs/codebook.md shows how"),
            ) from None
    if toml and (given.output or given.format_):
        raise UsageError(
            t("--toml 写到标准输出，不能和 -o、--format 一起用", "--toml writes to stdout, without -o and --format"),
            hint=t("用 > 存成文件", "use > to keep it in a file"),
        )
    sentences = read_coded(coded) if coded else ()
    run = given.run(settings) if given.paths or given.files_from or not coded else None
    found: dict[str, list[suggest.Case]] = {key: [] for key in keys}
    for one in sentences:
        for key in keys:
            side: suggest.Side = "coded" if key in one.themes else "open" if key in one.maybe else "other"
            found[key].append(suggest.Case(one.doc, one.text, side))
    if run is not None:
        for _, labels in _labelled(run, book):
            for key in keys:
                found[key] += suggest.cases_of(key, labels, judged=not coded)
    title = t("编码本 ", "codebook ") + book.title
    source = made_by("codebook suggest", run.paths if run else [], *([f"--coded {coded.name}"] if coded else []), title)
    tables = []
    for key in keys:
        cases, suggested = suggest.suggest(
            found[key], book, key, least=least, precision=precision, docs=docs,
            limit=40 if given.limit is None else given.limit, trial=tuple(trial or ()),
        )  # fmt: skip
        sides = [case.side for case in cases]
        note = t(
            f"{key}：{sides.count('coded')} 句属于该主题而无规则命中，{sides.count('other')} 句不属于，{sides.count('near')} 句在命中近旁",
            f"{key}: {sides.count('coded')} sentences with the theme that no pattern finds, {sides.count('other')} without it, {sides.count('near')} near hits",
        )
        if toml:
            sys.stdout.write(terminal(f"# {note}") + "\n")
            sys.stdout.writelines(terminal(line) + "\n" for line in suggest.toml_lines(cases, suggested))
        tables.append(
            suggest.table(cases, suggested, key, source="coded" if coded else "inferred", made_by=source, notes=(note,))
        )
    if not toml:
        replace(given, limit=None).deliver(_joined(tables), plain=_show)  # the limit is one of each theme
    if run is not None:
        run.finish()


def _labelled(run: Any, book: Codebook) -> Iterator[tuple[Document, tuple[Labelled, ...]]]:
    from djtext.study.analyse import labels_job

    yield from run.results(partial(labels_job, book))


def _joined(tables: list[Table]) -> Table:
    """The tables of several themes as one."""
    from dataclasses import replace

    from djtext.measures.suggest import KEYNESS

    notes = (
        *(note for table in tables for note in table.notes),
        t(f"G²：{KEYNESS}；先读例句和误例，再决定取舍", f"{KEYNESS}; read the examples before you take a pattern"),
    )
    return replace(tables[0], rows=tuple(row for table in tables for row in table.rows), notes=notes)


def _show(table: Table) -> None:
    """The columns that fit a screen."""
    from dataclasses import replace

    from djtext.view.terminal import show_table

    names = table.names()
    wanted = ["pattern", "gain", "docs", "new", "risk", "precision", "g2", "near", "takes", "example", "risk_example"]
    rows = [tuple(row) for row in table.rows]
    if len({row[0] for row in rows}) > 1:
        wanted.insert(0, "theme")
    places = [names.index(name) for name in wanted]
    show_table(
        replace(
            table,
            columns=tuple(table.columns[n] for n in places),
            rows=tuple(tuple(row[n] for n in places) for row in rows),
        )
    )
