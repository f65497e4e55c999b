"""Clusters of problem passages and of remedy passages, and which remedies answer which problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from djtext.lang import current, t
from djtext.types import Cell, Codebook, Column, Document, Link, Passage, Table

CLUSTERS = (
    Column("role", "text", "角色", "role", "problem or remedy"),
    Column("cluster", "text", "类", "cluster", "P1, P2 … of problems, R1, R2 … of remedies, the largest first"),
    Column("label", "text", "名称", "label", "its commonest theme and most distinctive words"),
    Column("passages", "int", "段落数", "passages", "passages in the cluster"),
    Column("docs", "int", "篇数", "docs", "documents with one of them"),
    Column("keywords", "text", "关键词", "keywords", "distinctive words by signed G² over passages (Dunning 1993)"),
    Column("example", "text", "例", "example", "the passage nearest to the centre"),
    Column("example_doc", "text", "例的出处", "example doc", "its document"),
    Column("example_start", "int", "例起", "example start", "offset of its first character"),
    Column("example_end", "int", "例止", "example end", "offset behind its last character"),
    Column("themes", "text", "主题", "themes", "themes of its passages with their share"),
    Column("stability", "float", "稳定度", "stability", "mean Jaccard of the cluster with its best match in 20 resamples of 80 % (Hennig 2007), 0 to 1"),
)  # fmt: skip
MATRIX = (
    Column("problem_cluster", "text", "问题类", "problem cluster", "P1, P2 …"),
    Column("remedy_cluster", "text", "对策类", "remedy cluster", "R1, R2 …"),
    Column("links", "int", "配对数", "links", "pairs of a passage of the one and a passage of the other"),
)
MEMBERS = (
    Column("cluster", "text", "类", "cluster", "P1, P2 … or R1, R2 …"),
    Column("doc", "text", "文档", "doc", "document id"),
    Column("start", "int", "起", "start", "offset of the first character"),
    Column("end", "int", "止", "end", "offset behind the last character"),
    Column("text", "text", "原文", "text", "the passage"),
)
_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Clustered:
    """All that a view needs: the tables, and for each role how firm the whole is."""

    clusters: Table
    matrix: Table
    members: Table
    stability: tuple[tuple[str, float | None], ...]
    silhouette: tuple[tuple[str, float | None], ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    role: str
    letter: str
    passages: tuple[Passage, ...]
    labels: tuple[int, ...]


def cluster(
    found: Iterable[tuple[Document, tuple[Sequence[Passage], Sequence[Link]]]], book: Codebook, *, k: int | None = None,
    remedy_k: int | None = None, seed: int = 0, from_themes: bool = False,
) -> Clustered:  # fmt: skip
    """Cluster the problem passages (causes included) and the remedy passages of a corpus, each for themselves.

    `k` fixes the number of problem clusters, `remedy_k` that of remedy clusters; else the mean silhouette chooses.
    With `from_themes` clusters start from the codebook's themes. The order of the documents does not matter.
    """
    from djtext.cluster.groups import FEWEST, group, one_thread, seeded
    from djtext.cluster.labels import describe
    from djtext.cluster.vectors import space

    passages: list[Passage] = []
    links: list[Link] = []
    for _, (here, linked) in found:
        passages += here
        links += linked
    passages.sort(key=lambda p: (p.doc, p.start))
    names = {
        theme.key: (theme.label_en if current() == "en" and theme.label_en else theme.label) for theme in book.themes
    }
    rows: list[tuple[Cell, ...]] = []
    members: list[tuple[Cell, ...]] = []
    warnings: list[str] = []
    stability: list[tuple[str, float | None]] = []
    silhouette: list[tuple[str, float | None]] = []
    place_of: dict[tuple[str, int], str] = {}
    for role, letter, roles, wanted in (
        ("problem", "P", {"problem", "cause"}, k),
        ("remedy", "R", {"remedy"}, remedy_k or k),
    ):
        chosen = [p for p in passages if p.role in roles and len(p.text) >= _SHORTEST]
        if len(chosen) < FEWEST:
            word = t("问题" if role == "problem" else "对策", role)
            warnings.append(
                t(
                    f"{word}段落只有 {len(chosen)} 段，少于 {FEWEST}，不聚类",
                    f"only {len(chosen)} {word} passages, fewer than {FEWEST}: not clustered",
                )
            )
            continue
        themes = [p.themes for p in chosen]
        with one_thread():
            where = space([p.text for p in chosen], themes, seed=seed)
            start = seeded(where.vectors, themes)[0] if from_themes else None
            if start is not None and not len(start):
                start = None
            groups = group(where.vectors, k=wanted, seed=seed, start=start)
        stability.append((role, groups.stability))
        silhouette.append((role, groups.silhouette))
        for number, about in enumerate(describe(groups, where, themes)):
            code = f"{letter}{number + 1}"
            inside = [p for p, label in zip(chosen, groups.labels, strict=True) if label == number]
            nearest = chosen[about.nearest]
            top = [names.get(key, key) for key, share in about.themes[:1] if share >= 0.3]
            rows.append(
                (
                    role, code, " · ".join([*top, "、".join(about.words[:3])]).strip(" ·"), about.passages,
                    len({p.doc for p in inside}), "、".join(about.words), nearest.text, nearest.doc, nearest.start,
                    nearest.end, "、".join(f"{names.get(key, key)} {share:.0%}" for key, share in about.themes),
                    groups.by_group[number],
                )
            )  # fmt: skip
            for p in inside:
                place_of[p.doc, p.start] = code
                members.append((code, p.doc, p.start, p.end, p.text))
        if groups.stability is not None and groups.stability < 0.5:
            word = t("问题类" if role == "problem" else "对策类", f"{role} clusters")
            warnings.append(
                t(
                    f"{word}不稳定：重抽样的调整兰德指数 {groups.stability:.2f}，只宜作线索，不宜作结论",
                    f"{word} are not stable: adjusted Rand index over resamples {groups.stability:.2f}; take them as hints, not findings",
                )
            )
    counted = Counter(
        (place_of[link.doc, link.problem.start], place_of[link.doc, link.remedy.start])
        for link in links
        if (link.doc, link.problem.start) in place_of and (link.doc, link.remedy.start) in place_of
    )
    order = sorted(counted, key=lambda pair: (int(pair[0][1:]), -counted[pair], int(pair[1][1:])))
    return Clustered(
        Table(t("问题类与对策类", "Clusters of problems and remedies"), CLUSTERS, tuple(rows), name="clusters"),
        Table(t("问题类 × 对策类", "Problem clusters by remedy clusters"), MATRIX, tuple((*pair, counted[pair]) for pair in order), name="matrix"),
        Table(t("各类的段落", "Passages of the clusters"), MEMBERS, tuple(members), name="members"),
        tuple(stability), tuple(silhouette), tuple(warnings),
    )  # fmt: skip
