from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from djtext.measures import association
from djtext.measures.collocates import COLUMNS, ORDERS, DocCollocates, Placed, collocates, count
from djtext.types import Document

NAMES = [column.name for column in COLUMNS]


def placed(*sentences: str) -> tuple[str, list[Placed], list[tuple[int, int]]]:
    """A text of sentences whose words are separated by spaces, its words and its sentences."""
    text, words, spans = "", [], []
    for sentence in sentences:
        start = len(text)
        for word in sentence.split():
            words.append((word, len(text), len(text) + len(word)))
            text += word
        spans.append((start, len(text)))
        text += "。"
    return text, words, spans


def nodes(text: str, term: str) -> list[tuple[int, int]]:
    found, at = [], text.find(term)
    while at >= 0:
        found.append((at, at + len(term)))
        at = text.find(term, at + len(term))
    return found


def doc(term: str, *sentences: str, span: int | None) -> DocCollocates:
    text, words, spans = placed(*sentences)
    return count(text, words, spans, nodes(text, term), span=span)


# The corpus by hand. Term 党建; span 1. Windows: (抓 党建 促), (促 党建 业务), (党建 强); nothing crosses a sentence.
ESSAY = ("抓 党建 促 业务", "促 党建 业务 党建 强", "业务 强")


def test_window_by_hand() -> None:
    units, near, places, examples, found, words, counts = doc("党建", *ESSAY, span=1)
    # all words but the three nodes: 抓 促 业务 | 促 业务 强 | 业务 强
    assert (units, places) == (8, 3)
    # near: 抓 促 | 促 业务 强, and 业务 between two nodes counts once
    assert near == 5
    assert {word: (f12, terms) for word, f12, terms, _ in found} == {
        "抓": (1, 1),
        "促": (2, 2),
        "业务": (1, 2),
        "强": (1, 1),
    }
    assert dict(zip(words, counts, strict=True)) == {"抓": 1, "促": 2, "业务": 3, "强": 2}
    assert {examples[number] for *_, number in found} == {"抓党建促业务", "促党建业务党建强"}


def test_sentence_by_hand() -> None:
    units, near, places, _, found, words, counts = doc("党建", *ESSAY, span=None)
    assert (units, near, places) == (3, 2, 3)
    assert {word: (f12, terms) for word, f12, terms, _ in found} == {
        "抓": (1, 1),
        "促": (2, 2),
        "业务": (2, 2),
        "强": (1, 1),
    }
    assert dict(zip(words, counts, strict=True)) == {"抓": 1, "促": 2, "业务": 3, "强": 2}


def test_words_that_share_a_character_with_the_term_are_the_node() -> None:
    # 基层 stands inside 基层组织 and across 在基 / 层层
    found = doc("基层", "建强 基层组织 很 难", span=1)
    assert {near[0] for near in found[4]} == {"建强", "很"} and found[0] == 3
    found = doc("基层", "人 在基 层层 加码", span=1)
    assert {near[0] for near in found[4]} == {"人", "加码"} and found[0] == 2


def test_a_term_that_is_no_word() -> None:
    text, words, spans = placed("一 二", "三")
    made = count(text, words, spans, [(2, 3)], span=1)  # the full stop behind the first sentence
    assert [near[0] for near in made[4]] == ["二"] and made[:3] == (3, 1, 1)


VOCABULARY = ["党建", "党", "建党", "业务", "的", "机关党建"]
SENTENCE = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=7).map(" ".join)


@given(st.lists(SENTENCE, max_size=6), st.sampled_from(["党建", "建党", "党", "无"]), st.integers(1, 3) | st.none())
def test_as_counted_by_the_definition(sentences: list[str], term: str, span: int | None) -> None:
    text, words, spans = placed(*sentences)
    found = nodes(text, term)
    units, near_units, places, _, near, all_words, counts = count(text, words, spans, found, span=span)

    inside = {n for n, (_, a, b) in enumerate(words) if any(a < y and x < b for x, y in found)}
    of = [next(k for k, (a, b) in enumerate(spans) if a <= start < b) for _, start, _ in words]
    f1: set[int] = set()
    terms: Counter[str] = Counter()
    for x, y in found:
        own = [n for n, (_, a, b) in enumerate(words) if a < y and x < b]
        if span is None:
            f1.add(of[own[0]])
            continue
        window = {
            n for n in range(len(words))
            if n not in inside and of[n] == of[own[0]] and (own[0] - span <= n < own[0] or own[-1] < n <= own[-1] + span)
        }  # fmt: skip
        f1 |= window
        terms.update({words[n][0] for n in window})
    free = [n for n in range(len(words)) if n not in inside]
    if span is None:
        pairs = {(of[n], words[n][0]) for n in free}
        f12 = Counter(word for k, word in pairs if k in f1)
        f2 = Counter(word for _, word in pairs)
        terms = f12
        assert (units, near_units) == (len(set(of)), len(f1))
    else:
        f12, f2 = Counter(words[n][0] for n in f1), Counter(words[n][0] for n in free)
        assert (units, near_units) == (len(free), len(f1))
    assert places == len(found)
    assert {word: (a, b) for word, a, b, _ in near} == {word: (f12[word], terms[word]) for word in f12}
    assert dict(zip(all_words, counts, strict=True)) == dict(f2)


