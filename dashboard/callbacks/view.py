"""Controls → address → view. One callback serves every page.

Any control (or Back and Forward) asks the client function for the page's view at the new address; the server has it
cached, so a change costs one small request and no Python per reader. The function puts the view in place: HTML for
what is read, figures for the charts that are drawn.
"""

from __future__ import annotations

from dash import ALL, ClientsideFunction, Dash, Input, Output

from dashboard import ids


def register(app: Dash) -> None:
    """``view.update`` in ``assets/20-view.js``."""
    app.clientside_callback(
        ClientsideFunction("view", "update"),
        Output(ids.QUERY, "data"),
        Input({"type": "control", "name": ALL}, "value"),
        Input(ids.POPPED, "data"),
        prevent_initial_call=True,
    )
