"""htmx, wrapped: htmx-flask 0.1.0 says what was asked, this module what is answered.

The library refuses some swaps, sends non-ASCII headers raw (a 500 on real
servers) and sets no `Vary`; so headers are written here, as ASCII JSON.
"""

import json
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import Flask, Response, redirect, render_template
from flask.typing import ResponseReturnValue
from htmx_flask import Htmx, request

STOP_POLLING = 286
"""htmx stops a poller that is answered so."""


def init_app(app: Flask) -> None:
    """Give every request its `htmx`."""
    Htmx(app)
    app.after_request(_vary)
    app.jinja_env.globals["wants_fragment"] = wants_fragment


def wants_fragment() -> bool:
    """Whether a piece of a page is asked for; boosted links and history restores want whole pages."""
    asked = request.htmx
    return bool(asked) and not asked.boosted and not asked.history_restore_request


def came_from() -> SplitResult:
    """The address of the page that asks, as htmx tells it; an empty one where nobody says, or it is none."""
    said: str = request.headers.get("HX-Current-URL", "")
    try:
        return urlsplit(said)
    except ValueError:
        return urlsplit("")


def fragment_or_page(fragment: str, page: str, /, status: int = 200, **context: Any) -> ResponseReturnValue:
    """Render `fragment` for htmx, the whole `page` that includes it for everybody else."""
    return render_template(fragment if wants_fragment() else page, **context), status


def go_to(url: str) -> ResponseReturnValue:
    """Send the browser to `url` as a new page, with or without htmx."""
    if wants_fragment():
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, 303)


def trigger(response: Response, **events: Any) -> Response:
    """Add client events to `response`: `trigger(response, toast={"message": …})`."""
    present = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps(present | events)
    return response


def toast(response: Response, message: str, kind: str = "ok", undo: str | None = None) -> Response:
    """Announce `message`; kind "ok" or "error"; `undo` is a URL that takes the change back by POST."""
    return trigger(response, toast={"message": message, "kind": kind, "undo": undo})


def _vary(response: Response) -> Response:
    response.vary.update(["HX-Request", "HX-History-Restore-Request"])
    return response
