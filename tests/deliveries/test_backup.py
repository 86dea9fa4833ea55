"""A backup made while the cockpit runs, restored elsewhere: papers, refused rows and deliveries go on."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import tarfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.engine import open_database
from data.settings import ROOT, Settings
from store import open_store
from store.artefacts import Archive, Artefact
from store.backup import write_backup
from store.deliveries import delivery
from store.restore import RestoreRefused, restore
from tests.deliveries.conftest import desk_over
from tests.deliveries.desk import activities
from tests.support.audit import audited
from tests.support.mixed import write_mixed
from tests.support.processes import free_port
from tests.support.server import environment, live_server
from tests.support.small import publish

PAPER = b"%PDF-1.7 an old paper"


def flask(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flask", "--app", "app", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(settings), capture_output=True, text=True, check=False
    )


@dataclass(frozen=True)
class Office:
    """What there was before the disk broke."""

    settings: Settings
    backup: Path
    paper: Artefact
    refused: str
    waiting: str


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Two versions, a delivery with refused rows, one that waits, and a paper of the older version."""
    settings = Settings(home=tmp_path_factory.mktemp("first") / "home", intake_refused=100)
    folder = tmp_path_factory.mktemp("files")
    with desk_over(settings, folder / "worker.log") as desk:
        mixed = desk.publish(desk.deliver(*write_mixed(folder), by="李四", as_of="2022-12-30"))
        assert mixed.state == "published", mixed
        waiting = desk.deliver(("活动.csv", activities("等待发布")))
        assert waiting.state == "ready", waiting
        database = open_database(settings)
        first = database.publications()[-1]
        database.close()
        paper = Archive(settings).keep(
            PAPER,
            Artefact(
                kind="snapshot.pdf",
                title="人才会员",
                page="/members",
                version=first.version,
                edition=first.edition,
                business_date=first.business_date,
                is_demonstration=False,
                maker="张三",
                file_name="人才会员.pdf",
            ),
        )
        with open_store(settings).write() as connection:  # as earlier releases kept it
            report = {**(mixed.report or {})}
            report["refused_file"] = str(settings.home / "intake" / "refused" / report["refused_file"])
            mine = delivery.c.id == mixed.id
            connection.execute(sa.update(delivery).where(mine).values(report=report))
        done = flask(settings, "backup", "--into", str(folder / "nightly.tar"))
        assert done.returncode == 0, done.stderr
        assert "个文件" in done.stdout
    return Office(settings, folder / "nightly.tar", paper, mixed.id, waiting.id)


class Visitor:
    """A reader with cookies of their own."""

    def __init__(self, base: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)

    def get(self, path: str, data: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        request = urllib.request.Request(self.base + path, data=data, headers=headers)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()


def test_a_backup_is_its_owners_and_names_what_is_in_it(office: Office, tmp_path: Path) -> None:
    assert stat.S_IMODE(office.backup.stat().st_mode) == 0o600
    with tarfile.open(office.backup) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
        tar.extract("cockpit.sqlite", tmp_path, filter="data")
    assert audited(tmp_path) == audited(office.settings.home) != []
    assert names[-1] == "manifest.json"
    assert set(manifest["files"]) == set(names[:-1])
    parts = {name.split("/")[0] for name in names}
    assert parts >= {"unified", "cockpit.sqlite", "artefacts", "intake"}
    assert manifest["missing"] == []
    again = flask(office.settings, "backup", "--into", str(office.backup))
    assert (again.returncode, "已经存在" in again.stderr) == (1, True)


def test_restored_elsewhere_everything_goes_on(office: Office, tmp_path: Path) -> None:
    home = tmp_path / "another" / "place"
    settings = replace(office.settings, home=home)
    done = flask(settings, "restore", str(office.backup))
    assert done.returncode == 0, done.stderr
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in [home, *home.rglob("*")]}
    assert modes == {(True, 0o700), (False, 0o600)}
    office.settings.home.rename(office.settings.home.with_name("gone"))
    try:
        with live_server(settings, jobs=True) as base:
            _go_on(Visitor(base), office)
    finally:
        office.settings.home.with_name("gone").rename(office.settings.home)


def _go_on(visitor: Visitor, office: Office) -> None:
    assert visitor.get(f"/artefacts/{office.paper.code}") == (200, PAPER)
    status, page = visitor.get(f"/tiles/members?version={office.paper.version}")
    assert (status, office.paper.version.encode() in page, b'"ok":false' in page) == (200, True, False)
    status, book = visitor.get(f"/intake/deliveries/{office.refused}/refused.xlsx")
    assert (status, book[:2]) == (200, b"PK")
    token = json.loads(visitor.get("/intake/token")[1])["token"]
    headers = {"X-Cockpit-Token": token}
    before = json.loads(visitor.get("/api/v1/version")[1])["version"]
    status, said = visitor.get(f"/intake/deliveries/{office.waiting}/publish", b"agreed=1", **headers)
    assert status == 200, said
    until = time.monotonic() + 60
    while json.loads(visitor.get("/api/v1/version")[1])["version"] == before:
        assert time.monotonic() < until, visitor.get("/intake?view=history")
        time.sleep(0.2)


