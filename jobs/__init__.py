"""Long work outside requests (任务): declared once, run by a process of its own, seen by all.

``@kind`` declares what can be done, ``submit`` asks for it; state, progress, result and error stand
in the operational database, so that any process can show them (docs/jobs.md).
"""

from jobs.kinds import JobFailed, Kind, kind
from jobs.model import Job
from jobs.progress import JobCancelled, Progress
from jobs.service import Jobs, get_jobs

__all__ = ["Job", "JobCancelled", "JobFailed", "Jobs", "Kind", "Progress", "get_jobs", "kind"]
