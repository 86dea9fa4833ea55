"""What the database knows of itself: sources, deliveries, rejected rows, quality, figures."""

from data.columns import big, date, flag, integer, moment, number, text
from data.precision import CODES, PRECISIONS
from data.tables.base import table

SUBJECT = "数据治理"

source = table(
    "source",
    "数据来源",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    text("platform_code", "平台", ref="platform.code"),
    text("table_name", "数据表"),
    text("department_code", "责任部门", ref="department.code"),
    text("frequency", "约定频次", note="日、周、月、季、年"),
    integer("frequency_days", "约定间隔", unit="天"),
    number("refused_limit", "拒收上限", unit="%", optional=True, note="拒收行超过此比例，整份交付不导入"),
    date("valid_from", "启用日期"),
    date("valid_to", "停用日期", optional=True),
    known_by=("name",),
)

delivery = table(
    "delivery",
    "数据交付",
    SUBJECT,
    text("id", "编号", key=True),
    text("source_code", "来源", ref="source.code"),
    date("delivered_on", "交付日期"),
    big("rows_received", "收到行数"),
    big("rows_refused", "拒收行数"),
    text("file_name", "文件名", optional=True),
    text("sha256", "文件指纹", optional=True),
    text("delivered_by", "交付人", optional=True, mask="name"),
)

rejected_row = table(
    "rejected_row",
    "拒收行",
    SUBJECT,
    text("id", "编号", key=True),
    text("delivery_id", "交付", ref="delivery.id"),
    text("table_name", "数据表"),
    integer("row_no", "行号"),
    text("column_name", "列", optional=True),
    text("value", "值", optional=True, mask="hidden"),
    text("reason", "原因"),
    text("content", "原行", optional=True, mask="hidden", note="整行原文，JSON"),
)

row_change = table(
    "row_change",
    "数据变更",
    SUBJECT,
    text("id", "编号", key=True),
    text("delivery_id", "交付", ref="delivery.id", optional=True),
    text("table_name", "数据表"),
    text("row_key", "主键"),
    text("kind", "变更", note="changed 修改、closed 停用、deleted 删除"),
    text("column_name", "列", optional=True),
    text("old_value", "原值", optional=True, mask="hidden"),
    text("new_value", "新值", optional=True, mask="hidden"),
    date("changed_on", "变更日期"),
    note="由导入写入，不随交付提供：被更新、停用、删除的行的原值",
)

quality_measure = table(
    "quality_measure",
    "质量测量",
    SUBJECT,
    text("id", "编号", key=True),
    text("source_code", "来源", ref="source.code"),
    text("kind", "类别", note="required 必填、valid 校验、duplicate 疑似重复"),
    text("field", "字段"),
    date("measured_on", "测量日期"),
    big("matched", "命中行数", note="required 非空行；valid 通过行；duplicate 疑似重复主体"),
    big("total", "总行数"),
    identified_by=("source_code,kind,field,measured_on",),
)

indicator_entry = table(
    "indicator_entry",
    "在用指标",
    SUBJECT,
    text("code", "代码", key=True),
    text("name", "名称"),
    text("department_code", "责任部门", ref="department.code", optional=True),
    flag("has_definition", "有定义"),
    flag("has_algorithm", "有算法"),
    date("valid_from", "启用日期"),
    date("valid_to", "停用日期", optional=True),
)

published_figure = table(
    "published_figure",
    "公布数字",
    SUBJECT,
    text("key", "编号", key=True),
    text("name", "名称"),
    text(
        "indicator_code",
        "对应指标",
        optional=True,
        reads="indicator",
        note="指标目录中的代码或名称；没有对应指标的留空，并在说明中写明原因",
        aliases=("指标", "指标代码", "指标编号", "指标名称"),
    ),
    text(
        "condition",
        "口径条件",
        optional=True,
        reads="filters",
        note="与指标口径不同之处，写作 维度=成员，多个维度以分号隔开：学科类=工科；区=海淀区；"
        "排序的写作 学科类=工科>医科>理科",
        aliases=("条件", "口径"),
    ),
    number(
        "value",
        "数值",
        optional=True,
        reads="figure",
        note="百分数按百分数记：50% 即 50",
        aliases=("公布值",),
    ),
    text("unit", "单位", optional=True, note="空：指标的单位"),
    text("precision", "精度", codes=CODES, note="、".join(f"{p.code} {p.name}" for p in PRECISIONS.values())),
    date("period_start", "期初", optional=True, note="空：当年1月1日；只用于期间指标", aliases=("起始日期",)),
    date("as_of", "截至", aliases=("期末", "截至日期", "日期")),
    text("source", "出处", aliases=("来源", "文件")),
    text("quote", "原文", optional=True),
    text("remark", "说明", optional=True, aliases=("备注",)),
    note="报告、统计中公布的数字，用于口径对账；同一出处、同一天的数字名称应不同",
    aliases=("公布数据",),
    identified_by=("name,as_of,source",),
)

target = table(
    "target",
    "目标",
    SUBJECT,
    text("key", "编号", key=True),
    text(
        "indicator_code",
        "指标",
        reads="indicator",
        note="指标目录中的代码或名称",
        aliases=("对应指标", "指标代码", "指标编号", "指标名称"),
    ),
    text(
        "condition",
        "适用范围",
        optional=True,
        reads="filters",
        note="空：全市；其他写作 维度=成员，如 区=海淀区、部门=学会部",
        aliases=("范围", "适用对象", "条件"),
    ),
    number(
        "value",
        "目标值",
        reads="figure",
        note="单位为指标的单位；百分数按百分数记：90% 即 90；越少越好的指标，目标是不超过的数",
        aliases=("目标", "目标数", "任务数"),
    ),
    date("period_start", "期初", optional=True, note="空：截至日当年1月1日", aliases=("起始日期",)),
    date(
        "period_end",
        "截至",
        reads="last_day",
        note="完成的最后一天；只写年份的为当年12月31日",
        aliases=("期末", "年度", "完成时限", "截至日期"),
    ),
    text("source", "出处", aliases=("来源", "文件", "依据")),
    text("remark", "说明", optional=True, aliases=("备注",)),
    note="年度或期间的目标，用于完成率；同一指标、范围、期间一行",
    aliases=("目标任务", "年度目标", "目标值"),
    identified_by=("indicator_code,condition,period_start,period_end",),
)

publication = table(
    "publication",
    "发布版本",
    SUBJECT,
    text("version", "版本", key=True),
    date("business_date", "截至日期"),
    moment("published_at", "发布时间"),
    flag("is_demonstration", "演示数据"),
    text("delivery_title", "交付名称", optional=True),
    note="由导入写入，不随交付提供",
)
