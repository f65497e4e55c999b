"""Roles of sentences against a regression over n-grams as one would set it up with scikit-learn, and loading the model.

The regression reads every sentence by itself, without its surroundings. It is of the kind that is the baseline in docs/roles.md.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise

from benchmarks import corpora
from benchmarks.setting import Section, Setting
from djtext.types import Document, Sentence

LENGTHS = (0, 2_000, 8_000, 10**9)  # characters of a document: from one to below the next
Units = tuple[Sentence, ...]
_LOAD = """
import time, numpy
from djtext.roles import model
began = time.process_time()
model.load()
print(time.process_time() - began)
"""


def regression() -> Callable[[Units], object]:
    """Character n-grams of one to three, weighed by rarity, into a logistic regression: fitted to our coded essays."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    lines = (corpora.ROOT / "corpus" / "gold" / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    fitted = LogisticRegression(C=5, max_iter=300).fit(
        vectors.fit_transform([row["text"] for row in rows]), [row["roles"][0] for row in rows]
    )
    return lambda units: fitted.predict(vectors.transform([unit.text for unit in units]))


def timed(documents: Sequence[Document], repeats: int) -> dict[str, list[list[float]]]:
    """Processor seconds of each way of each run for every document, one after the other, as a command does them."""
    from djtext.roles import model
    from djtext.text.outline import outline

    weights = model.load()
    by_regression = regression()
    taken: dict[str, list[list[float]]] = {"scikit-learn": [], "djtext": [], "outline": []}
    for _ in range(repeats):
        for found in taken.values():
            found.append([])
        for document in documents:
            began = time.process_time()
            units = outline(document)
            outlined = time.process_time()
            model.role_shares(units, weights)
            ours = time.process_time()
            by_regression(units)
            theirs = time.process_time()
            for name, seconds in (
                ("outline", outlined - began), ("djtext", ours - outlined), ("scikit-learn", theirs - ours),
            ):  # fmt: skip
                taken[name][-1].append(seconds)
    return taken


def run(setting: Setting) -> list[Section]:
    """All in one process, document by document in turn."""
    essays = corpora.essays(100 if setting.quick else 600)
    documents = [Document(essay.id, essay.text, title=essay.title) for essay in essays]
    taken = timed(documents, max(3, setting.repeats))
    section = Section(
        "Roles", ("documents", "number", "what", "median processor s", "million characters a second", "times faster")
    )
    ranges = [(f"{low:,} to {high:,} characters" if high < 10**9 else f"from {low:,} characters", low, high) for low, high in pairwise(LENGTHS)]  # fmt: skip
    for title, low, high in [("all", 0, 10**9), *ranges]:
        places = [place for place, document in enumerate(documents) if low <= len(document.text) < high]
        characters = sum(len(documents[place].text) for place in places)
        middle = {
            name: statistics.median(sum(seconds[place] for place in places) for seconds in runs)
            for name, runs in taken.items()
        }
        for name, seconds in middle.items():
            times = f"{middle['scikit-learn'] / seconds:.1f}" if name == "djtext" else ""
            section.rows.append((title, str(len(places)), name, f"{seconds:.2f}", f"{characters / seconds / 1e6:.2f}", times))  # fmt: skip
    loads = [
        float(subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True).stdout)
        for _ in range(max(5, setting.repeats))
    ]
    section.notes.append(
        "scikit-learn: a regression over character n-grams that reads each sentence alone. djtext: all that roles need beyond the "
        "outline, which is a row of its own. Loading the model, numpy imported, each in a fresh process: "
        f"{', '.join(f'{1000 * load:.0f}' for load in loads)} ms of processor time."
    )
    return [section]
