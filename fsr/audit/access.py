"""Who may read the log, and who may take it away.

Source: the roles of seed 003's origin (`core/auth.py`): administrators and
auditors read, only auditors export.  This package stands below `auth`, so it
asks for a role by its name.
"""

from typing import Any

from fsr.errors import Forbidden
from fsr.web.i18n import gettext as _


def must_read(user: Any) -> None:
    """Open the log.

    :raises Forbidden: neither an administrator nor an auditor asks.
    """
    if user.role not in {"admin", "auditor"}:
        raise Forbidden(_("Only administrators and auditors may read the audit log."))


def may_export(user: Any) -> bool:
    """Whether `user` may take the log away as a file."""
    return bool(user.role == "auditor")


def must_export(user: Any) -> None:
    """Hand the log out as a file.

    :raises Forbidden: somebody other than an auditor asks.
    """
    if not may_export(user):
        raise Forbidden(_("Only auditors may export the audit log."))
