"""Measurements (``make bench``): each beside a baseline of the same run, so that machines don't matter.

Works in a temporary home with the demonstration data; never touches the configured database.
"""
