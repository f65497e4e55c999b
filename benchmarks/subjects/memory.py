"""Memory over time: a command that goes document by document must not need more for more documents."""

from __future__ import annotations

from benchmarks.measure import djtext
from benchmarks.measure import run as measured
from benchmarks.setting import Section, Setting


def run(setting: Setting) -> list[Section]:
    """Whole documents, so that time and memory of ten times as many can be compared."""
    sizes = (500, 2_000) if setting.quick else (1_000, 10_000, 100_000)
    section = Section(
        "Memory of themes --no-roles",
        ("documents", "seconds", "peak MB of a process", "of all", "MB at tenths of the run"),
    )
    found = []
    for size in sizes:
        folder = setting.files(size)
        command = djtext("themes", "--no-roles", folder, "-q", "--force", "-o", setting.folder / "memory.csv")
        taken = measured(command, limit=470)
        curve = [taken.curve[min(len(taken.curve) - 1, n * len(taken.curve) // 10)][1] for n in range(1, 10)]
        section.rows.append(
            (
                f"{size:,}",
                f"{taken.seconds:.1f}" + (" (stopped: not all documents)" if taken.code not in {0, 3} else ""),
                f"{taken.largest:.0f}",
                f"{taken.together:.0f}",
                " ".join(f"{value:.0f}" for value in curve),
            )
        )
        found.append(taken)
    section.notes.append(
        "Documents of 4,300 characters. “Of all” counts memory that processes share once for each. "
        f"From {sizes[-2]:,} to {sizes[-1]:,} documents: {found[-1].seconds / found[-2].seconds:.1f} times the time, "
        f"{found[-1].largest / found[-2].largest:.2f} times the memory of a process."
    )
    return [section]
