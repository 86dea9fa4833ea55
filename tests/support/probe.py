"""``python -m tests.support.probe PAGE < urls``: what the project it stands in answers and draws.

Publishes the small world into COCKPIT_HOME, asks the API for each address (one a line) and fills
every tile of PAGE. Prints one JSON object: ``answers`` (address → [status, body]), ``pages``
(addresses of the navigation), ``tiles`` (title → the tree that is sent), ``catalogue`` (the text).
"""

from __future__ import annotations

import json
import sys
from typing import Any

from plotly.io.json import to_json_plotly

from data.settings import Settings
from tests.support.small import publish
from tests.support.world import AS_OF, world


def main() -> None:
    """Print the probe's findings."""
    publish(Settings.from_env(), world(), business_date=AS_OF)
    import app
    from components.board.page import BOARDS, fill, navigation
    from scripts import indicators_doc

    client = app.server.test_client()
    answers: dict[str, Any] = {}
    for url in sys.stdin.read().split():
        response = client.get(url)
        answers[url] = [response.status_code, response.get_json()]
    board = BOARDS[sys.argv[1]]
    tiles = {
        tile.title: json.loads(to_json_plotly(fill(tile, "", key=[board.path, number])))
        for number, tile in enumerate(board.tiles)
    }
    found = {
        "answers": answers,
        "pages": [item.href for item in navigation()],
        "tiles": tiles,
        "catalogue": indicators_doc.render(),
    }
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
