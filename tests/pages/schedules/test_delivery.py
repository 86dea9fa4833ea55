"""Papers on their way, over real sockets: whole, signed, encrypted, to allowed places, and never twice."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import date
from pathlib import Path

import pytest

from briefings.schedules.letter import Letter, NotDelivered
from briefings.schedules.mail import send_mail
from briefings.schedules.webhook import send_webhook, shown
from data.settings import Settings, SettingsError
from store.artefacts import Artefact
from tests.support.hooks import hook_server
from tests.support.smtp import mail_server, new_certificate

DATA = bytes(range(256)) * 40
FACTS = Artefact(
    kind="slides.pptx",
    title="人才会员",
    page="/members",
    version="000003",
    edition="000003@x",
    business_date=date(2022, 12, 30),
    is_demonstration=True,
    maker="定期：周报",
    file_name="人才会员_20221230_版本000003_演示数据.pptx",
    filters="区：海淀区",
    code="K7QM-3F9T-2B",
    sha256=hashlib.sha256(DATA).hexdigest(),
    size=len(DATA),
)
LETTER = Letter("周报", FACTS, DATA)


def test_a_mail_brings_the_file_and_says_what_it_is() -> None:
    with mail_server() as server:
        settings = Settings(smtp_url=f"smtp://127.0.0.1:{server.port}", smtp_from="cockpit@example.cn")
        send_mail(LETTER, "zhang@example.cn", settings)
    ((to, message),) = server.messages
    assert (to, message["To"], message["From"]) == (
        "zhang@example.cn",
        "zhang@example.cn",
        "cockpit@example.cn",
    )
    assert message["Subject"] == "【演示数据】周报：人才会员（数据截至 2022年12月30日）"
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    for said in (
        "数据截至：2022年12月30日",
        "版本：000003",
        "验证码：K7QM-3F9T-2B",
        FACTS.sha256,
        "演示数据",
    ):
        assert said in text
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == FACTS.file_name
    assert attached.get_content() == DATA
    assert attached.get_content_type() == FACTS.media_type


def test_a_mail_goes_encrypted_and_only_where_the_certificate_holds(tmp_path: Path) -> None:
    certificate = new_certificate(tmp_path / "server.pem")
    with mail_server(certificate, password="s3cret!/x") as server:
        url = f"smtp://office%40example.cn:s3cret!%2Fx@127.0.0.1:{server.port}"
        trusting = Settings(smtp_url=url, smtp_ca=str(certificate))
        send_mail(LETTER, "zhang@example.cn", trusting)
        assert (server.logins, len(server.messages)) == (["office@example.cn"], 1)
        assert server.messages[0][1]["From"] == "office@example.cn"
        with pytest.raises(NotDelivered, match="加密连接没有建立"):
            send_mail(LETTER, "zhang@example.cn", Settings(smtp_url=url))
        wrong = Settings(smtp_url=url.replace("s3cret", "other"), smtp_ca=str(certificate))
        with pytest.raises(NotDelivered, match="用户名或密码不对") as refused:
            send_mail(LETTER, "zhang@example.cn", wrong)
        assert "other" not in str(refused.value)
    assert len(server.messages) == 1


def test_passwords_are_neither_shown_nor_printed() -> None:
    settings = Settings(smtp_url="smtps://a:geheim@mail.example.cn", webhook_key="schluessel")
    assert "geheim" not in repr(settings)
    assert "schluessel" not in repr(settings)
    with pytest.raises(SettingsError) as error:
        Settings.from_env({"COCKPIT_SMTP_URL": "http://a:geheim@mail.example.cn"})
    assert "geheim" not in str(error.value)
    assert "smtps://用户:密码@主机:465" in str(error.value)


def test_what_the_mail_server_refuses_is_said_and_what_breaks_off_is_not_sure() -> None:
    with mail_server() as server:
        server.refuses.add("nobody@example.cn")
        settings = Settings(smtp_url=f"smtp://127.0.0.1:{server.port}")
        with pytest.raises(NotDelivered, match="no such user") as refused:
            send_mail(LETTER, "nobody@example.cn", settings)
        assert not refused.value.unsure
        server.hangs_up = True
        with pytest.raises(NotDelivered) as broken:
            send_mail(LETTER, "zhang@example.cn", settings)
        assert broken.value.unsure
    with pytest.raises(NotDelivered, match=r"连接不上邮件服务器 127\.0\.0\.1") as away:
        send_mail(LETTER, "zhang@example.cn", settings)
    assert not away.value.unsure


@pytest.mark.parametrize("address", ["zhang", "a@b\r\nBcc: c@d", "a b@c.cn", "张@例.cn"])
def test_no_address_smuggles_anything(address: str) -> None:
    with pytest.raises(NotDelivered, match="不是邮件地址"):
        send_mail(LETTER, address, Settings(smtp_url="smtp://127.0.0.1:1"))


def test_a_webhook_is_told_in_json_and_can_check_who_told_it() -> None:
    with hook_server() as hook:
        settings = Settings(
            webhook_hosts=f"oa.example.cn, 127.0.0.1:{hook.port}",
            webhook_key="key",
            public_url="http://localhost:9000",
        )
        send_webhook(LETTER, hook.url, settings)
    ((path, headers, body),) = hook.received
    told = json.loads(body)
    assert (path, told["event"], told["schedule"]) == ("/told", "artefact.made", "周报")
    assert (told["code"], told["sha256"], told["version"]) == (FACTS.code, FACTS.sha256, "000003")
    assert told["link"] == "http://localhost:9000/verify/K7QM-3F9T-2B"
    assert told["demonstration"] is True
    signed = f"{headers['X-Cockpit-Timestamp']}.".encode() + body
    expected = hmac.new(b"key", signed, hashlib.sha256).hexdigest()
    assert headers["X-Cockpit-Signature"] == f"sha256={expected}"


def test_only_allowed_hosts_are_called_also_by_a_redirect() -> None:
    with hook_server() as hook, hook_server() as other:
        for hosts, said in (("", "没有开启通知"), ("oa.example.cn", "不允许向 127.0.0.1 发通知"),
                            (f"127.0.0.1:{hook.port + 1}", "不允许向 127.0.0.1 发通知")):  # fmt: skip
            with pytest.raises(NotDelivered, match=said):
                send_webhook(LETTER, hook.url, Settings(webhook_hosts=hosts, webhook_key="k"))
        assert hook.received == []
        own = Settings(webhook_hosts=f"127.0.0.1:{hook.port}", webhook_key="k")
        hook.status, hook.location = 302, other.url
        with pytest.raises(NotDelivered, match="HTTP 302"):
            send_webhook(LETTER, hook.url, own)
        assert other.received == []


def test_what_may_have_arrived_is_not_sure() -> None:
    with hook_server() as hook:
        hook.hangs_up = True
        own = Settings(webhook_hosts=f"127.0.0.1:{hook.port}", webhook_key="k")
        with pytest.raises(NotDelivered, match="应答中断") as broken:
            send_webhook(LETTER, hook.url, own)
    assert (broken.value.unsure, len(hook.received)) == (True, 1)
    with pytest.raises(NotDelivered, match="连接不上") as away:
        send_webhook(LETTER, hook.url, own)
    assert not away.value.unsure


def test_what_stands_behind_a_question_mark_is_not_shown() -> None:
    assert shown("https://oa.example.cn/send?key=geheim") == "https://oa.example.cn/send?…"
    assert shown("zhang@example.cn") == "zhang@example.cn"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://oa.example.cn/x", "须用 https"),
        ("ftp://oa.example.cn/x", "不是网址"),
        ("https://a:b@oa.example.cn/x", "不是网址"),
        ("https://oa.example.cn:99999/x", "不是网址"),
        ("file:///etc/passwd", "不是网址"),
        ("https://oa.example.cn/通知", "不是网址"),
        ("https://oa.example.cn/a b", "不是网址"),
        ("https://oa.example.\tcn/x", "不是网址"),
    ],
)
def test_an_address_that_is_not_safe_is_refused(url: str, said: str) -> None:
    with pytest.raises(NotDelivered, match=said):
        send_webhook(LETTER, url, Settings(webhook_hosts="oa.example.cn", webhook_key="k"))
    with pytest.raises(NotDelivered, match="签名密钥"):
        send_webhook(LETTER, "https://oa.example.cn/x", Settings(webhook_hosts="oa.example.cn"))
