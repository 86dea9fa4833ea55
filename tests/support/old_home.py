"""Makes the home that ``tests/upgrade`` opens, with the code of an earlier release and as its users would.

``python tests/support/old_home.py CHECKOUT HOME.tar.xz``: CHECKOUT is a working tree of the release (``git
worktree add --detach /tmp/release f31aa8d``) with its ``.venv``. The release publishes its own small world
and serves it; what then stands in its home came through its forms, its API and its commands. Caches are left
out; ``release.json`` beside the rest lists what the release answered to.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

#: What can be made again.
LEFT_OUT = ("cache", "tmp")
PUBLISH = """
from data.settings import Settings
from tests.support.small import publish
from tests.support.world import AS_OF, world
publish(Settings.from_env(), world(), business_date=AS_OF, demonstration=True)
"""
#: What the release answers to: every address with its methods, every command with its options, every page.
LISTING = """
import json, dash
from app import create_app
server = getattr(create_app(), "server")
rules = {r.rule: sorted(r.methods - {"HEAD", "OPTIONS"}) for r in server.url_map.iter_rules()}
def walk(command, name=""):
    for word, one in getattr(command, "commands", {}).items():
        yield from walk(one, f"{name} {word}".strip())
    if not hasattr(command, "commands"):
        yield name, sorted(option for p in command.params for option in p.opts if option.startswith("-"))
own = ("data", "briefing", "snapshot", "slides", "schedule", "outward")
commands = {name: options for name, options in walk(server.cli) if name.split()[0] in own}
pages = sorted(page["path"] for page in dash.page_registry.values() if page["path"])
print("LISTING" + json.dumps({"rules": rules, "commands": commands, "pages": pages}, ensure_ascii=False))
"""
ROWS = "活动名称,主办单位,活动形式,组件,举办日期\n"
BULLETIN = """科协每周动态
2022年 第18期
（总第71期）
北京市科协办公室
2022年6月2日

【区科协动态】

海淀区科协召开科技工作者座谈会

5月30日，海淀区科协在中关村会议中心召开科技工作者座谈会，60余人参加座谈。（海淀区科协）

机械学会举办观测活动

5月28日至29日，机械学会在怀柔区慕田峪举办观测活动。（机械学会）

某学会召开年会

