"""JSON that others wrote: whatever is wrong with it is a ``ValueError``. Standard library only."""

from __future__ import annotations

import json
from typing import Any


def parsed(text: str | bytes) -> Any:
    """What a JSON text says; ``ValueError`` (Chinese where it nests too deep) for all that isn't JSON."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("JSON 嵌套过深") from error
