"""Figures for other systems (对外报送): a declared mapping, and signed files made from it.

The specifications of the receivers are not public, so nothing of theirs is guessed: a mapping says
which indicator goes under which code once that is agreed, and what is not agreed stays here.
"""

from documents.packages.errors import OutwardError

__all__ = ["OutwardError"]
