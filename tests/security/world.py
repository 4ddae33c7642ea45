"""What Ana owns, one of each kind, and how to name it in the address of every route."""

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from fsr.auth import service as accounts
from fsr.auth.models import Role, User, UserSession
from fsr.db import commit, db
from fsr.jobs.models import Job
from fsr.offers.models import LearnedLabel, Offer
from tests.browsers import CHANGES, Browser
from tests.offers.desk import compared
from tests.security import notes, sheets
from tests.shares.making import acting, share

TERRITORY = "Teritorija"
OF_NOTES = {"token": "upload", "user_id": "reader_id"}
"""What variables of the notebook's routes are called here, where other routes have some of the same name."""
CLOSED = {"notebook.close", "notebook.close_case", "notebook.reopen", "notebook.undo_reopen"}
"""Routes that are about a closed case."""


def build(app: Flask, ana: Browser, ada: Browser) -> dict[str, Any]:
    """Ana's comparison (read from a real file), its offer, document, job, label and link, her session and token, and
    what `notes` has of her notebook.

    The keys are the names of the variables in the routes; `token` is that of the link.
    """
    number = compared(app, ana)
    with acting(app, ana) as user:
        offer = db.session.query(Offer).filter_by(comparison_id=number).one()
        label = LearnedLabel(product="casco", insurer="BALTA", fingerprint="f", code=TERRITORY, label="Kur spēkā",
                             from_offer_id=offer.id, created_by_id=user.id)
        db.session.add(label)
        token, _secret = accounts.create_token(user, "a token of Ana's", user)
        db.session.flush()
        ids = {"comparison_id": number, "offer_id": offer.id, "document_id": offer.document_id,
               "label_id": label.id, "token_id": token.id, "user_id": user.id,
               "session_id": db.session.query(UserSession).filter_by(user_id=user.id).first().id,
               "job_id": db.session.query(Job).filter_by(user_id=user.id).first().id}
    share_id, secret, _number = share(app, ana, number, show_evidence=True)
    with app.app_context():
        admin = db.session.get_one(User, ada.user_id)
        invite, _secret = accounts.invite("new@example.com", Role.AGENT, admin)
        commit()
        ids["invite_id"] = invite.id
    return ids | notes.build(app, ana, ada) | sheets.build(app, ana) | {
        "share_id": share_id, "token": secret, "code": TERRITORY, "page": 1, "column": 1, "row": 1,
        "reg_number": "XY1042", "verb": "hide"}


def address(rule: Rule, ids: dict[str, Any]) -> str:
    """The route's address with these values; the API calls a comparison a job, and `by` says whose page on a case."""
    values = ids | ({"job_id": ids["comparison_id"]} if rule.endpoint.startswith("casco_api") else {})
    values |= {name: ids[ours] for name, ours in sheets.NAMES.get(rule.endpoint.partition(".")[0], {}).items()}
    if rule.endpoint.startswith("notebook"):
        values |= {name: ids[ours] for name, ours in OF_NOTES.items()}
        values |= {"case_number": ids["case"], "case": ids["closed_case" if rule.endpoint in CLOSED else "case"]}
    path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda match: str(values[match.group(1)]), rule.rule)
    if rule.endpoint == "sheets_api.follow":
        return f"{path}?wait=0"  # else it goes on for minutes
    return f"{path}?by={ids['user_id']}" if "case" in rule.arguments or "case_number" in rule.arguments else path


def doors(app: Flask, ids: dict[str, Any]) -> Iterator[tuple[str, str, str, bool]]:
    """(endpoint, method, address, whether it names something) of every route but static files."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        for method in sorted((rule.methods or set()) & ({"GET"} | CHANGES)):
            yield rule.endpoint, method, address(rule, ids), "<" in rule.rule
