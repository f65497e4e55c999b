"""Values of quanteda.textstats and Wordless; formulaicity against a count by hand and by brute force."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.measures.diversity import formulaicity, mattr, ttr, yule_k

WORDS = ["one", "one", "two", "one", "one", "two", "one"]
TOKENS = st.lists(st.sampled_from("甲乙丙丁"), min_size=1, max_size=60)
TEXTS = st.lists(st.text(alphabet="甲乙丙。", max_size=25), max_size=6)


def test_ttr_quanteda_textstats() -> None:
    assert ttr(WORDS) == pytest.approx(0.285714, abs=5e-7)


@pytest.mark.parametrize(("window", "value"), [(2, 0.833333), (3, 0.666667), (4, 0.5)])
def test_mattr_quanteda_textstats(window: int, value: float) -> None:
    assert mattr(WORDS, window=window) == pytest.approx(value, abs=5e-7)


def test_mattr_of_a_short_text_is_ttr_as_in_quanteda() -> None:
    assert mattr(WORDS, window=100) == ttr(WORDS)


def test_yule_k_by_hand() -> None:
    # five words twenty times each: 10⁴ (5 · 20² − 100) / 100²
    assert yule_k("这是一句话" * 20) == pytest.approx(1900)
    assert yule_k("甲乙丙") == 0


@given(TOKENS, st.integers(1, 30))
def test_mattr_is_the_mean_of_its_windows(tokens: list[str], window: int) -> None:
    width = min(window, len(tokens))
    stretches = [tokens[start : start + width] for start in range(len(tokens) - width + 1)]
    expected = sum(len(set(stretch)) / width for stretch in stretches) / len(stretches)
    assert mattr(tokens, window=window) == pytest.approx(expected)


@given(TOKENS, st.randoms())
def test_laws(tokens: list[str], chance: random.Random) -> None:
    mixed = chance.sample(tokens, len(tokens))
    assert ttr(mixed) == ttr(tokens)
    assert yule_k(mixed) == yule_k(tokens)
    assert mattr(tokens, window=1) == 1
    for value in (ttr(tokens), mattr(tokens, window=7)):
        assert value is not None
        assert 0 < value <= 1
    k = yule_k(tokens)
    assert k is not None
    assert 0 <= k <= 10_000
    # another way to K: the chance that two different places hold one word
    n, counts = len(tokens), Counter(tokens)
    pairs = sum(one == other for i, one in enumerate(tokens) for j, other in enumerate(tokens) if i != j)
    assert k == pytest.approx(10_000 * pairs / n**2)
    assert len(counts) / n == ttr(tokens)


def test_nothing_to_count() -> None:
    assert ttr([]) is None
    assert mattr([]) is None
    assert yule_k([]) is None
    with pytest.raises(ValueError):
        mattr(["甲"], window=0)


def brute(texts: list[str], n: int, docs: int) -> list[int]:
    """Covered characters of each text, by looking every sequence up in every text."""
    covered = []
    for text in texts:
        marked = [False] * len(text)
        for start in range(len(text)):
            for end in range(start + n, len(text) + 1):
                if sum(text[start:end] in other for other in texts) >= docs:
                    marked[start:end] = [True] * (end - start)
        covered.append(sum(marked))
    return covered


def test_formulaicity_by_hand() -> None:
    # 以人民为中心 is in the first two: 6 characters of 11 and of 11; nothing of the last is anywhere else
    made = formulaicity(["坚持以人民为中心的思想", "要以人民为中心开展工作", "今天天气很好"], n=5)
    assert (made.covered, made.chars) == (12, 28)
    assert made.share == pytest.approx(12 / 28)
    assert made.by_text == pytest.approx((6 / 11, 6 / 11, 0))


def test_repeating_only_itself_is_no_formula() -> None:
    assert formulaicity(["为人民服务" * 9, "今天"], n=5).covered == 0


def test_three_documents() -> None:
    texts = ["为人民服务", "全心全意为人民服务", "为人民服务好"]
    assert formulaicity(texts, n=5, docs=3).covered == 15
    assert formulaicity(texts, n=5, docs=4).covered == 0


@given(TEXTS, st.integers(1, 6), st.integers(2, 4))
def test_formulaicity_is_what_brute_force_finds(texts: list[str], n: int, docs: int) -> None:
    made = formulaicity(texts, n=n, docs=docs)
    covered = brute(texts, n, docs)
    assert made.covered == sum(covered)
    assert made.chars == sum(map(len, texts))
    assert made.by_text == tuple(part / len(text) if text else None for part, text in zip(covered, texts, strict=True))


@given(TEXTS, st.randoms())
def test_formulaicity_in_any_order(texts: list[str], chance: random.Random) -> None:
    made, mixed = formulaicity(texts, n=3), formulaicity(chance.sample(texts, len(texts)), n=3)
    assert (mixed.share, mixed.covered) == (made.share, made.covered)
    assert formulaicity(iter(texts), n=3) == made


@given(st.lists(st.text(alphabet="甲乙丙丁", min_size=5, max_size=20), min_size=1, max_size=5))
def test_copies_are_all_formula(texts: list[str]) -> None:
    assert formulaicity(texts + texts, n=5).share == 1


def test_any_characters() -> None:
    odd = "𠮷\x00\ud800，\n" * 2
    assert formulaicity([odd, odd], n=10).share == 1


def test_formulaicity_of_nothing() -> None:
    assert formulaicity([]).share is None
    assert formulaicity([""]).by_text == (None,)
    assert formulaicity(["短"]).share == 0
    for options in ({"n": 0}, {"docs": 1}):
        with pytest.raises(ValueError):
            formulaicity(["甲"], **options)
