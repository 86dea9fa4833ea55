"""The body of a wall's heartbeat: its fields, each declared once, and what is said of a wrong one."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from api.errors import ApiError, BadParameter
from readers.walls import Heartbeat
from store.base import ZONE

#: Bytes; a full heartbeat has some 400.
MOST_BYTES = 4096
#: The greatest whole number that a browser counts exactly.
_MOST_COUNT = 2**53 - 1
#: Neither control characters nor marks that change how the text around them reads.
_PLAIN = r"[^\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]{1,%d}"
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_YEARS = range(2000, 2200)


@dataclass(frozen=True)
class Form:
    """What a field may hold: as a JSON schema, as a test of a value, and in words."""

    schema: Mapping[str, Any]
    fits: Callable[[Any], bool]
    right: str


def _text(pattern: str, right: str) -> Form:
    whole = re.compile(pattern)
    schema = {"type": "string", "pattern": f"^{pattern}$"}
    return Form(schema, lambda v: isinstance(v, str) and whole.fullmatch(v) is not None, right)


def _number(right: str, most: float) -> Form:
    def fits(value: Any) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most

    return Form({"type": "number", "minimum": 0, "maximum": most}, fits, right)


def _whole(right: str) -> Form:
    def fits(value: Any) -> bool:
        return type(value) is int and 0 <= value <= _MOST_COUNT

    return Form({"type": "integer", "minimum": 0, "maximum": _MOST_COUNT}, fits, right)


def _moment(right: str) -> Form:
    return Form({"type": "string", "format": "date-time"}, lambda v: _read_moment(v) is not None, right)


def _or_null(form: Form) -> Form:
    schema = {"anyOf": [form.schema, {"type": "null"}]}
    return Form(schema, lambda v: v is None or form.fits(v), f"{form.right}，或 null")


FORMS: Mapping[str, Form] = {
    "wall": _text(r"[A-Za-z0-9_-]{4,40}", "4 到 40 个字母、数字、下划线或连字符"),
    "name": _or_null(_text(_PLAIN % 40, "1 到 40 个字，不含控制字符")),
    "scene": _text(_PLAIN % 40, "1 到 40 个字，不含控制字符"),
    "edition": _or_null(_text(r"[0-9]{6,12}@[0-9T:.+-]{19,40}", "版本@发布时间，即回答中的 edition")),
    "release": _or_null(_text(r"[0-9A-Za-z._-]{1,40}", "程序摘要，即回答中的 release")),
    "painted_at": _or_null(_moment("带时区的时间，如 2026-11-20T08:00:00+08:00")),
    "memory_mb": _or_null(_number("0 到 1000000 之间的数（MB）", 1_000_000)),
    "size": _text(r"[0-9]{1,5}x[0-9]{1,5}", "宽x高，如 5120x1440"),
    "refreshes": _whole("不小于 0 的整数"),
    "errors": _whole("不小于 0 的整数"),
    "offline_seconds": _number("不小于 0 的数（秒）", _MOST_COUNT),
}
OPTIONAL = ("name",)


def read(body: bytes) -> Heartbeat:
    """The heartbeat in a request's body; ``ApiError`` (400) says which field is wrong, and what is right."""
    said = _object(body)
    for name in said:
        if name not in FORMS:
            near = get_close_matches(name, FORMS, 3, 0.5)
            hint = f"，是否指 {'、'.join(near)}" if near else ""
            shown = _clean(name)
            raise BadParameter(
                shown, f"没有字段 {shown}{hint}；可用字段：{'、'.join(FORMS)}", near or [*FORMS]
            )
    for name, form in FORMS.items():
        if name not in said and name not in OPTIONAL:
            raise BadParameter(name, f"缺少字段 {name}，应为 {form.right}", [form.right])
        if name in said and not form.fits(said[name]):
            message = f"字段 {name}：{_shown(said[name])} 不能使用，应为 {form.right}"
            raise BadParameter(name, message, [form.right])
    painted = _read_moment(said["painted_at"])
    return Heartbeat(**said | {"painted_at": painted and painted.isoformat(timespec="milliseconds")})


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise _bad_body(f"第 {error.lineno} 行第 {error.colno} 列起不是 JSON") from error
    except UnicodeDecodeError as error:
        raise _bad_body("不是 UTF-8 编码") from error
    except RecursionError as error:
        raise _bad_body("嵌套过深") from error
    if not isinstance(said, dict):
        raise _bad_body("不是一个 JSON 对象")
    return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _bad_body("同一字段给出了两次")
    return found


def _refuse(constant: str) -> None:
    raise _bad_body(f"{constant} 不是 JSON")


def _bad_body(trouble: str) -> ApiError:
    right = "UTF-8 编码的 JSON 对象"
    return ApiError(400, "bad_body", f"请求内容{trouble}，应为 {right}", expected=[right])


def _read_moment(value: object) -> datetime | None:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.astimezone(ZONE) if moment.year in _YEARS else None


def _shown(value: object) -> str:
    """A wrong value as a message can say it."""
    if isinstance(value, dict | list):
        return "对象" if isinstance(value, dict) else "列表"
    if isinstance(value, float) and not math.isfinite(value):
        return "过大的数"
    return _clean(json.dumps(value, ensure_ascii=False))


def _clean(text: str) -> str:
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:40])
    return shown + ("…" if len(text) > 40 else "")
