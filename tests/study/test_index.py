"""What `index add` does to a study when files come, change and go."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from djtext.errors import UsageError
from djtext.read import discover
from djtext.study import identity, index, stored
from djtext.study.analyse import hits_job, labels_job, pairs_job, passages_job, themes_job
from djtext.study.load import LoadOptions
from djtext.study.phrases import phrase_search
from djtext.study.run import each
from djtext.study.store import Study
from djtext.themes import codebook
from djtext.types import Codebook

BOOK = codebook.load()
Content = Callable[[Path], dict[str, list[tuple[object, ...]]]]


def add(path: Path, *paths: Path, book: Codebook = BOOK, **options: object) -> tuple[int, ...]:
    done = index.add(path, [str(p) for p in paths], book, jobs=1, **options)  # type: ignore[arg-type]
    return done.analysed, done.taken_over, done.unchanged, done.removed, done.gone


@pytest.fixture
def study(texts: Path, tmp_path: Path) -> Path:
    path = tmp_path / "s.djtext"
    assert add(path, texts) == (8, 0, 0, 0, 0)
    return path


@pytest.mark.parametrize(
    "job",
    [
        partial(themes_job, BOOK), partial(themes_job, BOOK, roles=False), partial(hits_job, BOOK),
        partial(hits_job, BOOK, roles=False), partial(labels_job, BOOK), partial(passages_job, BOOK),
        partial(pairs_job, BOOK), partial(pairs_job, BOOK, 0.1),
    ],
)  # fmt: skip
def test_a_study_gives_what_the_files_give(study: Path, texts: Path, job: partial[object]) -> None:
    from djtext.study.load import shared_by_folder

    inputs = list(discover([str(texts)]))
    options = LoadOptions(shared=shared_by_folder(inputs))
    with Study(study) as opened:
        assert list(stored.results(opened, job)) == list(each(inputs, job, options=options, jobs=1))


def test_nothing_is_analysed_twice(study: Path, texts: Path, content: Content) -> None:
    before = content(study)
    assert add(study, texts) == (0, 0, 8, 0, 0)
    os.utime(texts / "0.txt", (0, 0))  # 1970
    os.utime(texts / "1.txt", (2**32, 2**32))  # 2106
    assert add(study, texts) == (0, 0, 8, 0, 0)
    assert add(study) == (0, 0, 8, 0, 0)  # the paths that were added before
    assert content(study) == before


def test_one_changed_file_is_one_analysis(study: Path, texts: Path, content: Content) -> None:
    path = texts / "3.txt"
    stamp = path.stat()
    path.write_bytes(path.read_bytes().replace("编号3".encode(), "编号九".encode()[:3] + b""))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # the clock says nothing happened
    assert add(study, texts) == (1, 0, 7, 0, 0)
    fresh = study.with_name("fresh.djtext")
    add(fresh, texts)
    assert content(study) == content(fresh)


def test_metadata_changes_without_a_new_analysis(study: Path, texts: Path) -> None:
    (texts / "metadata.csv").write_text("file,date\n2.txt,2021-03\n", encoding="utf-8")
    from djtext.read.header import folder_table

    folder_table.cache_clear()
    assert add(study, texts) == (0, 1, 7, 0, 0)
    with Study(study) as opened:
        assert {s.doc.id: s.doc.date for s in opened.outcomes()}["2.txt"] == "2021-03"


def test_texts_that_change_places(study: Path, texts: Path, content: Content) -> None:
    one, other = (texts / "0.txt").read_bytes(), (texts / "1.txt").read_bytes()
    (texts / "0.txt").write_bytes(other)
    (texts / "1.txt").write_bytes(one)
    analysed, taken, unchanged, *_ = add(study, texts)
    assert (analysed + taken, unchanged) == (2, 6)
    fresh = study.with_name("fresh.djtext")
    add(fresh, texts)
    assert content(study) == content(fresh)


def test_deleted_files_stay_and_are_marked(study: Path, texts: Path) -> None:
    (texts / "4.txt").unlink()
    states = {state.doc: state.state for state in index.status(study)}
    assert states["4.txt"] == "gone" and set(states.values()) == {"same", "gone"}
    with closing(sqlite3.connect(study)) as connection:
        assert connection.execute("SELECT doc FROM documents WHERE gone").fetchall() == [("4.txt",)]
    assert add(study, texts) == (0, 0, 7, 0, 1)
    assert index.forget(study, [], gone=True) == (1, 1)
    fresh = study.with_name("fresh.djtext")
    add(fresh, texts)
    with Study(study) as one, Study(fresh) as two:
        assert [s.doc for s in one.outcomes()] == [s.doc for s in two.outcomes()]


def test_a_deleted_source(study: Path, texts: Path) -> None:
    shutil.rmtree(texts)
    assert add(study) == (0, 0, 0, 0, 9)


def test_records_that_a_changed_file_no_longer_has_go(study: Path, texts: Path) -> None:
    table = texts / "乙" / "表.csv"
    table.write_text("".join(table.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    assert add(study, texts) == (0, 1, 6, 1, 0)


def test_status_sees_changed_and_new(study: Path, texts: Path) -> None:
    (texts / "0.txt").write_text("改过了。", encoding="utf-8")
    (texts / "新.txt").write_text("新来的。", encoding="utf-8")
    states = {state.doc: state.state for state in index.status(study)}
    assert states["0.txt"] == "changed" and states["新.txt"] == "new" and states["1.txt"] == "same"


def test_order_is_that_of_the_folder(study: Path, texts: Path) -> None:
    (texts / "00.txt").write_text("走出机关。", encoding="utf-8")
    (texts / "乙" / "末.txt").write_text("两张皮。", encoding="utf-8")
    other = texts.parent / "另"
    other.mkdir()
    (other / "0.txt").write_text("形式主义。", encoding="utf-8")
    add(study, other)
    add(study, texts)
    with Study(study) as opened:
        ids = [s.doc.id for s in opened.outcomes() if s.id]
    folder = [item.id for item in discover([str(texts)]) if item.id.endswith("txt") and "空" not in item.id]  # type: ignore[union-attr]
    assert [i for i in ids if i in folder and i != "另/0.txt"] == folder
    assert ids[-1] == "另/0.txt"  # told apart from the first folder's by a longer path


def test_moved_together(study: Path, texts: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.mkdir()
    shutil.move(study, target / study.name)
    shutil.move(texts, target / texts.name)
    assert add(target / study.name, target / texts.name) == (0, 0, 8, 0, 0)


def test_the_same_paths_again_from_another_folder(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert add(Path("s.djtext"), Path(texts.name))[0] == 8
    monkeypatch.chdir(texts)
    assert add(Path("../s.djtext")) == (0, 0, 8, 0, 0)


def test_another_codebook_means_another_analysis(study: Path, texts: Path, book: Codebook) -> None:
    (texts / "5.txt").unlink()
    assert add(study, texts / "0.txt", book=book)[0] + 0 >= 8  # all of it, the deleted one from its stored text
    with Study(study) as opened:
        assert opened.unfinished() == 0 and opened.keys() == book.keys()
        with pytest.raises(UsageError, match="编码本"):
            list(stored.results(opened, partial(themes_job, BOOK)))
        list(stored.results(opened, partial(themes_job, BOOK, roles=False)))  # computed from the texts
    with pytest.raises(UsageError, match="--raw"):
        add(study, texts, options=LoadOptions(raw=True))


def test_old_content_outlives_a_file_that_cannot_be_read(
    study: Path, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from djtext import read
    from djtext.errors import InputError

    real = read.load_bytes

    def failing(found: read.Found, options: read.ReadOptions) -> bytes:
        if found.id == "2.txt":
            raise InputError("EIO", code="io-error")
        return real(found, options)

    monkeypatch.setattr(read, "load_bytes", failing)
    monkeypatch.setattr(identity, "read_bytes", failing)
    add(study, texts)
    with Study(study) as opened:
        found = [
            (s.outcome.status, s.outcome.code)
            for s in opened.outcomes()
            if s.outcome.doc == "2.txt" or s.doc.id == "2.txt"
        ]
    assert ("partial", "kept") in found
    monkeypatch.undo()
    add(study, texts)
    fresh = study.with_name("fresh.djtext")
    add(fresh, texts)
    with Study(study) as one, Study(fresh) as two:
        assert [(s.doc, s.outcome) for s in one.outcomes()] == [(s.doc, s.outcome) for s in two.outcomes()]


def test_standard_input_and_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        index.add(tmp_path / "s.djtext", ["-"], BOOK)
    with pytest.raises(UsageError):
        index.add(tmp_path / "s.djtext", [str(tmp_path / "none")], BOOK)
    assert not (tmp_path / "s.djtext").exists()


@pytest.mark.parametrize(
    "phrase",
    ["党", "党建", "走出机关", "要走出机关服务群众，每季度", "编号3", "号", "。", "一、存", "第0号调研短文", "x"],
)
def test_phrases_of_any_length(study: Path, phrase: str) -> None:
    with Study(study) as opened:
        texts = [(s.doc.id, s.doc.text) for s in opened.outcomes() if s.id]
        found = list(phrase_search(opened, phrase))
    wanted = []
    for doc, text in texts:
        at = text.find(phrase)
        while at >= 0:
            wanted.append((doc, at))
            at = text.find(phrase, at + len(phrase))
    assert [(place.doc, place.start) for place in found] == wanted
    assert all(phrase in place.sentence for place in found if place.n)


def test_views_are_the_tables_of_the_commands(study: Path, texts: Path) -> None:
    import csv
    import io

    from typer.testing import CliRunner

    from djtext.cli.app import app

    def cell(value: object) -> str:
        return "" if value is None else str(value)

    with closing(sqlite3.connect(study)) as connection:
        for view, command in (
            ("themes", ["themes"]), ("hits", ["themes", "--hits"]), ("passages", ["passages"]),
            ("sentences", ["passages", "--unit", "sentence"]), ("pairs", ["pairs"]),
        ):  # fmt: skip
            done = CliRunner().invoke(app, [command[0], str(texts), *command[1:], "--format", "csv"])
            head, *rows = csv.reader(io.StringIO(done.stdout.lstrip("\ufeff")))
            cursor = connection.execute(f"SELECT * FROM {view}")
            assert [c[0] for c in cursor.description] == head, view
            assert [[cell(v) for v in row] for row in cursor] == rows, view


def test_pandas_opens_it(study: Path) -> None:
    import pandas

    with closing(sqlite3.connect(study)) as connection:
        frame = pandas.read_sql("SELECT * FROM documents", connection)
    assert len(frame) == 8 and {"doc", "title", "date", "text"} <= set(frame.columns)
