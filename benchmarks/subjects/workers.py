"""One Dask worker against two, and both against a single process: the same bytes."""

from __future__ import annotations

from benchmarks.measure import Alternative, djtext, interleaved
from benchmarks.setting import HEAD, Section, Setting, rows


def run(setting: Setting) -> list[Section]:
    """A cluster on this machine for each run, its start included."""
    folder = setting.files(1_000)
    ways = {
        "--jobs 1": ["--jobs", "1"],
        "--jobs 2": ["--jobs", "2"],
        "--engine dask --jobs 1": ["--engine", "dask", "--jobs", "1"],
        "--engine dask --jobs 2": ["--engine", "dask", "--jobs", "2"],
    }
    alternatives = []
    for number, (name, options) in enumerate(ways.items()):
        output = setting.folder / f"workers-{number}.csv"
        command = djtext("themes", "--no-roles", folder, "-q", "--force", *options, "-o", output)
        alternatives.append(Alternative(name, command, output))
    measured = interleaved(alternatives, 1 if setting.quick else min(3, setting.repeats))
    if len({each.digest for each in measured}) > 1:
        raise RuntimeError("the ways give different bytes")
    notes = ["The same bytes from all four. Starting a cluster on this machine is part of its time."]
    return [Section("Workers", HEAD, rows(measured, measured[0]), notes)]
