from __future__ import annotations

import os
from pathlib import Path

import pytest

from djtext.read import Found, discover, read_input
from djtext.types import Outcome


def ids(*paths: Path | str, **options: bool) -> list[str]:
    return [item.id if isinstance(item, Found) else f"!{item.code}" for item in discover(map(str, paths), **options)]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "子/c.txt", "README.md", ".hidden.txt", "metadata.csv", "~$x.txt"):
        path = tmp_path / "文集" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("正文。", encoding="utf-8")
    return tmp_path / "文集"


def test_order_and_ids(tree: Path) -> None:
    assert ids(tree) == ["a.txt", "b.txt", "子/c.txt"]
    assert ids(f"{tree}/") == ids(tree)


def test_several_folders_carry_their_names(tree: Path, tmp_path: Path) -> None:
    other = tmp_path / "其他"
    other.mkdir()
    (other / "a.txt").write_text("x", encoding="utf-8")
    assert ids(tree, other) == ["文集/a.txt", "文集/b.txt", "文集/子/c.txt", "其他/a.txt"]


def test_files_of_one_name_are_told_apart(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert ids(tree / "a.txt", tmp_path / "a.txt", tree / "a.txt") == ["a.txt", f"{tmp_path.name}/a.txt"]


def test_globs(tree: Path) -> None:
    assert ids(f"{tree}/*.txt") == ["a.txt", "b.txt"]


def test_ignore_file(tree: Path) -> None:
    (tree / ".djtextignore").write_text("# aside\n子/\nb*\n", encoding="utf-8")
    assert ids(tree) == ["a.txt"]


def test_links_and_loops(tree: Path) -> None:
    (tree / "loop").symlink_to(tree)
    (tree / "link.txt").symlink_to(tree / "a.txt")
    assert ids(tree) == ["a.txt", "b.txt", "!symlink", "!symlink", "子/c.txt"]
    assert ids(tree, follow=True) == ["a.txt", "b.txt", "link.txt", "子/c.txt"]


def test_pipes_do_not_hang(tree: Path) -> None:
    os.mkfifo(tree / "pipe.txt")
    assert "!not-regular" in ids(tree)
    ((doc, outcome),) = read_input(Found(str(tree / "pipe.txt"), "pipe.txt"))
    assert doc is None and outcome.code == "not-regular"


def test_missing_and_vanished(tmp_path: Path) -> None:
    (outcome,) = discover([str(tmp_path / "nosuch")])
    assert isinstance(outcome, Outcome) and (outcome.status, outcome.code) == ("failed", "missing")
    ((doc, outcome),) = read_input(Found(str(tmp_path / "gone.txt"), "gone.txt"))
    assert doc is None and (outcome.status, outcome.code) == ("failed", "vanished")


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    Path(os.fsdecode(raw)).write_text("党建工作。", encoding="utf-8")
    (found,) = discover([str(tmp_path)])
    assert isinstance(found, Found) and found.id == "\\xff\\xfe.txt"
    ((doc, _),) = read_input(found)
    assert doc is not None
    doc.path.encode("utf-8")


def test_deep_folders(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(300):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("x", encoding="utf-8")
    assert len(ids(tmp_path)) == 1


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("a.txt", b"", "empty", "empty"),
        ("a.txt", b"  \n", "empty", "empty"),
        ("a.txt", bytes(range(256)) * 9, "skipped", "binary"),
        ("a.xyz", b"abc", "skipped", "unknown-format"),
        ("a.txt", b"\x89PNG\r\n\x1a\n0000", "skipped", "unknown-format"),
        ("a.txt", "党建工作".encode() * 9 + b"\xff", "partial", "replaced"),
        ("a.txt", "一".encode(), "ok", ""),
        ("a.txt", "English 😀".encode(), "ok", ""),
    ],
)
def test_statuses(tmp_path: Path, name: str, data: bytes, status: str, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    ((_, outcome),) = read_input(Found(str(tmp_path / name), name))
    assert (outcome.status, outcome.code) == (status, code)
