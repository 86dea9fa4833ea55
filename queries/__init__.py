"""Indicators, filters and scope: the only place where an indicator becomes SQL.

Whoever has this room loaded has intake read the names of indicators and dimensions as it does.
"""

from queries.vocabulary import declare

declare()
