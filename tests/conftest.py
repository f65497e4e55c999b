"""Shared fixtures: invented essays small enough to count by hand, and a clean environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from typer.testing import CliRunner

from djtext import lang
from djtext.types import Codebook, Document, Theme

os.environ["DJTEXT_NO_CACHE"] = "1"  # no test sees what another left behind; those of the cache have one of their own

settings.register_profile("djtext", deadline=None)  # a slow machine is no failing law
settings.load_profile("djtext")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("DJTEXT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DJTEXT_NO_CACHE", "1")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")
    lang.use("zh")


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("needs the shared texts beside the project, which are not here")
    return SHARED


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner()


@pytest.fixture
def book() -> Codebook:
    """Three themes with a literal, a gap, an overlap and a not_pattern."""
    return Codebook(
        "试用",
        "1",
        (
            Theme("tuojie", "脱节", "problem", "党建与业务分开", ("两张皮", "党建…业务…脱节", "脱节"), ("不脱节",)),
            Theme("xingshi", "形式主义", "problem", "重形式", ("形式主义", "走过场")),
            Theme("jiguan", "走出机关", "remedy", "下基层", ("走出机关", "(深入|走进)[到]基层")),
        ),
    )


@pytest.fixture
def essays() -> tuple[Document, ...]:
    """Three essays. Hits by hand — a: tuojie 1, jiguan 1; b: tuojie 1, xingshi 1; c: none."""
    return (
        # 4 + 15 + 9 = 28 hanzi
        Document(
            "a.txt",
            "机关党建\n一些支部党建和业务工作严重脱节。\n要走出机关服务群众。",
            title="机关党建",
            date="2014-05",
        ),
        # 12 + 8 = 20 hanzi
        Document("b.txt", "党建业务“两张皮”问题突出。\n坚决反对形式主义。", title="b", date="2019"),
        # 6 hanzi
        Document("c.txt", "天气一直很好。", title="c"),
    )
