"""What kinds of activities there are, how many of each, and what they are about."""

from __future__ import annotations

from dataclasses import dataclass

from demo.days import Profile
from demo.words import words


@dataclass(frozen=True)
class Component:
    """How many activities a component has (2021, 2022, 2023), of what kind, lasting how long.

    ``cancelled`` come on top of the counts. ``departments`` are the ones responsible, the busiest
    first; ``days`` is the shortest and longest duration; ``margin`` keeps the last days of a stretch
    of time free, so that what an activity brings in still falls inside.
    """

    counts: tuple[int, int, int]
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    departments: tuple[str, ...]
    days: tuple[int, int]
    cancelled: tuple[int, int, int] = (0, 0, 0)
    margin: int = 3
    profile: Profile = "office"


COMPONENTS = {
    "meeting": Component(
        counts=(34, 322, 150),
        kinds=words("学术会议 学术沙龙 座谈会 报告会 论坛 工作会议"),
        topics=words(
            "人工智能前沿 绿色低碳技术 生命健康 量子信息 新材料应用 智慧城市治理 科技伦理 "
            "乡村产业技术 青年科学家 科技期刊建设 工程师能力 中医药创新 应急与安全 数字经济 空间科学"
        ),
        departments=words(
            "society organisation innovation popular international general_office "
            "society_center innovation_center"
        ),
        days=(1, 2),
        cancelled=(1, 9, 3),
        profile="event",
    ),
    "survey": Component(
        counts=(9, 56, 31),
        kinds=words("问卷调查"),
        topics=words(
            "科技工作者状况 学会服务能力 基层组织建设 科普需求 数字科协使用体验 青年人才成长 "
            "企业技术需求 科技馆之城建设 会员服务满意度 培训需求"
        ),
        departments=words("research_center planning society popular organisation"),
        days=(12, 30),
        cancelled=(0, 1, 0),
        margin=6,
    ),
    "contest": Component(
        counts=(1, 9, 4),
        kinds=words("竞赛"),
        topics=words(
            "科幻创作创意 青少年科技创新 科普讲解 公民科学素质 科学实验展演 工程师技能 "
            "科普微视频 数学建模 机器人创新 科技创意设计"
        ),
        departments=words("popular education_center science_center"),
        days=(20, 60),
        cancelled=(0, 1, 0),
        margin=24,
        profile="event",
    ),
    "training": Component(
        counts=(3, 14, 9),
        kinds=words("培训班"),
        topics=words(
            "京津冀科普工作者 学会秘书长 科技志愿者 信息员业务 科技教师 基层科协干部 科技评价 新媒体传播"
        ),
        departments=words("education_center organisation publicity"),
        days=(5, 40),
        cancelled=(0, 1, 0),
        margin=15,
    ),
    "review": Component(
        counts=(1, 12, 6),
        kinds=words("评审"),
        topics=words("青年科技奖 青年人才托举 优秀科普作品 学术期刊资助 科技智库课题 科普基地 优秀学术论文"),
        departments=words("personnel society popular"),
        days=(6, 24),
        margin=26,
    ),
    "project": Component(
        counts=(4, 25, 12),
        kinds=words("项目申报"),
        topics=words(
            "学会能力提升 学术交流资助 青年人才托举 科普专项 智库课题 科技馆之城 "
            "金桥工程种子资金 基层组织建设 国际合作交流 科技期刊卓越"
        ),
        departments=words("society_center society popular innovation planning"),
        days=(18, 40),
        cancelled=(0, 1, 0),
        margin=22,
    ),
    "resource": Component(
        counts=(1, 3, 1),
        kinds=words("征集活动"),
        topics=words("科学嘉年华信息 科普短视频 科学家精神影像"),
        departments=words("publicity"),
        days=(15, 30),
    ),
    "matching": Component(
        counts=(0, 5, 4),
        kinds=words("对接活动"),
        topics=words("智能制造 医药健康 绿色能源 信息技术 现代农业"),
        departments=words("innovation innovation_center"),
        days=(1, 3),
        profile="event",
    ),
    "newsroom": Component(
        counts=(0, 2, 1),
        kinds=words("专题宣传"),
        topics=words("全国科技工作者日 全国科普日"),
        departments=words("publicity"),
        days=(3, 10),
    ),
}
