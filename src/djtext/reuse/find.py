"""The passages that documents have in common, with all that is said about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from djtext.reuse import select
from djtext.reuse.align import align, without_inner
from djtext.reuse.index import CAP, Index, join, spread, wide_keys
from djtext.reuse.kinds import FORMULA, Kind, Quotes, kind_of
from djtext.reuse.shingles import LENGTH, Plan, bare, fingerprint, grams
from djtext.types import Document

Direction = Literal["a_to_b", "b_to_a", "unknown"]


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage that stands in two documents; `a` and `b` are their numbers in `Reuse.docs`.

    Offsets are into the two texts. `length` counts the characters of the longer side, marks and all. `similarity` is
    1 − edits / length of the longer bare text. `docs` is in how many documents the passage stands, near duplicates counted
    once; `whom` the person or document that a quotation names.
    """

    a: int
    start_a: int
    end_a: int
    b: int
    start_b: int
    end_b: int
    length: int
    similarity: float
    kind: Kind
    direction: Direction
    docs: int
    whom: str


@dataclass(frozen=True, slots=True)
class Reuse:
    """What was found: passages, the longest first; groups of near duplicates, by number; and what was capped.

    `capped` wordings stand in more than `cap` documents: they are given once a document, with the first that has them.
    `sizes` are the lengths of the bare texts.
    """

    docs: tuple[Document, ...]
    new: tuple[bool, ...]
    passages: tuple[Shared, ...]
    groups: tuple[tuple[int, ...], ...]
    sizes: tuple[int, ...]
    capped: int
    cap: int
    dropped: int


def earlier(one: str, other: str) -> bool | None:
    """Is the first date before the second? None where either is unknown, or too coarse to say.

    >>> earlier("2018", "2019-05"), earlier("2019", "2019-05"), earlier("", "2019")
    (True, None, None)
    """
    length = min(len(one), len(other))
    if not length or one[:length] == other[:length]:
        return None
    return one[:length] < other[:length]


def find(
    docs: Sequence[Document],
    *,
    against: Sequence[Document] | None = None,
    min_length: int = LENGTH,
    formula: int = FORMULA,
    cap: int = CAP,
) -> Reuse:
    """The passages of at least `min_length` characters that stand in two of the documents.

    With `against`, only passages that stand in one of `docs` and one of these. Every run of `min_length` characters that two documents
    share is found, whatever marks and spaces stand in it (up to a third of it may be marks), but for what `Reuse.capped`
    says. The result does not depend on the order of the documents.

    >>> a = Document("a", "党建考核年年查台账，查得支部书记围着材料转。")
    >>> b = Document("b", "有人说：党建考核，年年查台账、查得支部书记围着材料转！怎么办？")
    >>> (passage,) = find([b, a]).passages
    >>> passage.length, passage.similarity, b.text[passage.start_b : passage.end_b]
    (22, 1.0, '党建考核，年年查台账、查得支部书记围着材料转')

    Source: winnowing, Schleimer, Wilkerson & Aiken (2003).
    """
    import numpy as np

    plan = Plan.of(min_length)
    ordered = sorted(
        [(doc, False) for doc in against or ()] + [(doc, True) for doc in docs],
        key=lambda each: (each[0].date or "~", each[0].id, each[1], each[0].text),
    )
    every = tuple(doc for doc, _ in ordered)
    new = np.array([is_new for _, is_new in ordered], bool)
    sides = None if against is None else new
    made = bare([doc.text for doc in every])
    found = grams(made, plan)
    seeds = join(found, new=sides, cap=cap)
    passages = align(made, found, seeds, plan)
    if sides is not None:
        passages = passages.only(~select.itself(passages, every))
    passages = without_inner(passages.only(select.long_enough(made, passages, min_length)))
    groups = select.groups(passages, np.diff(made.starts))
    holder = np.arange(len(every))
    for group in groups:
        holder[list(group)] = group[0]
    docs_of_gram = spread(wide_keys(found, seeds.shared), holder[found.doc[seeds.shared]])
    inner = select.inner_grams(found.at[seeds.shared], plan, passages)
    often = select.often(docs_of_gram, inner, formula) & (holder[passages.x_doc] != holder[passages.y_doc])
    listed = select.once(passages, often, sides)
    dropped = len(listed) - int(listed.sum())
    passages = passages.only(listed)
    stand_in = select.docs_of(docs_of_gram, [side[listed] for side in inner])
    quotes = Quotes([doc.text for doc in every])
    rows = []
    for x, x0, x1, y, y0, y1, edits, span, count in zip(
        *passages.lists(), select.spans(made, passages, every, min_length), stand_in, strict=True
    ):
        if span is None:
            continue
        twins = bool(holder[x] == holder[y])
        one, other = (x, span.x0, span.x1), (y, span.y0, span.y1)
        is_quoted, whom = (False, "") if twins else quotes.either(one, other)
        kind = kind_of(same_group=twins, is_quoted=is_quoted, docs=count, formula=formula)
        before = earlier(every[x].date, every[y].date)
        turn = y < x if before is None else not before
        if sides is not None:
            turn = not bool(new[x])
        if turn:
            one, other = other, one
            before = None if before is None else not before
        direction: Direction = "unknown" if before is None else "a_to_b" if before else "b_to_a"
        likeness = 1 - edits / max(x1 - x0, y1 - y0)
        rows.append(Shared(*one, *other, span.length, likeness, kind, direction, count, whom))
    rows.sort(key=lambda row: (-row.length, -row.similarity, row.a, row.start_a, row.b, row.start_b, row.end_a))
    sizes = tuple(np.diff(made.starts).tolist())
    return Reuse(every, tuple(new.tolist()), tuple(rows), groups, sizes, seeds.capped, seeds.wide_cap, dropped)


def passages_in(
    doc: Document, index: Index, read: Callable[[str], Document], *, min_length: int = LENGTH, formula: int = FORMULA
) -> Reuse:
    """The passages of a new document that stand in indexed ones, read again only where the index finds something.

    `read` gives an indexed document by its id. How many documents a passage stands in is taken from the index.

    >>> from djtext.reuse.shingles import fingerprint
    >>> old = Document("old", "开会说党建，检查看台账，年底比材料，群众却说不出支部做了哪件实事。")
    >>> index = Index([("old", fingerprint(old.text))])
    >>> new = Document("new", "检查看台帐，年底比材料，群众却说不出支部做了哪件实事。")
    >>> [(p.length, round(p.similarity, 3)) for p in passages_in(new, index, {"old": old}.__getitem__).passages]
    [(27, 0.958)]
    """
    candidates = index.candidates(fingerprint(doc.text, index.plan))
    wanted = sorted({each.doc for each in candidates})
    made = find([doc], against=[read(name) for name in wanted], min_length=min_length, formula=formula)
    rows = []
    for row in made.passages:
        near = [
            each.docs + 1
            for each in candidates
            if each.doc == made.docs[row.b].id
            and 2 * (min(each.end, row.end_a) - max(each.start, row.start_a)) > row.end_a - row.start_a
        ]
        docs = max([row.docs, *near])
        kind: Kind = "boilerplate" if row.kind == "copy" and docs >= formula else row.kind
        rows.append(replace(row, docs=docs, kind=kind))
    return replace(made, passages=tuple(rows))