5月27日，某学会召开年会，理事长米某致辞。（某学会）
"""
VIEWS = {
    "各区": ("/compare", "as_of=2022-12-30&by=district&i=RC01"),
    "理科会员": ("/drill", "i=RC01&path=discipline&discipline=B"),
    "会员的年龄": ("/explore", "i=RC01&by=age_band"),
}
BEAT = {
    "wall": "hall", "name": "一楼大厅", "scene": "overview", "edition": None, "release": "old",
    "painted_at": None, "memory_mb": 200.5, "size": "1920x1080", "refreshes": 3, "errors": 0,
    "offline_seconds": 0.0,
}  # fmt: skip


class Release:
    """The release over one home: its commands, and its server as a browser speaks to it."""

    def __init__(self, checkout: Path, home: Path, port: int) -> None:
        self._checkout, self._base = checkout, f"http://127.0.0.1:{port}"
        others = {name: value for name, value in os.environ.items() if not name.startswith("COCKPIT_")}
        self.env = others | {
            "COCKPIT_HOME": str(home),
            "COCKPIT_PORT": str(port),
            "COCKPIT_JOB_PROCESSES": "1",
            "COCKPIT_WARM": "0",
            "COCKPIT_KEEP_VERSIONS": "2",
        }
        if chromium := os.environ.get("COCKPIT_CHROMIUM"):
            self.env["COCKPIT_CHROMIUM"] = chromium
        self._open = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        ).open
        self._token = ""

    def python(self, *words: str) -> str:
        """Run its Python in its folder; what it printed."""
        command = [str(self._checkout / ".venv/bin/python"), *words]
        done = subprocess.run(command, cwd=self._checkout, env=self.env, check=True, stdout=subprocess.PIPE)
        return done.stdout.decode()

    def flask(self, *words: str) -> str:
        """Run one of its commands; what it printed."""
        return self.python("-m", "flask", "--app", "app", *words)

    def serve(self) -> subprocess.Popen[bytes]:
        """Its server, once it answers."""
        command = [str(self._checkout / ".venv/bin/python"), "serve.py"]
        server = subprocess.Popen(command, cwd=self._checkout, env=self.env)
        for _ in range(240):
            try:
                self.get("/readyz")
                break
            except OSError:
                time.sleep(0.5)
        self._token = self.get("/intake/token")["token"]
        return server

    def fetch(self, address: str) -> bytes:
        """What stands at an address."""
        with self._open(self._base + address, timeout=60) as answer:
            content: bytes = answer.read()
            return content

    def get(self, address: str) -> Any:
        """The JSON at an address."""
        return json.loads(self.fetch(address))

    def post(self, address: str, form: Mapping[str, str]) -> Any:
        """What a form's answer says."""
        return self._send(address, urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded")

    def beat(self, **other: Any) -> None:
        """A wall's heartbeat."""
        self._send("/api/v1/walls", json.dumps(BEAT | other).encode(), "application/json")

    def deliver(self, name: str, content: str, by: str) -> str:
        """Upload a file and wait until it was looked at; the delivery's id."""
        line = "one-line-of-its-own"
        parts = {'name="by"': by, f'name="files"; filename="{name}"': content}
        text = "".join(
            f"--{line}\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n"
            for head, body in parts.items()
        )
        body = f"{text}--{line}--\r\n".encode()
        told = self._send("/intake/deliveries", body, f"multipart/form-data; boundary={line}")
        return urllib.parse.parse_qs(urllib.parse.urlsplit(told["href"]).query)["d"][0]

    def _send(self, address: str, body: bytes, kind: str) -> Any:
        heads = {"Content-Type": kind, "X-Cockpit-Token": self._token}
        asked = urllib.request.Request(self._base + address, body, heads)
        with self._open(asked, timeout=60) as answer:
            return json.loads(answer.read())


def furnish(release: Release) -> None:
    """Do with the release what leaves something behind."""
    release.beat(edition=release.get("/api/v1/version").get("edition"))
    release.beat(wall="meeting-room", name=None)
    kept = {"path": "/members", "query": "as_of=2022-12-30&district=110108", "words": "海淀"}
    release.post("/views/saved", {**kept, "name": "海淀的会员", "start": "1"})
    for name, (path, query) in VIEWS.items():
        release.post("/views/saved", {"path": path, "query": query, "words": "", "name": name})
    release.post("/mine/tiles", {"path": "/members", "query": "as_of=2022-12-30", "tile": "1"})
    release.post(
        "/signals/thresholds/DB05/below", {"watch": "96", "alert": "91", "reason": "从严", "seen": ""}
    )
    release.get("/api/v1/indicators/RC01/rows?as_of=2022-12-30&size=5")
    for number, kind in enumerate(({"kind": "annual"}, {"kind": "monthly", "month": "12"}), start=1):
        id = release.post("/drafts/new", {"year": "2022", **kind})["href"].partition("id=")[2]
        if number == 1:
            release.post(f"/drafts/{id}/review", {"revision": "1", "name": "王审核"})
            signed = {"revision": "2", "name": "李签发", "day": "2022-12-31", "number": "7", "total": "93"}
            release.post(f"/drafts/{id}/issue", signed)
            release.fetch(f"/drafts/{id}/file.docx")
    deliver(release)


def deliver(release: Release) -> None:
    """Deliveries in three states, one with a refused row."""
    good, bad = "交流会,机械学会,会议,会议活动,2022-12-01\n", "夜游,没有的学会,会议,会议活动,2022-13-01\n"
    published = release.deliver("活动.csv", ROWS + good + bad, "赵交付")
    settle(release)
    release.post(f"/intake/deliveries/{published}/publish", {"agreed": "1"})
    settle(release)
    release.deliver("待发布.csv", ROWS + good.replace("交流会", "年终会"), "钱交付")
    release.deliver("全拒收.csv", ROWS + bad, "孙交付")
    settle(release)


def settle(release: Release) -> None:
    """Wait until no job waits or runs."""
    time.sleep(2)
    code = (
        "import time, sqlalchemy as sa\nfrom store import get_store\nfrom store.jobs import job\n"
        "for _ in range(300):\n"
        " with get_store().read() as c: rows = [r.state for r in c.execute(sa.select(job.c.state))]\n"
        " if not {'waiting', 'running'} & set(rows): break\n"
        " time.sleep(0.3)\n"
        "print(rows)\n"
    )
    release.python("-c", code)


def order(release: Release, folder: Path) -> None:
    """Bulletins and schedules."""
    read = folder / "2022-18.txt"
    read.write_text(BULLETIN, "utf-8")
    release.flask("data", "bulletin", "read", str(read), "--by", "周读入")
    release.flask("data", "bulletin", "approve", "2022-18-01", "--by", "吴审核")
    release.flask("data", "bulletin", "refuse", "2022-18-03", "--reason", "不是本会", "--by", "吴审核")
    monthly = ("--every", "monthly", "--at", "08:00", "--day", "5", "--name", "月报快照")
    release.flask("schedule", "add", "/members", *monthly)
    told = release.flask(
        "schedule", "add", "--what", "briefing", "--kind", "monthly", "--every", "publication"
    )
    release.flask("schedule", "run", told.split()[1].partition("：")[0])
    # A field put right while the item waits, and another version than the newest serving.
    release.post(
        "/intake/review", {"action": "save", "id": "2022-18-02", "place": "慕田峪长城", "by": "吴审核"}
    )
    release.post("/intake/versions", {"from": "000003", "to": "000002", "reason": "先看旧的", "by": "冯切换"})
    settle(release)


def print_papers(release: Release, folder: Path) -> None:
    """Papers of the first version, which hold it when two later ones push it out."""
    tile = ("/supervision", "--query", "as_of=2022-12-30", "--tile", "1", "--png")
    release.flask("snapshot", *tile, "--by", "郑制作", "-o", str(folder / "tile.png"))
    release.flask("slides", "/services", "--query", "as_of=2022-12-30", "-o", str(folder / "page.pptx"))


def main(checkout: Path, target: Path) -> None:
    """Make the home and pack it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = folder / "home"
        release = Release(checkout, home, port)
        listing = release.python("-c", LISTING).partition("LISTING")[2]
        release.python("-c", PUBLISH)
        server = release.serve()
        try:
            print_papers(release, folder)
            furnish(release)
            order(release, folder)
        finally:
            server.terminate()
            server.wait()
        with tarfile.open(target, "w:xz") as out:
            (home / "release.json").write_text(listing, "utf-8")
            for path in sorted(home.iterdir()):
                if path.name not in LEFT_OUT and path.suffix != ".lock":
                    out.add(path, path.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
