from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from djtext.themes import stance as module
from djtext.themes.stance import Cues, stance
from djtext.types import ThemeKind


def of(sentence: str, hit: str, kind: str = "problem") -> str:
    start = sentence.index(hit)
    return stance(sentence, start, start + len(hit), kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "hit", "side"),
    [
        ("坚决反对形式主义。", "形式主义", "remedy"),
        ("一些单位形式主义突出。", "形式主义", "problem"),
        ("要防止党建和业务两张皮。", "两张皮", "remedy"),
        ("否则就会变成两张皮。", "两张皮", "problem"),
        ("不能流于形式。", "流于形式", "remedy"),
        ("有的会议流于形式。", "流于形式", "problem"),
    ],
)
def test_faults(sentence: str, hit: str, side: str) -> None:
    assert of(sentence, hit) == side


@pytest.mark.parametrize(
    ("sentence", "hit", "side"),
    [
        ("要健全考核制度。", "考核制度", "remedy"),
        ("考核制度不健全，有的形同虚设。", "考核制度", "problem"),
        ("考核制度共有六章。", "考核制度", ""),
    ],
)
def test_remedies(sentence: str, hit: str, side: str) -> None:
    assert of(sentence, hit, "remedy") == side


def plainly(sentence: str, start: int, end: int, kind: ThemeKind) -> str:
    """The rule, as it is said: every expression asked anew for every hit."""
    before = sentence[:start]
    if module._AVERTED.search(before):
        return "problem"
    if kind == "problem":
        if module._AGAINST.search(before):
            return "remedy"
        if module._DEMAND.search(before) and not module._PROBLEM.search(before):
            return "remedy"
        return "problem" if module._PROBLEM.search(sentence) or not module._REMEDY.search(sentence) else "remedy"
    problems = len(module._PROBLEM.findall(sentence))
    remedies = len(module._REMEDY.findall(before + sentence[end:]))
    if problems > remedies:
        return "problem"
    return "remedy" if remedies > problems or (remedies and module._DEMAND.search(before)) else ""


_PIECES = st.sampled_from(
    "要 求 真 应 该 加 强 加强 落实 坚决 必须 不 不能 不够 问题 存在 否则 长此以往 反对 防止 重 轻 只 讲 只讲 一是 有的 ， 考核 制度 是不".split()  # noqa: SIM905
)


@example(["要", "考核", "求", "真"], 1, 1)
@example(["加", "考核", "强"], 1, 1)
@given(st.lists(_PIECES, min_size=1, max_size=14), st.integers(0, 13), st.integers(1, 3))
def test_cues_looked_for_once_say_what_the_rule_says(pieces: list[str], first: int, count: int) -> None:
    first = min(first, len(pieces) - 1)
    sentence = "".join(pieces)
    start = len("".join(pieces[:first]))
    end = start + len("".join(pieces[first : first + count]))
    cues = Cues(sentence)
    for kind in get_args(ThemeKind):
        assert cues.side(start, end, kind) == plainly(sentence, start, end, kind)
