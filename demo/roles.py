"""Council members and other appointments in societies; contacts of organisations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from demo import names
from demo.days import AS_OF, END, FIRST_2023, NEVER, Array, draw, later
from demo.members import Club
from demo.world import World, apportion

_COUNCIL = 9_497
_CONTACTS = 10_751
_STEPPED_DOWN = 180


class _Appointments:
    """Collects appointment rows."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, str, np.datetime64, np.datetime64]] = []

    def add(self, society: int, people: Array, role: str, since: Array, until: Array | None = None) -> None:
        ends = np.full(len(people), NEVER) if until is None else until
        for person, first, last in zip(people.tolist(), since, ends, strict=True):
            self.rows.append((society, person, role, first, last))


def appointments(world: World, clubs: list[Club]) -> None:
    """Councils elected among the members of each society; 9,497 persons on 2022-12-30."""
    rng = world.rng("appointments")
    found = _Appointments()
    member = {k: np.asarray(v) for k, v in world.tables["membership"].items()}
    lasting = np.isnat(member["valid_to"]) & (member["valid_from"] <= np.datetime64("2022-12-20"))
    first_row = np.zeros(len(lasting), dtype=bool)
    first_row[np.unique(member["person_id"], return_index=True)[1]] = True
    taken = np.zeros(world.people + 1, dtype=bool)
    sizes = _council_sizes(
        [int((lasting & first_row & (member["society_id"] == c.society)).sum()) for c in clubs]
    )
    for club, size in zip(clubs, sizes, strict=True):
        able = np.flatnonzero(lasting & (member["society_id"] == club.society))
        alone = able[first_row[able] & ~taken[member["person_id"][able]]]
        chosen = rng.choice(alone, size, replace=False)
        taken[member["person_id"][chosen]] = True
        people = member["person_id"][chosen]
        since = _since(rng, member["valid_from"][chosen])
        _council(found, rng, club.society, people, since)
        rest = np.setdiff1d(alone, chosen)
        _others(found, rng, club.society, member["person_id"][rest], member["valid_from"][rest])
    _second_seats(found, rng, member, lasting & ~first_row, taken)
    _elections_2023(found, rng, clubs, member, lasting, taken)
    rows = sorted(found.rows, key=lambda r: (r[3], r[0], r[1], r[2]))
    keys = ("society_id", "person_id", "role_code", "valid_from", "valid_to")
    world.put("appointment", **{k: [row[i] for row in rows] for i, k in enumerate(keys)})


def _council_sizes(members: list[int]) -> Array:
    """Seats per society: slowly growing with its size, and at most 70 % of its members."""
    limit = np.array([int(n * 0.7) for n in members])
    seats: Array = np.minimum(apportion(np.array(members) ** 0.35, _COUNCIL), limit)
    while missing := _COUNCIL - int(seats.sum()):
        seats[np.argsort(seats - limit, kind="stable")[: min(missing, len(seats))]] += 1
    return seats


def _since(rng: np.random.Generator, joined: Array) -> Array:
    return np.minimum(later(joined, 0, 25, rng), AS_OF)


def _council(
    found: _Appointments, rng: np.random.Generator, society: int, people: Array, since: Array
) -> None:
    """One chair, some vice chairs, a secretary, standing members (most listed as members too), members."""
    vice = 1 + len(people) // 18
    standing = 1 + vice + 1 + len(people) // 4
    found.add(society, people[:1], "chair", since[:1])
    found.add(society, people[1 : 1 + vice], "vice_chair", since[1 : 1 + vice])
    found.add(society, people[1 + vice : 2 + vice], "secretary", since[1 + vice : 2 + vice])
    found.add(society, people[2 + vice : standing], "standing", since[2 + vice : standing])
    found.add(society, people[standing:], "council", since[standing:])
    both = np.flatnonzero(rng.random(standing) < 0.7)
    found.add(society, people[both], "council", since[both])


def _others(
    found: _Appointments, rng: np.random.Generator, society: int, people: Array, joined: Array
) -> None:
    """Supervisors, and some who stepped down from the council before the end of 2022."""
    watch = rng.choice(len(people), min(3, len(people)), replace=False)
    found.add(society, people[watch], "supervisor", _since(rng, joined[watch]))
    early = np.flatnonzero(joined < np.datetime64("2022-08-01"))
    gone = rng.choice(early, min(len(early), 2 if society % 3 else 1), replace=False)
    since = _since(rng, joined[gone])
    found.add(society, people[gone], "council", since, np.minimum(later(since, 60, 300, rng), AS_OF))


