"""``python -m tests.support.importer PATH [STOP]``: an import that a test can kill.

PATH is a folder with a manifest, or a loose file.

Prints each progress step on a line. At the step STOP it sleeps, so that the test can kill the
process exactly there. Settings come from the environment.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from data.settings import ROOT, Settings
from intake import Options, import_delivery, import_files
from intake.delivery import MANIFEST


def environment(settings: Settings) -> dict[str, str]:
    """The environment in which another process has the same database."""
    return os.environ | {
        "COCKPIT_HOME": str(settings.home),
        "COCKPIT_DATABASE_URL": settings.database_url,
        "COCKPIT_KEEP_VERSIONS": str(settings.keep_versions),
        "PYTHONUTF8": "1",
    }


def start(settings: Settings, directory: Path, stop: str = "") -> subprocess.Popen[str]:
    """Start an import in another process; its progress lines are on stdout."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.importer", str(directory), stop],
        cwd=ROOT,
        env=environment(settings),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def wait_for(process: subprocess.Popen[str], step: str) -> None:
    """Read the import's lines until ``step``; raise ``AssertionError`` when it never comes."""
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line.strip())
        if seen[-1] == step:
            return
    raise AssertionError(f"{step!r} 没有出现；只见 {seen}")


def kill(process: subprocess.Popen[str]) -> None:
    """kill -9, and wait until the process is gone."""
    process.kill()
    process.communicate()


def main() -> None:
    """Run the import."""
    directory, stop = Path(sys.argv[1]), sys.argv[2]

    def progress(what: str, share: float) -> None:
        print(what, flush=True)
        if what == stop:
            time.sleep(600)

    if (directory / MANIFEST).exists():
        import_delivery(directory, Settings.from_env(), progress)
    else:
        import_files([directory], Settings.from_env(), Options(), progress)


if __name__ == "__main__":
    main()
