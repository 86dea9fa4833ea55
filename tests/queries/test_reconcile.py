"""口径对账 over the small world: every verdict, its difference and reason; scopes, versions, the command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from data.engine import get_database, open_database
from data.settings import Settings
from queries.cache import AnswerCache
from queries.reconcile import Compared, reconcile
from queries.reconcile_cli import reconcile_command
from queries.scope import EVERYTHING, Scope
from queries.service import Cockpit, get_cockpit
from tests.conftest import NewSettings
from tests.queries.conftest import EACH_ENGINE
from tests.support.server import environment
from tests.support.small import publish
from tests.support.world import AS_OF, world
from tests.support.world_tables import table

FIGURES = table(
    "key name indicator_code condition value unit precision period_start as_of source remark",
    ("equal", "注册组织", "ZZ01", None, 8, "家", "exact", None, AS_OF, "年报", None),
    ("order of words", "账号", "ZZ09", None, 3, "个", "exact", "2022-01-01", AS_OF, "年报", None),
    ("many", "会员", "RC01", None, 1000, "人", "at_least", None, AS_OF, "年报", None),
    ("in 万", "会员（万）", "RC01", None, 0.1, "万人", "rounded", None, AS_OF, "年报", None),
    ("share", "启用率", "ZZ05", None, 0.667, "比例", "rounded", None, AS_OF, "年报", None),
    ("percent", "启用率（%）", "ZZ05", None, 66.67, "%", "exact", None, AS_OF, "年报", None),
    ("own unit", "启用率（约）", "ZZ05", None, 65, None, "approx", None, AS_OF, "年报", None),
    ("condition", "工科会员", "RC01", "discipline=工科", 4, "人", "exact", None, AS_OF, "年报", None),
    ("earlier", "注册组织", "ZZ01", None, 10, "家", "exact", None, "2022-06-29", "半年报", None),
    ("apart", "新增账号", "ZZ09", None, 5, "家", "exact", "2022-01-01", AS_OF, "周报", None),
    ("rate apart", "启用率（旧）", "ZZ05", None, 60, "%", "exact", None, AS_OF, "周报", None),
    ("not nearly", "稿件", "XC04", None, 5, "篇", "nearly", "2022-01-01", AS_OF, "周报", None),
    ("nothing left", "超期", "DB06", "department=机关党委", 2, "件", "exact", None, AS_OF, "周报", None),
    (
        "order",
        "学科排序",
        "RC01",
        "discipline=农科>交叉学科>工科",
        None,
        None,
        "order",
        None,
        AS_OF,
        "年报",
        None,
    ),
    (
        "other order",
        "学科排序",
        "RC01",
        "discipline=工科>农科",
        None,
        None,
        "order",
        None,
        AS_OF,
        "周报",
        None,
    ),
    ("no order", "学科次序", "RC01", None, None, None, "order", None, AS_OF, "周报", None),
    ("no indicator", "满意度", None, None, 98, "%", "exact", None, AS_OF, "周报", None),
    ("said why", "出访", None, None, 3, "次", "exact", None, AS_OF, "周报", "外事不在本系统"),
    ("not applicable", "会员", "RC01", "province=北京市", 1, "人", "exact", None, AS_OF, "旧报", None),
    ("unknown member", "会员", "RC01", "discipline=火星", 1, "人", "exact", None, AS_OF, "周报", None),
    ("too late", "注册组织", "ZZ01", None, 9, "家", "exact", None, "2023-01-05", "周报", None),
    ("too early", "注册组织", "ZZ01", None, 3, "家", "exact", None, "1990-01-01", "周报", None),
    ("unit", "会员容量", "RC01", None, 3, "TB", "exact", None, AS_OF, "周报", None),
    ("visits", "会员人次", "RC01", None, 1005, "人次", "exact", None, AS_OF, "周报", None),
    ("no value", "会员数", "RC01", None, None, "人", "exact", None, AS_OF, "周报", None),
)

#: key: (verdict, now, difference, a part of the reason).
EXPECTED: dict[str, tuple[str, Any, Any, str]] = {
    "equal": ("equal", 8, 0, ""),
    "order of words": ("equal", 3, 0, ""),
    "many": ("within", 1005, 5, ""),
    "in 万": ("within", 1005, 5, ""),
    "share": ("within", 400 / 6, 400 / 6 - 66.7, ""),
    "percent": ("within", 400 / 6, 400 / 6 - 66.67, ""),
    "own unit": ("within", 400 / 6, 400 / 6 - 65, ""),
    "condition": ("equal", 4, 0, ""),
    "earlier": ("equal", 10, 0, ""),
    "apart": ("apart", 3, -2, "账号数据截至2022年12月28日"),
    "rate apart": ("apart", 400 / 6, 400 / 6 - 60, ""),
    "not nearly": ("apart", 4, -1, "稿件尚无交付记录"),
    "nothing left": ("apart", 0, -2, ""),
    "order": ("equal", None, None, ""),
    "other order": ("apart", None, None, "现库次序为农科、交叉学科"),
    "no order": ("none", None, None, "没有写明次序"),
    "no indicator": ("none", None, None, "没有对应的指标"),
    "said why": ("none", None, None, "外事不在本系统"),
    "not applicable": ("none", None, None, "不能按省市划分"),
    "unknown member": ("none", None, None, "没有“火星”"),
    "too late": ("none", None, None, "晚于现库数据的截至日期2022年12月30日"),
    "too early": ("none", None, None, "现库没有这一天的数据"),
    "unit": ("none", None, None, "公布为TB，指标为人"),
    "visits": ("none", None, None, "公布为人次，指标为人"),
    "no value": ("none", None, None, "没有公布数值"),
}


def rows() -> dict[str, Any]:
    return {**world(), "published_figure": FIGURES}


def over(settings: Settings) -> Cockpit:
    return Cockpit(open_database(settings), AnswerCache(settings))


@pytest.fixture(scope="module", params=EACH_ENGINE)
def reconciled_world(request: pytest.FixtureRequest, new_settings: NewSettings) -> Iterator[Cockpit]:
    """The small world with published figures, once on each engine."""
    with new_settings(request.param) as settings:
        publish(settings, rows(), business_date=AS_OF)
        cockpit = over(settings)
        yield cockpit
        cockpit.database.close()


def by_key(cockpit: Cockpit, scope: Scope | None = None) -> dict[str, Compared]:
    found = reconcile(cockpit, scope) if scope else reconcile(cockpit, scope=EVERYTHING)
    return {f.figure.key: f for f in found.figures}


def test_every_figure_has_its_verdict(reconciled_world: Cockpit) -> None:
    found = by_key(reconciled_world)
    told = {key: (f.verdict, f.now, f.difference) for key, f in found.items()}
    assert told == {
        key: (v, None if n is None else pytest.approx(n), None if d is None else pytest.approx(d))
        for key, (v, n, d, _) in EXPECTED.items()
    }
    assert [k for k, (*_, reason) in EXPECTED.items() if reason not in found[k].reason] == []
    assert [k for k, (*_, reason) in EXPECTED.items() if not reason and found[k].reason] == []


def test_figures_and_conclusions_in_words(reconciled_world: Cockpit) -> None:
    found = by_key(reconciled_world)
    texts = {key: f.text for key, f in found.items()}
    assert texts["many"] == "1,000多人"
    assert texts["in 万"] == "0.1万人"
    assert texts["share"] == "66.7%"
    assert texts["own unit"] == "约65%"
    assert texts["order"] == "农科＞交叉学科＞工科"
    assert found["other order"].order == ("农科", "交叉学科")
    assert found["condition"].condition == "学科类：工科"
    conclusions = {key: f.conclusion for key, f in found.items()}
    assert conclusions["equal"] == "一致"
    assert conclusions["many"] == "在精度内"
    assert conclusions["apart"] == "相差 2（40.0%）"
    assert conclusions["rate apart"] == "相差 6.7 个百分点"
    assert conclusions["other order"] == "次序不同"
    assert conclusions["unit"] == "无法比对"


def test_the_summary_counts_and_a_selection_narrows(reconciled_world: Cockpit) -> None:
    found = reconcile(reconciled_world, scope=EVERYTHING)
    assert found.summary == "25 个公布数字：一致 5，在精度内 5，相差 5，无法比对 10"
    assert not found.agrees
    assert {f.figure.key for f in found.select(source="半年报")} == {"earlier"}
    assert {f.figure.key for f in found.select("apart", code="ZZ09")} == {"apart"}
    assert {f.figure.key for f in found.select(search="工科 会员", verdict="equal")} == {"condition", "order"}
    assert found.select(search="没有这样的词") == ()
    assert {f.figure.key for f in found.of("ZZ01")} == {"equal", "earlier", "too late", "too early"}


def test_the_value_is_what_the_same_question_gives(reconciled_world: Cockpit) -> None:
    for key, found in by_key(reconciled_world).items():
        if found.now is not None and found.filters and found.figure.code:
            assert reconciled_world.value(found.figure.code, found.filters, scope=EVERYTHING) == found.now, (
                key
            )


def test_a_scope_sees_comparisons_only_of_what_lies_within(reconciled_world: Cockpit) -> None:
    found = by_key(reconciled_world, Scope((("discipline", ("B",)),)))
    assert (found["condition"].verdict, found["condition"].now) == ("equal", 4)
    assert {f.now for key, f in found.items() if key != "condition"} == {None}
    assert found["equal"].reason == "公布的范围大于可查看的范围"


def test_each_version_is_compared_by_itself(duckdb_settings: Settings) -> None:
    first = publish(duckdb_settings, rows(), business_date=AS_OF)
    cockpit = over(duckdb_settings)
    assert reconcile(cockpit, scope=EVERYTHING).version == first
    one = [row for row in FIGURES if row["key"] == "equal"]
    publish(duckdb_settings, {"published_figure": one}, business_date=AS_OF, reference=False)
    assert (
        reconcile(cockpit, scope=EVERYTHING).summary == "1 个公布数字：一致 1，在精度内 0，相差 0，无法比对 0"
    )
    assert len(reconcile(cockpit, version=first, scope=EVERYTHING).figures) == len(FIGURES)
    cockpit.database.close()


def test_versions_of_earlier_releases_lack_the_newer_columns(duckdb_settings: Settings) -> None:
    version = publish(duckdb_settings, rows(), business_date=AS_OF)
    with duckdb.connect(str(duckdb_settings.home / "unified" / f"unified-{version}.duckdb")) as file:
        for column in ("condition", "remark"):
            file.execute(f"ALTER TABLE published_figure DROP COLUMN {column}")
    cockpit = over(duckdb_settings)
    found = by_key(cockpit)
    assert found["equal"].verdict == "equal"
    assert found["said why"].reason == "没有对应的指标"
    cockpit.database.close()


def test_the_command_lists_what_is_apart_and_ends_with_a_code(
    duckdb_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(duckdb_settings).items():
        monkeypatch.setenv(name, value)
    for cached in (get_cockpit, get_database):
        cached.cache_clear()
    nothing = CliRunner().invoke(reconcile_command)
    assert (nothing.exit_code, "还没有任何发布版本" in nothing.stderr) == (4, True)
    first = publish(duckdb_settings, rows(), business_date=AS_OF)
    result = CliRunner().invoke(reconcile_command)
    assert result.exit_code == 7
    lines = result.stdout.splitlines()
    assert "相差 2（40.0%）  ZZ09  新增账号  公布 5家  现库 3  截至 2022-12-30  账号数据截至" in result.stdout
    assert lines[0].startswith(("相差", "次序不同"))
    assert lines[-1] == f"版本 {first}，25 个公布数字：一致 5，在精度内 5，相差 5，无法比对 10"
    assert len(CliRunner().invoke(reconcile_command, ["--only", "equal"]).stdout.splitlines()) == 6
    good = [row for row in FIGURES if row["key"] in ("equal", "many", "unit")]
    publish(duckdb_settings, {"published_figure": good}, business_date=AS_OF, reference=False)
    assert CliRunner().invoke(reconcile_command).exit_code == 0
    assert CliRunner().invoke(reconcile_command, ["--version", first]).exit_code == 7
    assert CliRunner().invoke(reconcile_command, ["--version", "999999"]).exit_code == 4
    get_database().close()
    for cached in (get_cockpit, get_database):
        cached.cache_clear()
