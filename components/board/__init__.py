"""Boards: pages as declarative lists of tiles, filled by one callback."""
