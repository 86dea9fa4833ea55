"""The small world's records: people in roles, activities, communication, services, party, data."""

from __future__ import annotations

from tests.support.world_tables import Tables, table

PEOPLE: Tables = {
    "appointment": table(
        "id society_id person_id role_code valid_from valid_to",
        # Council on 2022-12-30: P1 (twice), P3 (member elsewhere), P5 = 3 persons.
        ("A1", "S1", "P1", "chair", "2021-05-01", None),
        ("A2", "S2", "P1", "council", "2022-02-01", None),
        ("A3", "S1", "P2", "supervisor", "2021-05-01", None),  # no council rank
        ("A4", "S1", "P3", "standing", "2022-01-01", None),
        ("A5", "S1", "P8", "council", "2020-01-01", None),  # membership expired
        ("A6", "S2", "P9", "council", "2022-01-01", None),  # membership starts tomorrow
        ("A7", "S1", "P7", "council", "2021-06-01", "2022-12-30"),  # term ended
        ("A8", "S1", "P5", "secretary", "2022-12-30", None),
    ),
    "expert": table(
        "id person_id entered_on",
        ("X1", "P6", "2021-07-01"),
        ("X2", "P7", "2021-07-01"),
        ("X3", "P1", "2021-07-01"),
        ("X4", "P3", "2021-07-01"),
        ("X5", "P6", "2022-04-01"),  # the same person once more
        ("X6", "P2", "2021-07-01"),
    ),
    "expert_industry": table(
        "expert_id industry_code",
        ("X1", "it"),
        ("X1", "agriculture"),
        ("X2", "health"),
        ("X3", "agriculture"),  # not one of 2441
        ("X4", "it"),
        ("X5", "ic"),
    ),
    "expert_service": table(
        "id expert_id served_on kind",
        # Served by 2022-12-30: P6 P7 P1 P2 = 4; of 2441: P6 P7 = 2.
        ("V1", "X1", "2022-03-01", "评审"),
        ("V2", "X1", "2022-12-30", "咨询"),
        ("V3", "X2", "2021-08-01", "讲座"),
        ("V4", "X3", "2022-05-01", "对接"),
        ("V5", "X5", "2022-05-02", "评审"),
        ("V6", "X4", "2022-12-31", "评审"),
        ("V7", "X6", "2022-04-01", "其他"),
    ),
    "contact": table(
        "id org_id person_id position valid_from valid_to",
        # In use: P4 (two organisations) and P5 = 2.
        ("K1", "D1", "P4", "联络员", "2021-01-01", None),
        ("K2", "S1", "P4", "秘书", "2022-03-01", None),
        ("K3", "S1", "P2", None, "2021-01-01", "2022-06-01"),
        ("K4", "U1", "P5", None, "2022-12-30", None),
        ("K5", "C1", "P9", None, "2023-01-01", None),
    ),
    "individual_account": table(
        "id province_code district_code origin registered_on",
        # In 2022: I1 to I4.
        ("I1", "110000", "110108", "公民科学素质大赛", "2022-01-01"),
        ("I2", "110000", None, "培训", "2022-09-17"),
        ("I3", "120000", None, "公民科学素质大赛", "2022-09-18"),
        ("I4", "130000", None, "公民科学素质大赛", "2022-12-30"),
        ("I5", "110000", "110108", "其他", "2021-12-31"),
        ("I6", "110000", "110108", "其他", "2022-12-31"),
    ),
    "unit_account": table(
        "id name district_code registered_on closed_on",
        # In 2022: G1 G2 (closed since, but new in the period) G5 = 3.
        ("G1", "单位一", "110108", "2022-01-01", None),
        ("G2", "单位二", "110105", "2022-06-01", "2022-07-01"),
        ("G3", "单位三", "110105", "2021-12-31", None),
        ("G4", "单位四", "110105", "2022-12-31", None),
        ("G5", "单位五", None, "2022-12-30", None),
    ),
    "unit_membership": table(
        "id society_id unit_id valid_from valid_to",
        # In 2022: Y1 Y2 Y3 = 3 (of two units).
        ("Y1", "S1", "N1", "2022-01-05", None),
        ("Y2", "S2", "N1", "2022-02-01", None),
        ("Y3", "S1", "N2", "2022-08-01", "2022-09-01"),
        ("Y4", "S1", "N4", "2021-05-01", None),
    ),
}

