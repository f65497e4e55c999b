from __future__ import annotations

from djtext.themes import codebook
from djtext.themes.trial import trials

TEXT = """\
name = "b"
version = "1"

[[theme]]
key = "jia"
label = "甲"
kind = "problem"
definition = "…"
patterns = ["会议…{0,6}(多|长)", "脱节"]
not_patterns = ["不脱节"]
examples = ["会议太多。", "陪会成风。", "产销不脱节。"]
counter_examples = ["会议室里坐着多位老党员。", "天晴。"]

[[theme]]
key = "yi"
label = "乙"
kind = "problem"
definition = "…"
patterns = ["陪会", "党员"]
examples = ["大家陪会。"]
"""


def test_every_failure_has_its_line_and_what_matched_instead() -> None:
    first, second = trials(codebook.parse(TEXT), TEXT)
    assert (first.examples, first.passed, first.counter_examples, first.counter_passed) == (3, 1, 2, 1)
    assert (second.examples, second.passed, second.failures) == (1, 1, ())
    assert [(f.line, f.kind, f.text) for f in first.failures] == [
        (11, "example", "陪会成风。"), (11, "example", "产销不脱节。"), (12, "counter_example", "会议室里坐着多位老党员。"),
    ]  # fmt: skip
    assert [f.found for f in first.failures] == [
        "yi “陪会” → 陪会", "“脱节” → 脱节（被排除规则“不脱节”作废）", "“会议…{0,6}(多|长)” → 会议室里坐着多",
    ]  # fmt: skip


def test_a_theme_that_loses_its_place_says_to_whom() -> None:
    text = TEXT.replace('patterns = ["陪会", "党员"]', 'patterns = ["会太多"]').replace("会议太多。", "开会太多脱节。")
    text = text.replace('"脱节"]', '"太多脱节"]').replace("大家陪会", "开会太多")
    failure = trials(codebook.parse(text), text)[0].failures[0]
    assert failure.found == "“太多脱节” → 太多脱节（让位给主题 yi）；yi “会太多” → 会太多"


def test_the_packaged_codebook_passes() -> None:
    found = trials(codebook.load())
    assert all(one.examples == one.passed and one.counter_examples == one.counter_passed for one in found)