def table(*docs: DocCollocates, span: int | None = 1, **options: object) -> list[dict[str, object]]:
    counted = [(Document(f"{n}.txt", ""), made) for n, made in enumerate(docs)]
    made = collocates(counted, span=span, **options)  # type: ignore[arg-type]
    return [dict(zip(NAMES, row, strict=True)) for row in made.table.rows]


def test_measures_are_those_of_the_counts() -> None:
    rows = table(doc("党建", *ESSAY, span=1), doc("党建", "抓 党建", "抓 业务 强", span=1))
    by_word = {str(row["word"]): row for row in rows}
    # 抓: near in both documents, 3 times in all; f1 = 5 + 1, n = 8 + 4
    row = by_word["抓"]
    assert (row["together"], row["docs"], row["hits"], row["term_hits"]) == (2, 2, 3, 2)
    cells = [[2, 4], [1, 5]]  # near with and without it, elsewhere with and without it
    assert row["g2"] == pytest.approx(
        chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic, abs=1e-4
    )
    assert row["expected"] == 1.5 and row["pmi"] == pytest.approx(0.4150, abs=1e-4)
    assert row["t"] == pytest.approx((2 - 1.5) / 2**0.5, abs=1e-4)
    assert row["delta_p_word"] == pytest.approx(2 / 6 - 1 / 6, abs=1e-4)
    assert row["delta_p_term"] == pytest.approx(2 / 3 - 4 / 9, abs=1e-4)
    assert row["log_dice"] == pytest.approx(association.log_dice(2, 4, 3), abs=1e-4)  # four places of the term
    # 业务: once near, 4 in all, less than expected
    assert by_word["业务"]["g2"] < 0 and by_word["业务"]["pmi"] < 0  # type: ignore[operator]


def test_always_together_is_14() -> None:
    rows = table(doc("党建", "党建 业务", "业务 党建", "好 天", span=1))
    assert [(row["word"], row["log_dice"]) for row in rows if row["word"] == "业务"] == [("业务", 14.0)]
    rows = table(doc("党建", "党建 业务 党建", span=1))  # one word near two places
    assert rows[0]["log_dice"] == pytest.approx(association.log_dice(1, 2, 1), abs=1e-4)


CORPUS = [doc("党建", *ESSAY, span=1), doc("党建", "抓 党建", "抓 业务 强", span=1), doc("党建", "天 好", span=1)]
MEASURED = [name for name in NAMES if name not in {"example", "example_doc"}]


def numbers(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in MEASURED) for row in rows]


@given(st.permutations(CORPUS))
def test_order_of_documents_changes_nothing(docs: list[DocCollocates]) -> None:
    assert numbers(table(*docs)) == numbers(table(*CORPUS))


def test_a_corpus_twice_is_twice_as_sure_and_as_strong() -> None:
    once = {row["word"]: row for row in table(*CORPUS)}
    for row in table(*CORPUS, *CORPUS):
        before = once[row["word"]]
        assert row["g2"] == pytest.approx(2 * before["g2"], abs=2e-4)  # type: ignore[operator]
        for name in ("pmi", "log_dice", "delta_p_word", "delta_p_term"):
            assert row[name] == pytest.approx(before[name], abs=2e-4)


def test_stop_words_have_no_row_and_change_no_other() -> None:
    whole = {row["word"]: row for row in table(*CORPUS)}
    fewer = {row["word"]: row for row in table(*CORPUS, stop=frozenset({"抓"}))}
    assert fewer == {word: row for word, row in whole.items() if word != "抓"}


@pytest.mark.parametrize("order", ORDERS)
def test_orders_and_limits(order: str) -> None:
    rows = table(*CORPUS, order=order)
    assert len(rows) == 4
    name = {"delta_p": "delta_p_word"}.get(order, order)
    values = [row[name] for row in rows]
    assert values == sorted(values, reverse=order != "word")  # type: ignore[type-var]
    assert {row["word"] for row in table(*CORPUS, order=order, min_hits=2)} == {"抓", "促"}
    assert {row["word"] for row in table(*CORPUS, order=order, min_docs=2)} == {"抓"}


@pytest.mark.parametrize("span", [1, None])
def test_no_warning_and_no_nan_where_there_is_nothing(span: int | None) -> None:
    for sentences in ((), ("天 好",), ("党建",), ("党建 党建",), ("党建 天",)):
        for row in table(doc("党建", *sentences, span=span), span=span):
            assert all(value is None or value == value for value in row.values())
    (row,) = table(doc("党建", "党建 天", span=span), span=span)  # near everywhere: nothing to compare with
    assert row["g2"] is None and row["delta_p_word"] is None and row["pmi"] == 0.0
