"""Segmentation against jieba itself: the same words, faster."""

from __future__ import annotations

import time

from benchmarks import corpora
from benchmarks.setting import Section, Setting


def run(setting: Setting) -> list[Section]:
    """Both in one process, in turn, dictionaries loaded; words compared one by one."""
    from djtext.text.words import cutter, domain_words

    texts = [essay.text for essay in corpora.essays(60 if setting.quick else 400)]
    characters = sum(map(len, texts))
    cuts = {"jieba": cutter(domain_words(), engine="jieba"), "djtext": cutter(domain_words(), engine="rjieba")}
    for cut in cuts.values():
        list(cut(texts[0][:50]))
    seconds: dict[str, list[float]] = {name: [] for name in cuts}
    words: dict[str, list[list[str]]] = {}
    for _ in range(max(3, setting.repeats)):
        for name, cut in cuts.items():
            began = time.process_time()
            words[name] = [list(cut(text)) for text in texts]
            seconds[name].append(time.process_time() - began)
    same = sum(a == b for a, b in zip(words["jieba"], words["djtext"], strict=True))
    best = {name: sorted(taken)[len(taken) // 2] for name, taken in seconds.items()}
    section = Section("Segmentation", ("engine", "median processor s", "million characters a second", "times faster"))
    for name, taken in best.items():
        times = "" if name == "jieba" else f"{best['jieba'] / taken:.1f}"
        section.rows.append((name, f"{taken:.2f}", f"{characters / taken / 1e6:.2f}", times))
    section.notes.append(f"{same} of {len(texts)} documents are cut into the same words ({characters:,} characters).")
    return [section]
