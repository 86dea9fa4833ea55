"""Persons, memberships, appointments, experts, contacts and individual registrations."""

from data.columns import date, flag, integer, text
from data.tables.base import table

SUBJECT = "人才"

person = table(
    "person",
    "人员",
    SUBJECT,
    text("id", "人员编号", key=True, note="自然人唯一编号；绝不以姓名关联"),
    text("name", "姓名", mask="name"),
    text("gender", "性别", optional=True),
    integer("birth_year", "出生年", optional=True),
    text("mobile", "手机", optional=True, mask="mobile"),
    text("title_level_code", "职称级别", ref="title_level.code", optional=True),
    flag("is_academician", "院士"),
    text("discipline_code", "本人学科", ref="discipline.code", optional=True),
    text("district_code", "所在区", ref="district.code", optional=True),
)

membership = table(
    "membership",
    "个人会籍",
    SUBJECT,
    text("id", "会籍编号", key=True),
    text("society_id", "学会", ref="organisation.id"),
    text("person_id", "会员", ref="person.id"),
    date("valid_from", "入会日期"),
    date("valid_to", "退会日期", optional=True),
)

appointment = table(
    "appointment",
    "任职",
    SUBJECT,
    text("id", "任职编号", key=True),
    text("society_id", "学会", ref="organisation.id"),
    text("person_id", "人员", ref="person.id"),
    text("role_code", "职务", ref="member_role.code"),
    date("valid_from", "任职日期"),
    date("valid_to", "卸任日期", optional=True),
)

expert = table(
    "expert",
    "专家",
    SUBJECT,
    text("id", "专家编号", key=True),
    text("person_id", "人员", ref="person.id"),
    date("entered_on", "入库日期"),
)

expert_industry = table(
    "expert_industry",
    "专家产业领域",
    SUBJECT,
    text("expert_id", "专家", ref="expert.id", key=True),
    text("industry_code", "产业", ref="industry.code", key=True),
)

expert_service = table(
    "expert_service",
    "专家服务记录",
    SUBJECT,
    text("id", "编号", key=True),
    text("expert_id", "专家", ref="expert.id"),
    text("activity_id", "活动", ref="activity.id", optional=True),
    date("served_on", "服务日期"),
    text("kind", "服务类别", note="评审、咨询、讲座、对接、其他"),
)

contact = table(
    "contact",
    "联络人",
    SUBJECT,
    text("id", "编号", key=True),
    text("org_id", "组织", ref="organisation.id"),
    text("person_id", "人员", ref="person.id"),
    text("position", "职务", optional=True),
    date("valid_from", "启用日期"),
    date("valid_to", "停用日期", optional=True),
)

individual_account = table(
    "individual_account",
    "个人账号",
    SUBJECT,
    text("id", "账号编号", key=True),
    text("province_code", "省市", ref="province.code"),
    text("district_code", "所在区", ref="district.code", optional=True),
    text("origin", "注册来源", note="公民科学素质大赛、培训、会议活动、其他"),
    date("registered_on", "注册日期"),
)
