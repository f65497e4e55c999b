"""Slogan families: the wordings of one slogan together, with what was used when, and by whom first.

Two phrases are wordings of one slogan where a rule leads from one to the other (`RULES`). Each place counts once, under the
longest wording that stands there, so that the hits of the wordings add up to those of the family.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

from djtext.themes.discover.examples import example
from djtext.themes.discover.found import Discovered, Example, Phrase
from djtext.themes.edges import FILLERS, LEADS, is_lead
from djtext.themes.general import General, general
from djtext.themes.stream import JOINER, symbols

Rule = Literal["", "marks", "particle", "order", "tail", "lead", "modifier", "character", "members"]
RULES: dict[Rule, str] = {
    "marks": "the same but for marks and joining words: 形式主义、官僚主义 / 形式主义和官僚主义 / 形式主义官僚主义",
    "particle": "的 more or less: 有中国特色的社会主义 / 有中国特色社会主义",
    "order": "the same members in another order: 官僚主义、形式主义",
    "tail": "a word that follows on: 三会一课 / 三会一课制度",
    "lead": "a verb or adverb before it: 四项基本原则 / 坚持四项基本原则",
    "modifier": "an adjective or adverb put in: 培育社会主义核心价值观 / 培育和践行社会主义核心价值观",
    "character": "one character of a verb changed, or a homophone: 全面建设小康社会 / 全面建成小康社会",
    "members": "a list with more members: 港人治港、澳人治澳 / 一国两制、港人治港、澳人治澳",
}
_JOINTS = re.compile("[、，“”‘’「」《》 ]|和|与|及|以及|暨")
_FREE_TAILS = frozenset(
    [
        "战略",
        "战略布局",
        "总体布局",
        "方针",
        "基本方针",
        "总方针",
        "思想",
        "重要思想",
        "理论",
        "活动",
        "工程",
        "行动",
        "行动计划",
        "倡议",
        "工作",
        "制度",
        "原则",
        "精神",
    ]
)
_NAMED_TAILS = _FREE_TAILS | frozenset(
    [
        "改革",
        "体系",
        "体制",
        "机制",
        "政策",
        "建设",
        "问题",
        "要求",
        "目标",
        "任务",
        "事业",
        "计划",
        "规划",
        "纲要",
        "方案",
        "试点",
        "运动",
        "构想",
        "路线",
        "基本路线",
        "规定",
        "意识",
        "方式",
        "方面",
        "经费",
        "支出",
        "教育",
        "学习教育",
    ]
)
_NO_LEAD = frozenset(["改革", "创新", "组织", "领导", "服务", "稳定", "学习", "开放", "发展", "转变", "调整"])
_HOMOPHONES = ("制治", "作做", "的地", "象像", "帐账", "历厉", "决绝", "定订", "份分", "与予")
_MODIFIERS = frozenset({"d", "ad", "a", "b", "z", "c", "ud", "uj"})
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万几数多")


@dataclass(frozen=True, slots=True)
class Form:
    """One wording: where the rule leads to it from the canonical form, how often it is the one used, first and last date."""

    text: str
    rule: Rule
    hits: int
    docs: int
    first: str
    last: str
    first_doc: str
    example: Example | None


@dataclass(frozen=True, slots=True)
class Use:
    """One place of a family: number of the document, offsets in its text, the wording."""

    doc: int
    start: int
    end: int
    form: str


@dataclass(frozen=True, slots=True)
class Change:
    """An event in the life of a slogan: its first use, a new wording, or another wording that takes the lead in a year."""

    date: str
    event: Literal["first", "new", "leads"]
    form: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """The wordings of one slogan, the canonical one first. `docs` counts each document once."""

    canonical: str
    forms: tuple[Form, ...]
    hits: int
    docs: int
    first: str
    last: str
    score: float
    uses: tuple[Use, ...] = ()
    log: tuple[Change, ...] = ()

    @property
    def pattern(self) -> str:
        """The family in the pattern language of codebooks, for `compare --unit phrase` and for a theme."""
        names = sorted({form.text for form in self.forms}, key=lambda text: (-len(text), text))
        shortest = [name for name in names if not any(other != name and other in name for other in names)]
        return shortest[0] if len(shortest) == 1 else "(" + "|".join(shortest) + ")"


def bare(text: str) -> str:
    """A wording without marks, quotes and the words that join members.

    >>> bare("形式主义、官僚主义") == bare("“形式主义”和官僚主义") == bare("形式主义官僚主义")
    True
    """
    return _JOINTS.sub("", text)


def members(text: str) -> tuple[str, ...]:
    """The members of a list, in order; one for what is none.

    >>> members("改革、发展和稳定"), members("和平发展")
    (('改革', '发展', '稳定'), ('和平发展',))
    """
    parts = tuple(re.split("[、，]", text))
    if len(parts) > 1:
        last = parts[-1]
        for joint in ("以及", "和", "与", "及"):
            head, found, tail = last.partition(joint)
            if found and len(head) >= 2 and len(tail) >= 2 and abs(len(head) - len(tail)) <= 1:
                return (*parts[:-1], head, tail)
        return parts
    for joint in ("和", "与", "及"):
        at = [m.start() for m in re.finditer(joint, text)]
        if len(at) == 1 and at[0] == len(text) - at[0] - 1 and at[0] >= 2:
            return (text[: at[0]], text[at[0] + 1 :])
    return (text,)


def relate(
    texts: Sequence[str], *, named: frozenset[str] = frozenset(), words: General | None = None
) -> list[tuple[str, str, Rule]]:
    """Which phrases are wordings of one slogan: pairs with the rule that leads from the first to the second.

    `named` are phrases that are names on their own (quoted, numeral), to which any tail may be added.

    >>> relate(["形式主义、官僚主义", "形式主义和官僚主义", "三会一课", "三会一课制度"], named=frozenset({"三会一课"}))
    [('形式主义、官僚主义', '形式主义和官僚主义', 'marks'), ('三会一课', '三会一课制度', 'tail')]
    >>> relate(["全面建设小康社会", "全面建成小康社会", "经济体制改革", "政治体制改革"])
    [('全面建设小康社会', '全面建成小康社会', 'character')]
    """
    words = words or general()
    known = dict.fromkeys(texts)
    made: list[tuple[str, str, Rule]] = []
    by_bare: dict[str, list[str]] = {}
    by_members: dict[tuple[str, ...], list[str]] = {}
    by_hole: dict[str, list[tuple[str, int]]] = {}
    for text in known:
        by_bare.setdefault(bare(text).replace("的", ""), []).append(text)
        parts = members(text)
        if len(parts) > 1:
            by_members.setdefault(tuple(sorted(parts)), []).append(text)
        if len(text) >= 6:
            for n, char in enumerate(text):
                if char not in _NUMERALS:
                    by_hole.setdefault(f"{text[:n]}\0{text[n + 1 :]}", []).append((text, n))
    for group in by_bare.values():
        made += [(group[0], other, "marks" if bare(group[0]) == bare(other) else "particle") for other in group[1:]]
    for group in by_members.values():
        made += [(group[0], other, "order") for other in group[1:] if bare(other) != bare(group[0])]
    for holes in by_hole.values():
        for text, n in holes[1:]:
            if _same_word(holes[0][0], text, n, words):
                made.append((holes[0][0], text, "character"))
    for text in known:
        made += _added(text, known, named, words)
    lists = [(set(parts), text) for parts, group in by_members.items() for text in group[:1]]
    for held, text in lists:
        for more, other in lists:
            if len(held) >= 2 and held < more and len(more) <= 2 * len(held):
                made.append((text, other, "members"))
    return made


def _same_word(one: str, other: str, place: int, words: General) -> bool:
    """Is the character in which two phrases differ one of a verb in both, or a homophone?"""
    pair = {one[place], other[place]}
    if any(pair == set(two) for two in _HOMOPHONES):
        return True
    return any(
        len(one[at : at + 2]) == 2
        and at >= 0
        and words.tag(one[at : at + 2])[0] == words.tag(other[at : at + 2])[0] == "v"
        for at in (place - 1, place)
    )


def _added(text: str, known: dict[str, None], named: frozenset[str], words: General) -> Iterator[tuple[str, str, Rule]]:
    """The shorter phrases to which a phrase adds a tail, a lead, or a modifier inside."""
    for size in range(2, len(text) - 1):
        head, tail = text[:size], text[size:]
        if (
            head in known
            and len(head) >= (2 if head in named else 4)
            and tail in (_NAMED_TAILS if head in named else _FREE_TAILS)
        ):
            yield head, text, "tail"
        lead, rest = head, tail
        if rest in known and len(rest) >= (3 if rest in named else 4) and lead not in _NO_LEAD and is_lead(lead):
            yield rest, text, "lead"
    if len(text) < 7:
        return
    cuts = [0]
    for word in words.cut(text)[0]:
        cuts.append(cuts[-1] + len(word))
    for n, start in enumerate(cuts[1:-2], start=1):
        for end in cuts[n + 1 : n + 3]:
            if end >= len(text):
                break
            shorter = text[:start] + text[end:]
            inserted = text[start:end]
            if shorter in known and len(shorter) >= 6 and (words.tag(inserted) in _MODIFIERS or inserted in LEADS or inserted in FILLERS or
                (inserted[0] in "和与" and inserted[1:] in LEADS)):  # fmt: skip
                yield shorter, text, "modifier"


def families(found: Discovered, phrases: Sequence[Phrase] | None = None) -> tuple[Family, ...]:
    """The families of some phrases (all that were found), with those that were folded into them; best first.

    Beside the wordings that recur, rare ones are looked up in the texts: a list with other joining words or order.
    """
    chosen = list(found.phrases if phrases is None else phrases)
    texts = {phrase.text: phrase for phrase in chosen if phrase.kind != "name" and "向" not in phrase.text[:1]}
    heads = set(texts)
    for folding in found.folded:
        texts.setdefault(folding.phrase.text, folding.phrase)
    named = frozenset(
        text for text, phrase in texts.items() if phrase.kind in {"quoted", "numeral"} or phrase.quoted >= 0.3
    )
    pairs = relate(list(texts), named=named)
    # a verb before a slogan is no other wording of it, unless both are listed as phrases on their own
    led = {other for _, other, rule in pairs if rule == "lead"} - heads
    texts = {text: phrase for text, phrase in texts.items() if text not in led}
    groups, rules = _joined(list(texts), [pair for pair in pairs if pair[0] in texts and pair[1] in texts])
    kept = [group for group in groups if any(text in heads for text in group)]
    forms_of: list[tuple[list[str], dict[str, Rule]]] = []
    for group in kept:
        spelled: dict[str, Rule] = {text: rules.get(text, "") for text in group}
        for text in group:
            for other, rule in _respelled(text):
                spelled.setdefault(other, rule)
        forms_of.append((list(spelled), spelled))
    uses = _uses(found, [forms for forms, _ in forms_of])
    made = []
    for number, (_, spelled) in enumerate(forms_of):
        if uses[number]:
            best = max(texts[text].score for text in kept[number] if text in heads)
            made.append(_family(found, uses[number], spelled, best))
    made.sort(key=lambda family: (-family.score, family.canonical))
    return tuple(made)


def _joined(texts: list[str], pairs: Sequence[tuple[str, str, Rule]]) -> tuple[list[list[str]], dict[str, Rule]]:
    """Phrases tied by pairs, in order; and of each the rule by which it joined."""
    head = {text: text for text in texts}

    def find(text: str) -> str:
        while head[text] != text:
            head[text] = head[head[text]]
            text = head[text]
        return text

    place = {text: n for n, text in enumerate(texts)}
    rules: dict[str, Rule] = {}
    for one, other, rule in pairs:
        a, b = sorted((find(one), find(other)), key=place.__getitem__)
        head[b] = a
        rules.setdefault(other, rule)
        rules.setdefault(one, rule)
    groups: dict[str, list[str]] = {}
    for text in texts:
        groups.setdefault(find(text), []).append(text)
    return list(groups.values()), rules


def _respelled(text: str) -> Iterator[tuple[str, Rule]]:
    """A list of two to four members as others may write it."""
    parts = members(text)
    if not 2 <= len(parts) <= 4 or min(map(len, parts)) < 2:
        return
    orders = list(permutations(parts)) if len(parts) == 2 else [parts]
    for order in orders:
        rule: Rule = "marks" if order == parts else "order"
        for form in (JOINER.join(order), JOINER.join(order[:-1]) + "和" + order[-1], JOINER.join(order[:-1]) + "与" + order[-1],
                     "".join(order)):  # fmt: skip
            yield form, rule


def _uses(found: Discovered, groups: Sequence[Sequence[str]]) -> list[list[Use]]:
    """Every place of every family that counts, each under its longest wording there."""
    import daachorse

    owners: dict[str, list[int]] = {}
    for number, forms in enumerate(groups):
        for form in forms:
            owners.setdefault(form.strip("《》"), []).append(number)
    names = list(owners)
    made: list[list[Use]] = [[] for _ in groups]
    if not names:
        return made
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(names)
    for n, source in enumerate(found.sources):
        codes, _, places = symbols(source.folded.text)
        text = codes.tobytes().decode("utf-16-le", "surrogatepass")
        spans: dict[int, list[tuple[int, int, str]]] = {}
        for start, end, number in automaton.find_overlapping(text):
            for owner in owners[names[number]]:
                spans.setdefault(owner, []).append((start, end, names[number]))
        for owner, some in spans.items():
            reached = -1
            for start, end, form in sorted(_longest(some)):
                if start < reached:
                    continue
                a, b = int(places[start]), int(places[end - 1]) + 1
                if source.skipped and source.is_copied(a, b):
                    continue
                reached = end
                made[owner].append(Use(n, source.folded.start(a), source.folded.end(b), form))
    return made


def _longest(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Spans that lie in no other one."""
    kept: list[tuple[int, int, str]] = []
    for start, end, form in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end, form))
    return kept


