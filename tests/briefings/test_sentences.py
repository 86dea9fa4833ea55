"""What briefings say of the small world: every number counted by hand in ``tests/support``."""

from __future__ import annotations

from datetime import date
from json import dumps, loads
from urllib.parse import parse_qs

import pytest

from briefings.compose import NothingToSay, compose
from briefings.figures import Figures
from briefings.kinds import get_kind
from briefings.times import span
from documents.model import MARK, Briefing, Heading, Paragraph
from queries.evaluate import Question
from queries.indicators import INDICATORS
from queries.scope import EVERYTHING
from tests.briefings.conftest import Desk, table, words


def test_the_year_in_sentences(desk: Desk) -> None:
    said = words(desk.write("annual"))
    for sentence in (
        # Registered on 2022-12-30: C1 D1 D2 S1 S2 S3 U1 E2; on 2022-01-01: the six of 2021 and E3.
        "注册的市科协系统各级组织共8家，年初为7家，全年增加1家。",
        "新登记学协会分支机构2家",
        "新入库团体会员单位2家",
        "立项重点任务20件",
        "截至2022年12月30日已办结6件，办结率30.0%。",
        "超期未办结3件。",
        "媒体资源库在库图文、音视频资源4个",
    ):
        assert sentence in said


def test_a_quarter_of_supervision_in_sentences(desk: Desk) -> None:
    said = words(desk.write("supervision", quarter=4))
    # Initiated from October on: K07 K08 K09 K12 K13 K14 K15 K16 K17; none of them is finished.
    assert "2022年四季度新立项督办事项9件" in said
    assert "已办结0件，办结率0.0%。" in said
    # Due in the quarter: K05 (late) and K16 (yesterday).
    assert "到期的应办结事项2件，其中按批准期限办结0件，按期办结率0.0%" in said
    assert "红灯4件，黄灯4件，绿灯6件，蓝灯（办结待核验）4件。" in said
    assert "本季度立项事项没有延期。" in said


def test_red_items_are_listed_with_their_days(desk: Desk) -> None:
    rows = table(desk.write("supervision", quarter=4), "红灯事项")
    assert [row[1:] for row in rows] == [
        ["事项K21", "规划发展部", "2022-04-30", "0", "244"],
        ["事项K04", "学会部", "2022-08-31", "0", "121"],
        ["事项K16", "办公室", "2022-12-29", "0", "1"],
        ["事项K13", "学会部", "2023-06-30", "2", "—"],
    ]


def test_departments_stand_with_both_batches_and_their_base(desk: Desk) -> None:
    rows = {row[0]: row[1:] for row in table(desk.write("supervision", quarter=4), "各部门")}
    # 学会部 initiated K08 K09 K13 K14; of all due only K05 was its own, and late: one is no base for a place.
    # K04 is overdue.
    assert rows["学会部"] == ["4", "0", "0.0%", "0", "1", "0.0%", "—", "—", "1", "0.0%", "1"]
    # 规划发展部 initiated nothing, but K21 is overdue.
    assert (rows["规划发展部"][0], rows["规划发展部"][-1]) == ("0", "1")
    assert rows["合计"][:2] == ["9", "0"]
    assert rows["合计"][-1] == "3"


def test_a_stock_is_compared_with_the_day_before_the_period(desk: Desk) -> None:
    # E3 was registered on the first day of the year: the month before ended without it.
    assert "注册组织7家，比上月末增加1家" in words(desk.write("monthly", month=1))


def test_the_best_of_what_should_be_small_is_the_smallest(desk: Desk) -> None:
    found = desk.write("annual")
    figures = Figures(desk.cockpit, found.version, scope=EVERYTHING)
    filters = found.used()[0].spec.filters
    for code, is_small_first in (("DB08", True), ("DB01", False)):
        values = [value for _, _, value in figures.ranked(code, "department", filters)]
        assert len(set(values)) > 1
        assert values == sorted(values, reverse=not is_small_first)


def test_a_sentence_without_data_is_left_out(desk: Desk) -> None:
    found = desk.write("monthly", month=2)
    assert "稿件" not in words(found)
    assert "—" not in words(found)


def test_a_comparison_without_a_base_is_left_out(desk: Desk) -> None:
    said = words(desk.write("annual"))
    assert "会议沙龙" in said
    assert "同比—" not in said


def test_a_time_without_anything_is_refused(desk: Desk) -> None:
    kind = get_kind("supervision")
    with pytest.raises(NothingToSay, match="没有2010年一季度的数据"):
        compose(desk.cockpit, kind, span(kind, 2010, 1), scope=EVERYTHING)


def test_sections_are_numbered_without_gaps(desk: Desk) -> None:
    found = desk.write("monthly", month=2)
    numbers = [b.text[0] for b in found.blocks if isinstance(b, Heading) and b.level == 1]
    assert numbers == list("一二三四")[: len(numbers)]


def test_every_digit_of_a_sentence_is_a_field_or_a_day(desk: Desk) -> None:
    found = desk.write("annual")
    for block in found.blocks:
        if isinstance(block, Paragraph):
            rest = MARK.sub("", block.text).replace("2022年12月30日", "").replace("2441", "")
            assert not any(c.isdigit() for c in rest), block.text


def test_a_briefing_survives_its_storage(desk: Desk) -> None:
    found = desk.write("supervision", quarter=4)
    assert Briefing.from_json(loads(dumps(found.to_json()))) == found


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_the_supervision_paper_says_what_the_page_says(desk: Desk, quarter: int) -> None:
    """The page under 本季 of the same day asks the very questions of the paper's fields."""
    found = desk.write("supervision", quarter=quarter)
    page = desk.cockpit.filters(parse_qs(f"as_of={found.as_of}&period=quarter"))
    assert (page.as_of, page.period.start, page.period.end) == (
        found.as_of,
        found.period.start,
        found.period.end,
    )
    compared = 0
    for field in found.used():
        spec = field.spec
        if spec.show not in ("value", "change", "rate") or spec.dims:
            continue
        answer = desk.cockpit.ask(Question(spec.code, page, (spec.by,) if spec.by else (), scope=EVERYTHING))
        value = answer.value
        if spec.by:
            rows = {row["department_code"]: row["value"] for row in answer.rows or ()}
            value = rows.get(spec.member, 0 if INDICATORS[spec.code].kind != "ratio" else None)
        assert field.value == value, spec
        compared += 1
    assert compared > 10


def test_the_as_of_day_can_be_earlier_than_the_data(desk: Desk) -> None:
    kind = get_kind("annual")
    found = compose(desk.cockpit, kind, span(kind, 2022), as_of=date(2022, 6, 30), scope=EVERYTHING)
    assert found.as_of == found.period.end == date(2022, 6, 30)
    assert "截至2022年6月30日" in words(found)
