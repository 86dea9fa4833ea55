"""科创服务: envoys, needs, visits, stewards."""

from typing import Any

from queries.model import Indicator, Ratio, flow, stock
from queries.sources.services import ENVOYS, NEEDS, ORDERS, STEWARDS, VISITS
from queries.thresholds import below, falls

_MATCHING: dict[str, Any] = {"pillar": "科创服务", "system": "供需对接", "owner": "科创部"}
_STEWARD: dict[str, Any] = {"pillar": "科创服务", "system": "服务管家", "owner": "科创部"}

INDICATORS = (
    Indicator(
        code="KC01",
        name="产业特派员",
        unit="人",
        drill=("industry",),
        **_MATCHING,
        definition="截至当日有效聘任的产业特派员，去重",
        measure=stock(ENVOYS, distinct="person"),
    ),
    Indicator(
        code="KC02",
        name="企业科技需求",
        unit="个",
        drill=("industry", "district", "enterprise"),
        definition="期内已受理的企业科技需求",
        **_MATCHING,
        signals=(falls(30, 50),),
        measure=flow(NEEDS, distinct="id"),
    ),
    Indicator(
        code="KC03",
        name="需求对接率",
        unit="%",
        drill=("industry", "district"),
        **_MATCHING,
        definition="期内受理需求中截至当日有至少 1 次对接的 ÷ 期内受理需求",
        signals=(below(70, 50),),
        measure=Ratio("KC03.matched", "KC02"),
    ),
    Indicator(
        code="KC03.matched",
        name="已对接需求",
        unit="个",
        listed=False,
        drill=("industry", "district", "enterprise"),
        **_MATCHING,
        definition="期内受理且截至当日有至少 1 次对接的需求",
        measure=flow(NEEDS, distinct="id", where={"is_matched": True}),
    ),
    Indicator(
        code="KC04",
        name="需求解决率",
        unit="%",
        drill=("industry", "district"),
        **_MATCHING,
        definition="期内受理需求中企业确认解决的 ÷ 期内受理需求",
        measure=Ratio("KC04.solved", "KC02"),
    ),
    Indicator(
        code="KC04.solved",
        name="已解决需求",
        unit="个",
        listed=False,
        drill=("industry", "district", "enterprise"),
        **_MATCHING,
        definition="期内受理且截至当日企业确认解决的需求",
        measure=flow(NEEDS, distinct="id", where={"is_solved": True}),
    ),
    Indicator(
        code="KC05",
        name="千人进千企服务企业",
        unit="家",
        drill=("district", "enterprise"),
        **_MATCHING,
        definition="期内走访服务的企业，去重",
        signals=(falls(30, 50),),
        measure=flow(VISITS, distinct="enterprise"),
    ),
    Indicator(
        code="KC06",
        name="服务管家人均服务",
        unit="单",
        drill=("district", "steward"),
        **_STEWARD,
        definition="期内服务单 ÷ 期末在岗服务管家",
        measure=Ratio("KC06.orders", "KC06.stewards", percent=False),
    ),
    Indicator(
        code="KC06.orders",
        name="服务单",
        unit="单",
        listed=False,
        drill=("district", "steward"),
        **_STEWARD,
        definition="期内受理的服务单",
        measure=flow(ORDERS, distinct="id"),
    ),
    Indicator(
        code="KC06.stewards",
        name="在岗服务管家",
        unit="人",
        listed=False,
        drill=("district", "steward"),
        definition="期末在岗的服务管家",
        **_STEWARD,
        measure=stock(STEWARDS, distinct="id", at="period_end"),
    ),
)
