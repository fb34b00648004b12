"""The application: Dash on Flask, put together from its parts. Nothing imports this module but the server."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask, Response

from dashboard import callbacks
from dashboard.components.drawn import layout
from dashboard.components.page import link
from dashboard.data import TablesMissing, preload
from dashboard.i18n import LANGS
from dashboard.pages import CHART_PAGES, PAGES
from dashboard.routes import assets, closed, errors, headers
from dashboard.routes.crosstab import crosstabs
from dashboard.routes.downloads import downloads
from dashboard.routes.embed import embeds
from dashboard.routes.health import health
from dashboard.routes.site import Site


class MoiGorod(Dash):
    """Dash whose pages are drawn on the server: every address that no route takes goes to `Site.page`."""

    site: Site

    def index(self, *_args: Any, **kwargs: Any) -> Response:
        return self.site.page(str(kwargs.get("path", "")))


def create_app() -> Dash:
    """A complete application. May be called more than once in a process (tests do)."""
    server = Flask("dashboard", static_folder=None, template_folder=str(Path(__file__).parent / "templates"))
    server.jinja_env.trim_blocks = server.jinja_env.lstrip_blocks = True
    app = MoiGorod("dashboard", server=server, include_assets_files=False)
    app.site = Site(PAGES, CHART_PAGES)
    app.layout = layout([], [])
    callbacks.register(app)
    for blueprint in (downloads, crosstabs, embeds, health):
        server.register_blueprint(blueprint)
    server.add_url_rule("/view/<lang>/<path:name>", "view", app.site.view)
    for part in (closed, assets, errors, headers):
        part.register(server)
    # What the renderer would fetch before it draws anything goes into the page instead: two round trips less.
    config = app._config()
    app.site.dash_config = json.dumps(
        {name: value for name, value in config.items() if "version" not in name}
    )
    app.site.dependencies = (
        server.test_client().get("/_dash-dependencies", environ_overrides={closed.OPEN: True}).json
    )
    assets.addresses()  # without its front end the site must not start: the error says what to run
    # Without tables it does, and says on every page what is missing.
    with suppress(TablesMissing):
        preload()
    return app


def _warm_up() -> None:
    """Draw every page in every language once, so that it is in the cache."""
    client = server.test_client()
    for lang in LANGS:
        for page in filter(lambda page: page.is_warm, PAGES):
            client.get(link(lang, page.name), environ_overrides={closed.OPEN: True})


server = create_app().server
server.warm_up = _warm_up
