"""Count how often the wordings of src/djtext/roles/rules.py hold for coded sentences, and how often they are right.

    python tools/count_rules.py

Over the coded texts that the model learns from (see train_roles.py): the numbers that stand in the table of rules and
in `djtext passages --explain`. A rule that holds between two units of its role is asked where both are coded so. About
half a minute.
"""

from __future__ import annotations

from collections import Counter

import coded
import train_roles

from djtext.roles.features import SPEAKS_OF_CAUSES, surroundings
from djtext.roles.rules import RULES, holding


def main() -> None:
    held: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for doc in train_roles.read():
        seen = doc.seen
        explained = bool(surroundings(seen.units, seen.texts, seen.places)[0, SPEAKS_OF_CAUSES])
        roles = [coded.ROLES[found.roles[0]] if found else "" for found in doc.coded]
        for place, rule in holding(seen.units, seen.texts, seen.places.marks, explained=explained):
            beside = (roles[place - 1 : place] or [""]) + (roles[place + 1 : place + 2] or [""])
            if roles[place] and not (rule.between and set(beside) != {rule.role}):
                held[rule.name] += 1
                right[rule.name] += (roles[place] == rule.role) == (rule.by > 0)
    for rule in RULES:
        kept = (rule.right, rule.of) == (right[rule.name], held[rule.name])
        print(f"{rule.name}: {right[rule.name]} of {held[rule.name]}{'' if kept else ', not as in the table'}")


if __name__ == "__main__":
    main()
