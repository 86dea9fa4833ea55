"""The demonstration delivery: a fictional 数字科协 from mid-2021 to 2023-05-26.

Everybody and every enterprise in it is invented. Only the totals are real: at scale 1 each
published figure of ``data/reference/published_figures.csv`` comes out of its indicator.
"""
