"""The help: in the reader's language, in lines that fit."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len
from typer.main import get_command

from djtext import lang
from djtext.cli.app import app


def _help(*words: str) -> str:
    """The help of a command; words that stand in English where the module is loaded first are not asked for here."""
    command: Any = get_command(app)
    context = command.context_class(command, info_name="djtext")
    for word in words:
        command = command.commands[word]
        context = command.context_class(command, info_name=word, parent=context)
    return str(command.get_help(context))


@pytest.mark.parametrize("words", [(), ("themes",), ("index",), ("index", "add"), ("codebook", "check")])
@pytest.mark.parametrize("columns", ["60", "80"])
def test_every_line_fits_the_screen(words: tuple[str, ...], columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = _help(*words).splitlines()
    assert len(lines) > 5
    # the names of some options are longer than the screen is wide to the left of their text
    assert max(cell_len(line) for line in lines) <= int(columns)


def test_the_parsers_own_words_follow_the_language() -> None:
    zh = _help("index", "add")
    assert zh.startswith("用法：djtext index add [选项] [PATH]...\n")
    assert "\n参数：\n" in zh
    assert "\n选项：\n" in zh
    assert "[默认 5.0; x>=0.0]" in " ".join(zh.split())
    assert "显示帮助" in zh
    for english in ("Usage", "Options", "default:", "Show this"):
        assert english not in zh
    assert "\n命令：\n" in _help()
    lang.use("en")
    try:
        en = _help("index", "add")
    finally:
        lang.use("zh")
    assert en.startswith("Usage: djtext index add [OPTIONS] [PATH]...\n")
    assert "[default: 5.0; x>=0.0]" in " ".join(en.split())


def test_examples_stand_below_one_another() -> None:
    lines = _help("themes").splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("  例：djtext themes"))
    assert all(line.startswith("      djtext themes ") for line in lines[first + 1 :] if line.strip())
    assert first < len(lines) - 2
