"""Readers of what departments send: spreadsheets and text tables, as rows of text with their place."""

from intake.formats.opening import SUFFIXES, check_size, open_file
from intake.formats.sheet import MAX_COLUMNS, FileProblem, RawSheet, Row

__all__ = ["MAX_COLUMNS", "SUFFIXES", "FileProblem", "RawSheet", "Row", "check_size", "open_file"]
