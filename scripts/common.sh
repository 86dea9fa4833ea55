# Shared by the setup scripts; sourced, with the repository root as working directory.

say() { printf '%s\n' "$*" >&2; }

# Run a command with root's rights, or fail at once: never ask for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

# apt_install PACKAGE...: install Debian packages without a question; 1 if this machine cannot.
apt_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    as_root true || return 1
    say "正在用 apt-get 安装 $* … / installing $* with apt-get"
    apt_quiet update || say "apt-get update 失败，用已有的软件包目录继续 / update failed, using the lists at hand"
    apt_quiet install -y --no-install-recommends "$@"
}

apt_quiet() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=180 "$@" >&2 </dev/null
}
