"""The JSON API's manners: what an endpoint says of itself, and how its body is read.

An endpoint is described where it stands; `fsr.web.openapi` makes the document
from these descriptions, so that neither can drift from the other:

    @bp.post("/shares")
    @describe("Create a share", body=ShareBody, answers={200: ShareAnswer, 404: None})
    def create() -> ResponseReturnValue:
        body = parse_body(ShareBody)
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pydantic
from flask import request

from fsr.errors import Invalid, TooLarge
from fsr.web.i18n import gettext as _

Model = TypeVar("Model", bound=pydantic.BaseModel)
View = TypeVar("View", bound=Callable[..., Any])

LARGEST = 2 * 1024 * 1024
"""Bytes of a body: JSON carries no files here."""
DEEPEST = 64
"""Lists and objects within each other that a body may hold: no client needs as many, and each takes stack to write."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What one endpoint accepts and answers.

    answers  status → model or JSON schema of the body, or a media type where a file is sent; None stands for the
             one error shape when ≥ 400, else for no body.  What any endpoint may answer need not be said
    query    name → JSON schema of a query parameter; `"required": True` in it is taken out and obeyed
    form     JSON schema of a multipart body, where files are sent
    path     name → JSON schema of a path parameter, where the URL converter does not say enough
    public   says again what the mark `fsr.auth.public` on the view does; the mark counts
    """

    summary: str
    answers: Mapping[int, type[pydantic.BaseModel] | dict[str, Any] | str | None]
    body: type[pydantic.BaseModel] | None = None
    form: dict[str, Any] | None = None
    query: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    path: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    deprecated: bool = False
    public: bool = False


def describe(summary: str, **parts: Any) -> Callable[[View], View]:
    """Describe the endpoint for the OpenAPI document; the parts are those of `Operation`."""

    def mark(view: View) -> View:
        view.operation = Operation(summary, **parts)  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return mark


def parse_body(model: type[Model]) -> Model:
    """The JSON body of this request as `model`.

    A body that does not say its length is counted as it comes.

    :raises Invalid: it is not JSON or does not fit; names the fields.
    :raises TooLarge: it is over 2 MB.
    """
    body = request.get_data()
    if len(body) > LARGEST:
        raise TooLarge(_("This is too large. Send fewer or smaller files."))
    try:
        data = json.loads(body, parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        data = None
    if not isinstance(data, dict) or _is_deeper(data, DEEPEST):
        raise Invalid(_("Send a JSON object."))
    return parse(model, data)


def _finite(text: str) -> float:
    """A number of a body; Python reads NaN and Infinity too, which are no JSON (RFC 8259 §6) and which others refuse.

    :raises ValueError: it is none, or too large to be one.
    """
    if not math.isfinite(value := float(text)):
        raise ValueError(f"{text} is no number")
    return value


def _is_deeper(data: Any, most: int) -> bool:
    """Whether lists and objects stand within each other more than `most` deep."""
    level = [data]
    for _depth in range(most):
        level = [each for one in level for each in (one.values() if isinstance(one, dict) else one)
                 if isinstance(each, dict | list)]
        if not level:
            return False
    return True


def parse(model: type[Model], data: Mapping[str, Any]) -> Model:
    """`data` as `model`.

    :raises Invalid: it does not fit; names the fields.
    """
    try:
        return model.model_validate(data)
    except pydantic.ValidationError as error:
        fields = {".".join(str(part) for part in issue["loc"]) or "body": issue["msg"] for issue in error.errors()}
        raise Invalid(_("Some fields cannot be accepted: %(names)s.", names=", ".join(fields)), **fields) from error
