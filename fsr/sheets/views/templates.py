"""`/templates`: the list, the editor of one, and trying it on a file."""

from dataclasses import dataclass, field

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.documents import access as document_access
from fsr.documents.evidence import Evidence, evidence_of
from fsr.errors import Conflict, Invalid, Refusal
from fsr.extraction.found import Found, State
from fsr.sheets import access, kinds, templates, trial
from fsr.sheets.editor import FieldsForm, needs
from fsr.sheets.fieldset import MOST_FIELDS, Field, of
from fsr.sheets.models import Template
from fsr.sheets.service import templates as service
from fsr.sheets.service.templates import Wishes
from fsr.web.htmx import STOP_POLLING, fragment_or_page, go_to, trigger, wants_fragment
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext

bp = Blueprint("templates", __name__, url_prefix="/templates")

URL = "/<int:template_id>"
MOST_RECORDS = 20
"""Rows of one document that a trial shows."""


@bp.get("")
def index() -> ResponseReturnValue:
    """List the templates that the reader may use, those that match the search."""
    query = request.args.get("q", "").strip()
    part = templates.listed(current_user, query, request.args.get("after"))
    older = url_for(".index", q=query or None, after=part.after) if part.after else None
    response = make_response(fragment_or_page(
        "sheets/templates/_list.html", "sheets/templates/index.html", query=query, rows=part.items, older=older,
        may_make=service.may_make(current_user), deleted=_number(request.args.get("deleted"))))
    if wants_fragment():
        trigger(response, announce={"message": ngettext("%(num)s template", "%(num)s templates", len(part.items))})
    return response


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


@dataclass(frozen=True)
class Editor:
    """The page of one template, as `templates/editor.html` takes it.

    template   None: a new one
    trial      what a document gives with it, where one was tried
    conflict   the sentence of somebody else's change, "" for none
    """

    template: Template | None
    form: FieldsForm
    trial: "Tried | None" = None
    conflict: str = ""
    types: list[tuple[str, str]] = field(default_factory=lambda: [(one.code, _(one.label)) for one in kinds.DATA_TYPES])
    needs: list[tuple[str, str]] = field(default_factory=needs)
    most: int = MOST_FIELDS

    @property
    def may_change(self) -> bool:
        """Whether the reader may change it; else they may copy it."""
        return service.may_make(current_user) if self.template is None else service.may_change(
            current_user, self.template)

    @property
    def may_publish(self) -> bool:
        """Whether the reader decides who sees it."""
        return current_user.is_admin and self.template is not None and self.template.owner_id is not None

    @property
    def may_make(self) -> bool:
        """Whether the reader may have templates of their own."""
        return service.may_make(current_user)

    @property
    def url(self) -> str:
        """Where its form is sent."""
        if self.template is None:
            return url_for(".new")
        return self.trial.url if self.trial else url_for(".show", template_id=self.template.id)


