"""The dimensions (维度) that indicators can be cut and filtered by, each declared once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Column, Table

from data.tables import activities, organisations, reference, services, supervision


@dataclass(frozen=True)
class Dimension:
    """A dimension: its code (also the URL parameter), Chinese label and member labels.

    Members come from a table (``key``, ``name`` and, for short lists, ``sort`` columns) or from
    the fixed ``members`` (code → label, in order). ``large`` lists are never read whole. ``filled``:
    every record has a member, so that there is no 未填写 to choose.
    """

    code: str
    label: str
    table: Table | None = None
    key: str = "code"
    name: str = "name"
    members: Mapping[str, str] = field(default_factory=dict)
    large: bool = False
    filled: bool = False

    def column(self, name: str) -> Column[str]:
        """Column of the label table; only for dimensions that have one."""
        if self.table is None:
            raise LookupError(f"dimension {self.code} has no table")
        return self.table.columns[name]


LIGHTS: Mapping[str, str] = {
    "red": "红灯",
    "yellow": "黄灯",
    "green": "绿灯",
    "blue": "蓝灯",
    "done": "已销号",
}
AGE_BANDS: Mapping[str, str] = {
    "a35": "35岁及以下",
    "a40": "36–40岁",
    "a50": "41–50岁",
    "a60": "51–60岁",
    "a99": "60岁以上",
}


def _fixed(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_ALL = (
    Dimension("district", "区", reference.district),
    Dimension("discipline", "学科类", reference.society_class),
    Dimension("own_discipline", "本人学科类", reference.society_class),
    Dimension("org_type", "组织类型", reference.org_type),
    Dimension("organisation", "组织", organisations.organisation, key="id", large=True),
    Dimension("department", "部门", reference.department),
    Dimension("component", "业务组件", reference.component),
    Dimension("platform", "平台", reference.platform, filled=True),
    Dimension("source", "事项来源", reference.task_source, filled=True),
    Dimension("light", "亮灯", members=LIGHTS, filled=True),
    Dimension("task", "督办事项", supervision.task, key="id", name="title", large=True, filled=True),
    Dimension("activity", "活动", activities.activity, key="id", name="title", large=True, filled=True),
    Dimension("industry", "产业", reference.industry),
    Dimension("enterprise", "企业", services.enterprise, key="id", large=True, filled=True),
    Dimension("domain", "领域", reference.media_domain, filled=True),
    Dimension("channel", "渠道", reference.channel),
    Dimension("province", "省市", reference.province, filled=True),
    Dimension("title_level", "职称", reference.title_level),
    Dimension("age_band", "年龄段", members=AGE_BANDS),
    Dimension("gender", "性别", members=_fixed("男", "女")),
    Dimension("role", "职务", reference.member_role, filled=True),
    Dimension("party_branch", "党总支", organisations.party_branch, filled=True),
    Dimension("party_group", "党建小组", organisations.party_group, key="id", large=True, filled=True),
    Dimension(
        "steward",
        "服务管家角色",
        members=_fixed("党建指导员", "组织联络员", "平台服务员", "信息管理员"),
        filled=True,
    ),
    Dimension("media_kind", "资源类别", members=_fixed("图文", "音频", "视频"), filled=True),
    Dimension("feed", "数据表", filled=True),
    Dimension("field", "字段", filled=True),
)

DIMENSIONS: Mapping[str, Dimension] = {d.code: d for d in _ALL}
