"""What an office file's properties say of the document, without what programs and computer shops fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NO_TITLE = re.compile(
    r"(?:microsoft (?:office )?word\s*-.*|.*\.(?:docx?|wps|rtf|txt|wpt|dotx?)|(?:新建|未命名|无标题|文档|文件|document|doc|untitled|"
    r"unknown|标题|题目|title|powerpoint|幻灯片|演示文稿|主题|word|wps|microsoft)(?:[ _\-]*(?:microsoft )?(?:word|office|文档|演示文稿|"
    r"document|page))*[ _\-]*\d*|[\W\d_]+|[a-z]|.*https?:.*|.*www\..*)",
    re.IGNORECASE | re.DOTALL,
)
_NO_AUTHOR = re.compile(
    r"(?:(?:microsoft|ms|windows|微软|lenovo|联想|wps|office|hp|dell|asus|acer|thinkpad|huawei|xiaomi|mc|sky|user|用户|"
    r"admin|administrator|administrators|system|root|guest|default|owner|unknown|unnamed|un-named|作者|匿名|pc|home|test|"
    r"computer|python-docx|apache poi|openpyxl|aspose|docx4j|番茄花园|雨林木风|深度|系统之家|[\W\d_])+"
    r"(?:user|users|用户|office|system|系统|corporation|\.org|\.com|\.net)*|[a-z]|.*https?:.*|.*www\..*)",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = re.compile(r"[^\w]+")
_LONGEST = 200
_HEAD = 2_000


def stated(pairs: Iterable[tuple[str, str | None]], text: str) -> tuple[tuple[str, str], ...]:
    """The pairs that mean something, each name once.

    A title that the text's beginning does not have is often that of the file it was made from: it is given as
    `property_title`, so that it does not overrule the title in the text. A file's times are `created` and
    `modified`: neither is the date of the essay.

    >>> stated([("title", "走出机关"), ("author", "Administrator"), ("created", "2019-05-06T08:00:00Z")], "走出机关\\n正文")
    (('title', '走出机关'), ('created', '2019-05-06'))
    >>> stated([("title", "文档1"), ("author", "微软用户")], "正文"), stated([("title", "去年总结")], "走出机关")
    ((), (('property_title', '去年总结'),))
    """
    found: dict[str, str] = {}
    for name, given in pairs:
        value = " ".join((given or "").replace("\0", " ").split())
        if not value or len(value) > _LONGEST or name in found or "\ufffd" in value:
            continue
        if name == "title":
            if _NO_TITLE.fullmatch(value):
                continue
            bare = _WORDS.sub("", value)
            name = "title" if bare and bare in _WORDS.sub("", text[:_HEAD]) else "property_title"
        elif name == "author" and _NO_AUTHOR.fullmatch(value):
            continue
        elif name in {"created", "modified"}:
            value = value[:10]
            if not re.fullmatch(r"(?:19[89]|20\d)\d-\d\d-\d\d", value):
                continue
        found[name] = value
    return tuple(found.items())
