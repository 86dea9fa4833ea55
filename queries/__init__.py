"""Indicators, filters and scope: the only place where an indicator becomes SQL."""
