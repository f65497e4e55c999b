"""Is a study whole? What SQLite can tell of its own file, and what only checksums of the content can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from djtext.lang import t
from djtext.read.walk import shown
from djtext.study.pack import KINDS, digest, sha256
from djtext.study.phrases import bigrams
from djtext.study.profile import profile_problems
from djtext.study.schema import OF_DOCUMENT, SPAN
from djtext.study.store import Study, damaged, ledger_digest, read_packed

_MANY = 20


def check(path: Path, *, read_data: bool = False, wait: float = 5.0) -> int:
    """Check a study; the number of its documents.

    Always the file's structure, indexes and references; with `read_data` also every text and every row below it against
    its SHA-256, and the full-text index against the texts. A flipped bit that leaves the file readable is found by the
    checksums only.

    Raises StudyDamaged with all `problems`, NoSuchStudy, NewerFormat.
    """
    with Study(path, wait=wait) as study:
        problems: list[str] = []
        for found in _problems(study, read_data):
            problems.append(found)
            if len(problems) >= _MANY:
                break
        if problems:
            raise damaged(path, problems[0], problems)
        return int(study.row("SELECT count(*) FROM document")[0])


def _problems(study: Study, read_data: bool) -> Iterator[str]:
    for (line,) in study.rows(f"PRAGMA integrity_check({_MANY})"):
        if line != "ok":
            yield str(line)
    for table, row, parent, _ in study.rows("PRAGMA foreign_key_check"):
        yield t(f"表 {table} 第 {row} 行所指的 {parent} 不存在", f"{table}, row {row}: there is no such {parent}")
    for table in (*OF_DOCUMENT,):
        sql = f"SELECT count(*) FROM {table} WHERE id / {SPAN} <> document_id"  # noqa: S608
        if study.row(sql)[0]:
            yield t(f"表 {table} 的编号不对", f"{table}: ids that do not fit their documents")
    if not read_data:
        return
    words: Counter[bytes] = Counter()
    texts: Counter[bytes] = Counter()
    sql = (
        "SELECT id, doc, member, title, date, source, author, meta, flags, digest, marks, text_sha256, rows_sha256, text "
        "FROM document ORDER BY id"
    )
    for number, doc, *header, rows_sha256, text in study.rows(sql):
        if not isinstance(text, str) or sha256(text) != header[-1]:
            yield t(f"{shown(str(doc))}：文本与校验和不符", f"{shown(str(doc))}: its text does not fit its checksum")
            continue
        try:
            same = digest(header, read_packed(study, number, KINDS)) == rows_sha256
        except (TypeError, ValueError):
            same = False
        if not same:
            yield t(
                f"{shown(str(doc))}：分析结果与校验和不符", f"{shown(str(doc))}: its analysis does not fit its checksum"
            )
        here = Counter(_tokens(bigrams(text)))
        words.update(here)
        texts.update(here.keys())
    yield from _index_problems(study, words, texts)
    yield from _other_problems(study)
    yield from profile_problems(study)


def _tokens(words: str) -> list[bytes]:
    """The tokens that SQLite's `ascii` tokenizer makes of pairs of characters."""
    data = words.encode("utf-8", "replace").lower()
    return data.translate(_SEPARATORS).split(b" ") if data else []


_SEPARATORS = bytes(n if n >= 0x80 or chr(n).isalnum() else 0x20 for n in range(256))


def _index_problems(study: Study, words: Counter[bytes], texts: Counter[bytes]) -> Iterator[str]:
    words.pop(b"", None)
    wrong = t("全文索引与文本不符", "the full-text index does not fit the texts")
    seen = 0
    sql = "SELECT CAST(term AS BLOB), doc, cnt FROM temp.fts_words"
    study.make_vocabulary()
    for term, documents, count in study.rows(sql):
        seen += 1
        if words.get(bytes(term)) != count or texts.get(bytes(term)) != documents:
            yield wrong
            return
    if seen != len(words):
        yield wrong


def _other_problems(study: Study) -> Iterator[str]:
    """Inputs, outcomes and themes against their common checksum, which is there when the last run ended well."""
    for (wanted,) in study.rows("SELECT value FROM study WHERE name = 'ledger_sha256'"):
        if ledger_digest(study.rows) != wanted:
            yield t("输入、台账或主题表与校验和不符", "inputs, outcomes or themes do not fit their checksum")
