"""宣传展示: media resources, submissions, matrices and articles."""

from typing import Any

from queries.model import Indicator, Ratio, flow, stock
from queries.sources.activities import HELD
from queries.sources.communication import ARTICLES, CHANNELS, RESOURCES, SUBMISSIONS
from queries.thresholds import below, falls

_UPLOAD: dict[str, Any] = {"pillar": "宣传展示", "system": "传资源", "owner": "宣文部"}
_KITCHEN: dict[str, Any] = {"pillar": "宣传展示", "system": "科普中央厨房", "owner": "宣文部"}

INDICATORS = (
    Indicator(
        code="XC01",
        name="媒体资源",
        unit="个",
        drill=("domain",),
        **_UPLOAD,
        definition="截至当日在库的图文、音视频资源，按内容指纹去重",
        measure=stock(RESOURCES, distinct="id"),
        also=("XC01.domains", "XC06"),
    ),
    Indicator(
        code="XC01.domains",
        name="资源领域数",
        unit="个",
        listed=False,
        drill=("domain",),
        **_UPLOAD,
        definition="在库资源涉及的领域数",
        measure=stock(RESOURCES, distinct="domain"),
    ),
    Indicator(
        code="XC02",
        name="报送信息",
        unit="条",
        drill=("organisation",),
        **_UPLOAD,
        definition="期内各级组织报送的信息",
        measure=flow(SUBMISSIONS, distinct="id"),
    ),
    Indicator(
        code="XC03",
        name="媒体矩阵",
        unit="个",
        drill=("channel",),
        better="none",
        **_KITCHEN,
        definition="截至当日在用的媒体矩阵",
        measure=stock(CHANNELS, distinct="channel"),
    ),
    Indicator(
        code="XC04",
        name="发布稿件",
        unit="篇",
        drill=("channel",),
        **_KITCHEN,
        definition="期内首发的稿件，一稿多渠道计 1",
        signals=(falls(20, 40),),
        measure=flow(ARTICLES, distinct="id"),
    ),
    Indicator(
        code="XC05",
        name="活动宣传率",
        unit="%",
        drill=("organisation",),
        **_KITCHEN,
        definition="有稿件的活动 ÷ 业务活动（无宣传不活动）",
        signals=(
            below(80, 60),
            falls(5, 10),
        ),
        measure=Ratio("XC05.reported", "HD01"),
    ),
    Indicator(
        code="XC05.reported",
        name="有稿件的活动",
        unit="项",
        listed=False,
        drill=("organisation",),
        definition="期内举办且截至当日有稿件报道的业务活动",
        **_KITCHEN,
        measure=flow(HELD, distinct="activity", where={"has_article": True}),
    ),
    Indicator(
        code="XC06",
        name="媒体资源容量",
        unit="TB",
        drill=("domain",),
        better="none",
        **_UPLOAD,
        definition="在库媒体资源（去重）文件合计大小，1 TB = 10^12 字节",
        measure=stock(RESOURCES, total="kilobytes", divisor=10**9),
    ),
)
