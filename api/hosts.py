"""The names under which the server answers: its own machine's, and the one that readers were told.

Without sign-in only this machine reaches the server; a page elsewhere whose name was made to point here
(DNS rebinding) would be this machine's browser asking. Such a request names a host that is not ours.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import MisdirectedRequest

from data.settings import Settings

REFUSED = "本系统不以这个地址提供服务：请用本机地址打开，或由管理员在 COCKPIT_PUBLIC_URL 中设置对外地址"


def answer_own_names_only(server: Flask, settings: Settings) -> None:
    """Refuse (421) what asks for a host but a loopback name, ``COCKPIT_HOST`` or ``COCKPIT_PUBLIC_URL``'s."""
    told = {settings.host.lower(), urlsplit(settings.public_url).hostname}

    def look() -> None:
        name = urlsplit(f"//{request.host}").hostname or ""
        if name not in told and not _is_loopback(name):
            raise MisdirectedRequest(REFUSED)

    server.before_request(look)


def _is_loopback(name: str) -> bool:
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
