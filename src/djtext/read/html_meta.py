"""What an HTML page says of itself: title, date, author, source, site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from djtext.read.dates import find_date, parse_date

if TYPE_CHECKING:
    from lxml.etree import _Element

# Names of <meta>, best first; those in capitals elsewhere are the ones Chinese government sites must use.
_FIELDS = {
    "title": ("articletitle", "og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title"),
    "date": (
        "pubdate", "article:published_time", "publishdate", "publish_date", "publishtime", "datepublished", "dc.date",
        "dcterms.date", "dc.date.issued", "dcterms.created", "og:release_date", "weibo:article:create_at", "date",
        "releasedate", "firstpublishedtime", "apub:time", "citation_date", "createdate",
    ),
    "author": ("author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "byl", "mediaid"),
    "source": ("contentsource", "source", "article:source", "dc.source", "dc.publisher"),
    "site": ("og:site_name", "sitename", "application-name"),
    "column": ("columnname", "article:section"),
}  # fmt: skip
_LABEL = re.compile(
    r"(作\s*者|来\s*源|稿源|发布时间|发布日期|发表时间|署名|(?<![\u4e00-\u9fff])(?:时\s*间|日\s*期))\s*[:：]\s*"
)
_LABELS = {
    "作者": "author", "署名": "author", "来源": "source", "稿源": "source", "发布时间": "date", "发布日期": "date",
    "发表时间": "date", "时间": "date", "日期": "date",
}  # fmt: skip
_VALUE_END = re.compile(r"[\s|｜【\[\t]|字号|字体|浏览|点击|打印|责任编辑|编辑|$")
_NOBODY = re.compile(
    r"(?i)\A(?:admin\w*|administrator|unknown|anonymous|user\w*|author|无|未知|佚名|网站管理员|管理员|系统管理员|本站|null|none|n/?a|-+)\Z"
)
_NO_SITE = re.compile(r"微信公众平台\Z")
_UNTITLED = re.compile(r"(?i)\A(?:无标题(?:文档|页)?|untitled.*|new page.*|新建.*|document|index|home|首页|正文|文章|详情.{0,2}|内容.{0,2}|title|microsoft word - .*)\Z")  # fmt: skip
_SITE = re.compile(
    r"(?:网|网站|在线|频道|门户|官网|论坛|博客|文库|客户端|新闻|要闻|日报|晚报|政府|平台|杂志|[·.](?:com|cn|net|org)(?:\.cn)?|com|cn)\Z",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[_|｜]+\s*|\s+[-–—]+\s+|\s*(?<![-—–])(?:--?|–)(?![-—–])\s*|\s*(?:>>|»|<<)\s*")


def _squeeze(text: str) -> str:
    return "".join(text.split())


def plain_title(title: str, lines: list[str], site: str = "") -> str:
    """A `<title>` without the names of channel and site behind it.

    The longest beginning that stands as a line of the page is the title; where none does, what follows `_` or `|`
    goes, and what follows a dash where it reads like a site's name.

    >>> plain_title("让干部走出机关_理论频道_某某网", []), plain_title("为谁服务 - 某某网", [])
    ('让干部走出机关', '为谁服务')
    >>> plain_title("走出机关——谈作风", []), plain_title("2018-2019年度述评", [])
    ('走出机关——谈作风', '2018-2019年度述评')
    """
    title = " ".join(title.split())
    cuts = [(match.start(), match.end()) for match in _SEPARATOR.finditer(title)][:50]
    shown = {_squeeze(line) for line in lines if len(line) <= 120}
    if _squeeze(title) in shown:
        return title
    for start, _ in reversed(cuts):
        if start and _squeeze(title[:start]) in shown:
            return title[:start]
    for start, end in reversed(cuts):
        tail, mark = title[end:], title[start:end]
        if start == 0:
            break
        named = bool(_SITE.search(tail)) or _squeeze(tail) == _squeeze(site)
        if len(tail) <= 40 and (named or "_" in mark or "|" in mark or "｜" in mark or mark.strip() in {">>", "»"}):
            title = title[:start]
        else:
            break
    return title.strip()


def _declared(root: _Element) -> dict[str, str]:
    """All `<meta>` by name, the first of each."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        content = " ".join(element.get("content", "").split())
        if name and content and len(content) <= 300:
            found.setdefault(name.strip().lower(), content)
    return found


def _first_text(root: _Element, name: str) -> str:
    """The text of the only element of a name that has any; nothing where there are several."""
    texts = [" ".join("".join(element.itertext()).split()) for element in root.iter(name)]
    texts = [text for text in texts if text]
    return texts[0] if len(texts) == 1 else ""


def labelled(lines: list[str]) -> dict[str, str]:
    """Date, source and author where lines around the beginning of the main text name them outright.

    >>> labelled(["发布时间：2019-05-06 10:22  来源：某某网 作者：柳下 字号：大 中 小"])
    {'date': '2019-05-06', 'source': '某某网', 'author': '柳下'}
    """
    found: dict[str, str] = {}
    for line in lines:
        if len(line) > 120:
            continue
        for match in _LABEL.finditer(line):
            field = _LABELS[_squeeze(match[1])]
            rest = line[match.end() :]
            if field == "date":
                value = find_date(rest[:30])
                value = value if len(value) == 10 else ""
            else:
                following = _LABEL.search(rest)
                rest = rest[: following.start()] if following else rest
                end = _VALUE_END.search(rest)
                value = rest[: end.start() if end else len(rest)].strip("　 ,，;；)）(（")
                value = value if 2 <= len(value) <= 30 else ""
            if value:
                found.setdefault(field, value)
    if _NOBODY.match(found.get("author", "")):
        del found["author"]
    return found


def page_meta(root: _Element, lines: list[str]) -> dict[str, str]:
    """Title, date, author, source, site and column of a page, as far as its head states them; `lines` are its text."""
    declared = _declared(root)
    fields: dict[str, str] = {}
    for field, names in _FIELDS.items():
        for name in names:
            value = declared.get(name, "")
            if field == "date":
                value = parse_date(value)
            if field == "author" and (_NOBODY.match(value) or value.startswith(("http:", "https:"))):
                value = ""
            if value:
                fields[field] = value
                break
    if "date" not in fields:
        times = [parse_date(element.get("datetime", "")) for element in root.iter("time")]
        dates = {value for value in times if value}
        if len(dates) == 1:
            fields["date"] = dates.pop()
    for identity, field in (("publish_time", "date"), ("js_name", "source")):  # pages of WeChat accounts
        if field not in fields and (found := root.get_element_by_id(identity, None)) is not None:
            value = " ".join("".join(found.itertext()).split())[:60]
            value = parse_date(value) if field == "date" else value
            if value:
                fields[field] = value
    if _NO_SITE.match(fields.get("site", "")):
        del fields["site"]
    heading = next(iter(root.iter("title")), None)
    first = _first_text(root, "h1")
    titles = (
        fields.pop("title", ""),
        " ".join("".join(heading.itertext()).split()) if heading is not None else "",
        first,
    )
    for given in titles:
        title = plain_title(given[:300], lines, fields.get("site", ""))
        if title and not _UNTITLED.match(title) and title != fields.get("site"):
            fields["title"] = first if title in first and len(first) <= 100 else title
            break
    return fields
