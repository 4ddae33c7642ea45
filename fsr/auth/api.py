"""Who am I, for programs."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user
from pydantic import BaseModel

from fsr.auth.models import Role
from fsr.web.api import describe

bp = Blueprint("auth_api", __name__)


class Me(BaseModel):
    """The user that the request was signed by."""

    id: int
    email: str
    name: str
    role: Role
    language: str
    timezone: str


@bp.get("/api/me")
@describe("Who the token or session belongs to", answers={200: Me})
def me() -> ResponseReturnValue:
    """Answer with the caller's own account."""
    names = Me.model_fields
    return Me(**{name: getattr(current_user, name) for name in names}).model_dump(mode="json")
