"""Passages that stand in more than one document: found, aligned, told apart by kind, and grouped."""
