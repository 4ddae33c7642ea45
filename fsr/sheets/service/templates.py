"""Templates as people make them: create, copy, change, publish, delete.

A template's version counts up with each change of its fields; a run keeps the fields it was started with, so a change
never reaches into work that was begun.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import Role, User
from fsr.db import db
from fsr.errors import Conflict, Forbidden, Invalid
from fsr.sheets import fieldset
from fsr.sheets.fieldset import Field
from fsr.sheets.models import Kind, Template, TemplateField
from fsr.web.i18n import gettext as _

LONGEST_NAME = 255
LONGEST_DESCRIPTION = 2000


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a template is to be."""

    name: str
    fields: Sequence[Field]
    description: str = ""


def create(actor: User, wishes: Wishes, kind: Kind = Kind.EXTRACTION) -> Template:
    """Make a template of the actor's own.

    :raises Invalid: names the fields of the form.
    :raises Forbidden: an auditor only looks.
    """
    must_make(actor)
    wishes = _sound(wishes)
    template = Template(owner_id=actor.id, name=wishes.name, description=wishes.description, template_type=kind)
    put_fields(template, wishes.fields)
    db.session.add(template)
    db.session.flush()
    record(Action.TEMPLATE_CREATED, template.subject, actor, name=template.name, fields=len(wishes.fields))
    return template


def copy(actor: User, template: Template, name: str = "") -> Template:
    """Make one of the actor's own with the same fields.

    :raises Forbidden: an auditor only looks.
    """
    called = name or _("%(name)s (copy)", name=template.name)[:LONGEST_NAME]
    return create(actor, Wishes(called, fieldset.of(template.fields), template.description),
                  Kind(template.template_type))


def save(actor: User, template: Template, wishes: Wishes, base_version: int | None = None) -> Template:
    """Give a template its name, description and fields.

    :param base_version: the version that the actor saw; None overwrites whatever is there.
    :raises Invalid: names the fields of the form.
    :raises Conflict: its fields were changed meanwhile.
    :raises Forbidden: it is not the actor's.
    """
    must_change(actor, template)
    wishes = _sound(wishes)
    if base_version is not None and base_version != template.version:
        raise Conflict(_("This template was changed meanwhile. Yours is below: save again to put it in its place."))
    changed = _changed(template, wishes)
    if not changed:
        return template
    template.name, template.description = wishes.name, wishes.description
    if "fields" in changed:
        put_fields(template, wishes.fields)
        template.version += 1
    template.updated_at = clock.now()
    db.session.flush()
    record(Action.TEMPLATE_EDITED, template.subject, actor, changed=changed, version=template.version)
    return template


def publish(actor: User, template: Template, is_public: bool) -> None:
    """Show a template to everybody, or to its owner alone.

    :raises Forbidden: only administrators may; those that come with fsr are always public.
    """
    if template.owner_id is None or not actor.is_admin:
        raise Forbidden(_("Only administrators may publish templates."))
    if template.is_public != is_public:
        template.is_public = is_public
        record(Action.TEMPLATE_PUBLISHED if is_public else Action.TEMPLATE_WITHDRAWN, template.subject, actor)


def delete(actor: User, template: Template) -> None:
    """Put a template away; runs that were started with it keep their fields.

    :raises Forbidden: it is not the actor's.
    """
    must_change(actor, template)
    if template.deleted_at is None:
        template.deleted_at = clock.now()
        record(Action.TEMPLATE_DELETED, template.subject, actor)


def restore(actor: User, template: Template) -> None:
    """Take a deletion back.

    :raises Forbidden: it is not the actor's.
    """
    must_change(actor, template)
    if template.deleted_at is not None:
        template.deleted_at = None
        record(Action.TEMPLATE_RESTORED, template.subject, actor)


def put_fields(template: Template, fields: Sequence[Field]) -> None:
    """Make the rows those fields, in that order; a field of the same name keeps its row."""
    there = {row.name: row for row in template.fields}
    template.fields = [_row(there.get(field.name), field, number) for number, field in enumerate(fields, 1)]


def _row(row: TemplateField | None, field: Field, position: int) -> TemplateField:
    row = row or TemplateField()
    for name, value in fieldset.columns(field, position).items():
        setattr(row, name, value)
    return row


def may_make(actor: User) -> bool:
    """Whether the actor may have templates of their own; auditors only look."""
    return actor.role is not Role.AUDITOR


def must_make(actor: User) -> None:
    """Let the actor make a template.

    :raises Forbidden: an auditor only looks.
    """
    if not may_make(actor):
        raise Forbidden(_("Auditors may look at templates, not make them."))


def may_change(actor: User, template: Template) -> bool:
    """Whether the actor may change the template; those that come with fsr nobody changes."""
    return template.owner_id is not None and may_make(actor) and (actor.is_admin or template.owner_id == actor.id)


def must_change(actor: User, template: Template) -> None:
    """Let the actor change the template.

    :raises Forbidden: it is not theirs.
    """
    if not may_change(actor, template):
        raise Forbidden(_("This template is not yours to change. Copy it, and change the copy."))


def _changed(template: Template, wishes: Wishes) -> list[str]:
    now: dict[str, Any] = {"name": template.name, "description": template.description,
                           "fields": fieldset.of(template.fields)}
    return [name for name, value in now.items() if getattr(wishes, name) != value]


def _sound(wishes: Wishes) -> Wishes:
    """The wishes, cleaned.

    :raises Invalid: names all that is wrong at once.
    """
    name, description = fieldset.line(wishes.name), fieldset.paragraph(wishes.description)
    found: dict[str, str] = {}
    if not name:
        found["name"] = _("Give the template a name.")
    elif len(name) > LONGEST_NAME:
        found["name"] = _("Use at most %(count)s characters.", count=LONGEST_NAME)
    if len(description) > LONGEST_DESCRIPTION:
        found["description"] = _("Use at most %(count)s characters.", count=LONGEST_DESCRIPTION)
    fields: tuple[Field, ...] = ()
    try:
        fields = fieldset.sound(wishes.fields)
    except Invalid as error:
        found |= error.fields
    if found:
        raise Invalid(next(iter(found.values())), **found)
    return Wishes(name, fields, description)
