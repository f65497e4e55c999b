"""`djtext codebook`: list, show and check codebooks; the further commands stand in codebook_work and codebook_texts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from djtext.cli import codebook_texts, codebook_work
from djtext.cli import options as o
from djtext.lang import t
from djtext.types import Column, Table, Theme

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COLUMNS = (
    Column("theme", "text", "主题键", "theme", "key"),
    Column("label", "text", "主题", "label", "name"),
    Column("kind", "text", "类别", "kind", "problem, remedy, value or institution"),
    Column("patterns", "int", "规则数", "patterns", "how many patterns"),
    Column("definition", "text", "定义", "definition", "what the theme is about"),
)


@app.command(
    "list",
    help=t("列出编码本的主题。", "List the themes of a codebook."),
    epilog=t(
        "例：djtext codebook list    djtext codebook list -o 主题.csv",
        "Examples: djtext codebook list    djtext codebook list -o themes.csv",
    ),
)
def list_command(
    codebook: o.CodebookFile = None,
    output: o.Output = None,
    format_: o.Format = None,
    force: o.Force = False,
    lang: o.Lang = None,
) -> None:
    """List the themes of a codebook."""
    from djtext.cli.common import check_output, codebook_from, deliver, settings_from

    settings = settings_from(codebook=codebook, lang=lang)
    check_output(output, format_, force=force)
    book = codebook_from(settings)
    rows = tuple((x.key, t(x.label, x.label_en or x.label), x.kind, len(x.patterns), x.definition) for x in book.themes)
    note = t(f"{book.title}：{len(rows)} 个主题", f"{book.title}: {len(rows)} themes")
    deliver(Table(t("编码本", "Codebook"), COLUMNS, rows, (note,), name="codebook"), output, format_, force=force)


@app.command(
    "show",
    help=t("查看一个主题的全部内容。", "Show one theme in full."),
    epilog=t("例：djtext codebook show liangzhangpi", "Example: djtext codebook show liangzhangpi"),
)
def show_command(
    key: Annotated[str, typer.Argument(metavar="KEY", help=t("主题键或名称", "key or label of a theme"))],
    codebook: o.CodebookFile = None,
    lang: o.Lang = None,
) -> None:
    """Show one theme in full."""
    from djtext.cli.common import codebook_from, settings_from
    from djtext.themes.codebook import theme_named
    from djtext.view.escape import terminal

    settings = settings_from(codebook=codebook, lang=lang)
    book = codebook_from(settings)
    found = theme_named(book, key)
    for line in _page(found):
        sys.stdout.write(terminal(line) + "\n")
    sys.stdout.write(f"\n{terminal(book.title)}\n")


def _page(theme: Theme) -> list[str]:
    lines = [f"{theme.key}  {theme.label}  {theme.label_en}".rstrip(), f"{t('类别', 'kind')}: {theme.kind}"]
    for name, text in (
        (t("定义", "definition"), theme.definition),
        (t("何时编码", "when"), theme.when),
        (t("何时不编码", "when not"), theme.when_not),
    ):
        if text:
            lines.append(f"{name}: {text}")
    lists = (
        (t("规则", "patterns"), theme.patterns),
        (t("排除", "not patterns"), theme.not_patterns),
        (t("例句", "examples"), theme.examples),
        (t("反例", "counter-examples"), theme.counter_examples),
    )
    for name, values in lists:
        if values:
            lines += ["", f"{name} ({len(values)}):", *(f"  {value}" for value in values)]
    return lines


@app.command(
    "check",
    help=t("检查编码本，一次列出全部错误及行号。", "Check a codebook: all mistakes at once, with line and remedy."),
    epilog=t("例：djtext codebook check 我的编码本.toml", "Example: djtext codebook check mine.toml"),
)
def check_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=t("编码本文件（TOML）", "codebook file (TOML)"))],
    lang: o.Lang = None,
) -> None:
    """Check a codebook: all mistakes at once, with line and remedy."""
    from djtext.cli.common import settings_from
    from djtext.errors import CodebookError
    from djtext.themes import codebook

    settings_from(lang=lang)
    book = codebook.load(file)
    problems = codebook.check_examples(book, file.read_text(encoding="utf-8-sig"))
    if problems:
        raise CodebookError(
            t(
                f"{file}：{len(problems)} 条例句与规则不合",
                f"{file}: {len(problems)} examples disagree with the patterns",
            ),
            problems=problems,
            hint=t("改规则或改例句", "mend the patterns or the examples"),
        )
    patterns = sum(len(theme.patterns) for theme in book.themes)
    sys.stdout.write(
        t(
            f"{file}：没有错误。{book.title}，{len(book.themes)} 个主题，{patterns} 条规则\n",
            f"{file}: no mistakes. {book.title}, {len(book.themes)} themes, {patterns} patterns\n",
        )
    )


app.command("new", help=codebook_work.NEW_HELP, epilog=codebook_work.NEW_EXAMPLES)(codebook_work.new_command)
app.command("test", help=codebook_work.TEST_HELP, epilog=codebook_work.TEST_EXAMPLES)(codebook_work.trial_command)
app.command("diff", help=codebook_texts.DIFF_HELP, epilog=codebook_texts.DIFF_EXAMPLES)(codebook_texts.diff_command)
app.command("coverage", help=codebook_texts.COVERAGE_HELP, epilog=codebook_texts.COVERAGE_EXAMPLES)(
    codebook_texts.coverage_command
)
app.command("suggest", help=codebook_texts.SUGGEST_HELP, epilog=codebook_texts.SUGGEST_EXAMPLES)(
    codebook_texts.suggest_command
)
app.command("convert", help=codebook_work.CONVERT_HELP, epilog=codebook_work.CONVERT_EXAMPLES)(
    codebook_work.convert_command
)
