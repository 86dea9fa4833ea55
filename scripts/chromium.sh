#!/bin/sh
# chromium.sh [--once]: make sure that snapshots find a Chromium, bringing one where there is none.
#
# Never asks and never fails: what is missing is said here and on the pages that need it. With --once (make run)
# only a Chromium that is truly absent is brought, and not again on a machine on which it was tried in vain; one that
# does not run, or a question that failed, changes nothing and is told with its reason. COCKPIT_CHROMIUM=none goes without.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

tried=var/.chromium-tried
absent=6

code=0
probe documents.chromium || code=$?
[ "$code" != 0 ] || exit 0
if [ "${1:-}" = --once ]; then
    if [ "$code" != "$absent" ]; then
        say "$reason"
        say "Chromium 不能用（退出码 $code），没有安装任何东西；快照、PDF 和 PNG 暂不可用 / nothing was installed"
        exit 0
    fi
    if [ -e "$tried" ]; then
        say "没有 Chromium，快照、PDF 和 PNG 暂不可用；再装请用 make chromium / no Chromium: snapshots are off"
        exit 0
    fi
fi
say "没有可用的 Chromium：快照、PDF 和 PNG 要用它。现在下载 Playwright 的 Chromium（约 170 MB，放在用户目录，不动系统）；"
say "下载不成或不能运行，再以 root 用 apt-get 安装 chromium（约 100 MB，不升级已装的软件包）。"
say "不要它：Ctrl+C 后以 COCKPIT_CHROMIUM=none make run 启动 / to go without: COCKPIT_CHROMIUM=none"
mkdir -p var
: >"$tried"
.venv/bin/python -m playwright install --no-shell chromium >&2 </dev/null ||
    say "Playwright 的 Chromium 没有下载成（原因见上）/ the download failed"
if probe documents.chromium || { say "$reason" && apt_install chromium && probe documents.chromium; }; then
    say "Chromium 已可用 / Chromium is ready"
else
    say "$reason"
fi
