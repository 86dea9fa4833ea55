"""The review list under several readers, processes and machines at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa

from data.settings import Settings
from intake.bulletins import Bulletin
from intake.bulletins.reading import read_text
from intake.bulletins.review import ReviewList
from store import open_store
from store.bulletins import bulletin_event
from tests.data.test_bulletin_review import TEXT


@pytest.fixture
def bulletin() -> Bulletin:
    return read_text("18.txt", TEXT)


def test_readers_at_the_same_time_add_an_item_once(settings: Settings, bulletin: Bulletin) -> None:
    shared = replace(settings, store_url=settings.database_url, database_url="")
    together = Barrier(8)

    def add(number: int) -> int:
        together.wait()
        return len(ReviewList(shared).add(replace(bulletin, key=f"每周动态-{number}")))

    with ThreadPoolExecutor(8) as pool:
        for attempt in range(10):
            added = list(pool.map(add, [attempt] * 8))
            assert sorted(added) == [0] * 7 + [4]
    assert len(ReviewList(shared).entries()) == 40
    open_store(shared).close()


def test_what_two_machines_read_is_one_item_and_stays_decided(tmp_path: Path, bulletin: Bulletin) -> None:
    settings = Settings(home=tmp_path)
    review = ReviewList(settings)
    review.refuse(review.add(bulletin)[0], "不用")
    with open_store(settings).write() as connection:
        read = sa.select(bulletin_event).where(bulletin_event.c.event == "read")
        again = {k: v for k, v in connection.execute(read).one()._mapping.items() if k != "id"}
        connection.execute(sa.insert(bulletin_event).values(again))
    assert [e.state for e in review.entries()] == ["refused", "waiting", "waiting", "waiting"]
