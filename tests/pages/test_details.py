"""Pages of single records: what each says on a day, that its figures are everybody's, and ways in and out."""

from __future__ import annotations

import pytest

from data.settings import Settings
from frames.links import RECORDS
from tests.pages.screen import (
    Node,
    Screen,
    classed,
    is_broken,
    links,
    messages,
    nodes,
    query_of,
    screen_over,
    text,
)
from tests.pages.test_export import shown, text_table
from tests.support.audit import audited


def facts(tile: Node) -> dict[str, str]:
    """{label: words} of a record."""
    (listed,) = classed(tile, "facts")
    words = [text(n) for n in listed["props"]["children"]]
    return dict(zip(words[::2], words[1::2], strict=True))


def kin(tile: Node) -> list[tuple[str, str]]:
    """(name, address) of everybody in an organisation's tree."""
    return links(classed(tile, "tree-box"))


def figures(tile: Node) -> dict[str, str]:
    """{code: exact figure} of a tile's cards."""
    cells = [n for n in nodes(tile) if n["props"].get("data-code")]
    return {n["props"]["data-code"]: classed(n, "card-value")[0]["props"]["title"] for n in cells}


def reasons(screen: Screen, task: str) -> tuple[str, list[str]]:
    """The light of a task in a word, and the rules that give it."""
    (standing,) = classed(screen.tiles(f"/task?id={task}")["standing"], "standing")
    said = [text(n) for n in nodes(standing) if n["type"] == "Li"]
    return text(standing)[:3], said


def steps(tile: Node) -> list[tuple[str, str]]:
    """(class, words) of each step of a task's chain."""
    return [(n["props"]["className"], text(n)) for n in nodes(tile) if n["type"] == "Li"]


# An organisation


def test_an_organisation_says_what_it_is_and_who_is_below_it_on_the_day(screen: Screen) -> None:
    page = screen.open("/organisation?id=S1")
    assert page.heading == "机械学会"
    assert "市级学会，海淀区，工科" in text(page.tree)
    known = facts(screen.fill(page.slots["facts"]))
    assert known["联系部门"] == "学会部"
    assert known["平台注册日期"] == "2021年9月1日"
    assert "退出日期" not in known
    # Of four branches one has left by the as-of day, and one comes only a day later.
    assert [t for t, _ in kin(screen.fill(page.slots["tree"]))] == ["焊接分会"]
    earlier = screen.tiles("/organisation?id=S1&as_of=2022-06-30")["tree"]
    assert dict(kin(earlier)) == {
        "焊接分会": "/organisation?as_of=2022-06-30&id=B3",
        "铸造分会": "/organisation?as_of=2022-06-30&id=B1",
    }
    above = kin(screen.tiles("/organisation?id=B3")["tree"])
    assert above == [("机械学会", "/organisation?id=S1")]


def test_its_figures_are_those_of_the_api(screen: Screen) -> None:
    found = figures(screen.tiles("/organisation?id=S1")["figures"])
    assert found["RC01"] == "4 人"
    for code, value in found.items():
        asked = screen.ask(f"indicators/{code}?organisation=S1")
        assert value.split(" ")[0].replace(",", "") == str(asked["value"]), code


def test_contacts_are_masked_and_reading_them_is_remembered(own_settings: Settings) -> None:
    with screen_over(own_settings) as screen:
        tile = screen.tiles("/organisation?id=S1")["contacts"]
        assert shown(tile) == [["刘**", "138****1234", "秘书", "2022-03-01"]]
        entries = audited(own_settings.home)
        assert [(e["action"], e["subject"]) for e in entries] == [("rows.read", "RC12")]
        assert "organisation=S1" in entries[0]["detail"]["query"]
        screen.tiles("/organisation?id=S1")
        assert len(audited(own_settings.home)) == 2, "the second look is a look, too"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/organisation?id=S4", "该组织已于2022年11月1日退出，截至2022年12月30日不再有效"),
        ("/organisation?id=S6", "截至2022年12月30日，该组织尚未入库（入库日期2023年1月15日）"),
        ("/activity?id=H5", "该活动已于2022年6月1日取消"),
        ("/task?id=K06", "该事项已于2022年4月1日撤销"),
        ("/task?id=K19", "截至2022年12月30日，该事项尚未立项（2022年12月31日立项）"),
    ],
)
def test_a_record_that_does_not_stand_on_the_day_says_so(screen: Screen, address: str, said: str) -> None:
    page = screen.open(address)
    (notice,) = classed(page.tree, "record-notice")
    assert said in text(notice)
    assert not any(is_broken(tile) for tile in screen.tiles(address).values())
    assert not classed(screen.open("/organisation?id=S4&as_of=2022-10-31").tree, "record-notice")


