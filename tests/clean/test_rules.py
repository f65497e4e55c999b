"""What each rule takes, and what it must leave."""

from __future__ import annotations

import pytest

from djtext.clean import clean
from djtext.clean.characters import unified
from djtext.clean.header import from_furniture, genre_of
from djtext.clean.pages import Measure, wrap_measure

A = "一些支部把学习当成念文件，念完就散，台账倒是写得工工整整，党员心里却没有留下什么东西。"
B = "我们在三个镇走了一圈，同四十多名党员谈过话，他们说得最多的一句是：会开得不少，事办得不多。"
C = "要把会议室搬到地头去，把报告换成答问，让党员带着问题来、带着办法走，一个季度回访一次。"
BODY = f"{A}\n{B}\n{C}"


def kept(text: str) -> list[str]:
    return clean(text).text.split("\n")


def rules(text: str) -> set[str]:
    return {item.rule for item in clean(text).removals} - {"layout", "line-break"}


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 党建频道 > 理论文章 > 正文", "您现在的位置：首页 >> 范文大全 >> 心得体会", "作者：某某　来源：某某网　发布时间：2019-05-06　点击：128",
        "文件大小:36.5KB", "当前文档最多预览三页，下载后查看全文", "本文由网友上传，版权归原作者所有，如有侵权请联系我们删除", "VIP专享", "展开全文", "发表评论",
        "上一篇：某某心得　下一篇：某某总结", "小编为大家整理了这篇党课讲稿，希望对大家有所帮助，欢迎收藏！", "扫一扫关注我们的公众号，免费领取资料", "返回顶部",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["above", "below"])
def test_furniture_goes(line: str, place: str) -> None:
    text = f"题目在此\n{line}\n{BODY}" if place == "above" else f"题目在此\n{BODY}\n{line}"
    assert clean(text).text == f"题目在此\n{BODY}"


@pytest.mark.parametrize(
    "line",
    [
        "有的干部把工作群当成工作，点赞、转发、打卡、截图样样不落，下载量、阅读量排了名次，群众的事却没有人问。",
        "某社区开发了小程序，要求党员注册登录、上传照片、发表评论，积分兑换成绩，老党员说这是折腾人。",
        "会员单位的支部书记在评论中说，服务热线打不通，问题就出在没有人值守。",
        "这几年网络版权保护有了进步，侵权案件明显减少，这是制度的力量。",
        "一、存在的问题", "（一）学习不够深入", "同志们：", "2、间断性学习多，系统性学习少。", "（2019年5月6日）", "中共某某县委办公室", "二是抓服务。", "三、把服务放在突出位置",
        "作风建设永远在路上", "——某某县机关党建调查", "第一，要在学上下功夫。",
    ],
)  # fmt: skip
def test_the_essays_own_lines_stay(line: str) -> None:
    text = f"题目在此\n{A}\n{line}\n{B}\n{C}"
    assert clean(text).text == text


def test_page_counters_join_what_they_cut() -> None:
    long = "机关党建要走到群众中去，" * 12
    text = f"题目\n\n1、{long}这件事几十年没有\n\n2、间断，可是会开得越来越长，{long}门出得越来越少，导致服\n\n3、务重心下不去。{long}"
    done = clean(text).text
    assert "没有间断" in done and "导致服务重心" in done
    assert done.count("\n") == 1


def test_real_lists_stay() -> None:
    text = f"题目\n1、学习不够深入，{A}\n2、作风不够扎实，{B}\n3、担当不够主动，{C}"
    assert clean(text).text == text
    assert (
        clean(f"题目\n{A}\n1、加强学习\n2、改进作风\n3、狠抓落实\n{B}").text.count("、加强学习\n2、改进作风\n3、") == 1
    )


def test_watermarks_inside_sentences() -> None:
    mark = "某某文秘网 www.example-ws.test"
    text = f"题目\n{A[:15]}{mark}{A[15:]}\n{B[:20]}{mark}{B[20:]}\n{C}"
    assert clean(text).text == f"题目\n{BODY}"


def test_recurring_phrases_of_the_essay_stay() -> None:
    text = "题目\n" + "\n".join(
        f"{word}党支部标准化规范化建设的经验说明，{A}" for word in ("某镇", "某村", "某局", "某校")
    )
    assert clean(text).text == text


def test_body_title_and_summary_that_occur_twice() -> None:
    assert clean(f"题目在此\n题目在此\n{BODY}").text == f"题目在此\n{BODY}"
    assert clean(f"题目在此\n{BODY}\n{BODY}").text == f"题目在此\n{BODY}"
    other = BODY.replace("，", ",").replace("。", ". ")
    assert clean(f"题目在此\n{BODY}\n{other}").text == f"题目在此\n{BODY}"
    assert clean(f"题目在此\n摘要：{A}{B[:20]}…\n{BODY}").text.endswith(BODY)


