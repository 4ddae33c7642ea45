"""Who may look after a link, and what a token opens."""

from enum import StrEnum

from fsr import clock
from fsr.auth.models import User, secret_hash
from fsr.db import db
from fsr.errors import Forbidden, Gone, NotFound
from fsr.shares.models import Share
from fsr.shares.viewers import viewer_of
from fsr.web.i18n import gettext as _


class End(StrEnum):
    """Why a link opens nothing any more."""

    REVOKED = "revoked"
    EXPIRED = "expired"
    DELETED = "deleted"

    @property
    def sentence(self) -> str:
        """The reason, in the language spoken now."""
        return {
            End.REVOKED: _("This link was closed by the person who sent it."),
            End.EXPIRED: _("This link has expired."),
            End.DELETED: _("What this link showed is no longer there."),
        }[self]


class Ended(Gone):
    """The link ended; `share` says in which language to say so and whom to ask for a new one."""

    def __init__(self, end: End, share: Share) -> None:
        super().__init__(end.sentence)
        self.end, self.share = end, share


class Locked(Forbidden):
    """The link opens with its passphrase only; `language` is the link's own."""

    def __init__(self, language: str) -> None:
        super().__init__(_("This share opens with its passphrase: send it as X-Share-Passphrase."))
        self.language = language


def get_share(share_id: int, user: User) -> Share:
    """The link, for its owner or an administrator.

    :raises NotFound: there is none, or it is another's.
    """
    found = db.session.get(Share, share_id) if 0 < share_id < 2**63 else None
    if found is None or not (found.owner_id == user.id or user.is_admin):
        raise NotFound(_("There is no such link."))
    return found


def may_view(share_id: str, user: User) -> bool:
    """Whether an event about this link may be followed to its page."""
    found = db.session.get(Share, int(share_id))
    return found is not None and (found.owner_id == user.id or user.is_admin)


def open_token(token: str) -> Share:
    """The link that this token opens now; its passphrase is another question (`service.unlock`).

    :raises NotFound: no link has, or has any longer, this token.
    :raises Ended: it expired, was revoked, or what it showed was deleted.
    """
    found = db.session.query(Share).filter_by(token_hash=secret_hash(token)).one_or_none()
    if found is None:
        raise NotFound(_("This link does not lead anywhere. It may have been mistyped, or replaced by a new one."))
    if found.revoked_at is not None:
        raise Ended(End.REVOKED, found)
    if found.is_expired(clock.now()):
        raise Ended(End.EXPIRED, found)
    if not is_there(found):
        raise Ended(End.DELETED, found)
    return found


def is_there(share: Share) -> bool:
    """Whether the subject still exists; deleting it ends its links, and undoing that revives them."""
    subject = share.subject
    return subject is None or subject.id in viewer_of(subject).revisions([subject.id])
