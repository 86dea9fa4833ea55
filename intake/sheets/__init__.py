"""What a sheet means: its header row, the table it is for, the column of the catalogue each column is."""

from intake.sheets.assign import Ambiguous, assign
from intake.sheets.headers import Header
from intake.sheets.labels import OPERATION, REASON, SENT_ROW, column_names, plain

__all__ = ["OPERATION", "REASON", "SENT_ROW", "Ambiguous", "Header", "assign", "column_names", "plain"]
