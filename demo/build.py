"""Builds the demonstration delivery, subject after subject."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from data.schema import delivery_tables
from demo import (
    accounts,
    activities,
    deliveries,
    experts,
    governance,
    media,
    members,
    organisations,
    party,
    people,
    records,
    roles,
    services,
    supervision,
    targets,
    units,
)
from demo.world import World
from demo.write import write_table

MANIFEST = {"title": "演示数据", "business_date": "2023-05-26", "demonstration": True}


def _members(world: World) -> None:
    roles.appointments(world, members.build(world))


#: In this order: later subjects look up what earlier ones made.
_STEPS: tuple[tuple[str, Callable[[World], None]], ...] = (
    ("代码表", governance.reference_lists),
    ("组织", organisations.build),
    ("会员", _members),
    ("分支机构与团体会员", units.build),
    ("联络人", roles.contacts),
    ("业务活动", activities.build),
    ("活动记录", records.build),
    ("专家", experts.build),
    ("宣传展示", media.build),
    ("科创服务", services.build),
    ("党建", party.build),
    ("督查督办", supervision.build),
    ("个人账号", accounts.build),
    ("人员", people.build),
    ("组织台账", units.finish),
    ("数据治理", governance.build),
    ("目标", targets.build),
    ("数据交付", deliveries.build),
)


def write_delivery(
    target: Path, scale: float = 1.0, progress: Callable[[str, float], None] | None = None
) -> None:
    """Write the demonstration delivery into ``target`` (made if need be).

    The same ``scale`` gives the same bytes. Only scale 1 is calibrated on the published figures; a
    larger one multiplies the record-like tables (members, accounts, attendance, answers, learning
    records), not organisations or activities. ``progress`` gets a Chinese label and the share done
    (0–1). Raises ``ValueError`` for a scale below 1.
    """
    if scale < 1:
        raise ValueError("演示数据的规模应不小于 1")
    report = progress or (lambda _label, _share: None)
    world = World(scale=scale)
    for i, (label, step) in enumerate(_STEPS):
        report(f"生成{label}", 0.5 * i / len(_STEPS))
        step(world)
    target.mkdir(parents=True, exist_ok=True)
    tables = delivery_tables()
    for i, table in enumerate(tables):
        report(f"写出{table.info['zh']}", 0.5 + 0.5 * i / len(tables))
        write_table(table, world.tables[table.name], target)
    manifest = json.dumps(MANIFEST, ensure_ascii=False, indent=2)
    (target / "manifest.json").write_text(manifest + "\n", encoding="utf-8")
    report("完成", 1.0)
