#!/bin/sh
# venv.sh REQUIREMENTS: make sure .venv exists and holds exactly what REQUIREMENTS pins.
#
# The installed file is kept as a copy inside .venv, so an unchanged file costs one comparison
# and no pip call.  PYTHON=… chooses the interpreter.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

requirements=$1
stamp=".venv/.installed-$(basename "$requirements")"
wheelhouse=var/wheelhouse

installed() { cmp -s "$requirements" "$stamp" && [ -x .venv/bin/python ]; }

# What keeps an environment from being used stands in $problem.
usable() { problem=$({ .venv/bin/python -m pip --version && recent_enough .venv/bin/python; } 2>&1 >/dev/null); }

try_create() {
    rm -rf .venv
    "$@" >>"$log" 2>&1 && usable
}

# Debian splits ensurepip into python3-venv; the system's own pip can seed the environment instead.
without_ensurepip() {
    "$python" -m venv --without-pip .venv && "$python" -m pip --python .venv/bin/python install -q pip
}

apt_then_venv() {
    version=$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')
    { apt_install "$version" || apt_install python3-venv; } && "$python" -m venv .venv
}

create() {
    python=$(find_python)
    [ ! -e .venv ] || say ".venv 不能用，重新创建：$problem / .venv cannot be used and is made again"
    mkdir -p var
    log=var/venv.log
    : >"$log"
    say "正在创建虚拟环境 .venv … / creating the virtual environment ($("$python" --version 2>&1))"
    try_create "$python" -m venv .venv && return
    try_create without_ensurepip && return
    try_create "$python" -m virtualenv .venv && return
    try_create uv venv --seed --python "$python" .venv && return
    try_create apt_then_venv && return
    rm -rf .venv
    tail -n 20 "$log" >&2
    say "错误：无法创建虚拟环境（详情见 $log）。Debian/Ubuntu 请先执行：apt install python3-venv"
    say "Error: the virtual environment could not be made (see $log); on Debian/Ubuntu: apt install python3-venv"
    exit 1
}

install() {
    say "正在安装 $requirements（约 $(grep -c '==' "$requirements") 个软件包，首次约需几分钟）… / installing"
    set -- --no-input --disable-pip-version-check -r "$requirements"
    [ -t 2 ] || set -- --progress-bar off "$@"
    [ ! -d "$wheelhouse" ] || set -- --no-index --find-links "$wheelhouse" "$@"
    if ! .venv/bin/python -m pip install "$@" </dev/null; then
        say "错误：依赖安装失败。内网离线安装见 docs/deploy.md。"
        say "Error: the requirements could not be installed; for offline machines see docs/deploy.md."
        exit 1
    fi
    cp "$requirements" "$stamp.new"
    mv "$stamp.new" "$stamp"
}

installed && exit 0

# Two make commands started together must not both write .venv.
if command -v flock >/dev/null 2>&1; then
    mkdir -p var
    exec 9>var/.venv.lock
    flock 9
    if installed; then exit 0; fi
fi
usable || create
install
