"""The ways in and out: set-up, sign-in, an invitation, sign-out."""

from flask import Response, abort, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr import demo
from fsr.auth import guard, service
from fsr.auth.forms import PersonForm, SetUpForm, SignInForm, safe_next
from fsr.auth.guard import public
from fsr.auth.models import User
from fsr.auth.views.blueprint import bp
from fsr.errors import Conflict, Invalid, TooMany
from fsr.web.htmx import go_to


@bp.route("/setup", methods=["GET", "POST"])
@public
def set_up() -> ResponseReturnValue:
    """Make the first administrator; there is no such page afterwards."""
    if service.is_set_up():
        abort(404)
    if request.method == "GET":
        return render_template("auth/setup.html", form=SetUpForm(), demos=demo.known())
    form = SetUpForm(request.form)
    if form.ok:
        try:
            return _finish(form)
        except (Invalid, Conflict, TooMany) as error:
            form.refuse(error)
    return render_template("auth/setup.html", form=form, demos=demo.known()), 422


def _finish(form: SetUpForm) -> ResponseReturnValue:
    person = User(email=form.email, name=form.name, language=form.language, timezone=form.timezone)
    home = current_app.config["INSTANCE_DIR"]
    user = service.set_up(form.key, person, form.password, home, guard.origin())
    if form.demo or demo.is_wanted(home):
        service.load_demo(user)
    guard.keep(service.start_session(user, guard.origin(), guard.limits()))
    return go_to(url_for("upkeep.system", welcome=1))


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for address and password; go where the visitor wanted to."""
    target = safe_next(request.values.get("next"))
    if request.method == "GET":
        if current_user.is_authenticated:
            return redirect(target)
        return render_template("auth/sign_in.html", form=SignInForm(), next=target)
    form = SignInForm(request.form)
    if not form.ok:
        return render_template("auth/sign_in.html", form=form, next=target), 422
    try:
        secret = service.sign_in(form.email, form.password, guard.origin(), guard.limits(), guard.current_session())
    except Invalid as error:
        form.refuse(error)
        return render_template("auth/sign_in.html", form=form, next=target), 422
    except TooMany as error:
        page = render_template("auth/sign_in.html", form=form, next=target, wait=error.seconds)
        return page, 429, {"Retry-After": str(error.seconds)}
    guard.keep(secret)
    return go_to(target)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session, and let the browser forget what it kept; signing out twice is no error."""
    if (ours := guard.current_session()) is not None:
        service.sign_out(ours, current_user)
    session.clear()
    response = current_app.make_response(go_to(url_for("auth.sign_in")))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.route("/join/<token>", methods=["GET", "POST"])
@public
def join(token: str) -> ResponseReturnValue:
    """Let somebody who was invited choose a password."""
    invite = service.open_invite(token)
    person = service.invited(invite)
    context = {"invite": invite, "person": person, "token": token}
    if request.method == "GET":
        return render_template("auth/join.html", form=PersonForm(), **context)
    form = PersonForm(request.form)
    if form.ok:
        try:
            user = service.accept(token, form.password, name=form.name, language=form.language,
                                  timezone=form.timezone)
            guard.keep(service.start_session(user, guard.origin(), guard.limits()))
            return go_to("/")
        except (Invalid, Conflict) as error:
            form.refuse(error)
    return render_template("auth/join.html", form=form, **context), 422


@bp.after_request
def keep_the_link_secret(response: Response) -> Response:
    """The address of an invitation is a key: no other site may be told it, no search engine may keep it."""
    if request.endpoint == "auth.join":
        response.headers.update({"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"})
    return response
