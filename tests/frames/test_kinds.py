"""Every kind of frame: its table, its view, and what stands beside it."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from components.views import _view, view
from frames.kinds import Cards, Chart, Facts, Feed, Frame, Lights, Map, Remark, Sentences, Several, Timeline
from frames.model import Ahead, Fact, FeedItem, Figure, LightRow, Point, Sentence, Series, Step, Table
from frames.records import Reasons
from frames.tables import table_of
from frames.tile import LISTED, Drawn

MONTHS = Series("会员", (Point("2022-11", 10), Point("2022-12", 12, partial=True)))
TYPES = Series("组织", (Point("学会", 3, "/x"), Point("区科协", 2)))


def rows_of(frame: Frame) -> list[list[object]]:
    """A frame's table as (head, rows)."""
    table = table_of(frame)
    assert table is not None
    keys = [column.key for column in table.columns]
    return [[c.label for c in table.columns], *([row.get(key) for key in keys] for row in table.rows)]


@pytest.mark.parametrize(
    ("frame", "rows"),
    [
        (Chart("bars", "家", (TYPES,), "类型"), [["类型", "数值"], ["学会", 3], ["区科协", 2]]),
        (Chart("donut", "家", (TYPES,), "类型"), [["类型", "数值"], ["学会", 3], ["区科协", 2]]),
        (Chart("trend", "人", (MONTHS,), "月份"), [["月份", "会员"], ["2022-11", 10], ["2022-12", 12]]),
        (
            Chart(
                "trend",
                "人",
                (MONTHS,),
                "月份",
                ahead=Ahead((Point("2023-01", 13),), (11,), (15,), "80% 区间"),
            ),
            [
                ["月份", "会员", "预测值", "预测80% 区间下限", "预测80% 区间上限"],
                ["2022-11", 10, None, None, None],
                ["2022-12", 12, None, None, None],
                ["2023-01（预测）", None, 13, 11, 15],
            ],
        ),
        (Map("家", (Point("海淀区", 9, key="110108"),), "m.json"), [["区", "数值"], ["海淀区", 9]]),
        (
            Lights((LightRow("", {"red": 2, "green": 5}),)),
            [["亮灯", "数值"], ["红灯", 2], ["黄灯", 0], ["绿灯", 5], ["蓝灯", 0]],
        ),
        (
            Lights((LightRow("办公室", {"red": 1}),), "部门"),
            [["部门", "红灯", "黄灯", "绿灯", "蓝灯"], ["办公室", 1, 0, 0, 0]],
        ),
        (Facts((Fact("简称", (("机械学会", None),)),)), [["项目", "内容"], ["简称", "机械学会"]]),
        (
            Timeline((Step(date(2022, 3, 1), "立项", "办公室", "说明"),)),
            [["日期", "环节", "经办部门", "说明"], [date(2022, 3, 1), "立项", "办公室", "说明"]],
        ),
        (Reasons("red", "红灯", ("逾期 3 天",)), [["亮灯", "依据"], ["红灯", "逾期 3 天"]]),
        (
            Several((Remark("提示", "hint"), Facts((Fact("a", (("b", None),)),)))),
            [["项目", "内容"], ["a", "b"]],
        ),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, list) else "",
)
def test_a_frame_knows_its_table(frame: Frame, rows: list[list[object]]) -> None:
    assert rows_of(frame) == rows


def test_figures_are_a_table_with_units_and_what_they_are_compared_with() -> None:
    head, row = rows_of(Cards((Figure("ZZ01", "注册组织", 5, "家", before=4, before_days="11月末"),)))
    assert dict(zip(head, row, strict=True)) | {"数值": 5, "单位": "家", "上期": 4} == dict(
        zip(head, row, strict=True)
    )


@pytest.mark.parametrize(
    "frame",
    [Sentences((Sentence("某事"),)), Feed((FeedItem(date(2022, 1, 1), "某会"),)), Remark("无", "empty")],
)
def test_text_has_no_table(frame: Frame) -> None:
    assert table_of(frame) is None
    assert not Drawn(frame).exports


def test_every_kind_of_frame_has_a_view() -> None:
    unknown = _view.dispatch(object)
    assert [kind for kind in get_args(Frame) if kind is not Several and _view.dispatch(kind) is unknown] == []


def test_what_is_no_frame_has_no_view() -> None:
    with pytest.raises(TypeError, match="str"):
        view("文字")  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [LISTED, LISTED + 1])
def test_a_long_table_beside_a_chart_is_cut_and_says_so(count: int) -> None:
    members = Series("会员", tuple(Point(f"学会{n}", n) for n in range(count)))
    drawn = Drawn(Chart("bars", "人", (members,), "学会"))
    beside, whole = drawn.beside, drawn.whole
    assert beside is not None
    assert whole is not None
    assert (len(beside.rows), len(whole.rows)) == (LISTED, count)
    assert (beside.pager.total if beside.pager else None) == (count if count > LISTED else None)


def test_a_table_stands_for_itself() -> None:
    table = Table((), ({"a": 1},))
    assert Drawn(table).beside is None
    assert Drawn(table).whole is table
