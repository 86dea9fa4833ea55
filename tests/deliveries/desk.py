"""A clerk at the page: uploads, waits, reads, sends forms, as the page's own script does."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from data.engine import open_database
from data.settings import Settings
from intake.deliveries.records import Delivery, Records
from intake.deliveries.report import in_chinese
from intake.report import readable
from tests.pages.screen import Screen, nodes, text
from tests.support.files import rows
from tests.support.mixed import Mistake

SECONDS = 60
OVER = ("looking", "publishing")


class Desk:
    """A clerk's requests, and what the page says."""

    def __init__(self, screen: Screen, settings: Settings) -> None:
        self.screen, self.client, self.settings = screen, screen.client, settings
        self.records = Records(settings)
        token = self.client.get("/intake/token").get_json()["token"]
        self.headers = {"X-Cockpit-Token": token}

    def post(self, address: str, data: Any = None, **headers: str) -> Any:
        """Send a form; the answer of the server."""
        return self.client.post(f"/intake{address}", data=data or {}, headers=self.headers | headers)

    def upload(self, *files: Path | tuple[str, bytes], **fields: str) -> Any:
        """Send files as the page does; the answer of the server."""
        pairs = [(p.name, p.read_bytes()) if isinstance(p, Path) else p for p in files]
        parts = [(io.BytesIO(content), name) for name, content in pairs]
        return self.post("/deliveries", {**fields, "files": parts})

    def deliver(self, *files: Path | tuple[str, bytes], **fields: str) -> Delivery:
        """Upload files and wait until they were looked at."""
        answer = self.upload(*files, **fields)
        assert answer.status_code == 201, answer.text
        return self.settled(self.id_in(answer))

    def publish(self, found: Delivery, **fields: str) -> Delivery:
        """Publish what was looked at, and wait."""
        answer = self.post(f"/deliveries/{found.id}/publish", fields)
        assert answer.status_code == 200, answer.text
        return self.settled(found.id)

    def id_in(self, answer: Any) -> str:
        """The delivery that an answer leads to."""
        return parse_qs(urlsplit(answer.get_json()["href"]).query)["d"][0]

    def settled(self, id: str) -> Delivery:
        """A delivery once nothing is at work on it."""
        until = time.monotonic() + SECONDS
        while (found := self.records.one(id)).state in OVER:
            assert time.monotonic() < until, found
            time.sleep(0.05)
        return found

    def done(self, answer: Any) -> Any:
        """The job that an answer leads to, once it is over, as the page's script asks for it."""
        assert answer.status_code == 200, answer.text
        id = parse_qs(urlsplit(answer.get_json()["href"]).query)["job"][0]
        until = time.monotonic() + SECONDS
        while not (told := self.client.get(f"/intake/jobs/{id}").get_json())["over"]:
            assert time.monotonic() < until, told
            time.sleep(0.05)
        return told | {"href": answer.get_json()["href"]}

    def page(self, **query: str) -> str:
        """All the words of the page under a query."""
        return text(self.tree(**query))

    def tree(self, **query: str) -> Any:
        """The page as it is sent."""
        address = "/intake?" + "&".join(f"{name}={value}" for name, value in query.items())
        (markup,) = [n for n in nodes(self.screen.open(address).tree) if n["type"] == "Markup"]
        return markup["props"]["tree"]

    def fields(self, **query: str) -> Mapping[str, Sequence[str]]:
        """Names and values of the inputs on the page."""
        found: dict[str, list[str]] = {}
        for node in nodes(self.tree(**query)):
            if node["type"] in ("input", "select") and node["props"].get("name"):
                found.setdefault(node["props"]["name"], []).append(node["props"].get("defaultValue", ""))
        return found

    def version(self) -> str:
        """The version that serves."""
        with closing(open_database(self.settings)) as database:
            return database.current().version

    def rows(self, table: str) -> int:
        """How many rows a table has in the version that serves."""
        return len(rows(self.settings, table))


def reason(mistake: Mistake) -> str:
    """What the page says of a mistake: the value stands in a column of its own."""
    told = in_chinese(mistake.told.split("；应为")[0])
    return told.replace(f"“{readable(mistake.value)}”", "") if mistake.value else told


def activities(*titles: str, day: str = "2022-12-01", host: str = "北京甲学会") -> bytes:
    """A CSV of activities, one a title."""
    lines = ["活动名称,主办单位,活动形式,组件,举办日期", *(f"{t},{host},会议,会议活动,{day}" for t in titles)]
    return "\n".join(lines).encode()
