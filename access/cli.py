"""``flask --app app audit``: the audit trail, one JSON object a line.

Exit codes: 0 done, 4 the operational database cannot be read.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import click

from data.cli_support import end, exits
from store import StoreUnavailable, get_store
from store.audit import AuditTrail
from store.base import ZONE

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("audit")
@click.option("--since", type=_DAY, help="从哪一天起")
@click.option("--until", type=_DAY, help="到哪一天止（含）")
@click.option("--reader", default="", help="只看这个人的")
@click.option("--action", default="", help="只看这种操作，如 rows.read，或开头一段，如 export")
@click.option("--subject", default="", help="只看这个对象的，如 RC01")
@exits
def audit_command(
    since: datetime | None, until: datetime | None, reader: str, action: str, subject: str
) -> None:
    """列出审计记录，每行一条 JSON，先发生的在前。"""
    first = since.replace(tzinfo=ZONE) if since else None
    last = until.replace(tzinfo=ZONE) + timedelta(days=1) if until else None
    found = AuditTrail(get_store()).entries(first, last, reader=reader, action=action, subject=subject)
    try:
        for entry in found:
            click.echo(json.dumps(entry, ensure_ascii=False))
    except StoreUnavailable as error:
        end(error, 4)
