"""The cockpit, assembled: settings → database → access → pages → ``server`` (WSGI)."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from dash import Dash, dcc, html, page_container, page_registry
from flask import send_file

import api
from access.cli import audit_command
from briefings.cli import briefing_cli
from briefings.desk import routes as desk_routes
from briefings.desk.elements import PATH as DRAFTS
from briefings.schedules import routes as schedule_routes
from briefings.schedules.cli import schedule_cli
from briefings.schedules.page import PATH as SCHEDULES
from components import callbacks, shell
from components.archive import routes as archive_routes
from components.archive.menu import PATH as ARCHIVE
from components.board import pinning, warming
from components.board import routes as tile_routes
from components.board.page import navigation
from components.intake import routes as intake_routes
from components.mine import routes as mine_routes
from components.saved import routes as saved_routes
from components.signals import routes as signal_routes
from components.signals.page import PATH as SIGNALS
from components.views.trend import trend
from components.wall import routes as wall_routes
from components.wall.payload import PATH
from data.engine import DatabaseUnavailable
from data.settings import Settings
from demo.cli import demo_command
from documents.cli import snapshot_command
from documents.export import routes as export_routes
from documents.packages.cli import outward_cli
from documents.slides.cli import slides_command
from frames.links import COMPARE, EXPLORE, MINE
from frames.maps import OWN_MAP
from frames.model import Point, Series
from intake.cli import data_cli
from pages.screen import WALL
from queries.reconcile_cli import reconcile_command
from queries.service import get_cockpit
from store.backup_cli import backup_command, restore_command

log = logging.getLogger(__name__)

TITLE = "领导驾驶舱"
#: Addresses of the page that says that there is no such page.
NOWHERE = {"/404", "/not-found-404"}
#: What the navigation holds below the subject pages.
GROUPS: tuple[tuple[str, tuple[shell.NavItem, ...]], ...] = (
    (
        "分析",
        (
            shell.NavItem("对比", COMPARE, "compare"),
            shell.NavItem("自助分析", EXPLORE, "explore"),
            shell.NavItem("我的页面", MINE, "mine"),
            shell.NavItem("信号", SIGNALS, "signal"),
        ),
    ),
    (
        "办公",
        (
            shell.NavItem("数据采集", "/intake", "intake"),
            shell.NavItem("简报", DRAFTS, "briefing"),
            shell.NavItem("快照与简报", ARCHIVE, "camera"),
            shell.NavItem("定期", SCHEDULES, "schedule"),
            shell.NavItem("大屏", PATH, "screen", apart=True),
        ),
    ),
)
INDEX = """<!DOCTYPE html>
<html lang="zh-CN" data-theme="report">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{%title%}</title>
{%favicon%}
{%css%}
</head>
<body>
{%app_entry%}
<noscript>本系统需要启用 JavaScript 的浏览器。</noscript>
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>"""


class CockpitDash(Dash):
    """Dash whose index page names no address outside this server."""

    def _config(self) -> dict[str, Any]:
        return {**super()._config(), "disable_version_check": True, "dash_version_url": ""}

    def index(self, *args: Any, **kwargs: Any) -> Any:
        """The document of every page; where there is no such page it says so in its status, too."""
        document = super().index(*args, **kwargs)
        known = {page["path"] for page in page_registry.values()}
        return document if "/" + kwargs.get("path", "").rstrip("/") in known - NOWHERE else (document, 404)


def create_app() -> Dash:
    """A Dash application with every page, the API and the command line; opens no connection."""
    dash_app = CockpitDash(
        __name__,
        title=TITLE,
        use_pages=True,
        # Validation would call every page's layout, and so its queries, at the first request.
        suppress_callback_exceptions=True,
        update_title="",
        index_string=INDEX,
        compress=False,
        serve_locally=True,
        # The wall's own files; its document names them itself.
        assets_path_ignore=["wall"],
    )
    api.register(dash_app.server, get_cockpit())
    api.secure(dash_app.server, dash_app.csp_hashes)
    api.answer_own_names_only(dash_app.server, Settings.from_env())
    callbacks.check_requests(dash_app)
    data_cli.add_command(demo_command)
    data_cli.add_command(reconcile_command)
    dash_app.server.cli.add_command(data_cli)
    dash_app.server.cli.add_command(audit_command)
    dash_app.server.cli.add_command(backup_command)
    dash_app.server.cli.add_command(restore_command)
    dash_app.server.cli.add_command(briefing_cli)
    dash_app.server.cli.add_command(outward_cli)
    dash_app.server.cli.add_command(schedule_cli)
    dash_app.server.cli.add_command(slides_command)
    dash_app.server.cli.add_command(snapshot_command)
    dash_app.server.register_blueprint(intake_routes.blueprint())
    dash_app.server.register_blueprint(schedule_routes.blueprint())
    dash_app.layout = layout
    dash_app.server.register_blueprint(tile_routes.blueprint())
    dash_app.server.register_blueprint(export_routes.blueprint())
    dash_app.server.register_blueprint(desk_routes.blueprint())
    pinning.register(dash_app.server)
    archive_routes.register(dash_app.server)
    saved_routes.register(dash_app.server)
    mine_routes.register(dash_app.server)
    signal_routes.register(dash_app.server)
    dash_app.server.register_blueprint(wall_routes.blueprint(WALL, dash_app.index))
    if file := Settings.from_env().map_file:
        dash_app.server.add_url_rule(f"/{OWN_MAP}", "own_map", lambda: send_file(Path(file).resolve()))
    return dash_app


def layout() -> html.Div:
    """The shell around the page that the address names."""
    content = [dcc.Location(id="url"), page_container]
    return shell.shell(navigation(), content, brand=TITLE, groups=GROUPS)


def warm() -> None:
    """Do once, alone, what isn't safe to do in many threads at first: draw a figure, read labels."""
    trend(Series("预热", (Point("2022-01", 1.0),)), unit="")
    try:
        get_cockpit().labels()
    except DatabaseUnavailable as problem:
        log.warning("启动时读不到数据：%s", problem)
    except Exception:
        # Whatever is wrong with the data, the server starts, says so on its pages and takes better data.
        log.exception("启动时读取数据出错")
    api.mark_warm()


def keep_warm() -> None:
    """Draw the common views of every new publication in the background, from now on; keep the cache tidy."""
    first = [([PATH, name], tile) for name, tile in WALL.every()]
    warming.start(first, draw=bool(Settings.from_env().warm))


app = create_app()
server = app.server
