"""Runs that stand twice are all found, whatever the text is made of."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from djtext.clean.repeats import _GRAM, _repeats
from djtext.text.codes import codes

pieces = st.text(alphabet="的和是党甲乙丙丁戊己", min_size=1, max_size=40)


@given(st.lists(pieces, min_size=1, max_size=5), st.lists(st.integers(0, 4), max_size=8))
@example(["甲乙丙丁戊己庚辛壬癸" * 3], [0, 0])
@example(["的" * 90], [])
def test_every_place_is_found_that_matters(parts: list[str], order: list[int]) -> None:
    plain = "".join(parts) + "".join(parts[n % len(parts)] for n in order)
    grams = [plain[at : at + _GRAM] for at in range(len(plain) - _GRAM + 1)]
    assert _repeats(codes(plain).points) == [at for at, gram in enumerate(grams) if grams.count(gram) > 1]
