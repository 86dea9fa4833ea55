"""Deliveries (交付): what clerks bring to the page, from the file to the version, and back again.

Files wait in an inbox, jobs look at them and publish them, the operational database keeps what
became of each, whether it came by the page or from the command line.
"""
