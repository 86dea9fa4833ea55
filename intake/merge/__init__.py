"""Loose files into the next version: staged, put right, checked row by row, merged by business key."""
