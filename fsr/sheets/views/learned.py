"""Taught labels: which printed words corrections taught, for seeing, editing and removing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Conflict, Invalid
from fsr.sheets.service import labels
from fsr.web.i18n import gettext as _

bp = Blueprint("learned", __name__, url_prefix="/templates/learned")


@bp.get("")
def index() -> ResponseReturnValue:
    """List what the reader's corrections taught."""
    return render_template("sheets/learned/index.html", labels=labels.taught_by(current_user))


@bp.route("/<int:taught_id>", methods=["GET", "POST"])
def edit(taught_id: int) -> ResponseReturnValue:
    """Change the words of a label, or the field they stand for."""
    label, errors, status = labels.get_label(taught_id, current_user), dict[str, str](), 200
    words, name = label.label, label.field
    if request.method == "POST":
        words, name = request.form.get("label", ""), request.form.get("field", "")
        try:
            labels.edit_label(current_user, label, words, name)
            return redirect(url_for("learned.index"), 303)
        except (Invalid, Conflict) as error:
            errors, status = getattr(error, "fields", {}) or {"label": str(error)}, 422
    return render_template("sheets/learned/label.html", label=label, words=words, name=name, errors=errors), status


@bp.post("/<int:taught_id>/remove")
def remove(taught_id: int) -> ResponseReturnValue:
    """Forget a label."""
    labels.remove_label(current_user, labels.get_label(taught_id, current_user))
    flash(_("The label was removed."), "ok")
    return redirect(url_for("learned.index"), 303)
