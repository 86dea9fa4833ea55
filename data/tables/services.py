"""Science and innovation services: enterprises, needs, envoys, matches, visits, stewards."""

from data.columns import date, text
from data.tables.base import table

SUBJECT = "科创服务"

enterprise = table(
    "enterprise",
    "企业",
    SUBJECT,
    text("id", "编号", key=True),
    text("uscc", "统一社会信用代码", optional=True, aliases=("信用代码", "社会信用代码")),
    text("name", "名称", aliases=("企业名称", "单位名称")),
    text("district_code", "所在区", ref="district.code", optional=True, aliases=("所属区", "行政区", "区县")),
    text("industry_code", "产业", ref="industry.code", optional=True),
    aliases=("企业名录",),
    identified_by=("uscc", "name"),
    known_by=("name", "uscc"),
)

enterprise_need = table(
    "enterprise_need",
    "企业科技需求",
    SUBJECT,
    text("id", "编号", key=True),
    text("enterprise_id", "企业", ref="enterprise.id", aliases=("企业名称",)),
    text("industry_code", "产业", ref="industry.code"),
    text("title", "需求名称"),
    date("accepted_on", "受理日期"),
    date("solved_on", "企业确认解决日期", optional=True),
    aliases=("企业需求", "科技需求"),
    identified_by=("enterprise_id,title,accepted_on",),
)

envoy = table(
    "envoy",
    "产业特派员",
    SUBJECT,
    text("id", "聘任编号", key=True),
    text("person_id", "人员", ref="person.id", aliases=("人员编号",)),
    text("industry_code", "产业", ref="industry.code"),
    date("valid_from", "聘任日期"),
    date("valid_to", "聘期届满日期", optional=True),
    aliases=("特派员",),
    identified_by=("person_id,industry_code,valid_from",),
)

need_match = table(
    "need_match",
    "供需对接",
    SUBJECT,
    text("id", "编号", key=True),
    text("need_id", "需求", ref="enterprise_need.id"),
    text("envoy_id", "产业特派员", ref="envoy.id"),
    date("matched_on", "对接日期"),
    aliases=("供需对接记录",),
    identified_by=("need_id,envoy_id,matched_on",),
)

visit = table(
    "visit",
    "千人进千企走访",
    SUBJECT,
    text("id", "编号", key=True),
    text("enterprise_id", "企业", ref="enterprise.id", aliases=("企业名称",)),
    text("envoy_id", "产业特派员", ref="envoy.id", optional=True),
    date("visited_on", "走访日期"),
    aliases=("走访记录", "千人进千企"),
    identified_by=("enterprise_id,envoy_id,visited_on",),
)

steward = table(
    "steward",
    "服务管家",
    SUBJECT,
    text("id", "编号", key=True),
    text("person_id", "人员", ref="person.id"),
    text(
        "kind",
        "角色",
        note="党建指导员、组织联络员、平台服务员、信息管理员",
        choices=("党建指导员", "组织联络员", "平台服务员", "信息管理员"),
    ),
    text("district_code", "服务区", ref="district.code", optional=True),
    date("valid_from", "上岗日期"),
    date("valid_to", "离岗日期", optional=True),
    aliases=("服务管家名册",),
    identified_by=("person_id,kind,valid_from",),
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
    aliases=("服务工单",),
    identified_by=("steward_id,title,opened_on",),
)
