"""Indicators over HTTP: declarations, numbers, groups, and what became of every filter."""

from __future__ import annotations

from typing import Any

import pytest

from queries.dimensions import DIMENSIONS
from queries.evaluate import Question
from queries.indicators import INDICATORS, dimensions
from queries.model import Measure, Net, Ratio
from queries.scope import EVERYTHING, Scope
from tests.api.conftest import Site

KEYS = [
    "code",
    "name",
    "unit",
    "kind",
    "as_of",
    "start",
    "end",
    "capped",
    "version",
    "demonstration",
    "stale",
    "filters",
]
OVER_2022 = "as_of=2022-12-30&start=2022-01-01&end=2022-12-30"


def ask(site: Site, path: str) -> Any:
    response = site.client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json; charset=utf-8"
    return response.json


def test_every_listed_indicator_is_declared(site: Site) -> None:
    found = ask(site, "indicators")
    assert [i["code"] for i in found] == [i.code for i in INDICATORS.values() if i.listed]
    assert [i["code"] for i in ask(site, "indicators?all=1")] == list(INDICATORS)


def test_a_ratio_names_its_parts(site: Site) -> None:
    declared = {i["code"]: i for i in ask(site, "indicators?all=1")}
    assert declared["RC10"]["numerator"] == {"code": "RC10.senior", "name": "副高级及以上会员"}
    assert declared["RC10"]["denominator"] == {"code": "RC10.base", "name": "已填职称的会员"}
    assert declared["RC01"]["numerator"] is None
    assert declared["ZZ02"]["components"] == [{"code": "ZZ01", "name": "注册组织"}]
    assert {"code": "district", "label": "区"} in declared["ZZ01"]["dimensions"]
    assert declared["DB08"]["components"][-1]["code"] == "DB08.median"


#: Indicators with a target of everybody's of 2022.
WITH_TARGETS = {"ZZ01", "HD01", "HD04", "DB04", "DB06"}


@pytest.mark.parametrize("code", list(INDICATORS))
def test_every_indicator_answers_as_the_cockpit_does(site: Site, code: str) -> None:
    found = ask(site, f"indicators/{code}?{OVER_2022}")
    filters = site.cockpit.filters({"as_of": "2022-12-30", "start": "2022-01-01", "end": "2022-12-30"})
    assert list(found) == [*KEYS, "value", "compared", *(["target"] if code in WITH_TARGETS else [])]
    assert found["value"] == site.cockpit.value(code, filters, scope=EVERYTHING)
    assert (found["code"], found["unit"]) == (code, INDICATORS[code].unit)


def test_what_stands_beside_a_number(site: Site) -> None:
    found = ask(site, "indicators/RC01")
    assert {k: found[k] for k in KEYS} == {
        "code": "RC01",
        "name": "个人会员",
        "unit": "人",
        "kind": "stock",
        "as_of": "2022-12-30",
        "start": "2022-01-01",
        "end": "2022-12-30",
        "capped": [],
        "version": "000001",
        "demonstration": True,
        "stale": False,
        "filters": {"applied": {}, "ignored": {}},
    }
    assert found["value"] == 1005  # P1 P2 P3 P5 P7 and the crowd of 1000
    assert type(found["value"]) is int


def test_days_after_the_data_are_not_known(site: Site) -> None:
    """The last day of the data counts in their place, which the answer says; so does the end of a period."""
    plain = ask(site, "indicators/ZZ01")
    for day in ("2022-12-31", "2199-12-31"):
        found = ask(site, f"indicators/ZZ01?as_of={day}")
        reason = "截至日期晚于数据，按 2022-12-30 计"
        capped = {"parameter": "as_of", "asked": day, "counted": "2022-12-30", "reason": reason}
        assert (found["as_of"], found["capped"]) == ("2022-12-30", [capped])
        assert (found["value"], found["compared"]) == (plain["value"], plain["compared"])
        assert ask(site, f"indicators/ZZ01/rows?as_of={day}")["capped"] == [capped]
    found = ask(site, "indicators/HD01?start=2022-12-01&end=2023-01-31")
    assert (found["value"], found["end"]) == (2, "2022-12-30")  # H14 H17; not H8 of 2023-01-05
    assert [c["parameter"] for c in found["capped"]] == ["end"]
    refused = site.client.get("/api/v1/indicators/HD01?start=2022-12-31&end=2023-01-31")
    assert (refused.status_code, refused.json["error"]["parameter"]) == (400, "start")


