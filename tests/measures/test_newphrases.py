"""New phrases: planted ones are found whole, and nothing that the baseline has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from djtext.measures.newphrases import new_phrases, unseen_keys
from djtext.measures.profile import BaseDoc, Baseline, part

OLD = (
    "乡村建设要抓实。数字经济发展很快，数字技术也在进步。基层干部要走进群众，把乡村治理抓好。推进乡村建设，服务群众。"
    "干部下乡调研，群众都很满意。会议开得不多，事情办得不少。"
)


def base(*texts: str) -> Baseline:
    return Baseline([part([BaseDoc(n, text, "", "", "", ()) for n, text in enumerate(texts)], 0)])


def phrases(text: str, *old: str, **options: object) -> list[tuple[str, int]]:
    return [(p.text, p.hits) for p in new_phrases(text, base(*(old or (OLD,))), **options)]  # type: ignore[arg-type]


def test_a_repeated_phrase_is_found_whole_with_its_places() -> None:
    text = "今年推进数字乡村建设的步子快。干部说，数字乡村建设要抓实。群众也盼着数字乡村建设！"
    assert phrases(text) == [("数字乡村建设", 3)]
    (found,) = new_phrases(text, base(OLD))
    assert text[found.start : found.end] == "数字乡村建设" and found.start == 4 and not found.quoted


def test_a_quoted_phrase_needs_one_place() -> None:
    assert phrases("基层干部说这是“指尖负担”。") == [("指尖负担", 1)]
    assert phrases("基层干部说这是指尖负担。") == []
    assert phrases("“一窗受理、集成服务”很好。") == [("一窗受理", 1), ("集成服务", 1)]


def test_what_the_baseline_has_is_not_new() -> None:
    assert phrases("数字经济发展，再说数字经济发展。“乡村建设”") == []
    assert phrases("数字乡村建设一次。再说数字乡村建设！", OLD, "要加強黨的領導，推進數 字鄉村建設，鞏固團結。") == []


def test_a_passage_that_stands_twice_is_one_place() -> None:
    passage = "会场外的志愿者协调小组正在分发地图与饮水，井然有序，令人印象深刻。"
    assert phrases(f"{passage}\n干部下乡调研。\n{passage}") == []


def test_shared_with_other_new_documents() -> None:
    one, other = "要推进数字乡村建设。", "群众盼着数字乡村建设，也盼着调研。"
    keys = unseen_keys(other, base(OLD))
    (found,) = new_phrases(one, base(OLD), shared=keys)
    assert found.shared and found.hits == 1 and "数字乡村" in found.text
    assert phrases(one) == []


@given(st.text("党建业务“”，\n 字", max_size=60), st.text("党建业务，\n", max_size=40))
def test_laws(text: str, old: str) -> None:
    found = new_phrases(text, base(old))
    for phrase in found:
        shown = "".join(text[phrase.start : phrase.end].split())
        assert shown == phrase.text and 4 <= len(phrase.text) <= 12 and phrase.text not in old
        assert phrase.hits >= 2 or phrase.quoted
    assert len({phrase.text for phrase in found}) == len(found)
