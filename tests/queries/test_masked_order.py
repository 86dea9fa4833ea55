"""A mask acts before order, search and filter: nothing that is shown goes by what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Column, ColumnElement, String, cast, literal, select
from sqlalchemy.sql import visitors

from data.engine import open_database
from data.masking import HIDDEN, mask, masked
from data.tables.base import metadata
from queries import builder
from queries.cache import AnswerCache
from queries.dimensions import LIGHTS
from queries.evaluate import BadQuestion, Question
from queries.indicators import INDICATORS, source_of
from queries.model import Measure, Net, Source
from queries.rows import RowsQuestion, fetch_rows, stream_rows
from queries.scope import EVERYTHING
from queries.service import Cockpit
from queries.spelling import syllables
from tests.conftest import NewSettings
from tests.queries.conftest import EACH_ENGINE, Asker
from tests.support.small import publish
from tests.support.world import AS_OF, world

COUNTED = [c for c, i in INDICATORS.items() if isinstance(i.measure, Measure | Net)]
PERSONAL = [c for c in COUNTED if any(f.mask for f in source_of(c).fields)]
SOURCES = list({source_of(c).name: source_of(c) for c in COUNTED}.values())
#: Tables whose keys stand for a person, or break ties between rows of persons.
KEYED = ("person", "membership", "steward", "attendance", "appointment")


def crowded() -> dict[str, list[dict[str, Any]]]:
    """The small world with contacts whom only their names and numbers tell apart."""
    rows = world()
    for n in range(8):
        number = f"139{n:02}{7 - n:02}{3 * n % 8:04}"
        person = {"id": f"Q{n}", "name": f"{'赵钱'[n % 2]}{n}", "mobile": number, "is_academician": False}
        rows["person"].append(person)
        rows["contact"].append(rows["contact"][0] | {"id": f"CQ{n}", "person_id": f"Q{n}"})
    return rows


def turned() -> dict[str, list[dict[str, Any]]]:
    """The small world with what is hidden of persons in another order, and what is shown as it was."""
    rows = crowded()
    keys: dict[str, dict[str, str]] = {}
    for name in KEYED:
        ids = sorted(row["id"] for row in rows[name])
        keys[name] = dict(zip(ids, reversed(ids), strict=True))
    for table, records in rows.items():
        for column in metadata.tables[table].columns:
            owner = table if column.primary_key else str(column.info["ref"] or "").partition(".")[0]
            if owner in keys and (column.primary_key or column.info["ref"] == f"{owner}.id"):
                for row in records:
                    row |= (
                        {column.name: keys[owner][row[column.name]]}
                        if row.get(column.name) in keys[owner]
                        else {}
                    )
    for number, person in enumerate(sorted(rows["person"], key=lambda p: str(p["name"]), reverse=True)):
        person["name"] = str(mask("name", person["name"])).replace("**", f"{number:05}")
        if len(person.get("mobile") or "") >= 11:
            middle = "".join(str(9 - int(digit)) for digit in person["mobile"][3:-4])
            person["mobile"] = person["mobile"][:3] + middle + person["mobile"][-4:]
    return rows


@pytest.fixture(scope="module", params=EACH_ENGINE)
def both(request: pytest.FixtureRequest, new_settings: NewSettings) -> Iterator[tuple[Asker, Asker]]:
    """The crowded world and the turned one, on one engine."""
    if request.param == "postgresql":
        request.getfixturevalue("pg_server")  # named here, so that it outlives the worlds
    with (
        published(new_settings, request.param, crowded()) as straight,
        published(new_settings, request.param, turned()) as other,
    ):
        yield straight, other


@contextmanager
def published(
    new_settings: NewSettings, engine: str, rows: dict[str, list[dict[str, Any]]]
) -> Iterator[Asker]:
    with new_settings(engine) as settings:
        version = publish(settings, rows, business_date=AS_OF)
        database = open_database(settings)
        with database.connect(version) as connection:
            yield Asker(Cockpit(database, AnswerCache(settings)), connection)
        database.close()


def shown(asker: Asker, question: RowsQuestion) -> list[dict[str, Any]]:
    """Whole rows as they leave, less their keys."""
    rows = fetch_rows(asker.connection, question).rows
    (streamed,) = [*stream_rows(asker.connection, question, 10_000)] or [[]]
    assert streamed == rows
    return [{name: value for name, value in row.items() if name != builder.KEY} for row in rows]


@pytest.mark.parametrize("code", PERSONAL)
def test_no_order_goes_by_what_is_hidden(both: tuple[Asker, Asker], code: str) -> None:
    straight, other = both
    question = Question(code, straight.filters, scope=EVERYTHING)
    for sort in ("", *(f.name for f in RowsQuestion(question).sortable)):
        for down in (False, True) if sort else (False,):
            asked = RowsQuestion(question, sort, down, limit=None)
            assert shown(straight, asked) == shown(other, asked), (sort, down)


@pytest.mark.parametrize("code", PERSONAL)
def test_rows_of_persons_are_neither_sorted_nor_searched_by_a_mask(duckdb_world: Asker, code: str) -> None:
    question = Question(code, duckdb_world.filters, scope=EVERYTHING)
    for field in (f for f in RowsQuestion(question).fields if f.mask):
        for down in (False, True):
            asked = RowsQuestion(question, field.name, down)
            with pytest.raises(BadQuestion, match=f"“{field.label}”已脱敏，不能按它排序，可用：") as caught:
                fetch_rows(duckdb_world.connection, asked)
            assert not any(f"{f.name}（" in str(caught.value) for f in asked.fields if f.mask)
            with pytest.raises(BadQuestion):
                next(stream_rows(duckdb_world.connection, asked, 10))
            assert field not in asked.searchable


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("name", v) for v in ("王小明", "王", "欧阳静", "欧阳", "司徒", "Marie Curie", "", None, "**")),
        *(("mobile", v) for v in ("13800001234", "+8613800001234", "1234567", "1380000123", "", None)),
        *(("hidden", v) for v in ("110101199001011234", "", None)),
        (None, "机械学会"),
    ],
)
def test_the_database_masks_as_the_program_does(asker: Asker, kind: Any, value: str | None) -> None:
    text = cast(literal(value, String), String)
    found = asker.connection.execute(select(masked(kind, text))).scalar_one()
    assert found == mask(kind, value) == mask(kind, found)


def origins(column: ColumnElement[Any]) -> Iterator[Column[Any]]:
    """The columns of tables that a column of a statement is made of."""
    for base in column.base_columns:
        for part in visitors.iterate(base):
            if isinstance(part, Column):
                yield part
            elif isinstance(part, ColumnElement) and part is not base and part.base_columns != {part}:
                yield from origins(part)


def secrets(source: Source) -> set[str]:
    """The columns of a source that are made of what the schema masks."""
    p = builder._relation("as_of", 1)
    return {
        c.name
        for c in source.select(p).selected_columns
        if any(o.info.get("mask") for o in origins(c) if o.table is not None)
    }


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.name)
def test_what_the_schema_masks_is_masked_wherever_it_is_shown(source: Source) -> None:
    hidden = secrets(source)
    assert hidden >= {f.name for f in source.fields if f.mask}
    assert {f.name for f in source.fields if f.is_plain} & hidden == set()
    assert set(source.dimensions) & hidden == set()


def test_the_columns_behind_a_source_are_found() -> None:
    found = {source.name: secrets(source) for source in SOURCES}
    assert found["contacts"] == {"name", "mobile"}
    assert found["attendance"] == {"name"}
    assert HIDDEN not in str(found)


def by(asker: Asker, code: str, sort: str, down: bool = False) -> list[Any]:
    question = RowsQuestion(Question(code, asker.filters, scope=EVERYTHING), sort, down, limit=None)
    return [row[sort] for row in asker.cockpit.rows(question).rows]


@pytest.mark.parametrize("down", [False, True])
def test_members_stand_in_the_order_of_their_lists(asker: Asker, down: bool) -> None:
    lights = list(dict.fromkeys(by(asker, "DB01", "light", down)))
    assert len(lights) > 3
    places = [list(LIGHTS.values()).index(light) for light in lights if light]
    assert places == sorted(places, reverse=down)
    order = {asker.cockpit.names("title_level", [code])[0]: n for code, n in titles(asker).items()}
    found = [order[title] for title in by(asker, "RC01", "title_level", down) if title]
    assert found == sorted(found, reverse=down)
    assert len(set(found)) > 2


def titles(asker: Asker) -> dict[str, int]:
    return dict(asker.cockpit.labels().order("title_level"))


@pytest.mark.parametrize(("code", "sort"), [("RC02", "organisation"), ("ZZ01", "name"), ("HD01", "title")])
def test_words_stand_in_the_order_of_pinyin(asker: Asker, code: str, sort: str) -> None:
    found = [name for name in by(asker, code, sort) if name]
    assert found == sorted(found, key=syllables)
    assert found != sorted(found)
    assert [name for name in by(asker, code, sort, down=True) if name] == found[::-1]
