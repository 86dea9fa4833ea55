"""点数见账: the statements that are shown are those that ran, and the sources are those that were read."""

from __future__ import annotations

import re
from datetime import date

import pytest
import sqlalchemy as sa

from queries.evaluate import Question, clean, divide, parts
from queries.filters import Filters
from queries.indicators import INDICATORS, get
from queries.model import Measure, Net, Ratio
from queries.scope import EVERYTHING
from queries.trace import Statement, sources, statements_on
from tests.queries.conftest import Asker

LISTED = [code for code, i in INDICATORS.items() if i.listed]


def shown(asker: Asker, code: str, filters: Filters) -> tuple[Statement, ...]:
    version = asker.cockpit.state().publication.version
    return statements_on(asker.cockpit, Question(code, filters, scope=EVERYTHING), version)


def run(asker: Asker, statement: Statement, divisor: int = 1) -> float | int | None:
    """What a statement gives, run as it is shown, with the parameters that are shown."""
    if asker.connection.dialect.name == "postgresql":
        schema = asker.connection.get_execution_options()["schema_translate_map"][None]
        asker.connection.execute(sa.text(f"SET search_path TO {schema}"))
    given = dict(statement.parameters)
    sql = re.sub(r"(?<!:):([a-z]\w*)", lambda match: literal(given[match[1]]), statement.sql)
    # psycopg reads a single % as the start of a parameter.
    own = sql.replace("%", "%%") if asker.connection.dialect.name == "postgresql" else sql
    found = asker.connection.exec_driver_sql(own).all()
    return clean(found[0][-1], divisor) if found else None


def literal(value: object) -> str:
    """A parameter's value as SQL."""
    if isinstance(value, date):
        return f"DATE '{value}'"
    return f"'{value}'" if isinstance(value, str) else str(value)


@pytest.mark.parametrize("code", LISTED)
def test_what_is_shown_gives_the_number(asker: Asker, code: str) -> None:
    measure = get(code).measure
    ran = shown(asker, code, asker.filters)
    if isinstance(measure, Measure):
        assert (run(asker, ran[0], measure.divisor) or 0) == pytest.approx(asker.value(code) or 0)
    elif isinstance(measure, Net):
        now, before = (run(asker, one) or 0 for one in ran)
        assert now - before == asker.value(code)
    else:
        assert isinstance(measure, Ratio)
        if len(ran) > 2:  # a rate of net changes or of rates: its parts are accounted for by themselves
            assert len(ran) == sum(len(shown(asker, c, asker.filters)) for c in parts(get(code)).values())
            return
        inner = [get(c).measure for c in (measure.numerator, measure.denominator)]
        top, bottom = (run(asker, s, getattr(m, "divisor", 1)) for s, m in zip(ran, inner, strict=True))
        assert divide(top or 0, bottom, measure) == pytest.approx(asker.value(code))


def test_chosen_members_are_parameters(asker: Asker) -> None:
    filters = asker.filters.with_dim("district", ["110108", "110105"]).with_dim("light", ["red"])
    (statement,) = shown(asker, "ZZ01", filters)
    given = dict(statement.parameters)
    assert {"110108", "110105"} <= set(given.values())
    assert "110108" not in statement.sql
    assert "red" not in given.values()  # organisations have no light
    assert run(asker, statement) == asker.value("ZZ01", filters)


def test_a_city_wide_target_is_divided_by_nothing(asker: Asker) -> None:
    filters = asker.filters.with_dim("district", ["110108"])
    code = next(c for c in LISTED if isinstance(m := get(c).measure, Ratio) and m.constant)
    above, below = shown(asker, code, filters)
    assert "110108" in dict(above.parameters).values()
    assert "110108" not in dict(below.parameters).values()


def test_sources_are_those_that_were_read_with_their_last_delivery(asker: Asker) -> None:
    state = asker.cockpit.state().publication
    found = {s.table: s for s in sources(asker.cockpit, "ZZ01", state.business_date, state.version)}
    assert list(found) == ["organisation"]
    assert found["organisation"].delivered_on == date(2022, 12, 23)
    assert sources(asker.cockpit, "ZZ01", date(2000, 1, 1), state.version) == ()
