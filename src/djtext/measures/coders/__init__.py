"""Codings of several coders side by side: `panel` matches them by unit, `machine` adds what djtext says of the same units.

Then one table a module: `agreement` (coefficients), `scores` (the machine against each coder), `confusion`, and
`disagreements`. `recipe` says how they are computed.
"""
