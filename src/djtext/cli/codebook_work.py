"""`djtext codebook` without texts: new, test, convert."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from djtext.cli import options as o
from djtext.errors import UsageError
from djtext.lang import t

NEW_HELP = t("新建一个带说明的编码本。", "Begin a codebook, with comments that explain it.")
NEW_EXAMPLES = t(
    "例：djtext codebook new 我的.toml    djtext codebook new 我的.toml --from liangzhangpi,形式主义    djtext codebook new 我的.toml --from-csv 词表.csv",
    "Examples: djtext codebook new mine.toml    djtext codebook new mine.toml --from liangzhangpi,ronghe    djtext codebook new mine.toml --from-csv words.csv",
)
TEST_HELP = t("逐个主题检验例句和反例。", "Try each theme on its examples and counter-examples.")
TEST_EXAMPLES = t(
    "例：djtext codebook test 我的.toml    djtext codebook test --failures -o 不合.xlsx",
    "Examples: djtext codebook test mine.toml    djtext codebook test --failures -o failures.xlsx",
)
CONVERT_HELP = t(
    "编码本换格式：djtext TOML、CSV、LIWC 词典、quanteda YAML、REFI-QDA（.qdc）。",
    "Change the format of a codebook: djtext TOML, CSV, LIWC, quanteda YAML, REFI-QDA (.qdc).",
)
CONVERT_EXAMPLES = t(
    "例：djtext codebook convert 我的.toml 我的.qdc    djtext codebook convert 词典.dic 我的.toml",
    "Examples: djtext codebook convert mine.toml mine.qdc    djtext codebook convert words.dic mine.toml",
)


def _write(data: bytes, path: Path, *, force: bool) -> None:
    from djtext.view.files import check_target, write_whole

    def fill(out: BinaryIO) -> None:
        out.write(data)

    check_target(path, force=force)
    write_whole(path, fill)


def new_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=t("要新建的文件（.toml）", "the file to make (.toml)"))],
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="KEY,KEY",
            help=t("照抄自带编码本的这些主题", "copy these themes of the packaged codebook"),
        ),
    ] = None,
    from_csv: Annotated[
        Path | None,
        typer.Option(
            "--from-csv",
            metavar="FILE",
            help=t("从 CSV 建立：theme、label、pattern 等栏", "from CSV with the columns theme, label, pattern …"),
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="TEXT", help=t("编码本的名称；不写则取文件名", "its name; else the file's")),
    ] = None,
    force: o.Force = False,
    lang: o.Lang = None,
) -> None:
    """Begin a codebook."""
    from dataclasses import replace

    from djtext.cli.common import settings_from
    from djtext.cli.messages import say
    from djtext.themes import codebook, write
    from djtext.view.files import check_target

    settings_from(lang=lang)
    check_target(file, force=force)
    if from_ and from_csv:
        raise UsageError(
            t("--from 和 --from-csv 只能给一个", "--from and --from-csv exclude each other"),
            hint=t("先建一个，再复制过去", "make one, then copy from the other"),
        )
    called = name or file.stem
    head = (t("由 djtext codebook new 建立；格式说明见 docs/codebook.md", "made by djtext codebook new; docs/codebook.md has the format"),)  # fmt: skip
    notes: tuple[str, ...] = ()
    if from_ is not None:
        keys = [key.strip() for key in from_.replace("，", ",").split(",") if key.strip()]
        book, left = write.copied(codebook.load(), keys, called)
        notes = tuple(
            t(f"离开别的主题就不成立，略去：{one}", f"does not hold without the other themes, left out: {one}")
            for one in left
        )
        text = write.to_toml(
            book, head=(*head, t(f"主题来自 {codebook.load().title}", f"themes from {codebook.load().title}"))
        )
    elif from_csv is not None:
        from djtext.themes.formats import read_codebook

        incoming = read_codebook(from_csv, "csv")
        notes = incoming.notes
        text = write.to_toml(replace(incoming.book, name=called), head=head)
    else:
        text = write.starter(called)
    made = codebook.parse(text, name=str(file))  # what is written must check clean
    _write(text.encode("utf-8"), file, force=force)
    for note in notes:
        say(f"djtext: {note}")
    say(
        t(
            f"已写入 {file}：{len(made.themes)} 个主题。下一步：djtext codebook check {file}",
            f"wrote {file}: {len(made.themes)} themes. Next: djtext codebook check {file}",
        )
    )


def trial_command(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", show_default=False, help=t("编码本；不写则用自带的", "codebook; else the packaged one")
        ),
    ] = None,
    failures: Annotated[
        bool,
        typer.Option("--failures", help=t("只要不合的句子，一句一行", "only the sentences that failed, one a row")),
    ] = False,
    output: o.Output = None,
    format_: o.Format = None,
    force: o.Force = False,
    lang: o.Lang = None,
) -> None:
    """Try each theme on its examples and counter-examples."""
    from dataclasses import replace

    from djtext import resources
    from djtext.cli.common import check_output, deliver, made_by, settings_from
    from djtext.cli.messages import say
    from djtext.measures.codebooks import trial_table
    from djtext.themes import codebook
    from djtext.themes.trial import trials

    settings = settings_from(lang=lang)
    check_output(output, format_, force=force)
    path = file or (Path(settings.codebook) if settings.codebook else None)
    book = codebook.load(path)
    where = path or resources.codebook()
    found = trials(book, where.read_text(encoding="utf-8-sig"))
    table = trial_table(found, path=str(where) if path else where.name, made_by=made_by("codebook test", [book.title]))
    wrong = [failure for one in found for failure in one.failures]
    bare = [one.theme for one in found if not one.examples]
    if failures:
        table = replace(table.more[0], made_by=table.made_by)
    deliver(table, output, format_, force=force)
    if not failures:
        sys.stdout.flush()
        for failure in wrong:
            what = (
                t("例句没有命中", "not found in its example")
                if failure.kind == "example"
                else t("反例命中", "found in its counter-example")
            )
            say(f"{path or where.name}:{failure.line}: {failure.theme}: {what}{t('：', ': ')}{failure.text}")
            say(f"    {t('实际', 'there')}{t('：', ': ')}{failure.found}")
    if bare:
        said = "、".join(bare[:5]) if t("zh", "en") == "zh" else ", ".join(bare[:5])
        say(
            t(f"{len(bare)} 个主题没有例句：{said}", f"themes without examples: {len(bare)} ({said}")
            + ("…" if len(bare) > 5 else "")
            + t("", ")")
        )
    texts = sum(one.examples + one.counter_examples for one in found)
    say(
        t(
            f"{book.title}：{len(found)} 个主题，{texts} 句，{len(wrong)} 句不合",
            f"{book.title}: themes {len(found)}, sentences {texts}, failed {len(wrong)}",
        )
    )
    if wrong:
        raise typer.Exit(1)


def convert_command(
    source: Annotated[Path, typer.Argument(metavar="IN", help=t("要读的编码本", "the codebook to read"))],
    target: Annotated[
        Path, typer.Argument(metavar="OUT", help=t("要写的文件；- 表示标准输出", "the file to write; - for stdout"))
    ],
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help=t(
                "写成：toml csv liwc quanteda qdc；不写则看扩展名",
                "write as: toml csv liwc quanteda qdc; else by the ending",
            ),
        ),
    ] = None,
    input_format: Annotated[
        str | None,
        typer.Option("--input-format", metavar="NAME", help=t("读作；不写则看扩展名", "read as; else by the ending")),
    ] = None,
    force: o.Force = False,
    lang: o.Lang = None,
) -> None:
    """Change the format of a codebook."""
    from djtext.cli.common import settings_from
    from djtext.cli.messages import say
    from djtext.themes.formats import format_of, read_codebook, write_codebook
    from djtext.view.files import check_target

    settings_from(lang=lang)
    name = format_of(target, format_)
    if str(target) != "-":
        check_target(target, force=force)
    incoming = read_codebook(source, input_format)
    outgoing = write_codebook(incoming.book, name)
    if str(target) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(outgoing.data)
        sys.stdout.buffer.flush()
    else:
        _write(outgoing.data, target, force=force)
    shown = 10
    for note in incoming.notes[:shown]:
        say(f"djtext: {note}")
    if len(incoming.notes) > shown:
        rest = len(incoming.notes) - shown
        say(t(f"djtext: 另有 {rest} 条同类", f"djtext: {rest} more of this kind"))
    for one in outgoing.lost:
        say(t(f"djtext: {name} 装不下，略去：{one}", f"djtext: {name} cannot hold, left out: {one}"))
    say(
        t(
            f"{source} → {target}：{len(incoming.book.themes)} 个主题",
            f"{source} → {target}: {len(incoming.book.themes)} themes",
        )
    )
