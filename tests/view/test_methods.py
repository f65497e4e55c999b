from __future__ import annotations

import re

import pytest

from djtext import __version__, lang
from djtext.measures import contrast, resonance, timeline
from djtext.measures.counts import DocCounts, Unit, collect
from djtext.measures.grouping import ByField, ByPeriod
from djtext.types import Document
from djtext.view import methods
from djtext.view.methods import WORKS, Source

UNIT = Unit("theme", "theme", listed=("x",))


def counted(n: int, group: str) -> tuple[Document, DocCounts]:
    value = DocCounts(500, 400, 400, (("x", n + 1),), ((0, 0, 1),), ((1.0, "例"),))
    return Document(f"{n}", "", path=f"{n}", date=f"{2000 + n}" if n else "", meta=(("g", group),)), value


def paragraphs(groups: str) -> dict[str, str]:
    docs = [counted(n, group) for n, group in enumerate(groups)]
    source = Source(len(docs), methods.by_codebook("试用 7", 3))
    whole = collect(docs, UNIT, ByField("g"))
    compared = contrast.contrast(whole, whole.groups(), permutations=99, seed=5)
    period = ByPeriod(1)
    dated = collect(docs, UNIT, period)
    return {
        "compare": methods.of_comparison(compared, source),
        "trends": methods.of_trends(timeline.timeline(dated, dated.groups(), period), source),
        "novelty": methods.of_novelty(resonance.resonance(dated, window=2, smoothing=0.25), source),
        "cooccur": methods.of_cooccurrence("passage", 12, source),
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_names_measures_variants_works_codebook_and_version(language: str) -> None:
    lang.use("en" if language == "en" else "zh")
    for groups in ("甲乙甲乙", "甲乙丙甲乙丙"):
        found = paragraphs(groups)
        for name, text in found.items():
            body, _, listed = text.partition("\n\n")
            assert "\n" not in body and __version__ in body and "试用 7" in body, name
            assert len(listed.splitlines()) > 1
            cited = [work for key, work in WORKS.items() if key in body]
            assert listed.splitlines()[1:] == cited and cited == sorted(cited)
            years = set(re.findall(r"\b(?:18|19|20)\d\d\b", body)) - {str(2000 + n) for n in range(10)}
            assert years <= set(re.findall(r"\((\d{4})\)", listed)) | {"2026"}
        assert "99" in found["compare"] and "5" in found["compare"] and "DP" in found["compare"]
        assert ("χ²" in found["compare"]) == (len(set(groups)) == 3) and "G²" in found["compare"]
        assert "0.25" in found["novelty"] and "999" in found["trends"] and "12" in found["cooccur"]
        assert ("1 篇没有日期" if language == "zh" else "1 documents without a date") in found["trends"]


def test_what_was_counted_and_how_texts_were_treated() -> None:
    found = collect([counted(n, "甲乙"[n % 2]) for n in range(4)], UNIT, ByField("g"))
    made = contrast.contrast(found, found.groups(), permutations=0)
    raw = methods.of_comparison(made, Source(4, methods.by_phrases(("走出机关",)), raw=True, duplicates="first"))
    assert "未作清洗" in raw and "只计第一篇" in raw and "“走出机关”" in raw and "置换" not in raw
    assert "rjieba 1.0" in methods.by_words("rjieba 1.0", 3) and "停用词 3 个" in methods.by_words("x", 3)