def test_groups(site: Site) -> None:
    rows = ask(site, "indicators/ZZ01?by=district")["rows"]
    values = {row["district"]: row["value"] for row in rows}
    # C1 S2 D2 / D1 S1 U1 / U2 (the same legal person as U1) / E2 / S3 has no district
    assert values == {"朝阳区": 3, "海淀区": 3, "昌平区": 1, "丰台区": 1, "未填写": 1}
    assert rows[0] == {"district": "朝阳区", "district_code": "110105", "value": 3}


def test_groups_along_the_period(site: Site) -> None:
    found = ask(site, f"indicators/ZZ01?{OVER_2022}&by=district,org_type&interval=quarter")
    assert set(found["rows"][0]) == {
        *("district", "district_code", "org_type", "org_type_code", "period", "value")
    }
    assert [r["period"] for r in found["rows"][:4]] == ["2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4"]
    monthly = ask(site, f"indicators/ZZ01?{OVER_2022}&interval=month")["rows"]
    assert [r["period"] for r in monthly] == [f"2022-{m:02d}" for m in range(1, 13)]
    assert monthly[-1]["value"] == 8
    repeated = ask(site, f"indicators/ZZ01?{OVER_2022}&by=district&by=org_type&interval=quarter")
    assert repeated == found


def test_a_rate_over_nothing_is_null(site: Site) -> None:
    assert ask(site, "indicators/RC10?as_of=1990-01-01")["value"] is None


def test_members_are_told_by_code_name_or_old_code(site: Site) -> None:
    told = ask(site, "indicators/ZZ01?district=海淀,110105&district=未填写")
    assert told["filters"]["applied"] == {
        "district": [
            {"code": "110108", "name": "海淀区"},
            {"code": "110105", "name": "朝阳区"},
            {"code": "", "name": "未填写"},
        ]
    }
    assert told["value"] == 7  # all but U2 in 昌平 (which U1 stands for) and E2 in 丰台
    assert ask(site, "indicators/ZZ01?organisation=机械学会")["filters"]["applied"] == {
        "organisation": [{"code": "S1", "name": "机械学会"}]
    }


def test_a_dimension_the_indicator_lacks_is_said(site: Site) -> None:
    found = ask(site, "indicators/ZZ01?province=北京市&discipline=工科")
    assert found["filters"]["applied"] == {"discipline": [{"code": "B", "name": "工科"}]}
    ignored = found["filters"]["ignored"]
    assert list(ignored) == ["province"]
    assert ignored["province"]["reason"] == "该指标没有“省市”维度"
    assert [v["name"] for v in ignored["province"]["values"]] == ["北京市"]
    assert found["value"] == ask(site, "indicators/ZZ01?discipline=B")["value"]


def test_a_stock_says_that_it_does_not_look_at_the_period(site: Site) -> None:
    alone = ask(site, f"indicators/ZZ01?{OVER_2022}")["filters"]
    assert list(alone["applied"]) == ["as_of"]
    assert list(alone["ignored"]) == ["start", "end"]
    along = ask(site, f"indicators/ZZ01?{OVER_2022}&interval=month")["filters"]
    assert (list(along["applied"]), along["ignored"]) == (["as_of", "start", "end"], {})
    flow = ask(site, "indicators/HD01?period=quarter")["filters"]
    assert flow["applied"] == {"period": [{"code": "quarter", "name": "本季"}]}
    both = ask(site, "indicators/HD01?period=quarter&end=2022-06-30")["filters"]
    assert list(both["ignored"]) == ["period"]


