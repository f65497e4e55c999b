"""Questions to a study: made once, then asked."""

from __future__ import annotations

from benchmarks import corpora
from benchmarks.measure import Alternative, djtext, interleaved
from benchmarks.setting import HEAD, Section, Setting, rows


def run(setting: Setting) -> list[Section]:
    """`index add`, then themes, kwic, passages and a scan from the study."""
    count = 200 if setting.quick else setting.sizes[-1] if setting.sizes[-1] <= 10_000 else 10_000
    folder, path = setting.files(count), setting.folder / f"study-{count}.djtext"
    path.unlink(missing_ok=True)
    made = interleaved([Alternative("index add", djtext("index", "add", folder, "-o", path, "-q"))], 1, limit=480)
    new = setting.folder / "new.txt"
    new.write_text(next(iter(corpora.essays(1))).text + "\n新的一段：指尖减负。\n", encoding="utf-8")
    interleaved([Alternative("scan, first: makes the profile", djtext("scan", new, "--baseline", path, "-q"))], 1)
    asked = interleaved(
        [
            Alternative(name, djtext(*arguments, path, "-q", "--force", "-o", setting.folder / "study.csv"))
            for name, arguments in (
                ("kwic 形式主义", ["kwic", "形式主义"]),
                ("themes", ["themes"]),
                ("passages", ["passages"]),
                ("scan of one new text", ["scan", new, "--baseline"]),
            )
        ],
        setting.times(count),
    )
    return [Section(f"A study of {count:,} documents", HEAD, rows([*made, *asked]))]
