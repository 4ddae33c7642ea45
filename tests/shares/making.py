"""What tests of links share: a comparison with values and evidence, made without reading a file."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Flask

from fsr.auth.models import User
from fsr.db import commit, db
from fsr.documents.models import Document
from fsr.offers import service as offers
from fsr.offers.models import Comparison, Offer, OfferValue
from fsr.shares import service
from fsr.shares.models import Share
from fsr.shares.service import Wishes
from fsr.subjects import Subject
from tests.browsers import Browser

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Safari/604.1"}
TITLE = "KASKO LX1234"
OTHERS_PLATE, OTHERS_INSURER = "ZZ9999", "SEESAM-OF-SOMEBODY-ELSE"
HIDDEN_COMMENT, SECRET_QUOTE = "private remark of the broker", "Apdrošināšanas prēmija kopā: 701,25 EUR"

TERMS: dict[str, dict[str, str | None]] = {
    "BALTA": {"premium_total": "612.40", "Bojājumi": "v", "Bojāeja": "v", "Apzagšana": "v", "Teritorija": "Eiropa",
              "Pašrisks_bojājumi": "210 EUR", "Palīdzība_uz_ceļa": "LV bez limita, Eiropā 1000 EUR"},
    "BTA": {"premium_total": "588.00", "Bojājumi": "v", "Bojāeja": "v", "Apzagšana": "-",
            "Teritorija": "Eiropa, izņemot Baltkrieviju", "Pašrisks_bojājumi": "300 EUR"},
    "ERGO": {"premium_total": "701.25", "Bojājumi": "v", "Bojāeja": "v", "Apzagšana": "v", "Teritorija": "Eiropa",
             "Pašrisks_bojājumi": "150 EUR", "Hidrotrieciens": "bez paša riska ar limitu 7000 EUR"},
}


def comparison(owner: User, plate: str = "LX1234", terms: Mapping[str, Mapping[str, str | None]] | None = None,
               **values: Any) -> Comparison:
    """A comparison whose offers were read: an offer an insurer, in this order."""
    made = Comparison(**{"owner_id": owner.id, "reg_number": plate, "language": "lv", "client": "Jānis Bērziņš",
                         **values})
    db.session.add(made)
    db.session.flush()
    for place, (insurer, cells) in enumerate((terms or TERMS).items(), 1):
        offer(made, owner, insurer, place, cells)
    return made


def offer(made: Comparison, owner: User, insurer: str, place: int, cells: Mapping[str, str | None]) -> Offer:
    """One offer with a page and a box for each value."""
    document = Document(sha256=f"{made.id:032x}{place:032x}", size_bytes=1, filename=f"{insurer.lower()}_offer.pdf",
                        mime="application/pdf", kind="pdf", page_count=3, owner_id=owner.id)
    db.session.add(document)
    db.session.flush()
    row = Offer(comparison_id=made.id, document_id=document.id, position=place, place=place, state="read",
                product="casco", insurer_name=insurer, insurer_confidence=1.0, comment=HIDDEN_COMMENT,
                warnings=["a warning for the broker"])
    db.session.add(row)
    db.session.flush()
    for code, value in cells.items():
        db.session.add(OfferValue(
            offer_id=row.id, code=code, read_value=value, read_state="found", page=2, box=[0.1, 0.2, 0.5, 0.25],
            confidence=0.9, text=SECRET_QUOTE if code == "premium_total" else f"{code} {value}"))
    db.session.flush()
    return row


@contextmanager
def acting(app: Flask, browser: Browser) -> Iterator[User]:
    """The person of this browser, in a transaction that is committed at the end."""
    with app.app_context():
        yield db.session.get_one(User, browser.user_id)
        commit()


def share(app: Flask, browser: Browser, comparison_id: int | None = None, **wishes: Any) -> tuple[int, str, int]:
    """A link of this person: its id, its token, and the id of its comparison (made if not given)."""
    with acting(app, browser) as user:
        number = comparison_id or comparison(user).id
    with acting(app, browser) as user:
        link, token = service.share(Subject("comparison", str(number)), Wishes(**{"title": TITLE, **wishes}), user)
        return link.id, token, number


def edit_value(app: Flask, browser: Browser, comparison_id: int, insurer: str, code: str, value: str) -> None:
    """The person corrects a cell."""
    with acting(app, browser) as user:
        row = db.session.query(Offer).filter_by(comparison_id=comparison_id, insurer_name=insurer).one()
        offers.edit_value(row, code, value, user)


def link_of(app: Flask, share_id: int) -> Share:
    """The link's row as it is now, detached."""
    with app.app_context():
        found = db.session.get_one(Share, share_id)
        db.session.refresh(found)
        db.session.expunge(found)
        return found
