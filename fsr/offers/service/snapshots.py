"""A comparison frozen as plain JSON: all that is needed to show it later, whatever happens to it meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fsr.offers.catalogue import BY_CODE, CODES
from fsr.offers.compare import Matrix, Offered, OfferState, compare, names_of, normal_form
from fsr.offers.models import Comparison
from fsr.offers.queries import offered

FORMAT = 1
"""Of the snapshot; counts up when its shape changes, so that old ones can be told."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that says something else than in the snapshot.

    code    of the row; "" where the whole column came ("now" is its title) or went ("was" is)
    column  title of the offer
    """

    offer_id: int
    column: str
    code: str
    was: str | None
    now: str | None


def snapshot(comparison: Comparison) -> dict[str, Any]:
    """The comparison as it is now: `{"format", "comparison": {...}, "offers": [Offered.to_data()]}`, ready for JSON."""
    return {
        "format": FORMAT,
        "comparison": {
            "id": comparison.id, "revision": comparison.revision, "product_line": comparison.product_line,
            "reg_number": comparison.reg_number, "title": comparison.title, "client": comparison.client,
            "language": comparison.language, "best": comparison.best, "created_at": comparison.created_at.isoformat(),
        },
        "offers": [offer.to_data() for offer in offered(comparison.id)],
    }


def offers_of(frozen: dict[str, Any]) -> list[Offered]:
    """The offers of a snapshot, in order of upload."""
    return [Offered.from_data(data) for data in frozen["offers"]]


def matrix_of(frozen: dict[str, Any], **view: Any) -> Matrix:
    """The matrix of a snapshot; `view` as the keywords of `fsr.offers.compare.compare`."""
    return compare(offers_of(frozen), best=frozen["comparison"]["best"], **view)


def matrix_now(comparison: Comparison, **view: Any) -> Matrix:
    """The matrix of the comparison as it is now; `view` as the keywords of `fsr.offers.compare.compare`."""
    return compare(offered(comparison.id), best=comparison.best, **view)


def changed_since(frozen: dict[str, Any]) -> list[Changed]:
    """What a reader of the snapshot would see otherwise now: columns that came or went, then cells in order of rows."""
    was, now = offers_of(frozen), offered(frozen["comparison"]["id"])
    before, after = {offer.id: offer for offer in was}, {offer.id: offer for offer in now}
    old_names, new_names = _titles(was), _titles(now)
    went = [Changed(number, name, "", name, None) for number, name in old_names.items() if number not in new_names]
    came = [Changed(number, name, "", None, name) for number, name in new_names.items() if number not in old_names]
    cells = [change for number, name in new_names.items() if number in old_names
             for change in _cells(before[number], after[number], name)]
    return [*went, *came, *sorted(cells, key=lambda change: CODES.index(change.code))]


def _titles(offers: Sequence[Offered]) -> dict[int, str]:
    """What the columns that are shown are called."""
    names = names_of(offers)
    return {offer.id: offer.title or names[offer.id] for offer in offers if not offer.hidden}


def _cells(old: Offered, new: Offered, column: str) -> list[Changed]:
    pairs = ((code, _said(old, code), _said(new, code)) for code in CODES)
    return [Changed(new.id, column, code, was, now) for code, was, now in pairs
            if normal_form(BY_CODE[code].kind, was) != normal_form(BY_CODE[code].kind, now)]


def _said(offer: Offered, code: str) -> str | None:
    value = offer.values.get(code)
    return value.value if value and offer.state is OfferState.READ else None
