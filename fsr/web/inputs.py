"""What strangers may put into an address, a query string or a form, before any view reads it.

PostgreSQL keeps no NUL in a text, and neither database has a row beyond 2**63:
both would be an error of the database in the middle of a view.  So NULs are
dropped and longer numbers match no route, once for all packages.
"""

from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter


class Fields(ImmutableMultiDict[str, Any]):
    """A query string or form without NULs, in names and texts alike; files pass as they are."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__([(_plain(name), _plain(value)) for name, value in MultiDict(mapping).items(multi=True)])


def _plain(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


def _plain_request(base: type[Request]) -> type[Request]:
    """`base`, with fields that both databases can keep, and a query string that is text (browsers send no other)."""

    class PlainRequest(base):  # type: ignore[valid-type, misc]  # the base is what an extension made of Flask's
        parameter_storage_class = Fields

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            said: bytes = self.query_string
            self.query_string: bytes = said.decode("utf-8", "replace").encode()

    return PlainRequest


class Number(IntegerConverter):
    """`<int:…>` of a route: at most 18 digits, so that it fits into a column; longer ones name nothing (404)."""

    regex = r"\d{1,18}"


def init_app(app: Flask) -> None:
    """Read requests to `app` so, whatever else its kind of request can do."""
    app.request_class = _plain_request(app.request_class)
    app.url_map.converters["int"] = Number
