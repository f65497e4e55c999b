"""Workers may die; what comes back, and in which order, stays the same."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from djtext.cli.app import app
from djtext.errors import DjtextError
from djtext.read import discover
from djtext.study import run
from djtext.study.analyse import themes_job
from djtext.study.engines import Processes, Task
from djtext.themes import codebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills workers")
ITEMS = list(range(12))
BATCHES = [ITEMS[n : n + 4] for n in range(0, 12, 4)]


def doubling(victim: int = -1, marker: str = "") -> Callable[[Sequence[Any]], list[Any]]:
    """Doubles numbers; the victim kills its worker, the first time only where there is a marker."""

    def work(batch: Sequence[Any]) -> list[Any]:
        if victim in batch and not (marker and Path(marker).exists()):
            if marker:
                Path(marker).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return [(os.getpid() > 0, 2 * item) for item in batch]

    return work


def lost(item: Any) -> Any:
    return (False, item)


EXPECTED = [[(True, 2 * item) for item in batch] for batch in BATCHES]


def test_batches_come_back_in_order() -> None:
    assert list(Processes(3).run(BATCHES, Task(doubling, lost))) == EXPECTED


def test_a_worker_killed_by_chance_costs_nothing(tmp_path: Path) -> None:
    task = Task(partial(doubling, 5, str(tmp_path / "died")), lost)
    assert list(Processes(2).run(BATCHES, task)) == EXPECTED
    assert (tmp_path / "died").exists()


def slowly(when: int, happens: Callable[[], object]) -> Iterator[list[int]]:
    """The batches; before one of them something happens, and time passes."""
    for n, batch in enumerate(BATCHES):
        if n == when:
            happens()
            time.sleep(0.5)
        yield batch


def test_a_worker_may_die_while_a_batch_is_being_made() -> None:
    found = list(Processes(2).run(slowly(1, lambda: None), Task(partial(doubling, 2), lost)))
    assert found == [[(item != 2, 2 if item == 2 else 2 * item) for item in BATCHES[0]], *EXPECTED[1:]]


def test_idle_workers_may_die() -> None:
    def kill_all() -> None:
        time.sleep(0.5)  # the first batch is done
        for process in active_children():
            process.kill()

    assert list(Processes(1).run(slowly(1, kill_all), Task(doubling, lost))) == EXPECTED


def test_an_item_that_kills_is_given_up_alone() -> None:
    found = list(Processes(2).run(BATCHES, Task(partial(doubling, 5), lost)))
    assert [row for batch in found for row in batch] == [(item != 5, item if item == 5 else 2 * item) for item in ITEMS]


def carried(victim: int = -1, marker: str = "") -> Task:
    """The task as a Dask worker can take it: by value, for it cannot import this module (plain pickle refuses a lambda)."""
    return Task(lambda: doubling(victim, marker), lost)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    import cloudpickle
    import dask

    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    with (
        dask.config.set(
            {"distributed.scheduler.allowed-failures": 0, "distributed.deploy.lost-worker-timeout": "120s"}
        ),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
        ) as cluster,
    ):
        yield cluster.scheduler_address


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same(scheduler: str, root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from djtext.study.dask import Dask

    monkeypatch.setattr(run, "_BATCH_BYTES", 20_000)
    inputs = list(discover([str(root / "corpus")]))[:12]
    job = partial(themes_job, codebook.load(), roles=False)
    alone = list(run.each(inputs, job, jobs=1))
    assert list(run.each(inputs, job, engine=Dask(2, scheduler))) == alone
    killed = list(Dask(2, scheduler).run(BATCHES, carried(5, str(tmp_path / "died"))))
    assert (killed, (tmp_path / "died").exists()) == (EXPECTED, True)


@pytest.mark.filterwarnings("ignore")
def test_workers_that_the_cluster_gave_up_are_begun_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    import cloudpickle

    from djtext.study import dask

    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    # the only worker counts as lost at once, before it could be begun anew
    monkeypatch.setitem(dask._SETTINGS, "distributed.deploy.lost-worker-timeout", "0s")
    monkeypatch.setattr(dask, "_LOOK", 1.0)
    assert list(dask.Dask(1).run(BATCHES, carried(5, str(tmp_path / "died")))) == EXPECTED


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_without_workers_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    from djtext.study import dask

    monkeypatch.setattr(dask, "_LOOK", 0.2)
    monkeypatch.setattr(dask, "_PATIENCE", 0.4)
    with (
        distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None, silence_logs=50) as cluster,
        pytest.raises(DjtextError, match="worker"),
    ):
        list(dask.Dask(1, cluster.scheduler_address).run(BATCHES, carried()))


def test_without_the_library_one_line_names_it(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = CliRunner().invoke(app, ["themes", str(root / "corpus"), "--engine", "dask"])
    assert done.exit_code == 2
    assert "pip install 'djtext[dask]'" in done.stderr


@pytest.mark.parametrize("arguments", [["--engine", "magic"], ["--scheduler", "tcp://127.0.0.1:1"]])
def test_engines_that_cannot_be(arguments: list[str], root: Path) -> None:
    assert CliRunner().invoke(app, ["themes", str(root / "corpus"), *arguments]).exit_code == 2
