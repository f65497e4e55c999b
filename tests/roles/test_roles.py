from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from djtext.measures.labels import unanswered
from djtext.roles import model
from djtext.roles.classify import classify, explain
from djtext.roles.concreteness import concreteness
from djtext.roles.cues import ROLES
from djtext.roles.features import alike, frame, governing, surroundings
from djtext.roles.hits import role_hits
from djtext.roles.link import links, signpost
from djtext.roles.passages import bridged, passages
from djtext.text.outline import outline
from djtext.themes import codebook
from djtext.themes.find import compile_book
from djtext.types import Document, Labelled, Passage, Sentence

ESSAY = """机关党支部学习调查
一、存在的主要问题
（一）学习流于形式。有的支部照本宣科，念完文件就散会，党员打瞌睡、玩手机。
（二）责任不落实。一些书记把党建当副业，一年到头顾不上过问，出了问题互相推诿。
二、原因分析
之所以这样，根子在于考核不硬，干好干坏一个样。
三、对策建议
（一）改进学习方式。每月由支部书记出题，党员轮流讲课，当场提问。
（二）压实责任。要把书记抓党建列入年度考核，每季度检查一次，结果与评先挂钩。
"""


@pytest.fixture(scope="module")
def doc() -> Document:
    return Document("a", ESSAY, title="机关党支部学习调查")


@pytest.fixture(scope="module")
def matcher() -> object:
    return compile_book(codebook.load(None))


def test_an_essay_by_sections(doc: Document, matcher) -> None:
    found = {item.sentence.text[:6]: item.role for item in classify(doc, matcher)}
    assert found["（一）学习流"] == found["有的支部照本"] == found["一些书记把党"] == "problem"
    assert found["之所以这样，"] == "cause"
    assert found["每月由支部书"] == found["要把书记抓党"] == "remedy"


def test_themes_of_a_sentence(doc: Document, matcher) -> None:
    found = {item.sentence.text[:4]: item for item in classify(doc, matcher)}
    assert "xingshizhuyi" in found["有的支部"].themes
    for item in classify(doc, matcher):
        assert set(item.inferred) <= set(item.themes)
        assert not set(item.mentions) & set(item.themes)


@settings(max_examples=40)
@given(st.text(alphabet="党建问题要抓不实，。；\n一、（）是😀 a1", max_size=80))
def test_any_text_is_labelled_whole(text: str) -> None:
    doc = Document("d", text)
    found = classify(doc)
    assert [item.sentence for item in found] == list(outline(doc))
    assert all(item.role in ROLES and 0 <= item.confidence <= 1 for item in found)
    runs = passages(found, text)
    assert all(text[run.start : run.end] == run.text for run in runs)
    assert sum(len(run.sentences) for run in runs) == sum(item.sentence.kind != "title" for item in found)


def test_a_passage_keeps_to_its_item(doc: Document, matcher) -> None:
    found = passages(classify(doc, matcher), doc.text)
    problems = [run for run in found if run.role == "problem"]
    assert {run.section for run in problems if run.section.count("/")} == {
        "一、存在的主要问题 / （一）学习流于形式",
        "一、存在的主要问题 / （二）责任不落实",
    }


def test_remedies_answer_their_problems(doc: Document, matcher) -> None:
    found = links(passages(classify(doc, matcher), doc.text))
    pairs = {(link.remedy.section[-4:], link.problem.section[-5:]) for link in found}
    assert ("压实责任", "责任不落实") in pairs
    assert ("学习方式", "习流于形式") in pairs
    assert all(0 <= link.score <= 1 and link.problem.role in {"problem", "cause"} for link in found)


def test_a_higher_threshold_never_adds_links(doc: Document, matcher) -> None:
    found = passages(classify(doc, matcher), doc.text)
    assert {(x.problem, x.remedy) for x in links(found, threshold=0.5)} <= {(x.problem, x.remedy) for x in links(found)}
    assert links((), threshold=0.0) == ()


