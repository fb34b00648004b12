"""``/embed/{slug}``: the chart alone, light, framable anywhere, without a script."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request
from markupsafe import Markup

from dashboard import settings
from dashboard.charts import CHARTS, draw
from dashboard.components.chart import chart_address, download_address, legend, pictures
from dashboard.components.ssr import to_html
from dashboard.components.tables import data_table
from dashboard.i18n import words
from dashboard.routes import assets
from dashboard.routes.options import LANG
from dashboard.routes.responses import CACHE, Body, respond
from dashboard.url_state import Choice, parse, to_query

THEME = Choice("theme", ("auto", "light", "dark"), "auto")

embeds = Blueprint("embeds", __name__)


@embeds.get("/embed/<slug>")
def embed(slug: str) -> Response:
    """The chart in the state, language and theme of the address."""
    if slug not in CHARTS:
        abort(404)
    chart = CHARTS[slug]
    options = parse((LANG, THEME), request.args)
    state = parse(chart.params, request.args)
    text = words(options["lang"])

    def make() -> Body:
        drawing = draw(slug, state, text.lang)
        page = render_template(
            "embed.html",
            words=text,
            lang=text.lang,
            theme=options["theme"],
            drawing=drawing,
            pictures=Markup(pictures(slug, state, text)),
            legend=Markup(to_html(legend(drawing), {})),
            table=Markup(to_html(data_table(drawing.data, drawing.title, chart.tables, text), {})),
            where=chart.where(drawing, text),
            basis=text.label("basis", chart.basis),
            csv=settings.SITE_URL + download_address(chart, "csv", state, text.lang),
            full=chart_address(chart, state, text.lang),
            site_url=settings.SITE_URL,
            assets=assets.addresses(),
        )
        return Body.of(page.encode(), "text/html")

    key = ("embed", slug, text.lang, options["theme"], to_query(chart.params, state))
    return respond(CACHE.get(key, make))
