"""The profile in a study: made once, brought up to date, checked, and the same as that of the files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from djtext.errors import StudyDamaged, UsageError
from djtext.measures.profile.documents import base_job
from djtext.read import discover
from djtext.study import index, profile, schema
from djtext.study.check import check
from djtext.study.lock import writing
from djtext.study.profile import Opened, of_documents, open_study
from djtext.study.run import each
from djtext.study.scan import in_several, scan_job
from djtext.study.store import Study
from djtext.themes import codebook
from djtext.types import Codebook, Document

BOOK = codebook.load()
NEW = Document(
    "new", "近来各地探索“党建云图”。\n一些支部党建和业务工作严重脱节，是典型的两张皮。要走出机关服务群众，每季度走访联系点不少于两次。"
)  # fmt: skip


def add(path: Path, *paths: Path) -> index.Added:
    return index.add(path, [str(p) for p in paths], BOOK, jobs=1, wait=0)


@pytest.fixture
def study(texts: Path, tmp_path: Path) -> Path:
    path = tmp_path / "s.djtext"
    add(path, texts)
    return path


def scanned(opened: Opened, doc: Document = NEW) -> object:
    found = scan_job(BOOK, opened)(doc)
    opened.read.close()  # or a writer would wait for it
    return replace(found, nearest=(), copied=()), {c.text for c in found.copied}, [n.cosine for n in found.nearest]


def from_files(texts: Path) -> Opened:
    results = each(discover([str(texts)]), lambda: base_job(BOOK), jobs=1)
    found = [(r.doc, r.value) for r in results if r.doc is not None and r.value is not None]
    return of_documents(((replace(doc, text=value[0]), value[1]) for doc, value in found), BOOK)


def test_a_study_and_its_files_say_the_same(study: Path, texts: Path) -> None:
    one, other = open_study(study, BOOK), from_files(texts)
    assert one.made == len(one.base) == len(other.base) == 8
    assert scanned(one) == scanned(other)
    again = open_study(study, BOOK)
    assert again.made == 0 and scanned(again) == scanned(one)
    found = scan_job(BOOK, again)(NEW)
    again.read.close()
    assert [p.text for p in found.phrases or ()] == ["党建云图"]
    assert found.copied and found.copied[0].text in NEW.text and found.nearest[0].cosine > 0.1


def test_only_what_is_new_is_profiled(study: Path, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "PART_CHARS", 10)  # every part counts as full
    open_study(study, BOOK)
    (texts / "新.txt").write_text("新来的短文说党建云图很好，大家都在看。", encoding="utf-8")
    add(study, texts)
    told: list[int] = []
    opened = open_study(study, BOOK, tell=told.append)
    assert told == [1] and opened.made == 1 and len(opened.base.parts) == 2
    assert scanned(opened) == scanned(from_files(texts))
    assert scan_job(BOOK, opened)(NEW).phrases == ()
    opened.read.close()
    (texts / "新.txt").write_text("改过的短文不再说那个词。", encoding="utf-8")
    add(study, texts)
    assert open_study(study, BOOK).made == 1
    index.forget(study, [str(texts / "0.txt")])
    opened = open_study(study, BOOK)
    assert len(opened.base) == 8
    (texts / "0.txt").unlink()
    assert scanned(opened) == scanned(from_files(texts))


def test_half_empty_parts_are_put_together(study: Path, texts: Path) -> None:
    open_study(study, BOOK)
    (texts / "新.txt").write_text("新来的短文。", encoding="utf-8")
    add(study, texts)
    opened = open_study(study, BOOK)
    assert opened.made == 9 and len(opened.base.parts) == 1


def test_a_study_that_cannot_be_written_serves_all_the_same(study: Path, texts: Path) -> None:
    with writing(study):
        opened = open_study(study, BOOK, wait=0)
        assert not opened.kept and opened.made == 8
    open_study(study, BOOK).read.close()
    assert scanned(opened) == scanned(from_files(texts))


def test_damage_is_told(study: Path) -> None:
    open_study(study, BOOK)
    assert check(study, read_data=True) == 8
    with closing(sqlite3.connect(study)) as connection:
        data = bytearray(connection.execute("SELECT data FROM profile WHERE id = 1").fetchone()[0])
        data[-1] ^= 1  # a count: nothing that shows
        connection.execute("UPDATE profile SET data = ? WHERE id = 1", (bytes(data),))
        connection.commit()
    with pytest.raises(StudyDamaged, match="校验和"):
        check(study, read_data=True)
    with closing(sqlite3.connect(study)) as connection:
        connection.execute("UPDATE profile SET data = ? WHERE id = 1", (bytes(data[:-5]),))
        connection.commit()
    with pytest.raises(StudyDamaged, match="基准概要"):
        open_study(study, BOOK)


def test_another_codebook_is_refused(study: Path) -> None:
    with pytest.raises(UsageError, match="编码本"):
        open_study(study, Codebook("别的", "1", BOOK.themes[:2]))


def test_a_study_of_the_first_format_gets_its_table(study: Path) -> None:
    with closing(sqlite3.connect(study)) as connection:
        connection.execute("DROP TABLE profile")
        connection.execute("PRAGMA user_version=1")
    opened = open_study(study, BOOK)
    assert opened.made == 8 and opened.kept
    with closing(sqlite3.connect(study)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.FORMAT,)
    with Study(study) as made:
        assert made.row("SELECT count(*) FROM profile") == (2,)


def test_a_document_of_the_baseline_is_told_as_such(study: Path) -> None:
    opened = open_study(study, BOOK)
    with Study(study) as made:
        stored = next(each for each in made.outcomes() if each.id)
    found = scan_job(BOOK, opened)(replace(stored.doc, id="copy.txt", digest="", path=""))
    opened.read.close()
    assert found.known == (stored.doc.id,) and found.phrases is None and found.score == 0
    assert stored.doc.id not in [near.doc for near in found.nearest]


def test_hashes_in_several_arrays() -> None:
    import numpy as np

    arrays = [np.array(keys, np.uint32) for keys in ([1, 2, 3], [3, 4], [5], [1, 3], *([n] for n in range(100, 300)))]
    assert in_several(iter(arrays)).tolist() == [1, 3]
    assert in_several([]).tolist() == []
