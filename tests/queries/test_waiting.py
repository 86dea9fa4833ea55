"""Tasks that wait for somebody: urged without an answer, sent back, reports missed one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from queries.evaluate import Question
from queries.filters import Filters
from queries.rows import RowsQuestion
from queries.scope import EVERYTHING
from queries.service import Cockpit


def rows(cockpit: Cockpit, code: str, filters: Filters, as_of: str = "2022-12-30") -> dict[str, Any]:
    """The rows behind an indicator by task."""
    asked = Question(code, replace(filters, as_of=date.fromisoformat(as_of)), scope=EVERYTHING)
    return {row["_key"]: row for row in cockpit.rows(RowsQuestion(asked)).rows}


def test_an_urging_waits_until_it_is_answered(cockpit: Cockpit, filters: Filters) -> None:
    """K13 was urged twice; what K05, K08 and K21 were told has been answered."""
    waiting = {task: row["urged_on"] for task, row in rows(cockpit, "DB.urged", filters).items()}
    assert waiting == {"K13": "2022-12-17", "K16": "2022-12-30"}
    assert set(rows(cockpit, "DB.urged", filters, "2022-12-09")) == {"K05", "K13"}
    assert set(rows(cockpit, "DB.urged", filters, "2022-05-09")) == {"K21"}
    assert set(rows(cockpit, "DB.urged", filters, "2022-05-10")) == set()


def test_what_is_sent_back_waits_until_it_is_finished_again(cockpit: Cockpit, filters: Filters) -> None:
    waiting = {task: row["returned_on"] for task, row in rows(cockpit, "DB.returned", filters).items()}
    assert waiting == {"K04": "2022-08-25"}
    assert set(rows(cockpit, "DB.returned", filters, "2022-12-09")) == {"K04", "K05"}
    assert set(rows(cockpit, "DB.returned", filters, "2022-05-30")) == {"K22"}


def test_reports_missed_in_a_row_are_counted(cockpit: Cockpit, filters: Filters) -> None:
    """K14 answered late, K15's is due today, K01 is finished: nothing is missing there."""
    missing = {task: row["missing"] for task, row in rows(cockpit, "DB.lights", filters).items()}
    assert {task for task, count in missing.items() if count} == {"K12", "K13"}
    assert (missing["K12"], missing["K13"], missing["K14"], missing["K15"]) == (1, 2, 0, 0)
    assert missing["K01"] is None
