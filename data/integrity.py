"""Whether the files of versions are whole, and which version serves where the published one is not.

A look is cheap (one ``stat``); what is in a file is compared with its SHA-256 once for each identity of
the file, in the background (``verify``). An error while reading (``suspect``) counts until that says better.
"""

from __future__ import annotations

import logging
import os
import stat
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.digest import digest
from data.versions import Description, FileVersions, PointerUnreadable, Publication

log = logging.getLogger(__name__)

#: How long what is known of a listing of versions holds while an older one serves, in seconds.
LOOK_SECONDS = 1.0
#: A file that was found whole and cannot be read again within this time stays out of service.
CLEARED_SECONDS = 600.0
#: Where DuckDB's files carry their mark.
_MAGIC, _MAGIC_AT = b"DUCK", 8

#: What tells a file from the one that stood there before: bytes, moment of change, inode, rights.
Mark = tuple[int, int, int, int]


@dataclass(frozen=True)
class Serving:
    """The publication to show, and (Chinese, for readers) why it isn't the published one; "" where it is."""

    publication: Publication
    trouble: str = ""


class NothingWhole(RuntimeError):
    """No version can be read; the message (Chinese) says which and why. Carries no path."""


class FileIntegrity:
    """What one process knows of the version files of a home; safe to share between threads."""

    def __init__(self, files: FileVersions) -> None:
        self._files = files
        self._lock = threading.Lock()
        self._verdicts: dict[str, tuple[Mark, str]] = {}
        self._digested: dict[str, Mark] = {}
        self._cleared: dict[str, tuple[Mark, float]] = {}
        self._pointed: tuple[Mark, Publication] | None = None
        self._chosen: tuple[float, str, Serving] | None = None

    def serving(self) -> Serving | None:
        """The published version, or the newest whole one before it; None where nothing was ever published.

        Raises ``NothingWhole`` where there are versions, but none that can be read.
        """
        publication, why = self._published()
        if publication is None and not why:
            return None
        if publication is not None:
            reason = self._reason(publication.version, is_published=True)
            if not reason:
                return Serving(publication, f"{why}，仍按最近一次的版本显示" if why else "")
            why = f"最新版本 {publication.version} {reason}"
        return self._instead(publication, why)

    def trouble(self, version: str) -> str:
        """What is wrong with a version's file, in Chinese and without its path; "" where nothing is known."""
        return self._reason(version)

    def _reason(self, version: str, is_published: bool = False) -> str:
        path = self._files.database(version)
        try:
            mark = mark_of(path)
        except FileNotFoundError:
            return "的数据文件不见了" if is_published or self._files.is_described(version) else ""
        except OSError as error:
            return f"的数据文件读不到（{error.strerror}）"
        if not os.access(path, os.R_OK):
            return "的数据文件没有读取权限"
        known = self._verdicts.get(version)
        if known is None or known[0] != mark:
            known = (mark, _first_look(path, mark, self._files.description(version)))
            self._decide(version, known)
        return known[1]

    def damaged(self) -> dict[str, str]:
        """Every version with something wrong, the newest first, and what (Chinese)."""
        found = {version: self.trouble(version) for version in self._files.numbers()}
        unreadable = dict.fromkeys(self._files.unreadable(), "的说明文件读不出")
        both = {**unreadable, **{version: reason for version, reason in found.items() if reason}}
        return dict(sorted(both.items(), key=lambda item: int(item[0]), reverse=True))

    def suspect(self, version: str, detail: str) -> None:
        """Say that reading a version failed with ``detail``; ``verify`` looks at all of it again."""
        try:
            mark = mark_of(self._files.database(version))
        except OSError:
            return
        cleared = self._cleared.get(version)
        is_stubborn = cleared and cleared[0] == mark and time.monotonic() - cleared[1] < CLEARED_SECONDS
        log.error("版本 %s 的数据文件读取出错：%s", version, detail)
        self._decide(version, (mark, "的数据文件损坏（读取出错）"))
        if not is_stubborn:
            with self._lock:
                self._digested.pop(version, None)

    def verify(self, only: str = "") -> None:
        """Compare every file (or ``only`` one version's) with its SHA-256, unless that was done already.

        Reads whole files: for a thread in the background, or for who is about to build on a version.
        """
        for version in [only] if only else self._files.numbers():
            try:
                mark = mark_of(self._files.database(version))
            except OSError:
                continue
            description = self._files.description(version)
            if self._digested.get(version) != mark and description and description.sha256:
                self._compare(version, mark, description.sha256)

    def _compare(self, version: str, mark: Mark, expected: str) -> None:
        path = self._files.database(version)
        try:
            is_whole, reason = digest(path) == expected, "的数据文件损坏（与发布时的 SHA-256 不符）"
            if mark_of(path) != mark:
                return  # another file came into its place meanwhile: the next look takes that
        except OSError as error:
            is_whole, reason = False, f"的数据文件读不到（{error.strerror}）"
        with self._lock:
            self._digested[version] = mark
        known = self._verdicts.get(version)
        is_known = known is not None and known[0] == mark and bool(known[1])
        if is_known and not is_whole:
            return
        if not is_whole:
            log.error("版本 %s %s", version, reason)
            self._decide(version, (mark, reason))
        elif is_known:
            log.warning("版本 %s 的数据文件是完好的，重新使用", version)
            self._cleared[version] = (mark, time.monotonic())
            self._decide(version, (mark, ""))

    def _decide(self, version: str, known: tuple[Mark, str]) -> None:
        with self._lock:
            self._verdicts[version] = known
            self._chosen = None

    def _published(self) -> tuple[Publication | None, str]:
        """The publication that the pointer names; without one, why there is none to be had."""
        try:
            mark = mark_of(self._files.pointer)
            if self._pointed is None or self._pointed[0] != mark:
                publication = self._files.current()
                if publication is None:
                    return None, ""
                self._pointed = (mark, publication)
            return self._pointed[1], ""
        except FileNotFoundError:
            why = "发布记录 current.json 不见了" if self._files.numbers() else ""
        except (OSError, PointerUnreadable):
            why = "发布记录 current.json 读不出"
        # Which one served last is known to those who have seen it; the others take the newest.
        return (self._pointed[1] if self._pointed and why else None), why

    def _instead(self, published: Publication | None, why: str) -> Serving:
        now, chosen = time.monotonic(), self._chosen
        is_fresh = chosen and now - chosen[0] < LOOK_SECONDS and chosen[1] == why
        if chosen and is_fresh and not self.trouble(chosen[2].publication.version):
            return chosen[2]
        for publication in self._others(published):
            if not self.trouble(publication.version):
                trouble = f"{why}，现显示较早的版本 {publication.version}"
                if published is None:
                    trouble = f"{why}，现显示最新的完好版本 {publication.version}"
                found = Serving(publication, trouble)
                with self._lock:
                    self._chosen = (now, why, found)
                return found
        raise NothingWhole(f"{why}，也没有别的完好版本：请恢复备份，或重新导入数据")

    def _others(self, published: Publication | None) -> Iterator[Publication]:
        """Those that could serve: older ones first, newer ones were taken out of service by somebody."""
        kept = self._files.kept()
        if published is None:
            yield from kept
            return
        number = int(published.version)
        yield from (p for p in kept if int(p.version) < number)
        yield from (p for p in kept if int(p.version) > number)


def mark_of(path: Path) -> Mark:
    """The identity of a file; raises ``OSError``."""
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns, facts.st_ino, facts.st_mode


def _first_look(path: Path, mark: Mark, description: Description | None) -> str:
    """What can be seen of a file at once: its size and its first bytes."""
    size = mark[0]
    if not stat.S_ISREG(mark[3]):
        return "的数据文件不是文件"
    if size == 0:
        return "的数据文件是空的"
    if description and description.size not in (None, size):
        return f"的数据文件损坏（有 {size} 字节，应为 {description.size} 字节）"
    try:
        with path.open("rb") as file:
            file.seek(_MAGIC_AT)
            return "" if file.read(len(_MAGIC)) == _MAGIC else "的数据文件损坏（不是数据库文件）"
    except OSError as error:
        return f"的数据文件读不到（{error.strerror}）"
