from __future__ import annotations

import numpy as np
import pytest

from djtext.cluster.groups import group, seeded
from djtext.cluster.labels import describe
from djtext.cluster.vectors import space
from djtext.measures.clusters import cluster
from djtext.themes import codebook
from djtext.types import Document, Link, Passage, Sentence

MEETING = [
    "会议太多，文件太长，基层忙于开会",
    "开会层层套开，文件照抄照转，会议成灾",
    "文件和会议把基层的时间占满了",
    "会议一个接一个，文件一摞接一摞",
]
STUDY = [
    "理论学习浅尝辄止，读书笔记抄来抄去",
    "学习笔记代抄，理论学习走过场",
    "理论学习只念文件不讨论，笔记应付",
    "读书学习不深，理论功底薄弱，笔记潦草",
]
VISIT = [
    "干部很少下村，群众的难处听不到",
    "下村走访拍照就走，群众见不到干部",
    "干部下村不进户，群众的困难没人记",
    "群众找干部难，干部下村少",
]


def passage(doc: str, n: int, text: str, role: str = "problem") -> Passage:
    sentence = Sentence(doc, n, n, n * 100, n * 100 + len(text), "sentence", 0, "", text)
    return Passage(doc, n * 100, n * 100 + len(text), role, (sentence,), text)


def corpus() -> list[tuple[Document, tuple[list[Passage], list[Link]]]]:
    result = []
    for d in range(4):
        problems = [passage(f"d{d}", n, texts[d]) for n, texts in enumerate((MEETING, STUDY, VISIT))]
        remedies = [
            passage(f"d{d}", 5 + n, "要" + texts[(d + 1) % 4] + "，必须改", "remedy")
            for n, texts in enumerate((MEETING, STUDY, VISIT))
        ]
        links = [Link(f"d{d}", p, r, "terms", 0.9) for p, r in zip(problems, remedies, strict=True)]
        result.append((Document(f"d{d}", ""), (problems + remedies, links)))
    return result


def test_three_subjects_make_three_clusters() -> None:
    found = cluster(corpus(), codebook.load(None), k=3)
    members = {}
    for code, _, start, *_ in found.members.rows:
        members.setdefault(code, set()).add(start)
    assert sorted(map(sorted, (v for k, v in members.items() if k[0] == "P"))) == [[0], [100], [200]]
    assert [row[2] for row in found.matrix.rows] == [4, 4, 4]


def test_the_order_of_documents_does_not_matter() -> None:
    one = cluster(corpus(), codebook.load(None), k=3)
    other = cluster(corpus()[::-1], codebook.load(None), k=3)
    assert one == other


def test_too_few_passages_are_said() -> None:
    found = cluster(corpus()[:1], codebook.load(None))
    assert found.clusters.rows == ()
    assert len(found.warnings) == 2


def test_nothing_at_all() -> None:
    assert cluster([], codebook.load(None)).clusters.rows == ()


def test_words_tell_the_groups_apart() -> None:
    texts = MEETING + STUDY + VISIT
    where = space(texts)
    groups = group(where.vectors, k=3)
    about = describe(groups, where, [()] * len(texts))
    said = {about[groups.labels[0]].words[0], about[groups.labels[4]].words[0]}
    assert said <= {"会议", "文件", "理论", "学习", "笔记", "理论学习"}
    assert [d.passages for d in about] == [4, 4, 4]


def test_equal_vectors_are_one_group() -> None:
    found = group(np.ones((12, 3)), k=4)
    assert set(found.labels) == {0}
    with pytest.raises(ValueError, match="nothing"):
        group(np.zeros((0, 3)))


def test_first_centres_from_themes() -> None:
    vectors = np.eye(6)
    centres, names = seeded(vectors, [("a",), ("a", "b"), ("a",), ("b",), ("b",), ()])
    assert names == ("a", "b")
    assert centres[0].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0, 0, 0])
