"""并排对比 as data: what is compared, the table, the courses beside each other."""
