"""News of a paper to another program: JSON, signed, and only to hosts that are allowed by name."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import urllib.error
import urllib.request
from email.message import Message
from http.client import HTTPException
from time import time
from typing import IO, Any
from urllib.parse import urlsplit

from briefings.schedules.letter import Letter, NotDelivered, link_of
from data.settings import Settings

SIGNATURE, TIMESTAMP = "X-Cockpit-Signature", "X-Cockpit-Timestamp"
_SECONDS = 15
#: What an address consists of; anything else has to be written with % (RFC 3986).
_ADDRESS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def send_webhook(letter: Letter, to: str, settings: Settings) -> None:
    """Tell an address of a paper; raises ``NotDelivered``."""
    if wrong := refused(to, settings):
        raise NotDelivered(wrong)
    body = json.dumps(told(letter, settings), ensure_ascii=False).encode()
    moment = str(int(time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "cockpit",
        TIMESTAMP: moment,
        SIGNATURE: signature(settings.webhook_key, moment, body),
    }
    request = urllib.request.Request(to, body, headers, method="POST")
    try:
        with _opener().open(request, timeout=_SECONDS):
            return
    except urllib.error.HTTPError as error:
        raise NotDelivered(f"{urlsplit(to).hostname} 没有接受：HTTP {error.code}") from None
    except urllib.error.URLError as error:
        said = getattr(error.reason, "strerror", None) or "没有应答"
        raise NotDelivered(f"连接不上 {urlsplit(to).hostname}：{said}") from None
    except (OSError, HTTPException):
        # All was handed over by then: nobody knows what became of it.
        raise NotDelivered(f"{urlsplit(to).hostname} 没有及时应答，或应答中断", unsure=True) from None


def refused(to: str, settings: Settings) -> str:
    """Why an address may not be called; "" where it may."""
    allowed = {one.strip().lower() for one in settings.webhook_hosts.split(",") if one.strip()}
    if not allowed:
        return "没有开启通知：管理员须在 COCKPIT_WEBHOOK_HOSTS 中列出允许的主机"
    if not settings.webhook_key:
        return "没有设置通知的签名密钥（COCKPIT_WEBHOOK_KEY）"
    try:
        parts = urlsplit(to)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return f"“{to}”不是网址"
    if (
        not _ADDRESS.fullmatch(to)
        or parts.scheme not in ("http", "https")
        or not host
        or parts.username is not None
    ):
        return f"“{to}”不是网址，应写作 https://主机/路径"
    named = f"{host}:{port or (443 if parts.scheme == 'https' else 80)}"
    if host not in allowed and named not in allowed:
        return f"不允许向 {host} 发通知；允许的主机：{'、'.join(sorted(allowed))}"
    if parts.scheme == "http" and host not in _LOOPBACK:
        return f"向 {host} 发通知须用 https"
    return ""


def shown(to: str) -> str:
    """An address (or one of mail) for readers and records: what stands behind ``?`` often is a secret."""
    place, asked, _ = to.partition("?")
    return f"{place}?…" if asked else place


def told(letter: Letter, settings: Settings) -> dict[str, Any]:
    """What the other program learns."""
    a = letter.artefact
    return {
        "event": "artefact.made",
        "schedule": letter.name,
        "title": a.title,
        "kind": a.kind,
        "code": a.code,
        "sha256": a.sha256,
        "size": a.size,
        "file_name": a.file_name,
        "business_date": a.business_date.isoformat(),
        "version": a.version,
        "filters": a.filters,
        "demonstration": a.is_demonstration,
        "made_at": a.created_at.isoformat(),
        "link": link_of(a, settings),
    }


def signature(key: str, moment: str, body: bytes) -> str:
    """``sha256=`` and the HMAC of ``<timestamp>.<body>``: who has the key can check who sent it, and when."""
    digest = hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


class _Stay(urllib.request.HTTPRedirectHandler):
    """Another address than the allowed one is not gone to."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Refuse: the answer stands as an error."""


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay())
