"""Selectables of facts, one file a subject; indicators name them and nothing else does."""
