from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.text.fold import fold
from djtext.themes.find import compile_book, every_match, find, places
from djtext.types import Codebook, Theme

CASES = [
    # name, text, (theme, text of the hit) in order
    ("literal", "问题是两张皮。", [("tuojie", "两张皮")]),
    ("gap", "党建与业务工作严重脱节", [("tuojie", "党建与业务工作严重脱节")]),
    ("gap not over a sentence", "党建。业务脱节", [("tuojie", "脱节")]),
    ("gap not over a line", "党建\n业务脱节", [("tuojie", "脱节")]),
    ("gap too wide", "党建" + "一" * 13 + "业务脱节", [("tuojie", "脱节")]),
    ("gap at its limit", "党建" + "一" * 12 + "业务脱节", [("tuojie", "党建" + "一" * 12 + "业务脱节")]),
    ("wrong order", "脱节的业务和党建", [("tuojie", "脱节")]),
    ("nested: longest", "党建业务脱节", [("tuojie", "党建业务脱节")]),
    ("adjacent", "两张皮形式主义", [("tuojie", "两张皮"), ("xingshi", "形式主义")]),
    ("repeated", "走过场走过场", [("xingshi", "走过场"), ("xingshi", "走过场")]),
    ("void by not_pattern", "业务不脱节", []),
    ("alternatives", "深入到基层，走进基层", [("jiguan", "深入到基层"), ("jiguan", "走进基层")]),
    ("spaces inside", "两 张 皮", [("tuojie", "两 张 皮")]),
    ("zero width inside", "形式\u200b主义", [("xingshi", "形式\u200b主义")]),
    ("traditional text", "這個機關的黨建與業務工作脫節", [("tuojie", "黨建與業務工作脫節")]),
    ("radicals", "⾛出机关", [("jiguan", "⾛出机关")]),
    ("empty", "", []),
    ("punctuation only", "。，、", []),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_cases(book: Codebook, text: str, expected: list[tuple[str, str]]) -> None:
    hits = find(text, compile_book(book)).hits
    assert [(hit.theme, hit.text) for hit in hits] == expected
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)


def test_across_themes_the_leftmost_longest_wins_and_the_loser_is_recorded() -> None:
    book = Codebook(
        "b", "1", (Theme("a", "甲", "problem", "", ("流于形式",)), Theme("b", "乙", "problem", "", ("形式主义",)))
    )
    found = find("流于形式主义", compile_book(book))
    assert [hit.theme for hit in found.hits] == ["a"]
    assert [(lost.hit.theme, lost.reason, lost.winner) for lost in found.lost] == [("b", "overlap", "a")]


def test_void_matches_are_recorded(book: Codebook) -> None:
    lost = find("不脱节", compile_book(book)).lost
    assert [(item.reason, item.winner) for item in lost] == [("not_pattern", "不脱节")]


def test_same_extent_goes_to_the_first_theme() -> None:
    book = Codebook(
        "b", "1", (Theme("a", "甲", "problem", "", ("甲(乙|丙)",)), Theme("b", "乙", "problem", "", ("(甲|丁)乙",)))
    )
    assert [hit.theme for hit in find("甲乙", compile_book(book)).hits] == ["a"]


def brute(text: str) -> list[tuple[int, int]]:
    """All matches of 甲…{0,3}乙…{1,2}丙 by trying every place."""
    found = set()
    for a in range(len(text)):
        for b in range(a + 1, len(text)):
            for c in range(b + 1, len(text)):
                if (text[a], text[b], text[c]) == ("甲", "乙", "丙") and b - a - 1 <= 3 and 1 <= c - b - 1 <= 2:
                    if not set("。") & set(text[a:c]):
                        found.add((a, c + 1))
    picked = []
    reached = -1
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            picked.append((start, end))
            reached = end
    return picked


@given(st.text(alphabet="甲乙丙丁。", max_size=24))
def test_gaps_agree_with_trying_every_place(text: str) -> None:
    book = Codebook("b", "1", (Theme("a", "甲", "problem", "", ("甲…{0,3}乙…{1,2}丙",)),))
    found = find(text, compile_book(book))
    ours = [(hit.start, hit.end) for hit in found.hits]
    expected = brute(text)
    assert ours == expected


