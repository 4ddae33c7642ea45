"""The system page: is this installation sound?"""

import platform

from flask import Blueprint, current_app, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr import demo, health
from fsr.auth import service
from fsr.auth.access import must_be_admin
from fsr.web.htmx import go_to
from fsr.web.i18n import gettext as _

bp = Blueprint("upkeep", __name__, url_prefix="/admin/system")


@bp.get("")
def system() -> ResponseReturnValue:
    """The findings of `fsr doctor`; the last step of set-up leads here."""
    must_be_admin(current_user)
    return render_template(
        "upkeep/system.html", findings=health.examine(), demos=demo.known(), python=platform.python_version(),
        database=current_app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0], welcome="welcome" in request.args)


@bp.post("/demo")
def demo_data() -> ResponseReturnValue:
    """Load or remove the demo data."""
    must_be_admin(current_user)
    if request.form.get("do") == "remove":
        service.remove_demo(current_user)
        flash(_("The demo data is gone."))
    else:
        service.load_demo(current_user)
        flash(_("The demo data is there."))
    return go_to("/admin/system")
