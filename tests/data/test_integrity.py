"""A version that is damaged is said, and the newest whole one serves; nothing else goes down with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import server
from data.engine import Database, NothingPublished, VersionDamaged, open_database
from data.settings import Settings
from data.tables.people import person
from data.versions import FileVersions, schema_name
from intake import rollback
from tests.support.damage import DAMAGES, garbled, missing, publish_again, truncated

Publish = Callable[..., str]
PERSON = {"id": "p1", "name": "王一", "is_academician": False}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, publish: Publish) -> Settings:
    """Three versions of the same data; shared, so nobody may change them."""
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    publish(settings, {"person": [PERSON]})
    publish_again(settings)
    publish_again(settings)
    return settings


@pytest.fixture
def three(published: Settings, tmp_path: Path) -> Settings:
    """A copy of them that a test may damage."""
    shutil.copytree(published.home / "unified", tmp_path / "home" / "unified")
    return Settings(home=tmp_path / "home")


@pytest.fixture
def opened(three: Settings) -> Iterator[Database]:
    """The readers' side of the copy, as a process that has just begun."""
    database = open_database(three)
    yield database
    database.close()


def file(settings: Settings, number: int) -> Path:
    return settings.home / "unified" / f"unified-{number:06d}.duckdb"


def persons(database: Database, version: str) -> int:
    with database.connect(version) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(person)).scalar_one()


def read_all(database: Database, version: str) -> None:
    with database.connect(version) as connection:
        for table in connection.execute(sa.text("SELECT table_name FROM duckdb_tables()")).scalars().all():
            connection.execute(sa.text(f'SELECT max(t::varchar) FROM "{table}" t')).all()


def test_a_description_tells_size_and_digest(three: Settings) -> None:
    found = FileVersions(three.home).description("000003")
    assert found is not None
    assert found.size == file(three, 3).stat().st_size
    assert found.sha256
    assert len(found.sha256) == 64


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_newest_version_is_said_and_the_one_before_serves(
    three: Settings, opened: Database, damage: str
) -> None:
    assert opened.serving().trouble == ""
    DAMAGES[damage](file(three, 3))
    opened.verify()
    serving = opened.serving()
    assert serving.publication.version == "000002"
    assert serving.trouble.startswith("最新版本 000003 的数据文件")
    assert serving.trouble.endswith("现显示较早的版本 000002")
    assert str(three.home) not in serving.trouble
    assert persons(opened, "000002") == 1
    assert list(opened.damaged()) == ["000003"]
    with pytest.raises(VersionDamaged, match="版本 000003 的数据文件"):
        persons(opened, "000003")
    # A new version heals; what is damaged stays named.
    publish_again(three)
    assert (opened.serving().publication.version, opened.serving().trouble) == ("000004", "")
    assert list(opened.damaged()) == ["000003"]


def test_several_damaged_versions_and_none_whole(three: Settings, opened: Database) -> None:
    truncated(file(three, 3))
    missing(file(three, 2))
    assert opened.current().version == "000001"
    truncated(file(three, 1))
    with pytest.raises(VersionDamaged, match=r"最新版本 000003 .*没有别的完好版本"):
        opened.current()


@pytest.mark.parametrize("checksum", [True, False])
def test_an_error_while_reading_counts_until_the_file_was_compared(
    three: Settings, opened: Database, checksum: bool
) -> None:
    described = file(three, 3).with_suffix(".json")
    if not checksum:  # as earlier releases wrote them
        raw = json.loads(described.read_text("utf-8"))
        described.write_text(json.dumps({k: v for k, v in raw.items() if k != "file"}), "utf-8")
    whole = file(three, 3).read_bytes()
    with opened.connect("000003") as connection:
        connection.execute(sa.text("SELECT 1"))
        garbled(file(three, 3))
        with pytest.raises(VersionDamaged, match="版本 000003 的数据文件损坏"):
            read_all(opened, "000003")
    assert opened.current().version == "000002"
    file(three, 3).write_bytes(whole)
    opened.verify()
    assert opened.serving().trouble == ""
    assert persons(opened, "000003") == 1


def test_a_whole_file_that_was_suspected_serves_again(three: Settings, opened: Database) -> None:
    integrity = opened._integrity  # type: ignore[attr-defined]
    integrity.suspect("000003", "a cable was loose")
    assert opened.current().version == "000002"
    opened.verify()
    assert opened.current().version == "000003"
    integrity.suspect("000003", "again")
    opened.verify()
    assert opened.current().version == "000002"


def test_a_question_of_its_own_fault_damages_nothing(opened: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError), opened.connect("000003") as connection:
        connection.execute(sa.text("SELECT no_such_column FROM person"))
    assert opened.serving().trouble == ""


#: What stands in a file of JSON after a bad copy or a foreign hand; the last nests deeper than Python reads.
BROKEN = ["", "{", "[]", "{}", "\x00" * 40, '{"current": [], "highest": 1e999}', "[" * 100_000]


@pytest.mark.parametrize("content", [*BROKEN, '{"version": "000002"}', '{"file": {"size": 1e999}}'])
def test_one_broken_description_hides_no_other_version(
    three: Settings, opened: Database, content: str
) -> None:
    file(three, 2).with_suffix(".json").write_text(content, "utf-8")
    assert [p.version for p in opened.publications()] == ["000003", "000001"]
    assert opened.damaged() == {"000002": "的说明文件读不出"}
    assert rollback("000001", three).version == "000001"
    with pytest.raises(LookupError, match="000002"):
        rollback("000002", three)
    file(three, 3).with_suffix(".json").write_text(content, "utf-8")
    assert rollback("000001", three).version == "000001"
    assert publish_again(three).version == "000004"


