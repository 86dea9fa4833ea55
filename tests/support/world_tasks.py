"""The small world's supervision tasks: each shows one rule of lights, deadlines or reports.

Working days are Monday to Friday here, so that they can be counted; 2022-12-30 is a Friday.
"""

from __future__ import annotations

from typing import Any

from tests.support.world_tables import Tables, table

#: id, source, lead, initiated, assigned, first deadline, further events (day, kind, **what).
_STORIES: list[tuple[Any, ...]] = [
    # Finished on the last day, verified, closed. 2022-01-05 to 04-06: 13 weeks = 65 working days.
    ("K01", "leader", "general_office", "2022-01-04", "2022-01-05", "2022-03-31",
     ("2022-02-27", "reported", 40, "RD1"), ("2022-03-31", "finished", 100),
     ("2022-04-06", "verified"), ("2022-04-08", "closed")),
    # Extended on the very last day: counts. 02-01 to 09-27: 34 weeks = 170 working days. Not closed: blue.
    ("K02", "annual", "planning", "2022-02-01", "2022-02-01", "2022-06-30",
     ("2022-06-30", "extended", "2022-09-30"), ("2022-07-02", "reported", 60, "RD3"),
     ("2022-09-20", "finished", 100), ("2022-09-27", "verified")),
    # Extended a day too late: doesn't count, so finished late. Blue.
    ("K03", "leader", "planning", "2022-03-01", "2022-03-01", "2022-06-15",
     ("2022-06-16", "extended", "2022-10-31"), ("2022-10-10", "finished", 100)),
    # Finished, then sent back, and open since: overdue, red.
    ("K04", "party_group", "society", "2022-05-01", "2022-05-04", "2022-08-31",
     ("2022-08-20", "finished", 100), ("2022-08-25", "returned", 60)),
    # Sent back and finished again, late. 06-01 to 12-20: 28 weeks and 4 days = 144 working days.
    ("K05", "chair", "society", "2022-06-01", "2022-06-01", "2022-11-30",
     ("2022-11-01", "finished", 100), ("2022-11-10", "returned", 70), ("2022-12-05", "urged"),
     ("2022-12-10", "finished", 100),
     ("2022-12-20", "verified"), ("2022-12-25", "closed")),
    # Cancelled: counts nowhere.
    ("K06", "annual", "planning", "2022-03-03", "2022-03-03", "2022-05-05", ("2022-04-01", "cancelled")),
    # Cancelled only after the as-of day. 29 of 90 days gone (32 %), progress 15: 17 points behind,
    # green; at that pace it takes 193 days: foreseen (预警).
    ("K07", "other", "party", "2022-12-01", "2022-12-01", "2023-03-01",
     ("2022-12-20", "reported", 15), ("2022-12-31", "cancelled")),
    # Five working days left (01-02 to 01-06): yellow. 88 of 95 days, progress 90: not foreseen.
    ("K08", "special", "society", "2022-10-03", "2022-10-03", "2023-01-06",
     ("2022-12-10", "urged"), ("2022-12-20", "reported", 90)),
    # Six working days left: green.
    ("K09", "special", "society", "2022-10-03", "2022-10-03", "2023-01-09", ("2022-12-20", "reported", 95)),
    # 100 of 200 days gone, progress 30: exactly 20 points behind: yellow; foreseen.
    ("K10", "superior", "party", "2022-09-21", "2022-09-21", "2023-04-09", ("2022-12-20", "reported", 30)),
    # Progress 31: 19 points behind: green; foreseen all the same (323 days for 200).
    ("K11", "superior", "party", "2022-09-21", "2022-09-21", "2023-04-09", ("2022-12-20", "reported", 31)),
    # The last report is late (given only in January): yellow. 15 of 197 days: too early to foresee.
    ("K12", "proposal", "party", "2022-12-15", "2022-12-15", "2023-06-30",
     ("2022-12-16", "reported", 20), ("2023-01-03", "reported", 30, "RD7")),
    # Two reports missed in a row: red. Urged twice without an answer; the last time 13 days ago.
    ("K13", "proposal", "society", "2022-11-01", "2022-11-01", "2023-06-30",
     ("2022-11-15", "reported", 30, "RD8"), ("2022-12-02", "urged"), ("2022-12-17", "urged")),
    # One missed, the next given late: green. 59 of 241 days.
    ("K14", "proposal", "society", "2022-11-01", "2022-11-01", "2023-06-30",
     ("2022-12-20", "reported", 40, "RD12")),
    # A report due today isn't late yet: green.
    ("K15", "other", "general_office", "2022-12-20", "2022-12-20", "2023-06-30",
     ("2022-12-21", "reported", 10)),
    # Deadline yesterday: overdue, red. Urged today.
    ("K16", "leader", "general_office", "2022-10-10", "2022-10-10", "2022-12-29",
     ("2022-12-20", "reported", 99), ("2022-12-30", "urged")),
    # Deadline today: not overdue; no working day left: yellow.
    ("K17", "annual", "general_office", "2022-10-10", "2022-10-10", "2022-12-30",
     ("2022-12-20", "reported", 99)),
    # Of last year's batch. 2022-01-03 to 03-07: 9 weeks = 45 working days.
    ("K18", "annual", "party", "2021-12-31", "2022-01-03", "2022-02-28",
     ("2022-01-31", "reported", 50, "RD14"), ("2022-02-28", "finished", 100),
     ("2022-03-07", "verified"), ("2022-03-10", "closed")),
    # Not yet initiated.
    ("K19", "annual", "party", "2022-12-31", "2022-12-31", "2023-02-28"),
    # The second extension is in time because the first was. Finished on the last day: blue.
    ("K20", "leader", "planning", "2022-02-10", "2022-02-10", "2022-04-30",
     ("2022-04-20", "extended", "2022-06-30"), ("2022-06-29", "extended", "2022-08-31"),
     ("2022-08-31", "finished", 100)),
    # The first extension came too late, and so did the second: overdue since 04-30, red.
    ("K21", "annual", "planning", "2022-02-10", "2022-02-10", "2022-04-30",
     ("2022-05-04", "urged"), ("2022-05-10", "extended", "2022-12-31"),
     ("2022-06-01", "extended", "2023-01-31")),
    # Verified, then sent back, finished again (late): the old verification no longer holds. Blue.
    ("K22", "annual", "society", "2022-03-01", "2022-03-01", "2022-05-31",
     ("2022-05-20", "finished", 100), ("2022-05-25", "verified"), ("2022-05-30", "returned", 80),
     ("2022-06-10", "finished", 100)),
    # First deadline missed, extended in time into next year; 120 of 211 days, progress 80: green.
    ("K23", "annual", "planning", "2022-09-01", "2022-09-01", "2022-12-01",
     ("2022-11-20", "extended", "2023-03-31"), ("2022-12-20", "reported", 80)),
]  # fmt: skip

