"""Tables that refer to themselves are trees: going up from any row must come to an end."""

from __future__ import annotations

from data.ddl import quoted
from data.schema import references
from intake.delivery import DeliveredTable, Delivery
from intake.report import LISTED, Findings, in_column
from intake.staging import ROW_NUMBER, Workbench


def check_trees(bench: Workbench, delivery: Delivery, findings: Findings) -> None:
    """Add a problem for every row that is, by its own reference, above itself."""
    for delivered in delivery.tables:
        for column, target, _ in references(delivered.table):
            if target is delivered.table and column.name in delivered.columns:
                _check(bench, delivered, column.name, findings)


def _check(bench: Workbench, delivered: DeliveredTable, name: str, findings: Findings) -> None:
    table, up = delivered.table, quoted(name)
    key = quoted(next(iter(table.primary_key)).name)
    found = bench.rows(
        f"SELECT {key}, {up}, {ROW_NUMBER} FROM {quoted(table.name)} "
        f"WHERE {key} IS NOT NULL AND {up} IS NOT NULL ORDER BY rowid"
    )
    above = {str(row[0]): str(row[1]) for row in found}
    rows = {str(row[0]): int(str(row[2])) for row in found}
    members = circles(above)
    problems = [
        in_column(
            delivered.file, table.columns[name], rows[member], above[member],
            "值{value}使上下级成环", "不在本行之下的一行",
        )
        for member in sorted(members, key=rows.__getitem__)[:LISTED]
    ]  # fmt: skip
    findings.add(problems, len(members))


def circles(above: dict[str, str]) -> set[str]:
    """Every node that comes back to itself on its way up."""
    done: set[str] = set()
    found: set[str] = set()
    for start in above:
        path: dict[str, int] = {}
        node = start
        while node in above and node not in done and node not in path:
            path[node] = len(path)
            node = above[node]
        if node in path:
            found.update(list(path)[path[node] :])
        done.update(path)
    return found
