"""Compression: files once and well, everything else quickly each time."""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

import brotli
from flask import Response, request
from werkzeug.datastructures import Accept

#: flask-compress for answers that differ each time.
DYNAMIC: Mapping[str, Any] = {
    "COMPRESS_ALGORITHM": ["br", "gzip"],
    "COMPRESS_ALGORITHM_STREAMING": ["br"],
    "COMPRESS_BR_LEVEL": 5,
    "COMPRESS_LEVEL": 6,
}
_TYPES = frozenset(
    {"text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml"}
    | {"application/geo+json", "application/x-ndjson", "text/plain", "text/html", "image/x-icon"}
)
_SMALLEST = 500
#: The files of a whole cockpit come to some 2 MB compressed.
_MOST_BYTES = 32 * 1024 * 1024
#: Brotli 11 would save 10 % more and take forty times as long, at the first request after a start.
_LEVELS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=6),
    "gzip": lambda data: gzip.compress(data, 9, mtime=0),
}


class StaticFiles:
    """Compressed files, kept in memory by their own ETag; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()

    def compress(self, response: Response) -> Response:
        """The same file in the encoding the browser likes best; as it is where that isn't worthwhile."""
        if response.status_code != 200 or response.mimetype not in _TYPES:
            return response
        response.vary.add("Accept-Encoding")
        encoding = choose(request.accept_encodings)
        if encoding is None or "Content-Encoding" in response.headers:
            return response
        if response.get_etag()[0] is None:
            response.direct_passthrough = False
            response.add_etag()
        tag = str(response.get_etag()[0])
        data = self._compressed(response, encoding, tag)
        if data is None:
            return response
        response.direct_passthrough = False
        response.set_data(data)
        response.headers["Content-Encoding"] = encoding
        response.set_etag(f"{tag}:{encoding}")
        response.make_conditional(request)
        return response

    def _compressed(self, response: Response, encoding: str, tag: str) -> bytes | None:
        key = (encoding, request.path, tag)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                response.close()
                return self._kept[key]
        response.direct_passthrough = False
        data = response.get_data()
        if len(data) < _SMALLEST:
            return None
        packed = _LEVELS[encoding](data)
        with self._lock:
            self._kept[key] = packed
            while sum(map(len, self._kept.values())) > _MOST_BYTES:
                self._kept.popitem(last=False)
        return packed


def choose(accepted: Accept) -> str | None:
    """``br`` before ``gzip``, as far as the browser takes them; None for neither."""
    liked = {name: accepted.quality(name) for name in _LEVELS}
    best = max(liked, key=lambda name: liked[name])
    return best if liked[best] > 0 else None