def test_evidence_names_words_and_headings(doc: Document, matcher) -> None:
    place = next(n for n, unit in enumerate(outline(doc)) if unit.text.startswith("有的支部"))
    found = explain(doc, place, matcher)
    assert found.above[0] == "一、存在的主要问题"
    assert sum(value for _, value in found.shares) == pytest.approx(1, abs=0.01)
    assert found.words[0][1] > 0
    assert all(word in found.labelled.sentence.text for _, word in found.cues)
    with pytest.raises(IndexError):
        explain(doc, 999)


def test_stance_comes_from_the_role(matcher) -> None:
    doc = Document("d", "一些单位形式主义严重，检查走过场，群众意见很大。\n要坚决反对形式主义，少开会、开短会。")
    found = [
        (item.hit.stance, item.sentence[:2]) for item in role_hits(doc, matcher) if item.hit.theme == "xingshizhuyi"
    ]
    assert {side for side, start in found if start == "一些"} == {"problem"}
    assert {side for side, start in found if start == "要坚"} == {"remedy"}


def test_headings_above_and_series() -> None:
    units = outline(
        Document(
            "d",
            "一、问题\n（一）学习不实。有的不学，学了不用。\n（二）做事不实。有的不做，做了不实。\n二、对策\n要抓。",
        )
    )
    above = governing(units)
    assert above[2] == (0, 1)
    assert above[0] == ()
    series = frame(units, above).series.tolist()
    assert series[0] == series[5]
    assert series[1] == series[3] != series[0]


def _labelled(role: str, confidence: float = 0.9, second: str = "", section: str = "一") -> Labelled:
    return Labelled(Sentence("d", 1, 1, 0, 1, "sentence", 0, section, "句"), role, confidence, second, (), (), ())


def test_headings_worded_alike_have_one_role() -> None:
    story = "有的支部忙于台账，党员群众看不到变化，问题一年一年拖着没有人去管。"
    heads = ("关起门来念稿子", "打开门来迎检查", "守着门来等服务")
    text = "作风三问\n一、存在的问题\n" + "\n".join(
        f"（{n}）{head}\n{story}" for n, head in zip("一二三", heads, strict=True)
    )
    doc = Document("a", text, title="作风三问")
    units = outline(doc)
    groups = alike(units, frame(units, governing(units)))
    assert [[units[n].text[3:] for n in group] for group in groups] == [list(heads)]
    said = [unit for unit in classify(doc) if unit.sentence.text[3:] in heads]
    assert len(said) == 3
    assert len({(unit.role, unit.confidence) for unit in said}) == 1


@pytest.mark.parametrize(
    "heads", [("关起门来念稿子", "打开门来迎检查"), ("抓学习", "转作风", "强组织"), ("抓学习", "抓作风建设", "抓组织")]
)
def test_headings_not_worded_alike(heads: tuple[str, ...]) -> None:
    text = "作风\n一、存在的问题\n" + "\n".join(
        f"（{n}）{head}\n有的干部怕麻烦。" for n, head in zip("一二三", heads, strict=False)
    )
    units = outline(Document("a", text, title="作风"))
    assert alike(units, frame(units, governing(units))) == []


def test_an_unsure_sentence_does_not_cut_a_passage() -> None:
    sure, between = _labelled("problem"), _labelled("other", 0.5, "problem")
    assert [item.role for item in bridged([sure, between, sure])] == ["problem"] * 3
    for other in (_labelled("other", 0.7, "problem"), _labelled("other", 0.5, "remedy")):
        assert bridged([sure, other, sure])[1] is other
    assert bridged([sure, between, _labelled("remedy")])[1] is between
    assert bridged([sure, between, _labelled("problem", section="二")])[1] is between


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("要进一步提高认识，切实加强领导。", 0.0),
        ("由支部书记牵头。", 0.25),
        ("每季度由机关工委抽查不少于3个支部，结果公示。", 1.0),
        ("", 0.0),
    ],
)
def test_concreteness(text: str, score: float) -> None:
    assert concreteness(text).score == score


