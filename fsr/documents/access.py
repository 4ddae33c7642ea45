"""Who may see a document: its owner, and whoever may see what it belongs to.

Documents do not know what they belong to.  A feature that keeps a reference to
documents adds its own check with `add_viewer`.
"""

from collections.abc import Callable

from flask import Flask, current_app

from fsr.auth.models import User
from fsr.db import db
from fsr.documents.models import Document
from fsr.errors import NotFound
from fsr.web.i18n import gettext as _

Viewer = Callable[[Document, User], bool]


def add_viewer(app: Flask, may_view: Viewer) -> None:
    """Let `may_view(document, user)` open documents of others, such as those of a shared comparison."""
    app.extensions.setdefault("fsr.document_viewers", []).append(may_view)


def may_view(document: Document, user: User) -> bool:
    """Whether `user` may see the document; one that was put away only its owner could, and only by restoring it."""
    if document.deleted_at is not None:
        return False
    viewers: list[Viewer] = current_app.extensions.get("fsr.document_viewers", [])
    return document.owner_id == user.id or any(check(document, user) for check in viewers)


def get_document(document_id: int, user: User) -> Document:
    """The document, for somebody who may see it.

    :raises NotFound: there is none, or it is not the user's business.
    """
    document = db.session.get(Document, document_id)
    if document is None or not may_view(document, user):
        raise NotFound(_("There is no such document."))
    return document
