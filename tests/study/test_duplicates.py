from __future__ import annotations

from djtext.study.duplicates import Seen, sketch

ESSAY = "".join(f"第{n}件事是把第{n}个支部的问题列成单子，逐条去问、逐条去改。" for n in "一二三四五六七八九十")
OTHER = "".join(f"{n}村的路修到了家门口，{n}村的老人坐上了班车。" for n in "东南西北上下左右前后")


def test_the_same_essay_damaged_is_found() -> None:
    seen = Seen()
    assert seen.twin("a", sketch(ESSAY)) == ("", 0.0)
    assert seen.twin("b", sketch(OTHER))[0] == ""
    damaged = "首页 > 范文\n" + ESSAY.replace("。", ".\n").replace("逐条去问", "逐 条 去 问") + "\n相关推荐"
    assert seen.twin("c", sketch(damaged))[0] == "a"
    assert seen.twin("d", sketch(ESSAY))[0] == "a"


def test_short_texts_are_never_twins() -> None:
    seen = Seen()
    seen.twin("a", sketch("走出机关。"))
    assert seen.twin("b", sketch("走出机关。")) == ("", 0.0)