def test_a_demand_behind_a_wish_is_a_remedy(matcher) -> None:
    text = "谈凝聚\n新来的同志个个想干出样子。老同志个个舍不得离开岗位，支部应积极请他们传帮带。"
    *_, last = classify(Document("a", text, title="谈凝聚"), matcher)
    assert last.role == "remedy"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("学习流于形式，走过场。", "problem"),
        ("职责定位不明确。", "problem"),
        ("原因在于思想认识不到位。", "cause"),
        ("健全考核机制，压实工作责任。", "remedy"),
        ("加强机关党建意义重大。", "significance"),
        ("会议由市委书记主持。", "other"),
    ],
)
def test_a_sentence_alone_gets_its_role(text: str, role: str) -> None:
    assert [unit.role for unit in classify(Document("a", text))] == [role]


def test_where_a_text_speaks_of_causes_is_known_to_every_unit() -> None:
    text = "调查\n一、问题\n学习走过场。\n二、原因\n根源在于不重视。\n三、对策\n要抓好学习。"
    seen = model.see(outline(Document("d", text, title="调查")))
    told = surroundings(seen.units, seen.texts, seen.places)[:, -6:-1].astype(int).tolist()
    # in the document, the section, the paragraph; up to here, from here on
    assert told[2] == [1, 0, 0, 0, 1]
    assert told[4] == [1, 1, 1, 1, 1]
    assert told[-1] == [1, 0, 0, 1, 0]


def test_what_only_says_what_comes_is_linked_to_nothing(matcher) -> None:
    text = (
        "乡镇调研\n从调研的情况看，我镇党建工作究竟还存在哪些问题呢？\n一、党员培训少。新党员一年听不到一次课。\n"
        "针对上述问题，应当做好以下几点。\n一、加强党员培训。每年给新党员上四次课。"
    )
    doc = Document("d", text, title="乡镇调研")
    found = passages(classify(doc, matcher), doc.text)
    posts = [passage for passage in found if signpost(passage)]
    assert {passage.role for passage in posts} >= {"problem", "remedy"}
    made = links(found)
    assert [link.problem.text[:7] for link in made if "四次课" in link.remedy.text] == ["一、党员培训少"]
    assert not {link.problem for link in made} & {*posts}
    assert not {*unanswered(found, made)} & {*posts}


def test_a_heading_whose_parts_are_listed_is_not_listed_itself() -> None:
    def passage(start: int, role: str, kind: str, section: str, text: str) -> Passage:
        unit = Sentence("d", start, start, start, start + 9, kind, 0, section, text)  # type: ignore[arg-type]
        return Passage("d", start, start + 9, role, (unit,), text, section)

    parted = [
        passage(0, "problem", "heading", "一、存在的问题", "一、存在的问题"),
        passage(10, "cause", "sentence", "一、存在的问题 / （一）学", "只因没有人管。"),
        passage(20, "remedy", "heading", "二、对策", "二、对策"),
        passage(30, "problem", "sentence", "二、对策 / 1", "公开栏三年没有换过。"),
        passage(40, "problem", "heading", "三、灯下黑", "三、灯下黑"),
        passage(50, "problem", "sentence", "三、灯下黑的由来", "书记没有来过。"),
    ]
    assert [found.start for found in unanswered(parted, ())] == [10, 20, 30, 40, 50]


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("究竟存在哪些问题呢？", True),
        ("主要表现在以下几个方面：", True),
        ("二、几点建议", True),
        ("村务公开栏三年没有换过一张纸。", False),
        ("主要表现在以下几个方面：一是培训少，二是活动少。", False),
    ],
)
def test_a_signpost(text: str, only: bool) -> None:
    unit = Sentence("d", 1, 1, 0, len(text), "sentence", 0, "", text)
    passage = Passage("d", 0, len(text), "problem", (unit,), text, "", (), 0.9)
    assert signpost(passage) is only
