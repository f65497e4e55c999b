from __future__ import annotations

import pytest

from djtext.themes.stance import stance


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
