"""Supervision tasks (督查督办): a task and its dated events; no state is ever overwritten."""

from data.columns import date, integer, text
from data.tables.base import table

SUBJECT = "督查督办"

task = table(
    "task",
    "督办事项",
    SUBJECT,
    text("id", "事项编号", key=True),
    text("title", "事项名称", aliases=("任务名称",)),
    text("source_code", "来源", ref="task_source.code"),
    text("lead_department_code", "牵头部门", ref="department.code", aliases=("责任部门",)),
    date("initiated_on", "立项日期"),
    date("first_deadline", "首次期限", aliases=("完成期限", "办结期限")),
    aliases=("督办任务", "督查督办", "督办清单"),
    identified_by=("title,initiated_on",),
)

task_support = table(
    "task_support",
    "配合部门",
    SUBJECT,
    text("task_id", "事项", ref="task.id", key=True),
    text("department_code", "配合部门", ref="department.code", key=True),
)

task_report_due = table(
    "task_report_due",
    "应反馈节点",
    SUBJECT,
    text("id", "编号", key=True),
    text("task_id", "事项", ref="task.id"),
    date("due_on", "应反馈日期"),
    aliases=("反馈节点",),
    identified_by=("task_id,due_on",),
)

task_event = table(
    "task_event",
    "办理过程",
    SUBJECT,
    text("id", "编号", key=True),
    text("task_id", "事项", ref="task.id"),
    integer("seq", "序号", note="同一事项内的先后"),
    text("type_code", "环节", ref="task_event_type.code"),
    date("occurred_on", "发生日期"),
    text("department_code", "经办部门", ref="department.code", optional=True),
    integer("progress", "进度", unit="%", optional=True),
    text("report_due_id", "对应反馈节点", ref="task_report_due.id", optional=True),
    date("new_deadline", "批准的新期限", optional=True, note="仅延期"),
    text("note", "说明", optional=True),
    aliases=("督办过程",),
    identified_by=("task_id,seq",),
)
