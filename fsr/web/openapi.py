"""`/api/openapi.json`, made from the described endpoints (`fsr.web.api.describe`).

Every endpoint of a blueprint called "…api" stands in it; one without a
description is a defect that a test finds.
"""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pydantic
from flask import Blueprint, Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from fsr.web.api import Operation
from fsr.web.public import is_public, public

bp = Blueprint("openapi_api", __name__)

Json = dict[str, Any]
REF = "#/components/schemas/{model}"
CHANGES = {"POST", "PUT", "PATCH", "DELETE"}
CONVERTERS: dict[str, Json] = {
    "default": {"type": "string", "minLength": 1, "pattern": "^[^/]+$"},
    "string": {"type": "string", "minLength": 1, "pattern": "^[^/]+$"},
    "path": {"type": "string", "minLength": 1},
    "int": {"type": "integer", "minimum": 0},
    "float": {"type": "number", "minimum": 0},
    "uuid": {"type": "string", "format": "uuid"},
}
ERROR: Json = {
    "type": "object", "required": ["error", "detail"],
    "description": "What went wrong: `error` is a sentence for people, `detail` names the fields where there are any.",
    "properties": {
        "error": {"type": "string"},
        "detail": {"oneOf": [{"type": "string"}, {"type": "array", "items": {
            "type": "object", "required": ["loc", "msg"],
            "properties": {"loc": {"type": "array", "items": {"type": "string"}}, "msg": {"type": "string"}}}}]},
    },
}
EVENTS = "text/event-stream"
"""Of a stream OpenAPI 3.1 cannot say more: a schema would be one of the single event."""
MEANINGS = {
    200: "Done", 201: "Made", 202: "Accepted; the work goes on in the background", 204: "Done, nothing to say",
    400: "Not understood, or the CSRF token is missing", 401: "Not signed in", 403: "Not allowed",
    404: "Not there, or not to be seen", 409: "In conflict with its present state", 410: "Ended",
    413: "Too large", 415: "Not a kind of content that is accepted", 422: "Some fields cannot be accepted",
    429: "Too many tries",
}


def init_app(app: Flask) -> None:
    """Serve the document."""
    app.register_blueprint(bp)


@bp.get("/api/openapi.json")
@public
def document() -> ResponseReturnValue:
    """The description of this API; open to all, since it holds nobody's data."""
    return jsonify(build(current_app))


def build(app: Flask) -> Json:
    """The OpenAPI 3.1 document of `app`."""
    paths: dict[str, Json] = {}
    for rule, view, operation in operations(app):
        place = paths.setdefault(re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule), {})
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            place[method.lower()] = _operation(rule, method, view, operation)
    return {
        "openapi": "3.1.0", "info": {"title": "fsr", "version": "1", "description": _about()},
        "servers": [{"url": "/"}], "paths": paths,
        "components": {"schemas": _schemas(app), "securitySchemes": _security_schemes(app)},
    }


