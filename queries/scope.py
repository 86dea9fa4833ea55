"""Scope (权限范围): which rows a reader may see, applied wherever SQL is built."""

from __future__ import annotations

from dataclasses import dataclass

from queries.dimensions import DIMENSIONS
from queries.model import Source


class ScopeRefused(PermissionError):
    """A source has no rule for a limit of the scope, so nothing of it may be shown."""


@dataclass(frozen=True)
class Scope:
    """Limits as (dimension, allowed codes); no limits means the whole city."""

    limits: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def for_source(self, source: Source) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The limits to apply to ``source``; raises ``ScopeRefused`` where one has no column."""
        for dimension, _ in self.limits:
            if dimension not in source.dimensions:
                label = DIMENSIONS[dimension].label
                raise ScopeRefused(f"“{source.title}”不能按{label}划分权限范围，因此不予显示")
        return self.limits

    def key(self) -> list[list[object]]:
        """Canonical form for cache keys."""
        return [[dimension, sorted(codes)] for dimension, codes in sorted(self.limits)]


#: The whole city.
EVERYTHING = Scope()
