"""Science and innovation services: enterprises, needs, envoys, matches, visits, stewards."""

from data.columns import date, text
from data.tables.base import table

SUBJECT = "科创服务"

enterprise = table(
    "enterprise",
    "企业",
    SUBJECT,
    text("id", "编号", key=True),
    text("uscc", "统一社会信用代码", optional=True),
    text("name", "名称"),
    text("district_code", "所在区", ref="district.code", optional=True),
    text("industry_code", "产业", ref="industry.code", optional=True),
)

enterprise_need = table(
    "enterprise_need",
    "企业科技需求",
    SUBJECT,
    text("id", "编号", key=True),
    text("enterprise_id", "企业", ref="enterprise.id"),
    text("industry_code", "产业", ref="industry.code"),
    text("title", "需求名称"),
    date("accepted_on", "受理日期"),
    date("solved_on", "企业确认解决日期", optional=True),
)

envoy = table(
    "envoy",
    "产业特派员",
    SUBJECT,
    text("id", "聘任编号", key=True),
    text("person_id", "人员", ref="person.id"),
    text("industry_code", "产业", ref="industry.code"),
    date("valid_from", "聘任日期"),
    date("valid_to", "聘期届满日期", optional=True),
)

need_match = table(
    "need_match",
    "供需对接",
    SUBJECT,
    text("id", "编号", key=True),
    text("need_id", "需求", ref="enterprise_need.id"),
    text("envoy_id", "产业特派员", ref="envoy.id"),
    date("matched_on", "对接日期"),
)

visit = table(
    "visit",
    "千人进千企走访",
    SUBJECT,
    text("id", "编号", key=True),
    text("enterprise_id", "企业", ref="enterprise.id"),
    text("envoy_id", "产业特派员", ref="envoy.id", optional=True),
    date("visited_on", "走访日期"),
)

steward = table(
    "steward",
    "服务管家",
    SUBJECT,
    text("id", "编号", key=True),
    text("person_id", "人员", ref="person.id"),
    text("kind", "角色", note="党建指导员、组织联络员、平台服务员、信息管理员"),
    text("district_code", "服务区", ref="district.code", optional=True),
    date("valid_from", "上岗日期"),
    date("valid_to", "离岗日期", optional=True),
)

service_order = table(
    "service_order",
    "服务单",
    SUBJECT,
    text("id", "编号", key=True),
    text("steward_id", "服务管家", ref="steward.id"),
    text("org_id", "服务对象", ref="organisation.id", optional=True),
    text("title", "事项"),
    date("opened_on", "受理日期"),
    date("closed_on", "办结日期", optional=True),
)
