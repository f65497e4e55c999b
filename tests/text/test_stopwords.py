from __future__ import annotations

from pathlib import Path

import pytest

from djtext import resources
from djtext.errors import UsageError
from djtext.text import stopwords

LISTS = ("function-words", "genre-filler", "numbers")


def test_lists_say_where_they_come_from() -> None:
    assert stopwords.names() == LISTS
    for name in LISTS:
        head = [
            line
            for line in (resources.stopwords() / f"{name}.txt").read_text(encoding="utf-8").splitlines()
            if line.startswith("#")
        ]
        for field in ("name", "purpose", "source", "licence", "date", "reason"):
            assert any(line.startswith(f"# {field}:") for line in head), (name, field)


def test_lists_do_not_overlap_and_leave_content_alone() -> None:
    loaded = {name: stopwords.load(name) for name in LISTS}
    assert len(stopwords.union(LISTS)) == sum(len(words) for words in loaded.values())
    assert not stopwords.union(LISTS) & {"监督", "责任", "制度", "群众", "问题", "党员", "形式主义"}
    assert {"的", "了"} <= loaded["function-words"]
    assert {"进一步", "切实"} <= loaded["genre-filler"]


def test_own_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("# comment\n机关\n\n党建\n", encoding="utf-8")
    assert stopwords.load(str(path)) == {"机关", "党建"}


def test_unknown_list_names_the_packaged_ones() -> None:
    with pytest.raises(UsageError) as caught:
        stopwords.load("nosuch")
    assert "function-words" in caught.value.hint
