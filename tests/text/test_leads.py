from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from djtext.text.leads import Opening, features, headings

REST = "有的支部把学习排在业务之后，一拖再拖，一年下来没有学完一本书。"


def openings(*leads: str) -> list[Opening]:
    return [Opening(lead, REST[:12], len(REST)) if lead else Opening("") for lead in leads]


def test_leads_in_parallel_are_headings() -> None:
    assert headings(openings("", "学习不经常", "组织不健全", "监督不到位")) == {1, 2, 3}


def test_a_story_has_none() -> None:
    told = [
        ("那天早上下着大雨", "老李七点钟就出了门，"),
        ("我问他为什么不坐车", "他笑了笑，说走路稳当。"),
        ("这样的事不止一件", "前年冬天，他还背过"),
    ]
    assert headings([Opening(""), *(Opening(lead, after, 90) for lead, after in told)]) == set()


@given(st.lists(st.sampled_from(["", "学习不经常", "他说不行", "完善制度，堵塞漏洞", "一二三"]), max_size=30))
def test_only_paragraphs_with_a_lead_are_judged(leads: list[str]) -> None:
    wanted = {place for place, lead in enumerate(leads) if lead}
    assert set(features(openings(*leads))) == wanted
    assert headings(openings(*leads)) <= wanted