ACTIVITIES: Tables = {
    "activity": table(
        "id component_code kind title organiser_id district_code department_code starts_on completed_on "
        "cancelled_on",
        # Held in 2022: H1 H2 H3 H4 H6 H9 H11 H12 H14 H15 H16 H17 H19 = 13.
        # Meetings: H1 H2 H3 H4 H6 = 5, by societies all but H4 = 4 (S1, S2).
        ("H1", "meeting", "会议", "年会", "S1", "110108", "society", "2022-10-02", None, None),
        ("H2", "meeting", "沙龙", "沙龙", "S2", "110105", "society", "2022-10-01", None, None),
        ("H3", "meeting", "会议", "春会", "S1", None, None, "2022-03-05", None, None),
        ("H4", "meeting", "会议", "区会", "D1", "110108", None, "2022-01-01", None, None),
        ("H5", "meeting", "会议", "取消的会", "S1", "110108", None, "2022-06-06", None, "2022-06-01"),
        # Called off only after the as-of day: on that day it still stood.
        ("H6", "meeting", "沙龙", "后来取消", "S2", "110105", None, "2022-07-01", None, "2022-12-31"),
        # Called off weeks after its day: its month doesn't count it either.
        ("H20", "meeting", "沙龙", "补记取消", "S2", "110105", None, "2022-07-08", None, "2022-08-20"),
        ("H7", "meeting", "会议", "去年的会", "S3", "110105", None, "2021-12-31", None, None),
        ("H8", "meeting", "会议", "明年的会", "S3", "110105", None, "2023-01-05", None, None),
        ("H9", "survey", "问卷", "科技工作者状况", "C1", None, "planning", "2022-04-01", None, None),
        ("H10", "survey", "问卷", "取消的问卷", "S1", None, None, "2022-05-01", None, "2022-05-02"),
        ("H11", "contest", "竞赛", "素质大赛", "C1", None, "popular", "2022-09-01", None, None),
        ("H12", "training", "培训", "信息员培训", "S2", None, None, "2022-02-01", None, None),
        # Reviews count when completed: H13 and H15 = 2.
        ("H13", "review", "评审", "去年开始的评审", "C1", None, None, "2021-11-01", "2022-01-15", None),
        ("H14", "review", "评审", "明年完成的评审", "C1", None, None, "2022-12-01", "2023-01-10", None),
        ("H15", "review", "评审", "评审", "S1", "110108", None, "2022-08-01", "2022-08-20", None),
        # Projects open for application: H16 H17 = 2.
        ("H16", "project", "申报", "青年托举", "D1", "110108", None, "2022-03-01", None, None),
        ("H17", "project", "申报", "学术创新", "C1", None, "society", "2022-12-30", None, None),
        ("H18", "project", "申报", "取消的申报", "S1", None, None, "2022-04-04", None, "2022-04-05"),
        ("H19", "survey", "问卷", "学会状况", "S2", None, "society", "2022-06-15", None, None),
    ),
    "attendance": table(
        "id activity_id person_id signed_on",
        # In 2022: T1 T2 T3 T4 T7 = 5 人次 of P1 P2 P4 = 3 人.
        ("T1", "H1", "P1", "2022-10-02"),
        ("T2", "H1", "P2", "2022-10-02"),
        ("T3", "H2", "P1", "2022-10-01"),
        ("T4", "H1", "P1", "2022-10-03"),
        ("T5", "H7", "P1", "2021-12-31"),
        ("T6", "H8", "P3", "2023-01-05"),
        ("T7", "H4", "P4", "2022-01-01"),
    ),
    "survey_answer": table(
        "id activity_id submitted_on is_valid",
        # Valid and in 2022: R1 R2 R4 R6 = 4.
        ("R1", "H9", "2022-04-02", True),
        ("R2", "H9", "2022-04-03", True),
        ("R3", "H9", "2022-04-03", False),
        ("R4", "H19", "2022-12-30", True),
        ("R5", "H9", "2022-12-31", True),
        ("R6", "H19", "2022-06-20", True),
    ),
    "contest_entry": table(
        "id activity_id kind title submitted_on",
        ("G1", "H11", "参赛人员", "钱一", "2022-09-02"),
        ("G2", "H11", "作品", "模型", "2022-09-30"),
        ("G3", "H11", "作品", "论文", "2022-09-30"),
        ("G4", "H11", "作品", "迟到", "2023-01-02"),
    ),
    "learning_record": table(
        "id activity_id person_id learned_on minutes",
        ("L1", "H12", "P1", "2022-02-02", 30),
        ("L2", "H12", "P1", "2022-02-03", 45),
        ("L3", "H12", None, "2022-02-03", None),
        ("L4", "H12", "P2", "2023-01-01", 45),
        ("L5", "H12", "P2", "2022-02-01", 10),
    ),
    "application": table(
        "id activity_id org_id title duplicate_of submitted_on",
        # In 2022, each once: W1 W3 W4 = 3.
        ("W1", "H16", "U2", "新材料", None, "2022-11-11"),
        ("W2", "H16", "U2", "新材料", "W1", "2022-11-12"),
        ("W3", "H17", None, "新能源", None, "2022-12-30"),
        ("W4", "H16", "E1", "新工艺", None, "2022-03-15"),
        ("W5", "H16", "E1", "新设备", None, "2023-01-01"),
    ),
}

