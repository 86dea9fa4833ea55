"""The hand-computed value of every indicator: small world, as of 2022-12-30, over 2022.

The comment beside a value is its arithmetic; the rows are explained in ``tests/support/world*.py``.
"""

from __future__ import annotations

EXPECTED: dict[str, int | float] = {
    # 组织建设
    "ZZ01": 8,  # C1 D1 D2 S1 S2 S3 U1=U2 E2
    "ZZ02": 2,  # 8 - 6: + D2 S2 S3 E2, - S4 E1
    "ZZ03": 2 / 6 * 100,
    "ZZ03.base": 6,  # C1 D1 S1 S4 U1 E1 on 2021-12-31
    "ZZ04": 4,  # S1 S2 S7 S8; S3's members are gone, S4 has left
    "ZZ05": 4 / 6 * 100,
    "ZZ05.base": 6,  # S1 S2 S3 S5 S7 S8; S4 left, S6 comes later
    "ZZ06": 1,  # S7 has 1000 members, S8 1000 memberships of 999
    "ZZ07": 2,  # B1 B2
    "ZZ08": 2,  # N1=N2, N3
    "ZZ08.memberships": 3,  # Y1 Y2 Y3
    "ZZ09": 3,  # G1 G2 G5
    "ZZ10": 5 / 8 * 100,
    "ZZ10.active": 5,  # S1 (H1, 89 days ago), C1, D1, D2, U2; S2's H2 is 90 days ago
    # 人才会员
    "RC01": 1005,  # P1 P2 P3 P5 P7 and the crowd of 1000
    "RC02": 2007,  # M1 M2 M3 M5 M7 M8 M11, and 1000 each in S7 and S8
    "RC03": (2007 - 1005) / 2007 * 100,
    "RC04": 3,  # P1 P3 P5
    "RC05": 4,  # in S1: P1 P2 P5 P7
    "RC06": 4,  # P6 P7 P1 P2
    "RC07": 2,  # P6 P7
    "RC08": 1006,  # 1005 members and P6
    "RC09": 1006 / 1_000_000 * 100,
    "RC09.base": 1_000_000,
    "RC10": 3 / 5 * 100,
    "RC10.senior": 3,  # P1 P2 P7
    "RC10.base": 5,  # P1 P2 P3 P5 P7
    "RC11": 3 / 4 * 100,
    "RC11.young": 3,  # P1 (40) P3 P7
    "RC11.base": 4,  # P1 P2 P3 P7
    "RC12": 2,  # P4 P5
    "RC13": 4,  # I1 I2 I3 I4
    # 业务活动
    "HD01": 13,  # H1 H2 H3 H4 H6 H9 H11 H12 H14 H15 H16 H17 H19
    "HD02": 5,  # H1 H2 H3 H4 H6
    "HD03": 4,  # without H4, which a district held
    "HD04": 5,  # T1 T2 T3 T4 T7
    "HD05": 3,  # P1 P2 P4
    "HD06": 2,  # H9 H19
    "HD07": 4,  # R1 R2 R4 R6
    "HD08": 3,  # G1 G2 G3
    "HD09": 4,  # L1 L2 L3 L5
    "HD10": 2,  # H16 H17
    "HD11": 3,  # W1 W3 W4
    "HD12": 2,  # H13 H15
    "HD13": 2,  # S1 S2
    # 督查督办
    "DB01": 20,  # K01 to K23 without K06 (cancelled), K18 (2021), K19 (2023)
    "DB02": 3,  # K01 K05 K18
    "DB03": 6 / 20 * 100,
    "DB03.finished": 6,  # K01 K02 K03 K05 K20 K22
    "DB04": 4 / 10 * 100,
    "DB04.in_time": 4,  # K01 K02 K18 K20
    "DB04.due": 10,  # K01 K02 K03 K04 K05 K16 K18 K20 K21 K22; K17 is due today
    "DB05": 2 / 11 * 100,
    "DB05.in_time": 2,  # K01 K18
    "DB05.due": 11,  # those ten by their first deadline, and K23
    "DB06": 3,  # K04 K16 K21
    "DB07": 4,  # K08 K10 K12 K17
    "DB08": 424 / 4,
    "DB08.total": 424,  # K01 65 + K02 170 + K05 144 + K18 45
    "DB08.count": 4,  # K22's verification fell with its return
    "DB08.median": (65 + 144) / 2,
    "DB09": 3 / 20 * 100,
    "DB09.extended": 3,  # K02 K20 K23; K03 and K21 were too late
    "DB10": 3 / 9 * 100,
    "DB10.in_time": 3,  # RD1 RD8 RD14
    "DB10.due": 9,  # RD1 RD3 RD7 RD8 RD9 RD10 RD11 RD12 RD14
    "DB11": 3 / 4 * 100,
    "DB11.finished": 3,  # K01 K03 K20
    "DB11.base": 4,  # and K16
    "DB12": 3,  # K07 K10 K11
    "DB.unverified": 4,  # K02 K03 K20 K22, the blue lights
    "DB.returned": 1,  # K04; K05 and K22 were finished again
    "DB.urged": 2,  # K13 K16; K21 was given time, K08 reported, K05 is finished
    "DB.lights": 21,  # red 4, yellow 4, green 6, blue 4, done 3
    # 宣传展示
    "XC01": 4,  # J1 J3 J5 J7
    "XC01.domains": 3,  # ai life earth
    "XC02": 3,  # Z1 Z2 Z3
    "XC03": 4,  # 北京科协、蝌蚪五线谱、科协频道、数字科学中心
    "XC04": 4,  # O1 O2 O3 O5
    "XC05": 2 / 13 * 100,
    "XC05.reported": 2,  # H1 H3
    "XC06": 1.75,  # 400 + 1000 + 100 + 250 GB
    # 科创服务
    "KC01": 2,  # P1 P6
    "KC02": 4,  # ND1 ND2 ND3 ND5
    "KC03": 2 / 4 * 100,
    "KC03.matched": 2,  # ND1 ND5
    "KC04": 1 / 4 * 100,
    "KC04.solved": 1,  # ND1
    "KC05": 2,  # EN1 EN3
    "KC06": 5 / 2,
    "KC06.orders": 5,  # SO1 SO2 SO3 SO5 SO7
    "KC06.stewards": 2,  # ST1 ST3
    # 党建
    "DJ01": 4,  # PR1 PR2 PR6 PR7
    "DJ02": 2 / 6 * 100,
    "DJ02.covered": 2,  # S1 S5
    # 数据治理
    "SJ01": 3 / 5 * 100,
    "SJ01.traced": 3,  # BI1 BI5 BI6
    "SJ01.base": 5,  # BI1 BI2 BI3 BI5 BI6
    "SJ02": 1 / 3 * 100,
    "SJ02.fresh": 1,  # SR1
    "SJ02.base": 3,  # SR1 SR2 SR3
    "SJ02.late": 2,  # SR2 SR3
    "SJ03": 135 / 150 * 100,
    "SJ03.matched": 135,  # 95 + 40
    "SJ03.total": 150,  # 100 + 50
    "SJ04": 147 / 150 * 100,
    "SJ04.matched": 147,  # 98 + 49
    "SJ04.total": 150,
    "SJ05": 5 / 100 * 100,
    "SJ05.matched": 5,  # 3 + 2
    "SJ05.total": 100,  # 60 + 40
    "SJ06": 2 / 4 * 100,
    "SJ06.complete": 2,  # ZZ01 KC01
    "SJ06.base": 4,  # ZZ01 RC01 DB01 KC01
}

