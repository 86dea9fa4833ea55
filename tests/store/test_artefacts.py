"""The archive: what was kept is found, is what it was, stays as long as it should, and holds its version."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.settings import Settings
from store import StoreUnavailable
from store.artefacts import Archive, Artefact, Wanted
from store.base import now
from store.blobs import BlobChanged
from store.codes import ALPHABET, is_mistyped, new_code, plain_code
from store.engine import FILE
from store.holds import held
from tests.support.processes import free_port


@pytest.fixture
def archive(store_settings: Settings) -> Archive:
    return Archive(store_settings)


def facts(**other: Any) -> Artefact:
    return Artefact(
        **{
            "kind": "snapshot.pdf",
            "title": "人才会员",
            "page": "/members",
            "query": "as_of=2022-12-30",
            "version": "000003",
            "edition": "000003@2023-01-03T09:00:00",
            "business_date": date(2022, 12, 30),
            "is_demonstration": True,
            "maker": "张三",
            "file_name": "人才会员.pdf",
            "indicators": ("RC01", "RC02"),
            "filters": "截至2022年12月30日；区：海淀区",
            **other,
        }
    )


def test_what_is_kept_is_found_by_its_code_and_is_what_it_was(archive: Archive) -> None:
    kept = archive.keep(b"%PDF-paper", facts(made_as={"paper": "a4"}))
    found = archive.get(kept.code.lower().replace("-", " "))
    assert found == kept
    assert archive.get(kept.id) == kept
    assert archive.read(found) == b"%PDF-paper"
    assert (found.size, found.media_type, found.indicators) == (10, "application/pdf", ("RC01", "RC02"))


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (Wanted(), ["乙", "甲"]),
        (Wanted(page="/members"), ["甲"]),
        (Wanted(indicator="RC01"), ["甲"]),
        (Wanted(indicator="RC0"), []),
        (Wanted(maker="李四"), ["乙"]),
        (Wanted(kind="briefing"), ["乙"]),
        (Wanted(kind="brief%"), []),
        (Wanted(business_date=date(2022, 12, 30)), ["甲"]),
        (Wanted(since=now().date()), ["乙"]),
        (Wanted(until=now().date() - timedelta(days=1)), ["甲"]),
        (Wanted(since=date.min, until=date.max), ["乙", "甲"]),
        (Wanted(since=date.max), []),
        (Wanted(text="海淀"), ["乙", "甲"]),
    ],
)
def test_it_is_found_by_what_is_known_of_it(archive: Archive, wanted: Wanted, titles: list[str]) -> None:
    archive.keep(b"1", facts(title="甲", created_at=now() - timedelta(days=3)))
    other = {"title": "乙", "page": "", "kind": "briefing.docx", "maker": "李四", "indicators": ("DB01",)}
    archive.keep(b"2", facts(**other, business_date=date(2022, 9, 30)))
    assert [one.title for one in archive.find(wanted)] == titles
    assert archive.count(wanted) == len(titles)


def test_a_changed_file_is_said_and_never_given_out(archive: Archive) -> None:
    kept = archive.keep(b"paper", facts())
    path = archive.path(kept)
    path.write_bytes(b"other")
    with pytest.raises(BlobChanged, match="SHA-256"):
        archive.read(kept)
    path.unlink()
    with pytest.raises(BlobChanged, match="读不到"):
        archive.read(kept)


def test_a_file_that_cannot_be_written_leaves_no_entry(archive: Archive, monkeypatch: Any) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreUnavailable, match="磁盘已满"):
        archive.keep(b"paper", facts())
    monkeypatch.undo()
    assert archive.count() == 0
    files = [p for p in Path(archive.path(facts(sha256="00"))).parents[1].rglob("*") if p.is_file()]
    assert files == []


def test_what_is_old_goes_with_its_file_and_what_is_issued_stays(store_settings: Settings) -> None:
    archive = Archive(replace(store_settings, keep_artefacts=30))
    old = now() - timedelta(days=31)
    first = archive.keep(b"issued", facts(is_issued=True, created_at=old, version="000001"))
    path = archive.path(archive.keep(b"young", facts(version="000002")))
    gone = archive.keep(b"old", facts(created_at=old, version="000003"))
    assert {one.id for one in archive.find()} == {first.id, archive.find()[0].id}
    assert not archive.path(gone).exists()
    assert path.exists()
    with pytest.raises(LookupError, match="验证码"):
        archive.get(gone.code)


def test_versions_of_what_is_kept_are_held_the_last_archived_first(store_settings: Settings) -> None:
    archive = Archive(store_settings)
    assert "000001" not in held(store_settings)
    for version in ("000001", "000002", "000001", "000003"):
        archive.keep(version.encode(), facts(version=version))
    assert held(store_settings) == ["000003", "000001", "000002"]
    assert held(replace(store_settings, hold_versions=1)) == ["000003"]


def test_many_archive_at_once(store_settings: Settings) -> None:
    versions = [f"{n:06}" for n in range(1, 25)]
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda v: Archive(store_settings).keep(v.encode(), facts(version=v)), versions))
    assert len(Archive(store_settings).find()) == len(kept) == 24
    assert all(version in held(store_settings) for version in versions)


def test_where_nobody_can_tell_what_is_held_everything_is(tmp_path: Path) -> None:
    assert "000009" not in held(Settings(home=tmp_path / "new"))
    (tmp_path / FILE).write_text("no database" * 1000)
    assert "000009" in held(Settings(home=tmp_path))
    away = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/x"
    assert "000009" in held(Settings(home=tmp_path / "new", store_url=away))


def test_codes_have_no_letter_that_is_taken_for_another_and_tell_when_they_are_mistyped() -> None:
    assert not set("01ILOUV") & set(ALPHABET)
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert plain_code(code.replace("-", "").lower()) == code
        assert not is_mistyped(code)
        assert is_mistyped(("3" if code[0] == "2" else "2") + code[1:])
    assert is_mistyped("K7QM")
