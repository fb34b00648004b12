"""A chart on a page: finding, what is measured, drawing, words, table, and one quiet line with everything about it."""

from __future__ import annotations

from html import escape
from typing import Any

from dash import dcc, html

from catalogue.models import Source
from dashboard import data, ids
from dashboard.charts import CHARTS, Chart, draw
from dashboard.components.page import link
from dashboard.components.tables import data_table
from dashboard.figures.drawing import Drawing, first
from dashboard.figures.svg import to_svg
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.settings import SITE_URL
from dashboard.url_state import State, defaults, to_query

WIDE, NARROW = 720, 342  # px: the two widths that are drawn on the server
EMBED_WORDS = 580  # px for title, notes and source around an embedded chart, in the narrowest column
PREVIEW = "preview:"  # before a slug in ``data-svg``: the small picture instead of the whole chart
PLOT_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


def findings_of(slug: str, state: State) -> list[dict[str, Any]]:
    """The audit's findings that touch a chart: of a survey, those about the chosen wave; of councils, those about a
    source of the chosen ones."""
    rows = records(data.table("audit_findings"))
    touching = [row for row in rows if slug in row["charts"].split(",")]
    if "council" in state:
        sources = {source.id for source in CHARTS[slug].sources(state)}
        return [row for row in touching if row["source_id"] in sources]
    return [row for row in touching if state.get("wave", row["source_id"]) == row["source_id"]]


def preview(slug: str, words: Words, bars: int) -> str:
    """A small picture of the chart: its first bars, at the narrow width."""
    drawing = draw(slug, defaults(CHARTS[slug].params), words.lang)
    return to_svg(first(drawing.figure, bars), width=NARROW, title=drawing.title, desc=drawing.summary)


def pictures(slug: str, state: State, words: Words) -> str:
    """The chart drawn on the server at both widths; style sheets show the one that fits."""
    drawing = draw(slug, state, words.lang)
    return "".join(
        f'<div class="svg-{name}">{to_svg(drawing.figure, width=width, title=drawing.title, desc=drawing.summary)}</div>'
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )


def chart_block(
    slug: str, state: State, words: Words, *, level: int = 2, is_alone: bool = False
) -> html.Figure:
    """The chart with everything that belongs to it. ``is_alone``: on its own page, table and source are open."""
    chart = CHARTS[slug]
    drawing = draw(slug, state, words.lang)
    heading = html.H2 if level == 2 else html.H3
    title_id = f"title-{slug}"

    def panel(name: str, content: Any, *, is_open: bool = False) -> html.Details:
        return details(words(f"chart.{name}"), content, name, is_open=is_open, slug=slug)

    return html.Figure(
        [
            heading(drawing.title, className="chart-title", id=title_id),
            html.P(drawing.subtitle, className="chart-subtitle"),
            legend(drawing),
            canvas(slug, drawing),
            html.Figcaption(
                [
                    html.P(drawing.summary, className="chart-summary"),
                    html.P(drawing.note, className="chart-note") if drawing.note else None,
                    _source_line(chart, state, words),
                    html.Div(
                        [
                            panel(
                                "table",
                                data_table(drawing.data, drawing.title, chart.tables, words),
                                is_open=is_alone,
                            ),
                            panel("source", _source_panel(chart, drawing, state, words), is_open=is_alone),
                            panel("embed", _embed_panel(chart, drawing, state, words)),
                        ],
                        className="chart-panels",
                    ),
                ]
            ),
        ],
        className="chart",
        id=f"chart-{slug}",
        **{"aria-labelledby": title_id},
    )


def legend(drawing: Drawing) -> html.Ul | None:
    """What the colours mean, as text: readable on any width, by anyone."""
    if not drawing.legend:
        return None
    return html.Ul(
        [
            html.Li([html.Span(className=" ".join(["swatch", *symbol]), style=_paint(token)), name])
            for name, token, *symbol in drawing.legend
        ],
        className="legend",
    )


def _paint(token: str) -> dict[str, str]:
    """The colour of a swatch; a hollow one shows its border alone."""
    return dict.fromkeys(("background", "borderColor"), f"var(--{token})")


def canvas(slug: str, drawing: Drawing) -> html.Div:
    """The server's picture and the place above it for the interactive one; both have the same height."""
    return html.Div(
        [
            html.Div(className="chart-svg", **{"data-svg": slug}),
            html.Div(className="chart-place", **{"data-plot": slug}),
        ],
        className="chart-canvas",
        style={"minHeight": f"{drawing.figure['layout']['height']}px"},
    )


def graph(slug: str, state: State, lang: str) -> dcc.Graph:
    """The interactive chart, which the client draws when its place comes near the reader's eye."""
    figure = draw(slug, state, lang).figure
    return dcc.Graph(
        id=ids.plot(slug), figure=figure, config=PLOT_CONFIG, responsive=True, className="chart-graph"
    )