def test_a_record_is_found_by_its_name_too(screen: Screen) -> None:
    assert screen.open("/organisation?id=机械学会").heading == "机械学会"
    assert screen.open("/district?id=海淀区").heading == "海淀区"
    assert screen.open("/district?id=海淀").heading == "海淀区"


@pytest.mark.parametrize("path", RECORDS.values())
@pytest.mark.parametrize(
    "query", ["", "?id=", "?id=%20", "?id=zzz", "?id=未填写", "?id=S1,S2&x='", "?as_of=x&id=S1"]
)
def test_an_address_without_a_record_says_so_and_offers_a_way(screen: Screen, path: str, query: str) -> None:
    page = screen.open(path + query)
    (message,) = messages(page)
    assert message
    assert not page.places
    (alert,) = classed(page.tree, "state-error")
    assert links(alert), "no way back"


# An activity


def test_an_activity_counts_from_its_first_record(screen: Screen) -> None:
    """H1 is of October; under 本季 and under 上年 its figures are the same."""
    for period in ("", "&period=month", "&period=last_year"):
        tiles = screen.tiles(f"/activity?id=H1{period}")
        assert figures(tiles["figures"]) == {"HD04": "3 人次", "HD05": "2 人"}
    assert facts(tiles["facts"])["主办组织"] == "机械学会"
    assert [row[:2] for row in shown(tiles["articles"])] == [
        ["年会侧记", "机械学会"],
        ["年会召开", "机械学会"],
    ]
    (figure, *_) = [n for n in nodes(tiles["figures"]) if n["props"].get("href", "").startswith("/drill")]
    assert query_of(figure["props"]["href"])["activity"] == ["H1"]
    # On the day of the meeting itself nobody had written about it, and one had not yet signed in.
    early = screen.tiles("/activity?id=H1&as_of=2022-10-02")
    assert figures(early["figures"]) == {"HD04": "2 人次", "HD05": "2 人"}
    assert "当前条件下没有数据" in text(early["articles"])


# A task


@pytest.mark.parametrize(
    ("task", "light", "why"),
    [
        ("K01", "已销号", ["2022年4月8日销号"]),
        ("K02", "蓝灯2", ["2022年9月20日报办结，2022年9月27日核验，等待销号"]),
        ("K03", "蓝灯2", ["2022年10月10日报办结，等待核验"]),
        ("K04", "红灯批", ["批准期限2022年8月31日已过，逾期 121 天，尚未办结"]),
        ("K08", "黄灯距", ["距批准期限2023年1月6日还有 5 个工作日（不超过 5 个为黄灯）"]),
        (
            "K10",
            "黄灯时",
            [
                "时间已过 50.0%，办理进度 30%，落后达到 20 个百分点",
                "预警：按目前进度推算，将明显超过批准期限",
            ],
        ),
        ("K12", "黄灯最", ["最近一次应反馈逾期未报"]),
        ("K13", "红灯最", ["最近连续 2 次应反馈未反馈（达到 2 次为红灯）"]),
    ],
)
def test_a_light_says_by_which_rule(screen: Screen, task: str, light: str, why: list[str]) -> None:
    assert reasons(screen, task) == (light, why)


def test_every_task_has_the_light_that_is_counted(screen: Screen) -> None:
    """What a task's page says is what the drill-down counts, for every task of the small world."""
    rows = screen.ask("indicators/DB.lights/rows?size=100")["rows"]
    assert len(rows) == 21
    for row in rows:
        light, why = reasons(screen, row["title"].removeprefix("事项"))
        assert light.startswith(row["light"][:2]), row["title"]
        assert why, row["title"]


def test_the_whole_chain_of_a_task_stands_in_its_order(screen: Screen) -> None:
    tiles = screen.tiles("/task?id=K21")
    chain = steps(tiles["events"])
    assert [name for name, _ in chain] == ["step", "step", "step warn", "step warn", "step warn"]
    # The first extension came after the deadline, so that the second did, too.
    assert "批准延期至2022年12月31日；批准时期限2022年4月30日已过，延期不计" in chain[3][1]
    assert "批准时期限2022年4月30日已过，延期不计" in chain[4][1]
    assert facts(tiles["facts"])["批准期限"] == "2022年4月30日（未延期）"
    (extended,) = [words for _, words in steps(screen.tiles("/task?id=K02")["events"]) if "延期" in words]
    assert extended.endswith("批准延期至2022年9月30日")
    earlier = steps(screen.tiles("/task?id=K21&as_of=2022-05-09")["events"])
    assert [name for name, _ in earlier] == ["step", "step", "step warn"], "nothing of what came later"


