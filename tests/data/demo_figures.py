"""What the demonstration must give: published figures and the SQL that counts them."""

from __future__ import annotations

YEAR = "BETWEEN '2022-01-01' AND '2022-12-30'"
START, AS_OF, END = "2022-01-01", "2022-12-30", "2023-05-26"
#: Calibrated figures as counts of rows; {valid} is "valid on 2022-12-30", {year} the year up to it.
FIGURES: dict[str, tuple[int, str]] = {
    "ZZ04": (
        108,
        "SELECT count(DISTINCT society_id) FROM membership m JOIN organisation o ON o.id = society_id"
        " WHERE o.type_code = 'society' AND {m}",
    ),
    "ZZ06": (
        26,
        "SELECT count(*) FROM (SELECT 1 FROM membership m WHERE {m} GROUP BY society_id"
        " HAVING count(DISTINCT person_id) >= 1000)",
    ),
    "ZZ07": (1106, "SELECT count(*) FROM organisation WHERE type_code = 'branch' AND valid_from {year}"),
    "ZZ08": (
        4939,
        "SELECT count(DISTINCT uscc) FROM organisation WHERE type_code = 'unit_member' AND valid_from {year}",
    ),
    "ZZ09": (3302, "SELECT count(*) FROM unit_account WHERE registered_on {year}"),
    "RC01": (100742, "SELECT count(DISTINCT person_id) FROM membership m WHERE {m}"),
    "RC04": (
        9497,
        "SELECT count(DISTINCT a.person_id) FROM appointment a JOIN member_role r ON r.code = role_code"
        " JOIN membership m ON m.person_id = a.person_id WHERE r.is_council AND {a} AND {m}",
    ),
    "RC05": (
        39667,
        "SELECT count(DISTINCT person_id) FROM membership m JOIN organisation o ON o.id = society_id"
        " WHERE o.class_code = 'B' AND {m}",
    ),
    "RC06": (
        6461,
        "SELECT count(DISTINCT person_id) FROM expert e JOIN expert_service s ON s.expert_id = e.id"
        " WHERE served_on <= '2022-12-30'",
    ),
    "RC07": (
        2243,
        "SELECT count(DISTINCT person_id) FROM expert e JOIN expert_service s ON s.expert_id = e.id"
        " WHERE served_on <= '2022-12-30' AND person_id IN (SELECT person_id FROM expert x"
        " JOIN expert_industry i ON i.expert_id = x.id JOIN industry n ON n.code = i.industry_code"
        " WHERE n.is_2441)",
    ),
    "RC12": (10751, "SELECT count(DISTINCT person_id) FROM contact m WHERE {m}"),
    "RC13": (410500, "SELECT count(*) FROM individual_account WHERE registered_on {year}"),
    "HD02": (322, "SELECT count(*) FROM held WHERE component_code = 'meeting'"),
    "HD03": (
        157,
        "SELECT count(*) FROM held WHERE component_code = 'meeting' AND organiser_type = 'society'",
    ),
    "HD04": (
        28511,
        "SELECT count(*) FROM attendance t JOIN activity a ON a.id = activity_id"
        " WHERE component_code = 'meeting' AND signed_on {year}",
    ),
    "HD06": (56, "SELECT count(*) FROM held WHERE component_code = 'survey'"),
    "HD07": (3320, "SELECT count(*) FROM survey_answer WHERE is_valid AND submitted_on {year}"),
    "HD08": (1196, "SELECT count(*) FROM contest_entry WHERE submitted_on {year}"),
    "HD10": (25, "SELECT count(*) FROM held WHERE component_code = 'project'"),
    "HD11": (2734, "SELECT count(*) FROM application WHERE duplicate_of IS NULL AND submitted_on {year}"),
    "HD13": (
        53,
        "SELECT count(DISTINCT organiser_id) FROM held"
        " WHERE component_code = 'meeting' AND organiser_type = 'society'",
    ),
    "DB01": (
        295,
        "SELECT count(*) FROM task WHERE initiated_on {year} AND id NOT IN (SELECT task_id FROM task_event"
        " WHERE type_code = 'cancelled' AND occurred_on <= '2022-12-30')",
    ),
    "XC01": (2067, "SELECT count(DISTINCT checksum) FROM shelf"),
    "XC01.domains": (18, "SELECT count(DISTINCT domain_code) FROM shelf"),
    "XC02": (544, "SELECT count(*) FROM submission WHERE submitted_on {year}"),
    "XC03": (4, "SELECT count(*) FROM channel m WHERE is_matrix AND {m}"),
    "KC02": (600, "SELECT count(*) FROM enterprise_need WHERE accepted_on {year}"),
    "DJ01": (764, "SELECT count(*) FROM party_record WHERE approved_on {year} AND NOT is_rejected"),
}
#: Figures published as "nearly", "more than" or "about": both ends are allowed values.
RANGES: dict[str, tuple[float, float, str]] = {
    "ZZ05": (
        0.4,
        0.4999,
        "SELECT 108 / count(*) FROM organisation m WHERE type_code = 'society' AND {m}",
    ),
    "HD01": (401, 480, "SELECT count(*) FROM held"),
    "HD09": (6900, 6999, "SELECT count(*) FROM learning_record WHERE learned_on {year}"),
    "XC06": (
        2.97,
        3.03,
        "SELECT sum(k) / 1e9 FROM (SELECT max(kilobytes) AS k FROM shelf GROUP BY checksum)",
    ),
    "KC01": (2001, 2099, "SELECT count(DISTINCT person_id) FROM envoy m WHERE {m}"),
    "RC02": (106_000, 108_000, "SELECT count(*) FROM membership m WHERE {m}"),
    "XC05": (
        0.6,
        0.8,
        "SELECT avg((id IN (SELECT activity_id FROM article"
        " WHERE activity_id NOT NULL AND published_on <= '2022-12-30'))::INT) FROM held",
    ),
    "DJ02": (
        0.75,
        0.85,
        "SELECT (SELECT count(DISTINCT society_id) FROM party_group m WHERE {m}) / count(*)"
        " FROM organisation m WHERE type_code = 'society' AND {m}",
    ),
    "SJ01": (
        0.8,
        0.9,
        "SELECT avg((coalesce(traced_from <= '2022-12-30', false))::INT) FROM business_item m WHERE {m}",
    ),
    "KC03": (
        0.7,
        0.95,
        "SELECT avg((id IN (SELECT need_id FROM need_match WHERE matched_on <= '2022-12-30'))::INT)"
        " FROM enterprise_need WHERE accepted_on {year}",
    ),
    "ZZ08 memberships": (
        5000,
        7000,
        "SELECT count(*) FROM unit_membership WHERE valid_from {year}",
    ),
}

