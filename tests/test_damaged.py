"""A damaged version under the whole application: at the start, while it runs, and healed by the next one."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.settings import Settings
from tests.support.damage import bad_sector, empty, garbled, missing, publish_again, truncated
from tests.support.server import live_server
from tests.support.small import publish
from tests.support.world import AS_OF, world

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture
def two(tmp_path: Path) -> Settings:
    """Two versions of the small world."""
    settings = Settings(home=tmp_path / "home")
    publish(settings, world(), business_date=AS_OF, demonstration=True)
    publish_again(settings)
    return settings


def file(settings: Settings, number: int) -> Path:
    return settings.home / "unified" / f"unified-{number:06d}.duckdb"


def get(url: str) -> tuple[int, str]:
    try:
        with _DIRECT.open(url, timeout=60) as answer:
            return answer.status, _readable(answer.read())
    except urllib.error.HTTPError as refused:
        return refused.code, _readable(refused.read())


def _readable(body: bytes) -> str:
    """Text with the letters that JSON writes as numbers."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), body.decode(errors="replace"))


def ready(base: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(get(f"{base}/readyz")[1])
    return body


def until(true: Callable[[], bool], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


def every_door(base: str, year: str) -> dict[str, int]:
    """A page, a figure and rows by the API, both exports, a scene of the wall; nothing is cached."""
    asked = f"start={year}-01-01&end={year}-12-31"
    statuses = {}
    for name, path in {
        "page": f"/tiles/members?{asked}",
        "number": f"/api/v1/indicators/RC01?{asked}",
        "rows": f"/api/v1/indicators/ZZ01/rows?{asked}",
        "csv": f"/export/drill?i=ZZ01&{asked}&_tile=rows&_format=csv",
        "xlsx": f"/export/drill?i=ZZ01&{asked}&_tile=rows&_format=xlsx",
        "wall": f"/screen/scene?as_of={year}-12-31",
    }.items():
        statuses[name], text = get(base + path)
        assert str(statuses[name]) != "500", (name, text[:500])
        if name in ("page", "wall"):
            assert "程序出错" not in text
    return statuses


def test_a_damaged_newest_version_at_the_start(two: Settings) -> None:
    garbled(file(two, 2))
    with live_server(two, jobs=True) as base:
        assert until(lambda: ready(base)["version"] == "000001")
        found = ready(base)
        assert (found["ready"], found["degraded"]) == (True, True)
        assert "最新版本 000002 的数据文件损坏" in found["checks"]["version"]["reason"]
        assert str(two.home) not in json.dumps(found, ensure_ascii=False)
        assert set(every_door(base, "2021").values()) == {200}
        assert "现显示较早的版本 000001" in get(f"{base}/tiles/members")[1]
        assert "最新版本 000002" in json.loads(get(f"{base}/screen/scene")[1])["head"]["trouble"]
        assert "最新版本 000002" in json.loads(get(f"{base}/api/v1/version")[1])["notice"]
        assert "版本 000002 的数据文件损坏" in get(f"{base}/tiles/members?version=000002")[1]
        publish_again(two)
        assert until(lambda: ready(base)["version"] == "000003")
        assert (ready(base)["ready"], ready(base)["degraded"]) == (True, False)
        assert "现显示较早的版本" not in get(f"{base}/tiles/members")[1]


def test_damage_while_it_runs_until_nothing_is_whole(two: Settings) -> None:
    publish_again(two)
    with live_server(two) as base:
        assert set(every_door(base, "2020").values()) == {200}
        bad_sector(file(two, 3))
        assert until(lambda: ready(base)["version"] == "000002")
        assert set(every_door(base, "2019").values()) == {200}
        truncated(file(two, 2))
        assert until(lambda: ready(base)["version"] == "000001")
        assert set(every_door(base, "2018").values()) == {200}
        empty(file(two, 1))
        assert until(lambda: not ready(base)["ready"])
        found = every_door(base, "2017")
        assert {found[name] for name in ("number", "rows", "csv", "xlsx")} == {503}
        assert "没有别的完好版本" in get(f"{base}/tiles/members")[1]
        for number in (1, 2, 3):
            missing(file(two, number))
    with live_server(two, wait_for="/healthz") as base:
        assert not ready(base)["ready"]
        assert "没有别的完好版本" in ready(base)["checks"]["database"]["reason"]
        assert set(every_door(base, "2016").values()) <= {200, 503}
        assert "没有别的完好版本" in get(f"{base}/tiles/members")[1]
        publish(two, world(), business_date=AS_OF, demonstration=True)
        assert until(lambda: bool(ready(base)["ready"]))
        assert set(every_door(base, "2015").values()) == {200}
