"""Dates as Chinese documents write them, to ISO: `2019-05-06`, or `2019-05`, or `2019` where no more is said."""

from __future__ import annotations

import re
from calendar import monthrange

_DIGITS = {
    char: value
    for value, chars in enumerate(("〇零○Ｏ０0", "一1", "二2", "三3", "四4", "五5", "六6", "七7", "八8", "九9"))
    for char in chars
}
_CN = "〇零○一二三四五六七八九"
_YEAR = f"(?P<year>(?:18|19|20)\\d\\d|[一二][{_CN}]{{3}})"
_CHINESE = re.compile(
    f"(?<![\\d{_CN}]){_YEAR}\\s*年"
    f"(?:\\s*(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\\s*月"
    f"(?:\\s*(?P<day>3[01]|[12]\\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])\\s*[日号])?)?"
)
_NUMERIC = re.compile(
    r"(?<!\d)(?P<year>(?:18|19|20)\d\d)(?P<sep>[-/.．])(?P<month>1[0-2]|0?[1-9])(?:(?P=sep)(?P<day>3[01]|[12]\d|0?[1-9]))?(?!\d)"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])(?!\d)")


def _number(text: str | None) -> int:
    """An Arabic or Chinese numeral up to 99, or a year digit by digit.

    >>> _number("二〇一九"), _number("十二"), _number("三十一"), _number("05")
    (2019, 12, 31, 5)
    """
    if not text:
        return 0
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
    value = 0
    for char in text:
        value = value * 10 + _DIGITS.get(char, 0)
    return value


def _iso(match: re.Match[str]) -> str:
    """ISO form of a match, or the empty string where the day does not exist."""
    year, month = _number(match["year"]), _number(match["month"])
    day = _number(match["day"])
    if not 1800 <= year <= 2199:
        return ""
    if not month:
        return f"{year:04d}"
    if not day:
        return f"{year:04d}-{month:02d}"
    if day > monthrange(year, month)[1]:
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"


def find_date(text: str) -> str:
    """The first date in a text, the fullest form first.

    >>> find_date("（二〇一九年五月六日）"), find_date("2019年5月，全市"), find_date("发布时间：2018/11/24 10:22")
    ('2019-05-06', '2019-05', '2018-11-24')
    >>> find_date("20190506-标题.txt"), find_date("电话 12345678"), find_date("2019年2月30日")
    ('2019-05-06', '', '')
    """
    found = []
    for expression in (_CHINESE, _NUMERIC, _COMPACT):
        for match in expression.finditer(text):
            iso = _iso(match)
            if iso:
                found.append((-len(iso), match.start(), iso))
    return min(found)[2] if found else ""


def parse_date(text: str) -> str:
    """ISO form of a field that holds a date and nothing else of weight (`2019`, `2019-5-6`, `2019年5月`, a time behind).

    >>> parse_date("2019"), parse_date("2019-5-6 12:30"), parse_date("二〇一九年五月"), parse_date("不详")
    ('2019', '2019-05-06', '2019-05', '')
    """
    text = text.strip()
    if re.fullmatch(r"(18|19|20|21)\d\d", text):
        return text
    return find_date(text)
