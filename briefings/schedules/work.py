"""One run of a schedule: the paper is made, archived, and brought to those who want it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from access import audit
from briefings.kinds import get_kind
from briefings.schedules.letter import Letter, NotDelivered
from briefings.schedules.mail import send_mail
from briefings.schedules.plan import WHATS
from briefings.schedules.webhook import send_webhook, shown
from briefings.times import latest, span
from data.settings import Settings
from documents.pages import assemble
from frames.formats import date_zh
from jobs import JobCancelled, JobFailed, Progress, kind
from jobs.clock import RUN
from jobs.kinds import KINDS
from jobs.runs import Run, Runs
from jobs.schedules import Schedule, Schedules
from queries.service import get_cockpit
from store import StoreUnavailable
from store.artefacts import Artefact, get_archive
from store.base import now

log = logging.getLogger(__name__)

_WAYS: Mapping[str, Callable[[Letter, str, Settings], None]] = {"mail": send_mail, "webhook": send_webhook}
_BROKE = "程序出错，详情见服务日志"
UNSURE = "可能已经送达，没有重发"


@kind(RUN)
def run_job(params: Mapping[str, Any], progress: Progress) -> dict[str, str]:
    """Make and deliver one occasion; what was done by an earlier attempt is not done again."""
    settings = Settings.from_env()
    runs, id = Runs(settings), str(params["run"])
    try:
        return _run(settings, runs.one(id), progress)
    except JobCancelled:
        runs.failed(id, "已取消", now())
        raise
    except (JobFailed, LookupError, StoreUnavailable) as error:
        reason = str(error.args[0])
        runs.failed(id, reason, now())
        raise JobFailed(reason) from error
    except Exception:
        log.exception("定期任务的执行 %s 出错", id)
        runs.failed(id, _BROKE, now())
        raise


def _run(settings: Settings, one: Run, progress: Progress) -> dict[str, str]:
    schedule = Schedules(settings).one(one.schedule)
    runs = Runs(settings)
    kept = get_archive().get(one.artefact) if one.artefact else _made(schedule, one, progress)
    runs.note(one.id, artefact=kept.id, code=kept.code)
    _deliver(settings, schedule, one, kept)
    runs.done(one.id)
    return {"artefact": kept.id, "code": kept.code}


def _made(schedule: Schedule, one: Run, progress: Progress) -> Artefact:
    what = WHATS.get(schedule.what)
    maker = KINDS.get(what.kind) if what else None
    if maker is None:
        raise JobFailed(f"后台处理程序不会制作“{schedule.what}”：它的版本可能较旧")
    assemble()
    result = maker.run(params_of(schedule, one), progress)
    return get_archive().get(result["code"])


def params_of(schedule: Schedule, one: Run) -> dict[str, Any]:
    """What the kind of job is given; raises ``JobFailed`` where the data does not reach far enough yet."""
    params = {**schedule.params, "by": f"定期：{schedule.name}"}
    if schedule.what != "briefing":
        return params
    publication = get_cockpit().publication()
    if publication.is_demonstration or schedule.timing.rhythm == "publication":
        return params  # about the last period that the data reaches: a demonstration's days are its own
    kind = get_kind(str(params["kind"]))
    ended = latest(kind, one.planned_for.date() - timedelta(days=1))
    about = span(kind, ended["year"], ended.get("quarter"), ended.get("month"))
    if about.whole.end > publication.business_date:
        raise JobFailed(f"数据截至{date_zh(publication.business_date)}，{about.name}的数据还不完整，没有编写")
    return {**params, **ended}


def _deliver(settings: Settings, schedule: Schedule, one: Run, kept: Artefact) -> None:
    """To everybody who does not have it yet; raises ``JobFailed`` where somebody was not reached."""
    targets = [("mail", to) for to in schedule.mail]
    targets += [("webhook", schedule.webhook)] if schedule.webhook else []
    if not targets:
        return
    states = {(d["way"], d["to"]): dict(d) for d in one.deliveries}
    letter = Letter(schedule.name, kept, get_archive().read(kept))
    for way, to in targets:
        known = states.get((way, to), {"state": ""})
        if known["state"] in ("sent", "unknown"):
            continue
        if known["state"] == "sending":  # by an attempt that was broken off in the middle
            _note(settings, one, states, _state(way, to, "unknown", UNSURE))
        else:
            _note(settings, one, states, _state(way, to, "sending"))
            _note(settings, one, states, _sent(letter, way, to, settings))
    failed = [d for d in states.values() if d["state"] == "failed"]
    if failed:
        raise JobFailed("；".join(f"{shown(d['to'])}：{d['error']}" for d in failed))


def _sent(letter: Letter, way: str, to: str, settings: Settings) -> dict[str, str]:
    try:
        _WAYS[way](letter, to, settings)
    except NotDelivered as error:
        if error.unsure:
            return _state(way, to, "unknown", f"{error}；{UNSURE}")
        return _state(way, to, "failed", str(error))
    audit("artefact.send", letter.artefact.code, {"way": way, "to": shown(to), "schedule": letter.name})
    return _state(way, to, "sent")


def _state(way: str, to: str, state: str, error: str = "") -> dict[str, str]:
    return {"way": way, "to": to, "state": state, "error": error}


def _note(
    settings: Settings, one: Run, states: dict[tuple[str, str], dict[str, str]], state: dict[str, str]
) -> None:
    states[state["way"], state["to"]] = state
    Runs(settings).note(one.id, deliveries=list(states.values()))