#: Where parts exceed the whole, because one counted thing has several members of a dimension:
#: the sum of the parts. Everywhere else the parts add up.
EXCEEDING: dict[tuple[str, str], int] = {
    ("ZZ01", "district"): 9,  # U1=U2 in 海淀 and 昌平
    ("ZZ01", "organisation"): 9,
    ("ZZ02", "district"): 3,  # U2 is new in 昌平, though its legal person isn't
    ("ZZ02", "organisation"): 3,
    ("ZZ08", "district"): 3,  # N1=N2 in two districts
    ("ZZ08", "organisation"): 3,  # N1=N2 in S1 and S2, N3 in none
    ("ZZ08", "discipline"): 3,
    ("RC01", "organisation"): 2006,  # S1 4, S2 2 (P1 P3), S4 1 (P5), S7 1000, S8 999
    ("RC01", "discipline"): 2006,
    ("RC04", "organisation"): 4,  # P1 in S1 and S2
    ("RC04", "discipline"): 4,
    ("RC04", "role"): 4,
    ("RC06", "industry"): 6,  # P6 it, ic, agriculture; P7 health; P1 agriculture; P2 none
    ("RC07", "industry"): 3,  # P6 it, ic; P7 health
    ("RC08", "discipline"): 2007,  # RC01's 2006, and P6 without a class
    ("RC10.senior", "organisation"): 4,  # P1 twice
    ("RC10.senior", "discipline"): 4,
    ("RC10.base", "organisation"): 7,  # P1 and P5 twice
    ("RC10.base", "discipline"): 7,
    ("RC11.young", "organisation"): 4,  # P1 twice
    ("RC11.young", "discipline"): 4,
    ("RC11.base", "organisation"): 5,
    ("RC11.base", "discipline"): 5,
    ("RC12", "org_type"): 3,  # P4 for a district and a society
    ("RC12", "organisation"): 3,
    ("HD05", "district"): 4,  # P1 in 海淀 (H1) and 朝阳 (H2)
    ("HD05", "discipline"): 4,
    ("HD05", "organisation"): 4,
    ("HD05", "activity"): 4,
    ("HD13", "district"): 3,  # S1 in 海淀 and without a place
    ("HD13", "department"): 4,  # S1 and S2 each with and without a department
    ("HD13", "activity"): 4,
    ("XC01.domains", "media_kind"): 4,  # ai as 图文 and 视频
    ("XC01.domains", "channel"): 4,  # ai from bast and from none
    ("XC01.domains", "organisation"): 4,  # ai from S1 and D1
    ("XC01.domains", "org_type"): 4,
    ("XC04", "channel"): 5,  # O1 on two channels
    ("KC01", "industry"): 3,  # P1 for it and health
}

