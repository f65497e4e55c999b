from __future__ import annotations

import pickle
from collections import Counter
from functools import partial
from typing import Any

import pytest

from djtext.measures.kwic import lines
from djtext.study.concordance import kwic_job
from djtext.study.lexis import collocates_job, counts_job, variety_job, words_job
from djtext.text.words import cutter, domain_words
from djtext.themes.find import compile_book
from djtext.types import Codebook, Document, Theme

WORDS = domain_words()
BOOK = Codebook("-", "", (Theme("pattern", "党", "problem", "", ("党",)),))
DOC = Document(
    "a", "机关党建\n一些党员和支部党建工作脱节，３５％的 党 员不来。党！\n黨建不是黨員一個人的事。", title="机关党建"
)
JOBS: list[Any] = [
    partial(kwic_job, BOOK, "pattern", 4),
    partial(words_job, WORDS, "rjieba"),
    partial(counts_job, WORDS, "rjieba", hmm=False),
    partial(variety_job, WORDS, "rjieba", frozenset({"的"}), window=5),
    partial(collocates_job, BOOK, WORDS, "rjieba", span=None),
]


@pytest.mark.parametrize("make", JOBS)
def test_jobs_and_their_values_cross_processes(make: Any) -> None:
    value = make()(DOC)
    assert pickle.loads(pickle.dumps(make))()(DOC) == value == pickle.loads(pickle.dumps(value))
    assert isinstance(value, tuple)


def test_words_in_order_and_counts_agree() -> None:
    different, sequence = words_job(WORDS, "rjieba")(DOC)
    text = [different[number] for number in sequence]
    assert text[:4] == ["机关党建", "一些", "党员", "和"] and "，" not in text and "35%" in text
    assert text.count("党员") == 2  # also where a space stands inside
    kept, counts = counts_job(WORDS, "rjieba")(DOC)
    assert dict(zip(kept, counts, strict=True)) == Counter(text)


def test_engines_agree(root: Any) -> None:
    text = (root / "corpus" / "06-戒尺就放在手边.txt").read_text(encoding="utf-8")
    fast, slow = (counts_job(WORDS, engine)(Document("a", text)) for engine in ("rjieba", "jieba"))
    assert fast == slow and sum(fast[1]) > 500


def test_diversity_counts_words_without_stop_words() -> None:
    words, types, ttr, mattr, _, text = variety_job((), "rjieba", frozenset({"的"}), window=3)(
        Document("a", "好的 工作，好的\n工作")
    )
    cut = [word for word in cutter()("好的工作，好的\n工作") if word not in "，的\n"]
    assert (words, types) == (len(cut), len(set(cut))) and ttr == types / words
    assert mattr is not None and text == "好的工作，好的工作"
    assert variety_job((), "rjieba", frozenset(), window=100)(DOC)[3] is None  # shorter than the window


def test_collocates_of_characters_and_of_whole_words() -> None:
    all_places = collocates_job(BOOK, WORDS, "rjieba", span=2)(DOC)
    whole = collocates_job(BOOK, WORDS, "rjieba", span=2, whole_words=True)(DOC)
    assert all_places[2] == DOC.text.count("党") == 5  # the text as a whole is not traditional
    assert whole[2] == 1  # the one that is a word
    assert {"脱节", "支部"} & {near[0] for near in all_places[4]}
    assert all(example in DOC.text for example in all_places[3])


def test_offsets_lead_back_where_signs_were_folded_away() -> None:
    doc = Document("a", "机 关\u200b党 建。联\u200b系 基 层 群 众")
    book = Codebook("-", "", (Theme("pattern", "基层", "problem", "", ("基层",)),))
    made = collocates_job(book, (), "rjieba", span=1)(doc)
    assert made[2] == 1 and {near[0] for near in made[4]} == {"联系", "群众"}
    assert made[3] == ("联\u200b系 基 层 群 众",)
    (line,) = lines(doc, compile_book(book), "pattern")
    assert line[1] == "基 层"
