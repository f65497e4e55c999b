from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.study import duplicates
from djtext.study.duplicates import Names, Seen
from djtext.study.postings import HOLDERS

_MARKS = st.lists(st.integers(0, 30) | st.sampled_from([2**32 - 1, 2**31]), max_size=24, unique=True).map(sorted)


def one_by_one(docs: list[tuple[str, list[int]]]) -> list[tuple[str, float]]:
    """The rule, without thought for time or memory."""
    made: list[tuple[str, float]] = []
    earlier: list[tuple[str, list[int]]] = []
    holders: dict[int, list[int]] = {}
    for name, marks in docs:
        if len(marks) < 6:
            made.append(("", 0.0))
            continue
        shared = Counter(holder for mark in marks for holder in holders.get(mark, ()))
        best, share = "", 0.0
        for holder, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:5]:
            value = count / min(len(marks), len(earlier[holder][1]))
            if value >= 0.5 and value > share:
                best, share = earlier[holder][0], value
        for mark in marks:
            if len(holders.setdefault(mark, [])) < HOLDERS:
                holders[mark].append(len(earlier))
        earlier.append((name, marks))
        made.append((best, share))
    return made


@pytest.mark.parametrize("many", [0, 20, 10**9])
@given(st.lists(_MARKS, max_size=90), st.lists(st.integers(1, 30), min_size=1, max_size=5))
def test_arrays_and_a_dictionary_say_what_the_rule_says(many: int, sketches: list[list[int]], lots: list[int]) -> None:
    docs = [(f"{n}.txt", marks) for n, marks in enumerate(sketches)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "_MANY", many)
        patch.setattr("djtext.study.postings._LONGEST", 40)
        seen, found, at, turn = Seen(), list[tuple[str, float]](), 0, 0
        while at < len(docs):
            size = lots[turn % len(lots)]
            found += seen.twins(docs[at : at + size])
            at, turn = at + size, turn + 1
    assert found == one_by_one(docs)


@given(st.lists(st.text()))
def test_names(texts: list[str]) -> None:
    names = Names()
    for text in texts:
        names.append(text)
    assert [names[n] for n in range(len(names))] == texts
