"""Pages of single records (详情): what each shows, as tiles; ``docs/details.md``."""
