"""The way of a briefing: drafted, edited, reviewed, issued; each step is audited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from filelock import FileLock

from access import audit, current_reader, current_scope
from briefings.compose import compose
from briefings.desk.difference import refreshed
from briefings.desk.edit import BadEdit, edited, plain
from briefings.kinds import get_kind
from briefings.times import BadTime, span
from briefings.work import archive, facts_of
from data.settings import Settings
from documents.files import make
from documents.model import Briefing
from queries.service import Cockpit
from store import Store
from store.artefacts import Artefact, Wanted, get_archive
from store.briefings import Briefings, Kept

_LONGEST_NAME = 40


class Desk:
    """What is done with briefings, for the present reader.

    Raises ``StoreUnavailable``, ``Stale``, ``BadEdit``.
    """

    def __init__(self, store: Store, cockpit: Cockpit) -> None:
        self.kept, self.cockpit = Briefings(store), cockpit

    def start(self, form: Mapping[str, str]) -> Kept:
        """A draft of a kind about a time; raises ``BadTime``, ``NothingToSay``, ``LookupError``."""
        kind = get_kind(form.get("kind", ""))
        year, quarter, month = (_whole(form, name) for name in ("year", "quarter", "month"))
        as_of = _day(form.get("as_of", ""))
        when = span(kind, year, quarter, month)
        found = compose(self.cockpit, kind, when, scope=current_scope(), as_of=as_of)
        return self._told("draft", self.kept.add(found.to_json(), self._edition(found), _reader()))

    def save(self, id: str, revision: int, form: Mapping[str, str]) -> Kept:
        """Another text of a draft."""
        found = edited(self.briefing(id), form)
        return self._told("edit", self.kept.edit(id, revision, found.to_json(), _reader()))

    def refresh(self, id: str, revision: int) -> Kept:
        """A draft's text with the numbers of the current version."""
        found = refreshed(self.briefing(id), self.cockpit, scope=current_scope())
        kept = self.kept.edit(id, revision, found.to_json(), _reader(), self._edition(found))
        return self._told("refresh", kept)

    def review(self, id: str, revision: int, name: str) -> Kept:
        """A draft was read and agreed to by somebody of this name, which the paper then bears."""
        reviewer = _name(name, "审核人")
        found = self.briefing(id).with_masthead(reviewer=reviewer)
        return self._told("review", self.kept.review(id, revision, found.to_json(), reviewer))

    def reopen(self, id: str, revision: int) -> Kept:
        """Back to the draft."""
        return self._told("reopen", self.kept.reopen(id, revision))

    def issue(self, id: str, revision: int, day: str, name: str, first: tuple[str, str] = ("", "")) -> Kept:
        """Freeze and number it; from then on nothing changes it.

        ``first`` are the numbers of a paper's first issue here (1 and 1 where they are empty).
        """
        signer, on = _name(name, "签发人"), _day(day)
        if on is None:
            raise BadEdit("请填写签发日期，如 2022-12-30")
        if on < self.briefing(id).as_of:
            raise BadEdit("签发日期不能早于数据的截至日期")
        numbers = (_number(first[0], "期号"), _number(first[1], "总期号"))
        if numbers[1] < numbers[0]:
            raise BadEdit("总期号不能小于本年期号")
        return self._told("issue", self.kept.issue(id, revision, on, signer, numbers))

    def remove(self, id: str, revision: int) -> None:
        """Throw a draft away."""
        gone = self.kept.get(id)
        self.kept.remove(id, revision)
        self._told("remove", gone)

    def briefing(self, id: str) -> Briefing:
        """The briefing of an id as it is kept; raises ``LookupError``."""
        return read(self.kept.get(id))

    def file(self, id: str, form: str) -> tuple[str, bytes]:
        """Name and bytes of its paper: a draft's as it stands, an issued one's from the archive."""
        kept = self.kept.get(id)
        found = read(kept)
        if kept.state != "issued":
            audit("briefing.preview", kept.title, {"id": id, "form": form, "revision": kept.revision})
            return facts_of(found, form, _reader(), False).file_name, make(found, form)
        # Of an issued briefing there is one paper with one code, however many ask for it at once.
        with FileLock(Settings.from_env().home / "issued.lock"):
            held = self.archived(kept, form)
            if held is None:
                held, data = archive(found, form, kept.issued_by, is_issued=True, about={"briefing": id})
                return held.file_name, data
        return held.file_name, get_archive().read(held)

    def archived(self, kept: Kept, form: str) -> Artefact | None:
        """The archived paper of an issued briefing, where it was made already."""
        title = f"{kept.series}：{kept.title}"
        among = get_archive().find(Wanted(kind=f"briefing.{form}", text=title), limit=500)
        return next((one for one in among if one.made_as.get("briefing") == kept.id), None)

    def _edition(self, found: Briefing) -> str:
        return self.cockpit.publication(found.version).edition

    def _told(self, step: str, kept: Kept) -> Kept:
        detail = {"id": kept.id, "state": kept.state, "revision": kept.revision, "version": kept.version}
        numbers = {"number": kept.number, "total": kept.total} if kept.number else {}
        audit(f"briefing.{step}", kept.title, {**detail, **numbers, "sha256": kept.sha256})
        return kept


def read(kept: Kept) -> Briefing:
    """The briefing in its record; raises ``LookupError`` where it was changed beside this program."""
    if not kept.is_whole:
        raise LookupError("这份简报的内容与签字时的摘要不符，可能被改动过，不能使用；请联系管理员")
    found = Briefing.from_json(kept.content)
    if kept.state != "issued":
        return replace(found, masthead=replace(found.masthead, number=None, total=None, issued_on=None))
    return found


def _reader() -> str:
    return current_reader().name


def _name(text: str, label: str) -> str:
    name = " ".join(plain(text).split())
    if not name or len(name) > _LONGEST_NAME:
        raise BadEdit(f"请填写{label}，不超过 {_LONGEST_NAME} 个字")
    return name


def _number(text: str, label: str) -> int:
    digits = text.strip() or "1"
    if not digits.isascii() or not digits.isdigit() or not 1 <= int(digits[:6]) <= 99_999:
        raise BadEdit(f"{label}“{text}”应为 1 到 99999 之间的整数")
    return int(digits[:6])


def _whole(form: Mapping[str, str], name: str) -> int | None:
    text = form.get(name, "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise BadTime(f"“{text}”不是年份、季度或月份")
    return int(text)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadEdit(f"“{text.strip()}”不是日期，应写作 2022-12-30") from None
