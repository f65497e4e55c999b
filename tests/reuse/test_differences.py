from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.reuse import differences as module
from djtext.reuse.differences import differences, edit_distance, similarity

SHORT = st.text(alphabet="党建工，。 ", max_size=14)
TWENTY_FIVE = "切实为基层减负松绑持续整治形式主义官僚主义突出问题"


def by_table(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


@given(SHORT, SHORT)
def test_edit_distance_is_that_of_the_table(a: str, b: str) -> None:
    assert edit_distance(a, b) == by_table(a, b) == edit_distance(b, a)


@given(SHORT, SHORT)
def test_similarity_is_a_share_and_symmetric(a: str, b: str) -> None:
    assert 0 <= similarity(a, b) <= 1
    assert similarity(a, b) == similarity(b, a)
    assert similarity(a, a) == 1


@pytest.mark.parametrize("place", range(26))
def test_one_character_put_in(place: int) -> None:
    other = TWENTY_FIVE[:place] + "地" + TWENTY_FIVE[place:]
    assert len(TWENTY_FIVE) == 25
    assert round(similarity(TWENTY_FIVE, other), 4) == round(similarity(other, TWENTY_FIVE), 4) == 0.9615


def test_marks_width_and_script_make_no_difference() -> None:
    assert similarity("黨員幹部，要走出機關！", "党员干部要走出 机关") == 1


@given(SHORT, SHORT)
def test_pieces_are_both_texts_and_few(a: str, b: str) -> None:
    pieces = differences(a, b)
    assert "".join(a[p.start_a : p.end_a] for p in pieces) == a
    assert "".join(b[p.start_b : p.end_b] for p in pieces) == b
    changed = 0
    for piece in pieces:
        one, other = (
            module.bare([text]).codes.tolist()
            for text in (a[piece.start_a : piece.end_a], b[piece.start_b : piece.end_b])
        )
        assert (one == other) == (piece.change == "same")
        if piece.change != "same":
            changed += max(len(one), len(other))
    size = max(len(module.bare([a]).codes), len(module.bare([b]).codes))
    assert changed == round((1 - similarity(a, b)) * size)


@given(SHORT, SHORT)
def test_sides_can_be_exchanged(a: str, b: str) -> None:
    turned = {"only_a": "only_b", "only_b": "only_a"}
    back = [
        module.Piece(turned.get(p.change, p.change), p.start_b, p.end_b, p.start_a, p.end_a)  # type: ignore[arg-type]
        for p in differences(b, a)
    ]
    assert list(differences(a, b)) == back


def test_long_texts_are_cut_at_what_stands_once_in_both(monkeypatch: pytest.MonkeyPatch) -> None:
    a = "".join(chr(0x4E00 + n) for n in range(600))
    b = a[:100] + "新" + a[100:300] + a[310:450] + "增补" + a[450:]
    expected = differences(a, b)
    monkeypatch.setattr(module, "_CELLS", 2000)
    assert differences(a, b) == expected
    monkeypatch.setattr(module, "_CELLS", 0)
    assert [p.change for p in differences("党建工作", "乡村振兴战略")] == ["only_a", "only_b"]
