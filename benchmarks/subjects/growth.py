"""How each command grows with the number of documents."""

from __future__ import annotations

from benchmarks.measure import Alternative, djtext, interleaved
from benchmarks.setting import Section, Setting

COMMANDS = (
    ("themes --no-roles", ["themes", "--no-roles"]),
    ("themes", ["themes"]),
    ("passages", ["passages"]),
    ("pairs", ["pairs"]),
    ("words", ["words"]),
    ("kwic", ["kwic", "形式主义"]),
    ("reuse", ["reuse"]),
    ("cluster", ["cluster"]),
)


def run(setting: Setting) -> list[Section]:
    """One run of each command on each size."""
    sizes = (200, 1_000) if setting.quick else (1_000, *(size for size in setting.sizes if size > 1_000))
    section = Section(
        "Growth",
        ("command", *(f"{size:,}: s (processor s; MB)" for size in sizes), "time ×", "memory ×"),
    )
    for name, arguments in COMMANDS:
        found = []
        for size in sizes:
            output = setting.folder / "growth.csv"
            command = djtext(*arguments, setting.files(size), "-q", "--force", "-o", output)
            found += interleaved([Alternative(f"{name} {size:,}", command)], 1)
        first, last = found[0], found[-1]
        section.rows.append(
            (
                name,
                *(f"{each.seconds:.1f} ({each.processors:.1f}; {each.largest:.0f})" for each in found),
                f"{last.seconds / first.seconds:.1f}",
                f"{last.largest / first.largest:.2f}",
            )
        )
    section.notes.append(
        f"One run each. From {sizes[0]:,} to {sizes[-1]:,} documents the texts grow {sizes[-1] / sizes[0]:g} times."
    )
    return [section]
