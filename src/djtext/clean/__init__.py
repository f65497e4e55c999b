"""From documents as found to documents as written.

`STEPS` is the one list of what is done, in order: each finds stretches that are no part of the essay. Nothing is put
in, nothing is moved; what was taken out is kept with its rule, so that kept and removed account for every character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from djtext.clean import characters, counters, flags, furniture, header, layout, pages, repeats, watermarks
from djtext.clean.draft import Draft, Span, merged, without
from djtext.types import Removal

Step = Callable[[str], Iterable[Span]]

STEPS: tuple[tuple[str, Step], ...] = (
    ("invisible marks", characters.invisible),
    ("markup copied as text", characters.markup),
    ("page numbers, headers and footers", pages.page_furniture),
    ("watermarks", watermarks.watermarks),
    ("readings in brackets", characters.bracketed_forms),
    ("hard-wrapped lines", pages.hard_wraps),
    ("reference marks", characters.reference_marks),
    ("site furniture", furniture.furniture),
    ("page counters of previews", counters.page_counters),
    ("repeated title", repeats.repeated_title),
    ("repeated passages", repeats.repeated_passages),
    ("blanks inside Chinese", layout.inner_spaces),
    ("blank lines and edges", layout.blank_space),
)


_BLANK_RULES = {"layout", "line-break", "inner-space", "invisible"}  # what they take out says nothing


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The essay, what was taken out (in offsets of the text as read), and what the furniture told.

    `read` is the text as read with radical look-alikes unified, one for one: `text` is `read` without the removals.
    `unified` counts those characters. `fields` holds date, source, author and genre where the page showed them.
    """

    text: str
    read: str
    removals: tuple[Removal, ...]
    fields: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    unified: int = 0


def clean(text: str, *, doc: str = "", dropped: Iterable[Span] = (), shared: frozenset[str] = frozenset()) -> Cleaned:
    """Clean one text.

    `dropped` are stretches that the format showed to be no part of the essay, `shared` lines that stand in many
    documents of the folder.

    >>> done = clean("首页 > 范文 > 党建\\n走出机关\\n一些干部不愿走出机关，坐等群众上门，问题堆在桌上，怨气积在心里。")
    >>> done.text.split("\\n")[0], done.removals[0].rule, done.removals[0].text
    ('走出机关', 'navigation', '首页 > 范文 > 党建')
    """
    read, unified = characters.unified(text)
    draft = without(Draft(read), dropped)
    for _, step in STEPS:
        spans = furniture.furniture(draft.text, shared) if step is furniture.furniture else step(draft.text)
        found = list(spans)
        if found:
            draft = without(draft, found)
        if step is repeats.repeated_passages and found:  # what stood between two copies now stands at the end
            draft = without(draft, list(furniture.furniture(draft.text, shared)))
    removals = tuple(Removal(doc, rule, start, end, read[start:end]) for start, end, rule in merged(draft.removed))
    told = header.from_furniture([removal.text for removal in removals if removal.rule not in _BLANK_RULES])
    return Cleaned(draft.text, read, removals, tuple(told.items()), tuple(flags.flags(draft.text, text)), unified)
