"""Memory over time: a command that goes document by document must not need more for more documents."""

from __future__ import annotations

from benchmarks import corpora
from benchmarks.measure import djtext
from benchmarks.measure import run as measured
from benchmarks.setting import Section, Setting


def run(setting: Setting) -> list[Section]:
    """Short documents, for it is their number that counts."""
    sizes = (500, 2_000) if setting.quick else (1_000, 10_000, 100_000)
    section = Section(
        "Memory of themes --no-roles",
        ("documents", "seconds", "peak MB of a process", "of all", "MB at tenths of the run"),
    )
    for size in sizes:
        folder = setting.folder / f"short-{size}"
        if not folder.is_dir():
            corpora.write_files(folder, size, shrink=14)
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
    section.notes.append(
        "Documents of about 300 characters. “Of all” counts memory that processes share once for each."
    )
    return [section]
