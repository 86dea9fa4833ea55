"""The one way in (导入): a delivery is staged, checked against the schema, and published whole.

``import_delivery`` takes a folder with a manifest and whole tables, all of it or nothing;
``import_files`` takes what departments send, refuses single rows and merges the others.
"""

from data.lock import WAIT_SECONDS, ImportBusy, Progress
from intake.loose import IntakeReport, import_files
from intake.merge.compare import Changes
from intake.merge.effects import Effect, Sample
from intake.merge.movement import Look, Movement, Stopped
from intake.merge.options import Figures, Measure, Options
from intake.report import ImportFailed, ImportRefused, ImportReport, Problem
from intake.run import check_delivery, import_delivery, rollback

__all__ = [
    "WAIT_SECONDS",
    "Changes",
    "Effect",
    "Figures",
    "ImportBusy",
    "ImportFailed",
    "ImportRefused",
    "ImportReport",
    "IntakeReport",
    "Look",
    "Measure",
    "Movement",
    "Options",
    "Problem",
    "Progress",
    "Sample",
    "Stopped",
    "check_delivery",
    "import_delivery",
    "import_files",
    "rollback",
]
