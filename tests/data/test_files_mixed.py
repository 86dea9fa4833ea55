"""One delivery of every format with every kind of mistake: each is told exactly, all else goes in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from data.settings import ROOT, Settings
from intake import import_files
from tests.support.files import DAY, START, counts, lenient, rows
from tests.support.mixed import COUNTS, MISTAKES, write_mixed

Publish = Callable[..., str]


def came_in(settings: Settings, table: str, key: str, *columns: str) -> set[tuple[object, ...]]:
    """The rows of a table that the delivery brought, as (key, columns…)."""
    return {tuple(row[name] for name in (key, *columns)) for row in rows(settings, table)}


def test_a_mixed_delivery(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    report = import_files(write_mixed(folder), lenient(settings), DAY)
    assert report.version == "000002"
    assert counts(report) == COUNTS
    assert [(p.file, p.row, p.column) for p in report.refused] == [
        (m.place, m.row, m.column) for m in MISTAKES
    ]
    for problem, mistake in zip(report.refused, MISTAKES, strict=True):
        label = f"{problem.column}（{problem.label}）"
        assert str(problem) == f"{mistake.place} 第 {mistake.row} 行，列 {label}：{mistake.told}"
        assert problem.value == mistake.value
    assert [str(p).split("“")[0].split(".")[0] for p in report.noted] == [
        "1组织与人员2022年12月", "1组织与人员2022年12月", "3活动清单", "4媒体资源库",
    ]  # fmt: skip
    told = " ".join(report.remarks)
    for words in ("“内部评级”", "“爱好”", "“经费”", "是小计行", "是合计行", "表尾说明", "“填写说明”"):
        assert words in told, words
    _went_in(settings)


def _went_in(settings: Settings) -> None:
    day, start = date(2022, 3, 5), date(2022, 1, 5)
    societies = came_in(settings, "organisation", "id", "uscc", "type_code", "district_code", "valid_from")
    assert {s for s in societies if str(s[0]).startswith("t")} == {
        ("t1", "511100005000001014", "society", "110108", start),
        ("t2", "51110000500000202W", "society", "110101", day),
    }
    people = came_in(settings, "person", "id", "name", "birth_year", "mobile", "district_code")
    assert people == {
        ("p1", "王一", 1960, "13800000000", None),
        ("00123", "Li　一", 1970, "13800000001", "110105"),
        ("00126", '=HYPERLINK("http://x")', None, "13800000000", "110119"),
    }
    members = came_in(settings, "membership", "society_id", "person_id", "valid_from", "valid_to")
    assert members == {
        ("s1", "p1", date(2020, 2, 29), date(2022, 6, 1)),
        ("s2", "00123", day, day),
        ("t1", "00123", day, None),
    }
    activities = came_in(settings, "activity", "title", "starts_on", "ends_on")
    assert activities == {
        ("年会一", day, date(2022, 3, 6)),
        ("论坛，二", day, None),
        ("科普周三", day, None),
        ("沙龙四", day, date(2022, 3, 7)),
        ("培训五", day, None),
    }
    resources = came_in(settings, "media_resource", "checksum", "domain_code", "kilobytes")
    assert resources == {("f1", "space", 12345), ("f2", "earth", 15000), ("f3", "ai", 2048)}
    figures = came_in(settings, "published_figure", "key", "value")
    assert {f for f in figures if str(f[0]).startswith("x.")} == {("x.share", 45.3), ("x.visits", 1.2e8)}


def test_every_kind_of_mistake_is_documented() -> None:
    text = (ROOT / "docs" / "intake.md").read_text("utf-8")
    assert [m.kind for m in MISTAKES if m.kind not in text] == []
