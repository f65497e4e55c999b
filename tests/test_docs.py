"""The documents show what the program does: their blocks run, every option is described, links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import pytest

from djtext import settings
from djtext.themes import codebook

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def tool(name: str) -> ModuleType:
    """A script of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(f"djtext_tools_{name}", ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


blocks = tool("readme_blocks")
cli_docs = tool("cli_docs")
RUNNING = [str(path.relative_to(ROOT)) for path in blocks.documents()]
ALL = sorted(
    str(path.relative_to(ROOT))
    for pattern in ("*.md", "docs/*.md", "corpus/*.md", "stopwords/*.md")
    for path in ROOT.glob(pattern)
)


@pytest.fixture(scope="module")
def runs() -> dict[str, str | Exception]:
    """Every document as it would read if its blocks were run now."""

    def one(name: str) -> str | Exception:
        try:
            return str(blocks.refreshed_document(ROOT / name))
        except Exception as error:
            return error

    with ThreadPoolExecutor() as pool:
        return dict(zip(RUNNING, pool.map(one, RUNNING), strict=True))


@pytest.mark.parametrize("name", RUNNING)
def test_blocks_show_what_the_program_prints(name: str, runs: dict[str, str | Exception]) -> None:
    now = runs[name]
    if isinstance(now, Exception):
        raise now
    shown = (ROOT / name).read_text(encoding="utf-8")
    assert blocks.alike(now) == blocks.alike(shown), "python tools/readme_blocks.py writes the outputs anew"


def test_a_wrong_output_is_seen(tmp_path: Path) -> None:
    text = "```console\n$ djtext --version\ndjtext 0\n```\n\n```python\nprint(1)\n```\n\n```text\n2\n```\n"
    assert re.fullmatch(
        r"```console\n\$ djtext --version\ndjtext \d.*\n```\n\n```python\nprint\(1\)\n```\n\n```text\n1\n```\n",
        blocks.refreshed(text, tmp_path),
    )


@pytest.mark.parametrize("body", ["$ rm -r corpus\n", "$ djtext --version | grep d\n$ cat x\n"])
def test_blocks_run_djtext_and_grep_only(body: str, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="may run djtext and grep"):
        blocks.console(body, tmp_path)


@pytest.mark.parametrize("name", READMES)
def test_readme_opens_with_the_two_commands(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"```sh\n(.*?)```", text, re.DOTALL) == [
        "pip install . && djtext themes corpus/\npip install '.[test]' && pytest\n"
    ]
    first = re.search(r"```console\n(.*)", text)
    assert first is not None
    assert first.group(1) == "$ djtext themes corpus/ --limit 12"


@pytest.mark.parametrize("name", READMES)
def test_readme_explains_every_column_and_setting(name: str) -> None:
    from djtext.measures.frequency import COLUMNS

    text = (ROOT / name).read_text(encoding="utf-8")
    for column in COLUMNS:
        assert f"`{column.name}`" in text, column.name
    for field in settings.Settings.__dataclass_fields__:
        assert re.search(rf"^{field} = ", text, re.MULTILINE), field
    for code in (0, 1, 2, 3, 14, 15, 70, 130, 143):
        assert re.search(rf"^\| {code} \| ", text, re.MULTILINE), code


def test_both_readmes_run_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        found = [line.split() for line in re.findall(r"^\$ (.*)$", text, re.MULTILINE)]
        return sorted({" ".join(words[:2]) for words in found})

    assert commands(READMES[0]) == commands(READMES[1])


@pytest.mark.parametrize("name", READMES)
def test_files_shown_are_right(name: str, tmp_path: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    every = [match for match in blocks._BLOCK.finditer(text) if match["file"]]
    shown = {match["file"]: match["body"] for match in every if match["file"].endswith(".toml")}
    assert shown
    for file, body in shown.items():
        tomllib.loads(body)
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
        if path.name == settings.FILE:
            assert settings.load(path.parent).codebook == str(path.parent / "mine.toml")
        else:
            book = codebook.load(path)
            assert codebook.check_examples(book) == ()


def _sections(text: str) -> dict[str, str]:
    """The parts of a page of commands by heading."""
    return dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))


def _commands() -> list[tuple[str, Any]]:
    from typer.main import get_command

    from djtext.cli.app import app

    found: list[tuple[str, Any]] = []

    def walk(command: Any, words: str) -> None:
        found.append((words, command))
        for name, inner in getattr(command, "commands", {}).items():
            walk(inner, f"{words} {name}")

    walk(get_command(app), "djtext")
    return found


@pytest.mark.parametrize("lang", sorted(cli_docs.FILES))
def test_every_command_and_option_is_described(lang: str) -> None:
    sections = _sections(cli_docs.FILES[lang].read_text(encoding="utf-8"))
    assert [words for words, _ in _commands()] == list(sections)
    for words, command in _commands():
        for param in command.params:
            for option in (*param.opts, *param.secondary_opts):
                if option.startswith("-"):
                    assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", sections[words]), f"{words} {option}"
            if not getattr(param, "hidden", False):
                assert getattr(param, "help", None), f"{words}: {param.name} has no help"


def test_command_pages_are_fresh() -> None:
    pages = cli_docs.pages()
    for lang, path in cli_docs.FILES.items():
        shown = path.read_text(encoding="utf-8")
        made_with = shown.split("\n", 1)[0]
        if made_with != pages[lang].split("\n", 1)[0]:
            pytest.skip(
                f"laid out by another version of typer than the installed {cli_docs.typer_version()}: {made_with}"
            )
        assert shown == pages[lang], "python tools/cli_docs.py writes it anew"


@pytest.mark.parametrize("name", ALL)
def test_links_lead_somewhere(name: str) -> None:
    path = ROOT / name
    prose = BLOCK.sub("", path.read_text(encoding="utf-8"))
    for target in LINK.findall(prose):
        if re.match(r"[a-z]+:", target) or target.startswith("#"):
            continue
        file = (path.parent / unquote(target.split("#")[0])).resolve()
        assert file.exists(), target
        assert file.is_relative_to(ROOT.resolve()), target


def test_tools_say_when_they_are_stale(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "cli.md"
    monkeypatch.setattr(cli_docs, "ROOT", tmp_path)
    monkeypatch.setattr(cli_docs, "FILES", {"en": page})
    monkeypatch.setattr(cli_docs, "pages", lambda: {"en": "new"})
    monkeypatch.setattr(sys, "argv", ["cli_docs.py", "--check"])
    assert cli_docs.main() == 1
    assert not page.exists()
    monkeypatch.setattr(sys, "argv", ["cli_docs.py"])
    cli_docs.main()
    monkeypatch.setattr(sys, "argv", ["cli_docs.py", "--check"])
    assert cli_docs.main() == 0


def test_sample_corpus_is_described_as_it_is() -> None:
    import csv

    text = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")
    with (ROOT / "corpus" / "metadata.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    files = {path.name: path.read_bytes() for path in (ROOT / "corpus").glob("*.txt")}
    assert {row["file"] for row in rows} == set(files)
    assert f"{len(rows)} 篇" in text
    for column in rows[0]:
        assert f"`{column}`" in text, column
    for genre in {row["genre"] for row in rows}:
        assert f"{genre} {sum(row['genre'] == genre for row in rows)}" in text, genre
    noisy = sorted(row["file"][:2] for row in rows if row["noise"])
    assert re.findall(r"^\| (\d\d) \|", text, re.MULTILINE) == noisy
    assert sorted(name[:2] for name, data in files.items() if not _is_utf8(data)) == ["25", "30", "32"]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
