"""``python -m data.preflight``: can the cockpit start here? Nothing is left behind.

Standard library only: ``make run`` asks before anything is installed. Exit codes as ``serve.py``.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
import tempfile

from data.settings import Settings, SettingsError

EXIT_SETTINGS = 2
EXIT_PORT = 3


class ServeError(RuntimeError):
    """The server cannot start; ``code`` is the exit code, the message is for the operator."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def loopback_address(host: str, port: int) -> str:
    """The address of ``host`` to bind; ``ServeError`` if other machines could reach it.

    Without sign-in everybody who reaches the port sees everything.
    """
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as problem:
        raise ServeError(f"COCKPIT_HOST={host!r}：无法解析该地址（{problem}）", EXIT_SETTINGS) from problem
    if not all(ipaddress.ip_address(address.split("%")[0]).is_loopback for address in found):
        raise ServeError(
            f"COCKPIT_HOST={host!r}：未启用登录时只能在本机地址（127.0.0.1）上提供服务，"
            "以免其他机器未经认证看到数据。",
            EXIT_SETTINGS,
        )
    return min(found)  # "127.0.0.1" before "::1" where localhost means both


def require_free(address: str, port: int) -> None:
    """``ServeError`` if something listens on the port already.

    Granian binds with SO_REUSEPORT, so a second server would start and silently share the traffic.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as problem:
            raise ServeError(
                f"端口 {address}:{port} 无法使用（{problem.strerror}）。"
                "可能驾驶舱已在运行；请先停止它，或用 COCKPIT_PORT 换一个端口。",
                EXIT_PORT,
            ) from problem


def require_files(settings: Settings) -> None:
    """``ServeError`` where the cockpit's folder cannot be written, or the map that is set isn't there."""
    said = f"COCKPIT_HOME={str(settings.home)!r}"
    there = next(folder for folder in (settings.home, *settings.home.parents) if folder.exists())
    if not there.is_dir():
        raise ServeError(f"{said}：{there} 不是目录", EXIT_SETTINGS)
    try:
        # Rights alone don't tell: root has them on what is mounted read-only, too.
        os.rmdir(tempfile.mkdtemp(dir=there))
    except OSError as problem:
        raise ServeError(f"{said}：{there} 不可写（{problem.strerror}）", EXIT_SETTINGS) from problem
    if settings.map_file and not os.path.isfile(settings.map_file):
        raise ServeError(f"COCKPIT_MAP_FILE={settings.map_file!r}：没有这个文件", EXIT_SETTINGS)


def check(settings: Settings) -> str:
    """The address to bind; ``ServeError`` for what would keep a server from starting."""
    require_files(settings)
    address = loopback_address(settings.host, settings.port)
    require_free(address, settings.port)
    return address


def main() -> int:
    """Say what is wrong, and return the exit code."""
    try:
        check(Settings.from_env())
    except SettingsError as problem:
        print(f"错误：{problem}", file=sys.stderr)
        return EXIT_SETTINGS
    except ServeError as problem:
        print(f"错误：{problem}", file=sys.stderr)
        return problem.code
    return 0


if __name__ == "__main__":
    sys.exit(main())
