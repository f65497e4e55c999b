from __future__ import annotations

import pytest

from djtext.themes.discover import Options, discover, places
from djtext.themes.discover.found import Discovered
from djtext.types import Document

_HEADS = ("老赵", "小钱", "老孙", "阿李", "周姐", "吴工")
_VERBS = ("抓好", "落实", "开好", "坚持", "推行", "用好")


def texts(count: int = 6) -> list[Document]:
    """Invented reports that share 三会一课, 灯下黑, a series and 院墙党建, each in words of its own."""
    made = []
    for n in range(count):
        head, verb = _HEADS[n % 6], _VERBS[n % 6]
        made.append(
            Document(
                f"{n}.txt",
                f"{head}说，{verb}“三会一课”，不在本子上在心上。今年{n + 3}个支部{verb}三会一课制度，群众都看见了。\n"
                f"{head}最怕灯下黑。机关里灯下黑，比外头{_VERBS[(n + 1) % 6]}难。防灯下黑要靠自己。\n"
                f"{head}讲院墙党建走不远，{verb}院墙党建的人{_HEADS[(n + 2) % 6]}最清楚；院墙党建该拆墙了。",
                date=str(2015 + n),
            )
        )
    return made


@pytest.fixture(scope="module")
def found() -> Discovered:
    return discover(texts())


def test_what_recurs_is_found_with_its_counts(found: Discovered) -> None:
    by_text = {phrase.text: phrase for phrase in found.phrases}
    assert (by_text["三会一课"].kind, by_text["三会一课"].hits, by_text["三会一课"].docs) == ("numeral", 12, 6)
    assert (by_text["灯下黑"].hits, by_text["院墙党建"].hits) == (18, 18)
    assert by_text["三会一课"].quoted == 0.5
    assert (by_text["灯下黑"].first, by_text["灯下黑"].last) == ("2015", "2020")
    assert sum(count for _, count in by_text["灯下黑"].counts) == 18
    assert found.phrases[0].text == "三会一课"


def test_parts_are_folded_into_what_explains_them(found: Discovered) -> None:
    listed = {phrase.text for phrase in found.phrases}
    assert not listed & {"会一课", "三会", "灯下", "下黑", "院墙", "墙党建"}


def test_every_number_leads_back_to_its_places(found: Discovered) -> None:
    for phrase in found.phrases:
        hits = list(places(found, [phrase]))
        assert len(hits) == phrase.hits
        assert len({hit.doc.id for hit in hits}) == phrase.docs
        for hit in hits:
            assert hit.doc.text[hit.start : hit.end] == hit.text
            assert hit.text in hit.sentence
        assert phrase.example is not None
        doc = found.sources[phrase.example.doc].doc
        at = doc.text.index(phrase.example.sentence)
        assert at + phrase.example.at == phrase.example.start


def test_copies_count_once_and_can_be_counted() -> None:
    docs = texts(3)
    again = Document("转载.txt", docs[0].text, date="2022")
    once, every = discover([*docs, again]), discover([*docs, again], Options(copied=None))
    hits = [{phrase.text: phrase.hits for phrase in each.phrases}["灯下黑"] for each in (once, every)]
    assert hits == [9, 12]
    assert once.copied > 0 == every.copied
    phrase = next(phrase for phrase in once.phrases if phrase.text == "灯下黑")
    marked = [hit.copied for hit in places(once, [phrase], copied=True)]
    assert (len(marked), sum(marked)) == (12, 3)


def test_offsets_are_those_of_the_text_as_it_stands() -> None:
    docs = [Document(str(n), f"{head}說：防“燈 下黑”，{verb}。机關裡燈下黑，最難防；燈下黑要自己照。") for n, (head, verb) in
            enumerate(zip(_HEADS, _VERBS, strict=True))]  # fmt: skip
    made = discover(docs)
    phrase = next(phrase for phrase in made.phrases if phrase.text == "灯下黑")
    assert {hit.text for hit in places(made, [phrase])} == {"燈 下黑", "燈下黑"}


def test_a_reference_lowers_what_it_has_too() -> None:
    other = [Document(f"参照{n}", f"灯下黑灯下黑，{head}见过灯下黑。") for n, head in enumerate(_HEADS)]
    alone, beside = discover(texts()), discover(texts(), reference=other)
    before, after = (next(p for p in each.phrases if p.text == "灯下黑") for each in (alone, beside))
    assert after.score < before.score
    assert (before.other, after.other) == (None, 18)
    assert next(p for p in beside.phrases if p.text == "院墙党建").other == 0


def test_the_order_of_the_documents_changes_no_number() -> None:
    def figures(docs: list[Document]) -> list[tuple[object, ...]]:
        return [(p.text, p.kind, p.hits, p.docs, p.cohesion, p.entropy, p.score) for p in discover(docs).phrases]

    assert figures(texts()) == figures(texts()[::-1])


@pytest.mark.parametrize("docs", [[], [Document("a", "")], [Document("a", "，。\n")], [Document("a", "党" * 500)]])
def test_nothing_to_find(docs: list[Document]) -> None:
    assert discover(docs).phrases == ()
