"""Files of every content and size come in as they were sent, up to the limits, and not a byte beyond."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask, request

from components.intake.upload import MOST_FIELD, MOST_FILES, BadUpload, WrongType, receive
from data.settings import Settings
from intake.deliveries.inbox import Inbox, TooLarge

KB, MB = 1 << 10, 1 << 20
MOST_MB = 2
#: As browsers write it; what the parser keeps of a piece depends on its length.
BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gWx"
#: Around the pieces in which a body is read, and what clerks send.
SIZES = (1, 16 * KB, 64 * KB, 70 * KB, 100 * KB, 130 * KB, 300 * KB, 3 * MB // 2)


def binary(chance: random.Random, size: int) -> bytes:
    """As a workbook or a picture is: any byte."""
    return chance.randbytes(size)


def table(ending: bytes) -> Callable[[random.Random, int], bytes]:
    """Lines of a table, as long as a person's."""

    def made(chance: random.Random, size: int) -> bytes:
        lines, length = [], 0
        while length < size:
            line = f"{chance.randrange(10**8)},姓名{chance.randrange(999)},{'会员' * chance.randrange(9)}"
            lines.append(line.encode() + ending)
            length += len(lines[-1])
        return b"".join(lines)[:size]

    return made


def breaks(chance: random.Random, size: int) -> bytes:
    """Nothing but ends of lines and what begins like the end of a part."""
    parts = (b"\r\n", b"\n", b"\r", b"--", b"\r\n--", f"\r\n--{BOUNDARY[:-1]}".encode(), b"\r\n\r\n", b"y")
    made = b"".join(chance.choices(parts, k=size // 2 + 1))
    return (made * (size // len(made) + 1))[:size]


CONTENTS = {
    "binary": binary,
    "LF": table(b"\n"),
    "CRLF": table(b"\r\n"),
    "CR": table(b"\r"),
    "breaks": breaks,
}


def body(*parts: tuple[str, str | None, bytes]) -> bytes:
    """A form as a browser sends it: the name of each part, the name of its file, its content."""
    made = []
    for name, file, content in parts:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
        head += "\r\n\r\n" if file is None else f'; filename="{file}"\r\nContent-Type: text/csv\r\n\r\n'
        made.append(head.encode() + content + b"\r\n")
    return b"".join(made) + f"--{BOUNDARY}--\r\n".encode()


def send(settings: Settings, *parts: tuple[str, str | None, bytes], kind: str = "") -> list[bytes]:
    """What lies in the inbox after an upload, in the order of the names; nothing of it is left there."""
    content_type = kind or f"multipart/form-data; boundary={BOUNDARY}"
    inbox = Inbox(settings, UUID(int=1).hex)
    with Flask(__name__).test_request_context(
        "/", method="POST", data=body(*parts), content_type=content_type
    ):
        try:
            receive(request, inbox, settings.intake_file_mb)
            return [path.read_bytes() for path in inbox.files()]
        finally:
            inbox.discard()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, intake_file_mb=MOST_MB)


@pytest.mark.parametrize("content", CONTENTS)
def test_files_come_in_as_they_were_sent(settings: Settings, content: str) -> None:
    for size in SIZES:
        for seed in range(20 if size <= 300 * KB else 4):
            sent = CONTENTS[content](random.Random(f"{content} {size} {seed}"), size)
            assert len(sent) == size
            assert send(settings, ("by", None, b"x"), ("files", "a", sent)) == [sent], (size, seed)


@pytest.mark.parametrize("content", CONTENTS)
def test_a_file_may_have_the_limit_and_no_byte_more(settings: Settings, content: str) -> None:
    chance = random.Random(content)
    for size in (MOST_MB * MB - 1, MOST_MB * MB):
        sent = CONTENTS[content](chance, size)
        assert send(settings, ("files", "a", sent)) == [sent]
    over = CONTENTS[content](chance, MOST_MB * MB + 1)
    with pytest.raises(TooLarge, match=r"^a\.csv：超过 2 MB，请拆分后再上传$"):
        send(settings, ("files", "a.csv", over))


def test_as_many_files_of_the_limit_as_may_come_together_do(settings: Settings) -> None:
    sent = [random.Random(n).randbytes(MOST_MB * MB) for n in range(MOST_FILES)]
    parts = [("files", f"{n:02}.xlsx", content) for n, content in enumerate(sent)]
    assert send(settings, ("title", None, b"x" * MOST_FIELD), *parts) == sent
    with pytest.raises(BadUpload, match=f"^一次最多上传 {MOST_FILES} 个文件$"):
        send(settings, *parts[:-1], *(("files", f"{n}", b"x") for n in range(2)))
    with pytest.raises(TooLarge, match=f"一次最多 {MOST_FILES} 个文件，每个不超过 2 MB"):
        send(settings, *parts, *(("files", f"{n}.xlsx", sent[0]) for n in range(20, 27)))


@pytest.mark.parametrize("content", ["binary", "LF", "CRLF"])
def test_fields_stay_bounded(settings: Settings, content: str) -> None:
    chance = random.Random(content)
    allowed = CONTENTS[content](chance, MOST_FIELD)
    assert send(settings, ("title", None, allowed), ("files", "a", b"x")) == [b"x"]
    with pytest.raises(TooLarge, match="每一项不超过 64 KB"):
        send(settings, ("title", None, CONTENTS[content](chance, MOST_FIELD + 1)), ("files", "a", b"x"))
    fields = [(f"f{n}", None, b"x") for n in range(99)]
    assert send(settings, *fields, ("files", "a", b"x")) == [b"x"]
    with pytest.raises(TooLarge, match="一共不超过 100 项"):
        send(settings, *fields, ("more", None, b"x"), ("files", "a", b"x"))


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        ("text/csv", WrongType),
        ("application/x-www-form-urlencoded", WrongType),
        ("multipart/form-data", BadUpload),
        ("multipart/form-data; boundary=另", BadUpload),
        ("multipart/form-data; boundary=another", BadUpload),
    ],
)
def test_what_is_no_form_with_files_is_refused_in_words(
    settings: Settings, kind: str, refusal: type[BadUpload]
) -> None:
    with pytest.raises(refusal, match=r"内容类型|不完整"):
        send(settings, ("files", "a", b"x"), kind=kind)