#: Hand-computed values as of other days.
OTHER_DAYS: dict[tuple[str, str], int | float] = {
    ("ZZ01", "2022-12-29"): 8,  # E2 not yet, E3 still
    ("ZZ01", "2022-06-29"): 10,  # C1 D1 D2 S1 S2 S3 S4 U1=U2 E1 E3
    ("ZZ01", "2022-06-30"): 9,  # E1 deregistered this day
    ("ZZ01", "2022-10-31"): 9,  # S4 leaves tomorrow
    ("ZZ01", "2022-11-01"): 8,
    ("RC04", "2022-12-29"): 3,  # P1 P3, and P7 on the last day; P5 not yet
    ("DB06", "2022-12-29"): 2,  # K04 K21; K16's deadline is this day
    ("DB.lights", "2022-03-31"): 8,  # K01 K02 K03 K18 K20 K21 K22, and K06 until tomorrow
    ("DB02", "2022-12-24"): 2,  # K05 is closed tomorrow
    ("DB09.extended", "2022-06-29"): 1,  # K20; K02 is extended tomorrow, in time
    ("XC01", "2022-09-30"): 4,  # J1 J3 J5 and J4, in whose place J7 comes
    ("XC03", "2022-02-28"): 3,  # 数字科学中心 starts on 03-01
    ("KC01", "2022-12-29"): 3,  # P2 until tomorrow
    ("SJ02", "2022-12-24"): 1 / 3 * 100,  # SR1 of 12-23; SR2 and SR3 never yet, SR4 stopped
}

#: The light of every task on 2022-12-30.
LIGHTS: dict[str, str] = {
    "red": "K04 K13 K16 K21",
    "yellow": "K08 K10 K12 K17",
    "green": "K07 K09 K11 K14 K15 K23",
    "blue": "K02 K03 K20 K22",
    "done": "K01 K05 K18",
}