def operations(app: Flask) -> Iterator[tuple[Rule, Any, Operation]]:
    """Every described endpoint with its rule and view, in the order of the paths."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ()))):
        view = app.view_functions[rule.endpoint]
        if (operation := getattr(view, "operation", None)) is not None:
            yield rule, view, operation


def undescribed(app: Flask) -> list[str]:
    """Endpoints of the JSON API that say nothing of themselves, except this document."""
    return sorted({rule.endpoint for rule in app.url_map.iter_rules()
                   if rule.endpoint.rpartition(".")[0].endswith("api") and rule.endpoint != "openapi_api.document"
                   and not hasattr(app.view_functions[rule.endpoint], "operation")})


def _operation(rule: Rule, method: str, view: Any, operation: Operation) -> Json:
    made: Json = {
        "operationId": f"{rule.endpoint.replace('.', '_')}_{method.lower()}", "summary": operation.summary,
        "description": inspect.getdoc(view) or "", "tags": [rule.endpoint.partition(".")[0].removesuffix("_api")],
        "parameters": [*_path_parameters(rule, operation), *_query_parameters(operation)],
        "responses": _responses(rule, method, view, operation), "security": _security(method, view),
    }
    if content := _body(operation):
        made["requestBody"] = {"required": True, "content": content}
    if operation.deprecated:
        made["deprecated"] = True
    return made


def _path_parameters(rule: Rule, operation: Operation) -> Iterator[Json]:
    for converter, name in re.findall(r"<(?:([^:>(]+)(?:\([^)]*\))?:)?([^>]+)>", rule.rule):
        schema = operation.path.get(name) or CONVERTERS.get(converter or "default", CONVERTERS["string"])
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(operation: Operation) -> Iterator[Json]:
    for name, schema in operation.query.items():
        shape = {key: value for key, value in schema.items() if key != "required" or value is not True}
        yield {"name": name, "in": "query", "required": schema.get("required") is True, "schema": shape}


def _body(operation: Operation) -> Json:
    content: Json = {}
    if operation.body:
        content["application/json"] = {"schema": {"$ref": REF.format(model=operation.body.__name__)}}
    if operation.form:
        content["multipart/form-data"] = {"schema": operation.form}
    return content


def _responses(rule: Rule, method: str, view: Any, operation: Operation) -> Json:
    """What is described, and what any endpoint of its kind may answer."""
    answers: dict[int, Any] = dict.fromkeys(_usual(rule, method, view, operation)) | dict(operation.answers)
    return {str(status): _response(status, shape) for status, shape in sorted(answers.items())}


def _usual(rule: Rule, method: str, view: Any, operation: Operation) -> Iterator[int]:
    if not is_public(view):
        yield from (401, 403)
    if rule.arguments:
        yield 404
    if method in CHANGES:
        yield 400
    if operation.body or operation.form:
        yield from (413, 415, 422)
    elif operation.query or rule.arguments:
        yield 422


def _response(status: int, shape: Any) -> Json:
    made: Json = {"description": MEANINGS.get(status, "See the summary")}
    if isinstance(shape, str):
        made["content"] = {shape: {} if shape == EVENTS else {"schema": {"type": "string", "format": "binary"}}}
    elif shape is not None or status >= 400:
        made["content"] = {"application/json": {"schema": _schema(shape)}}
    return made


def _schema(shape: type[pydantic.BaseModel] | Json | None) -> Json:
    if shape is None:
        return {"$ref": REF.format(model="Error")}
    return shape if isinstance(shape, dict) else {"$ref": REF.format(model=shape.__name__)}


def _schemas(app: Flask) -> Json:
    """The models that the operations name, by name; pydantic renames none, since equal names are a defect of ours."""
    wanted: dict[str, tuple[type[pydantic.BaseModel], Any]] = {}
    for _rule, _view, operation in operations(app):
        answers = [shape for shape in operation.answers.values() if isinstance(shape, type)]
        for model, mode in [(operation.body, "validation"), *((shape, "serialization") for shape in answers)]:
            if model is not None and wanted.setdefault(model.__name__, (model, mode)) != (model, mode):
                raise ValueError(f"two models called {model.__name__}, or one both sent and answered: rename one")
    _names, schemas = models_json_schema(list(wanted.values()), ref_template=REF)
    return {"Error": ERROR, **schemas.get("$defs", {})}


def _security(method: str, view: Any) -> list[dict[str, list[str]]]:
    if is_public(view):
        return []
    session: dict[str, list[str]] = {"session": []}
    return [{"bearer": []}, session | ({"csrf": []} if method in CHANGES else {})]


def _security_schemes(app: Flask) -> Json:
    return {
        "bearer": {"type": "http", "scheme": "bearer",
                   "description": "A token from the account page, or of the command `fsr create-token`."},
        "session": {"type": "apiKey", "in": "cookie", "name": app.config["SESSION_COOKIE_NAME"],
                    "description": "The cookie of a signed-in browser."},
        "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRFToken",
                 "description": "With the cookie, every change carries the token that the page holds."},
    }


def _about() -> str:
    return ("Everything that the pages can do with comparisons, offers, shares, cases, sheets and background jobs. "
            "Errors have one shape; a thing that is not yours answers 404, as one that is not there.")
