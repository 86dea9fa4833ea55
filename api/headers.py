"""Response headers: what a page may load, how long a file may be kept, and compression."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from flask import Flask, Response, request
from flask_compress import Compress

from api.compression import DYNAMIC, StaticFiles

#: Dash's component files carry version and time in their name; assets carry their time as ``?m=``.
_FINGERPRINT = re.compile(r"/_dash-component-suites/.*\.v[\w-]+m[0-9a-fA-F]+\.")
_SUITES = "/_dash-component-suites/"
_NAMED_IN_STYLES = re.compile(r"/assets/.*\.(?:woff2?|svg|png|ico)$")
_ASSET = "/assets/"
IMMUTABLE = "public, max-age=31536000, immutable"
#: Style sheets name fonts and icons without a time, so a new one reaches readers by the next day.
_DAY = "public, max-age=86400"
_UPDATE = "/_dash-update-component"
#: A page's tiles as lines; streamed while they are drawn, kept whole afterwards.
_KEPT = "application/x-ndjson"

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}


def secure(server: Flask, csp_hashes: Callable[[], Sequence[str]]) -> None:
    """Send protective headers, caching rules and compressed answers from every route of ``server``.

    ``csp_hashes`` gives the CSP hashes of the page's inline scripts (``dash_app.csp_hashes``); it is
    asked for each HTML answer, so that callbacks registered late are known too. Call once.
    """
    static = StaticFiles()

    def finish(response: Response) -> Response:
        hashes = csp_hashes() if response.mimetype == "text/html" else ()
        response.headers.setdefault("Content-Security-Policy", policy(hashes))
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        if rule := caching(response):
            response.headers["Cache-Control"] = rule
        return static.compress(response) if _is_static(response) else response

    server.config.update(DYNAMIC)
    # Functions run in the reverse of this order: what is compressed here is left alone there.
    Compress(server)
    server.after_request(finish)


def policy(hashes: Sequence[str]) -> str:
    """The Content-Security-Policy: this server only, and of inline scripts only the known ones."""
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(["script-src 'self'", *hashes]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def caching(response: Response) -> str | None:
    """The Cache-Control to send; None where the route's own stands."""
    if request.path.endswith(_UPDATE):
        return "no-store"
    if response.status_code not in (200, 206, 304):
        return None
    if _FINGERPRINT.search(request.path) or (_ASSET in request.path and "m" in request.args):
        return IMMUTABLE
    if _NAMED_IN_STYLES.search(request.path):
        return _DAY
    if "Cache-Control" in response.headers:
        return None
    return "no-cache"


def _is_static(response: Response) -> bool:
    """Files, and answers that are kept whole: compressed once, told apart by their ETag."""
    if request.method != "GET":
        return False
    kept = response.mimetype == _KEPT and _tagged(response)
    return kept or _SUITES in request.path or _ASSET in request.path


def _tagged(response: Response) -> bool:
    return not response.is_streamed and response.get_etag()[0] is not None
