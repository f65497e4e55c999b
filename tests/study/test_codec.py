"""Values of every job as JSON and back."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from djtext.study import analyse, concordance, lexis, together, units
from djtext.study.codec import codec, value_type
from djtext.study.identity import job_key, job_name, told
from djtext.study.load import LoadOptions
from djtext.text.words import domain_words
from djtext.themes import codebook
from djtext.types import Codebook, Document

BOOK = codebook.load()
WORDS = domain_words()
TEXT = (
    "机关党建调研\n一、存在的问题\n一些支部党建和业务工作严重脱节，是典型的两张皮。个别干部走过场。\n二、对策建议\n"
    "要走出机关服务群众，每季度走访联系点不少于两次。坚决反对形式主义。"
)
JOBS = [
    partial(analyse.texts_job), partial(analyse.themes_job, BOOK), partial(analyse.hits_job, BOOK),
    partial(analyse.labels_job, BOOK), partial(analyse.passages_job, BOOK), partial(analyse.pairs_job, BOOK, 0.1),
    partial(analyse.segment_job, WORDS, "rjieba", frozenset({"的"}), pos=True),
    partial(concordance.kwic_job, BOOK, "liangzhangpi", 10), partial(lexis.words_job, WORDS, "rjieba"),
    partial(lexis.counts_job, WORDS, "rjieba"), partial(lexis.variety_job, WORDS, "rjieba", frozenset()),
    partial(lexis.collocates_job, BOOK, WORDS, "rjieba", span=None),
    units.themes(units.UnitOptions(BOOK, evidence=frozenset(BOOK.keys()))).make_job,
    units.phrases(units.UnitOptions(BOOK, phrases=("走出机关",), evidence=frozenset({"走出机关"}))).make_job,
    units.words(units.UnitOptions(BOOK, words=WORDS, evidence=frozenset({"支部"}))).make_job,
    units.roles(units.UnitOptions(BOOK, evidence=frozenset({"problem"}))).make_job,
    partial(together.together_job, BOOK, "passage"),
]  # fmt: skip


@pytest.mark.parametrize("make_job", JOBS, ids=job_name)
def test_a_value_is_itself_again_under_the_id_of_its_document(make_job: Any) -> None:
    both = codec(value_type(make_job.func))
    job = make_job()
    text = json.dumps(both.encode(job(Document("甲/a.txt", TEXT, title="题"))), ensure_ascii=False)
    assert both.decode(json.loads(text), "b.txt#2") == job(Document("b.txt#2", TEXT, title="题"))


def test_types_without_a_plain_form_are_refused() -> None:
    for kind in (dict[str, int], set[str], list[int], Any, object, Document | Codebook):
        with pytest.raises(TypeError):
            codec(kind)
    with pytest.raises(TypeError):
        value_type(lambda: len)


def test_what_makes_a_key() -> None:
    options = LoadOptions()
    keys = [job_key(make_job, options) for make_job in JOBS]
    assert len(set(keys)) == len(JOBS)
    assert job_key(partial(analyse.themes_job, book=BOOK), options) == job_key(
        partial(analyse.themes_job, BOOK, roles=True), options
    )
    assert job_key(JOBS[1], LoadOptions(raw=True)) != keys[1]
    other = Codebook(BOOK.name, BOOK.version, BOOK.themes[1:])
    assert job_key(partial(analyse.themes_job, other), options) != keys[1]
    assert told(frozenset("丙甲乙")) == told(frozenset("乙丙甲"))
    with pytest.raises(TypeError):
        told(object())
    assert job_name(lambda: len) == ""
