from __future__ import annotations

from djtext.measures.profile.keys import date_key


def test_dates_sort_as_they_should() -> None:
    assert date_key("2018-12-31") < date_key("2019-01-02") < date_key("2019-01") < date_key("2019") < date_key("")
