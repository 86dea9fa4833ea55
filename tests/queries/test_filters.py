"""Filters: URL ⇄ object ⇄ sentence, names and old codes, and errors that say what is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.dimensions import DIMENSIONS
from queries.filters import FIRST_YEAR, LAST_YEAR, MISSING, FilterError, Filters, day_text, period_text
from queries.periods import PRESETS, Period, preset
from queries.service import Cockpit

DAY = date(2022, 12, 30)

days = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
#: Codes and names as data has them: no comma, no blanks at the ends; the empty one is 未填写.
codes = st.text(
    st.characters(exclude_characters=",", exclude_categories=("Cs", "Z", "Cc")), min_size=1
).filter(lambda text: text == text.strip()) | st.just(MISSING)
members = st.dictionaries(
    st.sampled_from(list(DIMENSIONS)), st.lists(codes, min_size=1, max_size=4, unique=True), max_size=4
)


@st.composite
def filter_objects(draw: st.DrawFn) -> Filters:
    """Any filters that a reader can choose."""
    pinned = draw(st.booleans())
    as_of = draw(st.dates(date(FIRST_YEAR + 1, 1, 1), DAY)) if pinned else DAY
    name = draw(st.sampled_from(list(PRESETS)))
    period = preset(name, as_of)
    if name == "custom":
        first, last = sorted((draw(st.dates(date(FIRST_YEAR, 1, 1), as_of)), draw(days)))
        period = Period(first, last)
    made = Filters(as_of, period, name, pinned=pinned)
    if name == "same_period":
        made = Filters.parse({"period": name} | ({"as_of": as_of.isoformat()} if pinned else {}), DAY)
    for dimension, chosen in draw(members).items():
        made = made.with_dim(dimension, chosen)
    return made


@given(filter_objects())
def test_a_url_gives_the_same_filters_again(filters: Filters) -> None:
    assert Filters.parse(filters.query(), DAY) == filters
    address = urlsplit(filters.url("/members"))
    assert address.path == "/members"
    assert Filters.parse(parse_qs(address.query), DAY) == filters


@given(st.dictionaries(st.sampled_from(["as_of", "start", "end", "period", "district", "更多"]), st.text()))
def test_any_query_string_is_read_or_refused_by_name(query: dict[str, str]) -> None:
    try:
        filters = Filters.parse(query, DAY)
    except FilterError as refused:
        error: FilterError | None = refused
    else:
        error = None
        assert filters.period.start <= filters.counted.end <= filters.as_of <= DAY
        assert filters.counted.end <= filters.period.end
        assert filters.year_before().as_of < filters.as_of
        assert filters.period_before().period.end < filters.period.start
        assert filters.period_before().as_of >= filters.period_before().period.end
    assert error is None or (error.parameter in query and f"参数 {error.parameter}：" in str(error))


@given(filter_objects(), st.permutations(list(DIMENSIONS)))
def test_the_key_is_canonical(filters: Filters, order: list[str]) -> None:
    """The order of choosing changes no answer, nor does how a period was named."""
    again = Filters(filters.as_of, filters.period, "custom")
    for dimension in order:
        again = again.with_dim(dimension, reversed(filters.members.get(dimension, ())))
    assert again.key() == filters.key()


def test_defaults() -> None:
    filters = Filters.parse({}, DAY)
    assert filters == Filters.default(DAY)
    assert filters.period == Period(date(2022, 1, 1), DAY)
    assert filters.query() == {}
    assert filters.url("/members") == "/members"


def test_unknown_and_empty_parameters_are_left_alone() -> None:
    assert Filters.parse({"utm": "x", "district": "", "as_of": " "}, DAY) == Filters.default(DAY)


def test_custom_periods() -> None:
    assert Filters.parse({"start": "2022-03-01", "end": "2022-05-31"}, DAY).period == Period(
        date(2022, 3, 1), date(2022, 5, 31)
    )
    assert Filters.parse({"start": "2022-03-01"}, DAY).period == Period(date(2022, 3, 1), DAY)
    assert Filters.parse({"end": "2021-05-31"}, DAY).period == Period(date(2021, 1, 1), date(2021, 5, 31))


@pytest.mark.parametrize(
    ("query", "parameter", "right"),
    [
        ({"as_of": "2022-02-30"}, "as_of", "2022-12-30"),
        ({"as_of": "昨天"}, "as_of", "2022-12-30"),
        ({"as_of": "0001-01-01"}, "as_of", "1900 至 2200"),
        ({"end": "9999-12-31"}, "end", "1900 至 2200"),
        ({"start": "2022-06-01", "end": "2022-05-31"}, "start", "不晚于期末"),
        ({"start": "2023-01-01"}, "start", "不晚于期末"),
        ({"start": "2022-12-31", "end": "2023-01-31"}, "start", "不晚于截至日期"),
        ({"as_of": "2022-03-01", "start": "2022-03-02", "end": "2022-04-30"}, "start", "不晚于截至日期"),
        ({"as_of": "2201-01-01"}, "as_of", "1900 至 2200"),
        ({"period": "decade"}, "period", "year（本年）"),
        ({"period": "custom"}, "period", "start 与 end"),
    ],
)
def test_errors_name_the_parameter_and_what_is_right(
    query: dict[str, str], parameter: str, right: str
) -> None:
    with pytest.raises(FilterError) as caught:
        Filters.parse(query, DAY)
    assert caught.value.parameter == parameter
    assert str(caught.value).startswith(f"参数 {parameter}：")
    assert right in str(caught.value)


def test_names_old_codes_and_codes_mean_the_same(cockpit: Cockpit) -> None:
    for text in ("110108", "海淀区", "海淀"):
        assert cockpit.filters({"district": text}).members == {"district": ("110108",)}
    # 密云县 became a district; 崇文 went into 东城; 经开区 has a long name.
    old = cockpit.filters({"district": "110228,密云县,110103,崇文区,110101,经开区,北京经济技术开发区"})
    assert old.members == {"district": ("110118", "110101", "110115403")}
    assert cockpit.filters({"discipline": ["工科", "A"]}).members == {"discipline": ("B", "A")}
    assert cockpit.filters({"organisation": "机械学会"}).members == {"organisation": ("S1",)}
    assert cockpit.filters({"light": "红灯"}).members == {"light": ("red",)}


def test_an_unknown_name_is_refused_with_the_nearest(cockpit: Cockpit) -> None:
    with pytest.raises(FilterError, match=r"参数 district：没有“海锭区”.*海淀区") as caught:
        cockpit.filters({"district": "海锭区"})
    assert caught.value.parameter == "district"
    with pytest.raises(FilterError, match="理科、工科、农科、医科、交叉学科"):
        cockpit.filters({"discipline": "文科"})


def test_sentences(cockpit: Cockpit) -> None:
    filters = cockpit.filters({"district": "海淀区,未填写", "discipline": "工科"})
    assert cockpit.sentence(filters) == (
        "截至2022年12月30日；期间2022年1月1日至12月30日；区：海淀区、未填写；学科类：工科"
    )
    assert cockpit.sentence(filters, "RC01") == "截至2022年12月30日；区：海淀区、未填写；学科类：工科"
    assert cockpit.sentence(filters, "ZZ09") == "期间2022年1月1日至12月30日；区：海淀区、未填写"


def test_texts() -> None:
    assert day_text(date(2022, 3, 5)) == "2022年3月5日"
    assert period_text(Period(date(2021, 12, 1), date(2022, 1, 31))) == "2021年12月1日至2022年1月31日"


def test_choosing_and_dropping() -> None:
    filters = Filters.default(DAY).with_dim("light", ["red"]).with_dim("district", ["110108"])
    assert [d for d, _ in filters.dims] == ["district", "light"]
    assert filters.without("light").members == {"district": ("110108",)}
    assert filters.with_dim("light", []).members == {"district": ("110108",)}


@pytest.mark.parametrize(
    ("name", "as_of", "before", "last_year"),
    [
        ("month", "2022-03-31", ("2022-02-01", "2022-02-28"), ("2021-03-01", "2021-03-31")),
        ("month", "2022-12-30", ("2022-11-01", "2022-11-30"), ("2021-12-01", "2021-12-30")),
        ("quarter", "2022-10-20", ("2022-07-01", "2022-07-20"), ("2021-10-01", "2021-10-20")),
        ("quarter", "2022-12-31", ("2022-07-01", "2022-09-30"), ("2021-10-01", "2021-12-31")),
        ("year", "2023-05-26", ("2022-01-01", "2022-05-26"), ("2022-01-01", "2022-05-26")),
        ("last_year", "2023-05-26", ("2021-01-01", "2021-12-31"), ("2021-01-01", "2021-12-31")),
    ],
)
def test_comparisons_follow_the_preset(
    name: str, as_of: str, before: tuple[str, str], last_year: tuple[str, str]
) -> None:
    day = date.fromisoformat(as_of)
    filters = Filters(day, preset(name, day), name)
    earlier, year = filters.period_before(), filters.year_before()
    assert (earlier.period.start.isoformat(), earlier.period.end.isoformat()) == before
    assert (year.period.start.isoformat(), year.period.end.isoformat()) == last_year
    # As it then stood: nothing that came later is counted in.
    assert earlier.as_of >= earlier.period.end
    assert earlier.as_of < filters.as_of
    assert (filters.month_before().as_of - day) < timedelta(0)


@pytest.mark.parametrize(
    ("day", "seen"),
    [("2022-09-30", "2021-09-30"), ("2020-02-29", "2019-02-28"), ("2020-02-28", "2019-02-28")],
)
def test_the_same_period_of_last_year_is_seen_as_it_then_stood(day: str, seen: str) -> None:
    """The address keeps the day that it is reckoned from, also where two days have the same day before."""
    filters = Filters.parse({"as_of": day, "period": "same_period"}, DAY)
    assert (filters.as_of, filters.named_day) == (date.fromisoformat(seen), date.fromisoformat(day))
    assert filters.period == Period(date(filters.as_of.year, 1, 1), filters.as_of)
    assert filters.query() == {"as_of": day, "period": "same_period"}
    assert filters.this_year() == Filters.parse({"as_of": day}, DAY)
    assert filters.key() == Filters.parse({"as_of": seen}, DAY).key()
    # Where it is left for another day, nothing of it stays in the address.
    assert Filters.parse(filters.year_before().query(), DAY) == filters.year_before()


def test_the_same_period_follows_the_data() -> None:
    filters = Filters.parse({"period": "same_period"}, DAY)
    assert filters.query() == {"period": "same_period"}
    assert filters.as_of == DAY.replace(year=DAY.year - 1)


def test_a_period_before_is_seen_as_it_then_stood() -> None:
    """A closed year is looked at from as long after its end as the reader looks at theirs."""
    filters = Filters(DAY, Period(date(2022, 10, 1), date(2022, 10, 31)), "custom")
    assert filters.period_before().as_of == DAY - timedelta(days=31)
    assert replace(filters, as_of=date(2022, 10, 31)).period_before().as_of == date(2022, 9, 30)
    # One that is not over is seen as it stood on the day before that compares with the day it is seen on.
    early = replace(filters, as_of=date(2022, 10, 26)).period_before()
    assert (early.period, early.as_of) == (Period(date(2022, 9, 1), date(2022, 9, 26)), date(2022, 9, 26))


@pytest.mark.parametrize("asked", ["2022-12-31", "2024-12-31", "2199-06-30"])
def test_nothing_is_known_after_the_data(asked: str) -> None:
    """A later as-of day is read as the last day of the data; that it was asked for stays known."""
    filters = Filters.parse({"as_of": asked}, DAY)
    assert filters == replace(Filters.default(DAY), pinned=True)
    assert filters.beyond == date.fromisoformat(asked)
    assert filters.query() == {"as_of": DAY.isoformat()}
    again = Filters.parse({"as_of": asked, "period": "same_period"}, DAY)
    assert (again.as_of, again.named_day, again.beyond) == (
        date(2021, 12, 30),
        DAY,
        date.fromisoformat(asked),
    )
    assert Filters.parse({"as_of": DAY.isoformat()}, DAY).beyond is None
    assert filters.year_before().beyond is None
