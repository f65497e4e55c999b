"""Metadata that the furniture held: date, source, author, and the genre that the title tells."""

from __future__ import annotations

import re

from djtext.read.dates import find_date

_LABELLED = re.compile(
    r"(作者|来源|出处|稿源|发布时间|发布日期|上传时间|更新时间|发表时间|时间|日期)\s*[:：]\s*([^\s|｜\u3000]{2,30}(?:\s+\d{1,2}:\d{2})?)"
)
_FIELDS = {"作者": "author", "来源": "source", "出处": "source", "稿源": "source"}
_GENRES = tuple(
    (name, re.compile(words))
    for name, words in (
        ("对照检查", "对照检查|剖析材料|检视材料|检查材料|民主生活会.{0,6}发言|整改(?:方案|报告)"),
        ("党课", "党课"),
        ("讲话", "讲话|致辞|致词|发言|动员|部署会|推进会上|会议上的"),
        ("调研报告", "调研|调查|考察报告|情况报告"),
        ("申论", "申论"),
        ("心得体会", "心得|体会|感悟|读后感|观后感"),
        ("总结", "总结|述职|汇报"),
        ("论文", "思考|研究|探析|浅[谈析议论]|探讨|刍议|初探|对策|路径|论(?:文|$)|分析"),
    )
)


def genre_of(title: str) -> str:
    """The genre that a title tells, or the empty string.

    >>> genre_of("在全市机关党建工作推进会上的讲话"), genre_of("两张皮")
    ('讲话', '')
    """
    return next((name for name, words in _GENRES if words.search(title)), "")


def from_furniture(removed: list[str]) -> dict[str, str]:
    """Fields that removed lines bore, the first of each.

    >>> from_furniture(["作者：柳下　来源：某某日报　发布时间：2019-05-06 10:22 点击：12"])
    {'author': '柳下', 'source': '某某日报', 'date': '2019-05-06'}
    """
    found: dict[str, str] = {}
    for text in removed:
        for label, value in _LABELLED.findall(text):
            field = _FIELDS.get(label, "date")
            if field == "date":
                value = find_date(value)
            if value and not re.search("点击|浏览|下载", value):
                found.setdefault(field, value)
    return found
