"""Targets on pages: a thin line on cards, in the account of a number, beside a number of the API."""

from __future__ import annotations

from tests.pages.screen import Screen, classed, nodes, text
from tests.pages.test_export import text_table


def test_cards_say_their_target_and_take_it_along(screen: Screen) -> None:
    cards = next(iter(screen.tiles("/activities?_tile=0").values()))
    cells = {n["props"]["data-code"]: n for n in nodes(cards) if n["props"].get("data-code")}
    (line,) = classed(cells["HD01"], "goal")
    assert text(line) == "目标 26 项完成 50.0%应达 26慢于时间进度 49.7 个百分点"
    assert line["props"]["title"].startswith("目标 26 项（2022年1月1日至2022年12月31日），目前 13 项")
    assert text(classed(cells["HD04"], "goal")) == "目标 0 人次完成 —"
    assert classed(cells["HD02"], "goal") == []
    head, *rows = text_table(screen, cards)
    first = dict(zip(head, rows[0], strict=True))
    assert (first["目标"], first["完成"], first["进度"]) == ("26", "完成 50.0%", "慢于时间进度 49.7 个百分点")
    filtered = next(iter(screen.tiles("/activities?district=海淀区&_tile=0").values()))
    assert classed(filtered, "goal") == []


def test_an_account_of_a_number_says_its_target(screen: Screen) -> None:
    (account,) = classed(screen.tiles("/drill?i=DB06")["trace"], "account")
    assert "目标目标 2 件（2022年1月1日至2022年12月31日），目前 3 件；出处：年度目标；超出目标 1 件" in text(
        account
    )
    assert "出处：年度目标" not in text(screen.tiles("/drill?i=RC01")["trace"])


def test_the_api_gives_the_target_with_the_number(screen: Screen) -> None:
    assert screen.ask("indicators/ZZ01?district=海淀区")["target"] == {
        "value": 3,
        "start": "2022-01-01",
        "end": "2022-12-31",
        "share": 100,
        "time_gone": None,
        "reached": True,
        "source": "年度目标",
    }
    assert screen.ask("indicators/HD04")["target"]["share"] is None
    for none in ("indicators/ZZ01?district=朝阳区", "indicators/ZZ01?by=district", "indicators/RC01"):
        assert "target" not in screen.ask(none)
