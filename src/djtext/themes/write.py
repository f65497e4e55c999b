"""Codebooks as text: a codebook written as TOML, and the starter that a new one begins with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from djtext.lang import t
from djtext.types import Codebook, Theme

_ODD = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(f"[\x00-\x1f{_ODD.pattern[1:-1]}]")
_LONE = re.compile("[\ud800-\udfff]")
_LISTS = ("patterns", "not_patterns", "examples", "counter_examples")


def quoted(text: str) -> str:
    """A text as a TOML string; marks that cannot be seen are written as escapes.

    >>> quoted('说"好"')
    '"说\\\\"好\\\\""'
    """
    plain = json.dumps(_LONE.sub("�", text), ensure_ascii=False)
    return _ODD.sub(lambda found: f"\\u{ord(found.group()):04x}", plain)


def theme_lines(theme: Theme) -> list[str]:
    """The lines of one `[[theme]]`; fields that are empty are left out."""
    lines = ["[[theme]]"]
    for field in ("key", "label", "label_en", "kind", "definition", "when", "when_not"):
        value = getattr(theme, field)
        if value:
            lines.append(f"{field} = {quoted(value)}")
    for field in _LISTS:
        values = getattr(theme, field)
        if values:
            lines += [f"{field} = [", *(f"  {quoted(value)}," for value in values), "]"]
    return lines


def to_toml(book: Codebook, *, head: Iterable[str] = ()) -> str:
    """A codebook as a TOML file; `head` are comment lines that stand on top.

    >>> from djtext.themes.codebook import parse
    >>> book = Codebook("b", "1", (Theme("a", "甲", "value", "…", ("甲乙",)),))
    >>> parse(to_toml(book)).themes == book.themes
    True
    """
    lines = [f"# {_LONE.sub('�', _CONTROL.sub(' ', line))}".rstrip() for line in head]
    lines += [f"name = {quoted(book.name)}", f"version = {quoted(book.version)}"]
    for theme in book.themes:
        lines += ["", *theme_lines(theme)]
    return "\n".join(lines) + "\n"


def starter(name: str) -> str:
    """A commented codebook to begin with: two themes that show every field and every form of a pattern.

    >>> from djtext.themes.codebook import check_examples, parse
    >>> check_examples(parse(starter("我的编码本")))
    ()
    """
    said = t(_STARTER_ZH, _STARTER_EN)
    return said.replace("@NAME@", quoted(name))


_STARTER_ZH = """\
# 编码本。改完运行：djtext codebook check 本文件    djtext codebook test 本文件
# 全部字段和写法见 docs/codebook.md；# 后面是说明，可以删去。
name = @NAME@
version = "1"                     # 改动影响数字时，换一个版本号
# description = "研究什么、由谁编写"

[[theme]]
key = "wenshanhuihai"             # 小写字母、数字、下划线，全本唯一
label = "文山会海"                # 表里显示的名称
label_en = "Too many meetings and papers"
kind = "problem"                  # problem 问题、remedy 对策、value 价值、institution 组织与活动
definition = "会议多、文件多、会期长，占去做事的时间"
when = "句子说会议或文件过多、过长，或要求精简"
when_not = "中性地说开了一次会、发了一份文件"
patterns = [                      # 由长到短写；每一处命中算一次
  "文山会海",                     # 按字匹配
  "(陪|赶)会",                    # 几种任选其一
  "[层层]开会[发文]落实",         # 方括号里的可有可无
  "会议…{0,4}(太多|过多|冗长)",   # 依次出现在一句之内，中间 0 到 4 字；只写 … 则最多 12 字
]
not_patterns = [                  # 与它重叠的命中作废
  "会议室太多",
]
examples = [                      # 必须命中的句子
  "文山会海把人拴在桌子边。",
  "会议开得太多，下去的时间就少了。",
]
counter_examples = [              # 不能命中的句子
  "会议通过了年度计划。",
  "这层楼的会议室太多。",
]

[[theme]]
key = "dundian"
label = "蹲点调研"
kind = "remedy"
definition = "干部住到基层去，弄清一件事，解决一件事"
patterns = [
  "蹲点",
  "(住进|住到)…{0,4}(村|社区|车间)",
]
examples = [
  "班子成员每季度蹲点一周。",
  "他住进山脚的村里，一住就是半个月。",
]
counter_examples = [
  "他住在县城，早出晚归。",
]
"""

_STARTER_EN = """\
# A codebook. After a change: djtext codebook check FILE    djtext codebook test FILE
# docs/codebook.md has all fields and signs. What stands behind # explains, and may go.
name = @NAME@
version = "1"                     # another one whenever a change moves numbers
# description = "what is studied, and who wrote this"

[[theme]]
key = "wenshanhuihai"             # small letters, digits and _; unique
label = "文山会海"                # the name that tables show
label_en = "Too many meetings and papers"
kind = "problem"                  # problem, remedy, value or institution
definition = "会议多、文件多、会期长，占去做事的时间"
when = "句子说会议或文件过多、过长，或要求精简"
when_not = "中性地说开了一次会、发了一份文件"
patterns = [                      # from long to short; every place that matches is a hit
  "文山会海",                     # these characters
  "(陪|赶)会",                    # one of several
  "[层层]开会[发文]落实",         # what is in square brackets may stand or not
  "会议…{0,4}(太多|过多|冗长)",   # in this order in one sentence, 0 to 4 characters between; … alone: at most 12
]
not_patterns = [                  # a hit that overlaps one of these is void
  "会议室太多",
]
examples = [                      # sentences in which the theme must be found
  "文山会海把人拴在桌子边。",
  "会议开得太多，下去的时间就少了。",
]
counter_examples = [              # sentences in which it must not
  "会议通过了年度计划。",
  "这层楼的会议室太多。",
]

[[theme]]
key = "dundian"
label = "蹲点调研"
label_en = "Staying at the grassroots"
kind = "remedy"
definition = "干部住到基层去，弄清一件事，解决一件事"
patterns = [
  "蹲点",
  "(住进|住到)…{0,4}(村|社区|车间)",
]
examples = [
  "班子成员每季度蹲点一周。",
  "他住进山脚的村里，一住就是半个月。",
]
counter_examples = [
  "他住在县城，早出晚归。",
]
"""


def copied(book: Codebook, keys: Iterable[str], name: str) -> tuple[Codebook, tuple[str, ...]]:
    """A new codebook of some themes of another, in its order, and what had to be left out.

    Counter-examples that only hold beside the other themes (one of them took the place) are left out, and said.

    >>> from djtext.themes.codebook import load
    >>> copied(load(), ["chuangxin", "形式主义"], "我的")[0].keys()
    ('xingshizhuyi', 'chuangxin')

    Raises UsageError where the codebook has no such theme.
    """
    from dataclasses import replace

    from djtext.themes.codebook import theme_named
    from djtext.themes.trial import trials

    wanted = {theme_named(book, key).key for key in keys}
    made = Codebook(name, "1", tuple(theme for theme in book.themes if theme.key in wanted))
    said = []
    themes = []
    for theme, trial in zip(made.themes, trials(made), strict=True):
        gone = {failure.kind: {f.text for f in trial.failures if f.kind == failure.kind} for failure in trial.failures}
        for texts in gone.values():
            said += [f"{theme.key}: {text}" for text in sorted(texts)]
        themes.append(
            replace(
                theme,
                examples=tuple(text for text in theme.examples if text not in gone.get("example", ())),
                counter_examples=tuple(
                    text for text in theme.counter_examples if text not in gone.get("counter_example", ())
                ),
            )
        )
    return replace(made, themes=tuple(themes)), tuple(said)
