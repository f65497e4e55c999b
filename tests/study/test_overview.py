"""A search in a study that looks at few documents gives what one that looks at all gives."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from djtext.cli.app import app
from djtext.study import overview, stored
from djtext.study.concordance import kwic_job
from djtext.study.index import add
from djtext.study.load import LoadOptions
from djtext.study.overview import Wanted, joints, wanted
from djtext.study.store import Study
from djtext.study.units import phrase_book
from djtext.text.fold import Folded, fold
from djtext.themes import codebook
from djtext.themes.find import compile_book, find
from djtext.types import Codebook, Theme

TEXTS = {
    "写法.txt": "党建工作要反对形式主义，形式主义害死人。",
    "空格.txt": "一些地方形 式主义突出，走 出　机关。",
    "隐字.txt": "又有形\u200b式主\ufeff义抬头，走出\u2060机关。",
    "部首.txt": "⼯作要⾛出机关，⾛到⻔⼝去。",
    "繁体.txt": "形式主義害死人，機關幹部要走出機關，為人民服務，黨員幹部聯繫羣眾，開門辦學，團結奮鬥，實事求是。" * 3,
    "半角.txt": "要走出机关,下到基层;深入基层,扎入基层.",
    "无关.txt": "春天来了，村里的桃花开了，老人坐在门口晒太阳。",
    "换行.txt": "标题\n\n形式\n主义不连着，走出\n机关也不连着。",
    "引号.txt": "所谓“走出 ”机关，重痕迹、 轻实绩，重 留痕轻实绩。",
}
PATTERNS = (
    "形式主义",
    "走出机关",
    "(深|扎)入基层",
    "[真正]走出机关",
    "重…{1,6}轻",
    "机关…干部",
    "形式",
    "党",
    "工作",
    "机关,下到",
    "主义…死",
    "桃花",
)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    (folder / "文").mkdir()
    for name, text in TEXTS.items():
        (folder / "文" / name).write_text(text, encoding="utf-8")
    for n in range(3):
        essay = (Path(__file__).parents[2] / "corpus").glob("*.txt")
        text = sorted(essay)[n // 2].read_text(encoding="utf-8")
        (folder / "文" / f"篇{n}.txt").write_text(text, encoding="utf-8")
    (folder / "文" / "空.txt").write_text("", encoding="utf-8")
    add(folder / "s.djtext", [str(folder / "文")], codebook.load(), options=LoadOptions(raw=False), jobs=1)
    return folder / "s.djtext"


def searched(study: Path, pattern: str) -> tuple[list[Any], list[Any], int]:
    """What both ways find, and how many documents the short one looked at and found empty."""
    job = partial(kwic_job, phrase_book(pattern), pattern, 8)
    with Study(study) as opened:
        every = [(r.doc, r.value) for r in stored.results(opened, job) if r.value]
        sparse = stored.sparse_results(opened, job)
        if sparse is None:
            return every, every, -1
        return every, [(r.doc, r.value) for r in sparse.found], sparse.documents


@pytest.mark.parametrize("pattern", PATTERNS)
def test_both_ways_find_the_same(study: Path, pattern: str) -> None:
    every, found, documents = searched(study, pattern)
    assert found == every
    assert documents == (-1 if pattern in {"党", "机关,下到", "重…{1,6}轻"} else 12)


def test_the_index_knows_what_folding_joins(study: Path) -> None:
    every, _, documents = searched(study, "形式主义")
    assert documents == 12 and {doc.id for doc, _ in every} >= {"写法.txt", "空格.txt", "隐字.txt", "繁体.txt"}
    every, _, _ = searched(study, "走出机关")
    assert {doc.id for doc, _ in every} >= {"空格.txt", "隐字.txt", "部首.txt", "繁体.txt", "半角.txt"}


@pytest.mark.parametrize("words", [["形式主义"], ["走出机关", "--duplicates", "first"], ["干部", "--duplicates", "keep"],
                                   ["--theme", "xingshizhuyi"], ["问题", "--sort", "left", "--sample", "3"]])  # fmt: skip
def test_command_on_study_and_folder(study: Path, words: list[str]) -> None:
    def call(path: Path) -> tuple[bytes, str]:
        done = CliRunner().invoke(app, ["kwic", *words, "-f", "csv", str(path)])
        assert done.exit_code == 0, done.stderr
        return done.stdout_bytes, done.stderr

    assert call(study) == call(study.parent / "文")


def test_a_damaged_or_old_overview_is_not_used(study: Path, tmp_path: Path) -> None:
    copy = tmp_path / "s.djtext"
    copy.write_bytes(study.read_bytes())
    job = partial(kwic_job, phrase_book("形式主义"), "形式主义", 8)
    with closing(sqlite3.connect(copy)) as connection:
        (text,) = connection.execute("SELECT value FROM study WHERE name = ?", (overview.NAME,)).fetchone()
        for spoiled in (text.replace("形式", "形势"), text[:-3], "", "x" * 80, text.replace('[1,"', '[1,"0', 1)):
            connection.execute("UPDATE study SET value = ? WHERE name = ?", (spoiled, overview.NAME))
            connection.commit()
            with Study(copy) as opened:
                assert stored.sparse_results(opened, job) is None


def test_brought_up_to_date_is_as_made_anew(study: Path, tmp_path: Path) -> None:
    folder, path = tmp_path / "文", tmp_path / "s.djtext"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    add(path, [str(folder)], codebook.load(), jobs=1)
    (folder / "空格.txt").write_text("走出 机关，换了文字。", encoding="utf-8")
    (folder / "新.txt").write_text("形 式主义换了地方。", encoding="utf-8")
    add(path, [str(folder)], codebook.load(), jobs=1)
    with closing(sqlite3.connect(path)) as connection:
        values = dict(connection.execute("SELECT name, value FROM study"))
        made = overview.made(connection.execute, overview.Overview())
        assert overview.dumped(made, values["ledger_sha256"]) == values[overview.NAME]
        assert json.loads(values[overview.NAME][64:])[1] == values["ledger_sha256"]


_PIECES = st.sampled_from([*"形式主义走出机关", " ", "\u3000", "\u200b", "，", "\n", "“", "⾛", "a", "機"])


@given(st.lists(_PIECES, max_size=40).map("".join), st.sampled_from(["形式", "形式主义", "走出机关", "主义走"]))
def test_what_stands_in_the_folded_text_is_in_the_text_or_joined(text: str, literal: str) -> None:
    joined = joints(text)
    if joined is not None and literal in fold(text).text:
        assert literal in text or any(literal[n : n + 2] in joined for n in range(len(literal) - 1))


@given(st.lists(_PIECES, max_size=40).map("".join), st.sampled_from(["形式", "形式主义", "走出机关", "义主义"]))
def test_where_folding_joins_no_part_of_it_the_text_is_searched_as_written(text: str, literal: str) -> None:
    joined = joints(text)
    if joined is not None and not any(literal[n : n + 2] in joined for n in range(len(literal) - 1)):
        book = compile_book(phrase_book(literal))
        assert find(text, book, folded=Folded(text)).hits == find(text, book).hits


def test_literals_of_a_theme() -> None:
    book = Codebook(
        "b",
        "1",
        (Theme("k", "", "problem", "", ("(深|扎)入基层", "党…业务…脱节")), Theme("l", "", "problem", "", ("党",))),
    )
    found = wanted(book, "k")
    assert found is not None and set(found.literals) == {"深入基层", "扎入基层", "业务"} and not found.bare
    assert wanted(book, "l") is None
    assert wanted(book, "nothing") == Wanted((), bare=False)
    assert wanted(phrase_book("(深|扎)入基层"), "(深|扎)入基层") == Wanted(("深入基层", "扎入基层"), bare=True)
