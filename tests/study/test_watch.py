"""Arrivals, with a clock of our own: nothing early, nothing twice, nothing lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from djtext.errors import UsageError
from djtext.study.load import LoadOptions
from djtext.study.watch import State, Watcher, append, looker, rounds


class Clock:
    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def watcher(inbox: Path, clock: Clock) -> Watcher:
    state = inbox / ".state"
    return Watcher(State(state), 2.0, LoadOptions(), clock, looker([str(inbox)], without=[state]))


def given(made: Watcher, *, remember: bool = True) -> list[str]:
    found = list(made.ready())
    for item, digest in found:
        if remember:
            made.state.add(digest, item.id)
    return [item.id for item, _ in found]


def test_a_file_is_given_when_it_has_settled_and_once(inbox: Path, clock: Clock) -> None:
    made = watcher(inbox, clock)
    (inbox / "a.txt").write_text("走出", encoding="utf-8")
    assert given(made) == []
    clock.sleep(1.9)
    (inbox / "a.txt").write_text("走出机关", encoding="utf-8")  # still being written
    assert given(made) == []
    clock.sleep(1.9)
    assert given(made) == []
    clock.sleep(0.2)
    assert given(made) == ["a.txt"]
    clock.sleep(10)
    assert given(made) == []


def test_same_size_and_another_time_counts_as_a_change(inbox: Path, clock: Clock) -> None:
    made = watcher(inbox, clock)
    path = inbox / "a.txt"
    path.write_text("走出", encoding="utf-8")
    given(made)
    clock.sleep(1.9)
    path.write_text("走进", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    given(made)
    clock.sleep(1.0)
    assert given(made) == []
    clock.sleep(1.0)
    assert given(made) == ["a.txt"]


def test_renames_copies_and_restarts_give_nothing_twice(inbox: Path, clock: Clock) -> None:
    made = watcher(inbox, clock)
    for name in ("a.txt", "b.txt"):
        (inbox / name).write_text("同样的内容", encoding="utf-8")
    given(made)
    clock.sleep(2)
    assert given(made) == ["a.txt"]  # of two with one content the first
    (inbox / "a.txt").rename(inbox / "c.txt")
    again = watcher(inbox, clock)
    for _ in range(3):
        clock.sleep(2)
        assert given(again) == []
    (inbox / "c.txt").write_text("改过的内容", encoding="utf-8")
    given(again)
    clock.sleep(2)
    assert given(again) == ["c.txt"]


def test_a_file_that_vanishes_or_cannot_be_read(inbox: Path, clock: Clock) -> None:
    made = watcher(inbox, clock)
    (inbox / "a.txt").write_text("走出", encoding="utf-8")
    given(made)
    (inbox / "a.txt").unlink()
    clock.sleep(5)
    assert given(made) == [] and not made.waiting


def test_a_line_cut_short_by_a_kill_is_left_out(inbox: Path, tmp_path: Path) -> None:
    path = tmp_path / "s"
    state = State(path)
    state.add("aa", "甲.txt")
    path.write_bytes(path.read_bytes() + b'{"sha256": "bb", "do')
    again = State(path)
    assert "aa" in again and "bb" not in again
    again.add("cc", "乙.txt")
    assert set(State(path).seen) == {"aa", "cc"}
    path.write_text("something else\n", encoding="utf-8")
    with pytest.raises(UsageError, match="状态文件"):
        State(path)


def test_once_waits_for_what_is_not_settled_and_ends(inbox: Path, clock: Clock) -> None:
    made = watcher(inbox, clock)
    (inbox / "a.txt").write_text("走出", encoding="utf-8")
    found = [[item.id for item, _ in each] for each in rounds(made, interval=9, once=True, sleep=clock.sleep)]
    assert found == [[], ["a.txt"]] and clock.slept == [2.0]


def test_rounds_go_on_until_someone_ends_them(inbox: Path, clock: Clock) -> None:
    made = watcher(inbox, clock)
    going = rounds(made, interval=5, once=False, sleep=clock.sleep)
    assert [next(going), next(going), next(going)] == [[], [], []] and clock.slept == [5, 5]


def test_append_keeps_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    append(path, b"1\n")
    append(path, b"2\n")
    assert path.read_bytes() == b"1\n2\n"