def details(summary: str, content: Any, name: str, *, is_open: bool = False, slug: str = "") -> html.Details:
    """A panel that opens in place, with or without JavaScript; of a chart, it has the address ``#<name>-<slug>``."""
    return html.Details(
        [html.Summary(summary), html.Div(content, className="panel")],
        open=is_open,
        className=f"panel-{name}",
        **({"id": f"{name}-{slug}"} if slug else {}),
    )


def chart_address(chart: Chart, state: State, lang: str) -> str:
    """The chart's own page in this state."""
    return link(lang, f"chart/{chart.slug}", to_query(chart.params, state))


def download_address(chart: Chart, kind: str, state: State, lang: str) -> str:
    """A file of the chart in this state."""
    return _outside(f"/chart/{chart.slug}.{kind}", chart, state, lang)


def embed_address(chart: Chart, state: State, lang: str) -> str:
    """The chart alone, framable anywhere."""
    return _outside(f"/embed/{chart.slug}", chart, state, lang)


def _outside(path: str, chart: Chart, state: State, lang: str) -> str:
    """An address without a language in its path: it stands in the query, before the state."""
    query = to_query(chart.params, state)
    return f"{path}?lang={lang}" + (f"&{query}" if query else "")


def _source_line(chart: Chart, state: State, words: Words) -> html.P:
    found = len(findings_of(chart.slug, state))
    lang = words.lang
    parts: list[Any] = [
        f"{words('chart.source.short')}: {chart.where(draw(chart.slug, state, lang), words)}",
        words.label("basis", chart.basis),
    ]
    if found:
        parts.append(
            html.A(words.count("chart.findings", found), href=link(lang, "audit", f"chart={chart.slug}"))
        )
    parts += [
        html.A(kind.upper(), href=download_address(chart, kind, state, lang), download=True)
        for kind in ("csv", "xlsx", "svg", "png")
    ]
    parts.append(html.A(words("chart.link"), href=chart_address(chart, state, lang)))
    separated: list[Any] = []
    for part in parts:
        separated += [" · ", part] if separated else [part]
    return html.P(separated, className="chart-line")


def _source_panel(chart: Chart, drawing: Drawing, state: State, words: Words) -> list[Any]:
    """Who said it, where it stands, how it was made, what was corrected."""
    items = [
        html.Dl(
            [
                html.Dt(words("source.where")),
                html.Dd(chart.where(drawing, words)),
                html.Dt(words("source.basis")),
                html.Dd(words.label("basis", chart.basis)),
                html.Dt(words("source.unit")),
                html.Dd(words.label("unit", chart.unit)),
                html.Dt(words("source.method")),
                html.Dd(words(f"chart.{chart.slug}.method")),
                html.Dt(words("source.sources")),
                html.Dd(html.Ul([html.Li(_citation(source, words)) for source in chart.sources(state)])),
                html.Dt(words("source.cite")),
                html.Dd(
                    words(
                        "source.cite.text",
                        title=drawing.title,
                        where=chart.where(drawing, words),
                        site=words("site.name"),
                        address=SITE_URL + chart_address(chart, state, words.lang),
                        version=data.build_version(),
                    )
                ),
                html.Dt(words("source.files")),
                html.Dd(
                    [
                        html.A("JSON", href=download_address(chart, "json", state, words.lang)),
                        " · ",
                        html.A(
                            words("source.files.metadata"),
                            href=download_address(chart, "metadata.json", state, words.lang),
                        ),
                    ]
                ),
            ]
        )
    ]
    found = findings_of(chart.slug, state)
    if found:
        items.append(html.P(words("source.findings"), className="panel-title"))
        items.append(
            html.Ul(
                [
                    html.Li(
                        [
                            html.A(
                                row[f"where_{words.lang}"],
                                href=link(words.lang, "audit") + f"#{row['finding_id']}",
                            ),
                            f". {row[f'explanation_{words.lang}']}",
                        ]
                    )
                    for row in found
                ]
            )
        )
    return items


def _citation(source: Source, words: Words) -> list[Any]:
    text = words.text(source.citation)
    return [html.A(text, href=source.url, rel="noopener")] if source.url else [text]


def _embed_panel(chart: Chart, drawing: Drawing, state: State, words: Words) -> list[Any]:
    height = drawing.figure["layout"]["height"] + EMBED_WORDS
    address = embed_address(chart, state, words.lang)
    code = (
        f'<iframe src="{escape(SITE_URL + address)}" title="{escape(drawing.title)}" loading="lazy" '
        f'style="width:100%;height:{height}px;border:0"></iframe>'
    )
    return [
        html.P(words("embed.help")),
        html.Pre(html.Code(code), className="code", tabIndex="0"),
        html.P(html.A(words("embed.preview"), href=address)),
    ]
