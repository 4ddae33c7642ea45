"""Templates and snippets: choosing one for a text, and looking after them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Conflict, Invalid, NotFound
from fsr.notebook import access, snippets
from fsr.notebook.forms import SaveForm, version_of
from fsr.notebook.models import Level, Snippet
from fsr.notebook.service import snippets as service
from fsr.notebook.service.snippets import Wishes
from fsr.notebook.texts import FIELDS, Draft, Texts
from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.case import URL
from fsr.notebook.views.editor import LABELS
from fsr.notebook.views.head import Head, head_of
from fsr.notebook.views.saving import save_form
from fsr.web.htmx import fragment_or_page, go_to
from fsr.web.i18n import gettext as _


@bp.get(f"{URL}/snippets")
def pick(case: str) -> ResponseReturnValue:
    """What can be put into this page's texts, filled in."""
    head = head_of(case, Level.WRITE)
    return fragment_or_page("notebook/_snippets.html", "notebook/pick.html", head=head, case=head.case, page=head.page,
                            choices=snippets.available(current_user, head.case), labels=_labels())


def _labels() -> dict[str, str]:
    return {name: label() for name, label in LABELS.items()}


@bp.post(f"{URL}/snippets/insert")
def insert_snippet(case: str) -> ResponseReturnValue:
    """Put the chosen text below what is in its box, and save; for browsers without JavaScript."""
    head, form = head_of(case, Level.WRITE), SaveForm.parse(request.form)
    texts = form.draft.over(_kept(head))
    chosen, _colon, asked = request.form.get("snippet", "").partition(":")
    choice = next((one for one in snippets.available(current_user, head.case) if one.key == chosen), None)
    if choice is None:
        raise NotFound(_("There is no such snippet."))
    box = choice.field or (asked if asked in FIELDS else "fsr_notes")
    draft = Draft(texts.problem_statement, texts.fsr_notes)
    base = form.base if "base_version" in request.form else head.page.version if head.page else 0
    more = replace(draft, **{box: snippets.added(getattr(texts, box), choice.text)})
    return save_form(head, replace(form, draft=more, base=base))


def _kept(head: Head) -> Texts:
    return Texts(head.page.problem_statement, head.page.fsr_notes) if head.page else Texts()


@dataclass(frozen=True)
class Form:
    """What was typed of a snippet; `row` None: a new one."""

    row: Snippet | None
    raw: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    conflict: str = ""

    @classmethod
    def of(cls, row: Snippet) -> "Form":
        """The form of a snippet that is there."""
        return cls(row, {"kind": row.kind, "field": row.field, "name": row.name, "text": row.text,
                         "version": str(row.version)})

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What it can be, in words."""
        return [(snippets.TEMPLATE, _("Template: starts a text")), (snippets.SNIPPET, _("Snippet: goes into a text"))]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What it is for, in words."""
        return [("", _("both texts")), *_labels().items()]


def _wishes() -> Wishes:
    form = request.form
    return Wishes(form.get("kind", ""), form.get("field", ""), form.get("name", ""), form.get("text", ""),
                  bool(form.get("for_all")))


@bp.get("/cases/snippets", endpoint="snippets")
def listing() -> ResponseReturnValue:
    """My templates and snippets, everybody's, and those of fsr."""
    access.must_write(current_user)
    return render_template("notebook/snippets.html", rows=snippets.rows(current_user), built_in=snippets.built_in(),
                           may_edit=lambda row: snippets.may_edit(row, current_user), labels=_labels())


@bp.route("/cases/snippets/new", methods=["GET", "POST"])
def new_snippet() -> ResponseReturnValue:
    """Make one; `?copy=` begins with the text of one that comes with fsr."""
    access.must_write(current_user)
    if request.method == "GET":
        copied = next((one for one in snippets.built_in() if one.key == request.args.get("copy")), None)
        raw = {"kind": copied.kind, "field": copied.field, "name": copied.name, "text": copied.text} if copied else {}
        return _form(Form(None, raw))
    try:
        made = service.create(current_user, _wishes())
    except Invalid as error:
        return _form(Form(None, request.form, error.fields), 422)
    flash(_("“%(name)s” is ready to be chosen.", name=made.name))
    return go_to(url_for("notebook.snippets"))


@bp.route("/cases/snippets/<int:snippet_id>", methods=["GET", "POST"])
def edit_snippet(snippet_id: int) -> ResponseReturnValue:
    """Change one."""
    row = snippets.get_snippet(snippet_id, current_user)
    if request.method == "GET":
        return _form(Form.of(row))
    try:
        service.edit(current_user, row, _wishes(), max(version_of(request.form.get("version")), 0))
    except Invalid as error:
        return _form(Form(row, request.form, error.fields), 422)
    except Conflict as error:
        return _form(Form(row, {**request.form, "version": str(row.version)}, conflict=str(error)), 409)
    return go_to(url_for("notebook.snippets"))


def _form(form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template("notebook/snippet.html", form=form, may_share=current_user.is_admin), status


@bp.post("/cases/snippets/<int:snippet_id>/delete")
def delete_snippet(snippet_id: int) -> ResponseReturnValue:
    """Delete one."""
    row = snippets.get_snippet(snippet_id, current_user)
    name = row.name
    service.delete(current_user, row)
    flash(_("“%(name)s” was deleted. Texts that were made with it stay.", name=name))
    return go_to(url_for("notebook.snippets"))