def test_a_lead_taken_from_the_body_stays() -> None:
    text = f"题目在此\n{A[:-1]}\n{B}{A}{C}"
    assert clean(text).text == text


def wrapped(text: str, width: int, indent: str = "") -> str:
    lines = []
    for paragraph in text.split("\n"):
        rest, first = paragraph, True
        while rest:
            size = width - 2 if first else width
            while size < len(rest) and rest[size] in "，。；：、！？”）":
                size += 1
            lines.append((indent if first else "") + rest[:size])
            rest, first = rest[size:], False
    return "\n".join(lines)


@pytest.mark.parametrize("width", [22, 26, 30, 36])
@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
def test_hard_wraps_are_undone(width: int, indent: str) -> None:
    body = "\n".join((A + B, B + C, C + A, A + C))
    done = clean("题目在此\n" + wrapped(body, width, indent)).text
    assert done == "题目在此\n" + body


def test_paragraphs_that_were_not_wrapped_stay() -> None:
    text = f"题目在此\n{A}{B}\n{C}"
    assert clean(text).text == text
    assert wrap_measure(text) == (Measure(), ())


def test_a_label_below_a_text_that_breaks_off_is_not_joined_to_it() -> None:
    broken = "\n".join(wrapped(A + B + C, 26).split("\n")[:-1])
    done = clean(f"题目在此\n{broken}\n摘要:\n展开>>\n收起<<\n相关推荐")
    assert "摘要" not in done.text
    assert done.text.split("\n")[-1].endswith(broken[-8:])


def test_page_numbers_and_running_headers() -> None:
    page = wrapped(A + B + C, 28)
    parts = [f"某某研究　2019年第3期\n{page}\n— {n} —" for n in range(3, 7)]
    done = clean("题目在此\n" + "\n".join(parts)).text
    assert "某某研究" not in done and "—" not in done


def test_radicals_readings_references_blanks_and_marks() -> None:
    assert unified("⼯作作⻛，⻔难进，⼾籍") == ("工作作风，门难进，户籍", 4)
    text = f"题目在此\n{A}現(xiàn)代化、實(shí)踐。{B}[1]{C}[2]\n{A[:10]} ，{A[11:30]}\u200b{A[30:]}"
    done = clean(text)
    assert rules(text) >= {"bracketed-form", "reference-mark", "inner-space", "invisible"}
    assert "現代化、實踐。" in done.text and "[" not in done.text and f"{A[:10]}，" in done.text


def test_single_brackets_and_spaces_of_titles_stay() -> None:
    text = f"走出机关 走进群众\n{A}他说（见第[1]页）这件事。\n{B}"
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        (f"题目\n{A}\n{B[:30]}", "truncated"),
        (f"题目\n{A}\n{B}…", "truncated"),
        (f"题目\n{BODY}\n仅展示前800字，下载文档查看全文", "truncated"),
        (f"三、把作风改过来。{A}\n{BODY}", "headless"),
        (f"题目\nxx市xx县的**同志说，{A}\n{B}", "masked"),
        (f"两篇范文\n第一篇：学\n{A}\n第二篇：做\n{B}", "several"),
        (f"题目\n锟斤拷锟斤拷锟斤拷，{A}锟斤拷锟斤拷\n{B}", "mojibake"),
    ],
)
def test_flags(text: str, flag: str) -> None:
    assert flag in clean(text).flags
    assert flag not in clean(f"题目\n{BODY}").flags


def test_fields_from_furniture() -> None:
    done = clean(f"题目在此\n作者：柳下　来源：某某日报　发布时间：2019-05-06　点击：12\n{BODY}")
    assert dict(done.fields) == {"author": "柳下", "source": "某某日报", "date": "2019-05-06"}
    assert from_furniture([]) == {}


@pytest.mark.parametrize(
    ("title", "genre"),
    [("在全县作风建设会议上的讲话", "讲话"), ("专题党课：走出机关", "党课"), ("某局领导班子对照检查材料", "对照检查"), ("关于走读现象的调研报告", "调研报告"), ("作风是形象", "")],
)  # fmt: skip
def test_genre(title: str, genre: str) -> None:
    assert genre_of(title) == genre


def test_lines_shared_by_a_folder() -> None:
    line = "资料来自某某县委组织部学习资料汇编"
    text = f"题目在此\n{line}\n{BODY}"
    assert line in clean(text).text
    assert line not in clean(text, shared=frozenset({line})).text
    assert clean(f"题目在此\n{BODY}", shared=frozenset({A})).text == f"题目在此\n{BODY}"
