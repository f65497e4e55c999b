"""Places found again: other ways of counting, changed white space, repeated sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from djtext.text.anchor import bare, find_again, from_utf16, to_utf16, unit_id

TEXT = st.text(st.sampled_from("走出机关。 \n𠮷a"), max_size=30)


@given(TEXT, st.data())
def test_utf16_and_back(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    (units,) = to_utf16(text, [place])
    assert units == len(text[:place].encode("utf-16-le")) // 2
    assert from_utf16(text, units) == place


@given(TEXT, st.data())
def test_a_piece_is_found_at_its_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    piece = text[start:end]
    found = find_again(text, piece, start)
    assert found == (start, end) if bare(piece) else found is None


@given(TEXT, TEXT)
def test_what_is_found_reads_the_same(text: str, piece: str) -> None:
    found = find_again(text, piece)
    if found is None:
        assert not bare(piece) or bare(piece) not in bare(text)
    else:
        assert bare(text[slice(*found)]) == bare(piece)


def test_the_nearest_of_several() -> None:
    text = "要学习。" * 5
    assert find_again(text, "要学习。", 9) == (8, 12)
    assert find_again(text, "要 学习。", 15) == (16, 20)


def test_ids_do_not_depend_on_white_space() -> None:
    assert unit_id("a", 3, "走出 机关。\r\n") == unit_id("a", 3, "走出机关。") != unit_id("a", 4, "走出机关。")
