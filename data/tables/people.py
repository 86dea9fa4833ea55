"""Persons, memberships, appointments, experts, contacts and individual registrations."""

from data.columns import date, flag, integer, text
from data.tables.base import table

SUBJECT = "人才"

person = table(
    "person",
    "人员",
    SUBJECT,
    text("id", "人员编号", key=True, note="自然人唯一编号；绝不以姓名关联", aliases=("人员代码", "编号")),
    text("name", "姓名", mask="name", aliases=("人员姓名", "会员姓名")),
    text("gender", "性别", optional=True, choices=("男", "女")),
    integer("birth_year", "出生年", optional=True, aliases=("出生年份",), reads="year"),
    text(
        "mobile", "手机", optional=True, mask="mobile", aliases=("手机号", "手机号码", "联系电话", "移动电话")
    ),
    text("title_level_code", "职称级别", ref="title_level.code", optional=True, aliases=("职称", "职称等级")),
    flag("is_academician", "院士", aliases=("是否院士", "院士标识")),
    text(
        "discipline_code",
        "本人学科",
        ref="discipline.code",
        optional=True,
        aliases=("学科", "从事学科", "一级学科"),
    ),
    text("district_code", "所在区", ref="district.code", optional=True, aliases=("所属区", "行政区", "区县")),
    aliases=("人员信息", "科技工作者", "人员名册"),
)

membership = table(
    "membership",
    "个人会籍",
    SUBJECT,
    text("id", "会籍编号", key=True, aliases=("会员编号", "编号")),
    text("society_id", "学会", ref="organisation.id", aliases=("所属学会", "学会名称")),
    text("person_id", "会员", ref="person.id", aliases=("人员编号", "会员人员编号")),
    date("valid_from", "入会日期"),
    date("valid_to", "退会日期", optional=True),
    aliases=("会籍", "会员名册", "个人会员"),
    identified_by=("society_id,person_id,valid_from",),
)

appointment = table(
    "appointment",
    "任职",
    SUBJECT,
    text("id", "任职编号", key=True),
    text("society_id", "学会", ref="organisation.id", aliases=("所属学会", "学会名称")),
    text("person_id", "人员", ref="person.id", aliases=("人员编号",)),
    text("role_code", "职务", ref="member_role.code", aliases=("任职", "职务类别")),
    date("valid_from", "任职日期"),
    date("valid_to", "卸任日期", optional=True),
    aliases=("任职名单", "理事名单"),
    identified_by=("society_id,person_id,role_code,valid_from",),
)

expert = table(
    "expert",
    "专家",
    SUBJECT,
    text("id", "专家编号", key=True),
    text("person_id", "人员", ref="person.id", aliases=("人员编号",)),
    date("entered_on", "入库日期"),
    aliases=("专家名录", "专家库"),
    identified_by=("person_id",),
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
    text(
        "kind",
        "服务类别",
        note="评审、咨询、讲座、对接、其他",
        choices=("评审", "咨询", "讲座", "对接", "其他"),
    ),
    aliases=("专家服务",),
    identified_by=("expert_id,activity_id,served_on,kind",),
)

contact = table(
    "contact",
    "联络人",
    SUBJECT,
    text("id", "编号", key=True),
    text("org_id", "组织", ref="organisation.id", aliases=("所在单位", "单位名称", "组织名称")),
    text("person_id", "人员", ref="person.id", aliases=("人员编号",)),
    text("position", "职务", optional=True),
    date("valid_from", "启用日期"),
    date("valid_to", "停用日期", optional=True),
    aliases=("联络员", "通讯录"),
    identified_by=("org_id,person_id,valid_from",),
)

individual_account = table(
    "individual_account",
    "个人账号",
    SUBJECT,
    text("id", "账号编号", key=True),
    text("province_code", "省市", ref="province.code", aliases=("省份", "所在省市")),
    text("district_code", "所在区", ref="district.code", optional=True),
    text("origin", "注册来源", note="公民科学素质大赛、培训、会议活动、其他"),
    date("registered_on", "注册日期"),
    aliases=("个人用户",),
)
