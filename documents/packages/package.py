"""An export as it lies on disk: figures as JSON and CSV, a manifest of both, and its signature.

The manifest names every file with its SHA-256, so one signature holds for all. The folder appears
whole or not at all.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from data.json_text import parsed
from documents.packages.errors import OutwardError
from documents.packages.figures import Export, Figure
from documents.packages.signing import fingerprint, holds, public_pem, read_public
from documents.packages.units import plain

FORMAT, MANIFEST_FORMAT = "cockpit-outward/1", "cockpit-outward-manifest/1"
FORMATS = ("json", "csv")
MANIFEST, SIGNATURE, PUBLIC_KEY = "manifest.json", "manifest.sig", "public_key.pem"
_MARK = "演示数据"
_HEADER = (
    "代码", "名称", "数值", "单位", "频次", "截至", "期初", "期末", "期间已满",
    "本方指标", "口径", "数据版本", "数据性质",
)  # fmt: skip


def write_export(
    export: Export, parent: Path, key: Ed25519PrivateKey, made_at: datetime, formats: Sequence[str] = FORMATS
) -> Path:
    """Write an export into a new folder under ``parent`` and return it.

    Raises ``OutwardError`` where the folder is there already or cannot be written.
    """
    folder = parent / _name(export)
    if folder.exists():
        raise OutwardError(f"{folder} 已经存在：同一版本、同一期间已导出过；要重新导出请先移走它")
    made = {"json": _json_bytes(export, made_at), "csv": _csv_bytes(export)}
    contents = {f"figures.{name}": made[name] for name in FORMATS if name in formats}
    manifest = _encoded(_manifest(export, made_at, key, contents))
    contents |= {
        MANIFEST: manifest,
        SIGNATURE: key.sign(manifest),
        PUBLIC_KEY: public_pem(key.public_key()),
    }
    try:
        parent.mkdir(parents=True, exist_ok=True)
        _write(folder, contents)
    except OSError as error:
        raise OutwardError(f"没有导出：写不到 {parent}（{error.strerror}）") from error
    return folder


def _name(export: Export) -> str:
    mark = "-demo" if export.publication.is_demonstration else ""
    return f"{export.target.code}-{export.label}-v{export.publication.version}{mark}"


def _write(folder: Path, contents: dict[str, bytes]) -> None:
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in contents.items():
            with (building / name).open("wb") as out:
                out.write(content)
                os.fsync(out.fileno())
        building.chmod(0o755)
        building.rename(folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def _encoded(body: dict[str, Any]) -> bytes:
    return (json.dumps(body, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


def _head(export: Export, made_at: datetime) -> dict[str, Any]:
    publication = export.publication
    return {
        "format": FORMAT,
        "target": {"code": export.target.code, "name": export.target.name},
        "version": publication.version,
        "business_date": publication.business_date.isoformat(),
        "as_of": export.as_of.isoformat(),
        "label": export.label,
        "demonstration": publication.is_demonstration,
        "mark": _MARK if publication.is_demonstration else "",
        "made_at": made_at.isoformat(timespec="seconds"),
    }


def _json_bytes(export: Export, made_at: datetime) -> bytes:
    return _encoded({**_head(export, made_at), "figures": [_figure_json(f) for f in export.figures]})


def _figure_json(figure: Figure) -> dict[str, Any]:
    entry, indicator = figure.entry, figure.entry.indicator
    return {
        "code": entry.code,
        "name": entry.name,
        "value": None if figure.value is None else plain(figure.value),
        "unit": entry.unit,
        "frequency": entry.frequency,
        "as_of": figure.as_of.isoformat(),
        "start": figure.period.start.isoformat(),
        "end": figure.period.end.isoformat(),
        "complete": figure.complete,
        "indicator": {
            "code": indicator.code,
            "name": indicator.name,
            "unit": indicator.unit,
            "kind": indicator.kind,
            "definition": indicator.definition,
        },
    }


def _csv_bytes(export: Export) -> bytes:
    """UTF-8 with BOM, so that spreadsheets read it; numbers and texts that no spreadsheet computes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADER)
    nature = _MARK if export.publication.is_demonstration else "正式数据"
    for figure in export.figures:
        entry, period = figure.entry, figure.period
        writer.writerow(
            (
                entry.code, entry.name, "" if figure.value is None else plain(figure.value), entry.unit,
                entry.frequency, figure.as_of, period.start, period.end, "是" if figure.complete else "否",
                entry.indicator.code, entry.indicator.definition, export.publication.version, nature,
            )
        )  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def _manifest(
    export: Export, made_at: datetime, key: Ed25519PrivateKey, contents: dict[str, bytes]
) -> dict[str, Any]:
    return {
        **_head(export, made_at),
        "format": MANIFEST_FORMAT,
        "figures": len(export.figures),
        "not_agreed": [{"indicator": e.indicator.code, "name": e.indicator.name} for e in export.target.open],
        "public_key_sha256": fingerprint(key.public_key()),
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in contents.items()
        ],
    }


def verify(folder: Path, expected: str = "") -> dict[str, Any]:
    """The manifest of an export that is as it was signed, by the key with this fingerprint if given.

    Raises ``OutwardError`` naming everything that does not hold.
    """
    manifest, signature, pem = (_read(folder / name) for name in (MANIFEST, SIGNATURE, PUBLIC_KEY))
    key = read_public(pem)
    found = fingerprint(key)
    if expected and expected.replace(":", "").lower() != found:
        raise OutwardError(f"公钥不是所要的：指纹为 {found}，应为 {expected}")
    if not holds(key, signature, manifest):
        raise OutwardError(f"{MANIFEST} 与签名不符：内容被改动，或不是这个密钥签的")
    body = _parsed(manifest)
    wrong = [problem for file in body["files"] if (problem := _problem(folder, file))]
    known = {MANIFEST, SIGNATURE, PUBLIC_KEY, *(file["name"] for file in body["files"])}
    wrong += [f"{p.name}：不在清单中" for p in sorted(folder.iterdir()) if p.name not in known]
    if wrong:
        raise OutwardError("\n".join([f"{folder} 有 {len(wrong)} 处不符：", *wrong]))
    return body


def _parsed(manifest: bytes) -> dict[str, Any]:
    """A manifest with everything that is read of it; a signature alone doesn't say who signed what."""
    try:
        body: dict[str, Any] = parsed(manifest)
        names = [file["name"] for file in body["files"]]
        sound = body["format"] == MANIFEST_FORMAT and all(Path(name).name == name for name in names)
    except (ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        raise OutwardError(f"{MANIFEST} 不是这种导出的清单（{MANIFEST_FORMAT}）")
    return body


def _problem(folder: Path, file: dict[str, Any]) -> str:
    path = folder / file["name"]
    if not path.is_file():
        return f"{path.name}：文件缺失"
    content = path.read_bytes()
    if len(content) != file.get("bytes") or hashlib.sha256(content).hexdigest() != file.get("sha256"):
        return f"{path.name}：内容与清单不符，可能被改动"
    return ""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutwardError(f"{path} 读不到（{error.strerror}）：应为一次导出的目录") from error
