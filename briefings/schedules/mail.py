"""Papers by mail: one message for each address, over TLS, as attachment and plain text."""

from __future__ import annotations

import re
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

from briefings.schedules.letter import Letter, NotDelivered
from data.settings import Settings
from store.base import now

#: What is certainly an address, and nothing that could begin another header.
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")
_SECONDS = 30
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
OFF = "没有设置邮件服务器（COCKPIT_SMTP_URL），不能发邮件"


def send_mail(letter: Letter, to: str, settings: Settings) -> None:
    """Send a paper to one address; raises ``NotDelivered``."""
    if not settings.smtp_url:
        raise NotDelivered(OFF)
    if not ADDRESS.fullmatch(to):
        raise NotDelivered(f"“{to}”不是邮件地址")
    url = urlsplit(settings.smtp_url)
    message = message_of(letter, to, settings)
    handed = False
    try:
        server = _connected(url, settings)
        try:
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            handed = True
            server.send_message(message)
        finally:
            # What became of the message is known by now.
            server.close()
    except smtplib.SMTPException as error:
        # A line that breaks after the text was handed over says nothing about what became of it.
        unsure = handed and isinstance(error, smtplib.SMTPServerDisconnected)
        raise NotDelivered(f"邮件服务器没有接受：{_reason(error)}", unsure) from None
    except ssl.SSLError as error:
        raise NotDelivered(f"与邮件服务器的加密连接没有建立：{error.reason or '证书无法核实'}") from None
    except OSError as error:
        said = f"连接不上邮件服务器 {url.hostname}：{error.strerror or '没有应答'}"
        raise NotDelivered(said, unsure=handed) from None


def message_of(letter: Letter, to: str, settings: Settings) -> EmailMessage:
    """The message with its attachment."""
    message = EmailMessage()
    url = urlsplit(settings.smtp_url)
    sender = settings.smtp_from or unquote(url.username or "") or f"cockpit@{url.hostname}"
    message["Subject"], message["From"], message["To"] = letter.subject, sender, to
    message["Date"] = format_datetime(now())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "cockpit")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text(settings))
    kind, _, form = letter.artefact.media_type.partition("/")
    message.add_attachment(letter.data, maintype=kind, subtype=form, filename=letter.artefact.file_name)
    return message


def _connected(url: SplitResult, settings: Settings) -> smtplib.SMTP:
    """A connection under TLS; only a server on this machine may do without."""
    host = url.hostname or ""
    context = ssl.create_default_context(cafile=settings.smtp_ca or None)
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=_SECONDS, context=context)
    server = smtplib.SMTP(host, url.port or 587, timeout=_SECONDS)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif host not in _LOOPBACK:
            raise NotDelivered(f"邮件服务器 {host} 不提供加密（STARTTLS），没有发送")
    except BaseException:
        server.close()
        raise
    return server


def _reason(error: smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [answer for _, answer in error.recipients.values()]
        return "；".join(_plain(answer) for answer in answers)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "用户名或密码不对"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_plain(error.smtp_error)}"
    return "连接中断"


def _plain(answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:200]
