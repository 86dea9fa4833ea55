"""GET /api/v1/indicators/{code}/rows: the rows that a figure counts, masked, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from access import audit, current_scope
from api import parameters
from api.answers import cell, conditional
from api.catalogue import publication_json
from api.errors import BadParameter, guard
from api.indicators import head
from api.said import filters_json
from queries.dimensions import DIMENSIONS
from queries.evaluate import BadQuestion, Question
from queries.indicators import dimensions, get
from queries.indicators.parts import uses_period
from queries.model import Field, Ratio
from queries.rows import RowsPage, RowsQuestion
from queries.scope import EVERYTHING
from queries.service import Cockpit

PARTS = {"numerator": "分子", "denominator": "分母"}
PAGING = ("page", "size", "sort", "desc", "q")
ALLOWED = (*parameters.FILTERS, "part", *PAGING)
SIZE = 20
MOST = 1000
LAST_PAGE = 1_000_000


@dataclass(frozen=True)
class Wanted:
    """One page of the rows of ``question``, which asks for a ratio's part where ``part`` is set."""

    asked: parameters.Asked
    part: str | None
    question: RowsQuestion
    page: int
    size: int
    said: dict[str, Any]

    @property
    def is_personal(self) -> bool:
        """Whether the rows tell of persons, masked as they are."""
        return self.question.is_personal


def blueprint(cockpit: Cockpit) -> Blueprint:
    """The route, answering from ``cockpit``."""
    routes = Blueprint("api_rows", __name__, url_prefix="/api/v1/indicators")
    routes.register_error_handler(Exception, guard)
    routes.add_url_rule("/<code>/rows", "rows", lambda code: rows(cockpit, code))
    return routes


def rows(cockpit: Cockpit, code: str) -> Response:
    """One page of rows; of a ratio, those of its numerator or denominator."""
    get(code)
    parameters.require_known(request.args, ALLOWED, tuple(DIMENSIONS))
    wanted = _wanted(cockpit, code)
    key = {
        "rows": wanted.question.question.key(),
        "page": [wanted.page, wanted.size, wanted.question.sort, wanted.question.descending],
        "search": wanted.question.search,
        "head": [code, wanted.part, publication_json(wanted.asked.state), wanted.said],
    }
    response = conditional(key, lambda: _page_json(code, wanted, _fetch(cockpit, wanted)))
    if wanted.is_personal:
        # Told again even where nothing is sent again: the reader has looked.
        detail = {
            "query": request.query_string.decode(errors="replace"),
            "version": wanted.asked.version,
            "address": request.remote_addr,
            "status": response.status_code,
        }
        audit("rows.read", code, detail)
    return response


def _wanted(cockpit: Cockpit, code: str) -> Wanted:
    args = request.args
    part = _part(code)
    asked = parameters.read_filters(cockpit, args)
    question = part_question(code, part, asked)
    page = parameters.read_whole(args, "page", 1, LAST_PAGE)
    size = parameters.read_whole(args, "size", SIZE, MOST)
    given = parameters.given(args)
    sort, search = given.get("sort", [""])[0], given.get("q", [""])[0]
    asking = RowsQuestion(question, sort, parameters.read_flag(args, "desc"), size, (page - 1) * size, search)
    _require_usable(asking)
    known = [d for d in dimensions(code) if d in dimensions(question.code)]
    said = filters_json(cockpit, asked, known, uses_period(question.code))
    return Wanted(asked, part, asking, page, size, said)


def _part(code: str) -> str | None:
    part = parameters.read_choice(request.args, "part", PARTS)
    if isinstance(get(code).measure, Ratio):
        return part or "numerator"
    if part:
        raise BadParameter("part", f"参数 part：“{get(code).name}”不是比率，没有分子分母", ["不给出"])
    return None


def part_question(code: str, part: str | None, asked: parameters.Asked) -> Question:
    """The question whose rows are meant, filtered exactly as the figure is.

    A ratio is only filtered by what both its parts have, so its parts' rows are too; a city-wide
    target is nobody's row and isn't limited by a scope.
    """
    measure = get(code).measure
    if not isinstance(measure, Ratio):
        return Question(code, asked.filters, scope=current_scope())
    below = part == "denominator"
    filters = asked.filters.without(*(d for d, _ in asked.filters.dims if d not in dimensions(code)))
    scope = EVERYTHING if below and measure.constant else current_scope()
    return Question(measure.denominator if below else measure.numerator, filters, scope=scope)


def _require_usable(asking: RowsQuestion) -> None:
    if asking.unsortable:
        raise BadParameter("sort", f"参数 sort：{asking.unsortable}", [f.name for f in asking.sortable])
    if asking.descending and not asking.sort:
        raise BadParameter("desc", "参数 desc：需与 sort 一起给出", ["与 sort 一起给出"])
    if asking.search and not asking.searchable:
        raise BadParameter("q", "参数 q：这些行没有可检索的名称（人员姓名不可检索）", ["不给出"])


def _fetch(cockpit: Cockpit, wanted: Wanted) -> RowsPage:
    try:
        return cockpit.rows(wanted.question, wanted.asked.version)
    except BadQuestion as error:
        raise parameters.bad_question(error, [f.name for f in wanted.question.sortable]) from error


def _page_json(code: str, wanted: Wanted, found: RowsPage) -> dict[str, Any]:
    names = [f.name for f in found.fields]
    part = wanted.question.question.indicator
    return {
        **head(wanted.asked, code),
        "filters": wanted.said,
        "part": wanted.part and {"part": wanted.part, "code": part.code, "name": part.name},
        "fields": [_field_json(f) for f in found.fields],
        "total": found.total,
        "page": wanted.page,
        "size": wanted.size,
        "pages": -(-found.total // wanted.size),
        # Only declared fields: a row's internal key may be what a mask hides.
        "rows": [{name: cell(row[name]) for name in names} for row in found.rows],
    }


def _field_json(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": field.label,
        "masked": field.mask is not None,
        "numeric": field.numeric,
    }
