"""Addresses of cases and pages: by number where that can stand in a path, otherwise by UUID."""

import re
from typing import Any

from flask import url_for
from flask_login import current_user

from fsr.notebook.models import Case, Page

PLAIN = re.compile(r"[\w.~-]*\d[\w.~-]*")
"""Numbers that stand in a path as they are; the digit keeps them apart from addresses like /cases/import."""
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def ref(case: Case) -> str:
    """What names the case in an address."""
    plain = PLAIN.fullmatch(case.number) and not UUID.fullmatch(case.number)
    return case.number if plain else case.id


def case_url(case: Case, endpoint: str = "notebook.case", **values: Any) -> str:
    """The address of the case, or of what `endpoint` shows of it."""
    return url_for(endpoint, case=ref(case), **values)


def page_url(page: Page, endpoint: str = "notebook.case", **values: Any) -> str:
    """The address of somebody's page, or of what `endpoint` shows of it; one's own needs no `by`."""
    by = {} if page.user_id == getattr(current_user, "id", None) else {"by": page.user_id}
    return case_url(page.case, endpoint, **by, **values)
