"""One Dask worker against two, and both against a single process: the same bytes."""

from __future__ import annotations

from benchmarks.measure import Alternative, djtext, interleaved
from benchmarks.setting import HEAD, Section, Setting, rows


def run(setting: Setting) -> list[Section]:
    """A cluster on this machine for each run, its start included: so there must be work enough for it not to count."""
    folder = setting.files(1_000 if setting.quick else 10_000)
    ways = {
        "--jobs 1": ["--jobs", "1"],
        "--jobs 2": ["--jobs", "2"],
        "--engine dask --jobs 1": ["--engine", "dask", "--jobs", "1"],
        "--engine dask --jobs 2": ["--engine", "dask", "--jobs", "2"],
    }
    alternatives = []
    for number, (name, options) in enumerate(ways.items()):
        output = setting.folder / f"workers-{number}.csv"
        command = djtext("themes", folder, "-q", "--force", *options, "-o", output)
        alternatives.append(Alternative(name, command, output))
    measured = interleaved(alternatives, 1)
    if len({each.digest for each in measured}) > 1:
        raise RuntimeError("the ways give different bytes")
    one, two = (each.seconds for each in measured[2:])
    notes = [
        "`themes` with roles. The same bytes from all four. Starting a cluster on this machine is part of its time. "
        f"Two Dask workers are {one / two:.2f} times as fast as one."
    ]
    return [Section("Workers", HEAD, rows(measured, measured[0]), notes)]
