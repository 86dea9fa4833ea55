#!/bin/sh
# run.sh: what `make run` does: settings and port first, then what is missing, then serve.
#
# Ends with the exit code of the step that failed and says it in words: make itself ends with 2 for all of them.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

trap 'say "已中断 / interrupted"; exit 130' INT

ended() {
    case $1 in
        2) cause="有设置不能使用" ;;
        3) cause="端口已被占用" ;;
        4) cause="数据库连不上" ;;
        130) cause="已中断" ;;
        *) cause="失败，原因见上" ;;
    esac
    say "make run 没有启动：$cause（退出码 $1，见 docs/commands.md）"
    exit "$1"
}

python=.venv/bin/python
[ -x "$python" ] || python=$(find_python)
"$python" -m data.preflight || ended $?
scripts/venv.sh requirements.txt || ended $?
scripts/chromium.sh --once
.venv/bin/python -m demo.ensure || ended $?
exec .venv/bin/python serve.py
