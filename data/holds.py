"""Versions that the archive still shows: a publication beyond the newest ones stays while it is held.

``$COCKPIT_HOME/unified/held.json`` lists them, the last archived first. It is written by those who keep
papers (``store/artefacts.py``) and read by those who prune.
"""

from __future__ import annotations

import logging
from collections.abc import Container, Sequence
from pathlib import Path

from data.json_text import parsed
from data.settings import Settings
from data.versions import write_whole

log = logging.getLogger(__name__)
_FILE = "held.json"


class _Every(Container[str]):
    def __contains__(self, version: object) -> bool:
        return True


def hold(home: Path, versions: Sequence[str]) -> None:
    """Say which versions are shown by papers that are kept, the last archived first."""
    folder = home / "unified"
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / _FILE, {"versions": list(versions)})


def held(settings: Settings) -> Container[str]:
    """The versions that must not be pruned, ``COCKPIT_HOLD_VERSIONS`` at most; all where none can be read."""
    path = settings.home / "unified" / _FILE
    try:
        raw = parsed(path.read_text("utf-8"))
        return [str(version) for version in raw["versions"]][: settings.hold_versions]
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError):
        log.exception("读不到 %s，旧版本暂不清理", path)
        return _Every()
