"""Baselines as sorted arrays, against the same counted the plain way."""

from __future__ import annotations

import math
import random
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from djtext.measures.profile import BaseDoc, Baseline, batches, part
from djtext.measures.profile.keys import bigrams, fours, hanzi_codes
from djtext.reuse.shingles import fingerprint

texts = st.lists(st.text("党建业务工作，。\n", max_size=40), min_size=1, max_size=6)
WORDS = [
    "基层",
    "干部",
    "群众",
    "支部",
    "党员",
    "学习",
    "调研",
    "会议",
    "材料",
    "台账",
    "考核",
    "服务",
    "机关",
    "走访",
    "问题",
    "整改",
    "制度",
    "责任",
    "落实",
    "作风",
]


def docs(given_texts: list[str]) -> list[BaseDoc]:
    return [BaseDoc(n, text, "", "", "", ((n % 3, n),)) for n, text in enumerate(given_texts)]


def prose(seed: int, size: int = 60) -> str:
    draw = random.Random(seed)
    return "，".join("".join(draw.choices(WORDS, k=4)) for _ in range(size))


def runs(text: str, length: int) -> list[str]:
    return [
        text[n : n + length]
        for n in range(len(text) - length + 1)
        if all("\u4e00" <= c <= "\u9fff" for c in text[n : n + length])
    ]


@given(texts, st.text("党建业务工作，。\n", max_size=40))
def test_unseen_is_what_no_text_has(old: list[str], new: str) -> None:
    base = Baseline([part([doc], 3) for doc in docs(old)])
    keys, at = fours(hanzi_codes(new))
    known = {run for text in old for run in runs(text, 4)}
    expected = [new[n : n + 4] not in known for n in at.tolist()]
    assert base.unseen(keys).tolist() == expected
    assert [new[n : n + 4] for n in at.tolist()] == runs(new, 4)


def cosines(old: list[str], new: str) -> list[float]:
    counts = [Counter(runs(text, 2)) for text in old]
    mine = Counter(runs(new, 2))
    df = Counter(key for each in counts for key in each)
    idf = {key: math.log((1 + len(old)) / (1 + df[key])) + 1 for key in {*df, *mine}}

    def vector(count: Counter[str]) -> dict[str, float]:
        return {key: (1 + math.log(n)) * idf[key] for key, n in count.items()}

    def size(v: dict[str, float]) -> float:
        return math.sqrt(sum(x * x for x in v.values()))

    one = vector(mine)
    return [
        sum(one.get(k, 0) * x for k, x in v.items()) / (size(one) * size(v)) if v else 0.0 for v in map(vector, counts)
    ]


def test_nearest_is_the_cosine_counted_plainly() -> None:
    old = [prose(n, size=5 + n) for n in range(12)]
    new = prose(99) + "。" + old[4][:40]
    want = cosines(old, new)
    base = Baseline([part(docs(old), 3)])
    found = base.nearest(bigrams(hanzi_codes(new))[0], most=12)
    assert [each.number for each in found] == sorted(range(12), key=lambda n: -round(want[n], 4))
    assert all(abs(each.cosine - want[each.number]) < 2e-4 for each in found)
    assert 4 not in [near.number for near in base.nearest(bigrams(hanzi_codes(new))[0], without=(4,), most=12)]


def test_answers_do_not_depend_on_the_parts() -> None:
    old = [prose(n, size=10) for n in range(9)]
    new = prose(50, size=20) + old[7][10:60]
    one = Baseline([part(docs(old), 3)])
    many = Baseline([part(lot, 3) for lot in batches(docs(old), chars=150)])
    assert len(many.parts) > 3 and len(one) == len(many) == 9
    pairs, keys = bigrams(hanzi_codes(new))[0], fours(hanzi_codes(new))[0]
    assert one.nearest(pairs) == many.nearest(pairs)
    assert one.unseen(keys).tolist() == many.unseen(keys).tolist()
    a, b = one.meeting(fingerprint(new)), many.meeting(fingerprint(new))
    assert sorted(zip(a.row, a.start, a.end, strict=True)) == sorted(zip(b.row, b.start, b.end, strict=True))
    assert a.docs.tolist() == b.docs.tolist()
    assert np.allclose(one.norms, many.norms) and one.themes.tolist() == many.themes.tolist()


def test_a_copied_run_is_met_in_its_document() -> None:
    old = [prose(n, size=10) for n in range(6)]
    passage = "".join(random.Random(3).choices("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉", k=20))
    old[2] += passage
    met = Baseline([part(docs(old), 3)]).meeting(fingerprint("天地玄黄，" + passage + "。宇宙洪荒"))
    assert met.row.tolist() == [2] and met.end[0] - met.start[0] >= 12
    assert len(Baseline([part(docs(old), 3)]).meeting(fingerprint(passage), without=(2,)).row) == 0


def test_known_by_text_or_by_file() -> None:
    base = Baseline([part([BaseDoc(5, "走出机关。服务群众", "", "ab", "3", ())], 1)])
    assert base.known("走出 机关，服务群众", "", "") == (0,)
    assert base.known("别的", "ab", "3") == (0,)
    assert base.known("别的", "ab", "4") == () == base.known("别的", "", "3")


def test_empty_baselines() -> None:
    for base in (Baseline([]), Baseline([part(docs([""]), 3)])):
        keys, _ = fours(hanzi_codes("走出机关服务"))
        assert base.unseen(keys).all()
        assert base.nearest(bigrams(hanzi_codes("走出机关"))[0]) == ()
        assert len(base.meeting(fingerprint(prose(1))).row) == 0
