"""`djtext kwic`: every place of a pattern or theme in its context."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from djtext.cli.command import Given, over_texts
from djtext.cli.lexis import is_path, one_of, pattern_book, what_to_find
from djtext.lang import t
from djtext.types import Cell, Table

EXAMPLES = t(
    "例：djtext kwic 形式主义 文集/    djtext kwic '党建…业务…脱节' 文集/ --sort left    "
    "djtext kwic --theme liangzhangpi 文集/ --sample 50 --seed 7 -o 样本.xlsx    "
    "规则写法与编码本相同：(深|扎)入基层、[真正]走出机关、重…{1,6}轻",
    "Examples: djtext kwic 形式主义 texts/    djtext kwic '党建…业务…脱节' texts/ --sort left    "
    "djtext kwic --theme liangzhangpi texts/ --sample 50 --seed 7 -o sample.xlsx    "
    "Patterns are those of codebooks: (深|扎)入基层, [真正]走出机关, 重…{1,6}轻",
)


@over_texts
def kwic_command(
    given: Given,
    pattern: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATTERN]",
            show_default=False,
            help=t(
                "要找的说法，写法同编码本的规则；用 --theme 时不写", "what to find, a pattern as in codebooks; not with --theme"
            ),
        ),
    ] = None,
    theme: Annotated[
        str | None,
        typer.Option(
            "--theme", metavar="KEY", help=t("找编码本的一个主题（键或名称）", "find a theme of the codebook, by key or label")
        ),
    ] = None,
    context: Annotated[
        int,
        typer.Option(
            "--context", min=0, max=1000, metavar="N",
            help=t("两侧各 N 个字（屏幕上以放得下为限）", "N characters on either side (on a screen, what fits)"),
        ),
    ] = 30,
    sort: Annotated[
        str,
        typer.Option(
            "--sort", metavar="NAME",
            help=t(
                "排序：doc（文档和位置）、date、left（左文，从近到远）、right、match",
                "order: doc (document and place), date, left (left context, read outwards), right, match",
            ),
        ),
    ] = "doc",
    sample: Annotated[
        int | None,
        typer.Option("--sample", min=1, metavar="N", help=t("随机抽 N 处（种子见 --seed）", "draw N places at random (see --seed)")),
    ] = None,
) -> None:  # fmt: skip
    """List every place of a wording or theme in its context."""
    from djtext.cli.common import made_by
    from djtext.cli.messages import say
    from djtext.measures import kwic
    from djtext.study.concordance import kwic_job
    from djtext.themes.codebook import theme_named
    from djtext.view.kwic import show_kwic

    if theme is not None and pattern is not None:  # with a theme, every argument is a path
        given, pattern = replace(given, paths=[pattern, *(given.paths or [])]), None
    settings = given.settings()
    order = one_of("--sort", sort, kwic.ORDERS)
    if theme is not None:
        book = given.book(settings)
        key = theme_named(book, theme).key
        what = t(f"主题 {theme}（编码本 {book.title}）", f"theme {theme} (codebook {book.title})")
    else:
        pattern = what_to_find("kwic", pattern, given)
        book, key, what = pattern_book(pattern), "pattern", t(f"规则 {pattern}", f"pattern {pattern}")
    run = given.run(settings)
    results, empty = run.found(partial(kwic_job, book, key, context))
    tally = kwic.Tally(searched=empty)
    found: Iterable[tuple[Cell, ...]] = kwic.rows(results, tally)
    notes = [
        what + t(f"，按字符匹配，两侧各 {context} 字", f", matched on characters, {context} characters on either side")
    ]
    if sample is not None:
        found = kwic.sample(found, sample, seed=settings.seed)
        drawn = t(
            f"随机抽取 {len(found)} 处，种子 {settings.seed}", f"{len(found)} drawn at random, seed {settings.seed}"
        )
        notes.append(t(f"共 {tally.hits} 处，", f"{tally.hits} places, ") + drawn)
    table = Table(
        t("索引行", "Concordance"), kwic.COLUMNS, kwic.ordered(found, order), tuple(notes), made_by("kwic", run.paths, what), "kwic"
    )  # fmt: skip
    given.deliver(table, plain=lambda table: show_kwic(replace(table, made_by="")))
    if not given.quiet:
        say(
            t(
                f"{tally.hits} 处，在 {tally.docs} 篇中（共 {tally.searched} 篇）",
                f"{tally.hits} places in {tally.docs} of {tally.searched} documents",
            )
        )
        if not tally.hits and pattern is not None and is_path(pattern):
            say(
                t(
                    f"  可以这样：“{pattern}”是一个路径；要找的说法写在路径之前",
                    f"  Try: '{pattern}' is a path; what to find stands before the paths",
                )
            )
    run.finish()
