"""``/export<page>``: the numbers of a tile as a file."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.wsgi import FileWrapper

from access import audit
from components.answers import for_pages
from components.board.sheet import Query
from data.engine import DatabaseUnavailable
from data.settings import Settings
from documents.export.content import Export, NothingToExport, export_of
from documents.export.textfile import csv_lines
from documents.export.workbook import write_workbook
from frames.links import EXPORT, EXPORT_FORMAT, EXPORT_VERSION, TILE
from queries.evaluate import BadQuestion
from queries.filters import FilterError
from queries.pin import pin

log = logging.getLogger(__name__)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHUNK = 1 << 16


def blueprint() -> Blueprint:
    """The one route of all exports."""
    return for_pages("export", EXPORT, _export)


def _export(page: str, asked: Query) -> Response:
    query = dict(asked)
    name, version, form = (query.pop(k, [""])[0] for k in (TILE, EXPORT_VERSION, EXPORT_FORMAT))
    if form not in ("xlsx", "csv"):
        return _refused(f"{EXPORT_FORMAT}={form}：应为 xlsx 或 csv", 400)
    try:
        # What the page lays out and says is of the version shown, too, not only the numbers.
        with pin(version):
            export = export_of(page, name, query, version)
            _remember(export, page, form)
            body: Iterable[bytes] = csv_lines(export) if form == "csv" else _workbook(export)
            return _file(body, export, form)
    except NothingToExport as problem:
        return _refused(str(problem), 404)
    except (FilterError, BadQuestion) as problem:
        return _refused(str(problem), 400)
    except DatabaseUnavailable as problem:
        return _refused(str(problem), 503)
    except OSError as problem:
        log.error("导出文件未能写入", exc_info=problem)
        return _refused(f"文件未能写入（{problem.strerror or '磁盘出错'}），请联系管理员", 507)


def _workbook(export: Export) -> Iterator[bytes]:
    """The workbook, written to a file first: only then is it known that all of it is there."""
    folder = Settings.from_env().home / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="export-") as own:
        path = Path(own) / "export.xlsx"
        write_workbook(export, path)
        # Open before the folder goes: the file lasts as long as somebody reads it.
        return _pieces(path.open("rb"))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """A file to its end; closed then, however far a reader went."""
    with file:
        yield from FileWrapper(file, _CHUNK)


def _file(body: Iterable[bytes], export: Export, form: str) -> Response:
    kind = _XLSX if form == "xlsx" else "text/csv; charset=utf-8"
    answer = Response(body, content_type=kind)
    name = quote(f"{export.filename}.{form}", safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"export.{form}\"; filename*=UTF-8''{name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _remember(export: Export, page: str, form: str) -> None:
    """Every export has a record: who, what, under which conditions, of which version."""
    detail = {
        "page": page,
        "codes": list(export.codes),
        "format": form,
        "query": request.query_string.decode(errors="replace"),
        "version": export.publication.version,
        "address": request.remote_addr,
    }
    audit("export", export.title, detail)


def _refused(reason: str, status: int) -> Response:
    return Response(f"没有导出：{reason}\n", status, mimetype="text/plain")
