"""Quality gate: the cleaner. Floors are lowered only by hand, with a line in the changelog.

Every kind of noise goes into every clean essay of corpus/ once, and each of the sixty combinations into five of them;
nothing is sampled further, as all of it takes seconds.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))["clean"]


@pytest.fixture(scope="module")
def score_clean() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_clean", HERE / "score_clean.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_clean"] = module
    spec.loader.exec_module(module)
    return module


def test_pdf_text_against_clean_twins(shared: Path, score_clean: ModuleType) -> None:
    result = score_clean.twins(shared)
    if result is None:
        pytest.skip("the twins of PDF text are not here")
    assert result.radicals <= FLOORS["twin_radicals"]
    assert result.recall >= FLOORS["twin_recall"], result.missing[:5]
    assert result.precision >= FLOORS["twin_precision"], result.extra[:5]
    assert result.paragraph_recall >= FLOORS["twin_paragraphs"], result.broken[:5]


def test_noise_put_into_clean_essays(score_clean: ModuleType) -> None:
    summary = score_clean.summarise(score_clean.noise_cases())
    assert summary.worst[0] >= FLOORS["noise_worst_kind"], summary.worst
    assert summary.mean >= FLOORS["noise_mean"]


def test_clean_essays_lose_nothing(score_clean: ModuleType) -> None:
    loss = score_clean.corpus_loss()
    assert loss.texts > 20
    assert loss.lost <= FLOORS["corpus_lost"], dict(loss.samples)


def test_noise_remembers_the_essay(score_clean: ModuleType) -> None:
    """What is marked as the essay's own is the essay, whatever was put in, and a seed gives the same again."""
    assert len(score_clean.KINDS) >= 16
    essay, text = score_clean.clean_essays()[0]
    for name in score_clean.KINDS:
        damaged = score_clean.damage(text, [name], 7)
        assert damaged == score_clean.damage(text, [name], 7)
        assert len(damaged.text) == len(damaged.mine) == len(damaged.origin)
        own = "".join(char for char, mine in zip(damaged.text, damaged.mine, strict=True) if mine)
        if name == "radicals":
            assert len(own) == len(text) and score_clean.squeezed(own) != own
        else:
            assert score_clean.squeezed(own) == score_clean.squeezed(text), (essay, name)
