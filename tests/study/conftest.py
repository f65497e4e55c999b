"""A folder of small essays, and ways to look at a study as a whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

PROBLEM = "一些支部党建和业务工作严重脱节，是典型的两张皮。个别干部作风漂浮，学习走过场。"
REMEDY = "要走出机关服务群众，每季度走访联系点不少于两次。要坚决反对形式主义，把会议压下来。"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "文集"
    (folder / "乙").mkdir(parents=True)
    for n in range(6):
        text = f"第{n}号调研短文\n一、存在的问题\n{PROBLEM * (n % 3 + 1)}\n二、对策建议\n{REMEDY}编号{n}。"
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    (folder / "乙" / "表.csv").write_text(
        f"编号,标题,日期,正文\n7,甲文,2019-05-06,{PROBLEM}\n8,乙文,2020,{REMEDY}\n", encoding="utf-8"
    )
    (folder / "乙" / "空.txt").write_text("", encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 damaged")
    return folder


def _content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of a study, row by row, and the words of its full-text index with their places."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not name.startswith("document_fts")
        ]
        found = {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in names}
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'document_fts', 'instance')")
        found["words"] = connection.execute('SELECT term, doc, "offset" FROM temp.words ORDER BY 1, 2, 3').fetchall()
    return found


@pytest.fixture
def content() -> Callable[[Path], dict[str, list[tuple[object, ...]]]]:
    return _content