#: Tasks on ``$day``: due, on time, due at first, on time then, overdue, finished but not verified.
TASKS = """
WITH event AS (SELECT * FROM task_event WHERE occurred_on <= DATE '$day'),
     open AS (SELECT * FROM task t WHERE initiated_on <= DATE '$day' AND initiated_on >= DATE '2022-01-01'
              AND NOT EXISTS (SELECT 1 FROM event e WHERE e.task_id = t.id AND type_code = 'cancelled')),
     extended AS (SELECT e.task_id, max(new_deadline) AS deadline FROM event e JOIN task t ON t.id = e.task_id
                  WHERE type_code = 'extended' AND occurred_on <= coalesce((SELECT max(p.new_deadline)
                  FROM event p WHERE p.task_id = e.task_id AND p.type_code = 'extended' AND p.seq < e.seq),
                  t.first_deadline) GROUP BY 1),
     finished AS (SELECT task_id, max_by(occurred_on, seq) AS day FROM event
                  WHERE type_code IN ('finished', 'returned') GROUP BY 1
                  HAVING max_by(type_code, seq) = 'finished'),
     state AS (SELECT open.id, first_deadline, f.day AS done,
               coalesce(x.deadline, first_deadline) AS deadline,
               EXISTS (SELECT 1 FROM event e WHERE e.task_id = open.id AND type_code = 'verified') AS verified
               FROM open LEFT JOIN extended x ON x.task_id = open.id
                    LEFT JOIN finished f ON f.task_id = open.id)
SELECT count(*) FILTER (deadline <= DATE '$day'),
       count(*) FILTER (deadline <= DATE '$day' AND done <= deadline),
       count(*) FILTER (first_deadline <= DATE '$day'),
       count(*) FILTER (first_deadline <= DATE '$day' AND done <= first_deadline),
       count(*) FILTER (deadline < DATE '$day' AND done IS NULL),
       count(*) FILTER (done IS NOT NULL AND NOT verified)
FROM state
"""