_REPORTS_DUE = table(
    "id task_id due_on",
    # Due in 2022 while open: RD1 RD3 RD7 RD8 RD9 RD10 RD11 RD12 RD14 = 9; in time RD1 RD8 RD14 = 3.
    ("RD1", "K01", "2022-02-28"),
    ("RD2", "K01", "2022-04-15"),  # finished by then
    ("RD3", "K02", "2022-06-30"),  # given 07-02
    ("RD6", "K06", "2022-03-31"),  # cancelled
    ("RD7", "K12", "2022-12-20"),  # given only in January
    ("RD8", "K13", "2022-11-15"),
    ("RD9", "K13", "2022-11-30"),
    ("RD10", "K13", "2022-12-15"),
    ("RD11", "K14", "2022-11-30"),
    ("RD12", "K14", "2022-12-15"),  # given 12-20
    ("RD13", "K15", "2022-12-30"),  # today
    ("RD14", "K18", "2022-01-31"),
)


def _events(story: tuple[Any, ...]) -> list[dict[str, Any]]:
    task, _, lead, initiated, assigned, _, *later = story
    rows = []
    steps = [(initiated, "initiated"), (assigned, "assigned"), *later]
    for seq, (day, kind, *what) in enumerate(steps, 1):
        row = {"id": f"{task}-{seq}", "task_id": task, "seq": seq, "type_code": kind, "occurred_on": day}
        row["department_code"] = lead
        if kind == "extended":
            row["new_deadline"] = what[0]
        elif what:
            row["progress"] = what[0]
            row["report_due_id"] = what[1] if len(what) > 1 else None
        rows.append(row)
    return rows


TASKS: Tables = {
    "task": [
        {
            "id": task,
            "title": f"事项{task}",
            "source_code": source,
            "lead_department_code": lead,
            "initiated_on": initiated,
            "first_deadline": deadline,
        }
        for task, source, lead, initiated, _, deadline, *_ in _STORIES
    ],
    "task_support": table("task_id department_code", ("K01", "planning"), ("K02", "society")),
    "task_report_due": _REPORTS_DUE,
    "task_event": [event for story in _STORIES for event in _events(story)],
}
