"""Segmentation is jieba's, token for token."""

from __future__ import annotations

import json
import random
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext import resources
from djtext.errors import UsageError
from djtext.text.words import cutter, describe, domain_words, parse_userdict, tagger, tokens

CLASSES = [
    "的一是在党建工作问题机关群众", "形式主义走出机关两张皮", "abcXYZ", "0123456789", "-_.", "+#&%", "，。！？；：“”（）、…—",
    "  \t\n\r\u3000", "㐀㐁䶵", "\u9fd6\u9fef鿿", "豈更車", "𠀀𠮷𪛖", "製訂黨機關", "ａｂ１２", "éñ", "😀👍", "⻔⼯", "\u200b\u202e",
    "々〇", "カナ", "한글", "٣", "\x00\x01", "%.5",
]  # fmt: skip


def hostile(number: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    made = []
    for _ in range(number):
        classes = rng.sample(CLASSES, rng.randint(1, 4))
        made.append("".join(rng.choice(rng.choice(classes)) for _ in range(rng.randint(1, 30))))
    return made


@pytest.mark.parametrize("hmm", [True, False])
@pytest.mark.parametrize("dictionary", [False, True])
def test_same_as_jieba_on_hostile_strings(hmm: bool, dictionary: bool) -> None:
    words = domain_words() if dictionary else ()
    ours, reference = cutter(words, hmm=hmm), cutter(words, engine="jieba", hmm=hmm)
    for text in hostile(6_000, seed=20260101 + hmm):
        assert ours(text) == reference(text), repr(text)


@pytest.mark.parametrize(
    "text",
    [
        "2011-2020年",
        "COVID-19",
        "v1.2.3",
        "B-25_x",
        "12.5%",
        "12.5",
        "C++与C#",
        "T恤",
        "机机机",
        "出机机机出",
        "a.b",
        "-",
        ".5",
        "𠀀工作",
        "製訂",
    ],
)
def test_same_as_jieba_where_rjieba_alone_is_not(text: str) -> None:
    assert cutter()(text) == cutter(engine="jieba")(text)


@pytest.mark.parametrize("dictionary", [False, True])
def test_same_as_jieba_on_the_sample_corpus(root: Path, dictionary: bool) -> None:
    words = domain_words() if dictionary else ()
    ours, reference = cutter(words), cutter(words, engine="jieba")
    for path in sorted((root / "corpus").glob("*.txt")):
        text = path.read_bytes().decode("utf-8", "replace")
        assert ours(text) == reference(text), path.name


@pytest.mark.parametrize("dictionary", [False, True])
def test_same_as_jieba_on_real_speeches(shared: Path, dictionary: bool) -> None:
    words = domain_words() if dictionary else ()
    ours, reference = cutter(words), cutter(words, engine="jieba")
    texts = []
    for path in sorted((shared / "data" / "speeches").rglob("*")):
        if path.suffix == ".jsonl":
            texts += [json.loads(line)["content"] for line in path.read_text(encoding="utf-8").splitlines()]
        elif path.suffix == ".txt":
            texts.append(path.read_text(encoding="utf-8", errors="replace"))
    assert len(texts) > 400
    for text in texts[:: 1 if dictionary else 3]:  # jieba itself is slow
        assert ours(text) == reference(text)


def test_list_of_characters_without_emission_is_jiebas() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jieba.finalseg import emit_P

    expected = {char for char in map(chr, range(0x4E00, 0x9FD6)) if char not in emit_P["S"]}
    assert set(resources.no_emission().read_text(encoding="utf-8")) == expected


@given(st.text(max_size=60))
def test_tokens_cover_the_text(text: str) -> None:
    found = list(tokens(text))
    assert "".join(token.text for token in found) == text
    assert all(text[token.start : token.end] == token.text for token in found)


def test_a_dictionary_changes_its_own_cutter_only() -> None:
    plain = cutter()("走出机关抓党建")
    assert cutter((("走出机关", None, ""),))("走出机关抓党建")[0] == "走出机关"
    assert cutter()("走出机关抓党建") == plain == cutter(engine="jieba")("走出机关抓党建")


def test_words_of_the_field_are_kept_whole() -> None:
    cut = cutter(domain_words())
    for word in ("三会一课", "两张皮", "一岗双责", "走出机关", "灯下黑", "两个维护"):
        assert word in cut(f"我们认为{word}很重要")


def test_userdict_format() -> None:
    assert parse_userdict("\ufeff甲乙 3 n\n# c\n\n丙丁\n", name="d") == (("甲乙", 3, "n"), ("丙丁", None, ""))
    with pytest.raises(UsageError, match="d:2"):
        parse_userdict("甲乙\n丙丁 0\n", name="d")


def test_tags() -> None:
    tag = tagger((("灯下黑", None, "i"),))
    assert (tag("机关"), tag("灯下黑"), tag("12"), tag("ab"), tag("，")) == ("n", "i", "m", "eng", "x")


def test_engine_is_named() -> None:
    assert describe().startswith("rjieba ")
    assert describe("jieba").startswith("jieba ")
