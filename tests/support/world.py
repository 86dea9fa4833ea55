"""A small world that a reader can check by hand: business date 2022-12-30, period 2022.

Every table has rows that must count and rows that must not: the day itself, the day after, ended,
cancelled, repeated. What each indicator makes of it stands in ``tests/queries/expected.py``.
"""

from __future__ import annotations

from typing import Any

from stdnum.cn.uscc import calc_check_digit

from tests.support.world_records import RECORDS
from tests.support.world_tables import Tables, table
from tests.support.world_targets import TARGETS
from tests.support.world_tasks import TASKS

AS_OF = "2022-12-30"
START = "2022-01-01"


def uscc(number: int) -> str:
    """A made-up 统一社会信用代码 with a right check character."""
    body = f"51110000MJ0{number:06d}"
    return body + str(calc_check_digit(body))


LEGAL = uscc(1)
OTHER_LEGAL = uscc(2)

ORGANISATIONS = table(
    "id type_code class_code district_code department_code valid_from valid_to registered_from "
    "registered_to uscc name",
    # Registered on 2021-12-31 (期初): C1 D1 S1 S4 U1 E1 = 6.
    # Registered on 2022-12-30: C1 D1 D2 S1 S2 S3 U1(=U2) E2 = 8; new D2 S2 S3 E2, gone S4 E1.
    ("C1", "city", None, "110105", "general_office", "2021-01-01", None, "2021-07-01", None, None, "市科协"),
    ("D1", "district", None, "110108", None, "2021-01-01", None, "2021-07-01", None, None, "海淀区科协"),
    ("D2", "district", None, "110105", None, "2021-01-01", None, "2022-03-01", None, None, "朝阳区科协"),
    ("S1", "society", "B", "110108", "society", "2021-01-01", None, "2021-09-01", None, None, "机械学会"),
    ("S2", "society", "A", "110105", "society", "2021-01-01", None, "2022-02-01", None, None, "数学_学会%"),
    ("S3", "society", "B", None, "society", "2021-01-01", None, "2022-05-01", None, None, "电子学会"),
    # Left on 2022-11-01, though nobody closed its registration.
    ("S4", "society", "D", "110101", None, "2021-01-01", "2022-11-01", "2021-10-01", None, None, "老医学会"),
    ("S5", "society", "E", "110102", None, "2022-06-01", None, None, None, None, "交叉学会"),
    ("S6", "society", "A", "110102", None, "2023-01-15", None, "2023-01-15", None, None, "来年学会"),
    ("S7", "society", "C", "110112", None, "2021-01-01", None, None, None, None, "千人学会"),
    ("S8", "society", "E", "110112", None, "2021-01-01", None, None, None, None, "差一人学会"),
    ("F1", "foundation", None, "110101", None, "2021-01-01", None, "2022-12-31", None, None, "基金会"),
    # One legal person, two rows, two districts.
    ("U1", "university", None, "110108", None, "2021-01-01", None, "2021-08-01", None, LEGAL, "高校科协"),
    ("U2", "university", None, "110114", None, "2021-01-01", None, "2022-04-01", None, LEGAL, "高校科协分部"),
    ("E1", "enterprise", None, "110106", None, "2021-01-01", None, "2021-08-01", "2022-06-30", None, "甲"),
    ("E2", "enterprise", None, "110106", None, "2021-01-01", None, "2022-12-30", None, None, "乙企业科协"),
    ("E3", "enterprise", None, None, None, "2021-01-01", None, "2022-01-01", "2022-12-30", None, "丙"),
    ("O1", "outline", None, None, None, "2021-01-01", None, None, None, None, "从未注册"),
)
BRANCHES = table(
    "id type_code parent_id class_code valid_from valid_to registered_from name",
    # New in 2022: B1 (S1, B) and B2 (S2, A); a branch never counts as a registered organisation.
    ("B1", "branch", "S1", None, "2022-03-10", "2022-11-11", "2022-03-10", "铸造分会"),
    ("B2", "branch", "S2", None, "2022-12-30", None, None, "几何分会"),
    ("B3", "branch", "S1", None, "2021-12-31", None, None, "焊接分会"),
    ("B4", "branch", "S1", None, "2022-12-31", None, None, "锻压分会"),
)
UNITS = table(
    "id type_code district_code valid_from uscc name",
    # New in 2022: N1 = N2 (one legal person) and N3: 2.
    ("N1", "unit_member", "110108", "2022-01-01", OTHER_LEGAL, "某厂"),
    ("N2", "unit_member", "110105", "2022-08-01", OTHER_LEGAL, "某厂（重复）"),
    ("N3", "unit_member", None, "2022-09-01", None, "某院"),
    ("N4", "unit_member", "110108", "2021-05-01", None, "老单位"),
)

