"""What Ana keeps in her notebook, one of each kind; every text of hers holds the word `MARK`."""

import io
from typing import Any

from flask import Flask

from fsr.auth.models import User
from fsr.db import db
from fsr.notebook import inbox
from fsr.notebook.models import Attachment, Case, Page, Snippet
from fsr.notebook.service import closing, items, people, saving
from fsr.notebook.service.closing import Summary
from fsr.notebook.service.saving import Draft
from tests import factories
from tests.browsers import Browser
from tests.security.pictures import png
from tests.shares.making import acting

MARK = "Quillwort"
CASE, CLOSED = "SEC-2026-001", "SEC-2026-002"
"""Numbers of Ana's two cases; that they are there, and whether open, everybody may ask."""


def build(app: Flask, ana: Browser, ada: Browser) -> dict[str, Any]:
    """Ana's page on an open case and on a closed one, what hangs on them, and Ada's upload of cases.

    `reader_id` and `writer_id` are collaborators on the open page, by their level.
    """
    with acting(app, ana) as user:
        case, page = _page(user, CASE)
        version = saving.save(user, case, page, Draft(f"{MARK} trips", f"{MARK} filed"), base_version=0).version
        items.file_line_item(user, page)
        saving.save(user, case, page, Draft(None, f"{MARK} being written"), base_version=version + 1)
        others = {level: factories.user("", email=f"{level}er@example.com", name=f"A {level}er")
                  for level in ("read", "write")}
        for level, other in others.items():
            factories.member(page, other, level)
        people.assign(user, case, user)
        db.session.add(snippet := Snippet(owner_id=user.id, kind="snippet", name=f"{MARK} greeting", text=MARK))
        closed, _page_there = _page(user, CLOSED)
        closing.close(user, closed, Summary(*[f"{MARK} {word}" for word in ("seen", "broke", "mended")]))
        db.session.flush()
        found = {"case": CASE, "closed_case": CLOSED, "page_id": page.id, "snippet_id": snippet.id, "number": 1,
                 "reader_id": others["read"].id, "writer_id": others["write"].id}
    answer = ana.post(f"/cases/{CASE}/attachments", data={"files": (io.BytesIO(png(8, 8)), f"{MARK}.png")})
    assert answer.status_code == 303, answer.text
    with acting(app, ada) as admin:
        attachment = db.session.query(Attachment).one()
        return found | {"attachment_id": attachment.id, "attached_id": attachment.document_id,
                        "upload": inbox.keep(admin, f"case_number,title\nSEC-2026-003,{MARK}\n".encode())}


def _page(user: User, number: str) -> tuple[Case, Page]:
    case = factories.case(number, title=f"{MARK} of {number}")
    return case, saving.begin(user, case)