def _family(found: Discovered, uses: Sequence[Use], rules: dict[str, Rule], score: float) -> Family:
    docs = [source.doc for source in found.sources]
    counts = Counter(use.form for use in uses)
    canonical = _canonical(counts)
    forms = []
    for form in sorted(counts, key=lambda text: (text != canonical, -counts[text], text)):
        own = [use for use in uses if use.form == form]
        dates = sorted(docs[use.doc].date for use in own if docs[use.doc].date)
        earliest = min(own, key=lambda use: (docs[use.doc].date or "9", use.doc, use.start))
        rule: Rule = "" if form == canonical else rules.get(form) or _rule_between(canonical, form)
        folded = found.sources[earliest.doc].folded
        shown = example(found.sources, earliest.doc, *_back(folded, earliest))
        forms.append(
            Form(form, rule, counts[form], len({use.doc for use in own}), dates[0] if dates else "", dates[-1] if dates else "",
                 docs[earliest.doc].id, shown)
        )  # fmt: skip
    dates = sorted(docs[use.doc].date for use in uses if docs[use.doc].date)
    return Family(
        canonical, tuple(forms), len(uses), len({use.doc for use in uses}), dates[0] if dates else "", dates[-1] if dates else "",
        score, tuple(uses), _log([(docs[use.doc].date, use.form) for use in uses]),
    )  # fmt: skip


