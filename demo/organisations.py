"""Registered organisations: 市科协, 区科协, societies, and the grass roots, joining in waves."""

from __future__ import annotations

from typing import Any

import numpy as np

from demo import names
from demo.days import (
    AS_OF,
    END,
    FIRST_2022,
    FIRST_2023,
    LAST_2021,
    NEVER,
    START,
    Array,
    draw,
    to_workday,
)
from demo.organisation_plan import (
    BY_WAVE,
    CONTACT_DEPARTMENT,
    PLAN,
    SOCIETIES,
    UNITS,
    USCC,
    WAVES,
)
from demo.world import DISTRICT_WEIGHTS, World, districts, reference


def build(world: World) -> None:
    """Fill ``world.organisations`` with every registered organisation."""
    rng = world.rng("organisations")
    for type_code, counts in PLAN.items():
        _add_type(world, rng, type_code, counts)
    _late_societies(world, rng)
    _deregister(world, rng)
    _share_codes(world, rng)


def add(world: World, **values: Any) -> int:
    """Append one organisation and return its identifier; unset columns are empty."""
    row = {
        "id": len(world.organisations) + 1,
        "uscc": None,
        "name": "",
        "short_name": None,
        "type_code": "",
        "parent_id": 0,
        "district_code": None,
        "class_code": None,
        "department_code": None,
        "valid_from": START,
        "valid_to": NEVER,
        "registered_from": NEVER,
        "registered_to": NEVER,
        "member_mgmt_from": NEVER,
    }
    world.organisations.append(row | values)
    return len(world.organisations)


def _add_type(world: World, rng: np.random.Generator, kind: str, counts: tuple[int, int, int]) -> None:
    total = sum(counts)
    where = _places(rng, kind, total)
    days = np.concatenate(
        [
            to_workday(draw(rng, counts[0], START, "2021-12-24")),
            _joined_2022(rng, kind, where[counts[0] : counts[0] + counts[1]]),
            draw(rng, counts[2], FIRST_2023, END),
        ]
    )
    titles = _names(rng, kind, where)
    classes = _classes() if kind == "society" else [None] * total
    for i in range(total):
        known = max(START, days[i] - int(rng.integers(0, 45))) if kind not in WAVES else START
        add(
            world,
            uscc=_code(rng, kind, where[i], len(world.organisations) + 1),
            name=titles[i][0],
            short_name=titles[i][1],
            type_code=kind,
            parent_id=_parent(world, kind, where[i]),
            district_code=where[i],
            class_code=classes[i],
            department_code=CONTACT_DEPARTMENT[kind],
            valid_from=known if known <= LAST_2021 or days[i] > LAST_2021 else days[i],
            registered_from=days[i],
        )


def _places(rng: np.random.Generator, kind: str, total: int) -> list[str]:
    if kind == "district":
        return [str(row["code"]) for row in reference("district")]
    if kind in ("city", "direct"):
        return ["110102"] * total
    weights = BY_WAVE[kind][0] if kind in BY_WAVE else DISTRICT_WEIGHTS
    return [str(code) for code in districts(rng, total, weights)]


def _joined_2022(rng: np.random.Generator, kind: str, where: list[str]) -> Array:
    """Days of 2022 on which organisations register: by district for the grass roots, else in waves."""
    n = len(where)
    if kind in BY_WAVE:
        _, first, last = BY_WAVE[kind]
        starts = draw(rng, len(DISTRICT_WEIGHTS), first, last)
        wave = dict(zip(rng.permutation(list(DISTRICT_WEIGHTS)), starts, strict=True))
        base = np.array([wave[code] for code in where], dtype="datetime64[D]")
    else:
        base = rng.choice(np.array(WAVES.get(kind, ("2022-03-01",)), dtype="datetime64[D]"), n)
    days = base + np.floor(rng.exponential(11, n)).astype(int)
    loose = rng.random(n) < 0.18
    days[loose] = draw(rng, int(loose.sum()), FIRST_2022, AS_OF)
    return np.minimum(to_workday(np.minimum(days, AS_OF)), AS_OF)


def _names(rng: np.random.Generator, kind: str, where: list[str]) -> list[tuple[str, str | None]]:
    """(name, short name) of each organisation of a type."""
    n = len(where)
    if kind == "society":
        return _society_names()[:n]
    if kind in ("street", "township", "farm"):
        suffix = {"street": "街道科协", "township": "镇科协", "farm": "农村专业技术协会"}[kind]
        return _grass_roots(rng, where, suffix)
    if kind == "enterprise":
        return [(f"{name}科协", None) for name in names.enterprises(rng, n)]
    if kind == "district":
        area = {str(r["code"]): str(r["name"]) for r in reference("district")}
        short_area = {str(r["code"]): str(r["short_name"]) for r in reference("district")}
        return [(f"{area[c]}科学技术协会", f"{short_area[c]}科协") for c in where]
    return _other_names(rng, kind, n)