@pytest.mark.parametrize("code", list(INDICATORS))
def test_no_filter_is_silently_dropped(embedded: Site, code: str) -> None:
    passed = {d.code: next(iter(d.members)) for d in DIMENSIONS.values() if d.members}
    passed |= {"district": "110108", "province": "11", "organisation": "S1", "feed": "person"}
    passed |= {"as_of": "2022-12-30", "start": "2022-01-01", "end": "2022-12-30", "period": "year"}
    passed["province"] = next(iter(embedded.cockpit.labels().members("province")))
    query = "&".join(f"{k}={v}" for k, v in passed.items())
    said = ask(embedded, f"indicators/{code}?{query}")["filters"]
    assert set(said["applied"]) | set(said["ignored"]) == set(passed)
    assert not set(said["applied"]) & set(said["ignored"])
    known = {d for d in passed if d in dimensions(code)}
    assert {d for d in said["applied"] if d in DIMENSIONS} == known


@pytest.mark.parametrize("code", list(INDICATORS))
def test_an_ignored_period_changes_nothing(embedded: Site, code: str) -> None:
    whole = ask(embedded, f"indicators/{code}?{OVER_2022}")
    part = ask(embedded, f"indicators/{code}?as_of=2022-12-30&start=2022-06-01&end=2022-06-30")
    if "start" in part["filters"]["ignored"]:
        assert part["value"] == whole["value"]
    else:
        measure = INDICATORS[code].measure
        assert isinstance(measure, Net | Ratio) or measure.kind == "flow" or measure.at != "as_of"


def test_an_answer_of_the_same_version_is_not_sent_again(site: Site) -> None:
    path = f"/api/v1/indicators/RC01?{OVER_2022}"
    first = site.client.get(path)
    assert "no-cache" in first.headers["Cache-Control"]
    again = site.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = site.client.get(path + "&discipline=B", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_a_scope_limits_or_refuses(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = site.client.get("/api/v1/indicators/ZZ01")
    monkeypatch.setattr("api.indicators.current_scope", lambda: Scope((("district", ("110108",)),)))
    assert ask(site, "indicators/ZZ01")["value"] == 3  # D1 S1 U1
    limited = site.client.get("/api/v1/indicators/ZZ01", headers={"If-None-Match": whole.headers["ETag"]})
    assert limited.status_code == 200
    refused = site.client.get("/api/v1/indicators/SJ02")
    assert refused.status_code == 403
    assert refused.json["error"]["code"] == "scope_refused"


def test_what_is_no_number_is_null() -> None:
    from decimal import Decimal

    from api.answers import cell, number

    assert number(float("nan")) is None
    assert number(float("inf")) is None
    assert type(number(Decimal("3"))) is int
    assert number(Decimal("0.5")) == 0.5
    assert cell("1") == "1"
    assert cell(True) is True


def test_flows_and_measures_taken_elsewhere_use_the_period() -> None:
    from queries.indicators.parts import uses_period

    used = {code for code in INDICATORS if uses_period(code)}
    assert {"HD01", "ZZ02", "ZZ03", "ZZ03.base", "KC06"} <= used
    assert not used & {"ZZ01", "RC01", "RC03", "XC06"}
    for code, indicator in INDICATORS.items():
        if isinstance(indicator.measure, Measure) and indicator.measure.kind == "flow":
            assert code in used


def test_the_question_is_the_cockpits_own(site: Site) -> None:
    filters = site.cockpit.filters({"discipline": "工科"})
    answer = site.cockpit.ask(Question("RC02", filters, ("organisation",), scope=EVERYTHING))
    assert ask(site, "indicators/RC02?discipline=工科&by=organisation")["rows"] == answer.rows
