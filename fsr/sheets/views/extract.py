"""`/extract`: documents to grids. The list, a new job, and its page: files, fields, start, progress, rows.

The page is one, whatever is done: what is prepared stands above, what was read below.  Each piece answers by itself
to htmx, and the whole page answers to everybody else.
"""

from pathlib import PurePosixPath
from uuid import UUID

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Invalid
from fsr.sheets import access, fieldset, queries, templates
from fsr.sheets.access import Access
from fsr.sheets.editor import FieldsForm, Row
from fsr.sheets.models import Kind, Mode, Run, RunStatus, Template
from fsr.sheets.service import fields, files, sheets, submit
from fsr.sheets.service import templates as keeping
from fsr.sheets.service.templates import Wishes
from fsr.sheets.views.extract_page import Desk, desk_of, status_words, statuses
from fsr.web.htmx import fragment_or_page, go_to, trigger, wants_fragment
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext
from fsr.web.transaction import commit_before_waiting

bp = Blueprint("extract", __name__, url_prefix="/extract")

URL = "/<uuid:job_id>"


@bp.get("")
def index() -> ResponseReturnValue:
    """List extraction jobs, those that match; sheets of the CPE tracker have a list of their own."""
    query, status = request.args.get("q", "").strip(), request.args.get("status", "")
    status = status if status in set(RunStatus) else ""
    page = queries.listed(current_user, Kind.EXTRACTION, text=query, status=status, after=request.args.get("after"))
    older = url_for(".index", q=query or None, status=status or None, after=page.after) if page.after else None
    response = make_response(fragment_or_page(
        "sheets/extract/_list.html", "sheets/extract/index.html", page=page, query=query, state=status, older=older,
        statuses=statuses(), words=status_words, may_make=access.may_make(current_user),
        deleted=id_of(request.args.get("deleted"))))
    if wants_fragment():
        trigger(response, announce={"message": ngettext("%(num)s job", "%(num)s jobs", page.count)})
    return response


def id_of(text: str | None) -> str | None:
    """The id of a job or a file in an address; None where it is none."""
    try:
        return str(UUID(text or ""))
    except ValueError:
        return None


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Show the form of a new job."""
    access.must_make(current_user)
    return _new_form()


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Make a job of the files sent; start it at once where that was asked for and can be."""
    access.must_make(current_user)
    sent, template = sent_files(), _chosen()
    if not sent:
        return _new_form({"files": _("Choose at least one file.")}, 422)
    try:
        made = sheets.create(current_user, request.form.get("name") or _name(sent, template), Kind.EXTRACTION,
                             template.id if template else None)
    except Invalid as error:
        return _new_form(error.fields, 422)
    number = made.id
    commit_before_waiting()  # hashing and writing the files must keep nobody waiting
    run = access.get_run(access.get_sheet(number, current_user, Access.EDIT))
    tell(files.add(current_user, run, sent))
    if request.form.get("do") == "start" and template is not None and queries.new_files(run):
        fields.take(current_user, run, fieldset.of(template.fields), None, template)
        submit.submit(current_user, run)
    return go_to(url_for(".show", job_id=number))


def _new_form(errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "sheets/extract/new.html", errors=errors or {}, name=request.form.get("name", ""),
        chosen=request.values.get("template", ""), choices=templates.choices(current_user, Kind.EXTRACTION)), status


def sent_files() -> list[tuple[str, bytes]]:
    """The files of the form; an input left empty is no file."""
    return [(file.filename, file.read()) for file in request.files.getlist("files") if file.filename]


