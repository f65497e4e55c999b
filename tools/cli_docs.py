"""Write docs/cli.md and docs/cli.zh-CN.md from the help of all commands.

python tools/cli_docs.py             write both
python tools/cli_docs.py --check     change nothing; exit 1 where one is out of date
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FILES = {"en": ROOT / "docs" / "cli.md", "zh": ROOT / "docs" / "cli.zh-CN.md"}
HEADS = {
    "en": """\
# Commands

[中文](cli.zh-CN.md)

This page is the help of every command, as `djtext COMMAND --help` prints it. Chinese is the language of messages
unless `--lang en` or `DJTEXT_LANG=en` says otherwise; the names of options, data columns and codes are the same in
both. What the columns and exit codes mean stands in the [README](../README.md), the format of codebooks in
[codebook.md](codebook.md).
""",
    "zh": """\
# 命令手册

[English](cli.md)

本页是各个命令的帮助，内容与 `djtext 命令 --help` 显示的一致。界面默认中文；加 `--lang en` 或设 `DJTEXT_LANG=en`
改为英文。选项名、数据列名和代码两种语言相同。各列和退出码的含义见 [README](../README.zh-CN.md)，编码本的格式见
[codebook.md](codebook.md)。
""",
}


def typer_version() -> str:
    """The version of the library that lays the help out; another one may lay it out otherwise."""
    return version("typer")


def commands() -> list[tuple[str, ...]]:
    """Every command as the words that call it, the program itself first."""
    from typer.main import get_command

    from djtext.cli.app import app

    found: list[tuple[str, ...]] = []

    def walk(command: Any, words: tuple[str, ...]) -> None:
        found.append(words)
        for name, inner in getattr(command, "commands", {}).items():
            walk(inner, (*words, name))

    walk(get_command(app), ())
    return found


def help_of(words: tuple[str, ...], lang: str) -> str:
    """The help of one command in one language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJTEXT_")}
    done = subprocess.run(
        [sys.executable, "-m", "djtext", *words, "--help"],
        env={**kept, "DJTEXT_LANG": lang, "COLUMNS": "100", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    text = done.stdout.replace(" python -m djtext", " djtext", 1).replace("：python -m djtext", "：djtext", 1)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def pages() -> dict[str, str]:
    """Both pages by language."""
    wanted = [(lang, words) for lang in FILES for words in commands()]
    with ThreadPoolExecutor() as pool:
        helps = list(pool.map(lambda item: help_of(item[1], item[0]), wanted))
    texts = {
        lang: f"<!-- written by tools/cli_docs.py; typer {typer_version()} -->\n{head}" for lang, head in HEADS.items()
    }
    for (lang, words), text in zip(wanted, helps, strict=True):
        texts[lang] += f"\n## {' '.join(('djtext', *words))}\n\n```text\n{text}\n```\n"
    return texts


def main() -> int:
    """Write or check both pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where a page is out of date")
    given = parser.parse_args()
    stale = False
    for lang, text in pages().items():
        path = FILES[lang]
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale = True
        print(f"{path.relative_to(ROOT)}: {'out of date' if given.check else 'written'}")
        if not given.check:
            path.write_text(text, encoding="utf-8")
    return 1 if given.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
