# Shared by the setup scripts; sourced, with the repository root as working directory.

say() { printf '%s\n' "$*" >&2; }

# Run a command with root's rights, or fail at once: never ask for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

# probe MODULE: ask a module for a program; 0 found, 6 there is none, else it could not be told or does not run.
# What it said stands in $reason.
probe() { reason=$(.venv/bin/python -m "$1" 2>&1 >/dev/null); }

# apt_install PACKAGE...: install Debian packages without a question; 1 where this machine cannot, or where
# something that is installed would be changed by it.
apt_install() {
    command -v apt-get >/dev/null || { say "本机没有 apt-get / no apt-get here"; return 1; }
    as_root true || { say "没有 root 权限，不用 apt-get / not root: apt-get is not used"; return 1; }
    apt update >&2 || say "apt-get update 失败，用已有的软件包目录继续 / update failed, using the lists at hand"
    if ! plan=$(apt -s install --no-upgrade --no-install-recommends "$@"); then
        say "apt-get 装不了 $*（原因见上）/ apt-get cannot install it"
        return 1
    fi
    if changed=$(printf '%s\n' "$plan" | grep -E '^(Inst [^ ]+ \[|Remv )'); then
        say "apt-get 要改动已装的软件包，没有安装 $*；如确需要请自行安装 / it would change what is installed:"
        say "$changed"
        return 1
    fi
    say "apt-get 将安装 $*，连同依赖共 $(printf '%s\n' "$plan" | grep -c '^Inst') 个软件包，不升级已装的 / installing"
    apt install -y --no-upgrade --no-install-recommends "$@" >&2
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=180 "$@" </dev/null
}

recent_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; }

# find_python: print an interpreter that is recent enough; what keeps the others from it is said.
find_python() {
    tried=
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        command -v "$candidate" >/dev/null || continue
        if problem=$(recent_enough "$candidate" 2>&1); then
            command -v "$candidate"
            return
        fi
        tried="$tried
  $candidate：$("$candidate" --version 2>&1 || true) $problem"
    done
    say "错误：需要 Python 3.11 或更高版本，找到的是：${tried:-无}"
    say "请安装后重试，或用 PYTHON=/路径/python3.12 make run 指定。"
    say "Error: Python 3.11 or newer is needed; install it or name it with PYTHON=/path/python3.12."
    exit 1
}
