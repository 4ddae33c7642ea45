"""`/styleguide`: every component of the design system on one page; only in debug mode and under test."""

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint("styleguide", __name__)


def init_app(app: Flask) -> None:
    """Serve the page where developers are at work."""
    if app.debug or app.testing:
        app.register_blueprint(bp)


@bp.get("/styleguide")
def styleguide() -> ResponseReturnValue:
    """Show each component in each of its states."""
    return render_template("styleguide.html")
