"""Passages as vectors: words weighted by rarity, reduced to a few dimensions, with the passage's themes beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from djtext.text import stopwords
from djtext.text.fold import fold
from djtext.text.words import cutter, domain_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSIONS = 60
THEME_WEIGHT = 0.7  # how much a shared theme counts beside shared words


@dataclass(frozen=True, slots=True)
class Space:
    """Vectors of unit length (rows are passages), the words, and the counts of words."""

    vectors: NDArray[Any]
    words: tuple[str, ...]
    counts: Any  # sparse, passages × words


def tokenised(texts: Iterable[str]) -> Iterator[list[str]]:
    """The words of each text that say what it is about: two characters or more, no stop words, no numbers."""
    cut = cutter(domain_words())
    stop = stopwords.union(("function-words", "genre-filler", "numbers"))
    for text in texts:
        yield [word for word in cut(fold(text).text) if len(word) > 1 and word not in stop and not word.isascii()]


def space(texts: Sequence[str], themes: Sequence[Sequence[str]] = (), *, seed: int = 0) -> Space:
    """Vectors of texts; `themes` gives each text's themes, or nothing.

    TF-IDF with logarithmic counts over words in at least two texts, truncated singular value decomposition to at most
    60 dimensions, rows of unit length; then one dimension a theme, with weight 0.7.
    """
    import numpy as np
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
    from sklearn.preprocessing import normalize

    counter = CountVectorizer(analyzer=lambda words: words, min_df=2 if len(texts) > 3 else 1)
    try:
        counts = counter.fit_transform(tokenised(texts))  # the words of one text at a time are held
    except ValueError:  # no word stands in two texts
        counter = CountVectorizer(analyzer=lambda words: words or ["∅"])
        counts = counter.fit_transform(tokenised(texts))
    weighted = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    size = min(DIMENSIONS, min(weighted.shape) - 1)
    reduced = TruncatedSVD(size, random_state=seed).fit_transform(weighted) if size > 1 else weighted.toarray()
    # The last digits differ between machines: rounded away, so that the same texts give the same groups everywhere.
    vectors = normalize(reduced.round(6))
    if any(themes):
        names = sorted({key for keys in themes for key in keys})
        column = {key: n for n, key in enumerate(names)}
        beside = np.zeros((len(texts), len(names)))
        for row, keys in enumerate(themes):
            for key in keys:
                beside[row, column[key]] = 1
        vectors = normalize(np.hstack([vectors, THEME_WEIGHT * normalize(beside)]))
    return Space(vectors.round(6), tuple(counter.get_feature_names_out()), counts)
