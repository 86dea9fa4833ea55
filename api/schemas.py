"""JSON schemas of every answer, for the OpenAPI document; tests hold real answers against them."""

from __future__ import annotations

from typing import get_args

from api import heartbeat
from api.shapes import DAY, MOMENT, STALE, TEXT, VALUE, WHOLE, YES_NO, Schema, array, closed, nullable, ref
from api.values_doc import BESIDE_VALUE, VALUES
from data.precision import PRECISIONS
from queries.dimensions import DIMENSIONS
from queries.indicators import INDICATORS
from queries.model import Better, Kind
from queries.reconcile import VERDICTS
from queries.thresholds import LEVELS
from readers.signals import ENDS, STATES
from readers.walls import WallState

_NAMED = closed({"code": TEXT, "name": TEXT})
_LABELLED = closed({"code": TEXT, "label": TEXT})
_HEAD: dict[str, Schema] = {
    "code": TEXT,
    "name": TEXT,
    "unit": TEXT,
    "kind": {"enum": list(get_args(Kind))},
    "as_of": DAY,
    "start": DAY,
    "end": {**DAY, "description": "计到的一天，不晚于 as_of"},
    "capped": array(ref("Capped")),
    "version": TEXT,
    "demonstration": {**YES_NO, "description": "是否演示数据"},
    "stale": STALE,
    "filters": ref("Filters"),
}
_INDICATOR = closed(
    {
        "code": TEXT,
        "name": TEXT,
        "pillar": TEXT,
        "unit": TEXT,
        "kind": {"enum": list(get_args(Kind)), "description": "stock 时点，flow 期间，ratio 比率"},
        "definition": {**TEXT, "description": "口径"},
        "note": TEXT,
        "owner": {**TEXT, "description": "责任部门"},
        "system": {**TEXT, "description": "来源系统"},
        "better": {"enum": list(get_args(Better)), "description": "升好、降好或不分"},
        "frequency": {**TEXT, "description": "更新频次"},
        "listed": {**YES_NO, "description": "false：只作其他指标的组成部分"},
        "dimensions": array(ref("Labelled")),
        "drill": {**array(ref("Labelled")), "description": "下钻路径"},
        "numerator": nullable(ref("Named")),
        "denominator": nullable(ref("Named")),
        "components": array(ref("Named")),
    }
)
_IGNORED = closed({"values": array(ref("Named")), "reason": TEXT})
_FILTERS = closed(
    {
        "applied": {"type": "object", "additionalProperties": array(ref("Named"))},
        "ignored": {"type": "object", "additionalProperties": _IGNORED},
    },
    note="所给的每个筛选参数必在其一：已用（参数 → 成员），或未用及其原因",
)
_ROW: Schema = {
    "type": "object",
    "description": "每个分组维度一个名称和一个 <维度>_code；有 interval 时有 period",
    "properties": {
        **{d: {**TEXT, "description": DIMENSIONS[d].label} for d in DIMENSIONS},
        **{f"{d}_code": TEXT for d in DIMENSIONS},
        "period": {**TEXT, "description": "2022-03、2022-Q1、2022、2022-W09 或 2022-03-05"},
        "value": VALUE,
    },
    "required": ["value"],
    "additionalProperties": False,
}
_FIELD = closed(
    {"name": TEXT, "label": TEXT, "masked": {**YES_NO, "description": "已脱敏"}, "numeric": YES_NO}
)
_ROWS_PAGE = closed(
    {
        **_HEAD,
        "part": nullable(
            closed({"part": {"enum": ["numerator", "denominator"]}, "code": TEXT, "name": TEXT})
        ),
        "fields": array(ref("Field")),
        "total": {**WHOLE, "description": "行数；计数类指标与其数值相等"},
        "page": WHOLE,
        "size": WHOLE,
        "pages": WHOLE,
        "rows": array(
            {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}}
        ),
    }
)
_PART = closed({"part": {"enum": ["numerator", "denominator"]}, "code": TEXT, "name": TEXT})
_DIMENSION: dict[str, Schema] = {
    "code": TEXT,
    "label": TEXT,
    "large": {**YES_NO, "description": "成员很多，不整表列出"},
    "listed": {**YES_NO, "description": "成员可以列出"},
    "indicators": array(TEXT),
}
_MEMBERS = closed(
    {
        **_DIMENSION,
        "version": TEXT,
        "stale": STALE,
        "members": nullable(array(ref("Named"))),
        "hint": TEXT,
    }
)
_FOUND = closed(
    {
        "code": TEXT,
        "label": TEXT,
        "version": TEXT,
        "stale": STALE,
        "members": array(
            closed({"code": TEXT, "name": TEXT, "hint": {**TEXT, "description": "类型、区，退出的日期"}})
        ),
    }
)
_VERSION = closed(
    {
        "version": TEXT,
        "business_date": {**DAY, "description": "截至日期"},
        "published_at": MOMENT,
        "demonstration": YES_NO,
        "title": {"type": ["string", "null"]},
        "stale": STALE,
        "notice": {**TEXT, "description": "所答不是最新版本的原因（例如最新版本的数据文件损坏）；没有则为空"},
    }
)
_ERROR = closed(
    {
        "error": closed(
            {
                "code": TEXT,
                "message": TEXT,
                "parameter": {**TEXT, "description": "出错的参数"},
                "expected": {**array(TEXT), "description": "正确的取值，或写法"},
                "nearest": {**array(ref("Named")), "description": "相近的代码"},
            },
            optional=("parameter", "expected", "nearest"),
        )
    }
)
_OR_TEXT: Schema = {"type": ["string", "null"]}
_FIGURE = closed(
    {
        "key": {**TEXT, "description": "公布数字的编号"},
        "name": TEXT,
        "code": {**_OR_TEXT, "description": "对应指标；没有则为 null"},
        "indicator": _OR_TEXT,
        "owner": {**_OR_TEXT, "description": "责任部门"},
        "text": {**TEXT, "description": "公布值连同精度，如 近7,000次"},
        "value": {**VALUE, "description": "公布值，单位为 unit；排序为 null"},
        "unit": TEXT,
        "precision": {"enum": list(PRECISIONS)},
        "condition": {**TEXT, "description": "与指标口径不同之处"},
        "start": {**DAY, "description": "期初；时点指标不用"},
        "as_of": DAY,
        "source": {**TEXT, "description": "出处"},
        "quote": {**TEXT, "description": "原文"},
        "now": {**VALUE, "description": "现库同一日期、期间、口径的值，单位为 now_unit"},
        "now_unit": TEXT,
        "published": {**VALUE, "description": "公布值，换算为 now_unit"},
        "difference": {**VALUE, "description": "现库值减公布值；比率为百分点"},
        "share": {**VALUE, "description": "差占公布值的百分比；比率为 null"},
        "order": {**array(TEXT), "description": "排序：现库的次序"},
        "verdict": {"enum": list(VERDICTS)},
        "conclusion": {**TEXT, "description": "结论，如 相差 12（3.4%）"},
        "reason": TEXT,
    }
)
_RECONCILIATION = closed(
    {
        "version": TEXT,
        "business_date": DAY,
        "demonstration": YES_NO,
        "stale": STALE,
        "total": {**WHOLE, "description": "全部公布数字的个数"},
        "counts": closed(dict.fromkeys(VERDICTS, WHOLE), note="各结论的个数"),
        "figures": array(ref("Figure")),
    }
)
_OR_DAY: Schema = {**DAY, "type": ["string", "null"]}
_SIGNAL = closed(
    {
        "id": TEXT,
        "code": {**TEXT, "description": "指标；可能已取消"},
        "name": TEXT,
        "unit": TEXT,
        "pillar": TEXT,
        "owner": {**TEXT, "description": "责任部门"},
        "dimension": {**_OR_TEXT, "description": "按成员判断的维度；整体为 null"},
        "member": _OR_TEXT,
        "member_name": _OR_TEXT,
        "level": {"enum": list(LEVELS), "description": "watch 关注，alert 预警"},
        "state": {"enum": list(STATES), "description": "新出现、仍未恢复、已恢复"},
        "threshold": {**TEXT, "description": "越过的阈值，如 低于 90%"},
        "limit": {**VALUE, "description": "阈值：单位同指标；变动为 % 或百分点；新高、新低为月数"},
        "value": {**VALUE, "description": "最近一次越线时的值"},
        "compared": {**VALUE, "description": "与之比较的上年、上月值，或此前的最高（低）值"},
        "measured": {**VALUE, "description": "与阈值比对的数：值、变动，或月数"},
        "before": {**VALUE, "description": "越线前一版本的值"},
        "since_version": TEXT,
        "since": {**DAY, "description": "该版本的截至日期"},
        "opened_at": MOMENT,
        "ended": {"enum": [*ENDS, None], "description": "恢复、无数值、阈值调整、指标取消"},
        "ended_version": _OR_TEXT,
        "ended_on": _OR_DAY,
        "ended_value": VALUE,
    }
)
_SIGNALS = closed(
    {
        "version": {**TEXT, "description": "最近一次比对的版本"},
        "business_date": _OR_DAY,
        "demonstration": YES_NO,
        "stale": STALE,
        "checked_at": {**MOMENT, "type": ["string", "null"]},
        "compared": {**WHOLE, "description": "比对过的数值个数"},
        "signals": array(ref("Signal")),
    }
)
_NEWS: dict[str, Schema] = {
    "edition": {"type": ["string", "null"], "description": "当前版本@发布时间；从未见过数据库时为 null"},
    "version": {"type": ["string", "null"]},
    "live": {**YES_NO, "description": "数据库此刻可用"},
    "release": {**TEXT, "description": "程序与页面文件的摘要；变化后应重新载入页面"},
    "now": {**MOMENT, "description": "服务器时间（北京时间）"},
}
_BEAT: dict[str, Schema] = {
    name: {**form.schema, "description": form.right} for name, form in heartbeat.FORMS.items()
}
_WALL = closed(
    {
        **_BEAT,
        "seen_at": {**MOMENT, "description": "最近一次心跳"},
        "address": {**TEXT, "description": "心跳来自的地址"},
        "age_seconds": {**WHOLE, "description": "距最近一次心跳的秒数"},
        "state": {"enum": list(get_args(WallState)), "description": "失联：超过一分钟没有心跳"},
    }
)
_CHECK = closed({"ok": YES_NO, "reason": TEXT})
_READY = closed(
    {
        "ready": YES_NO,
        "degraded": {
            **YES_NO,
            "description": "能展示数据，但不完全正常，原因见 checks",
        },
        "version": {"type": ["string", "null"]},
        "checks": closed({name: ref("Check") for name in ("database", "version", "store", "cache", "warm")}),
    }
)


