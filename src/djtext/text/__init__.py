"""Folding, sentences, words."""
