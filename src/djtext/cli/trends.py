"""`djtext trends`: themes and phrases through time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from djtext.cli import counting as c
from djtext.cli.command import Given, over_texts
from djtext.errors import UsageError
from djtext.lang import t

if TYPE_CHECKING:
    from djtext.cli.run import Run
    from djtext.measures.counts import Corpus
    from djtext.measures.grouping import Grouping

EXAMPLES = t(
    "例：djtext trends corpus/ --by 'year:5'    djtext trends 报告.jsonl --theme 形式主义 --theme 创新 -o 趋势.csv    "
    "djtext trends 报告.jsonl --phrase '反对…主义'    djtext trends 讲话/ --novelty --sort resonance",
    "Examples: djtext trends corpus/ --by 'year:5'    djtext trends reports.jsonl --theme 形式主义 --theme 创新 -o t.csv    "
    "djtext trends reports.jsonl --phrase '反对…主义'    djtext trends speeches/ --novelty --sort resonance",
)
_ON_SCREEN = 15


@over_texts
def trends_command(
    given: Given,
    by: Annotated[
        str, typer.Option("--by", metavar="SPEC", help=t("时期：year、year:5、month", "periods: year, year:5, month"))
    ] = "year",
    theme: Annotated[
        list[str] | None,
        typer.Option(
            "--theme",
            metavar="KEY",
            help=t("只要这个主题（键或名称）；可写多次", "this theme only, by key or name; may be repeated"),
        ),
    ] = None,
    phrase: c.Phrase = None,
    min_docs: Annotated[
        int, typer.Option("--min-docs", min=1, metavar="N", help=t("至少出现在 N 篇中", "in at least N documents"))
    ] = 1,
    top: c.Top = None,
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            metavar="COLUMN",
            help=t(
                "hits（默认）、slope、p、first；--novelty 时为 date（默认）、novelty、transience、resonance",
                "hits (default), slope, p, first; with --novelty date (default), novelty, transience, resonance",
            ),
        ),
    ] = "",
    adopters: Annotated[
        str,
        typer.Option(
            "--adopters", metavar="FIELD", help=t("采用者按哪个字段数", "the field that names who has taken it up")
        ),
    ] = "issuer",
    resamples: Annotated[
        int,
        typer.Option("--resamples", min=1, max=1_000_000, metavar="N", help=t("bootstrap 次数", "bootstrap resamples")),
    ] = 999,
    burst_s: Annotated[
        float,
        typer.Option(
            "--burst-s",
            metavar="S",
            help=t("突发的密度倍数（Kleinberg 的 s，大于 1）", "how much denser a burst is (Kleinberg's s, above 1)"),
        ),
    ] = 2.0,
    burst_gamma: Annotated[
        float,
        typer.Option(
            "--burst-gamma",
            metavar="G",
            help=t("突发的代价（Kleinberg 的 γ，大于 0）", "the cost of a burst (Kleinberg's γ, above 0)"),
        ),
    ] = 1.0,
    novelty: Annotated[
        bool,
        typer.Option(
            "--novelty", help=t("各篇的新颖度、消逝度和共鸣度", "novelty, transience and resonance of documents")
        ),
    ] = False,
    window: Annotated[
        int,
        typer.Option(
            "--window", min=1, metavar="N", help=t("新颖度：前后各 N 篇", "novelty: N documents to each side")
        ),
    ] = 5,
    smoothing: Annotated[
        float,
        typer.Option(
            "--smoothing",
            min=0,
            metavar="X",
            help=t("新颖度：各主题加 X 平滑", "novelty: X is added to the count of each theme"),
        ),
    ] = 0.5,
    methods: c.Methods = False,
) -> None:
    """Themes and phrases through time."""
    from djtext.cli.common import made_by
    from djtext.measures import timeline as lines
    from djtext.measures.counts import collect
    from djtext.measures.grouping import ByPeriod, parse_by
    from djtext.view.methods import of_trends
    from djtext.view.trends import show_trends

    settings = given.settings()
    c.check_seed(settings)
    period = parse_by(by)
    if not isinstance(period, ByPeriod):
        raise UsageError(
            t(f"--by 要的是时期，不是“{by}”", f"--by takes periods here, not '{by}'"),
            hint=t(
                "写 year、year:5 或 month；按其他字段分组用 compare",
                "write year, year:5 or month; compare groups by other fields",
            ),
        )
    if not (1 < burst_s < 1e6 and 0 < burst_gamma < 1e6):
        raise UsageError(
            t("--burst-s 要大于 1，--burst-gamma 要大于 0", "--burst-s is above 1, --burst-gamma above 0"),
            hint=t("默认 2 和 1", "the defaults are 2 and 1"),
        )
    if phrase and (theme or novelty):
        raise UsageError(
            t("--phrase 不能和 --theme、--novelty 同时用", "--phrase excludes --theme and --novelty"),
            hint=t("去掉一个", "leave one out"),
        )
    if novelty and theme:
        raise UsageError(
            t("--novelty 用全部主题，不能和 --theme 同时用", "--novelty takes all themes: not with --theme"),
            hint=t("去掉一个", "leave one out"),
        )
    counted = c.counted_by(given, settings, "phrase" if phrase else "theme", phrases=phrase or ())
    keys = c.resolved(counted.unit, theme or ())
    run = given.run(settings)
    corpus = collect(run.results(counted.counting.make_job), counted.unit, period)
    _check_dates(corpus, period)
    if novelty:
        _novelty(given, run, corpus, counted, sort=sort, top=top, window=window, smoothing=smoothing, methods=methods)
        return
    groups = corpus.groups(most=100_000)
    options = lines.Options(resamples, settings.seed, burst_s, burst_gamma, adopters)
    whole = lines.timeline(corpus, groups, period, keys=keys, min_docs=min_docs, options=options)
    few = _ON_SCREEN if given.on_screen and given.limit is None else None
    made = lines.ordered(whole, by=sort, top=top or few)
    source = made_by(
        "trends", run.paths, c.treated(given), f"--by {period.spec}", counted.source,
        t(f"bootstrap {resamples}，种子 {settings.seed}", f"bootstrap {resamples}, seed {settings.seed}"),
        f"Kleinberg s={burst_s:g} γ={burst_gamma:g}",
    )  # fmt: skip
    left = tuple(
        t(f"{number} 篇没有日期，未计入", f"{number} documents without a date are left out")
        if period.step
        else t(f"{number} 篇的日期不到月，未计入", f"{number} documents whose date names no month are left out")
        for _, number in groups.left
    )
    size = t(
        f"{sum(made.texts)} 篇，汉字 {sum(made.sizes):,}；q 按 {len(whole.courses)} 项校正，列出 {len(made.courses)} 项",
        f"{sum(made.texts)} documents, {sum(made.sizes):,} hanzi; q over {len(whole.courses)} tests, {len(made.courses)} shown",
    )
    shape = lines.paper if c.for_people(given) else lines.table
    table = shape(made, notes=(size, *left), made_by=source)
    if methods:
        paragraph = of_trends(whole, c.source_of(given, counted, len(corpus.docs)))
        table = c.with_methods(table, paragraph)
    if not methods or given.output is not None:
        c.tell(given, table.notes)
        # on a screen a row is a theme, in files a theme and a period
        shown = made if given.limit is None else lines.ordered(made, top=given.limit)
        given.deliver(table, plain=lambda table: show_trends(table, shown, (size, *left, source)))
    if methods:
        c.print_methods(paragraph)
    run.finish()


def _check_dates(corpus: Corpus, period: Grouping) -> None:
    """Raise UsageError where no document can be placed in time."""
    if any(place.group for place in corpus.placed):
        return
    raise UsageError(
        t(
            f"{len(corpus.docs)} 篇都没有日期，看不出趋势",
            f"none of {len(corpus.docs)} documents has a date: no trend can be told",
        )
        if period.spec != "month"
        else t(f"{len(corpus.docs)} 篇的日期都不到月", f"none of {len(corpus.docs)} documents has a date with a month"),
        hint=t(
            "日期可写在 metadata.csv、文件开头或文件名（2019-05-06-标题.txt）",
            "dates come from metadata.csv, the top of the file, or its name (2019-05-06-title.txt)",
        ),
    )


def _novelty(
    given: Given,
    run: Run,
    corpus: Corpus,
    counted: c.Counted,
    *,
    sort: str,
    top: int | None,
    window: int,
    smoothing: float,
    methods: bool,
) -> None:
    """The table of documents."""
    from djtext.cli.common import made_by
    from djtext.measures import resonance as values
    from djtext.view.methods import of_novelty
    from djtext.view.trends import show_novelty

    made = values.resonance(corpus, window=window, smoothing=smoothing)
    source = made_by(
        "trends", run.paths, c.treated(given), f"--novelty --window {window} --smoothing {smoothing:g}", counted.source
    )
    few = _ON_SCREEN if given.on_screen and given.limit is None else None
    order = sort or ("novelty" if given.on_screen else "date")
    table = values.table(made, by=order, top=top or few, made_by=source)
    if methods:
        paragraph = of_novelty(made, c.source_of(given, counted, len(corpus.docs)))
        table = c.with_methods(table, paragraph)
    if not methods or given.output is not None:
        c.tell(given, table.notes)
        given.deliver(table, plain=lambda table: show_novelty(table, made))
    if methods:
        c.print_methods(paragraph)
    run.finish()
