"""Imports point one way: types ← read, clean, text ← themes … ← measures ← study ← view ← cli."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

LAYERS = [
    {"types", "errors", "lang", "resources"},
    {"settings", "text", "read", "clean"},
    {"themes", "roles", "cluster", "reuse"},
    {"measures"},
    {"study"},
    {"view"},
    {"cli"},
    {"__main__"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
SOURCE = Path(__file__).parents[1] / "src" / "djtext"


def imported(path: Path) -> set[str]:
    """Top-level parts of djtext that a module imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "djtext":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("djtext.")}
    return found - {"__version__"}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_one_way(path: Path) -> None:
    part = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    if part == "__init__":
        return
    for other in imported(path):
        if part == "cli" and other == "__main__":
            continue  # the boundary knows the signal that the entry point raises
        assert RANK[other] <= RANK[part], f"{part} imports {other}"


def test_heavy_libraries_are_imported_inside_functions() -> None:
    heavy = {
        "pandas",
        "lxml",
        "trafilatura",
        "pypdfium2",
        "rapidocr",
        "olefile",
        "doc2docx",
        "striprtf",
        "python_calamine",
        "sklearn",
        "matplotlib",
        "numpy",
        "rich",
        "xlsxwriter",
        "opencc",
        "jieba",
        "rjieba",
        "yaml",
    }
    for path in SOURCE.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not heavy & {name.split(".")[0] for name in names}, path