COMMUNICATION: Tables = {
    "submission": table(
        "id org_id title submitted_on campaign",
        # In 2022: Z1 Z2 Z3 = 3.
        ("Z1", "D1", "科技周", "2022-12-01", "科学嘉年华"),
        ("Z2", "E1", "车间讲堂", "2022-12-01", None),
        ("Z3", "S2", "数学日", "2022-09-30", "科学嘉年华"),
        ("Z4", "D1", "去年", "2021-12-31", None),
        ("Z5", "S1", "明天", "2022-12-31", None),
    ),
    "media_resource": table(
        "id title domain_code kind channel_code org_id kilobytes checksum added_on removed_on",
        # On 2022-12-30, each content once: J1 J3 J5 J7 = 4 in 3 domains,
        # 400 + 1000 + 100 + 250 GB = 1.75 TB.
        ("J1", "人工智能", "ai", "图文", "bast", "S1", 400_000_000, "c1", "2021-08-01", None),
        ("J2", "同一内容", "computing", "图文", "kedou", None, 400_000_000, "c1", "2022-01-01", None),
        ("J3", "机器人", "ai", "视频", None, "D1", 1_000_000_000, "c2", "2022-02-01", None),
        ("J4", "下架的", "space", "音频", None, None, 250_000_000, "c3", "2022-01-01", "2022-12-30"),
        ("J5", "明天下架", "life", "视频", None, None, 100_000_000, "c4", "2022-03-01", "2022-12-31"),
        ("J6", "明天入库", "earth", "视频", None, None, 9, "c5", "2022-12-31", None),
        ("J7", "人工智能", "earth", "音频", None, None, 250_000_000, "c3", "2022-10-01", None),
    ),
    "article": table(
        "id title org_id activity_id published_on",
        # First published in 2022: O1 O2 O3 O5 = 4; activities of 2022 with one: H1 H3 = 2.
        ("O1", "年会召开", "S1", "H1", "2022-10-03"),
        ("O2", "年会侧记", "S1", "H1", "2022-10-10"),
        ("O3", "科普小文", None, None, "2022-05-01"),
        ("O4", "区会旧闻", "D1", "H4", "2022-12-31"),
        ("O5", "春会", "S1", "H3", "2022-03-06"),
        ("O6", "评审开始", "C1", "H13", "2021-11-02"),
    ),
    "article_channel": table(
        "article_id channel_code published_on",
        ("O1", "bast", "2022-10-03"),
        ("O1", "kedou", "2022-10-05"),
        ("O1", "app", "2022-12-31"),
        ("O2", "bast", "2022-10-10"),
        ("O5", "society_sites", "2022-03-06"),
    ),
}

