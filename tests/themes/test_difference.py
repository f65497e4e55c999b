from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from djtext.themes.difference import changes, document_difference, same_themes
from djtext.themes.find import compile_book
from djtext.types import Codebook, Document, Theme

A = Codebook(
    "b",
    "1",
    (
        Theme("tuojie", "脱节", "problem", "分开", ("两张皮", "脱节")),
        Theme("old", "走出机关", "remedy", "下去", ("走出机关", "下基层")),
        Theme("gone", "会风", "problem", "会多", ("陪会",)),
    ),
)
B = Codebook(
    "b",
    "2",
    (
        Theme("new", "走出机关", "remedy", "下去", ("下基层", "走出机关")),
        Theme("tuojie", "脱节", "problem", "两件事分开", ("两张皮", "党建…业务…脱节"), ("不脱节",)),
        Theme("added", "业务", "value", "业务", ("业务",)),
    ),
)


def test_every_kind_of_change_is_told() -> None:
    assert same_themes(A, B) == {"tuojie": "tuojie", "old": "new"}
    assert [(c.change, c.theme, c.field, c.before, c.after) for c in changes(A, B)] == [
        ("changed", "", "version", "1", "2"),
        ("changed", "", "order", "tuojie old", "old tuojie"),
        ("renamed", "new", "key", "old", "new"),
        ("changed", "tuojie", "definition", "分开", "两件事分开"),
        ("removed", "tuojie", "patterns", "脱节", ""),
        ("added", "tuojie", "patterns", "", "党建…业务…脱节"),
        ("added", "tuojie", "not_patterns", "", "不脱节"),
        ("added", "added", "", "", "业务"),
        ("removed", "gone", "", "会风", ""),
    ]
    assert changes(A, A) == changes(A, replace(A, path="elsewhere")) == ()


def test_hits_gained_and_lost_in_a_text() -> None:
    doc = Document("a", "党建与业务脱节。\n产销脱节，业务好，要走出机关，不陪会。")
    found = document_difference(doc, compile_book(A), compile_book(B))
    assert found.before == (("gone", 1), ("new", 1), ("tuojie", 2))
    # the longer match is the same hit of its theme; the bare one is lost, 业务 within the longer match is no hit
    assert found.after == (("added", 1), ("new", 1), ("tuojie", 1))
    assert [(m.change, m.theme, m.found.hit.text, m.instead, m.found.sentence[:4]) for m in found.moved] == [
        ("lost", "tuojie", "脱节", "", "产销脱节"),
        ("gained", "added", "业务", "", "产销脱节"),
        ("lost", "gone", "陪会", "", "产销脱节"),
    ]


def test_the_theme_that_takes_the_place_is_named() -> None:
    one = Codebook("b", "1", (Theme("a", "甲", "value", "", ("业务工作",)),))
    two = Codebook("b", "1", (Theme("b", "乙", "value", "", ("抓业务工作",)),))
    moved = document_difference(Document("d", "抓业务工作"), compile_book(one), compile_book(two)).moved
    assert [(m.change, m.theme, m.instead) for m in moved] == [("gained", "b", "a"), ("lost", "a", "b")]


PATTERNS = st.lists(
    st.sampled_from(["党建", "业务", "脱节", "党建业务", "业务脱节", "党建…脱节", "建业"]),
    min_size=1,
    max_size=4,
    unique=True,
)


@settings(max_examples=60)
@given(
    st.lists(PATTERNS, min_size=1, max_size=3),
    st.lists(PATTERNS, min_size=1, max_size=3),
    st.text("党建业务脱节。，", max_size=30),
)
def test_after_is_before_plus_gained_minus_lost(one: list[list[str]], two: list[list[str]], text: str) -> None:
    a, b = (
        Codebook("b", "1", tuple(Theme(f"t{n}", "x", "value", "", tuple(p)) for n, p in enumerate(given_)))
        for given_ in (one, two)
    )
    found = document_difference(Document("d", text), compile_book(a), compile_book(b))
    before, after = dict(found.before), dict(found.after)
    for key in {*before, *after, *(m.theme for m in found.moved)}:
        gained = sum(m.theme == key and m.change == "gained" for m in found.moved)
        lost = sum(m.theme == key and m.change == "lost" for m in found.moved)
        assert after.get(key, 0) == before.get(key, 0) + gained - lost
    assert document_difference(Document("d", text), compile_book(a), compile_book(a)).moved == ()
