"""Pages of whole comparisons: the list, a new one, the matrix, paper, further offers, editing and deleting."""

import io

from flask import make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response

from fsr.errors import Invalid
from fsr.offers import access, queries
from fsr.offers import workbook as xlsx
from fsr.offers.access import Access
from fsr.offers.forms import DetailsForm
from fsr.offers.profiles import INSURERS
from fsr.offers.service import comparisons, receiving
from fsr.offers.views.blueprint import bp
from fsr.offers.views.listing import listed
from fsr.offers.views.page import Page, page_of
from fsr.offers.views.uploading import incoming, tell
from fsr.web.htmx import STOP_POLLING, fragment_or_page, go_to, trigger, wants_fragment
from fsr.web.i18n import LANGUAGES, ngettext
from fsr.web.i18n import gettext as _

URL = "/compare/<int:comparison_id>"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/compare")
def index() -> ResponseReturnValue:
    """List comparisons, those that match the search."""
    query = request.args.get("q", "").strip()
    found = queries.comparisons(current_user, query, request.args.get("after"))
    older = url_for("offers.index", q=query or None, after=found.after) if found.after else None
    response = make_response(fragment_or_page(
        "offers/_list.html", "offers/index.html", query=query, rows=listed(found.items, current_user.id), older=older,
        may_compare=access.may_compare(current_user), deleted=_number(request.args.get("deleted"))))
    if not wants_fragment():
        return response
    return trigger(response, announce={"message": ngettext("%(num)s comparison", "%(num)s comparisons", found.count)})


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


@bp.get("/compare/new")
def new() -> ResponseReturnValue:
    """Show the one form for one file and for many."""
    access.must_compare(current_user)
    return _new_form(DetailsForm(language=current_user.language or ""))


@bp.post("/compare/new")
def create() -> ResponseReturnValue:
    """Begin a comparison with the files sent; go to its page at once, where they are read."""
    form = DetailsForm.parse(request.form)
    if form.errors:
        return _new_form(form, status=422)
    try:
        comparison, received = receiving.compare_files(
            current_user, incoming(request), reg_number=form.reg_number, client=form.client, language=form.language)
    except Invalid as error:
        form.errors = error.fields
        return _new_form(form, status=422)
    if comparison is None:
        return _new_form(form, received.errors, 422)
    tell(received.errors)
    return go_to(url_for("offers.show", comparison_id=comparison.id))


def _new_form(form: DetailsForm, refused: tuple[receiving.Refused, ...] = (), status: int = 200) -> ResponseReturnValue:
    return fragment_or_page(
        "offers/_new.html", "offers/new.html", status, form=form, refused=refused, languages=list(LANGUAGES.items()),
        insurers=[insurer.name for insurer in INSURERS])


@bp.get(URL)
def show(comparison_id: int) -> ResponseReturnValue:
    """Show the matrix, filled as far as the offers have been read."""
    page = page_of(access.get_comparison(comparison_id, current_user))
    template = "offers/_changed.html" if wants_fragment() else "offers/comparison.html"
    return render_template(template, page=page, removed=_number(request.args.get("removed")))


@bp.get(f"{URL}/progress")
def progress(comparison_id: int) -> ResponseReturnValue:
    """Tell a poll what has been read since it last asked: 204 for nothing, 286 when all is over."""
    page = page_of(access.get_comparison(comparison_id, current_user))
    if not wants_fragment():
        return render_template("offers/comparison.html", page=page, removed=None)
    seen, _dash, settled = request.args.get("seen", "").partition("-")
    if seen == page.seen and page.matrix.busy:
        return Response(status=204)
    return _moved_on(page, whole=settled != page.settled)


def _moved_on(page: Page, whole: bool) -> ResponseReturnValue:
    response = make_response(render_template("offers/_progress.html", page=page, whole=whole))
    if not page.matrix.busy:
        response.status_code = STOP_POLLING
    return trigger(response, announce={"message": page.counts}) if whole else response


@bp.get(f"{URL}/print")
def paper(comparison_id: int) -> ResponseReturnValue:
    """Show the matrix as an A4 sheet."""
    return render_template("offers/print.html", page=page_of(access.get_comparison(comparison_id, current_user)))


