"""Loose files of many rows on both engines: time and memory, and what readers feel meanwhile."""

from __future__ import annotations

import csv
import http.client
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from bench import importing
from bench.report import Line
from bench.server import get
from data.settings import Settings
from intake import import_delivery
from tests.support.postgres import new_database, postgres_server

#: A question that the cache answers, and one that is computed each time: its day is another one.
_KNOWN = "/api/v1/indicators/RC01?by=discipline"
_NEW = "/api/v1/indicators/HD01?as_of={day}&start={start}"
_FIRST, _LAST, _DAY = date(2021, 1, 1), date(2022, 12, 30), timedelta(days=1)
_PAUSE_SECONDS = 0.02
_FORMS = ("2022-03-05", "2022/3/5", "2022年3月5日", "20220305")


@dataclass(frozen=True)
class Files:
    """Persons, their memberships (societies by name, no keys), and the same memberships ended."""

    rows: int
    persons: Path
    memberships: Path
    ended: Path


def write(folder: Path, delivery: Path, rows: int) -> Files:
    """Write the three files; societies come from ``delivery``."""
    folder.mkdir(parents=True, exist_ok=True)
    files = Files(rows, folder / "人员.csv", folder / "会籍.csv", folder / "会籍（退会）.csv")
    societies = _societies(delivery)
    with files.persons.open("w", encoding="gb18030", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["人员编号", "姓名", "是否院士", "出生年", "所在区"])
        districts = ("海淀区", "110103", "北京市昌平区", "110105")
        writer.writerows([f"bench-{n}", f"王{n}", "否", 1950 + n % 50, districts[n % 4]] for n in range(rows))
    header = ["学会名称", "会员人员编号", "入会日期", "退会日期"]
    for path, end in ((files.memberships, ""), (files.ended, "2022-11-30")):
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(header)
            writer.writerows(
                [societies[n % len(societies)], f"bench-{n}", _FORMS[n % 4], end] for n in range(rows)
            )
    return files


def _societies(delivery: Path) -> list[str]:
    with (delivery / "organisation.csv").open(encoding="utf-8-sig", newline="") as source:
        organisations = list(csv.DictReader(source))
    known = Counter(row["name"] for row in organisations)
    return [r["name"] for r in organisations if r["type_code"] == "society" and known[r["name"]] == 1]


def embedded(files: Files, port: int, requests: int) -> Iterator[Line]:
    """Every file into the database of the environment; persons while a reader asks its server."""
    quiet = _latencies(port, requests)
    process = importing.start(files.persons, {})
    busy = _latencies(port, requests, process)
    yield from _imported("人员，有读者", files.rows, importing.finish(process))
    for name, label in (("known", "已缓存的数"), ("new", "现算的数")):
        for share, word in ((49, "中位数"), (98, "99%")):
            before, meanwhile = (quantiles(spent[name], n=100)[share] for spent in (quiet, busy))
            yield Line(f"导入期间{label}：{word}", meanwhile, "毫秒", before, "平时")
    yield from _memberships(files, {})


def server(files: Files, delivery: Path, home: Path) -> Iterator[Line]:
    """Every file into a PostgreSQL server of its own that holds ``delivery``."""
    with postgres_server() as address:
        url = new_database(address)
        import_delivery(delivery, Settings(home=home, database_url=url))
        environ = {"COCKPIT_HOME": str(home), "COCKPIT_DATABASE_URL": url}
        yield from _imported("人员", files.rows, importing.finish(importing.start(files.persons, environ)))
        yield from _memberships(files, environ)


def _memberships(files: Files, environ: Mapping[str, str]) -> Iterator[Line]:
    for what, path in (("会籍，新增", files.memberships), ("会籍，按业务键更新", files.ended)):
        yield from _imported(what, files.rows, importing.finish(importing.start(path, environ)))


def _imported(what: str, rows: int, found: Mapping[str, float]) -> Iterator[Line]:
    if found["written"] != rows:
        raise SystemExit(f"{what}：写入 {found['written']} 行，应为 {rows} 行")
    yield Line(f"{what} {rows:,} 行", found["seconds"], "秒")
    yield Line("  进程内存峰值", found["megabytes"], "MB")


def _latencies(
    port: int, requests: int, until: subprocess.Popen[str] | None = None
) -> dict[str, list[float]]:
    """Milliseconds of answers to one patient reader: ``requests`` of each kind, or while ``until`` runs."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    spent: dict[str, list[float]] = {"known": [], "new": []}
    while len(spent["new"]) < max(2, requests) or (until is not None and until.poll() is None):
        number = len(spent["new"])
        # Another question each time, also than those of a measurement before.
        start = _FIRST + (number // 300 + (100 if until else 0)) * _DAY
        days = {"day": _LAST - number % 300 * _DAY, "start": start}
        for name, path in (("known", _KNOWN), ("new", _NEW.format(**days))):
            started = perf_counter()
            get(connection, path)
            spent[name].append((perf_counter() - started) * 1000)
        time.sleep(_PAUSE_SECONDS)
    connection.close()
    return spent
