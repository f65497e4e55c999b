from __future__ import annotations

from djtext.themes.discover.examples import bounds


def test_sentences_around_a_place() -> None:
    text = "前一句。他说：“防灯下黑！”后一句。\n另一段"
    start = text.index("灯下黑")
    first, last = bounds(text, start, start + 3)
    assert text[first:last] == "他说：“防灯下黑！”"
