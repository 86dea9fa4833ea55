"""The answer cache: keyed by version, so never stale; one computation for many callers.

flask-caching stores (files, or Redis for several machines). It has no guard against a stampede,
so a first caller computes under a thread lock and a cross-process lock while the others wait.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from filelock import FileLock, Timeout
from flask import Flask
from flask_caching import Cache
from flask_caching.backends.base import BaseCache
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import LockError, RedisError
from redis.retry import Retry

from data.effort import require_work
from data.settings import ROOT, Settings
from queries.kept import Kept

log = logging.getLogger(__name__)

#: After this long a waiter computes by itself: a lock's holder may have died with its machine.
LOCK_SECONDS = 60.0
#: How much ``tidy`` leaves of a file store.
MOST_FILES = 50_000
MOST_BYTES = 2 * 1024**3
#: How long Redis is left alone after it failed, and how long it may take to answer.
AWAY_SECONDS = 10.0
REPLY_SECONDS = 1.0
_STRIPES = 512
_CACHE_ERRORS = (RedisError, OSError, EOFError)
#: What unpickling raises for a damaged value, or one that another release wrote.
_UNREADABLE = (*_CACHE_ERRORS, AttributeError, ImportError, LookupError, TypeError, ValueError)


class _Lock:
    """A lock that a weak dictionary can hold."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


#: Whole answers kept in a process, as text: a page has some 100 KB, a scene of the wall 250.
MOST_SENT = 192


class AnswerCache:
    """get_or_compute with single flight across threads, processes and (Redis) machines."""

    def __init__(self, settings: Settings) -> None:
        #: The code and the settings that tiles are drawn from.
        self.release = f"{release()}:{settings.map_file}:{settings.map_approval}"
        #: What a version is called in keys: a database made anew counts its versions from 1 again.
        self.edition: Callable[[str], str] = str
        #: Whole answers as they were sent last, in this process only.
        self.sent: Kept[tuple[str, ...], str] = Kept(MOST_SENT)
        self._folder = settings.home / "cache"
        self._redis = Redis.from_url(settings.cache_url, **_patience()) if settings.cache_url else None
        self._cache = self._store(settings)
        self._guard = threading.Lock()
        self._locks: WeakValueDictionary[str, _Lock] = WeakValueDictionary()
        self._broken_since = float("-inf")
        self._away_until = 0.0

    def _store(self, settings: Settings) -> BaseCache:
        own = Flask("cockpit-cache")
        # Inside a request flask-caching would look for its store on the serving application.
        with own.app_context():
            return Cache(own, config=self._config(settings)).cache

    def _config(self, settings: Settings) -> dict[str, Any]:
        common = {"CACHE_DEFAULT_TIMEOUT": 0, "CACHE_KEY_PREFIX": "cockpit:"}
        if settings.cache_url:
            return {
                **common,
                "CACHE_TYPE": "RedisCache",
                "CACHE_REDIS_URL": settings.cache_url,
                "CACHE_OPTIONS": _patience(),
            }
        self._folder.mkdir(parents=True, exist_ok=True)
        return {
            **common,
            "CACHE_TYPE": "FileSystemCache",
            "CACHE_DIR": str(self._folder / "answers"),
            # At its own limit the store reads every file at each write; ``tidy`` bounds it instead.
            "CACHE_THRESHOLD": 0,
        }

    def get_or_compute(self, version: str, name: str, question: object, compute: Callable[[], Any]) -> Any:
        """The stored answer, or the one that ``compute`` gives, computed once for all callers."""
        key = self._key(version, name, question)
        found = self.get(key)
        if found is not None:
            return found["answer"]
        require_work()
        with self._thread_lock(key):
            found = self.get(key)
            if found is not None:
                return found["answer"]
            with self._process_lock(name, key):
                found = self.get(key)
                if found is None:
                    found = {"answer": compute()}
                    self.put(key, found)
        return found["answer"]

    def get_or_compute_all(
        self, version: str, name: str, questions: Sequence[object], compute: Callable[[list[int]], list[Any]]
    ) -> list[Any]:
        """The stored answers in order; ``compute`` gives those of the missing ones, by their numbers.

        Callers of the same missing answers wait for one computation.
        """
        keys = [self._key(version, name, question) for question in questions]
        found = {n: value for n, key in enumerate(keys) if (value := self.get(key)) is not None}
        if missing := [n for n in range(len(keys)) if n not in found]:
            require_work()
            together = cache_key(version, name, [keys[n] for n in missing])
            with self._thread_lock(together), self._process_lock(name, together):
                found |= {n: value for n in missing if (value := self.get(keys[n])) is not None}
                missing = [n for n in missing if n not in found]
                for n, answer in zip(missing, compute(missing) if missing else (), strict=True):
                    found[n] = {"answer": answer}
                    self.put(keys[n], found[n])
        return [found[n]["answer"] for n in range(len(keys))]

    def holds(self, version: str, name: str, question: object) -> bool:
        """Whether an answer is stored, without reading it."""
        if self._is_away():
            return False
        try:
            return bool(self._cache.has(self._key(version, name, question)))
        except _UNREADABLE as error:
            self._complain(error)
            return False

    def peek(self, version: str, name: str, question: object) -> Any:
        """The stored answer, or None."""
        found = self.get(self._key(version, name, question))
        return found["answer"] if found else None

    def keep(self, version: str, name: str, question: object, answer: object) -> None:
        """Store an answer that came with another one."""
        self.put(self._key(version, name, question), {"answer": answer})

    def _key(self, version: str, name: str, question: object) -> str:
        return cache_key(self.edition(version), name, [self.release, question])

    def get(self, key: str) -> dict[str, Any] | None:
        """The stored value; None where there is none or the store is away."""
        if self._is_away():
            return None
        try:
            value = self._cache.get(key)
        except _UNREADABLE as error:
            self._complain(error)
            return None
        return value if isinstance(value, dict) else None

    def put(self, key: str, value: dict[str, Any]) -> None:
        """Store without expiry; a store that is away costs speed, never an answer."""
        if self._is_away():
            return
        try:
            self._cache.set(key, value, timeout=0)
        except _UNREADABLE as error:
            self._complain(error)

    def answers(self) -> bool:
        """Whether a value written now can be read again."""
        mark, key = {"at": time.time()}, f"health:{os.getpid()}:{threading.get_ident()}"
        self.put(key, mark)
        return self.get(key) == mark

    def tidy(self, most_files: int = MOST_FILES, most_bytes: int = MOST_BYTES) -> int:
        """Remove the oldest files beyond the limits; how many. Redis keeps to its own limit."""
        if self._redis is not None:
            return 0
        try:
            found = sorted(_files(self._folder / "answers"), reverse=True)
        except OSError as error:
            self._complain(error)
            return 0
        removed = used = 0
        for place, (_, size, path) in enumerate(found):
            used += size
            if place >= most_files or used > most_bytes:
                Path(path).unlink(missing_ok=True)
                removed += 1
        return removed

    def _is_away(self) -> bool:
        return time.monotonic() < self._away_until

    def _complain(self, error: Exception) -> None:
        if isinstance(error, RedisError) and not isinstance(error, LockError):
            # A server that hangs would hold up every tile for seconds, several times.
            self._away_until = time.monotonic() + AWAY_SECONDS
        if time.monotonic() - self._broken_since > 60:
            self._broken_since = time.monotonic()
            log.warning("缓存不可用，逐次计算：%s", error)

    @contextmanager
    def _thread_lock(self, key: str) -> Iterator[None]:
        with self._guard:
            holder = self._locks.get(key)
            if holder is None:
                holder = self._locks[key] = _Lock()
        with holder.lock:
            yield

    @contextmanager
    def _process_lock(self, name: str, key: str) -> Iterator[None]:
        if self._redis is not None:
            with nullcontext() if self._is_away() else self._redis_lock(key):
                yield
            return
        stripe = int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % _STRIPES
        # Tiles ask for answers while they hold their own lock: a name's locks are apart from others'.
        folder = self._folder / "locks" / name
        lock = FileLock(folder / f"{stripe}.lock", timeout=LOCK_SECONDS)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            log.warning("等待其他进程计算超过 %s 秒，自行计算", LOCK_SECONDS)
        except OSError as error:
            self._complain(error)
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _redis_lock(self, key: str) -> Iterator[None]:
        assert self._redis is not None
        lock = self._redis.lock(f"cockpit:lock:{key}", timeout=LOCK_SECONDS, blocking_timeout=LOCK_SECONDS)
        try:
            held = lock.acquire()
        except RedisError as error:
            self._complain(error)
            held = False
        try:
            yield
        finally:
            if held:
                try:
                    lock.release()
                except RedisError as error:
                    self._complain(error)


