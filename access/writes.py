"""Requests that change something: only from this server's own pages, with the token that they hold.

The token stands in a cookie that other sites' requests do not carry, and has to be repeated in a
header, which other sites' pages cannot set.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest

from flask import Request, Response

COOKIE = "cockpit_token"
HEADER = "X-Cockpit-Token"
FOREIGN = "请求不是从本系统的页面发出的，没有执行；请刷新页面后重试"


def hand_out(request: Request, response: Response) -> str:
    """The reader's token, made at the first time; ``response`` sets the cookie."""
    token = request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
    response.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=request.is_secure)
    return token


def is_from(origin: str, host: str) -> bool:
    """Whether an ``Origin`` header, whatever it holds, names ``host`` (with its port)."""
    return origin.partition("://")[2] == host


def is_own(request: Request) -> bool:
    """Whether one of this server's own pages sent the request, and holds the token."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin")
    if origin is not None and not is_from(origin, request.host):
        return False
    cookie, header = request.cookies.get(COOKIE, ""), request.headers.get(HEADER, "")
    return bool(cookie) and compare_digest(cookie.encode(), header.encode())
