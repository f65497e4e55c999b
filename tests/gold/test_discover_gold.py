"""Quality gate: slogans written down beforehand that `discover` finds. Floors are lowered only by hand."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))["discover"]


@pytest.fixture(scope="module")
def scoring() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_discover", HERE / "score_discover.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_discover"] = module
    spec.loader.exec_module(module)
    return module


def test_slogans_of_the_sample_corpus(scoring: ModuleType) -> None:
    docs = scoring.corpus()
    wanted = scoring.recurring(scoring.listed(HERE / "discover" / "corpus.txt"), docs)
    found = scoring.discover(docs)
    score = scoring.scored(wanted, scoring.pairs(found.phrases[:50]))
    assert score.exact >= FLOORS["corpus_50"], score.missed


def test_slogans_of_the_reports(scoring: ModuleType, shared: Path) -> None:
    docs = scoring.reports(shared)
    slogans = scoring.listed(HERE / "discover" / "reports.tsv")
    assert len(slogans) == 60
    found = scoring.discover(docs)
    score = scoring.scored(slogans, scoring.pairs(found.phrases[:300]))
    assert score.exact >= FLOORS["reports_300"], score.missed
    assert score.right_year >= FLOORS["reports_year"], score.wrong_year


@pytest.mark.parametrize(
    ("doc", "wanted"),
    [
        ("000", {"关门抓党建、闭门讲奉献、守门搞服务", "由封闭式向开放式", "由管理型向服务型"}),
        ("001", {"三会一课", "破窗效应", "文山会海", "形象工程", "关键少数"}),
    ],
)
def test_marked_phrases_of_the_seeds(shared: Path, doc: str, wanted: set[str]) -> None:
    from djtext.read import Found
    from djtext.read import discover as walk
    from djtext.study.load import LoadOptions, load
    from djtext.themes.discover import discover

    items = [item for item in walk([str(shared / "seeds")]) if isinstance(item, Found)]
    found = discover([each.doc for item in items for each in load(item, LoadOptions()) if each.doc is not None])
    (number,) = [n for n, source in enumerate(found.sources) if source.doc.id.startswith(doc)]
    inside = {phrase.text for phrase in found.phrases if number in dict(phrase.counts)}
    assert wanted <= inside, wanted - inside
