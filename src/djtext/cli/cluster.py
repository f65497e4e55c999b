"""`djtext cluster`: problem clusters, remedy clusters, and which remedies answer which problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from djtext.cli.command import Given, over_texts
from djtext.errors import UsageError
from djtext.lang import t

EXAMPLES = t(
    "例：djtext cluster 文集/    djtext cluster 文集/ --k 8 -o 类.xlsx    djtext cluster 文集/ --matrix -o 矩阵.csv",
    "Examples: djtext cluster texts/    djtext cluster texts/ --k 8 -o clusters.xlsx    djtext cluster texts/ --matrix -o m.csv",
)


@over_texts
def cluster_command(
    given: Given,
    k: Annotated[
        int | None,
        typer.Option(
            "--k",
            min=1,
            metavar="N",
            help=t("问题类的个数；不写则由轮廓系数选", "number of problem clusters; else the silhouette chooses"),
        ),
    ] = None,
    remedy_k: Annotated[
        int | None,
        typer.Option(
            "--remedy-k",
            min=1,
            metavar="N",
            help=t("对策类的个数；不写则同 --k", "number of remedy clusters; else as --k"),
        ),
    ] = None,
    seeded: Annotated[
        bool,
        typer.Option("--seeded", help=t("从编码本的主题出发聚类", "start the clusters from the codebook's themes")),
    ] = False,
    matrix: Annotated[
        bool,
        typer.Option(
            "--matrix", help=t("输出问题类 × 对策类的配对数", "give the links between problem and remedy clusters")
        ),
    ] = False,
    members: Annotated[
        bool, typer.Option("--members", help=t("输出每一类的段落", "give the passages of each cluster"))
    ] = False,
) -> None:
    """Cluster problem passages and remedy passages."""
    from djtext.cli.common import made_by
    from djtext.cli.messages import say
    from djtext.cluster.groups import MANY
    from djtext.measures.clusters import cluster
    from djtext.study.analyse import pairs_job
    from djtext.view.clusters import show_clusters

    settings = given.settings()
    if matrix and members:
        raise UsageError(
            t("--matrix 和 --members 不能同时用", "--matrix and --members exclude each other"),
            hint=t("去掉一个", "leave one out"),
        )
    book = given.book(settings)
    run = given.run(settings)
    seed = settings.seed or 0
    results = run.results(partial(pairs_job, book, None))
    found = cluster(
        ((doc, (value.passages, value.links)) for doc, value in results), book, k=k, remedy_k=remedy_k, seed=seed,
        from_themes=seeded,
    )  # fmt: skip
    source = made_by("cluster", run.paths, t("编码本 ", "codebook ") + book.title, f"seed {seed}")
    firm = [
        t(f"{'问题' if role == 'problem' else '对策'}类：轮廓系数 {_figure(s)}，重抽样调整兰德指数 {_figure(value)}", f"{role} clusters: silhouette {_figure(s)}, adjusted Rand index over resamples {_figure(value)}")
        for (role, value), (_, s) in zip(found.stability, found.silhouette, strict=True)
    ]  # fmt: skip
    notes = (
        *firm,
        t(
            "按词形相似聚类（TF-IDF、SVD、k-means），不识别换一种说法的同义",
            "clusters share wording (TF-IDF, SVD, k-means); paraphrases are not recognised",
        ),
    )
    sizes: Counter[str] = Counter()
    for row in found.clusters.rows:
        sizes[str(row[0])] += int(row[3] or 0)
    many = [role for role in ("problem", "remedy") if sizes[role] >= MANY]
    if many:
        named = t("、".join({"problem": "问题段落", "remedy": "对策段落"}[role] for role in many), " and ".join(many))
        notes = (
            *notes,
            t(
                f"{named}在 {MANY:,} 段以上：用小批量 k-means，类数由抽样 2,000 段的轮廓系数选",
                f"{named} passages are {MANY:,} or more: mini-batch k-means; the silhouette is of a sample of 2,000",
            ),
        )
    chosen = found.matrix if matrix else found.members if members else found.clusters
    table = replace(chosen, notes=notes, made_by=source)
    names = found.clusters.names()
    at = names.index("cluster"), names.index("label")
    labels = {str(row[at[0]]): str(row[at[1]]) for row in found.clusters.rows}
    plain = None if matrix or members else partial(show_clusters, matrix=found.matrix, labels=labels)
    if not given.quiet:
        for warning in found.warnings:
            say(
                f"djtext: {warning} [small]"
                if "不聚类" in warning or "not clustered" in warning
                else f"djtext: {warning}"
            )
    given.deliver(table, plain=plain)
    run.finish()


def _figure(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"
