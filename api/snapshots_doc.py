"""What the OpenAPI document says of ``/api/v1/snapshots``: paths, parameters, schemas."""

from __future__ import annotations

from typing import Any, get_args

from api.shapes import DAY, MOMENT, TEXT, WHOLE, YES_NO, Schema, array, closed, ref
from api.snapshots import MOST, MOST_BYTES, order_schema
from jobs.model import State

_ERRORS = ("400", "403", "415", "429", "503")


def schemas() -> dict[str, Schema]:
    """Schemas by name."""
    artefact = {
        **dict.fromkeys(("id", "code", "kind", "title", "page", "query", "tile", "version"), TEXT),
        **dict.fromkeys(("filters", "maker", "file_name", "file", "verify"), TEXT),
        "sha256": {**TEXT, "pattern": "^[0-9a-f]{64}$"},
        "size": {**WHOLE, "description": "字节数"},
        "business_date": DAY,
        "created_at": MOMENT,
        "indicators": array(TEXT),
        "is_demonstration": YES_NO,
        "is_issued": {**YES_NO, "description": "已签发，长期保留"},
    }
    task = {
        "job": TEXT,
        "state": {"enum": list(get_args(State)), "description": "等待、处理中、完成、未完成、已取消"},
        "phase": TEXT,
        "share": {"type": "number", "minimum": 0, "maximum": 1},
        "error": {**TEXT, "description": "未完成的原因：哪一块画面不完整"},
        "href": TEXT,
        "artefact": {"anyOf": [ref("Artefact"), {"type": "null"}]},
    }
    return {
        "Artefact": closed(artefact),
        "SnapshotOrder": order_schema(),
        "SnapshotTask": closed(task),
        "Artefacts": closed({"total": WHOLE, "artefacts": array(ref("Artefact"))}),
    }


def paths() -> dict[str, Any]:
    """The two paths."""
    said = {"required": True, "content": {"application/json": {"schema": ref("SnapshotOrder")}}}
    begun = {"202": _body("已在排队", ref("SnapshotTask")), **_errors(*_ERRORS)}
    found = {"200": _body("归档的文件，最近的在前", ref("Artefacts")), **_errors("400", "503")}
    state = {"200": _body("进度；完成后有归档的文件", ref("SnapshotTask")), **_errors("400", "404", "503")}
    job = {"name": "job", "in": "path", "required": True, "schema": TEXT, "description": "任务编号"}
    return {
        "/api/v1/snapshots": {
            "get": {"summary": "归档的快照与简报", "parameters": _parameters(), "responses": found},
            "post": {
                "summary": "制作快照：任一页面、大屏场景或其中一块，PDF 或 PNG",
                "description": f"请求内容至多 {MOST_BYTES} 字节；其他网站的页面发来的请求不执行",
                "requestBody": said,
                "responses": begun,
            },
        },
        "/api/v1/snapshots/{job}": {
            "get": {"summary": "一个快照任务", "parameters": [job], "responses": state}
        },
    }


def _parameters() -> list[dict[str, Any]]:
    described = {
        "page": ("只要这一页面的", TEXT, "/members"),
        "indicator": ("含有这一指标的", TEXT, "RC01"),
        "kind": ("只要这一类型的，可以只写开头", TEXT, "snapshot"),
        "maker": ("只要这一制作人的", TEXT, "张三"),
        "code": ("验证码", TEXT, "K7QM-3F9T-2B"),
        "since": ("制作日期自", DAY, "2022-01-01"),
        "until": ("制作日期至", DAY, "2022-12-30"),
        "limit": ("最多几个", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50}, 5),
    }
    return [
        {
            **{"name": name, "in": "query", "description": words, "schema": schema, "example": example},
            "allowEmptyValue": True,
        }
        for name, (words, schema, example) in described.items()
    ]


def _body(text: str, schema: Schema) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": schema}}}


def _errors(*statuses: str) -> dict[str, Any]:
    return {status: {"$ref": f"#/components/responses/{status}"} for status in statuses}
