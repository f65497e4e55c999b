"""Passages clustered by what they say: vectors, groups, labels."""