def _second_seats(
    found: _Appointments, rng: np.random.Generator, member: dict[str, Array], second: Array, taken: Array
) -> None:
    """Council members who sit in the council of their second society as well."""
    rows = np.flatnonzero(second & taken[member["person_id"]])
    chosen = rng.choice(rows, int(len(rows) * 0.6), replace=False)
    for row, day in zip(chosen, _since(rng, member["valid_from"][chosen]), strict=True):
        found.add(int(member["society_id"][row]), member["person_id"][[row]], "council", np.array([day]))


def _elections_2023(
    found: _Appointments,
    rng: np.random.Generator,
    clubs: list[Club],
    member: dict[str, Array],
    lasting: Array,
    taken: Array,
) -> None:
    """Six societies elect anew in spring 2023: a third of the council goes, others come."""
    for club, day in zip(clubs[4::18], draw(rng, 6, "2023-03-01", "2023-05-12"), strict=False):
        seats = [i for i, r in enumerate(found.rows) if r[0] == club.society and np.isnat(r[4])]
        gone = {found.rows[i][1] for i in rng.choice(seats, len(seats) // 3, replace=False)}
        for i in seats:
            if found.rows[i][1] in gone:
                found.rows[i] = (*found.rows[i][:4], day)
        able = lasting & (member["society_id"] == club.society) & ~taken[member["person_id"]]
        people = member["person_id"][rng.choice(np.flatnonzero(able), len(gone), replace=False)]
        taken[people] = True
        found.add(club.society, people, "council", np.full(len(people), day))


def contacts(world: World) -> None:
    """Contacts of organisations: 10,751 persons in use on 2022-12-30."""
    rng = world.rng("contacts")
    members = iter(rng.permutation(np.unique(world.tables["membership"]["person_id"])))
    org, since = _slots(world, rng)
    before = since <= AS_OF
    people = np.zeros(len(org), dtype=int)
    known = np.flatnonzero(before)
    persons = _persons(world, rng, members, _CONTACTS)
    order = rng.permutation(known)
    people[order] = np.concatenate([persons, rng.choice(persons, len(order) - len(persons))])
    people[~before] = _persons(world, rng, members, int((~before).sum()))
    until = np.full(len(org), NEVER)
    leaving = rng.choice(known, 160, replace=False)
    until[leaving] = draw(rng, 160, FIRST_2023 + 3, END)
    columns = [org, people, since, until]
    gone = rng.choice(np.flatnonzero(since < np.datetime64("2022-09-01")), 390, replace=False)
    ends = np.minimum(later(since[gone], 40, 400, rng), AS_OF)
    old = [org[gone], _persons(world, rng, members, 390), since[gone], ends]
    merged = [np.concatenate(pair) for pair in zip(columns, old, strict=True)]
    order = np.argsort(merged[2], kind="stable")
    keys = ("org_id", "person_id", "valid_from", "valid_to")
    position = names.pick(
        rng, ["秘书长", "办公室主任", "联络员", "信息员", "干事", None], len(order), [1, 2, 6, 3, 3, 1]
    )
    world.put("contact", **{k: c[order] for k, c in zip(keys, merged, strict=True)}, position=position)


def _persons(world: World, rng: np.random.Generator, members: Iterator[int], n: int) -> Array:
    """``n`` distinct persons: a quarter are members as well, the others are new."""
    known = np.array(list(islice(members, n // 4)), dtype=int)
    return rng.permutation(np.concatenate([known, world.new_people("E", n - len(known), "contact")]))


def _slots(world: World, rng: np.random.Generator) -> tuple[Array, Array]:
    """(organisation, first day) of each contact's post."""
    usual = {
        "branch": 1,
        "unit_member": 1,
        "society": 4,
        "district": 8,
        "city": 20,
        "university": 3,
        "direct": 6,
    }
    org: list[int] = []
    since: list[np.datetime64] = []
    for row in world.organisations:
        start = row["valid_from"] if np.isnat(row["registered_from"]) else row["registered_from"]
        if not np.isnat(row["valid_to"]):
            continue
        number = usual.get(row["type_code"], 2) + int(rng.random() < 0.15)
        for _ in range(number):
            org.append(row["id"])
            since.append(start + int(rng.integers(0, 20)) if start + 20 <= AS_OF or start > AS_OF else start)
    return np.array(org), np.minimum(np.array(since, dtype="datetime64[D]"), END)