@pytest.mark.parametrize("content", [*BROKEN, None])
def test_a_broken_pointer_leaves_the_newest_whole_version(three: Settings, content: str | None) -> None:
    pointer = three.home / "unified" / "current.json"
    running = open_database(three)
    assert running.current().version == "000003"
    rollback("000002", three)
    assert running.current().version == "000002"
    pointer.unlink() if content is None else pointer.write_text(content, "utf-8")
    assert running.current().version == "000002", "a running process knows what served last"
    begun = open_database(three).serving()
    assert begun.publication.version == "000003"
    assert begun.trouble.startswith("发布记录 current.json")
    FileVersions(three.home).clean()
    assert len(running.publications()) == 3
    assert publish_again(three).version == "000004"
    assert running.serving().trouble == ""


@pytest.mark.parametrize("version", ["../../x", "", "三", "٣", -1, "000001"])
def test_a_file_that_names_a_version_that_it_cannot_mean(three: Settings, version: object) -> None:
    described = file(three, 3).with_suffix(".json")
    raw = json.loads(described.read_text("utf-8"))
    described.write_text(json.dumps(raw | {"version": version}), "utf-8")
    assert open_database(three).damaged() == {"000003": "的说明文件读不出"}
    if version != "000001":
        pointer = three.home / "unified" / "current.json"
        raw = json.loads(pointer.read_text("utf-8"))
        pointer.write_text(json.dumps(raw | {"current": raw["current"] | {"version": version}}), "utf-8")
        begun = open_database(three).serving()
        assert begun.publication.version == "000002"
        assert begun.trouble.startswith("发布记录 current.json 读不出")


def test_a_damaged_version_cannot_be_made_current(three: Settings) -> None:
    garbled(file(three, 1))
    with pytest.raises(LookupError, match=r"版本 000001 的数据文件损坏（.*SHA-256.*），不能改用"):
        rollback("000001", three)
    assert open_database(three).current().version == "000003"


def test_an_import_builds_on_the_whole_version_and_says_so(three: Settings, publish: Publish) -> None:
    garbled(file(three, 3))
    assert publish(three, {"person": [PERSON | {"id": "p2"}]}, reference=False) == "000004"
    database = open_database(three)
    assert persons(database, "000004") == 1
    with database.connect("000004") as connection:
        served = connection.execute(sa.text("SELECT version FROM publication ORDER BY 1")).scalars().all()
    assert "000004" in served


def test_damaged_versions_push_no_whole_one_out(three: Settings) -> None:
    for number in (2, 3):
        truncated(file(three, number))
    files = FileVersions(three.home)
    publish_again_from = files.database("000001")
    damaged = {"000002": "", "000003": ""}
    assert files.prune(2, (), damaged) == []
    shutil.copyfile(publish_again_from, file(three, 3))
    assert files.prune(2, (), {"000002": ""}) == []


def test_rollback_needs_no_room_on_the_disk(three: Settings) -> None:
    unified = three.home / "unified"
    for name in ("current.json.tmp", "import.holder.json"):
        (unified / name).symlink_to("/dev/full")  # writing there fails as on a full disk
    assert rollback("000001", three).version == "000001"
    assert open_database(three).current().version == "000001"
    assert json.loads((unified / "current.json").read_text("utf-8"))["highest"] == 3
    assert not list(unified.glob("staging-*"))


def run(settings: Settings, sql: str) -> None:
    engine = sa.create_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(sa.text(sql))
    engine.dispose()


def test_on_a_server_the_newest_version_with_all_its_tables_serves(
    postgresql_settings: Settings, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "POLL_SECONDS", 0.0)
    settings = postgresql_settings
    for number in (1, 2, 3):
        publish(settings, {"person": [PERSON | {"id": f"p{number}"}]}, reference=number == 1)
    database = open_database(settings)
    assert database.serving().trouble == ""
    run(settings, f"DROP TABLE {schema_name('000003')}.person CASCADE")
    assert database.serving().trouble == "最新版本 000003 缺少数据表 person，现显示较早的版本 000002"
    assert persons(database, "000002") == 1
    with pytest.raises(VersionDamaged, match="版本 000003 缺少数据表 person"):
        persons(database, "000003")
    with pytest.raises(LookupError, match="不能改用"):
        rollback("000003", settings)
    run(settings, f"DROP SCHEMA {schema_name('000002')} CASCADE")
    assert database.current().version == "000001"
    assert set(database.damaged()) == {"000002", "000003"}
    assert publish(settings, {"person": [PERSON | {"id": "p4"}]}, reference=False) == "000004"
    assert database.serving().trouble == ""
    for number in (1, 4):
        run(settings, f"DROP SCHEMA {schema_name(f'{number:06d}')} CASCADE")
    with pytest.raises(VersionDamaged, match="没有别的完好版本"):
        database.current()
    assert publish(settings, {"person": [PERSON]}) == "000005"
    assert persons(database, "000005") == 1
    database.close()


def test_nothing_published_is_no_damage(duckdb_settings: Settings) -> None:
    with pytest.raises(NothingPublished):
        open_database(duckdb_settings).serving()
