from __future__ import annotations

import pickle

import pytest

from djtext.errors import UsageError
from djtext.measures.counts import DocCounts
from djtext.study.units import UNITS, UnitOptions
from djtext.themes.count import count_themes
from djtext.themes.find import compile_book
from djtext.types import Codebook, Document

TEXT = "机关党建\n一些支部党建和业务工作严重脱节。要走出机关服务群众，再走出机关。\n坚决反对形式主义。"
DOC = Document("a.txt", TEXT, title="机关党建")


def counted(name: str, options: UnitOptions, doc: Document = DOC) -> DocCounts:
    return UNITS[name](options).make_job()(doc)


@pytest.mark.parametrize("name", sorted(UNITS))
def test_every_unit_gives_counts_with_examples_and_can_be_sent(name: str, book: Codebook) -> None:
    wanted = frozenset({"走出机关", "jiguan"})
    options = UnitOptions(book, phrases=("走出机关",), words=(("走出机关", None, ""),), evidence=wanted)
    counting = pickle.loads(pickle.dumps(UNITS[name](options)))
    made = counting.make_job()(DOC)
    assert made == pickle.loads(pickle.dumps(made))
    assert made.chars == len(TEXT) and made.hanzi == 41 and len(made.counts) == len(made.examples) > 0
    for (key, hits), (number, start, end) in zip(made.counts, made.examples, strict=True):
        score, sentence = made.sentences[number]
        assert hits > 0 and 0 <= start < end <= len(sentence) and sentence in TEXT and score >= -10
        if name == "word":
            assert sentence[start:end] == key
    if name == "role":
        assert sum(hits for _, hits in made.counts) == made.size
        return
    for place in made.places:
        assert TEXT[place.start : place.end] == place.text == "走出机关"
        assert TEXT[place.sentence_start :].startswith(place.sentence) and place.text in place.sentence
        assert (place.para, place.n) == (2, 3)
    assert len(made.places) == 2


def test_themes_are_those_of_the_themes_table(book: Codebook) -> None:
    made = counted("theme", UnitOptions(book))
    plain = count_themes(DOC, compile_book(book))
    assert made.counts == tuple((book.themes[c.theme].key, c.hits) for c in plain.counts)
    assert made.size == plain.hanzi and made.places == ()


def test_phrases_are_counted_each_for_itself() -> None:
    made = counted(
        "phrase", UnitOptions(Codebook("", "", ()), phrases=("机关", "走出机关", " 机关 ", "党建…业务", "没有的"))
    )
    assert made.counts == (("机关", 3), ("走出机关", 2), ("党建…业务", 1))
    unit = UNITS["phrase"](UnitOptions(Codebook("", "", ()), phrases=("b", "a", "b"))).unit
    assert unit.listed == ("b", "a") and unit.always


@pytest.mark.parametrize("phrase", ["", "(", "…", "[a]"])
def test_a_phrase_that_cannot_be_read(phrase: str) -> None:
    with pytest.raises(UsageError):
        UNITS["phrase"](UnitOptions(Codebook("", "", ()), phrases=(phrase,)))


def test_no_phrase() -> None:
    with pytest.raises(UsageError, match="没有给出短语"):
        UNITS["phrase"](UnitOptions(Codebook("", "", ())))


def test_words_count_all_but_list_no_stop_words() -> None:
    empty = Codebook("", "", ())
    doc = Document("a", "我们的党建 2019 年，GDP 很好。我们的。")
    whole = counted("word", UnitOptions(empty), doc)
    fewer = counted("word", UnitOptions(empty, stop=frozenset({"的", "我们"})), doc)
    assert whole.size == fewer.size == sum(hits for _, hits in whole.counts)
    found = dict(whole.counts)
    assert found["我们"] == 2 and found["GDP"] == 1 and "2019" not in found and "，" not in found
    assert set(found) - {"的", "我们"} == set(dict(fewer.counts))


def test_a_text_without_hanzi(book: Codebook) -> None:
    doc = Document("a", "2019 !!")
    for name in UNITS:
        made = counted(name, UnitOptions(book, phrases=("走出机关",)), doc)
        if name == "role":
            assert (made.hanzi, made.size) == (0, 1)
        else:
            assert (made.hanzi, made.size, made.counts) == (0, 0, ())