def _other_names(rng: np.random.Generator, kind: str, n: int) -> list[tuple[str, str | None]]:
    if kind == "city":
        return [("北京市科学技术协会", "市科协")]
    if kind == "direct":
        rows = [r for r in reference("department") if r["kind"] == "直属单位"]
        return [(str(r["name"]), None) for r in rows[:n]]
    if kind == "outline":
        return [(f"全民科学素质纲要办成员单位{i + 1:02d}（演示）", f"成员单位{i + 1:02d}") for i in range(n)]
    words = names.places(rng, n)
    if kind == "university":
        return [(f"北京{w}{UNITS[i % len(UNITS)]}科协", None) for i, w in enumerate(words)]
    suffix = {"foundation": "科技发展基金会", "union": "领域学会联合体", "park": "科技园科协"}[kind]
    return [(f"北京{w}{suffix}", None) for w in words]


def _grass_roots(rng: np.random.Generator, where: list[str], suffix: str) -> list[tuple[str, str | None]]:
    area = {str(r["code"]): str(r["name"]) for r in reference("district")}
    stock = {code: iter(names.places(rng, 190)) for code in sorted(set(where))}
    found: list[tuple[str, str | None]] = []
    for code in where:
        word = next(stock[code])
        found.append((f"{area[code]}{word}{suffix}", f"{word}{suffix}"))
    return found


def _classes() -> list[str]:
    """Class of each society in order of identifier."""
    codes = np.repeat(list(SOCIETIES), list(SOCIETIES.values()))
    return [str(c) for c in np.random.default_rng(7).permutation(codes)]


def _society_names() -> list[tuple[str, str | None]]:
    stock = {c: iter(names.societies(np.random.default_rng(11), c, n)) for c, n in SOCIETIES.items()}
    return [(f"北京{s}", s) for s in (next(stock[c]) for c in _classes())]


def _code(rng: np.random.Generator, kind: str, district: str, serial: int) -> str | None:
    letters, share = USCC.get(kind, ("", 0.0))
    return names.uscc(letters, district, serial) if rng.random() < share else None


def _parent(world: World, kind: str, district: str) -> int:
    if kind == "city":
        return 0
    if kind in ("street", "township", "farm", "enterprise", "park"):
        return int(next(r["id"] for r in world.orgs("district") if r["district_code"] == district))
    return 1


def _late_societies(world: World, rng: np.random.Generator) -> None:
    """Societies in the library that don't register; one leaves, four join in 2022, one in 2023."""
    classes, titles = _classes(), _society_names()
    registered = sum(PLAN["society"])
    since = ["2021-07-01"] * (len(classes) - registered - 5)
    since += ["2022-03-16", "2022-06-21", "2022-08-10", "2022-11-04", "2023-02-22"]
    for i, first in zip(range(registered, len(classes)), since, strict=True):
        name, short = titles[i]
        add(
            world,
            name=name,
            short_name=short,
            type_code="society",
            class_code=classes[i],
            parent_id=1,
            uscc=names.uscc("51", "110108", len(world.organisations) + 1),
            department_code="society",
            district_code=str(districts(rng, 1)[0]),
            valid_from=np.datetime64(first),
        )
    world.organisations[-6]["valid_to"] = np.datetime64("2022-10-14")


def _deregister(world: World, rng: np.random.Generator) -> None:
    """Five registrations end in 2022, three in 2023."""
    ends = {
        "enterprise": ["2022-06-15", "2022-09-21", "2022-12-08"],
        "farm": ["2022-12-14"],
        "street": ["2022-11-30"],
    }
    for kind, days in ends.items():
        rows = [r for r in world.orgs(kind) if r["registered_from"] < np.datetime64("2022-05-01")]
        if kind == "farm":
            rows = world.orgs(kind)[:1]
        for row, day in zip(rows[:: max(1, len(rows) // len(days))], days, strict=False):
            row["registered_to"] = row["valid_to"] = np.datetime64(day)
    open_rows = [r for r in world.orgs("enterprise") if np.isnat(r["registered_to"])]
    for row, day in zip(open_rows[40:43], ["2023-02-15", "2023-03-22", "2023-05-10"], strict=True):
        row["registered_to"] = row["valid_to"] = np.datetime64(day)


def _share_codes(world: World, rng: np.random.Generator) -> None:
    """Four park organisations that share the legal body, and so the code, of an enterprise's."""
    twins = [r for r in world.orgs("enterprise") if np.isnat(r["registered_to"])][100:104]
    for row, word in zip(twins, names.places(rng, 4), strict=True):
        day = max(row["registered_from"], np.datetime64("2022-09-08"))
        add(
            world,
            name=f"北京{word}产业园科协",
            type_code="park",
            uscc=row["uscc"],
            department_code="innovation",
            parent_id=row["parent_id"],
            district_code=row["district_code"],
            valid_from=day,
            registered_from=day,
        )