SERVICES: Tables = {
    "enterprise": table(
        "id name district_code industry_code",
        ("EN1", "甲公司", "110108", "it"),
        ("EN2", "乙公司", "110105", "health"),
        ("EN3", "丙公司", None, None),
    ),
    "enterprise_need": table(
        "id enterprise_id industry_code title accepted_on solved_on",
        # Accepted in 2022: ND1 ND2 ND3 ND5 = 4; matched ND1 ND5; solved ND1.
        ("ND1", "EN1", "it", "算法", "2022-02-01", "2022-06-01"),
        ("ND2", "EN1", "ic", "芯片", "2022-03-01", None),
        ("ND3", "EN2", "health", "试剂", "2022-12-30", None),
        ("ND4", "EN2", "health", "去年的", "2021-12-31", "2022-02-02"),
        ("ND5", "EN3", "it", "软件", "2022-11-01", "2022-12-31"),
        ("ND6", "EN3", "it", "明天的", "2022-12-31", None),
    ),
    "envoy": table(
        "id person_id industry_code valid_from valid_to",
        # On 2022-12-30: P1 (two appointments) and P6 = 2.
        ("EV1", "P1", "it", "2022-01-01", None),
        ("EV2", "P1", "health", "2022-02-01", None),
        ("EV3", "P6", "ic", "2022-01-01", "2022-12-31"),
        ("EV4", "P2", "ic", "2022-01-01", "2022-12-30"),
        ("EV5", "P3", "it", "2022-12-31", None),
    ),
    "need_match": table(
        "id need_id envoy_id matched_on",
        ("MT1", "ND1", "EV1", "2022-03-01"),
        ("MT2", "ND1", "EV2", "2022-03-02"),
        ("MT3", "ND2", "EV5", "2022-12-31"),
        ("MT4", "ND4", "EV4", "2022-02-01"),
        ("MT5", "ND5", "EV3", "2022-12-30"),
    ),
    "visit": table(
        "id enterprise_id envoy_id visited_on",
        # In 2022: EN1 (twice) and EN3 = 2.
        ("VS1", "EN1", "EV1", "2022-02-02"),
        ("VS2", "EN1", None, "2022-03-03"),
        ("VS3", "EN3", None, "2022-12-30"),
        ("VS4", "EN2", None, "2021-12-31"),
    ),
    "steward": table(
        "id person_id kind district_code valid_from valid_to",
        # On duty on 2022-12-30: ST1 ST3 = 2.
        ("ST1", "P2", "党建指导员", "110108", "2021-09-01", None),
        ("ST2", "P3", "组织联络员", "110105", "2022-02-01", "2022-12-30"),
        ("ST3", "P4", "组织联络员", None, "2022-01-01", None),
    ),
    "service_order": table(
        "id steward_id org_id title opened_on closed_on",
        # In 2022: SO1 SO2 SO3 SO5 SO7 = 5.
        ("SO1", "ST1", "C1", "注册", "2022-01-10", "2022-01-11"),
        ("SO2", "ST2", None, "咨询", "2022-05-05", None),
        ("SO3", "ST1", "D2", "培训", "2022-12-30", None),
        ("SO4", "ST3", None, "明天", "2022-12-31", None),
        ("SO5", "ST3", "S2", "建家", "2022-02-20", "2022-03-01"),
        ("SO6", "ST1", None, "去年", "2021-12-31", None),
        ("SO7", "ST2", None, "咨询", "2022-06-06", None),
    ),
}

