"""Batches on the workers of a Dask cluster: one that runs elsewhere, or one on this machine for the length of a command.

Workers must have the same djtext and see the same paths. What goes to them is pickled, what comes back is unpickled:
a cluster is trusted hosts.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from djtext import __version__
from djtext.errors import UsageError
from djtext.lang import t
from djtext.study.engines import Batch, Task, Work

_CONNECT = 20.0  # seconds to wait for a scheduler
_SETTINGS = {
    "distributed.scheduler.allowed-failures": 0,  # a batch whose worker is gone comes back to us at once
    "distributed.scheduler.worker-saturation": 1.0,  # so that one worker takes one batch with it, not several
    "distributed.comm.timeouts.connect": "20s",
    "distributed.worker.daemon": True,
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
            client = self._client(distributed, stack)
            name = uuid.uuid4().hex
            coming = iter(batches)
            running: deque[tuple[Batch, Any]] = deque()

            def submit(batch: Batch) -> Any:
                return client.submit(_work, name, task, batch, __version__, pure=False)

            while True:
                under_way = 2 * max(1, len(client.nthreads()) or self.workers)
                while len(running) < under_way and (batch := next(coming, None)) is not None:
                    running.append((batch, submit(batch)))
                if not running:
                    return
                batch, future = running.popleft()
                try:
                    results = future.result()
                except (distributed.scheduler.KilledWorker, distributed.CancelledError):
                    results = self._once_more(batch, submit, distributed, task)
                yield results

    def _once_more(self, batch: Batch, submit: Any, distributed: Any, task: Task) -> list[Any]:
        """A batch whose worker is gone: once more, then item by item, each twice."""

        def tried(items: Batch) -> list[Any] | None:
            try:
                found: list[Any] = submit(items).result()
            except (distributed.scheduler.KilledWorker, distributed.CancelledError):
                return None
            return found

        whole = tried(batch)
        if whole is not None:
            return whole
        results: list[Any] = []
        for item in batch:
            single = tried([item])
            single = single if single is not None or len(batch) == 1 else tried([item])
            results += [task.lost(item)] if single is None else single
        return results

    def _client(self, distributed: Any, stack: contextlib.ExitStack) -> Any:
        """A client of the cluster; what was begun here ends with the stack."""
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
            return stack.enter_context(distributed.Client(cluster, set_as_default=False))
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
        return client
