"""What happens to version files: disks that lose pages, copies that end early, files that go."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from data.settings import Settings
from data.versions import FileVersions, Publication

_PAGE = 4096


def truncated(path: Path) -> None:
    """Half of the file is lost."""
    os.truncate(path, path.stat().st_size // 2)


def one_byte_short(path: Path) -> None:
    """The last byte is lost."""
    os.truncate(path, path.stat().st_size - 1)


def empty(path: Path) -> None:
    """Nothing is left."""
    os.truncate(path, 0)


def missing(path: Path) -> None:
    """The file is gone."""
    path.unlink()


def folder(path: Path) -> None:
    """Something else stands in its place."""
    path.unlink()
    path.mkdir()


def garbled(path: Path) -> None:
    """Pages all over the file hold something else; its length is right."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        for part in range(1, 60):
            file.seek(size * part // 60)
            file.write(os.urandom(min(_PAGE, size - file.tell())))


def bad_sector(path: Path) -> None:
    """Nothing but zeros from the middle on, the first blocks are whole; its length is right."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(bytes(size - size // 2))


def foreign(path: Path) -> None:
    """Another program's file of the same length."""
    path.write_bytes(b"PK\x03\x04 not a database ".ljust(path.stat().st_size, b"x"))


#: Every damage by name.
DAMAGES: dict[str, Callable[[Path], None]] = {
    damage.__name__: damage
    for damage in (truncated, one_byte_short, empty, missing, folder, garbled, bad_sector, foreign)
}


def publish_again(settings: Settings) -> Publication:
    """Publish the oldest kept data once more (on an embedded database), quickly."""
    files = FileVersions(settings.home)
    newest, oldest = files.kept()[0], files.kept()[-1]
    version = files.next_version()
    moment = newest.published_at + timedelta(minutes=int(version))
    shutil.copyfile(files.database(oldest.version), files.building(version))
    files.install(later := replace(newest, version=version, published_at=moment))
    return later
