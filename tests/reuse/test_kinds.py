from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.reuse.kinds import KINDS, Quoted, Quotes, kind_of, quotations, quoted

CASES = {
    "marks": ("他说过一句话“打铁必须自身硬，绣花要得手绵巧”，很对。", [("打铁必须自身硬，绣花要得手绵巧", "")]),
    "short marks are a term": ("抓好“三会一课”和“两学一做”。", []),
    "corner marks": ("報告寫著「堅持黨要管黨、從嚴治黨方針」。", [("堅持黨要管黨、從嚴治黨方針", "")]),
    "title": ("学习《关于新形势下党内政治生活的若干准则》。", [("关于新形势下党内政治生活的若干准则", "")]),
    "leader without marks": (
        "近来，习近平总书记指出，要抓住关键少数。我们要照办。",
        [("习近平总书记指出，要抓住关键少数。", "习近平")],
    ),
    "document without marks": ("党章规定：党员必须履行义务。其余不论。", [("党章规定：党员必须履行义务。", "党章")]),
    "document by title": ("《条例》指出，支部是基础。", [("《条例》指出，支部是基础。", "《条例》")]),
    "leader with marks over sentences": (
        "毛泽东说：“没有调查，没有发言权。调查就是解决问题。”我们要记住。",
        [
            ("毛泽东说：“没有调查，没有发言权。调查就是解决问题。”", "毛泽东"),
            ("没有调查，没有发言权。调查就是解决问题。", "毛泽东"),
        ],
    ),
    "told in the writer's words": ("党的十六大分清了图书馆和书店两类事业，意义重大。", []),
    "a law with a comma": ("党章规定，党员要带头。", [("党章规定，党员要带头。", "党章")]),
    "a law as a noun": ("我们按照党章规定，认真开好会议。", []),
    "a demand as a noun": ("落实中央经济工作会议要求，坚持稳中求进。", []),
    "proverb": ("俗话说，群众心里有杆秤。干部要听。", [("俗话说，群众心里有杆秤。", "")]),
    "a mark left open ends with the paragraph": (
        "他说“要走出机关沉到基层去\n新的一段。",
        [("要走出机关沉到基层去", "")],
    ),
    "a closing mark alone": ("要走出机关沉到基层去”。", []),
    "no name": ("大家说，要走出机关沉到基层去。", []),
    "empty": ("", []),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_given_as_anothers_words(name: str) -> None:
    text, expected = CASES[name]
    assert [(text[span.start : span.end], span.whom) for span in quotations(text)] == expected


@given(st.text(alphabet='习近平指出强调：，。“”《》\n党章规定说「」"要走出机关', max_size=60))
def test_spans_lie_within_the_text(text: str) -> None:
    spans = quotations(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert list(spans) == sorted(spans, key=lambda span: (span.start, span.end, span.whom))
    assert quoted(spans, 0, len(text))[0] in {True, False}


def test_hostile_marks_take_no_time() -> None:
    for text in ("“" * 50_000, "“”" * 30_000, "习近平" * 30_000, "《" * 50_000, "总书记说" * 20_000, '"' * 50_001):
        assert isinstance(quotations(text), tuple)


def test_three_fifths_of_a_passage() -> None:
    assert quoted([Quoted(0, 60)], 0, 100) == (True, "")
    assert quoted([Quoted(0, 59)], 0, 100) == (False, "")
    assert quoted([Quoted(0, 40), Quoted(30, 60)], 0, 100)[0]
    assert not quoted([Quoted(0, 40), Quoted(0, 40)], 0, 100)[0]


def test_quotes_are_read_by_paragraph() -> None:
    text = "第一段没有。\n习近平总书记强调，坚持不懈抓作风建设。\n第三段。"
    quotes = Quotes([text, "坚持不懈抓作风建设。"])
    start = text.index("坚持")
    assert quotes.of(0, start, start + 9) == (True, "习近平")
    assert quotes.of(1, 0, 9) == (False, "")
    assert (
        quotes.either((1, 0, 9), (0, start, start + 9))
        == quotes.either((0, start, start + 9), (1, 0, 9))
        == (True, "习近平")
    )


def test_the_first_kind_that_holds() -> None:
    made = [
        kind_of(same_group=group, is_quoted=quote, docs=docs)
        for group in (True, False)
        for quote in (True, False)
        for docs in (10, 9)
    ]
    assert made == ["duplicate"] * 4 + ["quote", "quote", "boilerplate", "copy"]
    assert set(made) == set(KINDS)
