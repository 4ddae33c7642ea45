"""What the ledgers must know of people."""

from typing import Any

from flask import Flask, url_for

from fsr import subjects
from fsr.auth import access
from fsr.auth.models import Invite, User
from fsr.db import db


def init_app(app: Flask) -> None:
    """Make users and invites known to the ledgers of `app`."""
    subjects.register(app, subjects.Kind("user", _name, _page, _may_view))
    subjects.register(app, subjects.Kind("invite", _address, lambda _id: None, _may_view))


def _name(user_id: str) -> str:
    user = db.session.get(User, int(user_id))
    return user.name if user else ""


def _address(invite_id: str) -> str:
    invite = db.session.get(Invite, int(invite_id))
    return invite.email if invite else ""


def _page(user_id: str) -> str | None:
    return url_for("auth.user", user_id=int(user_id))


def _may_view(_id: str, user: Any) -> bool:
    return access.may_manage(user)
