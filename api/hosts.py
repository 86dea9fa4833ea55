"""The names under which the server answers: its own machine's.

Without sign-in only this machine may reach the server. A page elsewhere whose name was made to point here
(DNS rebinding) would be this machine's browser asking; a proxy, other machines. The first names a host that
is not ours, the second says for whom it asks.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import Forbidden, MisdirectedRequest

from data.addresses import is_loopback
from data.settings import Settings

REFUSED = "本系统不以这个地址提供服务：未启用登录时，只能在本机用 127.0.0.1 或 localhost 打开"
FORWARDED = "这是代理替其他机器转来的请求：未启用登录时，只向本机提供服务"
#: What proxies say of whom they ask for.
_PROXIES = ("X-Forwarded-For", "X-Real-IP", "Forwarded")


def answer_own_names_only(server: Flask, settings: Settings) -> None:
    """Refuse other hosts than a loopback name or ``COCKPIT_HOST`` (421), and other machines (403)."""

    def look() -> None:
        name = urlsplit(f"//{request.host}").hostname or ""
        if name != settings.host.lower() and not is_loopback(name):
            raise MisdirectedRequest(REFUSED)
        if not all(map(is_loopback, _asked_for())):
            raise Forbidden(FORWARDED)

    server.before_request(look)


def _asked_for() -> list[str]:
    """The addresses for which proxies ask; what cannot be read is nobody of this machine."""
    said = [
        part for header in _PROXIES for part in request.headers.get(header, "").split(",") if part.strip()
    ]
    return [_address(part) for part in said]


def _address(part: str) -> str:
    """“10.0.0.7”, “10.0.0.7:80”, “for="[2001:db8::1]:80";proto=https” as an address."""
    found = re.search(r"(?i)\bfor=\"?([^\";]+)", part)
    text = (found[1] if found else part).strip()
    named = re.fullmatch(r"\[([^\]]*)\](?::\d+)?|([^:]*):\d+", text)
    return (named[1] or named[2] or "") if named else text
