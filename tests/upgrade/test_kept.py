"""Nothing that an earlier release kept is lost, and all of it can be used as before."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from data.engine import open_database
from data.settings import Settings
from intake.bulletins.review import ReviewList
from intake.deliveries import work
from intake.deliveries.records import Records
from jobs.runs import Runs
from jobs.schedules import Schedules
from readers.thresholds import Thresholds
from store import get_store
from store.artefacts import Archive
from store.briefings import Briefings
from store.holds import held
from tests.pages.screen import Screen, is_broken, text
from tests.queries.expected import EXPECTED
from tests.support.audit import audited
from tests.support.silent import Silent
from tests.upgrade.conftest import Before, tables_of

#: Files that today's code has in the operational database.
CARRIED = ("walls/hall.json", "walls/meeting-room.json", "unified/held.json", "bulletins/review.jsonl")


def test_every_row_is_still_there(screen: Screen, settings: Settings, before: Before) -> None:
    after = tables_of(settings.home)
    for name, rows in before.tables.items():
        if name in ("alembic_version", "worker"):
            continue
        for row in rows:
            same = [one for one in after[name] if row.items() <= one.items()]
            assert same, (name, row)


def test_versions_are_those_and_the_same_one_serves(settings: Settings, screen: Screen) -> None:
    with closing(open_database(settings)) as database:
        assert [p.version for p in database.publications()] == ["000003", "000002", "000001"]
        assert database.current().version == "000002"
    shown = held(settings)
    assert "000001" in shown
    assert "000003" in shown
    assert "000002" not in shown
    assert screen.ask("indicators/HD01?as_of=2022-12-30")["value"] == EXPECTED["HD01"] + 1


def test_papers_are_what_they_were_and_open_their_view(
    settings: Settings, screen: Screen, before: Before
) -> None:
    archive = Archive(settings)
    assert before.rows("artefact")
    for row in before.rows("artefact"):
        kept = archive.get(row["code"])
        assert hashlib.sha256(archive.read(kept)).hexdigest() == row["sha256"]
        assert screen.client.get(f"/artefacts/{row['id']}").data == archive.read(kept)
        verified = screen.client.get(f"/verify/{row['code']}")
        page = text(screen.open(unquote(verified.location)).tree)
        assert row["title"] in page, page
        assert kept.version in page


def test_a_paper_of_a_version_that_no_longer_serves_shows_that_version(screen: Screen) -> None:
    drawn = screen.tiles("/supervision?as_of=2022-12-30&version=000001&_tile=1")
    assert not is_broken(drawn["1"])


def test_saved_views_lead_where_they_led(screen: Screen, before: Before) -> None:
    for row in before.rows("saved_view"):
        led = screen.client.get(f"/view/{row['id']}")
        address = urlsplit(led.location)
        assert address.path == row["path"]
        assert unquote(address.query) == unquote(row["query"])
        assert row["name"] in text(screen.open("/views").tree)
    fresh = screen.client.get("/", headers={"Sec-Fetch-Site": "none"})
    assert fresh.location == f"/view/{before.rows('saved_view', is_start=1)[0]['id']}"


def test_pinned_tiles_and_thresholds_are_there(screen: Screen, before: Before) -> None:
    (pinned,) = before.rows("mine_tile")
    assert not [tile for tile in screen.tiles("/mine").values() if is_broken(tile)]
    assert pinned["title"] in json.dumps(screen.tiles("/mine"), ensure_ascii=False) + text(
        screen.open("/mine").tree
    )
    limits = Thresholds(get_store()).limits()["DB05/below"]
    assert (limits.watch, limits.alert) == (96.0, 91.0)
    assert len(screen.ask("signals")["signals"]) == len(before.rows("signal", ended=None))


def test_briefings_are_whole_and_an_issued_one_is_its_paper(screen: Screen, before: Before) -> None:
    (issued,), (draft,) = before.rows("briefing", state="issued"), before.rows("briefing", state="draft")
    for row in (issued, draft):
        assert Briefings(get_store()).get(row["id"]).is_whole
        assert row["title"] in text(screen.open(f"/drafts?id={row['id']}").tree)
    paper = screen.client.get(f"/drafts/{issued['id']}/file.docx").data
    (archived,) = before.rows("artefact", is_issued=1)
    assert hashlib.sha256(paper).hexdigest() == archived["sha256"]
    assert screen.client.get(f"/drafts/{draft['id']}/file.docx").status_code == 200


def test_schedules_come_again(settings: Settings, screen: Screen, before: Before) -> None:
    kept = {one.id: one for one in Schedules(settings).all()}
    for row in before.rows("schedule"):
        assert kept[row["id"]].is_on
        assert row["name"] in text(screen.open("/schedules").tree)
    (run,) = before.rows("schedule_run")
    assert Runs(settings).one(run["id"]).state == run["state"] == "done"
    assert screen.client.get(f"/schedules/runs/{run['id']}/file").data[:2] == b"PK"


def test_the_review_list_is_as_it_was(settings: Settings, screen: Screen) -> None:
    first, second, third = ReviewList(settings).entries()
    assert (first.state, first.version, first.decided_by) == ("approved", "000003", "吴审核")
    assert (second.state, second.value("place"), second.text[:4]) == ("waiting", "慕田峪长城", "机械学会")
    assert (third.state, third.reason, third.decided_by) == ("refused", "不是本会", "吴审核")
    assert second.item.title.value in text(screen.open("/intake?view=review").tree)


def test_walls_are_remembered(screen: Screen) -> None:
    told = {wall["wall"]: wall for wall in screen.ask("walls")["walls"]}
    assert set(told) == {"hall", "meeting-room"}
    assert told["hall"]["name"] == "一楼大厅"


def test_files_that_came_into_the_database_are_put_aside_as_they_were(
    settings: Settings, screen: Screen, before: Before
) -> None:
    for name in CARRIED:
        (old,) = [path for path in before.files if path.startswith(name)][:1]
        assert not (settings.home / old).exists()
        assert (settings.home / f"{old}.carried").read_bytes() == before.files[old]


def test_refused_rows_can_be_fetched(screen: Screen, before: Before) -> None:
    files = {
        row["id"]: json.loads(row["report"]).get("refused_file")
        for row in before.rows("delivery", channel="page")
    }
    with_file = [row for row in before.rows("delivery") if files.get(row["id"])]
    assert len(with_file) == 2
    for row in with_file:
        with screen.client.get(f"/intake/deliveries/{row['id']}/refused.xlsx") as book:
            assert book.data == before.files[f"intake/refused/{PurePath(files[row['id']]).name}"]
        assert row["title"] in text(screen.open(f"/intake?d={row['id']}").tree)


def test_a_delivery_that_waited_is_published(settings: Settings, screen: Screen, before: Before) -> None:
    (waiting,) = before.rows("delivery", state="ready")
    token = screen.client.get("/intake/token").get_json()["token"]
    address = f"/intake/deliveries/{waiting['id']}/publish"
    asked = screen.client.post(address, data={"agreed": "1"}, headers={"X-Cockpit-Token": token})
    assert asked.status_code == 200, asked.text
    found = Records(settings).one(waiting["id"])
    assert found.job
    work.publish({"delivery": found.id, "agreed": True}, Silent(found.job))
    assert Records(settings).one(found.id).version == "000004"


def test_what_was_audited_can_still_be_read(settings: Settings, screen: Screen, before: Before) -> None:
    (name,) = [name for name in before.files if name.startswith("audit/")]
    lines = [json.loads(line) for line in before.files[name].decode().splitlines()]
    assert len(lines) > 10
    assert audited(settings.home)[: len(lines)] == lines
    assert (settings.home / f"{name}.carried").read_bytes() == before.files[name]