_WORDS = st.sampled_from(["甲", "乙", "丙", "甲乙", "乙丙", "丙丁戊", "丁"])
_SLOTS = st.lists(_WORDS, min_size=1, max_size=3, unique=True)
_GAPS = st.tuples(st.integers(0, 2), st.integers(0, 3)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.data(), st.lists(_SLOTS, min_size=2, max_size=4), st.text(alphabet="甲乙丙丁戊。\n", max_size=30))
def test_a_chain_has_the_longest_match_from_each_place_where_it_begins(
    data: st.DataObject, slots: list[list[str]], text: str
) -> None:
    gaps = [data.draw(_GAPS) for _ in slots[1:]]
    pattern = f"({'|'.join(slots[0])})"
    for (low, high), slot in zip(gaps, slots[1:], strict=True):
        pattern += f"…{{{low},{high}}}({'|'.join(slot)})"

    def ends(at: int, left: int) -> set[int]:
        """Where what is left of the chain ends that begins at a place, by trying everything."""
        here = {at + len(word) for word in slots[left] if text.startswith(word, at)}
        if left == len(slots) - 1:
            return here
        low, high = gaps[left]
        return {
            end
            for stop in here
            for width in range(low, high + 1)
            if not set(text[stop : stop + width]) & set("。\n")
            for end in ends(stop + width, left + 1)
        }

    expected = {(at, max(ends(at, 0))) for at in range(len(text)) if ends(at, 0)}
    book = Codebook("b", "1", (Theme("a", "甲", "problem", "", (pattern,)),))
    found = [(start, end) for start, end, _ in every_match(fold(text).text, compile_book(book))]
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_bare_places_are_those_of_the_hits(book: Codebook) -> None:
    text = "这 个机\u200b关的党 建与业务工作脱 节，两\u200b张皮；走过场"
    matcher = compile_book(book)
    hits = find(text, matcher).hits
    assert len(hits) == 3
    assert [(start, end, matcher.patterns[number][1]) for start, end, number in places(fold(text), matcher)] == [
        (hit.start, hit.end, hit.pattern) for hit in hits
    ]


@given(st.text(max_size=100))
def test_hits_never_overlap_and_stand_where_they_say(text: str) -> None:
    from djtext.themes.codebook import load

    hits = find(text, compile_book(load())).hits
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)
    assert all(a.end <= b.start for a, b in zip(hits, hits[1:], strict=False))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"办法\(试行\)", "管理办法(试行)印发"),
        (r"办法\(试行\)", "管理办法（试行）印发"),
        ("党建,业务", "党建,业务两不误"),
        ("党建,业务", "党建，业务两不误"),
        ("机关 党建", "机关党建"),
        ("機關黨建", "机关党建"),
        ("機關黨建", "這個機關黨建與業務"),
        ("甲…{1,2}乙", "甲，乙"),
        ("ＡＢ", "AB"),
    ],
)
def test_patterns_meet_texts_however_either_is_typed(pattern: str, text: str) -> None:
    book = Codebook("b", "1", (Theme("a", "甲", "problem", "", (pattern,)),))
    assert len(find(text, compile_book(book)).hits) == 1


def test_two_codebooks_in_one_process_do_not_touch_each_other(book: Codebook) -> None:
    other = Codebook("o", "1", (Theme("x", "皮", "problem", "", ("张皮",)),))
    first = [hit.theme for hit in find("两张皮", compile_book(book)).hits]
    assert [hit.theme for hit in find("两张皮", compile_book(other)).hits] == ["x"]
    assert [hit.theme for hit in find("两张皮", compile_book(book)).hits] == first == ["tuojie"]


def test_repeated_characters_stay_linear(book: Codebook) -> None:
    text = "党建业务" * 20_000
    began = time.process_time()
    find(text, compile_book(book))
    short = time.process_time() - began
    began = time.process_time()
    find(text * 2, compile_book(book))
    assert time.process_time() - began < max(1.0, 5 * short)
