from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.roles.features import governing
from djtext.text.outline import mark, outline, sentences
from djtext.types import Document


@given(st.text(alphabet="党建工作。！？；!?;.”“\"'（） 1a\n", max_size=80))
def test_sentences_cover_all_but_white_space(text: str) -> None:
    doc = Document("d", text)
    found = list(sentences(doc))
    assert all(text[s.start : s.end] == s.text for s in found)
    assert "".join("".join(s.text for s in found).split()) == "".join(text.split())
    assert [s.n for s in found] == list(range(1, len(found) + 1))
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


@given(st.text(max_size=100))
def test_any_text_splits(text: str) -> None:
    assert all(text[s.start : s.end] == s.text for s in sentences(Document("d", text)))


def test_section_goes_with_its_sentences() -> None:
    doc = Document("d", "题目\n一、问题\n有的不实。\n二、对策\n要抓。", title="题目")
    found = list(sentences(doc))
    assert [(s.kind, s.section) for s in found] == [
        ("title", ""), ("heading", "一、问题"), ("sentence", "一、问题"), ("heading", "二、对策"), ("sentence", "二、对策"),
    ]  # fmt: skip


@given(st.text(alphabet="一二、（）1.是第，。；：其次首先党建\n要关门", max_size=120))
def test_marks_of_every_kind_cover_the_text(text: str) -> None:
    found = outline(Document("d", text))
    assert "".join("".join(s.text for s in found).split()) == "".join(text.split())
    assert all(text[s.start : s.end] == s.text for s in found)


def headings(text: str, title: str = "") -> list[tuple[int, str]]:
    return [(s.level, s.text) for s in outline(Document("d", text, title=title)) if s.kind == "heading"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、现状\n（一）成绩\n1.会议\n二、问题",
            [(1, "一、现状"), (2, "（一）成绩"), (3, "1.会议"), (1, "二、问题")],
        ),
        # a level skipped: what stands first below a heading is one deeper
        ("一、现状\n1.会议\n（1）次数\n2.文件", [(1, "一、现状"), (2, "1.会议"), (3, "（1）次数"), (2, "2.文件")]),
        # leads with a full stop
        (
            "（一）学习不实。有的干部只抄笔记。（二）会议过多。有的单位一天三会。",
            [(1, "（一）学习不实。"), (1, "（二）会议过多。")],
        ),
        # a lead is no heading where nothing elaborates it
        ("一是抓学习。二是抓会议。三是抓检查。", []),
        # announced in mid-sentence
        (
            "主要有两种：一是关门开会。一些单位只在楼里转。二是照本宣科。念完就散。",
            [(1, "一是关门开会。"), (1, "二是照本宣科。")],
        ),
        # run in without any mark
        ("二、存在的主要问题当前，一些单位的学习流于形式，走过场。", [(1, "二、存在的主要问题")]),
        ("二、对策和建议1.健全制度。要把责任写清楚，一条一条落实。", [(1, "二、对策和建议"), (2, "1.健全制度。")]),
        # bare phrases on their own line
        (
            "学习不够扎实\n有的干部平时不看书，开会念稿子，讨论时说几句套话，学完就放下。",
            [],
        ),  # the first line is the title
        (
            "开头一段话说明来由，交代时间地点和人物，一共二十来个字。\n学习不够扎实\n有的干部平时不看书，开会念稿子，讨论时说几句套话，学完就放下了事。",
            [(1, "学习不够扎实")],
        ),
        # parallel short leads without marks
        (
            "说说三样毛病。\n丢了时间。每天在路上来回两个钟头，办事的人等在门口，文件压在桌上，会也开不起来。\n"
            "丢了感情。住在县城的干部不认得村里的人，见了面叫不出名字，有话也说不到一处去，隔着一层。\n"
            "丢了责任。晚上出了事找不到人，电话打过去说在路上，等人赶到，事情已经过去，只剩下一张检查。",
            [(1, "丢了时间。"), (1, "丢了感情。"), (1, "丢了责任。")],
        ),
    ],
)
def test_headings(text: str, expected: list[tuple[int, str]]) -> None:
    assert headings(text) == expected


def test_marks_are_read_with_their_numbers() -> None:
    texts = ("一、", "（十一）学", "3．考", "①看", "第二，督", "其三，问", "4.2 改", "二是抓", "另一方面，也")
    found = [mark(text) for text in texts]
    assert [m.number if m else None for m in found] == [1, 11, 3, 1, 2, 3, 2, 2, 2]
    assert [mark(text) for text in ("一个", "2019年", "3.5%", "十分重要", "第一线的干部")] == [None] * 5