def test_reports_say_whether_they_came(screen: Screen) -> None:
    assert [row[2] for row in shown(screen.tiles("/task?id=K01")["reports"])] == ["按时反馈", "无须反馈"]
    assert [row[2] for row in shown(screen.tiles("/task?id=K02")["reports"])] == ["逾期 2 天反馈"]
    assert [row[2] for row in shown(screen.tiles("/task?id=K13")["reports"])] == [
        "按时反馈",
        "逾期未报",
        "逾期未报",
    ]
    assert [row[2] for row in shown(screen.tiles("/task?id=K15")["reports"])] == ["未到期"]


# A district


def test_a_district_stands_against_the_city(screen: Screen) -> None:
    tiles = screen.tiles("/district?id=110108")
    rows = {row[0]: row[1:] for row in shown(tiles["against"])}
    # Eight organisations with one legal person in two districts, one without a district: 8 in all districts.
    assert rows["注册组织"] == ["3 家", "0.47 家", "+2.53 家", "并列第 1 位，共 17 个"]
    assert {row[0]: row[1:] for row in shown(screen.tiles("/district?id=110106")["against"])}["注册组织"][
        -1
    ] == "并列第 3 位，共 17 个"
    rate = screen.ask("indicators/ZZ03?district=110108")["value"], screen.ask("indicators/ZZ03")["value"]
    assert rows["组织增长率"][:2] == [f"{value:.1f}%" for value in rate]
    assert rows["组织增长率"][2].endswith("个百分点")
    assert links(classed(tiles["facts"], "facts"))[0] == ("海淀区科协", "/organisation?id=D1")
    others = [d["href"] for n in nodes(tiles["organisations"]) if n["type"] == "EChart"
              for s in n["props"]["option"]["series"] for d in s["data"]]  # fmt: skip
    assert len(others) == 17
    assert "/district?id=110105" in others


# Ways


def test_rows_open_their_records(screen: Screen) -> None:
    ways = {
        "/drill?i=ZZ01": "/organisation?id=C1",
        "/drill?i=ZZ02": "/organisation?id=S2",
        "/drill?i=ZZ08": "/organisation?id=N3",
        "/drill?i=HD01&as_of=2022-12-29": "/activity?as_of=2022-12-29&id=H1",
        "/drill?i=DB.lights": "/task?id=K01",
        "/drill?i=DB10&part=分母": "/task?id=K01",
    }
    for address, expected in ways.items():
        tile = screen.tiles(address)["rows"]
        (table,) = classed(tile, "data-table")
        assert expected in [href for _, href in links(table)], address
        page = screen.open(expected)
        assert not messages(page), expected
    names = dict(links(classed(screen.tiles("/drill?i=RC01")["rows"], "data-table")))
    assert names["机械学会"] == "/organisation?id=S1"
    assert not any(name.endswith("**") for name in names), "persons have no page"
    listed = screen.tiles("/supervision?department=society")
    assert ("事项K04", "/task?id=K04") in [link for tile in listed.values() for link in links(tile)]


def test_the_end_of_a_trail_leads_to_the_record(screen: Screen) -> None:
    page = screen.open("/drill?i=ZZ01&path=district&district=110108&as_of=2022-12-29")
    assert ("区详情", "/district?as_of=2022-12-29&id=110108") in links(page.tree)
    assert "详情" not in text(screen.open("/drill?i=ZZ01&path=district&district=110108,110105").tree)


def test_what_a_record_shows_can_be_taken_away(screen: Screen) -> None:
    tiles = screen.tiles("/task?id=K04")
    rows = text_table(screen, tiles["events"])
    assert [row[1] for row in rows if row and row[0].startswith("2022")] == ["立项", "交办", "报办结", "退回"]
    tiles = screen.tiles("/organisation?id=S1")
    whole = [row for row in text_table(screen, tiles["activities"]) if "会议活动" in row]
    assert {row[0] for row in whole} == {"年会", "春会"}
