"""`djtext collocates`: words that stand near a term more often than elsewhere."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from djtext.cli.command import Given, over_texts
from djtext.cli.lexis import ON_SCREEN, MinDocs, NoDomain, NoHmm, cutting, one_of, pattern_book, what_to_find
from djtext.errors import UsageError
from djtext.lang import t

EXAMPLES = t(
    "例：djtext collocates 形式主义 文集/ --stopwords function-words    djtext collocates 基层 文集/ --span 3 --sort log_dice    "
    "djtext collocates '(调查|实地)研究' 文集/ --span sentence -o 搭配.xlsx",
    "Examples: djtext collocates 形式主义 texts/ --stopwords function-words    djtext collocates 基层 texts/ --span 3 --sort log_dice    "
    "djtext collocates '(调查|实地)研究' texts/ --span sentence -o collocates.xlsx",
)
MOST = 50
SHOWN = ("word", "together", "docs", "hits", "g2", "log_dice", "pmi", "t", "delta_p_term")


@over_texts
def collocates_command(
    given: Given,
    term: Annotated[
        str,
        typer.Argument(
            metavar="TERM",
            show_default=False,
            help=t("中心词，写法同编码本的规则，按字符匹配", "the term, a pattern as in codebooks, matched on characters"),
        ),
    ],
    span: Annotated[
        str,
        typer.Option(
            "--span", metavar="N|sentence",
            help=t("附近：前后各 N 个词（不跨句），或同一句（sentence）", "near: N words on either side within the sentence, or the whole sentence"),
        ),
    ] = "5",
    min_hits: Annotated[
        int, typer.Option("--min-hits", min=1, metavar="N", help=t("至少同现 N 次的词", "words that stand near it at least N times"))
    ] = 3,
    min_docs: MinDocs = 1,
    sort: Annotated[
        str,
        typer.Option(
            "--sort", metavar="NAME",
            help=t("排序：g2、log_dice、pmi、t、delta_p（词|项）、together、word", "order: g2, log_dice, pmi, t, delta_p (word | term), together, word"),
        ),
    ] = "g2",
    whole_words: Annotated[
        bool,
        typer.Option(
            "--whole-words",
            help=t("只算首尾都在词界上的中心词（党 不算 党员）", "only places of the term that begin and end with a word (党 not in 党员)"),
        ),
    ] = False,
    no_domain: NoDomain = False,
    no_hmm: NoHmm = False,
) -> None:  # fmt: skip
    """List the words that stand near a term more often than elsewhere."""
    from djtext.cli.common import made_by
    from djtext.measures import collocates
    from djtext.study.lexis import collocates_job
    from djtext.view.words import show_some

    settings = given.settings()
    order = one_of("--sort", sort, collocates.ORDERS)
    near = _span(span)
    book = pattern_book(what_to_find("collocates", term, given))
    cut = cutting(given, settings, no_domain=no_domain, no_hmm=no_hmm)
    run = given.run(settings)
    job = partial(
        collocates_job, book, cut.words, cut.engine, hmm=cut.hmm, span=near, whole_words=whole_words
    )  # fmt: skip
    made = collocates.collocates(
        run.results(job), span=near, stop=cut.stop, min_hits=min_hits, min_docs=min_docs, order=order
    )
    unit = t("句", "sentences") if near is None else t("词位", "word places")
    reach = (
        t("同一句内", "in the sentence")
        if near is None
        else t(f"前后各 {near} 词、不跨句", f"±{near} words, within the sentence")
    )
    notes = [
        t(
            f"{term}：{made.nodes:,} 处，在 {made.docs_with} 篇中（共 {made.docs} 篇）· 附近：{reach} · "
            f"f1 = {made.near:,} {unit}，n = {made.units:,} {unit} · 至少同现 {min_hits} 次",
            f"{term}: {made.nodes:,} places in {made.docs_with} of {made.docs} documents · near: {reach} · "
            f"f1 = {made.near:,} {unit}, n = {made.units:,} {unit} · together at least {min_hits} times",
        ),
        t(
            "G² 四格（Dunning 1993），负值表示少于期望；logDice（Rychlý 2008）按中心词的处数；PMI 以 2 为底；"
            "ΔP（Gries 2013）。中心词所在的词不计；中心词按字符匹配",
            "G² 4-cell (Dunning 1993), negative where rarer than expected; logDice (Rychlý 2008) by places of the term; "
            "PMI base 2; ΔP (Gries 2013). Words that the term stands in are not counted; the term is matched on characters",
        ),
        " · ".join(part for part in (cut.by, cut.stopped) if part),
    ]  # fmt: skip
    if not made.table.rows and made.nodes and min_hits > 1:
        notes.insert(
            1, t("没有词同现这么多次；--min-hits 1 放宽", "no word stands near it that often: --min-hits 1 lists all")
        )
    if whole_words:
        notes.insert(1, t("只算首尾都在词界上的中心词", "only places that begin and end with a word"))
    table = replace(made.table, notes=tuple(notes), made_by=made_by("collocates", run.paths, term, cut.by))
    given.deliver(
        table, plain=partial(show_some, names=SHOWN, example="example", rows=ON_SCREEN if given.limit is None else None)
    )
    run.finish()


def _span(given: str) -> int | None:
    """Words on either side, or None for the sentence."""
    if given == "sentence":
        return None
    if given.isascii() and given.isdigit() and 1 <= int(given[:4]) <= MOST:
        return int(given)
    raise UsageError(
        t(f"--span 不能是“{given}”", f"--span cannot be '{given}'"),
        hint=t(f"写 1 到 {MOST} 的整数，或 sentence", f"write a number from 1 to {MOST}, or sentence"),
    )
