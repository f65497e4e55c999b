from __future__ import annotations

import pickle
import re

from hypothesis import example, given
from hypothesis import strategies as st

from djtext.themes.codebook import load
from djtext.themes.count import count_hanzi, count_themes, document_hits
from djtext.themes.find import compile_book
from djtext.types import Document

TEXT = (
    "关于机关党建的调查\n一、存在的问题\n一些单位形式主义突出，党建与业务工作脱节。有的干部不愿走出机关。\n"
    "二、对策\n要坚决反对形式主义，健全考核制度，落实三会一课。否则就会变成两张皮。\n形式主义"
)


@example("\u4dbf\u4dc0\u4e00\u9fff\ua000\uf8ff\uf900\ufaff\ufb00")
@example("\U0001ffff\U00020000\U0003ffff\U00040000\ud840\udc00")
@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_hanzi_are_counted_by_their_ranges(text: str) -> None:
    hanzi = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
    assert count_hanzi(text) == len(hanzi.findall(text))


def test_counts_are_those_of_the_hits() -> None:
    doc = Document("a", TEXT, title="关于机关党建的调查")
    matcher = compile_book(load())
    hits = document_hits(doc, matcher)
    assert {hit.hit.stance for hit in hits} >= {"problem", "remedy"}
    counted = count_themes(doc, matcher)
    assert counted == count_themes(doc, matcher, finder=lambda _doc, _matcher: hits)
    keys = load().keys()
    for count in counted.counts:
        sides = [hit.hit.stance for hit in hits if hit.hit.theme == keys[count.theme]]
        assert (count.hits, count.as_problem, count.as_remedy) == (
            len(sides), sides.count("problem"), sides.count("remedy"),
        )  # fmt: skip
        example = count.example
        assert example.text[example.start : example.end] in {
            hit.hit.text for hit in hits if hit.hit.theme == keys[count.theme] and hit.sentence == example.text
        }


def test_an_example_is_a_whole_sentence_that_takes_its_side() -> None:
    doc = Document(
        "a",
        "形式主义。\n要坚决反对形式主义，把基层从会议和材料里解放出来，让干部到村里去。\n一些单位形式主义突出，干部整天忙着填表、开会、写材料，群众办事找不到人。",
    )
    (count,) = [c for c in count_themes(doc, compile_book(load())).counts if load().keys()[c.theme] == "xingshizhuyi"]
    assert count.example.text.startswith("一些单位形式主义突出")


def test_values_cross_to_another_process_whole() -> None:
    doc = Document("a", TEXT)
    matcher = compile_book(load())
    values = (doc, count_themes(doc, matcher), document_hits(doc, matcher))
    assert pickle.loads(pickle.dumps(values)) == values