def _back(folded: object, use: Use) -> tuple[int, int]:
    """Offsets in the folded text for those in the text as it stands."""
    from bisect import bisect_right

    places, shifts = folded.places, folded.shifts  # type: ignore[attr-defined]

    def place(offset: int) -> int:
        at = bisect_right([p + s for p, s in zip(places, shifts, strict=True)], offset)
        return offset - (shifts[at - 1] if at else 0)

    return place(use.start), place(use.end - 1) + 1


def _rule_between(canonical: str, form: str) -> Rule:
    for one, other, rule in relate([canonical, form], named=frozenset({canonical, form})):
        if {one, other} == {canonical, form}:
            return rule
    return "marks" if bare(canonical) == bare(form) else "members" if JOINER in form else "lead"


def _canonical(counts: Counter[str]) -> str:
    """The wording that stands for the family: what most places have in them, of equals the commonest."""
    total = sum(counts.values())

    def share(text: str) -> float:
        inner = bare(text)
        return sum(hits for form, hits in counts.items() if inner in bare(form)) / total

    best = max(share(text) for text in counts)
    core = [text for text in counts if share(text) >= best - 1e-9]
    return min(core, key=lambda text: (-counts[text], text))


def _log(uses: Sequence[tuple[str, str]]) -> tuple[Change, ...]:
    """First uses of wordings, and years in which another wording than before was the commonest; dated uses only."""
    dated = sorted((date, form) for date, form in uses if date)
    made: list[Change] = []
    seen: set[str] = set()
    for date, form in dated:
        if form not in seen:
            made.append(Change(date, "new" if seen else "first", form))
            seen.add(form)
    years: dict[str, Counter[str]] = {}
    for date, form in dated:
        years.setdefault(date[:4], Counter())[form] += 1
    leader = ""
    for year in sorted(years):
        most = max(years[year].values())
        top = sorted(form for form, hits in years[year].items() if hits == most)
        if leader and leader not in top:
            made.append(Change(year, "leads", top[0], leader))
            leader = top[0]
        elif not leader:
            leader = top[0]
    order = {"first": 0, "new": 1, "leads": 2}
    return tuple(sorted(made, key=lambda change: (change.date, order[change.event], change.form)))