def _chosen() -> Template | None:
    """The template that was chosen; None for fields of the job's own.

    :raises NotFound: it is not the reader's to use.
    """
    said = request.form.get("template", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
    return access.get_template(number, current_user, Kind.EXTRACTION) if number else None


def _name(sent: list[tuple[str, bytes]], template: Template | None) -> str:
    stem = PurePosixPath(sent[0][0].replace("\\", "/")).stem[:150]
    return f"{template.name[:90]} · {stem}" if template else stem


def tell(received: list[files.Received]) -> None:
    """Say on the next page what became of files that are not as one would expect."""
    refused = [one for one in received if one.error]
    twins = [one for one in received if one.duplicate_of]
    if refused:
        flash(ngettext("%(num)s file cannot be read. The list says why.",
                       "%(num)s files cannot be read. The list says why.", len(refused)), "bad")
    if twins:
        flash(ngettext("%(num)s file is here already. It was taken all the same.",
                       "%(num)s files are here already. They were taken all the same.", len(twins)), "warn")


@bp.get(URL)
def show(job_id: UUID) -> ResponseReturnValue:
    """Show a job."""
    return render_template("sheets/extract/sheet.html", desk=desk_of(job_id))


@bp.post(f"{URL}/setup")
def setup(job_id: UUID) -> ResponseReturnValue:
    """Move fields in the form, take those of a template, keep them, or start; `do` says which."""
    desk = desk_of(job_id, Access.EDIT)
    if not desk.run.is_editable:
        return go_to(desk.url)  # it was started meanwhile, perhaps by the first of two clicks
    form = FieldsForm.parse(request.form)
    modes = dict(zip(request.form.getlist("folder"), request.form.getlist("mode"), strict=False))
    if form.do == "use":
        return _use(desk, modes)
    if form.do not in ("save", "start", "keep"):
        return _setup(Desk(desk.sheet, desk.run, form, modes))
    try:
        _take(desk.run, form, modes)
        if form.do == "keep":
            return _keep(desk, form)
        if form.do == "start":
            submit.submit(current_user, desk.run)
    except Invalid as error:
        problem = "" if any(name.startswith("fields.") for name in error.fields) else str(error)
        return _setup(Desk(desk.sheet, desk.run, form.with_errors(error.fields), modes, problem), 422)
    if form.do == "save":
        flash(_("The fields were kept."), "ok")
    return go_to(desk.url)


def _setup(desk: Desk, status: int = 200) -> ResponseReturnValue:
    return fragment_or_page("sheets/extract/_setup.html", "sheets/extract/sheet.html", status, desk=desk)


def _use(desk: Desk, modes: dict[str, str]) -> ResponseReturnValue:
    """Take the fields of the chosen template; "own" begins with an empty row."""
    template = _chosen()
    if template is None:
        return _setup(Desk(desk.sheet, desk.run, FieldsForm((Row(),), at=0, do="add"), modes))
    fields.take(current_user, desk.run, fieldset.of(template.fields), _modes(desk.run, modes), template)
    return _setup(Desk(desk.sheet, desk.run, modes=modes))


def _take(run: Run, form: FieldsForm, modes: dict[str, str]) -> None:
    """Keep what was typed; fields that are still those of the template stay the template's.

    :raises Invalid: names the rows that cannot be taken.
    """
    wanted, template = fieldset.sound(form.fields), run.template
    is_its_own = template is not None and fieldset.of(template.fields) == wanted
    fields.take(current_user, run, wanted, _modes(run, modes), template if is_its_own else None)


def _modes(run: Run, sent: dict[str, str]) -> dict[str, Mode]:
    """How each folder is read: files that came after the form was shown are read by themselves."""
    known = fields.folders(fields.readable(run))
    return {folder: Mode.COMBINED if sent.get(folder) == Mode.COMBINED else Mode.INDIVIDUAL for folder in known}


def _keep(desk: Desk, form: FieldsForm) -> ResponseReturnValue:
    """Make a template of the fields.

    :raises Invalid: it has no name.
    """
    name = request.form.get("template_name") or desk.sheet.name
    made = keeping.create(current_user, Wishes(name, form.fields))
    run = desk.run
    fields.take(current_user, run, fieldset.of(made.fields), None, made)
    flash(_("“%(name)s” is among your templates now.", name=made.name), "ok")
    return go_to(desk.url)


@bp.post(f"{URL}/rename")
def rename(job_id: UUID) -> ResponseReturnValue:
    """Call it something else."""
    desk = desk_of(job_id, Access.EDIT)
    sheets.rename(current_user, desk.sheet, request.form.get("name", ""))
    return go_to(desk.url)


@bp.post(f"{URL}/delete")
def delete(job_id: UUID) -> ResponseReturnValue:
    """Put it away; the list offers to take that back."""
    desk = desk_of(job_id, Access.EDIT)
    sheets.delete(current_user, desk.sheet)
    return go_to(url_for(".index", deleted=desk.sheet.id))


@bp.post(f"{URL}/restore")
def restore(job_id: UUID) -> ResponseReturnValue:
    """Take a deletion back."""
    sheet = access.get_sheet(job_id, current_user, Access.EDIT, kind=Kind.EXTRACTION, deleted=True)
    sheets.restore(current_user, sheet)
    return go_to(url_for(".show", job_id=sheet.id))
