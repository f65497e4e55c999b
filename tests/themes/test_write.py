from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext import lang
from djtext.errors import UsageError
from djtext.themes import codebook
from djtext.themes.write import copied, quoted, starter, to_toml


@given(st.text())
def test_any_text_is_a_string_of_toml(text: str) -> None:
    written = quoted(text)
    assert tomllib.loads(f"a = {written}")["a"] == "".join("�" if "\ud800" <= c <= "\udfff" else c for c in text)
    assert "\n" not in written and "\u202e" not in written


def test_the_packaged_codebook_is_written_and_read_again() -> None:
    book = codebook.load()
    assert codebook.parse(to_toml(book, head=("两行\n注释",))).themes == book.themes


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_starter_checks_clean_and_shows_every_field(language: str) -> None:
    lang.use("en" if language == "en" else "zh")
    text = starter('我的 "本"')
    book = codebook.parse(text)
    assert book.name == '我的 "本"' and codebook.check_examples(book, text) == ()
    for field in ("when_not", "not_patterns", "counter_examples", "label_en", "# description"):
        assert field in text


def test_themes_are_copied_by_key_or_label() -> None:
    book, said = copied(codebook.load(), codebook.load().keys(), "全")
    assert book.themes == codebook.load().themes and said == ()
    for theme in codebook.load().themes:  # each alone checks clean, what needs the others left out and said
        alone, left = copied(codebook.load(), [theme.key], "一")
        assert codebook.check_examples(alone) == ()
        gone = len(theme.examples) + len(theme.counter_examples)
        gone -= len(alone.themes[0].examples) + len(alone.themes[0].counter_examples)
        assert gone == len(left)
    with pytest.raises(UsageError):
        copied(codebook.load(), ["没有这个"], "一")
