"""The first page, the help page and the health check."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr import clock, health
from fsr.auth import public
from fsr.home.queries import board_of, greeting
from fsr.web.htmx import fragment_or_page, wants_fragment
from fsr.web.i18n import zone

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    """What needs the user, what was open last, what runs; the page asks again, and hears 204 while nothing changed."""
    board = board_of(current_user)
    if wants_fragment() and request.args.get("seen") == board.stamp:
        return "", 204
    hello = greeting(clock.now().astimezone(zone()), current_user.name)
    return fragment_or_page("_home.html", "home.html", board=board, greeting=hello)


@bp.get("/help")
def help_page() -> ResponseReturnValue:
    """How to do things, and the keys."""
    return render_template("help.html")


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """For load balancers: 200 while the database answers, 503 otherwise; never says why, since anybody may ask."""
    if health.database_answers():
        return jsonify(status="ok")
    return jsonify(status="unavailable"), 503
