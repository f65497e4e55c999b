from __future__ import annotations

import pytest

from djtext.themes.count import count_themes
from djtext.themes.discover import discover
from djtext.themes.families import Family, families, relate
from djtext.themes.find import compile_book
from djtext.types import Codebook, Document, Theme


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("形式主义、官僚主义", "形式主义官僚主义", "marks"),
        ("形式主义、官僚主义", "形式主义和官僚主义", "marks"),
        ("形式主义、官僚主义", "官僚主义、形式主义", "order"),
        ("有中国特色的社会主义", "有中国特色社会主义", "particle"),
        ("三会一课", "三会一课制度", "tail"),
        ("四项基本原则", "坚持四项基本原则", "lead"),
        ("全面建设小康社会", "全面建成小康社会", "character"),
        ("社会主义法制国家", "社会主义法治国家", "character"),
        ("港人治港、澳人治澳", "一国两制、港人治港、澳人治澳", "members"),
    ],
)
def test_rules(one: str, other: str, rule: str) -> None:
    assert (one, other, rule) in relate([one, other], named=frozenset({"三会一课"}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("经济体制改革", "政治体制改革"), ("物质文明建设", "精神文明建设"), ("四个意识", "四个自信"), ("第一个五年计划", "第二个五年计划"),
        ("社会保障", "社会保障改革"), ("和平发展", "发展"), ("社会主义经济体制", "社会主义市场经济体制"),
    ],
)  # fmt: skip
def test_different_things_stay_apart(one: str, other: str) -> None:
    assert relate([one, other]) == []


TEXTS = (
    ("2013", "坚决反对形式主义和官僚主义，{}。整治形式主义、官僚主义，要从上面改起。"),
    ("2014", "整治形式主义、官僚主义，{}。再说形式主义、官僚主义。"),
    ("2015", "形式主义、官僚主义还在，{}。官僚主义、形式主义是老毛病。"),
    ("2018", "形式主义官僚主义要破，{}。形式主义官僚主义害人。"),
    ("2019", "形式主义官僚主义要破，{}。都说形式主义官僚主义害人。"),
)


@pytest.fixture(scope="module")
def family() -> Family:
    extra = ("老赵这样讲", "院子里有人笑", "窗口排着队", "台账堆成山", "雨还在下")
    docs = [
        Document(f"{date}.txt", text.format(more), date=date) for (date, text), more in zip(TEXTS, extra, strict=True)
    ]
    found = discover(docs)
    (made,) = [each for each in families(found) if len(each.forms) > 1]
    for use in made.uses:
        assert found.sources[use.doc].doc.text[use.start : use.end] == use.form
    return made


def test_wordings_of_one_slogan_are_one_family(family: Family) -> None:
    counts = {form.text: (form.hits, form.docs, form.first) for form in family.forms}
    assert counts == {
        "形式主义、官僚主义": (4, 3, "2013"),
        "形式主义官僚主义": (4, 2, "2018"),
        "形式主义和官僚主义": (1, 1, "2013"),
        "官僚主义、形式主义": (1, 1, "2015"),
    }
    assert (family.hits, family.docs, family.first, family.last) == (10, 5, "2013", "2019")
    assert {form.text: form.rule for form in family.forms}["官僚主义、形式主义"] == "order"
    assert len(family.uses) == family.hits == sum(form.hits for form in family.forms)


def test_the_log_says_what_changed_when(family: Family) -> None:
    log = [(change.date, change.event, change.form) for change in family.log]
    assert log[0][:2] == ("2013", "first")
    assert ("2015", "new", "官僚主义、形式主义") in log
    assert ("2018", "new", "形式主义官僚主义") in log
    assert ("2018", "leads", "形式主义官僚主义") in log


def test_the_pattern_of_a_family_finds_its_places(family: Family) -> None:
    book = Codebook("b", "1", (Theme("a", "甲", "problem", "", (family.pattern,)),))
    (count,) = count_themes(
        Document("x", "反对形式主义和官僚主义。形式主义官僚主义。官僚主义、形式主义。"), compile_book(book)
    ).counts
    assert count.hits == 3
