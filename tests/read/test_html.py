from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from djtext.errors import InputError
from djtext.read.html import looks_like_html, read_html
from djtext.read.html_lines import visible_lines
from djtext.read.html_main import kept_lines
from djtext.read.html_meta import labelled, plain_title
from djtext.read.html_plain import plain_lines
from djtext.read.raw import Raw, ReadOptions

BODY = [
    "近年来，一些地方的机关干部习惯于坐在办公室里打电话、看材料，对基层的真实情况了解不深，群众颇有意见。",
    "一、问题的表现",
    "有的单位把开会当作落实，把发文当作工作，层层加码的检查让村里的同志疲于应付，真正办事的时间反而少了。",
    "（一）调查研究流于形式",
    "下去之前定好路线，看的是盆景，听的是汇报，问的是准备好的答案；这样的调研，去得再多也没有用处。",
    "要把走出机关作为硬任务，每个干部每年在基层蹲点不少于两个月，与群众同吃同住同劳动，把问题带回来。",
    "谢谢大家！",
]
NAV = "".join(
    f"<li><a href='/{word}'>{word}</a></li>" for word in ["首页", "要闻", "理论", "党建", "人事", "专题", "图片"]
)
RELATED = "".join(
    f"<li><a href='/r{n}'>{text}</a></li>"
    for n, text in enumerate(["某市召开会议部署年度任务", "某县推进支部标准化", "让干部走出机关"])
)
FOOT = "<div class='footer'><p>关于我们 | 联系方式</p><p>版权所有 某某机关工委 未经授权禁止转载，违者必究。</p></div>"
SITE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>让干部走出机关_理论_某某党建网</title>
<meta name="PubDate" content="2019-05-06 10:22"><meta name="SiteName" content="某某党建网"><meta name="Author" content="admin">
<script>document.write("<p>不是正文</p>")</script><style>p{{color:red}}</style></head><body><!-- 注释 --><ul class="nav">{NAV}</ul>
<div class="main"><h1>让干部走出机关</h1><p>——在机关党建工作会议上的发言</p>
<div><span>发布时间：2019-05-06 10:22</span><span>来源：某某日报</span><span>作者：柳下</span><span>字号：[大 中 小]</span></div>
<div class="content">{"".join(f"<p>　　{line}</p>" for line in BODY)}</div></div>
<div class="side"><h3>相关阅读</h3><ul>{RELATED}</ul></div>{FOOT}<div style="display:none">藏起来的统计</div></body></html>"""


def read(page: str | bytes, options: ReadOptions | None = None) -> Raw:
    (raw,) = read_html(page.encode() if isinstance(page, str) else page, options or ReadOptions())
    return raw


def split(raw: Raw) -> tuple[list[str], list[str]]:
    """Lines kept and lines dropped."""
    dropped = "".join(raw.text[start:end] for start, end, _ in raw.dropped)
    kept = raw.text
    for start, end, _ in reversed(raw.dropped):
        kept = kept[:start] + kept[end:]
    return [line.strip() for line in kept.split("\n") if line], [line for line in dropped.split("\n") if line]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_page_of_a_site(encoding: str) -> None:
    data = SITE.encode(encoding)
    assert looks_like_html(data)
    raw = read(data)
    kept, dropped = split(raw)
    assert kept == ["让干部走出机关", "——在机关党建工作会议上的发言", *BODY]
    assert "首页" in dropped and "某某机关工委" in "".join(dropped) and "某县推进支部标准化" in dropped
    assert {rule for _, _, rule in raw.dropped} == {"page-furniture"}
    assert "不是正文" not in raw.text and "注释" not in raw.text and "藏起来" not in raw.text
    assert dict(raw.meta) == {
        "title": "让干部走出机关", "date": "2019-05-06", "author": "柳下", "source": "某某日报", "site": "某某党建网",
    }  # fmt: skip


def test_tables_that_lay_out_a_page() -> None:
    menu = "<table><tr><td>首页</td><td>要闻</td></tr></table>"
    body = "<br><br>".join("　　" + line for line in BODY)
    page = f"<table><tr><td colspan=2>{menu}<tr><td><ul>{NAV}</ul><td><table><tr><td>让干部走出机关<tr><td>{body}</table></table>"
    raw = read(f"<html><title>让干部走出机关 - 某某网</title><body>{page}")
    kept, dropped = split(raw)
    assert kept == ["让干部走出机关", *BODY]
    assert dropped[0] == "首页\t要闻"


def test_bytes_win_over_a_lying_charset() -> None:
    page = f"<html><head><meta charset='utf-8'></head><body>{''.join(f'<p>{line}</p>' for line in BODY)}"
    raw = read(page.encode("gbk"))
    assert raw.encoding == "gb18030" and raw.replaced == 0 and BODY[0] in raw.text
    raw = read(page.replace("utf-8", "gb2312").encode())
    assert raw.encoding == "utf-8" and BODY[0] in raw.text


def test_hanzi_behind_a_long_script() -> None:
    page = f"<html><script>{'var a = 1;' * 8_000}</script><body><p>{BODY[0]}</p>"
    assert read(page.encode("gbk")).text == BODY[0]


def test_a_charset_that_only_the_page_knows() -> None:
    page = "<html><head><meta charset='iso-8859-1'></head><body><p>" + "L’été à la campagne. ".replace("’", "'") * 20
    assert "été à la" in read(page.encode("latin-1")).text


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<p>甲<b>乙</b>丙<p>丁", ["甲乙丙", "丁"]),
        ("甲<br>乙<br/><br>丙", ["甲", "乙", "丙"]),
        ("<p>深入\n   基层  in   depth</p>", ["深入基层 in depth"]),
        (
            "<p>甲</p><script>乙</script><style>丙</style><template>丁</template><noscript>戊</noscript><p>己",
            ["甲", "己"],
        ),
        ("<p hidden>甲</p><div style='color:red; DISPLAY : none'>乙</div><p>丙</p>", ["丙"]),
        ("<table><tr><th>单位<th>人数<tr><td><p>甲局</p><td><p>12</p></table>", ["单位\t人数", "甲局\t12"]),
        ("<table><tr><td>甲<br>乙<td>丙</table>", ["甲", "乙", "丙"]),
        ("<table><tr><td colspan=9000000000000000>甲</table>", ["甲"]),
        ("<pre>甲\n  乙\n\n丙</pre>", ["甲", "  乙", "丙"]),
        ("<ol start=3><li>抓学习<li><p>抓落实</p></ol>", ["3. 抓学习", "4. 抓落实"]),
        ("<ol><li>1、抓学习<li>（二）抓落实</ol><ul><li>甲", ["1、抓学习", "（二）抓落实", "甲"]),
        ("<p>1 &lt; 2 &amp; &#20826;&#x5efa;&nbsp;</p>", ["1 < 2 & 党建"]),
        ("<p>a &#xD800;&#1;b</p>", ["a �b"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
    ],
)
def test_lines(page: str, lines: list[str]) -> None:
    assert read(f"<html><body>{page}").text.split("\n") == lines


def test_a_text_that_only_a_script_would_show_is_kept() -> None:
    raw = read(
        f"<html><body><p>展开全文</p><div style='display:none'>{''.join(f'<p>{line}</p>' for line in BODY)}</div>"
    )
    assert BODY[0] in raw.text and raw.flags == ("hidden-text",)


@pytest.mark.parametrize("depth", [300, 1_500, 2_100, 6_000])
def test_depth_is_never_lost_in_silence(depth: int) -> None:
    raw = read("<p>前文</p>" + "<div>" * depth + "深处的话" + "</div>" * depth + "<p>后文</p>")
    assert raw.text == "前文\n深处的话\n后文"
    assert raw.partial[0] == ("depth" if depth > 2_048 else "")


def test_text_that_the_tree_has_not_got_is_told() -> None:
    page = "<p>前文</p><frameset><frame></frameset>" + f"<p>{BODY[0]}</p>" * 3
    raw = read(page)
    assert raw.text.count(BODY[0]) == 3


def test_one_paragraph_of_eleven_million_characters() -> None:
    raw = read("<p>" + "字" * 11_000_000 + "</p><p>尾")
    assert len(raw.text) == 11_000_002 and not raw.partial[0] and not raw.dropped


def test_entities_are_not_expanded() -> None:
    raw = read("<!DOCTYPE html [<!ENTITY a '重'><!ENTITY b SYSTEM 'file:///etc/passwd'>]><p>&a;&b;甲")
    assert raw.text.endswith("&a;&b;甲")


@pytest.mark.parametrize(
    "page",
    ["<" * 300_000, "<!--" * 100_000, '<a "' * 50_001 + ">", "<a>" * 30_000, "<b><p>甲" * 1_000, " " * 1_000_000, "<ol><li>" * 900],
)  # fmt: skip
def test_hostile_marks_take_no_time(page: str) -> None:
    started = time.monotonic()
    read(page)
    assert time.monotonic() - started < 5


def test_nothing_is_dropped_where_no_main_text_stands_out() -> None:
    raw = read(f"<html><title>理论频道_某某网</title><ul>{NAV}</ul><p>点这里进入。</p>")
    assert raw.dropped == () and "首页" in raw.text


def test_prose_between_kept_lines_is_never_dropped() -> None:
    lines = ["首页", BODY[0], BODY[2], "开通VIP", "二、办法", BODY[4], "版权所有"]
    kept = kept_lines(lines, BODY[0] + "\n" + BODY[4])
    assert kept == {1, 2, 4, 5}
    assert kept_lines(lines, "别的一页上的话，和这里没有关系，也不能说明什么。") == set(range(7))


def test_short_lines_are_known_by_their_neighbours() -> None:
    lines = ["谢谢", *BODY, "谢谢"]
    assert kept_lines(lines, "".join(BODY)) == set(range(1, len(BODY) + 1))


def test_titles() -> None:
    assert plain_title("走出机关_理论_某某网", []) == "走出机关"
    assert plain_title("党建-业务怎样融合-某某网", ["党建-业务怎样融合"]) == "党建-业务怎样融合"
    assert plain_title("走出机关——一谈作风--理论--某某网", []) == "走出机关——一谈作风--理论"
    assert plain_title("某某网", []) == "某某网"
    assert labelled(["（来源：某某网）", "本文作者: 柳下　时间：2019年5月"]) == {"source": "某某网", "author": "柳下"}


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("<html><body>甲", True),
        ("\ufeff \n<!-- 保存于某处 --><!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.0//EN'><p>甲", True),
        ("<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'>", True),
        ("<p style='text-indent:2em'><span>甲</span></p>", True),
        ("<h2>甲</h2><p>乙</p>", True),
        ("<br>是换行标签，<p>是段落标签。", False),
        ("走出机关<br>服务群众<br/>", False),
        ("《论持久战》<html>", False),
        ("<通知>明天开会</通知>", False),
        ("<?xml version='1.0'?><rss><channel><title>甲</title></channel></rss>", False),
        ("<svg><title>甲</title></svg>", False),
        ("", False),
        ("%PDF-1.7 <html>", False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le"])
def test_what_is_html(text: str, is_html: bool, encoding: str) -> None:
    assert looks_like_html(text.encode(encoding)) == is_html


def test_the_two_ways_to_lines_agree() -> None:
    from lxml import html

    page = SITE.replace("</body>", "<p>a < b <未知> c</p></body>")
    tree = visible_lines(html.fromstring(page), hidden=True)
    assert [line for line in plain_lines(page) if line in tree] == tree


@given(st.text(alphabet="<>/!-\"'= apdivtrohbcl甲乙。&#;x1\n", max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_marks_are_read(page: str) -> None:
    raw = read("<p>" + page)
    assert all(0 <= start < end <= len(raw.text) for start, end, _ in raw.dropped)


@given(st.binary(max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    try:
        read(b"<html>" + data).text.encode()
    except InputError as error:
        assert error.code == "binary"


def test_damaged_pages() -> None:
    rng = random.Random(2)
    data = SITE.encode("gb18030")
    for cut in range(0, 100, 5):
        read(data[: len(data) * cut // 100])
    for _ in range(40):
        broken = bytearray(data)
        for _ in range(20):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        try:
            read(bytes(broken))
        except InputError as error:
            assert error.code == "binary"


def test_real_pages_are_like_their_twins(shared) -> None:  # type: ignore[no-untyped-def]
    found = wanted = extra = 0
    for path in sorted((shared / "data/originals/html").glob("*.html")):
        twin = shared / "data/commentary" / f"{path.stem}.txt"
        if not twin.exists():
            continue
        kept = {"".join(line.split()) for line in split(read(path.read_bytes()))[0]}
        lines = {"".join(line.split()) for line in twin.read_text(encoding="utf-8").split("\n") if line.strip()}
        found, wanted, extra = found + len(kept & lines), wanted + len(lines), extra + len(kept - lines)
    assert wanted and found / wanted >= 0.99 and extra == 0
