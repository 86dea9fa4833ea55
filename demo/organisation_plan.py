"""How many organisations of each type register when, and in which waves."""

from __future__ import annotations

from demo.words import words
from demo.world import DISTRICT_WEIGHTS

#: Type: registered by 2021-12-31, registered during 2022, registered in 2023.
#: 203 at the start; +1381 −5 gives 1579 at the end of 2022.
PLAN: dict[str, tuple[int, int, int]] = {
    "city": (1, 0, 0),
    "district": (17, 0, 0),
    "society": (96, 109, 6),
    "foundation": (3, 9, 1),
    "union": (2, 7, 0),
    "university": (15, 53, 4),
    "enterprise": (28, 463, 38),
    "park": (6, 30, 3),
    "street": (20, 320, 16),
    "township": (5, 173, 8),
    "farm": (2, 158, 14),
    "outline": (4, 58, 2),
    "direct": (4, 1, 0),
}
#: Societies by class; 224 in all, of which 205 + 6 register.
SOCIETIES = {"A": 38, "B": 78, "C": 20, "D": 54, "E": 34}
#: Townships and the like by district (weights).
OUTER: dict[str, float] = {
    "110111": 20,
    "110112": 11,
    "110113": 19,
    "110114": 10,
    "110115": 14,
    "110116": 14,
    "110117": 16,
    "110118": 18,
    "110119": 15,
    "110109": 9,
    "110108": 7,
    "110105": 19,
    "110106": 5,
}
#: Types that join district by district: weights of the districts, first and last wave.
BY_WAVE: dict[str, tuple[dict[str, float], str, str]] = {
    "street": (DISTRICT_WEIGHTS, "2022-02-21", "2022-10-24"),
    "township": (OUTER, "2022-04-06", "2022-10-31"),
    "farm": (OUTER, "2022-06-01", "2022-11-14"),
    "enterprise": (DISTRICT_WEIGHTS, "2022-02-14", "2022-11-28"),
}
#: Types that join in common waves.
WAVES: dict[str, tuple[str, ...]] = {
    "society": ("2022-02-21", "2022-05-23", "2022-09-05", "2022-11-07"),
    "university": ("2022-03-21", "2022-09-19"),
    "outline": ("2022-06-13", "2022-09-01"),
    "foundation": ("2022-04-11", "2022-08-15"),
    "union": ("2022-04-18", "2022-10-10"),
    "park": ("2022-03-07", "2022-06-20", "2022-10-17"),
}
#: The department that looks after each type.
CONTACT_DEPARTMENT = {
    "society": "society", "foundation": "society", "union": "society", "university": "organisation",
    "enterprise": "innovation", "park": "innovation", "street": "organisation",
    "township": "organisation", "farm": "popular", "outline": "popular", "district": "organisation",
    "city": "general_office", "direct": "general_office",
}  # fmt: skip
#: Registering authority and type of the code, and how many of the type have one.
USCC: dict[str, tuple[str, float]] = {
    "society": ("51", 1.0),
    "foundation": ("53", 1.0),
    "union": ("51", 1.0),
    "enterprise": ("91", 1.0),
    "city": ("13", 1.0),
    "district": ("13", 1.0),
    "outline": ("11", 1.0),
    "direct": ("12", 1.0),
    "university": ("12", 0.4),
    "park": ("91", 0.5),
    "farm": ("51", 0.5),
}
UNITS = words("大学 理工大学 科技大学 师范学院 农学院 医学院 工业学院 信息学院")