GOVERNANCE: Tables = {
    "party_branch": table("code name", ("PB1", "第一党总支"), ("PB2", "第二党总支")),
    "party_group": table(
        "id name branch_code society_id valid_from valid_to",
        # Societies covered on 2022-12-30: S1 (two groups) and S5 = 2.
        ("PG1", "一组", "PB1", "S1", "2021-07-01", None),
        ("PG2", "二组", "PB1", "S1", "2022-01-01", None),
        ("PG3", "三组", "PB2", "S2", "2021-07-01", "2022-12-30"),
        ("PG4", "四组", "PB2", "S4", "2021-07-01", None),  # the society left
        ("PG5", "五组", "PB2", "S5", "2022-12-30", None),
        ("PG6", "机关组", "PB1", "C1", "2021-07-01", None),  # no society
    ),
    "party_record": table(
        "id group_id title kind recorded_on approved_on is_rejected",
        # Approved in 2022: PR1 PR2 PR6 PR7 = 4.
        ("PR1", "PG1", "学习", "理论学习", "2021-12-20", "2022-01-05", False),
        ("PR2", "PG1", "党日", "主题党日", "2022-02-20", "2022-03-01", False),
        ("PR3", "PG2", "待审", "其他", "2022-03-01", None, False),
        ("PR4", "PG2", "退回", "其他", "2022-04-20", "2022-05-01", True),
        ("PR5", "PG3", "明天", "其他", "2022-12-20", "2022-12-31", False),
        ("PR6", "PG4", "谈话", "谈心谈话", "2022-10-01", "2022-10-10", False),
        ("PR7", "PG6", "党课", "三会一课", "2022-12-29", "2022-12-30", False),
    ),
    "business_item": table(
        "id name department_code component_code valid_from valid_to traced_from",
        # In force: BI1 BI2 BI3 BI5 BI6 = 5; traced BI1 BI5 BI6 = 3.
        ("BI1", "督办", "general_office", "supervision", "2021-07-01", None, "2022-01-01"),
        ("BI2", "统计", "planning", None, "2021-07-01", None, None),
        ("BI3", "规划", "planning", None, "2021-07-01", None, "2022-12-31"),
        ("BI4", "旧业务", "general_office", None, "2021-07-01", "2022-12-30", "2021-09-01"),
        ("BI5", "学术会议", "society", "meeting", "2022-06-01", None, "2022-12-30"),
        ("BI6", "党建", "party", "party", "2021-07-01", None, "2022-02-02"),
    ),
    "source": table(
        "code name platform_code table_name department_code frequency frequency_days valid_from valid_to",
        ("SR1", "组织库", "talent", "organisation", "organisation", "周", 7, "2021-07-01", None),
        ("SR2", "账号", "base", "unit_account", "planning", "日", 1, "2021-07-01", None),
        ("SR3", "稿件", "media", "article", "publicity", "月", 31, "2021-07-01", None),
        ("SR4", "停用", "talent", "contact", "organisation", "月", 31, "2021-07-01", "2022-12-01"),
        ("SR5", "明天启用", "office", "task", "general_office", "日", 1, "2022-12-31", None),
    ),
    "delivery": table(
        "id source_code delivered_on rows_received rows_refused delivered_by",
        # In time on 2022-12-30: SR1 (exactly 7 days); SR2 is 2 days old; SR3 never came.
        ("DL1", "SR1", "2022-12-16", 10, 0, "王小明"),
        ("DL2", "SR1", "2022-12-23", 10, 1, "王小明"),
        ("DL3", "SR2", "2022-12-28", 5, 0, None),
        ("DL4", "SR2", "2022-12-31", 5, 0, None),
        ("DL5", "SR4", "2022-11-30", 5, 0, None),
    ),
    "rejected_row": table(
        "id delivery_id table_name row_no column_name value reason",
        ("RJ1", "DL2", "organisation", 3, "district_code", "999999", "区划代码不存在"),
    ),
    "quality_measure": table(
        "id source_code kind field measured_on matched total",
        # Latest of each field: required 95/100 + 40/50; valid 98/100 + 49/50; duplicate 3/60 + 2/40.
        ("QM1", "SR1", "required", "name", "2022-11-01", 90, 100),
        ("QM2", "SR1", "required", "name", "2022-12-01", 95, 100),
        ("QM3", "SR1", "required", "district_code", "2022-12-01", 40, 50),
        ("QM4", "SR1", "valid", "uscc", "2022-12-30", 98, 100),
        ("QM5", "SR1", "valid", "uscc", "2022-12-31", 100, 100),
        ("QM6", "SR2", "duplicate", "name", "2022-12-01", 3, 60),
        ("QM7", "SR1", "duplicate", "uscc", "2022-06-01", 2, 40),
        ("QM8", "SR2", "valid", "name", "2022-12-01", 49, 50),
    ),
    "indicator_entry": table(
        "code name department_code has_definition has_algorithm valid_from valid_to",
        # In use: ZZ01 RC01 DB01 KC01 = 4; complete: ZZ01 KC01 = 2.
        ("ZZ01", "注册组织", "organisation", True, True, "2021-12-01", None),
        ("RC01", "个人会员", "personnel", True, False, "2021-12-01", None),
        ("DB01", "立项事项", None, True, True, "2021-12-01", None),
        ("HD01", "业务活动", "society", True, True, "2021-12-01", "2022-12-30"),
        ("XC01", "媒体资源", "publicity", True, True, "2022-12-31", None),
        ("KC01", "产业特派员", "innovation", True, True, "2022-12-30", None),
    ),
}

RECORDS: Tables = {**PEOPLE, **ACTIVITIES, **COMMUNICATION, **SERVICES, **GOVERNANCE}
