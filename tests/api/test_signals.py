"""Signals over HTTP: the inbox of the page, chosen by address; away, it says which database is."""

from __future__ import annotations

import pytest

from readers.signals import Signals
from store import get_store
from tests.api.conftest import Site

PATH = "/api/v1/signals"


def test_what_is_over_its_threshold(embedded: Site) -> None:
    """DB06 is 3 (K04 K16 K21), one of three sources came in time: by hand in expected.py."""
    found = embedded.client.get(PATH).json
    assert (found["version"], found["business_date"], found["demonstration"]) == (
        "000001",
        "2022-12-30",
        True,
    )
    assert found["compared"] == Signals(get_store()).last().count
    (late,) = [s for s in found["signals"] if s["code"] == "DB06" and s["threshold"] == "达到 1 件"]
    assert (late["level"], late["state"], late["value"], late["limit"]) == ("watch", "new", 3, 1)
    assert (late["since_version"], late["since"], late["ended"]) == ("000001", "2022-12-30", None)
    (fresh,) = [s for s in found["signals"] if s["code"] == "SJ02" and s["dimension"] is None]
    assert (fresh["level"], fresh["threshold"], fresh["value"]) == (
        "alert",
        "低于 85%",
        pytest.approx(100 / 3),
    )
    levels = [s["level"] for s in found["signals"]]
    assert levels == sorted(levels)  # the graver first


def test_a_choice_narrows_the_list(embedded: Site) -> None:
    every = embedded.client.get(f"{PATH}?state=all").json["signals"]
    alerts = embedded.client.get(f"{PATH}?level=alert").json["signals"]
    assert alerts == [s for s in every if s["level"] == "alert"]
    assert {s["code"] for s in embedded.client.get(f"{PATH}?code=DB06").json["signals"]} == {"DB06"}
    office = embedded.client.get(PATH, query_string={"department": "办公室"}).json["signals"]
    assert {s["pillar"] for s in office} == {"督查督办"}
    assert embedded.client.get(f"{PATH}?state=ended").json["signals"] == []


def test_without_the_store_or_a_publication_it_says_so(
    embedded: Site, nowhere: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nowhere.client.get(PATH).json["error"]["code"] == "database_unavailable"
    monkeypatch.setenv("COCKPIT_STORE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    away = embedded.client.get(PATH)
    assert (away.status_code, away.json["error"]["code"]) == (503, "store_unavailable")
    assert "运行库暂时不能使用" in away.json["error"]["message"]
