"""What JSON schemas of answers are put together from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
YES_NO: Schema = {"type": "boolean"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
VALUE: Schema = {"type": ["number", "null"], "description": "数值；无从计算时（如分母为零）为 null"}
STALE: Schema = {"type": "boolean", "description": "数据库暂不可用，所答为最近一次可用的数据"}


def ref(name: str) -> Schema:
    """Reference to a component schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def array(items: Schema) -> Schema:
    """A list of ``items``."""
    return {"type": "array", "items": items}


def closed(properties: Mapping[str, Schema], optional: tuple[str, ...] = (), note: str = "") -> Schema:
    """An object that has these properties and no others."""
    made: Schema = {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
    return made | ({"description": note} if note else {})


def nullable(schema: Schema) -> Schema:
    """``schema`` or null."""
    return {"anyOf": [schema, {"type": "null"}]}
