"""Quality gate: themes on machine-coded sentences. Floors are lowered only by hand, with a line in the changelog."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from djtext.themes import codebook

HERE = Path(__file__).parent


def test_theme_f1_does_not_fall(shared: Path) -> None:
    import importlib.util
    import sys

    spec = importlib.util.spec_from_file_location("score_themes", HERE / "score_themes.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_themes"] = module
    spec.loader.exec_module(module)
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))["themes"]
    gold = shared / "gold" / "sentences.dev.jsonl"
    scores = module.score(gold, codebook.load())
    baseline = module.score(gold, module.labels_only(codebook.load()))
    for name, floor in floors.items():
        assert scores[name].f1 >= floor, (name, scores[name].f1)
    assert scores["micro"].f1 > baseline["micro"].f1


@pytest.mark.parametrize(
    ("doc", "theme", "least"),
    [("000", "zouchujiguan", 9), ("001", "xingshizhuyi", 7), ("001", "liangzhangpi", 3), ("003", "liangzhangpi", 1), ("003", "xingshizhuyi", 2), ("004", "liangzhangpi", 1)],
)  # fmt: skip
def test_seed_documents(shared: Path, doc: str, theme: str, least: int) -> None:
    from djtext.read import Found, discover, read_input
    from djtext.themes.count import document_hits
    from djtext.themes.find import compile_book

    (found,) = [
        item for item in discover([str(shared / "seeds")]) if isinstance(item, Found) and item.id.startswith(doc)
    ]
    ((document, _),) = read_input(found)
    assert document is not None
    hits = document_hits(document, compile_book(codebook.load()))
    assert sum(item.hit.theme == theme for item in hits) >= least
