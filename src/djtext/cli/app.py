"""The application: its commands, and the one place where errors become lines on stderr and exit codes."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from djtext import __version__
from djtext.cli.ends import let_go
from djtext.cli.helptext import Context
from djtext.cli.lazy import Commands, Row
from djtext.cli.messages import say
from djtext.cli.usage import is_usage, told
from djtext.errors import CodebookError, DjtextError, StudyDamaged
from djtext.lang import t


def _flush() -> None:
    """Write out what waits, now, while errors can still be told; a closed pipe is no error."""
    with contextlib.suppress(ValueError):
        sys.stdout.flush()


def _close_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's own flush at exit cannot fail."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
    except (OSError, ValueError):
        pass


COMMANDS: dict[str, Row] = {  # name → module under djtext.cli, function in it, help; loaded when called
    "themes": (
        "themes",
        "themes_command",
        t("统计文本中反复出现的主题，最常见的在前。", "Find recurring themes in texts, most frequent first."),
    ),
    "discover": (
        "discover",
        "discover_command",
        t(
            "找出反复出现的提法：不靠词表，从文字里数出来。",
            "Find recurring phrases that nobody listed, counted on characters.",
        ),
    ),
    "passages": (
        "passages",
        "passages_command",
        t("区分问题、原因、对策、意义，列出段落或句子。", "Tell problems, causes, remedies and significance apart."),
    ),
    "pairs": (
        "passages",
        "pairs_command",
        t("把对策和它所回应的问题配对。", "Pair remedies with the problems they answer."),
    ),
    "cluster": (
        "cluster",
        "cluster_command",
        t("把问题段落和对策段落分别聚类，并看哪类对策回应哪类问题。", "Cluster problem passages and remedy passages."),
    ),
    "words": (
        "words",
        "words_command",
        t(
            "词：词频和散布；各组的关键词（--by、--target）；各篇的词汇多样性和套话率（--diversity）。",
            "Words: how often and how evenly; key words of groups (--by, --target); diversity and formulaicity (--diversity).",
        ),
    ),
    "collocates": (
        "collocates",
        "collocates_command",
        t(
            "搭配：哪些词常在一个说法附近出现，比碰巧多多少。",
            "Collocates: words that stand near a wording more often than chance would have it.",
        ),
    ),
    "kwic": (
        "kwic",
        "kwic_command",
        t(
            "逐处列出一个说法或主题的上下文（索引行），按字符匹配。",
            "List every place of a wording or theme in its context (a concordance), matched on characters.",
        ),
    ),
    "compare": (
        "compare",
        "compare_command",
        t(
            "比较各组文本：主题、词或短语在哪一组更常见，差多少，有多大把握。",
            "Compare groups of texts: what is commoner where, by how much, and how sure that is.",
        ),
    ),
    "trends": (
        "trends",
        "trends_command",
        t(
            "主题和短语随时间的变化：各期频率、趋势、突发、首末出现、采用者；或各篇的新颖度。",
            "Themes and phrases through time: rates, trend, bursts, first and last, adopters; or the novelty of documents.",
        ),
    ),
    "clean": (
        "clean",
        "clean_command",
        t(
            "清洗：每篇写成一个 UTF-8 文本（一段一行），并写 ledger.jsonl，记下删去的每一个字和理由。",
            "Clean texts: one UTF-8 file a document, one paragraph a line, and ledger.jsonl with every character removed and why.",
        ),
    ),
    "segment": (
        "segment",
        "segment_command",
        t("分词；屏幕上一句一行。", "Cut texts into words; on a screen one sentence a line."),
    ),
    "reuse": (
        "reuse",
        "reuse_command",
        t("查找在不同文章里重复出现的文字。", "Find passages that stand in more than one document."),
    ),
    "scan": (
        "scan",
        "scan_command",
        t(
            "扫描新文：与基准文集比，有什么、什么异常、什么是新的、什么是照搬的。",
            "Scan new documents against a baseline: what is in them, unusual, new, copied.",
        ),
    ),
    "watch": (
        "watch",
        "watch_command",
        t(
            "盯住文件夹：来一篇扫描一篇，每份内容只扫描一次。",
            "Watch folders: scan each document that arrives, every content once.",
        ),
    ),
    "sample": (
        "sample",
        "sample_command",
        t("抽一份句子样本，供人工编码。", "Draw a sample of sentences for people to code."),
    ),
    "agree": (
        "agree",
        "agree_command",
        t("比较几位编码者的编码，或机器与人的编码。", "How far coders agree, with each other and with the machine."),
    ),
    "export": (
        "export",
        "export_command",
        t(
            "导出给 Label Studio、Doccano 或质性分析软件（REFI-QDA）。",
            "Export to Label Studio, Doccano or QDA software (REFI-QDA).",
        ),
    ),
    "verify": (
        "verify",
        "verify_command",
        t(
            "核对：按 文件.run.json 检查输入、重做一遍，逐字节比较。",
            "Check the record of a run (FILE.run.json): its inputs, then run it again and compare byte for byte.",
        ),
    ),
    "corpus": (
        "corpus",
        "corpus_command",
        t("样例文集（虚构）在哪里，或复制一份。", "Where the sample corpus (invented essays) lies, or a copy of it."),
    ),
    "doctor": (
        "doctor",
        "doctor_command",
        t("检查安装：版本、格式、可选部件。", "Check the installation: versions, formats, optional parts."),
    ),
    "codebook": (
        "codebook",
        "app",
        t("编码本：编写、检验、比较、转换、补充", "codebooks: write, try, compare, convert, extend"),
    ),
    "cache": ("cache", "app", t("缓存：在哪里、多大；清空", "the cache: where it is, how large; clear it")),
    "index": ("index", "app", t("研究文件：建立、更新、检查", "study files: make, update, check")),
}


class Group(TyperGroup):
    """Commands, loaded when called, with the boundary at which errors are told."""

    context_class = Context

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands: Commands = Commands(COMMANDS, self.commands)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The names in the order of the table."""
        return list(self.commands)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Names and lines of help, of commands that are not loaded too."""
        shown = {name: self.commands.listed(name) for name in self.commands}
        rows = [(name, command.help or "") for name, command in shown.items() if not command.hidden]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read the options before the command."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except Exception as error:
            if is_usage(error):
                _refuse(error)
            raise

    def invoke(self, ctx: Any) -> Any:
        """Run a command; every error becomes a line and an exit code."""
        from djtext.__main__ import Terminated

        try:
            result = super().invoke(ctx)
            _flush()
        except CodebookError as error:
            for problem in error.problems:
                say(problem)
            _tell(error)
            raise typer.Exit(error.exit_code) from None
        except StudyDamaged as error:
            for problem in error.problems:
                say(problem)
            _tell(error)
            raise typer.Exit(error.exit_code) from None
        except DjtextError as error:
            _tell(error)
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:
            _close_stdout()
            raise typer.Exit(0) from None
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                _close_stdout()
                say(f"djtext: {t('输出设备空间不足 [no-space]', 'no space left for the output [no-space]')}")
                raise typer.Exit(15) from None
            _bug()
            raise typer.Exit(70) from None
        except KeyboardInterrupt:
            _close_stdout()
            say(f"djtext: {t('已中断，没有写出半截的文件', 'interrupted; nothing half-written is left')}")
            raise typer.Exit(130) from None
        except Terminated:
            _close_stdout()
            say(f"djtext: {t('已终止，没有写出半截的文件', 'terminated; nothing half-written is left')}")
            raise typer.Exit(143) from None
        except Exception as error:
            if is_usage(error):
                _refuse(error)
            if type(error).__module__.startswith(("typer", "click")):
                raise  # exits: the parser's own affair
            _bug()
            raise typer.Exit(70) from None
        else:
            return result
        finally:
            let_go()


def _tell(error: DjtextError) -> None:
    say(f"djtext: {error.message}")
    if error.hint:
        say(f"  {t('可以这样：', 'Try: ')}{error.hint}")


def _refuse(error: Exception) -> NoReturn:
    """A command line that the parser does not understand."""
    refused = told(error)
    _tell(refused)
    raise typer.Exit(refused.exit_code) from None


def _bug() -> None:
    """An error nobody foresaw: the traceback goes to a file, its path to stderr."""
    import tempfile
    import traceback

    if os.environ.get("DJTEXT_DEBUG"):
        traceback.print_exc()
    handle, path = tempfile.mkstemp(prefix="djtext-bug-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"djtext {__version__}, Python {sys.version}\n\n{traceback.format_exc()}")
    say(f"djtext: {t('程序内部错误，细节已写入', 'an error inside djtext; the details are in')} {path}")
    say(f"  {t('可以这样：把这个文件附在问题报告里', 'Try: attach that file to a bug report')}")


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"djtext {__version__}\n")
        raise typer.Exit


app = typer.Typer(
    name="djtext",
    cls=Group,
    help=t(
        "党建文本分析：在论文、讲话、报告中找主题，数清每个数字的出处。",
        "Themes, problems and remedies in Chinese party-building texts; every number leads back to its sentence.",
    ),
    epilog=t(
        "例：djtext themes corpus/    djtext themes 讲话/ --by doc -o 表.xlsx    语言：--lang en 或 DJTEXT_LANG=en",
        "Examples: djtext themes corpus/    djtext themes speeches/ --by doc -o t.xlsx    Language: --lang zh or DJTEXT_LANG=zh",
    ),
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=t("显示版本", "show the version"))
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="zh|en", help=t("界面语言 zh 或 en", "language of messages, zh or en")),
    ] = None,
) -> None:
    if lang:
        from djtext.cli.common import choose_language

        choose_language(lang)
