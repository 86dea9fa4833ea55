"""Pages of single records as data: what each shows, as tiles; ``docs/details.md``."""
