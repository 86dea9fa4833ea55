"""The small world with everything agreed, and the command line on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from data.settings import Settings
from documents.packages.cli import outward_cli
from queries.indicators import INDICATORS
from tests.api.conftest import mount
from tests.conftest import ENGINES, NewSettings
from tests.support.small import publish
from tests.support.world import AS_OF, world

HEADER = "target,target_name,indicator_code,external_code,external_name,external_unit,decimals,frequency,note"

#: ``outward("export", "all", …)``: the command, and what it said.
Outward = Callable[..., Result]
WriteMapping = Callable[..., Path]


@dataclass(frozen=True)
class Place:
    """A published small world: its settings, and the API on it."""

    settings: Settings
    #: A FlaskClient; untyped, for its ``json`` is only ever None in a type checker's eyes.
    client: Any


@pytest.fixture(scope="session", params=ENGINES)
def place(request: pytest.FixtureRequest, new_settings: NewSettings) -> Iterator[Place]:
    """The small world on each engine; read only."""
    yield from _published(new_settings, request.param)


@pytest.fixture(scope="session")
def embedded(new_settings: NewSettings) -> Iterator[Place]:
    """The small world on the embedded engine."""
    yield from _published(new_settings, "duckdb")


def _published(new_settings: NewSettings, engine: str) -> Iterator[Place]:
    with new_settings(engine) as settings:
        publish(settings, world(), business_date=AS_OF, demonstration=True)
        site = mount(settings)
        yield Place(settings, site.client)
        site.cockpit.database.close()


@pytest.fixture
def write_mapping(tmp_path: Path) -> WriteMapping:
    """``write_mapping(*lines)``: a mapping file with these lines below its header."""

    def write(*lines: str) -> Path:
        path = tmp_path / "对照表.csv"
        path.write_text("\n".join([HEADER, *lines]), "utf-8-sig")
        return path

    return write


def everything(target: str = "all", frequency: str = "年") -> list[str]:
    """Lines that send every listed indicator as it is."""
    codes = [i.code for i in INDICATORS.values() if i.listed]
    return [f"{target},全部,{code},X.{code},,,,{frequency}," for code in codes]


def run(settings: Settings, mapping: Path, home: Path) -> Outward:
    """The command line on a database, with a mapping, a key and an audit trail of its own."""
    environ = {
        "COCKPIT_HOME": str(settings.home),
        "COCKPIT_DATABASE_URL": settings.database_url,
        "COCKPIT_OUTWARD_FILE": str(mapping),
        "COCKPIT_OUTWARD_KEY": str(home / "keys" / "key.pem"),
    }

    def invoke(*arguments: object) -> Result:
        words: Sequence[str] = [str(a) for a in arguments]
        if words[0] == "export" and "--into" not in words:
            words = [*words, "--into", str(home / "exports")]
        return CliRunner(env=environ).invoke(outward_cli, words)

    return invoke
