"""自助分析 as data: what is asked, which charts fit, the numbers and their table."""
