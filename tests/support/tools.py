"""The Redis server that tests drive and pip cannot install; Chromium is found by ``documents.chromium``.

``python -m tests.support.tools`` prints its path (1: it does not run, 6: there is none);
``scripts/test_tools.sh`` installs what it can before the tests start.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from documents.chromium import first_that_runs, on_path, tell

_NAMES = ("redis-server", "valkey-server")
_VARIABLE = "COCKPIT_REDIS_SERVER"
_ADVICE = (
    "找不到 redis-server，共享缓存的测试无法运行。请任选其一：\n"
    "  apt install redis-server（需要 root，make test 会自动尝试）\n"
    "  设置 COCKPIT_REDIS_SERVER=/路径/redis-server"
)


def redis_server_path() -> Path:
    """A Redis server that starts: COCKPIT_REDIS_SERVER, then PATH. Raises ``ToolMissing``."""
    return first_that_runs(_VARIABLE, os.environ.get(_VARIABLE, "").strip(), on_path(_NAMES), _ADVICE)


def main() -> int:
    """Print the path, or the advice; exit codes as ``documents.chromium``."""
    return tell(redis_server_path)


if __name__ == "__main__":
    sys.exit(main())
