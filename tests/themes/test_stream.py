from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from djtext.text.fold import fold
from djtext.themes.stream import sources, stream, symbols
from djtext.types import Document

ESSAY = (
    "党员的身份不能只挂在墙上，要落在巷子里、落在账本上、落在雨夜的一盏灯下。老周每天傍晚去看那口井，井水清了他才回家，"
    "这件事没有人布置，也没有人检查，可全村的人都看见了。"
)


@given(st.text("党建，。“”、 1a\U00020000"))
def test_every_symbol_leads_back_to_its_place(text: str) -> None:
    made, quotes, places = symbols(text)
    assert len(made) == len(quotes) == len(places)
    for code, place in zip(made.tolist(), places.tolist(), strict=True):
        assert code in {0, ord(text[place])}
        assert text[place] not in "“”"


def test_an_essay_on_three_sites_counts_once_in_the_earliest() -> None:
    docs = [
        Document("转载", "本站编辑整理如下。" + ESSAY, date="2020-05"),
        Document("原文", ESSAY, date="2019-01"),
        Document("无日期", ESSAY + "转自网络。"),
    ]
    made = sources(docs)
    assert [bool(each.skipped) for each in made] == [True, False, True]
    for each in (made[0], made[2]):
        ((start, end),) = each.skipped
        assert end - start > 0.7 * len(ESSAY)
        assert each.folded.text[start:end] in ESSAY
    sizes = stream(made).sizes()
    assert sizes[1] > 3 * sizes[0]


def test_short_formulas_are_no_copies() -> None:
    docs = [Document(str(n), f"第{n}篇。全面贯彻党的路线方针政策，密切联系群众。另起一段说别的{n}。") for n in range(3)]
    assert not any(each.skipped for each in sources(docs))
    assert not any(each.skipped for each in sources([Document("a", ESSAY), Document("b", ESSAY)], copied=None))


def test_the_number_of_a_heading_joins_nothing() -> None:
    made, _, _ = symbols(fold("一、基本情况\n改革、发展\n二、问题").text)
    assert "".join(chr(code) if code else "|" for code in made.tolist()) == "一|基本情况|改革、发展|二|问题"
