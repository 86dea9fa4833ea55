"""GET /api/v1/openapi.json: the OpenAPI 3.1 description, generated from the declarations."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Blueprint, Response, request

from api import dimensions as api_dimensions
from api import heartbeat, parameters, rows, signals, snapshots_doc
from api.answers import conditional
from api.errors import guard
from api.schemas import schemas
from api.shapes import DAY, array, ref
from queries.dimensions import DIMENSIONS, Dimension
from queries.filters import MISSING_LABEL
from queries.finder import SEARCHED
from queries.indicators import INDICATORS, dimensions
from queries.periods import INTERVALS, PRESETS
from queries.reconcile import VERDICTS
from queries.thresholds import LEVELS

VERSION = "1.0.0"
EXAMPLE = "RC01"
_NOT_MODIFIED = {"description": "自 If-None-Match 所指的回答以来没有变化"}
_ERRORS = {
    "400": "参数不能使用：parameter 指出哪个，expected 给出正确的取值或写法",
    "403": "权限范围不允许",
    "404": "没有这个代码，nearest 给出相近的",
    "413": f"请求内容超过 {heartbeat.MOST_BYTES} 字节",
    "415": "请求内容不是 application/json",
    "429": "排队的快照太多，请稍后再试",
    "503": "数据库（信号：或运行库）暂不可用",
}
_ASKED = ("400", "403", "404", "503")


def blueprint(_: object) -> Blueprint:
    """The route; needs no cockpit."""
    routes = Blueprint("api_openapi", __name__, url_prefix="/api/v1")
    routes.register_error_handler(Exception, guard)
    routes.add_url_rule("/openapi.json", "openapi", openapi)
    return routes


def openapi() -> Response:
    """The document."""
    parameters.require_known(request.args, ())
    return conditional({"openapi": VERSION}, document)


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document: paths, parameters (every dimension is one), schemas, errors, examples."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "领导驾驶舱数据接口",
            "version": VERSION,
            "description": "指标按统一口径给数。数字、下钻明细与页面同源；每个回答写明版本、截至日期与筛选。"
            "空的参数视同未给。"
            "同一版本、同一问题的回答不变，可用 ETag 与 If-None-Match 免重复传输。",
        },
        "servers": [{"url": "/"}],
        "paths": _named({**_indicator_paths(), **snapshots_doc.paths(), **_other_paths()}),
        "components": {
            "schemas": {**schemas(), **snapshots_doc.schemas()},
            "parameters": _parameters(),
            "responses": _error_responses(),
        },
    }


#: What the paths are about, by their first part after the version.
_TAGS = {
    "indicators": "指标",
    "dimensions": "维度",
    "reconciliation": "口径对账",
    "signals": "信号",
    "snapshots": "快照",
    "walls": "大屏",
}


def _named(paths: dict[str, Any]) -> dict[str, Any]:
    """The paths with a name for each operation, of which clients make their functions, and its subject."""
    for path, methods in paths.items():
        steps = path.removeprefix("/api/v1").strip("/").replace(".", "_").split("/")
        words = [f"by_{step[1:-1]}" if step.startswith("{") else step for step in steps]
        for method, operation in methods.items():
            operation["operationId"] = "_".join([method, *words])
            operation["tags"] = [_TAGS.get(steps[0], "系统")]
    return paths


def _indicator_paths() -> dict[str, Any]:
    code, filters = _use("code"), [_use(name) for name in parameters.FILTERS]
    groups = [_use(name) for name in parameters.GROUPS]
    paging = [_use(name) for name in ("part", *rows.PAGING)]
    answer = {"anyOf": [ref("Value"), ref("Series")]}
    return {
        "/api/v1/indicators": _get("指标目录", array(ref("Indicator")), [_use("all")], ("400",)),
        "/api/v1/indicators/{code}": _get(
            "一个指标的数值；有 by 或 interval 时为各行", answer, [code, *filters, *groups], _ASKED
        ),
        "/api/v1/indicators/{code}/rows": _get(
            "一个指标所计的明细（已脱敏），分页", ref("RowsPage"), [code, *filters, *paging], _ASKED
        ),
    }


def _other_paths() -> dict[str, Any]:
    health = {"200": _body("就绪", ref("Ready")), "503": _body("尚未就绪及原因", ref("Ready"))}
    return {
        "/api/v1/dimensions": _get("维度目录", array(ref("Dimension")), [], ("400",)),
        "/api/v1/dimensions/{dimension}": _get(
            "一个维度的成员", ref("Members"), [_use("dimension")], ("400", "404", "503")
        ),
        "/api/v1/dimensions/{dimension}/members": _get(
            "按名称、简称、拼音、首字母或编号查找成员，最相符的在前",
            ref("Found"),
            [_use("searched"), _use("q_of_member"), _use("limit")],
            ("400", "403", "404", "503"),
        ),
        "/api/v1/reconciliation": _get(
            "口径对账：公布数字与现库的比对",
            ref("Reconciliation"),
            [_use(name) for name in ("verdict", "source_of_figure", "code_of_figure", "q_of_figure")],
            ("400", "404", "503"),
        ),
        "/api/v1/signals": _get(
            "信号：越过阈值的指标，默认为未恢复的",
            ref("Signals"),
            [_use(name) for name in ("state", "level", "code_of_figure", "department_of_signal")],
            ("400", "404", "503"),
        ),
        "/api/v1/version": _get("当前发布版本", ref("Version"), [], ("400", "503")),
        "/api/v1/openapi.json": _get("本说明", {"type": "object"}, [], ("400",)),
        "/api/v1/walls": _walls(),
        "/healthz": {"get": {"summary": "进程在运行", "responses": {"200": _body("在运行", ref("Alive"))}}},
        "/readyz": {"get": {"summary": "可以对外服务", "responses": health}},
    }


def _walls() -> dict[str, Any]:
    said = {"required": True, "content": {"application/json": {"schema": ref("Heartbeat")}}}
    bad = {status: {"$ref": f"#/components/responses/{status}"} for status in ("400", "413", "415")}
    news = {"200": _body("当前的版本与程序", ref("News")), **bad}
    seen = {"200": _body("各大屏，最近出现的在前", ref("Walls")), "400": bad["400"]}
    return {
        "get": {"summary": "各大屏的状态", "responses": seen},
        "post": {"summary": "大屏的心跳，并询问有无更新", "requestBody": said, "responses": news},
    }


def _get(summary: str, schema: dict[str, Any], uses: list[Any], errors: tuple[str, ...]) -> dict[str, Any]:
    responses = {"200": _body(summary, schema), "304": _NOT_MODIFIED}
    responses |= {status: {"$ref": f"#/components/responses/{status}"} for status in errors}
    return {"get": {"summary": summary, "parameters": uses, "responses": responses}}


def _body(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _error_responses() -> dict[str, Any]:
    return {status: _body(text, ref("Error")) for status, text in _ERRORS.items()}


def _use(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/parameters/{name}"}


def _parameters() -> dict[str, Any]:
    grouped = sorted({d for code in INDICATORS for d in dimensions(code)}, key=list(DIMENSIONS).index)
    choice = {"type": "string"}
    made = {
        "as_of": _query("as_of", "截至日期，默认为版本的截至日期", DAY, "2022-12-30"),
        "start": _query("start", "期初；与 end 一起或单独给出，代替 period", DAY, "2022-01-01"),
        "end": _query("end", "期末", DAY, "2022-12-30"),
        "period": _query(
            "period",
            "期间，按截至日期推算，不给出时为 year；时点指标不用："
            + "、".join(f"{p} {PRESETS[p]}" for p in parameters.PERIODS),
            {**choice, "enum": list(parameters.PERIODS)},
            "year",
        ),
        "by": _several("by", "分组维度，须为该指标所有", {**choice, "enum": grouped}, ["district"]),
        "interval": _query(
            "interval",
            "沿期间分段：" + "、".join(f"{k} {v}" for k, v in INTERVALS.items()),
            {**choice, "enum": list(INTERVALS)},
            "month",
        ),
        "all": _query("all", "1：连同只作组成部分的指标", {**choice, "enum": [*parameters.TRUE_FALSE]}, "1"),
        **_row_parameters(),
        **_figure_parameters(),
        **_signal_parameters(),
        **{d.code: _dimension(d) for d in DIMENSIONS.values()},
    }
    searched = {**choice, "enum": sorted(SEARCHED)}
    made["searched"] = _path("dimension", "维度代码", searched, min(SEARCHED))
    limit = {"type": "integer", "minimum": 1, "maximum": api_dimensions.MOST_FOUND}
    made["limit"] = _query("limit", "最多几个", {**limit, "default": api_dimensions.FOUND}, 5)
    named = {**choice, "maxLength": api_dimensions.LONGEST}
    made["q_of_member"] = _query("q", "名称、简称、拼音、首字母或编号，可以只写一部分", named, "jxxh")
    made["code"] = _path("code", "指标代码", ref("IndicatorCode"), EXAMPLE)
    made["dimension"] = _path("dimension", "维度代码", {**choice, "enum": list(DIMENSIONS)}, "district")
    return made


def _figure_parameters() -> dict[str, Any]:
    text = {"type": "string"}
    verdicts = {**text, "enum": list(VERDICTS)}
    words = "、".join(f"{k} {v}" for k, v in VERDICTS.items())
    return {
        "verdict": _query("verdict", f"只要这一结论的：{words}", verdicts, "apart"),
        "source_of_figure": _query("source", "只要这一出处的，全称", text),
        "code_of_figure": _query("code", "只要这一指标的", ref("IndicatorCode"), EXAMPLE),
        "q_of_figure": _query("q", "名称、指标、原文、部门中含有的文字", text, "会员"),
    }


def _signal_parameters() -> dict[str, Any]:
    text = {"type": "string"}
    states = "、".join(f"{k} {v}" for k, v in signals.CHOICES.items())
    levels = "、".join(f"{k} {v}" for k, v in LEVELS.items())
    return {
        "state": _query(
            "state", f"只要这一状态的：{states}", {**text, "enum": list(signals.CHOICES)}, "standing"
        ),
        "level": _query("level", f"只要这一级别的：{levels}", {**text, "enum": list(LEVELS)}, "alert"),
        "department_of_signal": _query("department", "只要这一部门的，名称", text, "办公室"),
    }


def _row_parameters() -> dict[str, Any]:
    text = {"type": "string"}
    page = {"type": "integer", "minimum": 1, "maximum": rows.LAST_PAGE, "default": 1}
    size = {"type": "integer", "minimum": 1, "maximum": rows.MOST, "default": rows.SIZE}
    parts = {**text, "enum": list(rows.PARTS)}
    return {
        "part": _query("part", "比率取哪一部分的明细，不给出时为 numerator；只用于比率", parts, "numerator"),
        "page": _query("page", "第几页", page, 1),
        "size": _query("size", "每页行数", size, 20),
        "sort": _query("sort", "按哪一列排序，列名见回答的 fields；已脱敏的列不能用", text, "since"),
        "desc": _query("desc", "1：降序；与 sort 一起给出", {**text, "enum": [*parameters.TRUE_FALSE]}, "1"),
        "q": _query("q", "名称、标题中含有的文字；人员姓名不可检索", text, "学会"),
    }


def _dimension(dimension: Dimension) -> dict[str, Any]:
    form = "编号或全称" if dimension.large else "代码或名称"
    about = f"{dimension.label}：{form}，可多个；空值写作“{MISSING_LABEL}”"
    example = next(iter(dimension.members.values()), None)
    samples = {"district": "海淀区", "discipline": "工科"}
    example = samples.get(dimension.code, example)
    return _several(dimension.code, about, {"type": "string"}, [example] if example else None)


def _query(name: str, description: str, schema: dict[str, Any], example: Any = None) -> dict[str, Any]:
    made = {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
    made["allowEmptyValue"] = True
    return made if example is None else {**made, "example": example}


def _several(name: str, description: str, items: dict[str, Any], example: Any = None) -> dict[str, Any]:
    made = _query(name, f"{description}（逗号分隔）", array(items), example)
    return {**made, "style": "form", "explode": False}


def _path(name: str, description: str, schema: dict[str, Any], example: str) -> dict[str, Any]:
    made = {"name": name, "in": "path", "required": True, "description": description}
    return {**made, "schema": schema, "example": example}
