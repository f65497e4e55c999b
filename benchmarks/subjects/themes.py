"""Themes of a corpus, cold and cleaned, against the script a user would write."""

from __future__ import annotations

import shutil
import sys

from benchmarks.measure import Alternative, djtext, interleaved
from benchmarks.setting import HEAD, Section, Setting, rows

NOTE = (
    "The script reads, counts 300 phrases with `str.count` and cuts words; it neither cleans nor tells sides. djtext "
    "reads, cleans, finds doubles and counts {themes} themes with gaps, folding and nesting, so their counts differ by "
    "rule. That two ways of running djtext give the same bytes is checked."
)


def run(setting: Setting) -> list[Section]:
    """72 reports, then each size."""
    sections = []
    for count in (72, *setting.sizes):
        folder = setting.files(count)
        output = setting.folder / "themes"
        results = {name: setting.folder / f"{name}.csv" for name in ("plain", "alone", "roles", "first", "again")}
        cache = {"DJTEXT_NO_CACHE": "", "DJTEXT_CACHE_DIR": str(setting.folder / "cache")}
        alternatives = [
            Alternative("script", [sys.executable, "benchmarks/script.py", str(folder), str(output)]),
            Alternative(
                "themes --no-roles",
                djtext("themes", "--no-roles", folder, "-q", "--force", "-o", results["plain"]),
                results["plain"],
            ),
            Alternative(
                "themes --no-roles --jobs 1",
                djtext("themes", "--no-roles", folder, "-q", "--force", "--jobs", "1", "-o", results["alone"]),
                results["alone"],
            ),
            Alternative("themes", djtext("themes", folder, "-q", "--force", "-o", results["roles"]), results["roles"]),
            Alternative(
                "themes, from the cache",
                djtext("themes", folder, "-q", "--force", "-o", results["again"]),
                results["again"],
                cache,
            ),
        ]
        first = Alternative(
            "themes, filling the cache (once)",
            djtext("themes", folder, "-q", "--force", "-o", results["first"]),
            results["first"],
            cache,
        )
        shutil.rmtree(cache["DJTEXT_CACHE_DIR"], ignore_errors=True)
        filled = interleaved([first], 1)
        measured = interleaved(alternatives, setting.times(count))
        if measured[1].digest != measured[2].digest or len({one.digest for one in [*measured[3:], *filled]}) > 1:
            raise RuntimeError(f"{count} documents: processes or the cache change bytes")
        sections.append(Section(f"Themes of {count:,} documents", HEAD, rows([*measured, *filled], measured[0])))
    from djtext.themes import codebook

    sections[-1].notes.append(NOTE.format(themes=len(codebook.load().themes)))
    return sections
