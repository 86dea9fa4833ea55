"""The kinds of briefings, one file each; a new one is a file and a name in this list."""

from __future__ import annotations

from collections.abc import Mapping

from briefings.declare import Kind
from briefings.kinds import annual, monthly, quarterly, supervision

KINDS: Mapping[str, Kind] = {
    kind.code: kind for kind in (annual.KIND, quarterly.KIND, monthly.KIND, supervision.KIND)
}


def get_kind(code: str) -> Kind:
    """A kind by its code; raises ``LookupError`` naming those that there are."""
    if code not in KINDS:
        right = "、".join(f"{k.code}（{k.label}）" for k in KINDS.values())
        raise LookupError(f"没有简报类型“{code}”，应为 {right} 之一")
    return KINDS[code]