@dataclass(frozen=True)
class Tried:
    """A trial as its panel takes it; `was_looked` False: the page that holds it changes things, and looks later."""

    template_id: int
    fields: tuple[Field, ...]
    trial: trial.Trial
    was_looked: bool = True

    @property
    def url(self) -> str:
        """The page that shows it beside the editor."""
        return url_for(".tried", template_id=self.template_id, document_id=self.trial.document.id)

    @property
    def records(self) -> list[list[tuple[Field, Found]]]:
        """Every field of every row, as far as they are shown."""
        return [[(one, record.values.get(one.name) or Found(one.name)) for one in self.fields]
                for record in self.trial.records[:MOST_RECORDS]]

    @property
    def hidden(self) -> int:
        """How many more rows the document gives."""
        return max(0, len(self.trial.records) - MOST_RECORDS)

    def evidence_url(self, found: Found) -> str | None:
        """The page with the box of a value; None where nothing was found."""
        if found.page is None:
            return None
        box = ",".join(f"{side:.5f}" for side in found.box) if found.box else None
        return url_for("documents.page", document_id=self.trial.document.id, page=found.page, box=box)

    @property
    def evidence(self) -> Evidence:
        """The page of the first value that was found, with its box."""
        for record in self.records:
            for _field, found in record:
                if found.page is not None:
                    return evidence_of(self.trial.document, found.page, found.box)
        return evidence_of(self.trial.document, 1)

    @staticmethod
    def words(one: Field, found: Found) -> str:
        """The value as a person writes it in that type."""
        return kinds.show(one.data_type, found.value) if found.value is not None else ""

    @property
    def counts(self) -> str:
        """How much was found, in words."""
        values = [found for record in self.records for _one, found in record]
        got = sum(found.value is not None for found in values)
        guessed = sum(found.state is State.GUESSED for found in values)
        parts = [ngettext("%(num)s row", "%(num)s rows", len(self.trial.records)),
                 _("%(got)s of %(all)s values found", got=got, all=len(values))]
        if guessed:
            parts.append(ngettext("%(num)s guessed", "%(num)s guessed", guessed))
        return " · ".join(parts)


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Make a template; moving its rows stores nothing."""
    service.must_make(current_user)
    if request.method == "GET":
        return _editor(Editor(None, FieldsForm.of(())))
    form = FieldsForm.parse(request.form)
    if not form.is_save:
        return _editor(Editor(None, form))
    try:
        made = service.create(current_user, Wishes(form.name, form.fields, form.description))
    except Invalid as error:
        return _editor(Editor(None, form.with_errors(error.fields)), 422)
    flash(_("“%(name)s” is ready to be used. Try it on a file.", name=made.name), "ok")
    return go_to(url_for(".show", template_id=made.id))


@bp.get(URL)
def show(template_id: int) -> ResponseReturnValue:
    """Show a template."""
    template = access.get_template(template_id, current_user)
    return _editor(Editor(template, _form_of(template)))


@bp.post(URL)
def change(template_id: int) -> ResponseReturnValue:
    """Move its rows in the form, or save it."""
    return _change(access.get_template(template_id, current_user), None)


@bp.get(f"{URL}/test/<int:document_id>")
def tried(template_id: int, document_id: int) -> ResponseReturnValue:
    """Show a template with what a document gives; to htmx the panel alone, until the document is read."""
    template = access.get_template(template_id, current_user)
    panel = _tried(template, document_id)
    if not wants_fragment():
        return _editor(Editor(template, _form_of(template), panel))
    status = 200 if panel.trial.is_reading else STOP_POLLING
    return render_template("sheets/templates/_trial.html", tried=panel), status


@bp.post(f"{URL}/test/<int:document_id>")
def change_tried(template_id: int, document_id: int) -> ResponseReturnValue:
    """As `change`, beside a trial."""
    return _change(access.get_template(template_id, current_user), document_id)


def _change(template: Template, document_id: int | None) -> ResponseReturnValue:
    form, number = FieldsForm.parse(request.form), template.id
    service.must_change(current_user, template)
    back = url_for(".show", template_id=number) if document_id is None else url_for(
        ".tried", template_id=number, document_id=document_id)
    if not form.is_save:
        return _editor(Editor(template, form, _empty(template, document_id)))
    try:
        service.save(current_user, template, Wishes(form.name, form.fields, form.description), form.version)
    except Invalid as error:
        return _editor(Editor(template, form.with_errors(error.fields), _empty(template, document_id)), 422)
    except Conflict as error:
        form = FieldsForm(form.rows, form.name, form.description, template.version)
        return _editor(Editor(template, form, _empty(template, document_id), str(error)), 409)
    flash(_("Saved as version %(version)s.", version=template.version), "ok")
    return go_to(back)


def _form_of(template: Template) -> FieldsForm:
    return FieldsForm.of(of(template.fields), template.name, template.description, template.version)


def _tried(template: Template, document_id: int) -> Tried:
    document = document_access.get_document(document_id, current_user)
    fields = of(template.fields)
    return Tried(template.id, fields, trial.look(document, fields, template.template_type))


def _empty(template: Template, document_id: int | None) -> Tried | None:
    """The panel of a trial, to be filled by a request of its own."""
    if document_id is None:
        return None
    document = document_access.get_document(document_id, current_user)
    return Tried(template.id, of(template.fields), trial.Trial(document), was_looked=False)


def _editor(editor: Editor, status: int = 200) -> ResponseReturnValue:
    return fragment_or_page("sheets/templates/_editor.html", "sheets/templates/editor.html", status, editor=editor)


@bp.post(f"{URL}/test")
def try_file(template_id: int) -> ResponseReturnValue:
    """Receive a file to try the template on."""
    template = access.get_template(template_id, current_user)
    service.must_make(current_user)
    file = request.files.get("file")
    if file is None or not file.filename:
        return _refused(template, _("Choose a file."))
    try:
        document = trial.begin(current_user, file.filename, file.read())
    except Refusal as error:
        return _refused(template, str(error))
    return go_to(url_for(".tried", template_id=template_id, document_id=document.id))


def _refused(template: Template, why: str) -> ResponseReturnValue:
    editor = Editor(template, _form_of(template))
    return render_template("sheets/templates/editor.html", editor=editor, refused=why), 422


@bp.post(f"{URL}/copy")
def copy(template_id: int) -> ResponseReturnValue:
    """Make a template of one's own with the same fields."""
    made = service.copy(current_user, access.get_template(template_id, current_user))
    flash(_("This is your copy. Give it a name, and change what you like."), "ok")
    return go_to(url_for(".show", template_id=made.id))


@bp.post(f"{URL}/publish")
def publish(template_id: int) -> ResponseReturnValue:
    """Show it to everybody, or to its owner alone."""
    template = access.get_template(template_id, current_user)
    is_public = request.form.get("public") == "1"
    service.publish(current_user, template, is_public)
    flash(_("Everybody can use this template now.") if is_public else _("Only its owner can use this template now."))
    return go_to(url_for(".show", template_id=template_id))


@bp.post(f"{URL}/delete")
def delete(template_id: int) -> ResponseReturnValue:
    """Put it away; the list offers to take that back."""
    service.delete(current_user, access.get_template(template_id, current_user))
    return go_to(url_for(".index", deleted=template_id))


@bp.post(f"{URL}/restore")
def restore(template_id: int) -> ResponseReturnValue:
    """Take a deletion back."""
    template = access.get_template(template_id, current_user, deleted=True)
    service.restore(current_user, template)
    return go_to(url_for(".show", template_id=template_id))
