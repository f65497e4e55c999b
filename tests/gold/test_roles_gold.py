"""Quality gates: roles, themes, links and run-in headings on coded texts that nothing was trained on.

Floors are lowered only by hand, with a line in the changelog.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import score_pairs
import score_roles

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["roles"]


@pytest.mark.parametrize("name", ["dev", "heldout", "sections", "unseen"])
def test_roles_and_themes_do_not_fall(name: str) -> None:
    found, _ = score_roles.score(name)
    if not found:
        pytest.skip("needs the shared gold beside the project, which is not here")
    three, five = score_roles.role_scores(found)
    themes = score_roles.theme_scores(found)[2]
    floors = FLOORS[name]
    assert (three, five, themes) >= (floors["three"], 0, 0), (three, five, themes)
    assert five >= floors["five"], five
    assert themes >= floors["themes"], themes


def test_links_and_run_in_headings_do_not_fall() -> None:
    import coded

    from djtext.roles.classify import classify
    from djtext.roles.link import links
    from djtext.roles.passages import passages
    from djtext.themes import codebook
    from djtext.themes.find import compile_book

    matcher = compile_book(codebook.load(None))
    docs = list(coded.own(heldout=True))
    said = []
    base = []
    for one in docs:
        found = passages(classify(one.doc, matcher), one.doc.text)
        gold = score_pairs.gold_links(one)
        said.append((links(found), gold))
        base.append((score_pairs.nearest(found), gold))
    f1 = score_pairs.remedy_f1(said)[2]
    assert f1 >= FLOORS["pairs"], f1
    assert f1 > score_pairs.remedy_f1(base)[2]
    headings = [score_pairs.run_in(one) for one in docs]
    assert score_pairs.run_in_scores(headings)[2] >= FLOORS["run_in"], score_pairs.run_in_errors(headings)


def test_coded_sections_are_whole_and_their_hands_apart() -> None:
    import coded

    learned = [*coded.sections(heldout=False)]
    held = [*coded.sections(heldout=True), *coded.unseen()]
    assert len(learned) > 1000 and len(held) >= 300
    for one in (*learned, *held):
        assert all(span.roles[0] in coded.ROLES and span.themes <= set(score_roles.FIFTEEN) for span in one.spans)
    texts = {one.doc.text[span.start : span.end] for one in learned for span in one.spans if span.end - span.start > 12}
    assert not texts & {one.doc.text[span.start : span.end] for one in held for span in one.spans}


def test_no_essay_is_both_learned_from_and_held_out() -> None:
    import coded

    learned = {one.doc.id for one in coded.own(heldout=False)}
    held = {one.doc.id for one in coded.own(heldout=True)}
    assert not learned & held
    assert len(held) * 2 >= len(learned) * 0.9
    assert len(learned) + len(held) >= 40
