"""The reconciliation over HTTP: the figures that the page shows, chosen by address, unchanged as 304."""

from __future__ import annotations

from queries.reconcile import reconcile
from queries.scope import EVERYTHING
from tests.api.conftest import Site

PATH = "/api/v1/reconciliation"


def test_every_figure_with_its_verdict(site: Site) -> None:
    found = site.client.get(PATH).json
    own = reconcile(site.cockpit, scope=EVERYTHING)
    assert found["total"] == len(found["figures"]) == len(own.figures) == 38
    assert found["counts"] == own.counts
    assert (found["version"], found["business_date"], found["demonstration"]) == (
        "000001",
        "2022-12-30",
        True,
    )
    (members,) = [f for f in found["figures"] if f["key"] == "member.total"]
    assert (members["code"], members["indicator"], members["text"]) == ("RC01", "个人会员", "100,742人")
    assert (members["value"], members["now"], members["difference"]) == (100_742, 1005, -99_737)
    assert (members["verdict"], members["conclusion"]) == ("apart", "相差 99,737（99.0%）")
    (order,) = [f for f in found["figures"] if f["precision"] == "order"]
    assert (order["text"], order["now"]) == ("工科＞医科＞理科", None)


def test_the_number_is_that_of_the_indicator(site: Site) -> None:
    for figure in site.client.get(f"{PATH}?q=会员").json["figures"]:
        if figure["now"] is not None:
            query = {"as_of": figure["as_of"], "start": figure["start"], "end": figure["as_of"]}
            same = site.client.get(f"/api/v1/indicators/{figure['code']}", query_string=query).json
            assert same["value"] == figure["now"], figure["key"]


def test_a_choice_narrows_the_list_and_not_the_counts(site: Site) -> None:
    whole = site.client.get(PATH).json
    for verdict, count in whole["counts"].items():
        chosen = site.client.get(PATH, query_string={"verdict": verdict}).json
        assert [f["verdict"] for f in chosen["figures"]] == [verdict] * count
        assert chosen["counts"] == whole["counts"]
    one = site.client.get(PATH, query_string={"source": "《北京：数字化赋能科协事业高质量发展》"}).json
    assert [f["code"] for f in one["figures"]] == ["RC09.base"]
    assert site.client.get(PATH, query_string={"source": "没有"}).json["figures"] == []


def test_wrong_parameters_are_said(site: Site) -> None:
    wrong = site.client.get(f"{PATH}?verdict=gleich")
    assert (wrong.status_code, wrong.json["error"]["expected"]) == (400, ["equal", "within", "apart", "none"])
    assert site.client.get(f"{PATH}?as_of=2022-01-01").status_code == 400
    assert site.client.get(f"{PATH}?code=RC99").json["error"]["nearest"]


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    first = site.client.get(PATH)
    again = site.client.get(PATH, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = site.client.get(f"{PATH}?verdict=none", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_without_a_publication_it_says_so(nowhere: Site) -> None:
    assert nowhere.client.get(PATH).status_code == 503
