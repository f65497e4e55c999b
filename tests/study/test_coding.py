"""Units for coders: places that hold, context around them, and nothing of the machine unless asked for."""

from __future__ import annotations

import pytest

from djtext.study.coding import CONTEXT, candidates_job, marked_job
from djtext.types import Codebook, Document

TEXT = (
    "机关党建\n一、问题\n一些支部党建和业务工作严重脱节。学习走过场。\n二、对策\n要走出机关服务群众。要抓学习。"
    + "长" * 200
    + "。"
)
DOC = Document("a.txt", TEXT, title="机关党建")


@pytest.mark.parametrize("unit", ["sentence", "paragraph", "passage"])
def test_places_hold(unit: str, book: Codebook) -> None:
    found = candidates_job(book, unit=unit)(DOC)  # type: ignore[arg-type]
    assert found
    for one in found:
        assert TEXT[one.start : one.end] == one.text and one.text != "机关党建"
        assert one.role and len(one.before) <= CONTEXT + 20 and len(one.after) <= CONTEXT + 20
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_without_the_machine_nothing_is_judged(book: Codebook) -> None:
    judged, plain = candidates_job(book)(DOC), candidates_job(book, machine=False)(DOC)
    assert [one.text for one in judged] == [one.text for one in plain]
    assert {(one.role, one.confidence, one.themes) for one in plain} == {("", None, ())}
    assert judged[0].themes == ("tuojie",)


def test_headings_only_when_asked_for(book: Codebook) -> None:
    assert "一、问题" not in {one.text for one in candidates_job(book)(DOC)}
    assert {"一、问题", "二、对策"} <= {one.text for one in candidates_job(book, headings=True)(DOC)}


def test_context_marks_paragraphs_and_cuts(book: Codebook) -> None:
    first, *_, last = candidates_job(book)(DOC)
    assert first.before == "机关党建 ¶ 一、问题 ¶" and first.after.startswith("学习走过场。 ¶ 二、对策")
    assert first.after.endswith("…") and last.before.startswith("机关党建") and last.after == ""


def test_marked_documents_carry_their_text(book: Codebook) -> None:
    assert marked_job(book, machine=False)(DOC).units == ()
    assert marked_job(book)(DOC).text == TEXT
