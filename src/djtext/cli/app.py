"""The application: its commands, and the one place where errors become lines on stderr and exit codes."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
import traceback
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from djtext import __version__
from djtext.cli.messages import say
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


class Group(TyperGroup):
    """Commands, with the boundary at which errors are told."""

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
            if type(error).__module__.startswith(("typer", "click")):
                raise  # usage errors of the parser and exits: its own affair
            _bug()
            raise typer.Exit(70) from None
        else:
            return result


def _tell(error: DjtextError) -> None:
    say(f"djtext: {error.message}")
    if error.hint:
        say(f"  {t('可以这样：', 'Try: ')}{error.hint}")


def _bug() -> None:
    """An error nobody foresaw: the traceback goes to a file, its path to stderr."""
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
        str | None, typer.Option("--lang", help=t("界面语言 zh 或 en", "language of messages, zh or en"))
    ] = None,
) -> None:
    if lang:
        from djtext.cli.common import choose_language

        choose_language(lang)


from djtext.cli import (  # noqa: E402
    clean,
    cluster,
    codebook,
    collocates,
    compare,
    corpus,
    discover,
    doctor,
    index,
    kwic,
    passages,
    reuse,
    segment,
    themes,
    trends,
    words,
)

app.command("themes", help=themes.HELP, epilog=themes.EXAMPLES)(themes.themes_command)
app.command("discover", help=discover.HELP, epilog=discover.EXAMPLES)(discover.discover_command)
app.command("passages", help=passages.HELP, epilog=passages.EXAMPLES)(passages.passages_command)
app.command("pairs", help=passages.PAIRS_HELP, epilog=passages.PAIRS_EXAMPLES)(passages.pairs_command)
app.command("cluster", help=cluster.HELP, epilog=cluster.EXAMPLES)(cluster.cluster_command)
app.command("words", help=words.HELP, epilog=words.EXAMPLES)(words.words_command)
app.command("collocates", help=collocates.HELP, epilog=collocates.EXAMPLES)(collocates.collocates_command)
app.command("kwic", help=kwic.HELP, epilog=kwic.EXAMPLES)(kwic.kwic_command)
app.command("compare", help=compare.HELP, epilog=compare.EXAMPLES)(compare.compare_command)
app.command("trends", help=trends.HELP, epilog=trends.EXAMPLES)(trends.trends_command)
app.command("clean", help=clean.HELP, epilog=clean.EXAMPLES)(clean.clean_command)
app.command("segment", help=segment.HELP, epilog=segment.EXAMPLES)(segment.segment_command)
app.command("reuse", help=reuse.HELP, epilog=reuse.EXAMPLES)(reuse.reuse_command)
app.add_typer(codebook.app, name="codebook")
app.add_typer(index.app, name="index")
app.command("corpus", help=corpus.HELP, epilog=corpus.EXAMPLES)(corpus.corpus_command)
app.command("doctor", help=doctor.HELP, epilog=doctor.EXAMPLES)(doctor.doctor_command)
