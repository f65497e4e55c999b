"""Kept plus removed accounts for every character that was read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from djtext.clean import Cleaned, clean
from djtext.clean.draft import Draft, merged, without
from djtext.read.decode import decode

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12), st.sampled_from("xyz")), max_size=6)
PAGE = st.lists(
    st.sampled_from(
        ["一、存在的问题", "首页 > 范文 > 党建", "作者：某某 点击：12", "— 3 —", "下载文档查看全文", "相关推荐", "VIP专享", "", "  ", "\f", "党建⼯作",
         "一些干部不愿走出机关，群众有意见，问题堆在桌上，怨气积在心里。", "要沉下去，把办公桌搬到村口[1]，把话说到炕头[2]。", "某某网 www.a.test 更新", "2、间断", "1、没有"]
    ),
    max_size=14,
).map("\n".join)  # fmt: skip


def rebuilt(done: Cleaned) -> str:
    """The text as read, put together again from what was kept and what was removed."""
    kept = iter(done.text)
    removed = bytearray(len(done.read))
    for item in done.removals:
        assert done.read[item.start : item.end] == item.text
        assert not any(removed[item.start : item.end])
        removed[item.start : item.end] = b"\1" * (item.end - item.start)
    return "".join(char if removed[place] else next(kept) for place, char in enumerate(done.read)) + "".join(kept)


@given(st.text(alphabet="甲乙丙丁戊己庚辛", max_size=40), st.lists(SPANS, max_size=3))
def test_drafts_know_where_everything_was(text: str, steps: list[list[tuple[int, int, str]]]) -> None:
    draft = Draft(text)
    for spans in steps:
        fitting = [(min(a, len(draft.text)), min(a + n, len(draft.text)), rule) for a, n, rule in spans]
        draft = without(draft, fitting)
        assert all(text[draft.origin(place)] == char for place, char in enumerate(draft.text))
    gone = sum(end - start for start, end, _ in draft.removed)
    assert len(draft.text) + gone == len(text)
    assert merged(draft.removed) == merged(sorted(draft.removed, reverse=True))


@settings(max_examples=150)
@given(PAGE)
def test_every_character_is_accounted_for(text: str) -> None:
    done = clean(text)
    assert rebuilt(done) == done.read
    assert len(done.read) == len(text)


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_any_text_is_accounted_for(text: str) -> None:
    assert rebuilt(clean(text)) == clean(text).read


@settings(max_examples=60)
@given(PAGE)
def test_cleaning_is_settled_after_a_few_passes(text: str) -> None:
    for _ in range(6):
        again = clean(text).text
        if again == text:
            return
        assert len(again) <= len(text)
        text = again
    raise AssertionError("cleaning goes on and on")


def test_real_pages_are_accounted_for(root: Path) -> None:
    for path in sorted((root / "corpus").glob("*.txt")):
        done = clean(decode(path.read_bytes()).text)
        assert rebuilt(done) == done.read


@pytest.mark.parametrize("folder", ["seeds", "data/party", "data/ocr", "data/commentary-pdf"])
def test_shared_pages_are_accounted_for(shared: Path, folder: str) -> None:
    for path in sorted((shared / folder).glob("*.txt"))[:150]:
        done = clean(decode(path.read_bytes()).text)
        assert rebuilt(done) == done.read
