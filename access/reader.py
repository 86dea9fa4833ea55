"""The reader of the present request and the scope that goes with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from queries.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class Reader:
    """Who asks: a name for the audit trail, and the rows that the reader may see."""

    name: str
    scope: Scope


#: Without sign-in the server listens on its own machine only; whoever is there sees the whole city.
LOCAL = Reader("本机（未启用登录）", EVERYTHING)


def current_reader() -> Reader:
    """The reader of the present request."""
    return LOCAL


def reader_of(name: str) -> Reader:
    """The reader whom a job was made for, with the rights of now; without sign-in everybody has the same."""
    return replace(LOCAL, name=name or LOCAL.name)


def current_scope() -> Scope:
    """The scope to put into every ``Question`` that is asked for the present reader."""
    return current_reader().scope
