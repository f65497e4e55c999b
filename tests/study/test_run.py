from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from djtext.read import Found, discover
from djtext.study import run
from djtext.study.analyse import themes_job
from djtext.themes import codebook
from djtext.types import Document


@pytest.fixture
def corpus(root: Path) -> list[object]:
    return list(discover([str(root / "corpus")]))


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_SMALL", 0)
    monkeypatch.setattr(run, "_BATCH_DOCS", 3)


def lengths() -> Callable[[Document], int]:
    return lambda doc: len(doc.text)


def fragile(victim: str) -> Callable[[Document], int]:
    def job(doc: Document) -> int:
        if doc.id == victim:
            os.kill(os.getpid(), signal.SIGKILL)
        return len(doc.text)

    return job


def test_workers_change_nothing(corpus: list[object]) -> None:
    job = partial(themes_job, codebook.load())
    alone = list(run.each(corpus, job, jobs=1))  # type: ignore[arg-type]
    assert list(run.each(corpus, job, jobs=3)) == alone  # type: ignore[arg-type]
    assert len(alone) == len(corpus) == 48
    assert all(result.doc is not None and result.doc.text == "" for result in alone)


@pytest.mark.skipif(sys.platform != "linux", reason="kills a worker")
def test_a_document_that_kills_its_worker_costs_that_document_only(corpus: list[object]) -> None:
    victim = corpus[10].id  # type: ignore[attr-defined]
    results = list(run.each(corpus, partial(fragile, victim), jobs=2))  # type: ignore[arg-type]
    lost = [result for result in results if result.doc is None]
    assert len(results) == 48
    assert [(result.outcome.status, result.outcome.code) for result in lost] == [("failed", "crash")]
    assert victim in lost[0].outcome.path


def test_filters_keep_their_account(corpus: list[object]) -> None:
    results = list(run.each(corpus, lengths, where=_after_2020, jobs=2))  # type: ignore[arg-type]
    assert len(results) == 48
    assert {result.left_out for result in results} == {True, False}
    assert all((result.value is None) == result.left_out for result in results)


def _after_2020(doc: Document) -> bool:
    return doc.get("year") >= "2020"


def test_standard_input_goes_to_the_workers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import io

    (tmp_path / "a.txt").write_text("两张皮。", encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("形式主义。".encode())))
    inputs = [Found("-", "stdin", explicit=True), *discover([str(tmp_path)])]
    assert [result.value for result in run.each(inputs, lengths, jobs=2)] == [5, 4]


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux")
def test_workers_die_with_their_parent(tmp_path: Path) -> None:
    for n in range(8):
        (tmp_path / f"{n}.txt").write_text("党建。", encoding="utf-8")
    code = (
        "import sys,time,os\nfrom djtext.study import run\nfrom djtext.read import discover\nrun._SMALL=0;run._BATCH_DOCS=1\n"
        "def job():\n    def f(doc):\n        os.write(1,b'%d\\n'%os.getpid()); time.sleep(60)\n    return f\n"
        f"list(run.each(list(discover([{str(tmp_path)!r}])),job,jobs=2))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = {int(parent.stdout.readline()) for _ in range(2)}
    parent.kill()
    parent.wait()
    for _ in range(50):
        if not any(Path(f"/proc/{worker}").exists() for worker in workers):
            break
        time.sleep(0.1)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
    parent.stdout.close()
