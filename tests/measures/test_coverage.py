from __future__ import annotations

from djtext.measures.coverage import cover, phrases, sentences, shares
from djtext.types import Document, Labelled, Sentence

TEXT = "一些人走过场。\n到处签字背书成风。有的抄来抄去。\n要蹲点调研。"


def _labels(doc: str) -> list[Labelled]:
    """Three passages: problem with a hit, problem of two sentences without, remedy with a mention only."""
    units = []
    at = 0
    for n, (para, text) in enumerate(
        [(1, "一些人走过场。"), (2, "到处签字背书成风。"), (2, "有的抄来抄去。"), (3, "要蹲点调研。")], 1
    ):
        start = TEXT.index(text, at)
        at = start + len(text)
        units.append(Sentence(doc, para, n, start, at, "sentence", 0, "", text))
    return [
        Labelled(units[0], "problem", 1.0, "", ("a",)),
        Labelled(units[1], "problem", 1.0),
        Labelled(units[2], "problem", 1.0, "", ("b",), ("b",)),
        Labelled(units[3], "remedy", 1.0, "", (), (), ("c",)),
    ]


def test_shares_by_hand() -> None:
    found = cover([(Document("d", TEXT), _labels("d"))])
    # hanzi: 6 | 8 + 6 | 5
    assert list(shares(found).rows) == [
        ("problem", 2, 1, 0.5, 3, 2, 2 / 3, 20, 14, 0.7, 1),
        ("remedy", 1, 0, 0.0, 1, 0, 0.0, 5, 0, 0.0, 0),
        ("all", 3, 1, 1 / 3, 4, 2, 0.5, 25, 14, 0.56, 1),
    ]
    assert [(row[2], row[5], row[7], row[8]) for row in sentences(found).rows] == [
        (2, "problem", "到处签字背书成风。", ""), (3, "problem", "有的抄来抄去。", "b"),
    ]  # fmt: skip


def test_a_role_that_is_not_there_has_no_share() -> None:
    found = cover([(Document("d", TEXT), _labels("d"))], ("cause",))
    assert list(shares(found).rows) == [
        ("cause", 0, 0, None, 0, 0, None, 0, 0, None, 0),
        ("all", 0, 0, None, 0, 0, None, 0, 0, None, 0),
    ]
    assert list(phrases(found).rows) == []


def test_phrases_lead_to_their_place() -> None:
    docs = [(Document(name, TEXT), _labels(name)) for name in "abc"]
    rows = [row for row in phrases(cover(docs)).rows if "签字背书" in str(row[0])]
    (row,) = rows
    assert row[1:5] == (3, 3, 3, 0) and row[7] == "a"
    assert str(row[0]) in TEXT[int(str(row[8])) : int(str(row[9]))] == row[6]
