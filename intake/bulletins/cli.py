"""``flask --app app data bulletin …``: read bulletins, review what was read, publish or refuse it.

Exit codes as those of ``intake.cli``; 2 also for a bulletin that cannot be read and an item that lacks
what an activity needs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from getpass import getuser
from pathlib import Path
from typing import TypeVar

import click
from flask.cli import AppGroup

from data.cli_support import end, exits
from data.settings import Settings
from data.tables.base import metadata
from intake.bulletins import Bulletin, BulletinError, Found, Item, read_bulletin
from intake.bulletins.normal import words
from intake.bulletins.publish import SETTABLE, Approval, approve, draft
from intake.bulletins.review import STATES, Entry, ReviewList
from intake.deliveries import history
from store import StoreUnavailable

_T = TypeVar("_T")

bulletin_cli = AppGroup("bulletin", help="每周动态：读入、审核、发布")

#: Chinese labels of the fields, in the order in which they are told.
LABELS = {
    "series": "名称",
    "year": "年份",
    "issue": "期号",
    "total": "总期号",
    "issuer": "编发单位",
    "column": "栏目",
    "date": "日期",
    "date_end": "结束日期",
    "host": "主办",
    "place": "地点",
    "district": "区",
    "leaders": "领导",
    "headcount": "人数",
    "headcount_unit": "单位",
    "signed": "供稿",
    "component": "组件",
    "kind": "形式",
}
#: Fields whose value is a code or a word of ours; shown with the word that it was read from.
_CODED = ("district", "component", "kind")
_ids = click.argument("ids", nargs=-1, required=True, metavar="编号…")
_by = click.option("--by", default=getuser, help="经手人；默认为系统用户名")


def register(group: AppGroup) -> None:
    """Add the commands to ``data``."""
    group.add_command(bulletin_cli)


@bulletin_cli.command("read", with_appcontext=False)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--date", "issued", type=click.DateTime(["%Y-%m-%d"]), help="出刊日期，文件没有报头时")
@click.option("--dry-run", is_flag=True, help="只显示读到的内容，不放入审核列表")
@_by
@exits
def read_command(files: tuple[Path, ...], issued: datetime | None, dry_run: bool, by: str) -> None:
    """读入每周动态（文本、Word、PDF），显示读到的内容及出处，放入审核列表。"""
    review = ReviewList(Settings.from_env())
    failed = False
    for path in files:
        try:
            bulletin = read_bulletin(path, issued.date() if issued else None)
            _show(bulletin)
            if not dry_run:
                added = review.add(bulletin, by)
                old = len(bulletin.items) - len(added)
                click.echo(f"放入审核列表 {len(added)} 条" + (f"；{old} 条已在列表中" if old else ""))
        except BulletinError as error:
            failed = True
            click.echo(str(error), err=True)
    sys.exit(2 if failed else 0)


@bulletin_cli.command("list", with_appcontext=False)
@click.option("--all", "everything", is_flag=True, help="也列出已发布和不采用的")
@exits
def list_command(everything: bool) -> None:
    """列出待审核的条目。"""
    entries = _guarded(lambda: ReviewList(Settings.from_env()).entries(None if everything else "waiting"))
    for entry in entries:
        click.echo(_line(entry))
    if not entries:
        click.echo("没有待审核的条目")


@bulletin_cli.command("approve", with_appcontext=False)
@_ids
@click.option("--set", "settings", multiple=True, metavar="项=值", help=f"改正：{'、'.join(SETTABLE)}")
@click.option("--article-only", is_flag=True, help="只作为稿件（工作动态），不记为业务活动")
@click.option("--dry-run", is_flag=True, help="只显示将写入的行，不发布")
@_by
@exits
def approve_command(
    ids: tuple[str, ...], settings: tuple[str, ...], article_only: bool, dry_run: bool, by: str
) -> None:
    """审核通过：成为业务活动和稿件，发布新版本；全部成功或全部不变。"""
    values = dict(_pair(text) for text in settings)

    def publish() -> Approval:
        where = Settings.from_env()
        entries = ReviewList(where).find(ids)
        if dry_run:
            return draft(entries, where, values, article_only)
        title = "工作动态：" + "、".join(entry.item.title.value for entry in entries[:2])
        with history.attempt(where, title, by) as noted:
            done = approve(entries, where, values, article_only, by)
            noted.version = done.version if done.is_new else None
        return done

    done = _guarded(publish)
    for remark in done.remarks:
        click.echo(f"说明：{remark}")
    if dry_run:
        _show_rows(done)
        return
    counts = f"业务活动 {len(done.tables['activity'])} 项，稿件 {len(done.tables['article'])} 篇"
    click.echo(
        f"已发布版本 {done.version}：{counts}" if done.is_new else f"版本 {done.version} 中已有，没有变化"
    )


@bulletin_cli.command("refuse", with_appcontext=False)
@_ids
@click.option("--reason", default="", help="不采用的原因")
@_by
@exits
def refuse_command(ids: tuple[str, ...], reason: str, by: str) -> None:
    """不采用：从待审核中移出，不发布。"""
    review = ReviewList(Settings.from_env())

    def refuse() -> None:
        for entry in review.find(ids):
            review.refuse(entry, reason, by)
            click.echo(f"不采用 {entry.id}")

    _guarded(refuse)


def _show_rows(done: Approval) -> None:
    for name, rows in done.tables.items():
        table = metadata.tables[name]
        for row in rows:
            cells = [f"{table.columns[c].info['zh']} {value}" for c, value in row.items() if value]
            click.echo(f"{table.info['zh']}：{'，'.join(cells)}")


def _guarded(what: Callable[[], _T]) -> _T:
    try:
        return what()
    except BulletinError as error:
        end(error, 2)
    except StoreUnavailable as error:
        end(error, 4)


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.BadParameter(f"“{text}”；应为 项=值，如 date=2023-05-23", param_hint="--set")
    return name.strip(), value.strip()


def _show(bulletin: Bulletin) -> None:
    head = [f"{LABELS[n]} {f.value}" for n, f in vars(bulletin.masthead).items() if f and n != "date"]
    day = bulletin.masthead.date
    click.echo(f"{bulletin.file}：{'，'.join([*head, f'出刊 {day.value}'] if day else head) or '没有报头'}")
    for notice in bulletin.notices:
        click.echo(f"说明：{notice}")
    for number, item in enumerate(bulletin.items, start=1):
        click.echo(f"{number:3d}. {item.title.value}  {_place(item.title)}")
        for name, found in item.found():
            if name not in ("title", "headcount_unit"):
                click.echo(f"     {LABELS[name]}：{_said(item, name, found)}  {_place(found)}")


def _said(item: Item, name: str, found: Found) -> str:
    if name == "headcount" and item.headcount_unit:
        exact = "" if item.headcount_precision == "exact" else f"（原文“{' '.join(found.quote.split())}”）"
        return f"{found.value} {item.headcount_unit.value}{exact}"
    if name in _CODED:
        return f"{found.value}（{words(found.quote)}）"
    return found.value


def _place(found: Found) -> str:
    doubt = "，请核对" if found.is_doubtful else ""
    return f"[第 {found.line} 行 第 {found.start + 1}–{found.end} 字，可信度 {found.confidence:.2f}{doubt}]"


def _line(entry: Entry) -> str:
    item, doubtful = entry.item, [n for n, f in entry.item.found() if f.is_doubtful]
    parts = [entry.id, STATES[entry.state], item.date.value if item.date else "日期不明", item.title.value]
    if item.host:
        parts.append(f"主办 {item.host.value}")
    if entry.state == "waiting" and doubtful:
        parts.append("请核对：" + "、".join(dict.fromkeys(LABELS.get(n, "标题") for n in doubtful)))
    if entry.version:
        parts.append(f"版本 {entry.version}")
    return "  ".join([*parts, entry.reason] if entry.reason else parts)