def test_a_home_that_holds_anything_is_only_moved_aside(office: Office, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "note").write_text("mine", "utf-8")
    with pytest.raises(RestoreRefused, match="不是空的，不覆盖"):
        restore(office.backup, home)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    done = restore(office.backup, home, replace=True)
    assert done.before is not None
    assert (done.before / "note").read_text("utf-8") == "mine"
    assert open_database(Settings(home=home)).current().version == "000002"


@pytest.mark.parametrize("damage", ["short", "without the end", "garbled", "another file", "empty"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(office: Office, tmp_path: Path, damage: str) -> None:
    data = bytearray(office.backup.read_bytes())
    file = tmp_path / "backup.tar"
    if damage == "short":
        del data[len(data) // 2 :]
    elif damage == "without the end":
        del data[data.rindex(b"manifest.json\0") :]
    elif damage == "garbled":
        data[len(data) // 2] ^= 1
    elif damage == "another file":
        data = bytearray(b"PK\x03\x04" * 1000)
    else:
        data = bytearray()
    file.write_bytes(data)
    done = flask(Settings(home=tmp_path / "home"), "restore", str(file))
    assert done.returncode == 1
    assert any(word in done.stderr for word in ("已损坏", "不完整", "没有恢复")), done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {"backup.tar", "home"}
    assert {path.name for path in (tmp_path / "home").iterdir()} <= {"cache"}


def tar_with(file: Path, members: dict[str, bytes], manifest: dict[str, object]) -> Path:
    with tarfile.open(file, "w") as tar:
        for name, data in {**members, "manifest.json": json.dumps(manifest).encode()}.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return file


@pytest.mark.parametrize(
    ("name", "manifest", "words"),
    [
        ("audit/a", {"format": 2, "store_revision": None}, "更新的程序"),
        ("audit/a", {"format": 1, "store_revision": "9999"}, "更新的程序"),
        ("audit/../../a", {"format": 1, "store_revision": None}, "不是驾驶舱的备份"),
        ("/etc/a", {"format": 1, "store_revision": None}, "不是驾驶舱的备份"),
        ("cache/a", {"format": 1, "store_revision": None}, "不是驾驶舱的备份"),
        ("audit/a", {"format": 1}, "清单读不出"),
    ],
)
def test_what_is_newer_or_foreign_is_refused(
    tmp_path: Path, name: str, manifest: dict[str, object], words: str
) -> None:
    whole = {"files": {}, "missing": [], "made_at": "?", **manifest}
    file = tar_with(tmp_path / "b.tar", {name: b"x"}, whole)
    with pytest.raises(RestoreRefused, match=words):
        restore(file, tmp_path / "home")
    assert [path.name for path in tmp_path.iterdir()] == ["b.tar"]


def test_a_damaged_version_is_not_in_the_backup_and_is_named(office: Office, tmp_path: Path) -> None:
    home = restore(office.backup, tmp_path / "home").home
    os.truncate(home / "unified" / "unified-000002.duckdb", 100_000)
    done = flask(Settings(home=home), "backup", "--into", str(tmp_path / "again.tar"))
    assert done.returncode == 5
    assert "备份中没有：版本 000002 的数据文件损坏" in done.stderr
    elsewhere = restore(tmp_path / "again.tar", tmp_path / "elsewhere").home
    assert open_database(Settings(home=elsewhere)).serving().publication.version == "000001"


def test_databases_on_a_server_are_dumped(postgresql_settings: Settings, tmp_path: Path) -> None:
    settings = replace(postgresql_settings, store_url=postgresql_settings.database_url)
    publish(settings, {"person": [{"id": "p1", "name": "王一", "is_academician": False}]})
    written = write_backup(settings, tmp_path / "b.tar")
    if written.missing:
        assert all("pg_dump" in what for what in written.missing)
        return
    done = restore(written.path, tmp_path / "home")
    assert [path.name for path in done.dumps] == ["store.dump", "unified.dump"]
    assert all(path.read_bytes().startswith(b"PGDMP") for path in done.dumps)


def test_a_server_that_is_away_is_said(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none"
    written = write_backup(Settings(home=tmp_path / "home", database_url=url), tmp_path / "b.tar")
    assert written.missing
    assert written.missing[0].startswith("统一数据库（PostgreSQL）：")