PERSONS = table(
    "id name gender birth_year mobile title_level_code is_academician discipline_code district_code",
    ("P1", "王小明", "男", 1982, None, "senior", True, "110", "110108"),  # 40 in 2022: young
    ("P2", "欧阳静", "女", 1981, None, "associate", False, None, "110105"),  # 41: not
    ("P3", "李雷", "男", 1990, None, "middle", False, "520", "110108"),
    ("P4", "刘晓勤", "女", None, "13800001234", None, False, None, None),
    ("P5", "刘晓勤", "男", None, "12345", "junior", False, "110", "110101"),  # another person
    ("P6", "张伟", "男", 1975, None, "senior", False, "520", "110101"),  # expert, no member
    ("P7", "赵六", "女", 1987, None, "associate", False, "520", "110105"),
    ("P8", "孙七", "男", 1962, None, "senior", False, None, None),
    ("P9", "周九", "女", 1999, None, None, False, None, "110108"),
)
MEMBERSHIPS = table(
    "id society_id person_id valid_from valid_to",
    # Valid on 2022-12-30: M1 M2 M3 M5 M7 M8 M11 = 7, of P1 P2 P3 P5 P7 = 5 persons.
    ("M1", "S1", "P1", "2021-05-01", None),
    ("M2", "S2", "P1", "2022-02-01", None),
    ("M3", "S1", "P2", "2021-05-01", "2022-12-31"),
    ("M4", "S1", "P3", "2022-06-01", "2022-12-30"),  # ends on the day: no longer valid
    ("M5", "S2", "P3", "2022-03-01", None),
    ("M6", "S3", "P4", "2021-05-01", "2022-05-01"),
    ("M7", "S1", "P5", "2022-12-30", None),  # joins on the day
    ("M8", "S1", "P7", "2021-06-01", None),
    ("M9", "S1", "P8", "2020-01-01", "2022-01-01"),
    ("M10", "S2", "P9", "2022-12-31", None),
    ("M11", "S4", "P5", "2021-05-01", None),  # the society left, the membership was never closed
)


def _crowd() -> Tables:
    """1000 persons without facts, all in S7 (1000 members); 999 of them in S8, one of them twice.

    So S8 has 1000 memberships and 999 members: not a society of a thousand.
    """
    ids = [f"Q{n:04d}" for n in range(1, 1001)]
    since = "2022-07-01"

    def joins(society: str, person: str, tag: str = "") -> dict[str, Any]:
        return {
            "id": f"{society}{person}{tag}",
            "society_id": society,
            "person_id": person,
            "valid_from": since,
        }

    memberships = [joins("S7", p) for p in ids] + [joins("S8", p) for p in ids[:999]]
    memberships.append(joins("S8", ids[0], "x"))
    people = [{"id": p, "name": f"众{p}", "is_academician": False} for p in ids]
    return {"person": people, "membership": memberships}


def world() -> Tables:
    """Every table of the small world, fresh each time."""
    crowd = _crowd()
    own: Tables = {
        "organisation": ORGANISATIONS + BRANCHES + UNITS,
        "person": PERSONS + crowd["person"],
        "membership": MEMBERSHIPS + crowd["membership"],
    }
    return {
        name: [dict(row) for row in rows] for name, rows in {**own, **RECORDS, **TASKS, **TARGETS}.items()
    }
