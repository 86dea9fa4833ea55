"""``flask --app app schedule list | add | remove | run``: what is made again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask.cli import AppGroup

from access import audit, current_reader
from briefings.kinds import KINDS
from briefings.schedules.plan import WHATS, BadSchedule, plan_of, words_of
from briefings.schedules.routes import keep
from data.cli_support import end, exits
from data.settings import Settings
from frames.formats import moment_zh
from jobs import Jobs
from jobs.clock import run_now
from jobs.occasions import RHYTHMS
from jobs.queue import QueueUnavailable
from jobs.runs import Runs
from jobs.schedules import Schedules
from store import StoreUnavailable

schedule_cli = AppGroup("schedule", help="定期任务：列出、新增、删除、立即执行")


def _plainly(command: Callable[..., None]) -> Callable[..., None]:
    @exits
    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except BadSchedule as error:
            end(error, 2)
        except (StoreUnavailable, QueueUnavailable) as error:
            end(error, 1)

    return run


@schedule_cli.command("list")
@_plainly
def list_command() -> None:
    """列出定期任务：编号、名称、内容、时间、上次结果、下次时间。"""
    settings = Settings.from_env()
    latest = Runs(settings).latest()
    found = Schedules(settings).all()
    for one in found:
        run = latest.get(one.id)
        state = (
            f"{run.words}{'：' + run.error if run.error and run.is_trouble else ''}"
            if run
            else "还没有执行过"
        )
        following = f"下次 {moment_zh(one.next_at)}" if one.next_at else "" if one.is_on else "已暂停"
        click.echo(f"{one.id[:8]}  {one.name}  {words_of(one.what, one.params)}")
        click.echo("  " + "；".join(part for part in (one.timing.words, following, state) if part))
    click.echo(f"共 {len(found)} 个定期任务")


@schedule_cli.command("add")
@click.argument("page", required=False, default="")
@click.option("--what", default="slides", type=click.Choice(list(WHATS)), help="做什么")
@click.option("--query", default="", metavar="条件", help="筛选条件；截至日期随数据更新，不固定")
@click.option("--scene", default="", metavar="场景", help="大屏（/screen）的场景")
@click.option("--paper", default="", help="快照：a4、a4-landscape、16:9（PDF），或 png")
@click.option("--kind", default="", type=click.Choice(["", *KINDS]), help="简报：哪一种")
@click.option("--format", "form", default="", help="简报的格式：docx 或 pdf")
@click.option("--name", default="", metavar="名称", help="不填则按内容命名")
@click.option("--every", "rhythm", required=True, type=click.Choice(list(RHYTHMS)), help="周期")
@click.option("--at", default="08:00", help="时间（北京时间），如 08:00")
@click.option("--weekday", default="", help="每周：星期几，1 到 7")
@click.option("--day", default="", help="每月、每季：几日；31 为最后一日")
@click.option("--month", default="", help="每季：季内第几个月，1 到 3")
@click.option("--workdays", is_flag=True, help="遇节假日顺延")
@click.option("--mail", default="", metavar="地址", help="邮件地址，多个用逗号分开")
@click.option("--webhook", default="", metavar="网址", help="通知的网址，主机须在 COCKPIT_WEBHOOK_HOSTS 中")
@_plainly
def add_command(**given: Any) -> None:
    """新增一个定期任务：页面（如 /members）的快照或幻灯片，或简报（--what briefing --kind monthly）。"""
    settings = Settings.from_env()
    plan = plan_of({**given, "workdays": "1" if given["workdays"] else ""}, settings)
    made = keep(plan, settings, current_reader().name)
    for remark in plan.remarks:
        click.echo(remark)
    following = f"，下次 {moment_zh(made.next_at)}" if made.next_at else ""
    click.echo(f"已新增 {made.id[:8]}：{made.name}，{made.timing.words}{following}")


@schedule_cli.command("remove")
@click.argument("id")
@_plainly
def remove_command(id: str) -> None:
    """删除一个定期任务（编号的前 8 位即可）；已制作的文件和记录仍然保留。"""
    gone = Schedules(Settings.from_env()).remove(id)
    audit("schedule.remove", gone.id, {})
    click.echo(f"已删除 {gone.id[:8]}：{gone.name}")


@schedule_cli.command("run")
@click.argument("id")
@_plainly
def run_command(id: str) -> None:
    """立即执行一个定期任务（编号的前 8 位即可）；由后台处理程序完成。"""
    settings = Settings.from_env()
    run = Runs(settings).one(run_now(settings, id))
    audit("schedule.run", run.schedule, {})
    nobody = "" if Jobs(settings).workers() else "；后台处理程序没有运行，将在它启动后执行"
    click.echo(f"已提交：{run.name}{nobody}")
