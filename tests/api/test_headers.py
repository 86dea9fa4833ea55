"""Headers on a real Dash application: what may load, how long files are kept, what is compressed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from dash import Dash, Input, Output, dcc, html
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MIMEAccept
from werkzeug.test import TestResponse

from api import secure
from api.compression import StaticFiles, choose
from api.headers import IMMUTABLE, policy

BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
STYLE = "body{color:#123}\n" * 200


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A Dash application with an inline callback, a style sheet and a font."""
    assets = tmp_path_factory.mktemp("assets")
    (assets / "style.css").write_text(STYLE, encoding="utf-8")
    (assets / "font.woff2").write_bytes(b"wOF2" + bytes(2000))
    app = Dash(__name__, assets_folder=str(assets))
    app.layout = html.Div([dcc.Input(id="in"), html.Div(id="out"), html.Div(["text"] * 500)])
    app.clientside_callback("function(x){return x}", Output("out", "children"), Input("in", "value"))
    secure(app.server, app.csp_hashes)
    return reader(app.server)


class Reader(FlaskClient):
    """A client that reads and closes each answer, as a browser does."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **options})


def reader(server: Flask) -> FlaskClient:
    server.test_client_class = Reader
    return server.test_client()


def linked(client: FlaskClient) -> list[str]:
    page = client.get("/").get_data(as_text=True)
    return re.findall(r'(?:src|href)="(/[^"]+)"', page)


def test_every_inline_script_of_the_page_is_allowed_and_no_other(client: FlaskClient) -> None:
    response = client.get("/")
    allowed = response.headers["Content-Security-Policy"]
    script = next(d for d in allowed.split("; ") if d.startswith("script-src"))
    inline = re.findall(r"<script>|<script id=\"_dash-renderer\"", response.text.split("<footer>")[1])
    assert script.startswith("script-src 'self' 'sha256-")
    assert script.count("'sha256-") == len(inline) == 2
    assert "unsafe" not in script
    assert "eval" not in allowed


def test_the_policy_names_only_this_server() -> None:
    assert policy([]).split("; ") == [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]


@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/assets/style.css", "/assets/none.css"])
def test_protective_headers_are_everywhere(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Content-Security-Policy" in headers


def test_files_with_their_time_in_the_address_are_kept_for_good(client: FlaskClient) -> None:
    addresses = [a for a in linked(client) if "favicon" not in a]
    assert any("/_dash-component-suites/" in a for a in addresses)
    assert any("/assets/" in a for a in addresses)
    for address in addresses:
        assert client.get(address).headers["Cache-Control"] == IMMUTABLE, address


def test_other_files_are_asked_for_again(client: FlaskClient) -> None:
    chunk = "/_dash-component-suites/dash/dcc/async-graph.js"
    for address in ("/", "/assets/style.css", "/_dash-layout", chunk):
        assert "no-cache" in client.get(address).headers["Cache-Control"], address
    for address in ("/assets/style.css", chunk):
        first = client.get(address, headers=BROWSER)
        again = client.get(address, headers={**BROWSER, "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    assert client.get("/assets/font.woff2").headers["Cache-Control"] == "public, max-age=86400"


def test_a_missing_file_is_not_kept(client: FlaskClient) -> None:
    response = client.get("/assets/none.css?m=1")
    assert response.status_code == 404
    assert "immutable" not in response.headers.get("Cache-Control", "")


def test_answers_of_callbacks_are_never_stored(client: FlaskClient) -> None:
    response = client.post("/_dash-update-component", json={})
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [("br", "br"), ("gzip", "gzip"), ("gzip, br", "br"), ("br;q=0.1, gzip", "gzip"), ("identity", None)],
)
def test_files_come_in_the_encoding_the_browser_takes(
    client: FlaskClient, accepts: str, encoding: str | None
) -> None:
    for _ in range(2):  # compressed, then from memory
        response = client.get("/assets/style.css", headers={"Accept-Encoding": accepts})
        assert response.headers.get("Content-Encoding") == encoding
        assert response.headers["Vary"] == "Accept-Encoding"
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
        assert unpack(response.data).decode() == STYLE
        assert int(response.headers["Content-Length"]) == len(response.data)


def test_what_differs_each_time_is_compressed_too(client: FlaskClient) -> None:
    response = client.get("/_dash-layout", headers=BROWSER)
    assert response.headers["Content-Encoding"] == "br"
    assert b"text" in brotli.decompress(response.data)


def test_fonts_are_left_as_they_are(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/assets/font.woff2", headers=BROWSER).headers


def test_a_changed_file_is_compressed_anew(tmp_path: Path) -> None:
    style = tmp_path / "a.css"
    style.write_text(STYLE)
    server = Flask("files", static_folder=str(tmp_path), static_url_path="/assets")
    secure(server, lambda: [])
    client = reader(server)
    first = client.get("/assets/a.css", headers=BROWSER)
    style.write_text(STYLE.replace("#123", "#456") * 2)
    second = client.get("/assets/a.css", headers={**BROWSER, "If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert b"#456" in brotli.decompress(second.data)


def test_compressed_files_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("api.compression._MOST_BYTES", 3000)
    files = StaticFiles()
    monkeypatch.setattr("api.headers.StaticFiles", lambda: files)
    server = Flask("files", static_folder=str(tmp_path), static_url_path="/assets")
    secure(server, lambda: [])
    client = reader(server)
    for n in range(5):
        (tmp_path / f"{n}.txt").write_bytes(
            brotli.compress(str(n).encode()) + bytes(range(256)) * 4 * (n + 1)
        )
        text = "".join(chr(33 + (i * i * (n + 7)) % 90) for i in range(6000))
        (tmp_path / f"{n}.txt").write_text(text)
        client.get(f"/assets/{n}.txt", headers=BROWSER)
    assert sum(map(len, files._kept.values())) <= 3000


def test_choice_of_encoding_without_any() -> None:
    assert choose(MIMEAccept([])) is None
