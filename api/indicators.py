"""GET /api/v1/indicators and /api/v1/indicators/{code}."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, request

from access import current_scope
from api import parameters
from api.answers import conditional, number
from api.catalogue import indicator_json, publication_json
from api.errors import guard
from api.said import capped_json, filters_json
from data.engine import DatabaseUnavailable
from queries import comparison
from queries.dimensions import DIMENSIONS
from queries.evaluate import BadQuestion, Question
from queries.indicators import INDICATORS, dimensions, get
from queries.indicators.parts import uses_period
from queries.periods import MAX_PERIODS
from queries.service import Answer, Cockpit
from queries.targets import progress_of

ALLOWED = (*parameters.FILTERS, *parameters.GROUPS)
MANY = (*DIMENSIONS, "by")


def blueprint(cockpit: Cockpit) -> Blueprint:
    """The routes, answering from ``cockpit``."""
    routes = Blueprint("api_indicators", __name__, url_prefix="/api/v1/indicators")
    routes.register_error_handler(Exception, guard)
    routes.add_url_rule("", "listing", listing)
    routes.add_url_rule("/<code>", "answer", lambda code: answer(cockpit, code))
    return routes


def listing() -> Response:
    """Every declaration; ``all=1`` adds those that only serve as parts of others."""
    parameters.require_known(request.args, ("all",))
    everything = parameters.read_flag(request.args, "all")
    chosen = [i for i in INDICATORS.values() if i.listed or everything]
    return conditional({"list": "indicators", "all": everything}, lambda: [*map(indicator_json, chosen)])


def answer(cockpit: Cockpit, code: str) -> Response:
    """The number of an indicator, or its rows where groups or an interval are asked."""
    get(code)
    parameters.require_known(request.args, ALLOWED, MANY)
    by = parameters.read_by(request.args, code)
    interval = parameters.read_interval(request.args)
    asked = parameters.read_filters(cockpit, request.args)
    question = _question(code, asked, by, interval)
    said = filters_json(cockpit, asked, dimensions(code), uses_period(code) or interval is not None)
    days = capped_json(asked.filters)
    key = {"answer": question.key(), "state": publication_json(asked.state), "said": said, "capped": days}
    return conditional(key, lambda: _answer_json(cockpit, asked, said, cockpit.ask(question, asked.version)))


def _question(code: str, asked: parameters.Asked, by: tuple[str, ...], interval: str | None) -> Question:
    try:
        return Question(code, asked.filters, by, interval, scope=current_scope())
    except BadQuestion as error:
        raise parameters.bad_question(error, [f"不超过 {MAX_PERIODS} 个间隔"]) from error


def head(asked: parameters.Asked, code: str) -> dict[str, Any]:
    """What stands before every answer about an indicator."""
    indicator, filters = get(code), asked.filters
    return {
        "code": indicator.code,
        "name": indicator.name,
        "unit": indicator.unit,
        "kind": indicator.kind,
        "as_of": filters.as_of.isoformat(),
        "start": filters.period.start.isoformat(),
        "end": filters.counted.end.isoformat(),
        "capped": capped_json(filters),
        "version": asked.version,
        "demonstration": asked.state.publication.is_demonstration,
        "stale": not asked.state.live,
    }


def _answer_json(
    cockpit: Cockpit, asked: parameters.Asked, said: dict[str, Any], found: Answer
) -> dict[str, Any]:
    body = {**head(asked, found.code), "filters": said}
    if found.rows is None:
        compared = _compared_json(cockpit, asked, found.code)
        return {
            **body,
            "value": number(found.value),
            "compared": compared,
            **_target_json(cockpit, asked, found),
        }
    return {**body, "rows": [{**row, "value": number(row["value"])} for row in found.rows]}


def _compared_json(cockpit: Cockpit, asked: parameters.Asked, code: str) -> dict[str, Any]:
    """环比 and 同比: the days that each counts, and its value."""
    bases = {
        "before": comparison.before(code, asked.filters),
        "year_before": comparison.year_before(code, asked.filters),
    }
    questions = [Question(code, base.filters, scope=current_scope()) for base in bases.values()]
    answers = cockpit.ask_all(questions, asked.version)
    return {
        name: {
            "start": base.days.start.isoformat(),
            "end": base.days.end.isoformat(),
            "value": number(answer.value),
        }
        for (name, base), answer in zip(bases.items(), answers, strict=True)
    }


def _target_json(cockpit: Cockpit, asked: parameters.Asked, found: Answer) -> dict[str, Any]:
    """The figure's target, where it has one; none while the database is away and it is not known."""
    with suppress(DatabaseUnavailable):
        reached = progress_of(cockpit, asked.version, found.code, asked.filters, current_scope(), found.value)
        if reached:
            target = reached.target
            return {
                "target": {
                    "value": number(target.value),
                    "start": target.start.isoformat(),
                    "end": target.end.isoformat(),
                    "share": number(reached.share),
                    "time_gone": number(reached.gone),
                    "reached": reached.reached,
                    "source": target.source,
                }
            }
    return {}
