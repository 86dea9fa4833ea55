"""Reference lists (代码表): codes with their names and order; see domain.md §3."""

from data.columns import date, flag, integer, number, text
from data.tables.base import table

SUBJECT = "代码表"

district = table(
    "district",
    "行政区",
    SUBJECT,
    text("code", "区划代码", key=True, note="GB/T 2260；经开区 110115403 为街道级统计代码"),
    text("name", "名称"),
    text("short_name", "简称"),
    text("kind", "类别", note="区、经开区"),
    integer("sort", "次序"),
    number("longitude", "标注点经度", optional=True),
    number("latitude", "标注点纬度", optional=True),
    aliases=("行政区划",),
    known_by=("name", "short_name", "北京市{name}", "district_alias.code", "district_alias.name"),
)

district_alias = table(
    "district_alias",
    "旧区划代码",
    SUBJECT,
    text("code", "旧代码", key=True),
    text("name", "旧名称"),
    text("district_code", "现行代码", ref="district.code"),
)

province = table(
    "province",
    "省市",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    integer("sort", "次序"),
    known_by=("name",),
)

society_class = table(
    "society_class",
    "学会学科类",
    SUBJECT,
    text("code", "代码", key=True, note="中国科协学会分类 A理 B工 C农 D医 E交叉"),
    text("name", "名称"),
    integer("sort", "次序"),
    known_by=("name",),
)

discipline = table(
    "discipline",
    "一级学科",
    SUBJECT,
    text("code", "代码", key=True, note="GB/T 13745-2009 一级学科"),
    text("name", "名称"),
    text("class_code", "对应学科类", ref="society_class.code", note="建议映射，非国家标准"),
    known_by=("name",),
)

org_type = table(
    "org_type",
    "组织类型",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    integer("sort", "次序"),
    flag("is_registered_scope", "计入注册组织", note="分支机构、团体会员单位另行统计"),
    flag("is_society", "是否学协会"),
    known_by=("name",),
)

department = table(
    "department",
    "部门单位",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    text("kind", "类别", note="机关部门、直属单位"),
    integer("sort", "次序"),
    known_by=("name",),
)

platform = table(
    "platform",
    "平台",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    integer("sort", "次序"),
    known_by=("name",),
)

component = table(
    "component",
    "业务组件",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    text("platform_code", "所属平台", ref="platform.code"),
    integer("sort", "次序"),
    known_by=("name",),
)

industry = table(
    "industry",
    "2441高精尖产业",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    text("tier", "层级", note="2、4、4、1；非2441产业记“其他”"),
    flag("is_2441", "是否2441产业"),
    integer("sort", "次序"),
    known_by=("name",),
)

member_role = table(
    "member_role",
    "任职类别",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    integer("sort", "次序"),
    flag("is_council", "理事及以上"),
    known_by=("name",),
)

title_level = table(
    "title_level",
    "职称级别",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    integer("sort", "次序"),
    flag("is_senior", "副高及以上"),
    known_by=("name",),
)

task_source = table(
    "task_source",
    "督办事项来源",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    integer("sort", "次序"),
    known_by=("name",),
)

task_event_type = table(
    "task_event_type",
    "督办环节",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    integer("sort", "次序"),
    known_by=("name",),
)

media_domain = table(
    "media_domain",
    "科普资源领域",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    integer("sort", "次序"),
    known_by=("name",),
)

channel = table(
    "channel",
    "传播渠道",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    integer("sort", "次序"),
    flag("is_matrix", "是否媒体矩阵"),
    date("valid_from", "启用日期"),
    date("valid_to", "停用日期", optional=True),
    known_by=("name",),
)

calendar_day = table(
    "calendar_day",
    "工作日历",
    SUBJECT,
    date("day", "日期", key=True),
    flag("is_workday", "是否工作日"),
    integer("workday_no", "工作日序号", note="自首日起累计的工作日数，两日之差即间隔工作日"),
    flag("is_official", "依国务院放假安排", note="否：尚无安排，按周一至周五推定"),
)

parameter = table(
    "parameter",
    "口径参数",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    number("value", "取值"),
    text("unit", "单位", optional=True),
    text("note", "说明", optional=True),
)
