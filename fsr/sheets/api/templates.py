"""`/api/templates` and `/api/data-types`: what can be read from documents, and as what."""

from datetime import datetime
from typing import Annotated, Any, Literal

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from fsr.errors import Invalid
from fsr.sheets import fieldset, kinds, templates
from fsr.sheets.access import get_template
from fsr.sheets.models import Kind, Template
from fsr.sheets.service import templates as service
from fsr.sheets.service.templates import Wishes
from fsr.web.api import describe, parse_body
from fsr.web.i18n import gettext as _

bp = Blueprint("templates_api", __name__, url_prefix="/api")

MOST, USUAL = 100, 50
"""Templates of one answer."""


class FieldJson(BaseModel):
    """A field, as it is sent and answered; `display_order` is its place, from 1, and is not read."""

    model_config = ConfigDict(extra="ignore")

    field_name: Annotated[StrictStr, Field(min_length=1, max_length=fieldset.LONGEST_NAME)]
    data_type_id: Literal[tuple(kinds.BY_CODE)] = "text"  # type: ignore[valid-type]  # one list of the codes
    ai_prompt: Annotated[StrictStr, Field(max_length=fieldset.LONGEST_PROMPT)] = ""
    role: Annotated[StrictStr, Field(max_length=40)] = ""
    synonyms: Annotated[list[Annotated[StrictStr, Field(max_length=fieldset.LONGEST_SYNONYM)]],
                        Field(max_length=fieldset.MOST_SYNONYMS)] = []
    optional: StrictBool = False
    required: StrictBool = False
    display_order: StrictInt = 0


Fields = Annotated[list[FieldJson], Field(min_length=1, max_length=fieldset.MOST_FIELDS)]
Name = Annotated[StrictStr, Field(min_length=1, max_length=service.LONGEST_NAME)]
Description = Annotated[StrictStr, Field(max_length=service.LONGEST_DESCRIPTION)]


class CreateBody(BaseModel):
    """A new template."""

    model_config = ConfigDict(extra="ignore")

    name: Name
    description: Description = ""
    template_type: Kind = Kind.EXTRACTION
    fields: Fields


class ChangeBody(BaseModel):
    """What is to be changed; what is left out stays.  `version`: the one it was made on, else it is written over."""

    model_config = ConfigDict(extra="ignore")

    name: Name | None = None
    description: Description | None = None
    fields: Fields | None = None
    is_public: StrictBool | None = None
    version: StrictInt | None = None


class TemplateJson(BaseModel):
    """A template; `user_id` is null where it comes with fsr."""

    id: int
    user_id: int | None
    name: str
    description: str
    template_type: Kind
    is_public: bool
    version: int
    created_at: datetime
    updated_at: datetime
    fields: list[FieldJson]


class Listing(BaseModel):
    """Templates by name; `next` is the `after` of the following part, null at the end."""

    templates: list[TemplateJson]
    next: str | None


class DataTypeJson(BaseModel):
    """A type of data that a field may have."""

    id: str
    display_name: str
    base_json_type: Literal["string", "number", "integer", "boolean"]
    json_format: str | None
    display_order: int


class DataTypes(BaseModel):
    """All of them, in the order in which people choose."""

    data_types: list[DataTypeJson]


@bp.get("/data-types")
@describe("List the types of data that a field may have", answers={200: DataTypes})
def data_types() -> ResponseReturnValue:
    """Answer alike for everybody; names are in the language asked for."""
    return jsonify(data_types=[
        {"id": one.code, "display_name": _(one.label), "base_json_type": one.base, "json_format": one.json_format,
         "display_order": number} for number, one in enumerate(kinds.DATA_TYPES, 1)])


@bp.get("/templates")
@describe("List the templates that you may use", answers={200: Listing, 422: None}, query={
    "template_type": {"type": "string", "enum": [str(kind) for kind in Kind]}, "q": {"type": "string"},
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}, "after": {"type": "string"}})
def index() -> ResponseReturnValue:
    """Your own and the public ones, with their fields."""
    kind = request.args.get("template_type", "")
    if kind not in ("", *Kind):
        raise Invalid(_("Choose a type from the list."), template_type=_("unknown"))
    part = templates.listed(current_user, request.args.get("q", ""), request.args.get("after"),
                            kind=Kind(kind) if kind else None, most=_limit(), whole=True)
    return jsonify(templates=[_json(one.template) for one in part.items], next=part.after)


def _limit() -> int:
    said = request.args.get("limit", str(USUAL))
    if not (said.isascii() and said.isdigit() and 1 <= int(said[:6]) <= MOST):
        raise Invalid(_("The limit is a number from 1 to %(most)s.", most=MOST), limit=said[:40])
    return int(said)


@bp.get("/templates/<int:template_id>")
@describe("Read a template", answers={200: TemplateJson, 404: None})
def show(template_id: int) -> ResponseReturnValue:
    """Answer with its fields in order."""
    return jsonify(_json(get_template(template_id, current_user)))


@bp.post("/templates")
@describe("Make a template of your own", body=CreateBody, answers={201: TemplateJson, 403: None, 422: None})
def create() -> ResponseReturnValue:
    """Names of fields are unique, whatever their case."""
    service.must_make(current_user)
    body = parse_body(CreateBody)
    made = service.create(current_user, Wishes(body.name, as_fields(body.fields), body.description), body.template_type)
    return jsonify(_json(made)), 201


@bp.patch("/templates/<int:template_id>")
@describe("Change a template", body=ChangeBody,
          answers={200: TemplateJson, 403: None, 404: None, 409: None, 422: None})
def change(template_id: int) -> ResponseReturnValue:
    """Its version counts up with each change of its fields; runs keep the fields they were started with."""
    template = get_template(template_id, current_user)
    service.must_change(current_user, template)
    body = parse_body(ChangeBody)
    if body.is_public is not None:
        service.publish(current_user, template, body.is_public)
    wishes = Wishes(template.name if body.name is None else body.name,
                    fieldset.of(template.fields) if body.fields is None else as_fields(body.fields),
                    template.description if body.description is None else body.description)
    return jsonify(_json(service.save(current_user, template, wishes, body.version)))


@bp.delete("/templates/<int:template_id>")
@describe("Delete a template", answers={204: None, 403: None, 404: None})
def delete(template_id: int) -> ResponseReturnValue:
    """Runs that were started with it keep their fields; it can be restored on its page."""
    service.delete(current_user, get_template(template_id, current_user))
    return "", 204


def as_fields(sent: list[FieldJson]) -> list[fieldset.Field]:
    """Fields as they were sent."""
    return [fieldset.Field(one.field_name, one.data_type_id, one.ai_prompt, one.role, tuple(one.synonyms),
                           one.optional, one.required) for one in sent]


def _json(template: Template) -> dict[str, Any]:
    return {
        "id": template.id, "user_id": template.owner_id, "name": template.name, "description": template.description,
        "template_type": template.template_type, "is_public": template.is_public, "version": template.version,
        "created_at": template.created_at.isoformat(), "updated_at": template.updated_at.isoformat(),
        "fields": [
            {"field_name": row.name, "data_type_id": row.data_type, "ai_prompt": row.prompt, "role": row.role,
             "synonyms": row.synonyms, "optional": row.optional, "required": row.required,
             "display_order": row.position} for row in template.fields]}
