"""The help in the reader's language, and in lines that fit the screen: a Chinese character takes two columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer

from djtext.lang import t
from djtext.view.wrap import wrap

_BRACKETS = re.compile(r"\[[^\[\]]*\]$")
_APART = re.compile(r"\n| {3,}")  # between examples
_LABEL = re.compile(r"例：|Examples?: |语言：|Language: ")  # before them


def _words() -> dict[str, str]:
    """What the parser says of itself, in the language in force."""
    return {
        "Usage: ": t("用法：", "Usage: "),
        "Arguments": t("参数", "Arguments"),
        "Options": t("选项", "Options"),
        "Commands": t("命令", "Commands"),
        "[OPTIONS]": t("[选项]", "[OPTIONS]"),
        "COMMAND [ARGS]...": t("命令 [参数]...", "COMMAND [ARGS]..."),
        "default: ": t("默认 ", "default: "),
        "required": t("必填", "required"),
        "Show this message and exit.": t("显示帮助", "show this help"),
        "Install completion for the current shell.": t(
            "给当前 shell 装上命令补全", "install completion for this shell"
        ),
        "Show completion for the current shell, to copy it or customize the installation.": t(
            "显示补全脚本，供抄用或改写", "print the completion script, to copy or change it"
        ),
    }


_Base: Any = typer.Context.formatter_class


class Formatter(_Base):  # type: ignore[misc]  # the parser's own layout, whose module is private
    """Lays the help out; the parser hands it one part after the other."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that says how a command is called."""
        words = _words()
        for said in ("[OPTIONS]", "COMMAND [ARGS]..."):
            args = args.replace(said, words[said])
        head = f"{words['Usage: '] if prefix is None else prefix}{prog} "
        self._hanging(head + args, 0, 4)

    def write_heading(self, heading: str) -> None:
        """The name of a section."""
        self.write(f"{'':>{self.current_indent}}{_words().get(heading, heading)}{t('：', ':')}\n")

    def write_text(self, text: str) -> None:
        """Running text: what the command does; examples, one a line, below one another."""
        from rich.cells import cell_len

        at = 0
        for line in _APART.split(text):
            label = _LABEL.match(line)
            at = cell_len(label[0]) if label else at
            self._hanging(line, 0 if label else at, at)

    def _hanging(self, text: str, at: int, below: int) -> None:
        """A line that begins so far in; what does not fit goes below it, so far in."""
        first, *more = wrap(text, self.width - self.current_indent - max(at, below))
        for column, line in ((at, first), *((below, line) for line in more)):
            self.write(f"{'':>{self.current_indent + column}}{line}\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options, arguments or commands, each with what it does."""
        from rich.cells import cell_len

        rows = [(name, _explained(what)) for name, what in rows]
        column = min(max(cell_len(name) for name, _ in rows), col_max) + col_spacing
        for name, what in rows:
            self.write(f"{'':>{self.current_indent}}{name}")
            lines = wrap(what, max(self.width - column - self.current_indent, 20)) if what else []
            if cell_len(name) + col_spacing > column and lines:
                self.write(f"\n{'':>{self.current_indent + column}}")
            elif lines:
                self.write(" " * (column - cell_len(name)))
            self.write(f"\n{'':>{self.current_indent + column}}".join(lines) + "\n")


def _explained(what: str) -> str:
    """What an option does, in the language in force; what the parser adds in brackets at the end too."""
    words = _words()
    if what in words:
        return words[what]
    return _BRACKETS.sub(
        lambda found: found[0].replace("default: ", words["default: "]).replace("required", words["required"]), what
    )


class Context(typer.Context):
    """The parser's state, with this layout of the help."""

    formatter_class = Formatter
