"""The script a user would write: pandas, jieba, CountVectorizer and str.count. The one that djtext is measured against.

    python benchmarks/script.py FOLDER OUTPUT

Counts 300 phrases of 30 themes in every document, makes a table of themes by years, and a list of words.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import jieba
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer

ROOT = Path(__file__).parents[1]


def phrases() -> dict[str, list[str]]:
    """The first 30 themes of the packaged codebook with ten plain phrases each."""
    import tomllib

    book = tomllib.loads((ROOT / "src" / "djtext" / "data" / "codebook.toml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for theme in book["theme"]:
        plain = dict.fromkeys(re.findall("[\u4e00-\u9fff]{3,8}", " ".join(theme["patterns"])))
        if len(plain) >= 10 and len(found) < 30:
            found[theme["key"]] = list(plain)[:10]
    return found


def main(folder: str, output: str) -> None:
    """Read, count, write."""
    themes = phrases()
    rows = []
    for path in sorted(Path(folder).glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        year = re.search("(?:19|20)[0-9][0-9]", text[:200])
        rows.append({"doc": path.name, "year": year.group() if year else "", "text": text})
    table = pd.DataFrame(rows)
    for words in themes.values():
        for word in words:
            jieba.add_word(word)
    for theme, words in themes.items():
        table[theme] = sum(table["text"].str.count(word) for word in words)
    table.groupby("year")[list(themes)].sum().to_csv(f"{output}.years.csv")
    lines = (ROOT / "stopwords" / "function-words.txt").read_text(encoding="utf-8").splitlines()
    stop = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    vectorizer = CountVectorizer(
        tokenizer=jieba.lcut, token_pattern=None, lowercase=False, min_df=2 if len(table) > 1 else 1,
        stop_words=stop,
    )  # fmt: skip
    counts = vectorizer.fit_transform(table["text"])
    words = pd.DataFrame({"word": vectorizer.get_feature_names_out(), "count": counts.sum(axis=0).A1})
    words.sort_values(["count", "word"], ascending=[False, True]).to_csv(f"{output}.words.csv", index=False)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
