"""What is answered where the application isn't asked, in the form of those that ask."""

from __future__ import annotations

import json

from gateway.incoming import Scope

Headers = list[tuple[bytes, bytes]]

#: Seconds after which to try again.
RETRY_SECONDS = 5
_CODES = {
    408: "too_slow",
    413: "request_entity_too_large",
    429: "too_many",
    500: "internal",
    503: "busy",
    507: "disk_full",
}


def refusal(scope: Scope, status: int, words: str) -> tuple[int, Headers, bytes]:
    """Status, headers and body: the API's error; words alone where a browser opens the address, else JSON."""
    path: str = scope["path"]
    said: object = None
    if path.startswith("/api/"):
        said = {"code": _CODES[status], "message": words}
    elif not any(name == b"accept" and b"text/html" in value for name, value in scope["headers"]):
        said = words
    kind, text = "text/plain", f"{words}\n"
    if said is not None:
        kind, text = "application/json", json.dumps({"error": said}, ensure_ascii=False)
    data = text.encode()
    headers = [
        (b"content-type", f"{kind}; charset=utf-8".encode()),
        (b"content-length", str(len(data)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if status in (429, 503):
        headers.append((b"retry-after", str(RETRY_SECONDS).encode()))
    if status in (408, 413):
        headers.append((b"connection", b"close"))
    return status, headers, data
