"""Work on the cockpit's jobs (后台处理): started by serve.py, or by itself on another machine.

Exit codes: 0 stopped, 1 the operational database cannot be used, 2 a setting cannot be used.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from importlib import import_module

from data.settings import Settings, SettingsError
from jobs.consumer import work
from store import StoreUnavailable


def end_with(parent: int) -> None:
    """End this process when ``parent`` ends, however it does; at once if it is gone already."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(0)


def main() -> int:
    """Work until stopped; an argument is the process with which to end."""
    if len(sys.argv) > 1:
        end_with(int(sys.argv[1]))
    try:
        settings = Settings.from_env()
        load_kinds()
        settle(settings)
        work(settings)
    except SettingsError as problem:
        print(f"错误：{problem}", file=sys.stderr)
        return 2
    except StoreUnavailable as problem:
        print(f"错误：{problem.in_full}", file=sys.stderr)
        return 1
    return 0


def settle(settings: Settings) -> None:
    """Put in order what processes that died left of deliveries."""
    from intake.deliveries.records import Records

    Records(settings).settle()


def load_kinds() -> None:
    """Import every module that declares a kind of job."""
    import briefings.schedules.work
    import briefings.work
    import documents.slides.work
    import documents.snapshots
    import intake.deliveries.work
    from documents.pages import assembled_by

    assert briefings.schedules.work
    assert documents.slides.work
    assert briefings.work
    assert documents.snapshots
    assert intake.deliveries.work
    assembled_by(lambda: import_module("app"))


if __name__ == "__main__":
    sys.exit(main())
