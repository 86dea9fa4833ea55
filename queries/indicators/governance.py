"""党建与数据治理: party records, coverage, and the health of the data itself."""

from typing import Any

from queries.model import Better, Indicator, Ratio, flow, stock
from queries.sources.governance import BUSINESS, COVERED, ENTRIES, FEEDS, PARTY_RECORDS, QUALITY
from queries.thresholds import Threshold, above, below, falls

_PARTY: dict[str, Any] = {"pillar": "党建", "system": "社会组织党建", "owner": "机关党委"}
_DATA: dict[str, Any] = {"pillar": "数据治理", "system": "数据底座", "owner": "规划发展部"}
_FIELD = ("platform", "feed", "field")


def _quality(
    code: str, name: str, kind: str, definition: str, better: Better, what: str, *signals: Threshold
) -> tuple[Indicator, ...]:
    """A rate over the latest quality measurements, with its two parts."""
    shared: dict[str, Any] = {**_DATA, "drill": _FIELD, "better": better}
    where = {"kind": kind}
    return (
        Indicator(
            code=code,
            name=name,
            unit="%",
            definition=definition,
            **shared,
            signals=signals,
            measure=Ratio(f"{code}.matched", f"{code}.total"),
        ),
        Indicator(
            code=f"{code}.matched",
            name=what,
            unit="行",
            listed=False,
            **shared,
            definition=f"{name}的分子，取各字段最近一次测量",
            measure=stock(QUALITY, total="matched", where=where),
        ),
        Indicator(
            code=f"{code}.total",
            name=f"{name}的总数",
            unit="行",
            listed=False,
            **shared,
            definition=f"{name}的分母，取各字段最近一次测量",
            measure=stock(QUALITY, total="total", where=where),
        ),
    )


INDICATORS = (
    Indicator(
        code="DJ01",
        name="社会组织党建工作记录",
        unit="条",
        drill=("party_branch", "party_group", "organisation"),
        **_PARTY,
        definition="期内审核通过的党建小组工作记录",
        signals=(falls(30, 50),),
        measure=flow(PARTY_RECORDS, distinct="id"),
    ),
    Indicator(
        code="DJ02",
        name="党建小组覆盖率",
        unit="%",
        drill=("discipline", "organisation"),
        **_PARTY,
        definition="有党建小组的市级学协会 ÷ 市级学协会",
        signals=(below(80, 60),),
        measure=Ratio("DJ02.covered", "ZZ05.base"),
    ),
    Indicator(
        code="DJ02.covered",
        name="有党建小组的学协会",
        unit="家",
        listed=False,
        drill=("discipline", "organisation"),
        **_PARTY,
        definition="截至当日有有效党建小组的市级学协会",
        measure=stock(COVERED, distinct="organisation"),
    ),
    Indicator(
        code="SJ01",
        name="上平台率",
        unit="%",
        drill=("department",),
        **_DATA,
        definition="有系统留痕的业务 ÷ 业务清单（无数据不业务）",
        signals=(below(90, 70),),
        measure=Ratio("SJ01.traced", "SJ01.base"),
    ),
    Indicator(
        code="SJ01.traced",
        name="有系统留痕的业务",
        unit="项",
        listed=False,
        drill=("department",),
        **_DATA,
        definition="业务清单中截至当日已有系统留痕的业务",
        measure=stock(BUSINESS, distinct="id", where={"is_traced": True}),
    ),
    Indicator(
        code="SJ01.base",
        name="业务清单",
        unit="项",
        listed=False,
        drill=("department",),
        **_DATA,
        definition="截至当日列入业务清单的业务",
        measure=stock(BUSINESS, distinct="id"),
    ),
    Indicator(
        code="SJ02",
        name="更新及时率",
        unit="%",
        drill=("platform", "feed"),
        **_DATA,
        definition="最近交付未超过约定间隔的数据表 ÷ 应更新的数据表",
        signals=(
            below(95, 85),
            below(80, 60, by="platform"),
        ),
        measure=Ratio("SJ02.fresh", "SJ02.base"),
        also=("SJ02.late",),
    ),
    Indicator(
        code="SJ02.fresh",
        name="按约定更新的数据表",
        unit="张",
        listed=False,
        drill=("platform", "feed"),
        definition="截至当日，最近交付未超过约定间隔的数据表",
        **_DATA,
        measure=stock(FEEDS, distinct="id", where={"is_fresh": True}),
    ),
    Indicator(
        code="SJ02.base",
        name="应更新的数据表",
        unit="张",
        listed=False,
        drill=("platform", "feed"),
        definition="截至当日启用的数据来源",
        **_DATA,
        measure=stock(FEEDS, distinct="id"),
    ),
    Indicator(
        code="SJ02.late",
        name="未按约定更新的数据表",
        unit="张",
        listed=False,
        drill=("platform", "feed"),
        better="down",
        definition="截至当日，最近交付超过约定间隔或从未交付的数据表；与按约定更新的合为应更新的",
        **_DATA,
        measure=stock(FEEDS, distinct="id", where={"is_fresh": False}),
    ),
    *_quality(
        "SJ03", "必填完整率", "required", "必填字段非空的行 ÷ 总行", "up", "必填非空的行", below(90, 80)
    ),
    *_quality(
        "SJ04",
        "校验通过率",
        "valid",
        "通过校验（信用代码校验位等）的行 ÷ 总行",
        "up",
        "通过校验的行",
        below(98, 95),
    ),
    *_quality(
        "SJ05", "疑似重复率", "duplicate", "疑似重复主体 ÷ 主体总数", "down", "疑似重复主体", above(3, 8)
    ),
    Indicator(
        code="SJ06",
        name="口径发布率",
        unit="%",
        drill=("department",),
        **_DATA,
        definition="有定义、算法、责任部门的指标 ÷ 在用指标",
        signals=(below(95, 90),),
        measure=Ratio("SJ06.complete", "SJ06.base"),
    ),
    Indicator(
        code="SJ06.complete",
        name="口径完备的指标",
        unit="个",
        listed=False,
        drill=("department",),
        **_DATA,
        definition="有定义、算法、责任部门的在用指标",
        measure=stock(ENTRIES, distinct="id", where={"is_complete": True}),
    ),
    Indicator(
        code="SJ06.base",
        name="在用指标",
        unit="个",
        listed=False,
        drill=("department",),
        **_DATA,
        definition="截至当日在用的指标",
        measure=stock(ENTRIES, distinct="id"),
    ),
)
