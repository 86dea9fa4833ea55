"""Titles of supervision tasks: what each department is asked to do."""

from __future__ import annotations

from typing import Any

import numpy as np

from demo.words import words

_TOPICS: dict[str, tuple[str, ...]] = {
    "general_office": ("公文运转提质增效", "会议活动统筹", "保密检查整改", "值班值守制度落实"),
    "planning": words(
        "“数字科协”数据采集 统一数据目录编制 三年规划中期评估 数字组件推广应用 年度重点工作分解"
    ),
    "organisation": words(
        "街道社区科协组织建设 园区科协建设 高校科协联系服务 区科协组织覆盖 服务管家队伍建设"
    ),
    "publicity": words("媒体矩阵运营 科学家精神宣传 科技工作者日宣传 媒体资源库建设 科普中央厨房运行"),
    "society": words("学会会员数据导入 学会能力提升 首都学术品牌培育 学会换届指导 世界一流期刊建设"),
    "popular": words(
        "科学嘉年华筹办 公民科学素质提升 科技馆之城建设 纲要实施协调 全国科普日活动 科普基地评估"
    ),
    "innovation": words(
        "产业特派员选派 千人进千企走访 “科创中国”试点 供需对接机制 企业科协建设 2441产业专家服务"
    ),
    "international": ("国际科技组织交流", "民间科技外事", "京港澳科技交流"),
    "personnel": ("青年人才托举", "科技奖评选", "专家库完善", "干部教育培训"),
    "finance": ("预算执行进度", "项目绩效评价", "资产清查"),
    "party": ("社会组织党建全覆盖", "主题党日活动", "巡视整改落实", "党建小组工作记录"),
    "retired": ("老科技工作者服务", "银铃e享推广"),
    "science_center": ("展厅更新改造", "科学中心开放服务", "临展策划"),
    "society_center": ("项目申报组织", "学会服务大厅建设", "团体会员数据核对"),
    "innovation_center": ("企业需求受理", "对接活动组织", "院士专家工作站服务", "成果转化跟踪"),
    "education_center": ("科普工作者培训", "青少年科技竞赛", "科技教师研修", "党校教学安排"),
    "research_center": ("科技工作者状况调查", "智库课题研究", "科普发展报告编制"),
}
_VERBS = words("推进 落实 完成 加快 研究提出")
_ENDS = {"推进": "工作", "落实": "各项任务", "完成": "阶段任务", "加快": "进度", "研究提出": "工作方案"}
_PREFACES = {
    "leader": "领导批示：",
    "party_group": "党组会议定：",
    "chair": "主席办公会议定：",
    "special": "专题会部署：",
    "annual": "年度重点：",
    "superior": "上级交办：",
    "proposal": "建议提案办理：",
    "other": "",
}


def titles(rng: np.random.Generator, tasks: list[tuple[str, str, Any]]) -> list[str]:
    """A different title for each (source, lead department, first day)."""
    found: dict[str, None] = {}
    for task in tasks:
        title = _title(rng, *task)
        while title in found:
            title = _title(rng, *task)
        found[title] = None
    return list(found)


def _title(rng: np.random.Generator, source: str, lead: str, day: Any) -> str:
    verb, topic = str(rng.choice(_VERBS)), str(rng.choice(_TOPICS[lead]))
    when = f"{str(day)[:4]}年{int(str(day)[5:7])}月"
    return f"{_PREFACES[source]}{verb}{topic}{_ENDS[verb]}（{when}）"
