"""``python -m bench.importing FILE``: one import of a loose file in a process of its own, weighed.

Prints one JSON object: ``seconds``, ``megabytes`` (the most that the process held) and ``written``
rows. Settings come from the environment. Indicators are measured before and after, as the command
does.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.settings import ROOT, Settings
from intake import Options, import_files
from queries.movement import figures


def start(path: Path, environ: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start the import of a file into the database that ``environ`` names."""
    return subprocess.Popen(
        [sys.executable, "-m", "bench.importing", str(path)],
        cwd=ROOT,
        env=os.environ | environ,
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What the import printed; raises ``SystemExit`` where it failed."""
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit("导入没有完成")
    found: dict[str, Any] = json.loads(out)
    return found


def main() -> None:
    """Import the file."""
    options = Options(measure=figures, agreed=True)
    report = import_files([Path(sys.argv[1])], Settings.from_env(), options)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": report.seconds, "megabytes": peak, "written": report.written_rows}))


if __name__ == "__main__":
    main()
