from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.read.dates import find_date, parse_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("二〇一九年五月六日", "2019-05-06"),
        ("二○一二年十一月八日", "2012-11-08"),
        ("一九七八年十二月二十二日", "1978-12-22"),
        ("二〇一九年十月三十一日", "2019-10-31"),
        ("2019年5月", "2019-05"),
        ("2019 年 5 月 6 日", "2019-05-06"),
        ("2019年", "2019"),
        ("2019-05-06", "2019-05-06"),
        ("2019/5/6 08:30", "2019-05-06"),
        ("2019.05.06", "2019-05-06"),
        ("20190506", "2019-05-06"),
        ("2019年以来，2020年5月", "2020-05"),  # the fuller form
        ("2019年2月30日", ""),
        ("13912345678", ""),
        ("3.5%", ""),
        ("", ""),
    ],
)
def test_find_date(text: str, iso: str) -> None:
    assert find_date(text) == iso


def test_parse_date_takes_a_bare_year() -> None:
    assert (parse_date(" 2019 "), find_date(" 2019 ")) == ("2019", "")


@given(st.dates(min_value=__import__("datetime").date(1900, 1, 1), max_value=__import__("datetime").date(2099, 12, 31)))
def test_every_day_is_read_in_each_form(day: object) -> None:
    year, month, date = day.year, day.month, day.day  # type: ignore[attr-defined]
    iso = f"{year:04d}-{month:02d}-{date:02d}"
    numerals = "〇一二三四五六七八九"

    def small(number: int) -> str:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else numerals[tens] + "十") + (numerals[ones] if ones else "")

    chinese = "".join(numerals[int(d)] for d in str(year)) + f"年{small(month)}月{small(date)}日"
    for form in (iso, f"{year}年{month}月{date}日", f"{year}/{month}/{date}", chinese):
        assert find_date(form) == iso, form
