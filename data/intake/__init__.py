"""The one way in (导入): a delivery is staged, checked against the schema, and published whole."""

from data.intake.report import ImportBusy, ImportFailed, ImportRefused, ImportReport, Problem, Progress
from data.intake.run import import_delivery, rollback
from data.intake.session import WAIT_SECONDS

__all__ = [
    "WAIT_SECONDS",
    "ImportBusy",
    "ImportFailed",
    "ImportRefused",
    "ImportReport",
    "Problem",
    "Progress",
    "import_delivery",
    "rollback",
]
