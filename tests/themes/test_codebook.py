from __future__ import annotations

from pathlib import Path

import pytest

from djtext.errors import CodebookError
from djtext.themes import codebook
from djtext.themes.find import compile_book

FIFTEEN = {
    "liangzhangpi", "xingshizhuyi", "guanliaozhuyi", "buzuowei", "zouchujiguan", "ronghe", "lilunxuexi", "zerenluoshi",
    "zhidujianshe", "kaohejiandu", "duiwujianshe", "fuwuqunzhong", "lianzheng", "zuzhishenghuo", "chuangxin",
}  # fmt: skip

WRONG = """\
name = "试"
verson = "1"

[[theme]]
key = "Jia"
label = "甲"
kind = "wrong"
patterns = ["甲(乙", "人", "甲乙", "甲乙"]

[[theme]]
key = "b"
label = "乙"
kind = "remedy"
definition = "乙"
pattern = ["x"]

[[theme]]
key = "b"
label = 3
kind = "remedy"
definition = "乙"
patterns = "甲乙"

[[theme]]
key = "c"
label = "丙"
kind = "value"
definition = "丙"
patterns = ["甲乙"]
"""


def test_packaged_codebook_has_no_mistakes() -> None:
    book = codebook.load()
    assert codebook.parse(Path(codebook.resources.codebook()).read_text(encoding="utf-8")).themes == book.themes
    assert codebook.check_examples(book) == ()
    assert len(book.themes) >= 40
    assert set(book.keys()) >= FIFTEEN
    for theme in book.themes:
        assert theme.definition and theme.when and theme.when_not and theme.examples, theme.key
        assert theme.label_en, theme.key
        if theme.key in FIFTEEN:
            assert 20 <= len(theme.patterns) <= 80, theme.key


def test_all_mistakes_at_once_with_their_lines() -> None:
    with pytest.raises(CodebookError) as caught:
        codebook.parse(WRONG, name="w.toml")
    problems = caught.value.problems
    assert caught.value.exit_code == 2
    places = [(int(problem.split(":")[1]), problem.split(": ")[1]) for problem in problems]
    assert places == sorted(places, key=lambda place: place[0])
    text = "\n".join(problems)
    for wanted in (
        "w.toml:2: -: ",
        "w.toml:5: Jia",
        "w.toml:7: Jia",
        "“甲(乙”",
        "“人”",
        "“甲乙”",
        "w.toml:15: b",
        "w.toml:18: b",
        "w.toml:19: b",
        "w.toml:22: b",
    ):
        assert wanted in text, wanted
    assert "w.toml:29: c" in text  # stands in another theme already
    assert "version" in text


@pytest.mark.parametrize(
    "text", ["", "name =", "[[theme]]", 'name = "a"\nversion = "1"\ntheme = 3', "\x00", "name = [[[[", "a" * 10]
)
def test_anything_gives_a_codebook_error(text: str) -> None:
    with pytest.raises(CodebookError):
        codebook.parse(text)


def test_missing_and_foreign_files(tmp_path: Path) -> None:
    for data in (None, b"\xff\xfe\x00", "name = '甲'".encode("gb18030")):
        path = tmp_path / "x.toml"
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(CodebookError, match=r"x\.toml"):
            codebook.load(path)


def test_compiled_once() -> None:
    assert compile_book(codebook.load()) is compile_book(codebook.load())
