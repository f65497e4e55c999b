from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.read import Found, discover
from djtext.study.inputs import Inputs
from djtext.types import Outcome

_NAMES = st.text(min_size=1, max_size=12) | st.sampled_from(["a/b/c.txt", "a/b/d.txt", "/x.txt", "x", "a\udcff.txt"])
_FOUND = st.builds(
    Found, _NAMES, _NAMES, st.booleans(), st.none() | st.binary(max_size=3), st.integers(0, 2**40)
) | _NAMES.flatmap(lambda path: st.integers(0, len(path)).map(lambda n: Found(path, path[n:])))


@given(st.lists(_FOUND | st.builds(Outcome, _NAMES, st.just("failed")), max_size=20), st.data())
def test_a_list_of_inputs_is_as_it_was(items: list[Found | Outcome], data: st.DataObject) -> None:
    made = Inputs(items)
    assert list(made) == items and len(made) == len(items) and made[:] == items
    numbers = data.draw(st.lists(st.integers(0, 1), min_size=len(items), max_size=len(items)))
    some = made.without(numbers)
    expected = [item for item, number in zip(items, numbers, strict=True) if not number]
    assert list(some) == expected == list(some)
    if items:
        assert made[-1] == items[-1]
    with pytest.raises(IndexError):
        made[len(items)]


def test_of_a_folder(texts: Path) -> None:
    found = list(discover([str(texts)]))
    made = Inputs(found)
    assert list(made) == found and not made._others
    if os.sep == "/":
        assert len({item.id for item in made if isinstance(item, Found)}) == len(found)
