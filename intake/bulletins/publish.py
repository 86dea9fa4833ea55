"""Approved items become rows: an activity, and the article (工作动态) that reports it."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from data.engine import open_database
from data.settings import Settings
from data.values import day as as_day
from data.versions import Publication
from intake import ImportRefused, Options, import_files
from intake.bulletins.matching import Lists, read_lists, there_already
from intake.bulletins.model import BulletinError
from intake.bulletins.review import Entry, ReviewList, plain
from store import StoreUnavailable

#: What a reviewer may set, and what it is.
SETTABLE = {
    "title": "标题",
    "date": "开始日期，如 2023-05-23",
    "date_end": "结束日期",
    "host": "主办组织：编号、名称或简称",
    "place": "地点",
    "district": "举办地：区的代码或名称",
    "component": "业务组件：代码或名称",
    "kind": "形式，如会议、培训",
    "department": "责任部门：名称",
    "published_on": "稿件日期；默认为出刊日期",
}
Row = dict[str, str]


@dataclass
class Approval:
    """What approving does: rows by table, remarks (Chinese) for the reviewer, the business date.

    ``version`` is the publication that they are in, and the current one in a draft; ``is_new`` is
    False in a draft and where the database had all of it already.
    """

    tables: dict[str, list[Row]]
    remarks: list[str]
    as_of: date
    version: str
    is_new: bool = False


@dataclass(frozen=True)
class Standing:
    """What keeps an item from being approved (Chinese, "" where nothing does).

    ``hosts`` are the names of organisations nearest to a host that the database doesn't know.
    """

    lacks: str
    hosts: tuple[str, ...] = ()


class Lacking(BulletinError):
    """An item lacks something; ``why`` says what, without the item and without the way out."""

    def __init__(self, entry: Entry, why: str, way: str) -> None:
        super().__init__(f"{entry.id}“{entry.item.title.value}”：{why}；{way}")
        self.why = why


def approve(
    entries: Sequence[Entry],
    settings: Settings,
    values: Mapping[str, str] | None = None,
    article_only: bool = False,
    by: str = "",
    announce: Callable[[Publication], None] | None = None,
) -> Approval:
    """Publish items of the review list, all of them or none, and note it there.

    Arguments and errors as of ``draft``; besides the errors of ``import_files``.
    ``announce`` as of ``Options``.
    """
    done = draft(entries, settings, values, article_only)
    version = deliver(done.tables, settings, _title(entries), done.as_of, by, announce)
    done.version, done.is_new = version or done.version, version is not None
    review = ReviewList(settings)
    try:
        for entry in entries:
            review.approved(entry, {**entry.values, **(values or {})}, done.version, by)
    except (BulletinError, StoreUnavailable) as error:
        what = f"版本 {done.version} 中已有这些条目，但{error}；排除后再次通过即可，不会重复导入"
        raise BulletinError(what) from error
    return done


def draft(
    entries: Sequence[Entry],
    settings: Settings,
    values: Mapping[str, str] | None = None,
    article_only: bool = False,
) -> Approval:
    """What ``approve`` would deliver; changes nothing.

    ``values`` (see ``SETTABLE``) stand before what was read or set before, for each of the items.
    With ``article_only`` they become articles without activities. Raises ``BulletinError`` where
    values are missing or lead nowhere, a line for each item, ``DatabaseUnavailable``.
    """
    given = dict(values or {})
    _check_settable(given)
    with closing(open_database(settings)) as database:
        current = database.current()
        with database.connect(current.version) as connection:
            made = _Draft(connection, given, article_only)
            made.add_all(entries)
    days = [date.fromisoformat(row["published_on"]) for row in made.articles]
    as_of = current.business_date if current.is_demonstration else max([current.business_date, *days])
    tables = {"activity": made.activities, "article": made.articles}
    return Approval(tables, made.remarks, as_of, current.version)


def standings(entries: Sequence[Entry], connection: Connection) -> dict[str, Standing]:
    """Of each item, by its id, whether it can be approved as it is; ``connection`` sees a version."""
    made = _Draft(connection, {}, article_only=False)
    return {entry.id: made.standing(entry) for entry in entries}


def deliver(
    tables: Mapping[str, Sequence[Row]],
    settings: Settings,
    title: str,
    as_of: date,
    by: str = "",
    announce: Callable[[Publication], None] | None = None,
) -> str | None:
    """Take rows in by the normal import, all or none; the version they became, None where all were there.

    Raises ``ImportRefused`` where a row is refused, otherwise as ``import_files``.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="bulletin-", dir=settings.home) as folder:
        paths = [_written(Path(folder) / f"{name}.csv", rows) for name, rows in tables.items() if rows]
        options = Options(
            as_of=as_of, title=title, delivered_by=by or None, again=True, agreed=True, announce=announce
        )
        trial = import_files(paths, settings, replace(options, dry_run=True))
        if trial.refused_rows:
            raise ImportRefused(trial.refused, trial.refused_rows)
        return import_files(paths, settings, options).version if trial.written_rows else None


