"""What is long goes on over several slides: nothing is lost, heads stand on each."""

from __future__ import annotations

from documents.slides.content import Piece
from documents.slides.paging import slides_of
from documents.slides.parts import Card, Cards, Chart, Grid, Line, Lines, Part, Series


def piece(part: Part, *remarks: str) -> Piece:
    return Piece("一块", "人", (part,), remarks, ())


def chart(count: int, form: str = "bars") -> Chart:
    labels = tuple(f"第{n}区" for n in range(count))
    return Chart(form, labels, (Series("数值", tuple(range(count, 0, -1)), "accent"),), "人")  # type: ignore[arg-type]


def test_a_long_table_repeats_its_head_and_ends_with_the_whole() -> None:
    rows = tuple((f"第 {n} 个学会的很长的名称" * (1 + n % 3), "1,000", "2", "3") for n in range(60))
    grid = Grid(("学会", "个人会员（人）", "理事（人）", "届"), rows, (False, True, True, True),
                ("全部", "60,000", "120", ""), lights=((59, 3, "red"),))  # fmt: skip
    parts = [pane.part for slide in slides_of([piece(grid, "说明")]) for pane, _ in slide]
    grids = [part for part in parts if isinstance(part, Grid)]
    assert len(grids) > 3
    assert {part.heads for part in grids} == {grid.heads}
    assert tuple(row for part in grids for row in part.rows) == rows
    assert [part.total for part in grids] == [None] * (len(grids) - 1) + [grid.total]
    assert grids[-1].lights == ((len(grids[-1].rows) - 1, 3, "red"),)


def test_many_bars_go_on_on_the_same_scale() -> None:
    panes = [pane for slide in slides_of([piece(chart(45))]) for pane, _ in slide]
    parts = [pane.part for pane in panes if isinstance(pane.part, Chart)]
    assert [len(part.labels) for part in parts] == [20, 20, 5]
    assert {part.high for part in parts} == {45}
    assert [pane.title for pane in panes] == ["一块（人）　1/3", "一块（人）　2/3", "一块（人）　3/3"]


def test_two_charts_share_a_slide_and_wide_ones_do_not() -> None:
    found = slides_of([piece(chart(5)), piece(chart(6)), piece(chart(16)), piece(chart(5))])
    assert [len(slide) for slide in found] == [2, 1, 1]
    (_, left), (_, right) = found[0]
    assert left.left + left.width < right.left


def test_statements_are_never_lost_and_low_parts_stand_under_each_other() -> None:
    lines = Lines(tuple(Line("很长的一句话" * (n % 12), "逾期", "red", "bad") for n in range(40)))
    parts = [pane.part for slide in slides_of([piece(lines)]) for pane, _ in slide]
    assert len(parts) > 2
    assert tuple(line for part in parts if isinstance(part, Lines) for line in part.lines) == lines.lines
    short, few = Lines((Line("一句话"),)), Cards((Card("个人会员", "1,005", "人"),))
    ((first, second),) = slides_of([piece(short), piece(few)])
    assert first[1].top + first[1].height <= second[1].top
