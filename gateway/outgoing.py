"""An answer on its way out: written as fast as it is made, read as fast as its reader takes it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import SpooledTemporaryFile

#: Bytes of an answer that are held in memory; what is longer goes to the disk.
IN_MEMORY = 1 << 20
PIECE = 1 << 16


class ReaderGone(Exception):
    """Nobody reads any further."""


class Outgoing:
    """Bytes that a thread puts and the event loop takes; whoever puts never waits for who takes."""

    def __init__(self, folder: Path) -> None:
        self.gone = threading.Event()
        self.size = 0
        self._file = SpooledTemporaryFile(IN_MEMORY, dir=str(folder))  # noqa: SIM115 - closed by ``close``
        self._lock = threading.Lock()
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._is_whole = False

    def put(self, data: bytes) -> None:
        """Add to the answer. Raises ``ReaderGone``, and ``OSError`` where the disk is full."""
        with self._lock:
            if self.gone.is_set():
                raise ReaderGone
            self._file.seek(self.size)
            self._file.write(data)
            self.size += len(data)
        self._loop.call_soon_threadsafe(self._changed.set)

    def start_over(self, data: bytes) -> None:
        """Put something in the place of all there is, of which nothing was taken yet."""
        with self._lock:
            self._file.seek(0)
            self._file.truncate()
            self._file.write(data)
            self.size = len(data)

    def end(self) -> None:
        """Say that nothing follows; from the event loop."""
        self._is_whole = True
        self._changed.set()

    async def pieces(self) -> AsyncIterator[bytes]:
        """The answer from its beginning to its end, waiting for what isn't there yet."""
        at = 0
        while True:
            self._changed.clear()
            with self._lock:
                self._file.seek(at)
                data = self._file.read(PIECE)
            if data:
                at += len(data)
                yield data
            elif self._is_whole:
                return
            else:
                await self._changed.wait()

    def close(self) -> None:
        """Let go of it; what is still put is refused."""
        with self._lock:
            self.gone.set()
            self._file.close()
