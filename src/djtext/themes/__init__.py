"""Codebooks and where their themes stand."""