def test_a_document_without_headings_has_empty_sections() -> None:
    found = outline(Document("d", "走出机关。\n深入基层；\n再回来。"))
    assert {s.section for s in found} == {""}
    assert [s.level for s in found] == [0, 0, 0]


def test_a_closing_paragraph_leaves_the_last_section() -> None:
    found = outline(Document("d", "一、问题\n有的不实，有的不严，有的不深。\n总之，要把事情做好。"))
    assert found[-1].section == ""


def test_items_in_a_paragraph_end_with_it() -> None:
    found = outline(Document("d", "工作分两步走。一是摸底，逐户登记；二是整改，逐条销号。\n下一段另说别的事情。"))
    assert found[-1].section == ""
    assert [s.section for s in found][1:3] == ["一是", "二是"]


def heads(text: str) -> list[str]:
    return [unit.text for unit in outline(Document("d", text)) if unit.kind == "heading"]


def test_short_sentences_alike_within_a_paragraph_head_what_follows() -> None:
    body = "有的乡镇一年换了三任分管的同志，账目和底数都没有交接清楚。"
    leads = ["班子难配。", "人员难聚。", "学习难新。"]
    assert heads("几点难处\n" + "".join(lead + body for lead in leads)) == leads
    # one alone is none, nor are short sentences that head nothing
    assert heads("几点难处\n" + body + leads[0] + body + body) == []
    assert heads("几点难处\n" + "".join(leads) + body) == []


def test_what_a_lead_within_a_paragraph_heads_ends_with_the_paragraph() -> None:
    body = "有的乡镇一年换了三任分管的同志，账目和底数都没有交接清楚。"
    paragraph = "一、几点难处\n" + "".join(lead + body for lead in ["班子难配。", "人员难聚。", "学习难新。"])
    units = outline(Document("d", "乡镇调查\n" + paragraph + "\n这些难处各乡镇都有，只是轻重不同，先后不一。"))
    assert units[-2].section == "一、几点难处 / 学习难新"
    assert units[-1].section == "一、几点难处"
    assert [units[place].text for place in governing(units)[-1]] == ["一、几点难处"]


def test_the_first_clause_of_items_is_a_heading_where_the_rest_unfolds_it() -> None:
    text = (
        "主要原因有三条。一是思想认识不到位，有的支部书记把党建看成软任务，一年到头没有专题研究过一次。"
        "二是制度机制不健全，考核办法三年没有修订，干好干坏一个样。三是队伍力量不够强，全县专职党务干部只有七人，其中五人身兼数职。"
    )
    assert heads("党建调查\n" + text) == ["一是思想认识不到位，", "二是制度机制不健全，", "三是队伍力量不够强，"]


def test_items_of_mere_demands_have_no_headings() -> None:
    text = (
        "一是要加强学习，提高认识，增强本领。二是要深入基层，听取意见，改进工作。三是要严格要求，遵守纪律，作出表率。"
    )
    assert heads("讲几点要求\n今天讲三点。" + text) == []


def test_headings_of_one_series_are_cut_at_one_length() -> None:
    text = (
        "一要抓牢学习凝心聚魂把每月的集中学习定在月初，由委领导带头领学，支部书记讲体会。"
        "二要健全制度照章办事对现有的四十项规定逐条清理，过时的一律废止，缺的限期补齐。"
        "三要转变作风服务基层让机关干部每季度到联系点住上三天，带着群众的问题和办法回来。"
        "四要严格考核奖优罚劣把联系点群众的打分计入年度总评，不合格的不得评优。"
    )
    assert [len(heading) for heading in heads("谈谈今后的工作\n" + text)] == [10, 10, 10, 10]


def test_a_series_whose_members_are_sure_of_other_ends_stays_as_it_is() -> None:
    text = "\n".join(
        f"（{n}）{heading}近几年来，全县各级党组织在这方面做了一些工作，但是同要求相比还有差距。"
        for n, heading in zip("一二三", ("存在的主要问题", "产生问题的原因", "改进工作的对策和建议"), strict=True)
    )
    assert heads("党建调查\n" + text) == ["（一）存在的主要问题", "（二）产生问题的原因", "（三）改进工作的对策和建议"]
