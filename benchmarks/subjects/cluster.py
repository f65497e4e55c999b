"""Clustering of passages by their number: vectors and groups, without the reading of texts."""

from __future__ import annotations

import sys
import time

from benchmarks.measure import run as measured
from benchmarks.setting import Section, Setting


def main(wanted: int) -> None:
    """One run on so many passages: seconds of vectors and of groups."""
    from benchmarks import corpora
    from djtext.cluster import groups, vectors

    texts: list[str] = []
    for essay in corpora.essays(wanted):
        texts += [line for line in essay.text.split("\n") if 60 <= len(line) <= 400]
        if len(texts) >= wanted:
            break
    began = time.perf_counter()
    with groups.one_thread():
        space = vectors.space(texts[:wanted])
        made = time.perf_counter()
        found = groups.group(space.vectors)
    print(f"{len(texts[:wanted])} {made - began:.2f} {time.perf_counter() - made:.2f} {len(set(found.labels))}")


def run(setting: Setting) -> list[Section]:
    """Each number of passages in a process of its own."""
    sizes = (2_000, 8_000) if setting.quick else (10_000, 30_000, 100_000)
    section = Section("Clusters", ("passages", "vectors s", "groups s", "together s", "peak MB", "groups"))
    for size in sizes:
        taken = measured([sys.executable, "-m", "benchmarks.subjects.cluster", str(size)], limit=480)
        if taken.code:
            raise RuntimeError(taken.output[-2000:])
        count, made, grouped, number = taken.output.split()[:4]
        together = float(made) + float(grouped)
        section.rows.append((f"{int(count):,}", made, grouped, f"{together:.1f}", f"{taken.largest:.0f}", number))
    section.notes.append(
        "One run each, one thread, the twenty resamples of stability included. From 20,000 passages on groups are made by "
        "mini-batches."
    )
    return [section]


if __name__ == "__main__":
    main(int(sys.argv[1]))
