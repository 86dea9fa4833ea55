"""An upload as it arrives: written to the inbox piece by piece, never held in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, cast

from flask import Request
from werkzeug.formparser import FormDataParser

from deliveries.inbox import Inbox, Incoming, TooLarge

MOST_FILES = 20
#: Bytes of all the fields beside the files.
_FIELDS = 64 << 10
_TYPE = "multipart/form-data"


class BadUpload(ValueError):
    """An upload that cannot be taken; the message (Chinese) says what would be right."""


@dataclass(frozen=True)
class Upload:
    """The fields of the form, and how many files lie in the inbox now."""

    fields: Mapping[str, str]
    files: int


def receive(request: Request, inbox: Inbox, most_mb: int) -> Upload:
    """Take the files of a request into the inbox.

    Raises ``BadUpload``, ``TooLarge`` and, on a full disk, ``OSError``; the inbox may then hold a part.
    """
    if request.mimetype != _TYPE:
        raise BadUpload(f"上传的内容类型应为 {_TYPE}")
    if (request.content_length or 0) > MOST_FILES * (most_mb << 20):
        raise TooLarge(f"上传的内容过大，每个文件不超过 {most_mb} MB")
    taken: list[Incoming] = []

    def place(
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if len(taken) == MOST_FILES:
            raise BadUpload(f"一次最多上传 {MOST_FILES} 个文件")
        taken.append(inbox.incoming(filename or ""))
        file: Any = taken[-1]
        return cast(IO[bytes], file)

    parser = FormDataParser(place, max_form_memory_size=_FIELDS, max_form_parts=100, silent=False)
    try:
        _, fields, _ = parser.parse(
            request.stream, request.mimetype, request.content_length, request.mimetype_params
        )
    except (BadUpload, TooLarge):
        raise
    except ValueError as error:
        raise BadUpload("上传中断或内容不完整，请重新上传") from error
    finally:
        for file in taken:
            file.close()
    if not taken:
        raise BadUpload("没有选择文件")
    return Upload({name: value.strip() for name, value in fields.items()}, len(taken))
