"""Counts to tables, one file a measure."""
