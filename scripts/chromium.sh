#!/bin/sh
# chromium.sh: make sure that snapshots find a Chromium, installing one where this machine allows it.
#
# Never asks and never fails: what is missing is said here and on the pages that need it. --once leaves a
# machine alone on which it was tried in vain before.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

tried=var/.chromium-tried

found() { .venv/bin/python -m briefings.chromium >/dev/null 2>&1; }

playwright_chromium() {
    say "正在下载 Playwright 的 Chromium … / downloading Playwright's Chromium"
    if as_root true; then
        as_root .venv/bin/python -m playwright install-deps chromium >&2 </dev/null || return 1
    fi
    .venv/bin/python -m playwright install chromium >&2 </dev/null
}

if found; then exit 0; fi
if [ "${1:-}" = --once ] && [ -e "$tried" ]; then
    say "没有 Chromium，快照和 PDF 暂不可用 / no Chromium: snapshots are off (scripts/chromium.sh)"
    exit 0
fi
mkdir -p var
: >"$tried"
{ apt_install chromium && found; } || { playwright_chromium && found; } ||
    .venv/bin/python -m briefings.chromium || true
