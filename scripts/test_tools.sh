#!/bin/sh
# test_tools.sh: make sure the tests find a Chromium and a Redis server, installing them where possible.
#
# A tool that cannot be installed is named here, and the tests that need it fail with the same words.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

found() { .venv/bin/python -m tests.support.tools "$1" >/dev/null 2>&1; }

playwright_chromium() {
    say "正在下载 Playwright 的 Chromium … / downloading Playwright's Chromium"
    if as_root true; then
        as_root .venv/bin/python -m playwright install-deps chromium >&2 </dev/null || return 1
    fi
    .venv/bin/python -m playwright install chromium >&2 </dev/null
}

found chromium || { apt_install chromium && found chromium; } || { playwright_chromium && found chromium; } ||
    .venv/bin/python -m tests.support.tools chromium || true

found redis || { apt_install redis-server && found redis; } ||
    .venv/bin/python -m tests.support.tools redis || true
