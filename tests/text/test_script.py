from __future__ import annotations

from djtext.text.script import is_traditional, simplified


def test_traditional_is_told_by_the_whole_text() -> None:
    assert is_traditional("機關黨建與業務工作脫節，這是一個問題")
    assert not is_traditional("机关党建与业务工作脱节，这是一个问题")
    assert not is_traditional("新形勢下机关党建存在的问题，关于时间和这个过程的学习")
    assert not is_traditional("")


def test_simplified_keeps_length() -> None:
    text = "機關黨建，著名的乾部與髮展"
    assert len(simplified(text)) == len(text)
