from __future__ import annotations

import re
import zlib

from hypothesis import given
from hypothesis import strategies as st

from djtext.study.duplicates import SIZE, Seen, sketch

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


@given(st.text(alphabet="党建业务融合a1，。;?\n \t·“𠀀\ud800", max_size=200))
def test_marks_are_the_smallest_hashes_of_long_clauses(text: str) -> None:
    clauses = {re.sub("[^\u3400-\u9fffA-Za-z0-9]", "", clause) for clause in re.split("[。！？；，、：,;:!?\n]", text)}
    hashes = {zlib.crc32(clause.encode()) for clause in clauses if len(clause) >= 8}
    assert sketch(text) == tuple(sorted(hashes)[:SIZE])
