"""What was sent last: walls ask for the same scenes of the same edition again and again."""

from __future__ import annotations

from collections.abc import Mapping

from access import current_scope
from components.answers import as_text
from components.board.page import known_state
from components.wall.payload import scene_payload
from components.wall.scenes import Kind, Scene, Wall
from queries.service import get_cockpit


def scene_text(wall: Wall, scene: Scene, kind: Kind, chosen: Mapping[str, str]) -> str:
    """``scene_payload`` as JSON; of one edition, with every tile drawn, it is made once in a process."""
    cockpit = get_cockpit()
    state, sent = known_state(cockpit), cockpit.cache.sent
    if state is None or not state.live:
        return as_text(scene_payload(wall, scene, kind, chosen))
    what = (*sorted(f"{k}={v}" for k, v in chosen.items()), str(current_scope().key()))
    key = ("wall", state.publication.edition, state.trouble, scene.key, kind, *what)
    if (found := sent.get(key)) is not None:
        return found
    body = scene_payload(wall, scene, kind, chosen)
    text = as_text(body)
    if body["head"]["edition"] == key[1] and all(tile["ok"] for tile in body["tiles"].values()):
        sent.put(key, text)
    return text
