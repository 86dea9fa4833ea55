"""The page over PostgreSQL: the server may only read, the worker imports, the store is a server's too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from data.settings import Settings
from intake import import_delivery
from tests.deliveries.conftest import TABLES, desk_over
from tests.deliveries.desk import activities
from tests.support.postgres import drop_database, new_database
from tests.support.small import write_delivery_from_rows


def test_a_server_that_may_only_read_publishes_and_takes_back(pg_server: sa.URL, tmp_path: Path) -> None:
    unified, store = new_database(pg_server), new_database(pg_server)
    reader = sa.make_url(unified).update_query_dict({"options": "-c default_transaction_read_only=on"})
    settings = Settings(
        home=tmp_path / "home",
        database_url=reader.render_as_string(hide_password=False),
        intake_url=unified,
        store_url=store,
    )
    try:
        writing = replace(settings, database_url=unified)
        import_delivery(write_delivery_from_rows(tmp_path / "start", TABLES), writing)
        with desk_over(settings, tmp_path / "log", start=False) as desk:
            found = desk.deliver(("活动.csv", activities("服务器上的活动")), as_of="2022-12-30")
            assert found.state == "ready"
            assert desk.publish(found, agreed="1").version == "000002"
            form = {"to": "000001", "from": "000002", "reason": "试"}
            assert desk.done(desk.post("/versions", form))["state"] == "done"
            assert desk.version() == "000001"
    finally:
        drop_database(unified)
        drop_database(store)