def _patience() -> dict[str, Any]:
    """How the clients of Redis wait: shortly, with one more try where a connection was dropped."""
    wait = {"socket_timeout": REPLY_SECONDS, "socket_connect_timeout": REPLY_SECONDS}
    return {**wait, "retry": Retry(NoBackoff(), 1)}


def _files(folder: Path) -> Iterator[tuple[float, int, str]]:
    """(written at, bytes, path) of every file that is still there."""
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                facts = entry.stat()
                yield facts.st_mtime, facts.st_size, entry.path


@cache
def release() -> str:
    """A digest of the program as this process runs it: a new release never shows old answers.

    The code of every room, the files that browsers get, and the versions of the packages. Read once,
    before the first request, so that files which change under a running process don't count.
    """
    digest = hashlib.sha256()
    for path in sorted(_program()):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _program() -> Iterator[Path]:
    yield from (path for name in ("app.py", "requirements.txt") if (path := ROOT / name).is_file())
    for room in ("access", "api", "data", "pages", "queries"):
        yield from (ROOT / room).rglob("*.py")
    for room in ("assets", "briefings", "components"):
        found = (path for path in (ROOT / room).rglob("*") if path.is_file())
        yield from (path for path in found if path.suffix != ".pyc" and not path.name.startswith("."))


def cache_key(version: str, name: str, question: object) -> str:
    """Version, name and a digest of the question's canonical JSON."""
    text = json.dumps(question, ensure_ascii=False, sort_keys=True, default=str)
    return f"{version}:{name}:{hashlib.sha256(text.encode()).hexdigest()}"
