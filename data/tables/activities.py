"""Activities of every component and the records that each leaves behind."""

from data.columns import date, flag, integer, text
from data.tables.base import table

SUBJECT = "业务活动"

activity = table(
    "activity",
    "业务活动",
    SUBJECT,
    text("id", "活动编号", key=True),
    text("component_code", "业务组件", ref="component.code", aliases=("组件", "所属组件")),
    text("kind", "形式", note="如会议、沙龙、问卷、竞赛、培训、评审、申报", aliases=("活动形式", "活动类型")),
    text("title", "名称", aliases=("活动名称", "活动标题")),
    text("organiser_id", "主办组织", ref="organisation.id", aliases=("主办单位", "主办方", "承办单位")),
    text("department_code", "责任部门", ref="department.code", optional=True),
    text("district_code", "举办地", ref="district.code", optional=True, aliases=("所在区", "举办区")),
    text("place", "地点", optional=True, aliases=("活动地点", "举办地点")),
    date("starts_on", "开始日期", aliases=("活动日期", "举办日期")),
    date("ends_on", "结束日期", optional=True),
    date("completed_on", "完成日期", optional=True, note="评审等以完成计数的活动"),
    date("cancelled_on", "取消日期", optional=True),
    aliases=("活动", "活动台账", "活动清单"),
    identified_by=("title,organiser_id,starts_on",),
)

survey_answer = table(
    "survey_answer",
    "答卷",
    SUBJECT,
    text("id", "编号", key=True),
    text("activity_id", "问卷调查", ref="activity.id"),
    date("submitted_on", "提交日期"),
    flag("is_valid", "是否有效"),
    aliases=("问卷答卷",),
)

attendance = table(
    "attendance",
    "参会签到",
    SUBJECT,
    text("id", "编号", key=True),
    text("activity_id", "会议活动", ref="activity.id", aliases=("活动编号",)),
    text("person_id", "人员", ref="person.id", aliases=("人员编号",)),
    date("signed_on", "签到日期"),
    aliases=("签到表", "签到记录"),
    identified_by=("activity_id,person_id,signed_on",),
)

contest_entry = table(
    "contest_entry",
    "参赛信息及作品",
    SUBJECT,
    text("id", "编号", key=True),
    text("activity_id", "赛事", ref="activity.id"),
    text("kind", "类别", note="参赛人员、作品"),
    text("title", "名称", mask="hidden", note="参赛人员类为姓名，不展示"),
    date("submitted_on", "提交日期"),
)

learning_record = table(
    "learning_record",
    "学习记录",
    SUBJECT,
    text("id", "编号", key=True),
    text("activity_id", "培训", ref="activity.id"),
    text("person_id", "学员", ref="person.id", optional=True),
    date("learned_on", "学习日期"),
    integer("minutes", "时长", unit="分钟", optional=True),
)

review_item = table(
    "review_item",
    "评审对象",
    SUBJECT,
    text("id", "编号", key=True),
    text("activity_id", "评审", ref="activity.id"),
    text("title", "对象名称"),
    date("submitted_on", "提交日期"),
    text("result", "结果", optional=True),
)

application = table(
    "application",
    "申报信息",
    SUBJECT,
    text("id", "编号", key=True),
    text("activity_id", "申报项目", ref="activity.id"),
    text("org_id", "申报单位", ref="organisation.id", optional=True),
    text("title", "申报题目"),
    text("duplicate_of", "重复于", ref="application.id", optional=True, note="重复提交只计首份"),
    date("submitted_on", "提交日期"),
)

submission = table(
    "submission",
    "报送信息",
    "宣传展示",
    text("id", "编号", key=True),
    text("org_id", "报送组织", ref="organisation.id", aliases=("报送单位", "组织名称")),
    text("title", "标题"),
    date("submitted_on", "报送日期"),
    text("campaign", "征集批次", optional=True),
    aliases=("信息报送",),
    identified_by=("org_id,title,submitted_on",),
)

media_resource = table(
    "media_resource",
    "媒体资源",
    "宣传展示",
    text("id", "编号", key=True),
    text("title", "标题"),
    text("domain_code", "领域", ref="media_domain.code"),
    text("kind", "类别", note="图文、音频、视频"),
    text("channel_code", "来源渠道", ref="channel.code", optional=True),
    text("org_id", "提供组织", ref="organisation.id", optional=True),
    integer("kilobytes", "文件大小", unit="kB（10^3 字节）"),
    text("checksum", "内容指纹", note="去重依据"),
    date("added_on", "入库日期"),
    date("removed_on", "下架日期", optional=True),
    aliases=("媒体资源库",),
    identified_by=("checksum",),
)

article = table(
    "article",
    "稿件",
    "宣传展示",
    text("id", "编号", key=True),
    text("title", "标题"),
    text("org_id", "供稿组织", ref="organisation.id", optional=True, aliases=("供稿单位",)),
    text("activity_id", "报道的活动", ref="activity.id", optional=True),
    date("published_on", "首发日期"),
    aliases=("稿件库",),
    identified_by=("title,published_on",),
)

article_channel = table(
    "article_channel",
    "稿件发布渠道",
    "宣传展示",
    text("article_id", "稿件", ref="article.id", key=True),
    text("channel_code", "渠道", ref="channel.code", key=True),
    date("published_on", "发布日期"),
)
