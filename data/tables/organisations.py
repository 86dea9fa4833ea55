"""Organisations of every type as one tree with effective dates, and unit accounts."""

from data.columns import date, flag, text
from data.tables.base import table

SUBJECT = "组织"

organisation = table(
    "organisation",
    "组织",
    SUBJECT,
    text("id", "组织编号", key=True, aliases=("单位编号", "编号")),
    text(
        "uscc",
        "统一社会信用代码",
        optional=True,
        note="GB 32100-2015，18 位；分支机构等可空",
        aliases=("信用代码", "社会信用代码", "统一信用代码"),
    ),
    text("name", "名称", aliases=("单位名称", "组织名称", "学会名称")),
    text("short_name", "简称", optional=True, aliases=("单位简称", "组织简称")),
    text("type_code", "组织类型", ref="org_type.code", aliases=("类型", "单位类型", "组织类别")),
    text(
        "parent_id",
        "上级组织",
        ref="organisation.id",
        optional=True,
        aliases=("上级单位", "主管单位", "隶属单位"),
    ),
    text(
        "district_code",
        "所在区",
        ref="district.code",
        optional=True,
        aliases=("所属区", "行政区", "区县", "所在区县"),
    ),
    text(
        "class_code",
        "学会学科类",
        ref="society_class.code",
        optional=True,
        aliases=("学科类", "学科类别", "学科分类"),
    ),
    text("department_code", "联系部门", ref="department.code", optional=True),
    date("valid_from", "入库日期"),
    date("valid_to", "退出日期", optional=True, note="自该日起不再有效"),
    date("registered_from", "平台注册日期", optional=True),
    date("registered_to", "平台注销日期", optional=True),
    date("member_mgmt_from", "会员管理启用日期", optional=True),
    aliases=("组织台账", "组织信息", "组织名录", "单位信息", "学会名录"),
    identified_by=("uscc", "name,type_code"),
    known_by=("name", "short_name", "uscc"),
)

unit_membership = table(
    "unit_membership",
    "团体会籍",
    SUBJECT,
    text("id", "编号", key=True),
    text("society_id", "学会", ref="organisation.id", aliases=("所属学会", "学会名称")),
    text("unit_id", "团体会员单位", ref="organisation.id", aliases=("会员单位", "单位名称", "团体会员")),
    date("valid_from", "入会日期"),
    date("valid_to", "退会日期", optional=True),
    aliases=("团体会员", "团体会员单位"),
    identified_by=("society_id,unit_id,valid_from",),
)

unit_account = table(
    "unit_account",
    "单位账号",
    SUBJECT,
    text("id", "账号编号", key=True),
    text("name", "单位名称"),
    text("org_id", "对应组织", ref="organisation.id", optional=True, aliases=("组织名称",)),
    text("district_code", "所在区", ref="district.code", optional=True, aliases=("所属区", "行政区", "区县")),
    date("registered_on", "注册日期"),
    date("closed_on", "注销日期", optional=True),
    aliases=("单位用户",),
    identified_by=("name,registered_on",),
)

business_item = table(
    "business_item",
    "业务清单",
    SUBJECT,
    text("id", "编号", key=True),
    text("name", "业务名称", aliases=("事项名称",)),
    text("department_code", "责任部门", ref="department.code"),
    text("component_code", "承载组件", ref="component.code", optional=True),
    date("valid_from", "列入日期"),
    date("valid_to", "移出日期", optional=True),
    date("traced_from", "首次系统留痕日期", optional=True),
    aliases=("业务事项清单",),
    identified_by=("name,department_code",),
)

party_branch = table(
    "party_branch",
    "党总支（党支部）",
    "党建",
    text("code", "代码", key=True),
    text("name", "名称"),
    aliases=("党总支", "党支部"),
    identified_by=("name",),
    known_by=("name",),
)

party_group = table(
    "party_group",
    "党建小组",
    "党建",
    text("id", "编号", key=True),
    text("name", "名称"),
    text("branch_code", "所属党总支", ref="party_branch.code"),
    text("society_id", "所在学会", ref="organisation.id"),
    date("valid_from", "成立日期"),
    date("valid_to", "撤销日期", optional=True),
    aliases=("党小组",),
    identified_by=("name,branch_code",),
    known_by=("name",),
)

party_record = table(
    "party_record",
    "党建工作记录",
    "党建",
    text("id", "编号", key=True),
    text("group_id", "党建小组", ref="party_group.id"),
    text("title", "记录标题"),
    text("kind", "类别", note="三会一课、主题党日、理论学习、谈心谈话、其他"),
    date("recorded_on", "记录日期"),
    date("approved_on", "审核通过日期", optional=True),
    flag("is_rejected", "是否退回"),
    aliases=("党建记录",),
    identified_by=("group_id,title,recorded_on",),
)