def _written(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _title(entries: Sequence[Entry]) -> str:
    return "、".join(dict.fromkeys(entry.bulletin for entry in entries))


def _check_settable(values: Mapping[str, str]) -> None:
    if unknown := [name for name in values if name not in SETTABLE]:
        raise BulletinError(f"不能设置 {'、'.join(unknown)}；应为 {'、'.join(SETTABLE)} 之一")


class _Draft:
    """The rows of several items, put together before anything is delivered."""

    def __init__(self, connection: Connection, given: Mapping[str, str], article_only: bool) -> None:
        self.connection, self.given, self.article_only = connection, given, article_only
        self.lists: Lists = read_lists(connection)
        self.activities: list[Row] = []
        self.articles: list[Row] = []
        self.remarks: list[str] = []

    def add_all(self, entries: Sequence[Entry]) -> None:
        """Add every item; raises ``BulletinError`` with a line for each that lacks something."""
        lacking = []
        for entry in entries:
            try:
                self.add(entry)
            except BulletinError as error:
                lacking.append(str(error))
        if lacking:
            raise BulletinError("\n".join(lacking))

    def add(self, entry: Entry) -> None:
        """Add the rows of one item; raises ``BulletinError`` naming what is missing."""
        if entry.state == "approved" and not self.given:
            self.remarks.append(f"{entry.id}：已在版本 {entry.version} 中发布")
        key = (
            "BL"
            + hashlib.sha256(f"{entry.bulletin}|{plain(entry.item.title.value)}".encode()).hexdigest()[:16]
        )
        value = self._values(entry)
        organiser = self._organiser(entry, value)
        activity = "" if self.article_only else self._activity(entry, key, value, organiser)
        signed = (self.lists.organisation(unit.value) for unit in entry.item.signed)
        self.articles.append(
            {
                "id": key,
                "title": value["title"],
                "org_id": next(filter(None, signed), organiser) or "",
                "activity_id": activity,
                "published_on": self._day(entry, value, "published_on"),
            }
        )

    def standing(self, entry: Entry) -> Standing:
        """Whether the item's rows can be put together."""
        try:
            self.add(entry)
        except Lacking as error:
            host = entry.value("host")
            unknown = host and not self.lists.organisation(host)
            return Standing(error.why, self.lists.nearest(host) if unknown else ())
        return Standing("")

    def _values(self, entry: Entry) -> dict[str, str]:
        item = entry.item
        names = ("title", "date", "date_end", "host", "place", "district", "component", "kind")
        read = {name: found.value for name in names if (found := getattr(item, name))}
        read["published_on"] = entry.issued or read.get("date", "")
        return dict.fromkeys(SETTABLE, "") | read | dict(entry.values) | dict(self.given)

    def _organiser(self, entry: Entry, value: Mapping[str, str]) -> str | None:
        found = self.lists.organisation(value["host"]) if value["host"] else None
        if found is None and not self.article_only:
            name = (
                f"主办组织“{value['host']}”在数据库中找不到，或不止一个"
                if value["host"]
                else "没有读到主办组织"
            )
            raise _missing(entry, name, "host=组织编号或名称")
        return found

    def _activity(self, entry: Entry, key: str, value: dict[str, str], organiser: str | None) -> str:
        day = self._day(entry, value, "date")
        component = self.lists.components.get(value["component"])
        if component is None or not value["kind"]:
            raise _missing(entry, "没有读到业务组件或形式", "component=meeting --set kind=会议")
        assert organiser is not None
        known, alike = there_already(self.connection, organiser, date.fromisoformat(day), value["title"])
        if known and known != key:
            self.remarks.append(f"{entry.id}：活动已在数据库中（{known}），只增加稿件")
            return known
        if alike:
            self.remarks.append(f"{entry.id}：同一主办组织同日有相近的活动“{alike}”，请核对是否重复")
        end = self._day(entry, value, "date_end") if value["date_end"] else ""
        self.activities.append(
            {
                "id": key,
                "component_code": component,
                "kind": value["kind"],
                "title": value["title"],
                "organiser_id": organiser,
                "department_code": self._department(entry, value),
                "district_code": self._district(entry, value),
                "place": value["place"],
                "starts_on": day,
                "ends_on": end,
            }
        )
        return key

    def _department(self, entry: Entry, value: Mapping[str, str]) -> str:
        if value["department"]:
            code = self.lists.department(value["department"])
            if code is None:
                raise _missing(entry, f"没有部门“{value['department']}”", "department=部门名称")
            return code
        found = (self.lists.department(unit.value) for unit in entry.item.signed)
        return next(filter(None, found), "")

    def _district(self, entry: Entry, value: Mapping[str, str]) -> str:
        if not value["district"]:
            return ""
        code = self.lists.districts.get(value["district"])
        if code is None:
            raise _missing(entry, f"没有区“{value['district']}”", "district=区的代码或名称")
        return code

    def _day(self, entry: Entry, value: Mapping[str, str], name: str) -> str:
        text = value[name]
        try:
            return date.fromisoformat(as_day(text)).isoformat()
        except ValueError:
            what = SETTABLE[name].split("，")[0].split("；")[0]
            why = f"{what}“{text}”不是日期" if text else f"没有读到{what}"
            raise _missing(entry, why, f"{name}=2023-05-23") from None


def _missing(entry: Entry, why: str, setting: str) -> Lacking:
    only = "" if setting.startswith("published_on") else "，或用 --article-only 只作为稿件"
    return Lacking(entry, why, f"请用 --set {setting}{only}")
