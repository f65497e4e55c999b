"""Batches on the workers of a Dask cluster: one that runs elsewhere, or one on this machine for the length of a command.

Workers must have the same djtext and see the same paths. What goes to them is pickled, what comes back is unpickled:
a cluster is trusted hosts.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from djtext import __version__
from djtext.errors import DjtextError, UsageError
from djtext.lang import t
from djtext.study.engines import Batch, Task, Work, singly

_CONNECT = 20.0  # seconds to wait for a scheduler
_LOOK = 5.0  # seconds after which a batch without an answer makes us look whether there are workers
_PATIENCE = 600.0  # seconds to wait while there is none: a queue of jobs may be long
_SETTINGS = {
    "distributed.scheduler.allowed-failures": 0,  # a batch whose worker is gone comes back to us at once
    "distributed.scheduler.worker-saturation": 1.0,  # so that one worker takes one batch with it, not several
    "distributed.comm.timeouts.connect": "20s",
    "distributed.worker.daemon": True,
    "distributed.deploy.lost-worker-timeout": "120s",  # a busy machine may need longer than 15 s to begin one anew
}
_prepared: dict[str, Work] = {}  # in a worker: what it is working on


def _work(name: str, task: Task, batch: Batch, version: str) -> list[Any]:
    """In a worker: the results of one batch."""
    if version != __version__:
        raise RuntimeError(f"djtext {__version__} on a worker, {version} at its client")
    if name not in _prepared:
        _prepared.clear()
        _prepared[name] = task.prepare()
    return _prepared[name](batch)


def _distributed() -> Any:
    try:
        import dask
        import distributed
    except ImportError:
        raise UsageError(
            t("没有安装 Dask：--engine dask 需要它", "--engine dask needs Dask, which is not installed"),
            hint="pip install 'djtext[dask]'",
        ) from None
    dask.config.set(_SETTINGS)
    return distributed


def _answer(future: Any, client: Any, begin: Callable[[], Any] | None) -> Any:
    """What a future gives. While no worker is there to work on it, `begin` begins new ones, if they are ours to begin."""
    waited = 0.0
    while True:
        try:
            return future.result(timeout=_LOOK)
        except TimeoutError:
            if future.done():  # the work itself raised it
                raise
        if client.nthreads():
            waited = 0.0
            continue
        waited += _LOOK
        if begin is not None:
            begin()
        if waited >= _PATIENCE:
            minutes = round(_PATIENCE / 60)
            raise DjtextError(
                t(f"--engine dask：{minutes} 分钟没有一个 worker", f"--engine dask: no worker for {minutes} minutes"),
                hint=t("先启动 dask worker", "start a dask worker first"),
            )


def _version() -> str:
    """In a worker: which djtext it has."""
    return __version__


def _same_version(client: Any, scheduler: str) -> None:
    """All workers of a cluster must have this djtext; one that has none would leave its batches lying."""
    for worker, found in sorted(client.run(_version, on_error="return").items()):
        if found != __version__ and not isinstance(found, OSError):  # a worker that has just died is another matter
            raise UsageError(
                t(
                    f"--scheduler {scheduler}：{worker} 上没有 djtext {__version__}（{found}）",
                    f"--scheduler {scheduler}: {worker} does not have djtext {__version__} ({found})",
                ),
                hint=t("在每个 worker 的环境里安装同一版本的 djtext", "install the same djtext where the workers run"),
            )


@dataclass(frozen=True, slots=True)
class Dask:
    """The workers of a Dask cluster: of the one at `scheduler`, or `workers` processes of this machine where it is empty."""

    workers: int
    scheduler: str = ""

    @property
    def forks(self) -> bool:
        """Workers are processes begun anew."""
        return False

    def run(self, batches: Iterable[Batch], task: Task) -> Iterator[list[Any]]:
        """The results of each batch, in order; two for each worker are under way."""
        import uuid

        distributed = _distributed()
        with contextlib.ExitStack() as stack:
            client, cluster = self._client(distributed, stack)
            name = uuid.uuid4().hex
            coming = iter(batches)
            running: deque[tuple[Batch, Any]] = deque()

            def submit(batch: Batch) -> Any:
                return client.submit(_work, name, task, batch, __version__, pure=False)

            def tried(items: Batch) -> list[Any] | None:
                try:
                    found: list[Any] = answer(submit(items))
                except (distributed.scheduler.KilledWorker, distributed.CancelledError):
                    return None
                return found

            def answer(future: Any) -> Any:
                return _answer(future, client, partial(cluster.scale, self.workers) if cluster else None)

            while True:
                under_way = 2 * max(1, len(client.nthreads()) or self.workers)
                while len(running) < under_way and (batch := next(coming, None)) is not None:
                    running.append((batch, submit(batch)))
                if not running:
                    return
                batch, future = running.popleft()
                try:
                    results = answer(future)
                except (distributed.scheduler.KilledWorker, distributed.CancelledError):
                    results = singly(batch, tried, task)
                yield results

    def _client(self, distributed: Any, stack: contextlib.ExitStack) -> tuple[Any, Any]:
        """A client of the cluster, and the cluster if it is our own; what was begun here ends with the stack."""
        import logging

        for source in ("distributed", "distributed.nanny", "distributed.scheduler", "distributed.worker"):
            logging.getLogger(source).setLevel(logging.CRITICAL)  # what becomes of workers is told in the account
        if not self.scheduler:
            cluster = stack.enter_context(
                distributed.LocalCluster(
                    n_workers=self.workers, threads_per_worker=1, processes=True, host="127.0.0.1",
                    dashboard_address=None, worker_dashboard_address=None, silence_logs=logging.CRITICAL,
                )
            )  # fmt: skip
            return stack.enter_context(distributed.Client(cluster, set_as_default=False)), cluster
        try:
            client = stack.enter_context(distributed.Client(self.scheduler, timeout=_CONNECT, set_as_default=False))
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(
                t(
                    f"--scheduler {self.scheduler}：连不上（{error}）",
                    f"--scheduler {self.scheduler}: no answer ({error})",
                ),
                hint=t("先启动 dask scheduler 和 dask worker", "start dask scheduler and dask worker first"),
            ) from None
        _same_version(client, self.scheduler)
        return client, None
