"""What goes along with a paper: what it is, of which data, and how it is verified."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from data.settings import Settings
from frames.formats import date_zh, moment_zh
from store.artefacts import Artefact


class NotDelivered(RuntimeError):
    """A paper did not reach somebody; the message (Chinese) says why, without passwords.

    ``unsure``: it may have arrived all the same, so that it must not be sent again.
    """

    def __init__(self, message: str, unsure: bool = False) -> None:
        super().__init__(message)
        self.unsure = unsure


@dataclass(frozen=True)
class Letter:
    """A paper on its way: under which schedule, the paper, its bytes."""

    name: str
    artefact: Artefact
    data: bytes

    @property
    def subject(self) -> str:
        """One line: what it is, and of when."""
        a = self.artefact
        mark = "【演示数据】" if a.is_demonstration else ""
        return f"{mark}{self.name}：{a.title}（数据截至 {date_zh(a.business_date)}）"

    def text(self, settings: Settings) -> str:
        """The plain text of a mail."""
        a = self.artefact
        link = link_of(a, settings)
        lines = [
            f"附件：{a.file_name}",
            f"内容：{a.title}",
            *([f"条件：{a.filters}"] if a.filters else []),
            f"数据截至：{date_zh(a.business_date)}",
            f"版本：{a.version}",
            f"生成：{moment_zh(a.created_at)}，{a.maker}",
            f"验证码：{a.code}",
            f"SHA-256：{a.sha256}",
            *([f"查看：{link}"] if link else []),
            *(["", "演示数据，不是真实业务数据。"] if a.is_demonstration else []),
            "",
            f"本邮件由领导驾驶舱的定期任务“{self.name}”自动发出，请勿回复。",
        ]
        return "\n".join(lines)


def link_of(artefact: Artefact, settings: Settings) -> str:
    """Where a paper is verified; "" where nobody has said how the cockpit is reached (COCKPIT_PUBLIC_URL)."""
    return f"{settings.public_url}/verify/{quote(artefact.code)}" if settings.public_url else ""
