"""The tables of the unified database, one file a subject."""
