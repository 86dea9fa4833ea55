"""An upload as it arrives: written to the inbox piece by piece, never held in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, cast

from flask import Request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.formparser import MultiPartParser

from intake.deliveries.inbox import Inbox, Incoming, TooLarge

MOST_FILES = 20
#: Bytes of one field beside the files, and how many parts a form may have.
MOST_FIELD, _MOST_PARTS = 64 << 10, 100
#: Bytes that are read at a time. The parser holds a field, or a piece and what was left of the one before
#: it, to the same limit: a piece must be far smaller than a field may be, or files are taken for fields.
_PIECE = 16 << 10
#: Bytes that fields, the heads of parts and what separates them may take beside the files.
_BESIDE = _MOST_PARTS * 2 * MOST_FIELD
_TYPE = "multipart/form-data"


class BadUpload(ValueError):
    """An upload that cannot be taken; the message (Chinese) says what would be right."""


class WrongType(BadUpload):
    """What was sent is no form with files at all."""


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
        raise WrongType(f"上传的内容类型应为 {_TYPE}")
    boundary = request.mimetype_params.get("boundary", "")
    if not boundary or not boundary.isascii():
        raise BadUpload(f"上传的内容类型 {_TYPE} 缺少可用的分隔符（boundary）")
    most = MOST_FILES * (most_mb << 20) + _BESIDE
    if (request.content_length or 0) > most:
        raise TooLarge(f"上传的内容过大：一次最多 {MOST_FILES} 个文件，每个不超过 {most_mb} MB；请分几次上传")
    request.max_content_length = most
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

    parser = MultiPartParser(
        place, max_form_memory_size=MOST_FIELD, buffer_size=_PIECE, max_form_parts=_MOST_PARTS
    )
    try:
        fields, _ = parser.parse(request.stream, boundary.encode(), request.content_length)
    except (BadUpload, TooLarge):
        raise
    except RequestEntityTooLarge as error:
        raise TooLarge(
            f"表单内容过大：文件以外的每一项不超过 {MOST_FIELD >> 10} KB，一共不超过 {_MOST_PARTS} 项"
        ) from error
    except (ValueError, ClientDisconnected) as error:
        raise BadUpload("上传中断或内容不完整，请重新上传") from error
    finally:
        for file in taken:
            file.close()
    if not taken:
        raise BadUpload("没有选择文件")
    return Upload({name: value.strip() for name, value in fields.items()}, len(taken))
