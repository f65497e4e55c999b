"""Agreement of coders: shares, chance-corrected coefficients, and the scores of a machine against a coder.

`coefficients` has those of Cohen, Fleiss and Gwet, `alpha` Krippendorff's with its interval, `distances` how far sets of
codes are apart, `scores` precision, recall and F1. `resampling` draws documents for the intervals.

`units` is one sequence of codings a unit, one place a coder; None is a coding that is missing. All coefficients are 1
where all codings agree and 0 where they agree as often as chance would have it; below 0 they agree less. What
"chance" means differs, and so do the numbers. A coefficient that is not defined is None, never NaN.
"""
