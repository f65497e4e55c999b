"""Classes of characters are those that the expressions name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.text.codes import BLANK, DIGIT, HANZI, SETS, SPACE, WORD, codes

FIRST_PLANE = "".join(map(chr, range(0x10000)))


@pytest.mark.parametrize("name", SETS)
def test_a_class_holds_what_the_expression_does(name: str) -> None:
    beyond = "".join(chr(plane * 0x10000 + offset) for plane in range(1, 17) for offset in (0, 0x1234, 0xFFFF))
    escaped = re.sub(r"([\[\]])", r"\\\1", SETS[name])
    expression = re.compile(f"[{escaped}]")
    kind = 1 << list(SETS).index(name)
    for text in (FIRST_PLANE, beyond):
        assert codes(text).places(kind) == [match.start() for match in expression.finditer(text)]


def test_white_space_and_digits_are_those_of_expressions() -> None:
    assert codes(FIRST_PLANE).places(SPACE) == [match.start() for match in re.finditer(r"\s", FIRST_PLANE)]
    known = codes("".join(map(chr, range(0x110000))))
    digits = {code for code in range(0x110000) if chr(code).isdecimal()}
    assert digits <= set(known.places(DIGIT))
    assert not known.number(DIGIT | HANZI, 0x30)


@given(
    st.text(alphabet="党建a1 \t\n，𠀀\ud800", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)))
)
def test_places_and_numbers(text: str, stretches: list[tuple[int, int]]) -> None:
    known = codes(text)
    words = [place for place, char in enumerate(text) if char in "党建a1"]
    assert known.places(WORD) == words
    assert known.number(WORD) == len(words)
    assert known.before(WORD, BLANK) == [place for place in words if text[place + 1 : place + 2] in {" ", "\t"}]
    assert known.behind(SPACE, WORD) == [place for place in words if place and text[place - 1] not in " \t\n"]
    stretches = [(min(a, len(text)), min(max(a, b), len(text))) for a, b in stretches]
    found = known.numbers(WORD, [a for a, _ in stretches], [b for _, b in stretches])
    assert found == [sum(char in "党建a1" for char in text[a:b]) for a, b in stretches]
