"""Bring an older text of a page back.

A restored text is a new version, so nothing is lost by it and restoring what stood before takes it back.  What somebody
had typed and not saved when they asked for it is saved first.
"""

from collections.abc import Collection

from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict
from fsr.notebook.access import must_write
from fsr.notebook.models import Kind, Page, PageVersion
from fsr.notebook.refusals import CaseClosed
from fsr.notebook.service import saving, versions
from fsr.notebook.texts import FIELDS, Draft
from fsr.web.i18n import gettext as _


def restore(
    actor: User, page: Page, row: PageVersion, fields: Collection[str] = FIELDS, *, typed: Draft | None = None,
    base_version: int | None = None,
) -> int | None:
    """Give the page the texts of `row` again, or one of them; return the version that stood before.

    None where the page has these texts already.

    :param fields: names of the texts to bring back.
    :param typed: what the actor has in the editor's boxes, written on `base_version`: a version of its own, before.
    :raises CaseClosed: the case is closed.
    :raises Stale: what was typed is in conflict with the page; nothing was restored.
    :raises Conflict: others keep saving the page.
    :raises Forbidden: an auditor only looks.
    """
    must_write(actor)
    if typed is not None:
        saving.save(actor, page.case, page, typed, base_version=base_version)
    wanted = Draft(**{field: getattr(row, field) for field in FIELDS if field in fields})
    for _round in range(saving.TRIES):
        if not page.case.is_open:
            raise CaseClosed(page.case)
        before, texts = page.version, wanted.over(versions.texts_of(page))
        if texts == versions.texts_of(page):
            return None
        if versions.put(page, actor, texts, Kind.RESTORE):
            record(Action.PAGE_RESTORED, page.subject, actor, case=page.case_id, version=page.version,
                   restored=row.version, row=row.id, fields=sorted(fields), lengths=texts.lengths())
            return before
        db.session.refresh(page)
        db.session.refresh(page.case)
    raise Conflict(_("Too many people are saving this page at once. Nothing was restored; try again."))