@bp.get(f"{URL}/xlsx")
def workbook(comparison_id: int) -> ResponseReturnValue:
    """The comparison as Excel, with the columns and rows that the page shows."""
    page = page_of(access.get_comparison(comparison_id, current_user))
    data = xlsx.write(page.comparison, page.matrix, queries.changes(comparison_id),
                      differences=page.view.differences, best=page.view.best)
    comparisons.told_export(page.comparison, current_user)
    return send_file(io.BytesIO(data), mimetype=XLSX, as_attachment=True,
                     download_name=xlsx.filename(page.comparison), etag=False, max_age=0)


@bp.route(f"{URL}/offers/new", methods=["GET", "POST"])
def add(comparison_id: int) -> ResponseReturnValue:
    """Add offers to a comparison."""
    comparison = access.get_comparison(comparison_id, current_user, Access.EDIT)
    back = url_for("offers.show", comparison_id=comparison_id)
    errors: dict[str, str] = {}
    refused: tuple[receiving.Refused, ...] = ()
    if request.method == "POST":
        try:
            received = receiving.add_offers(comparison, incoming(request), current_user)
        except Invalid as error:
            errors = error.fields
        else:
            if received.offers:
                tell(received.errors)
                return go_to(back)
            refused = received.errors
    return fragment_or_page(
        "offers/_add.html", "offers/add.html", 422 if errors or refused else 200, comparison=comparison, back=back,
        heading=_("Add offers"), action=request.path, errors=errors, refused=refused, newer=False,
        insurers=[insurer.name for insurer in INSURERS])


@bp.post(f"{URL}/offers/by-hand")
def add_by_hand(comparison_id: int) -> ResponseReturnValue:
    """Add a column without a document, to be typed."""
    comparison = access.get_comparison(comparison_id, current_user, Access.EDIT)
    offer = receiving.add_by_hand(comparison, request.form.get("insurer", ""), current_user)
    return go_to(f"{url_for('offers.show', comparison_id=comparison_id)}#column-{offer.id}")


@bp.route(f"{URL}/edit", methods=["GET", "POST"])
def edit(comparison_id: int) -> ResponseReturnValue:
    """Change whose comparison it is, what it is called and in which language its rows are named."""
    comparison = access.get_comparison(comparison_id, current_user, Access.EDIT)
    if request.method == "GET":
        form = DetailsForm(comparison.reg_number, comparison.client, comparison.title, comparison.language)
        return _edit_form(comparison_id, form)
    form = DetailsForm.parse(request.form)
    if form.errors:
        return _edit_form(comparison_id, form, 422)
    try:
        comparisons.edit_comparison(comparison, current_user, reg_number=form.reg_number, title=form.title,
                                    client=form.client, language=form.language)
    except Invalid as error:
        form.errors = error.fields
        return _edit_form(comparison_id, form, 422)
    return redirect(url_for("offers.show", comparison_id=comparison_id), 303)


def _edit_form(comparison_id: int, form: DetailsForm, status: int = 200) -> ResponseReturnValue:
    comparison = access.get_comparison(comparison_id, current_user)
    back = url_for("offers.show", comparison_id=comparison_id)
    return render_template("offers/edit.html", comparison=comparison, back=back, form=form,
                           languages=list(LANGUAGES.items())), status


@bp.get(f"{URL}/delete")
def ask_delete(comparison_id: int) -> ResponseReturnValue:
    """Ask before deleting, where JavaScript does not do it with an undo."""
    comparison = access.get_comparison(comparison_id, current_user, Access.EDIT)
    count = len(queries.offered(comparison.id))
    back = url_for("offers.show", comparison_id=comparison_id)
    return render_template("offers/delete.html", comparison=comparison, offers=count, back=back)


@bp.post(f"{URL}/delete")
def delete(comparison_id: int) -> ResponseReturnValue:
    """Delete a comparison; the list offers to take it back."""
    comparison = access.get_comparison(comparison_id, current_user, Access.EDIT)
    comparisons.delete_comparison(comparison, current_user)
    return go_to(url_for("offers.index", deleted=comparison.id))


@bp.post(f"{URL}/restore")
def restore(comparison_id: int) -> ResponseReturnValue:
    """Take a deletion back."""
    comparison = access.get_comparison(comparison_id, current_user, Access.EDIT, deleted=True)
    comparisons.restore_comparison(comparison, current_user)
    return go_to(url_for("offers.show", comparison_id=comparison.id))
