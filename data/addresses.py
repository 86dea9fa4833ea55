"""Addresses in settings: what of them may be shown, and which are this machine's. Standard library only."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_SECRET = re.compile(r"(?i)([?&][^=&#]*(?:password|secret|token)=)[^&#]*")


def shown(url: str) -> str:
    """An address as it may be told: with its scheme and host, without a password."""
    scheme, mark, rest = url.rpartition("://")
    credentials, at, place = rest.rpartition("@")
    user, colon, _ = credentials.partition(":")
    hidden = _SECRET.sub(r"\1***", place)
    return f"{scheme}{mark}{user}{':***' if colon else ''}{at}{hidden}"


def is_whole(url: str) -> bool:
    """Whether host and port of an address can be read, whatever its password holds."""
    place = url.partition("://")[2].rpartition("@")[2]
    try:
        return urlsplit(f"//{place}").port != 0
    except ValueError:
        return False


def is_loopback(name: str) -> bool:
    """Whether a host is this machine under a name that no other machine can be reached by."""
    try:
        return name.lower() == "localhost" or ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
