from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.reuse import shingles
from djtext.reuse.shingles import Fingerprint, Plan, bare, fingerprint, grams

HAN = st.text(alphabet="党建工作群众支部学习基层干部作风问题整改落实机关农村服务制度监督", max_size=80)
ANY = st.text(max_size=60)


def plain(text: str) -> list[int]:
    return [int(code) for code in bare([text]).codes]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("走出机关，服务群众。", "走出机关服务群众"),
        ("走出 机\u200b关\n服务\u3000群众", "走出机关服务群众"),
        ("ＡＰＰ２０２４", "app2024"),
        ("黨員幹部裡裏", "党员干部里里"),
        ("⻔⼾工⽤", "门户工用"),
        ("二○一九年", "二〇一九年"),
        ("①②", "12"),
    ],
)
def test_what_makes_no_difference(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("象", "像"), ("党建", "建党"), ("12", "21"), ("𠮷", "吉")])
def test_what_makes_one(one: str, other: str) -> None:
    assert plain(one) != plain(other)


def test_folding_is_done_once_and_for_all() -> None:
    table = shingles._table()
    assert np.array_equal(table[table], table)
    assert int(table[:0x10000].max()) < 0x10000


@given(st.lists(ANY, max_size=6))
def test_bare_texts_lead_back(texts: list[str]) -> None:
    made = bare(texts)
    assert made.starts[0] == 0
    assert made.starts[-1] == len(made.codes) == len(made.places)
    for n, text in enumerate(texts):
        start, end = made.starts[n], made.starts[n + 1]
        assert made.codes[start:end].tolist() == plain(text)
        places = made.places[start:end].tolist()
        assert places == sorted(set(places))
        assert all(text[place].isalnum() or text[place] in "○◯" or text[place] >= "⺀" for place in places)


@given(st.lists(HAN, min_size=1, max_size=8), st.integers(20, 40))
def test_texts_do_not_touch_each_other(texts: list[str], length: int) -> None:
    plan = Plan.of(length)
    made = bare(texts)
    found = grams(made, plan)
    for n, text in enumerate(texts):
        mine = found.doc == n
        alone = grams(bare([text]), plan)
        assert found.hashes[mine].tolist() == alone.hashes.tolist()
        assert (found.at[mine] - made.starts[n]).tolist() == alone.at.tolist()


@given(HAN, HAN, HAN, HAN, st.text(alphabet="党建工作群众支部学习", min_size=12, max_size=30), st.integers(10, 30))
def test_a_shared_run_shares_a_gram(a: str, b: str, c: str, d: str, run: str, length: int) -> None:
    """The law of winnowing: a run as long as `sure` has a gram that is chosen in both texts, at the same place of the run."""
    plan = Plan.of(length)
    if len(run) < plan.sure or any(run[i] == run[i + 1] == run[i + 2] for i in range(len(run) - 2)):
        return
    one, other = fingerprint(a + run + b, plan), fingerprint(c + run + d, plan)
    assert set((one.keys >> 24).tolist()) & set((other.keys >> 24).tolist())


def test_wide_grams_lie_within_the_shortest_passage() -> None:
    for length in range(10, 60):
        plan = Plan.of(length)
        assert plan.wide + plan.window - 1 <= length
        assert plan.size < plan.wide < 2 * plan.size
        assert plan.sure <= 13
    with pytest.raises(ValueError, match="at least 10"):
        Plan.of(9)


def test_a_character_repeated_is_one_gram() -> None:
    assert len(fingerprint("党" * 100_000).keys) == 1
    assert len(fingerprint("").keys) == 0
    assert len(fingerprint("党建工作群众支部").keys) == 0


@given(ANY | HAN)
def test_bytes_lead_back(text: str) -> None:
    made = fingerprint(text)
    again = Fingerprint.from_bytes(made.to_bytes())
    for name in ("keys", "at", "starts", "ends"):
        assert np.array_equal(getattr(made, name), getattr(again, name)), name
        assert getattr(made, name).dtype == getattr(again, name).dtype
    assert (made.length, made.plan) == (again.length, again.plan)
    for start, end in zip(made.starts.tolist(), made.ends.tolist(), strict=True):
        assert len(bare([text[start:end]]).codes) == made.plan.size


def test_damaged_bytes_are_refused() -> None:
    data = fingerprint("抓党建不能只抓材料，要抓到人心里去，抓到一线去。").to_bytes()
    for wrong in (b"", b"x", data[:-1], data[:40], b"y" + data[1:], data + b"z"):
        with pytest.raises(ValueError, match="damaged"):
            Fingerprint.from_bytes(wrong)
    for place in range(len(data)):
        flipped = bytearray(data)
        flipped[place] ^= 0x41
        with pytest.raises(ValueError, match="damaged"):
            Fingerprint.from_bytes(bytes(flipped))


def test_fingerprints_are_small() -> None:
    text = "".join(chr(0x4E00 + (n * n * 7919 + n * 104729) % 5000) for n in range(10_000))
    assert len(fingerprint(text).to_bytes()) < 4 * len(text)


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [chr(0x4E00 + n) * (n % 7) + "坚持走出机关服务群众不搞形式主义" * (n % 3) for n in range(200)] + ["𠮷" * 30]
    whole = grams(bare(texts), Plan.of())
    monkeypatch.setattr(shingles, "_BATCH", 50)
    parts = grams(bare(texts), Plan.of())
    for name in ("hashes", "wide", "at", "doc"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name)), name


def test_few_characters_have_the_forms_of_the_whole_table() -> None:
    codes = np.arange(0x10000)
    codes = codes[(codes < 0xD800) | (codes >= 0xE000)]
    table = shingles._table()
    found = [shingles._few_forms(codes[n : n + 1]) for n in range(len(codes))]
    for code, form in zip(codes.tolist(), found, strict=True):
        assert form is None or int(form[0]) == int(table[code]), chr(code)
    common = [form for code, form in zip(codes.tolist(), found, strict=True) if 0x4E00 <= code < 0x9FA6]
    assert sum(form is None for form in common) < 1000  # characters whose form is beyond the basic plane
