"""Texts named by URL give what those of a folder give."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from djtext.cli.app import app
from djtext.errors import UsageError
from djtext.read import Found, discover, read_input
from djtext.types import Outcome

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in {
        "b.txt": "走出机关。",
        "a/2.txt": "两张皮。",
        "a/1.txt": "形式主义。",
        "a-b/x.txt": "灯下黑。",
        ".hidden": "不读。",
        "README.md": "不读。",
        "skip/me.txt": "不读。",
        ".djtextignore": "skip\n",
        "metadata.csv": "file,title,issuer\na/1.txt,论形式主义,市委办\nb.txt,走出去,县委办\n",
    }.items():
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "texts"


@pytest.fixture
def memory(files: Path) -> Iterator[str]:
    fs: Any = fsspec.filesystem("memory")
    for path in files.rglob("*"):
        if path.is_file():
            fs.pipe(f"/texts/{path.relative_to(files).as_posix()}", path.read_bytes())
    yield "memory://texts"
    fs.rm("/texts", recursive=True)


def seen(name: str) -> list[tuple[Any, ...]]:
    found = []
    for item in discover([name]):
        assert isinstance(item, Found)
        for doc, outcome in read_input(item):
            assert doc is not None
            found.append((item.id, item.size, doc.text, doc.title, doc.meta, doc.digest, outcome.status))
    return found


def test_a_folder_elsewhere_is_as_one_here(files: Path, memory: str) -> None:
    here = seen(str(files))
    assert [row[0] for row in here] == ["a/1.txt", "a/2.txt", "a-b/x.txt", "b.txt"]
    assert here[0][3:5] == ("论形式主义", (("issuer", "市委办"),))
    assert seen(memory) == here
    assert seen(files.as_uri()) == here


def test_files_and_wildcards(memory: str) -> None:
    assert [item.id for item in discover([f"{memory}/a/2.txt"])] == ["2.txt"]  # type: ignore[union-attr]
    assert [item.id for item in discover([f"{memory}/a/*.txt"])] == ["1.txt", "2.txt"]  # type: ignore[union-attr]


def test_commands_take_urls(files: Path, memory: str) -> None:
    for command in (["themes", "--hits"], ["themes", "--by", "doc"]):
        here = CliRunner().invoke(app, [*command, str(files), "--format", "csv"])
        there = CliRunner().invoke(app, [*command, memory, "--format", "csv"])
        assert (here.exit_code, there.exit_code) == (0, 0)
        assert here.stdout == there.stdout


def test_what_is_not_there_says_so(memory: str) -> None:
    (missing,) = discover([f"{memory}/no.txt"])
    assert isinstance(missing, Outcome)
    assert (missing.status, missing.code) == ("failed", "missing")
    gone = Found(f"{memory}/gone.txt", "gone.txt")
    assert [outcome.code for _, outcome in read_input(gone)] == ["vanished"]
    with pytest.raises(UsageError, match="zz://"):
        list(discover(["zz://bucket/a.txt"]))


def test_without_the_library_one_line_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    done = CliRunner().invoke(app, ["themes", "s3://bucket/texts"])
    assert done.exit_code == 2
    assert "pip install 'djtext[remote]'" in done.stderr


def test_a_study_takes_no_urls(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["index", "add", "s3://bucket/texts", "-o", str(tmp_path / "s.djtext")])
    assert done.exit_code == 2
    assert not (tmp_path / "s.djtext").exists()