def schemas() -> dict[str, Schema]:
    """Every component schema by name."""
    code = {"type": "string", "enum": list(INDICATORS)}
    return {
        "Named": _NAMED,
        "Labelled": _LABELLED,
        "IndicatorCode": code,
        "Indicator": _INDICATOR,
        "Filters": _FILTERS,
        "Value": closed({**_HEAD, **BESIDE_VALUE}, optional=("target",)),
        **VALUES,
        "Series": closed({**_HEAD, "rows": array(ref("Row"))}),
        "Row": _ROW,
        "Field": _FIELD,
        "Part": _PART,
        "RowsPage": _ROWS_PAGE,
        "Dimension": closed(_DIMENSION),
        "Members": _MEMBERS,
        "Found": _FOUND,
        "Figure": _FIGURE,
        "Reconciliation": _RECONCILIATION,
        "Signal": _SIGNAL,
        "Signals": _SIGNALS,
        "Version": _VERSION,
        "Error": _ERROR,
        "Heartbeat": closed(_BEAT, optional=heartbeat.OPTIONAL),
        "News": closed(_NEWS),
        "Wall": _WALL,
        "Walls": closed({**_NEWS, "walls": array(ref("Wall"))}),
        "Alive": closed({"alive": {"const": True}}),
        "Check": _CHECK,
        "Ready": _READY,
    }
