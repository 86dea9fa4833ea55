"""Schemas of what stands beside a figure: the days counted, what it is compared with, its target."""

from __future__ import annotations

from api.shapes import DAY, TEXT, VALUE, YES_NO, Schema, closed, ref

_CAPPED = closed(
    {"parameter": TEXT, "asked": DAY, "counted": DAY, "reason": TEXT},
    note="所给日期晚于能计到的一天：实际按 counted 计；没有这样的日期时为空",
)
_BASE = closed({"start": DAY, "end": DAY, "value": VALUE})
_COMPARED = closed(
    {"before": _BASE, "year_before": _BASE},
    note="环比（before）与同比（year_before）：各自所计的起止日期和数值；时点指标起止为同一天",
)
_TARGET = closed(
    {
        "value": {**VALUE, "description": "目标值，单位为 unit；越少越好的指标为不超过的数"},
        "start": DAY,
        "end": DAY,
        "share": {**VALUE, "description": "完成率：value ÷ 目标，%；目标为零时为 null"},
        "time_gone": {**VALUE, "description": "时间进度，%；只用于期间累计的指标，其他为 null"},
        "reached": {**YES_NO, "description": "是否已达到目标；越少越好的指标为是否未超出"},
        "source": TEXT,
    },
    note="与所给条件、期间相符的目标；没有目标时不给出",
)

#: What an answer of one number has besides its head.
BESIDE_VALUE: dict[str, Schema] = {"value": VALUE, "compared": ref("Compared"), "target": ref("Target")}
#: The component schemas of this module by name.
VALUES: dict[str, Schema] = {"Capped": _CAPPED, "Compared": _COMPARED, "Target": _TARGET}
