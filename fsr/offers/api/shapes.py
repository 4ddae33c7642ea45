"""The JSON of seed 000: what one offer and one comparison look like to a program.

Shapes are those of the origin, its defects excluded: columns have one name each and stand in order of upload, a missing
value is null (never "-"), numbers are JSON numbers, and beside every value stands its evidence.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from fsr.money import parse_amount, plain
from fsr.offers.catalogue import BY_CODE, CODES, ROWS
from fsr.offers.compare import Cell, Column, Matrix, Offered, OfferState, Value, compare

FINANCIAL = ("premium_total", "insured_amount", "period")
_SILENT = Value()


class OfferAnswer(BaseModel):
    """One insurer's offer; rows that the document does not state are null."""

    model_config = ConfigDict(extra="allow")

    id: int
    insurer_name: str | None
    reg_number: str | None
    insured_entity: str | None
    casco_job_id: int
    insured_amount: float | str | None
    currency: str
    territory: str | None
    period: str | None
    premium_total: float | str | None
    premium_breakdown: dict[str, Any]
    coverage: dict[str, str | None]
    raw_text: str
    product_line: str
    created_at: str | None
    status: OfferState = Field(description="Only a read offer has values and a column.")
    error: str | None
    warnings: list[str]
    variant: str | None
    variants: list[str]
    document_id: int | None


class RowAnswer(BaseModel):
    """One of the 22 rows."""

    code: str
    label: str
    group: str
    type: str


class EvidenceAnswer(BaseModel):
    """Where a value stands; `box` is [x0, y0, x1, y1] as fractions of the page, pages count from 1."""

    page: int | None
    box: list[float] | None
    text: str
    state: str
    confidence: float


class MatrixAnswer(BaseModel):
    """The comparison; `values` and `evidence` have the keys "code::column"."""

    rows: list[RowAnswer]
    columns: list[str]
    values: dict[str, float | str | None]
    metadata: dict[str, dict[str, Any]]
    evidence: dict[str, EvidenceAnswer]


class UnreadAnswer(BaseModel):
    """An offer without a column: it waits, is being read, or could not be read."""

    offer_id: int
    filename: str
    status: OfferState
    error: str | None


class ComparisonAnswer(BaseModel):
    """Offers side by side; null and a message where there is nothing to compare."""

    offers: list[OfferAnswer]
    comparison: MatrixAnswer | None
    offer_count: int
    unread: list[UnreadAnswer] = []
    message: str | None = None


class OffersAnswer(BaseModel):
    """Offers, read or not, without the comparison."""

    offers: list[OfferAnswer]
    count: int


def comparison_json(offers: Sequence[Offered], nothing: str) -> dict[str, Any]:
    """Offers as a comparison; `nothing` is the message where none was read."""
    read = [offer for offer in offers if offer.state is OfferState.READ]
    unread = [{"offer_id": offer.id, "filename": offer.filename, "status": str(offer.state), "error": offer.error}
              for offer in offers if offer.state is not OfferState.READ]
    if not read:
        return {"offers": [], "comparison": None, "offer_count": 0, "unread": unread, "message": nothing}
    matrix = compare(read, order="upload", show_hidden=True)
    return {"offers": [offer_json(offer) for offer in read], "comparison": matrix_json(matrix),
            "offer_count": len(read), "unread": unread}


def offers_json(offers: Sequence[Offered]) -> dict[str, Any]:
    """All offers, read or not."""
    return {"offers": [offer_json(offer) for offer in offers], "count": len(offers)}


def matrix_json(matrix: Matrix) -> dict[str, Any]:
    """A matrix in the seed's shape; `rows` are always all 22, in the order of the catalogue."""
    keyed = [(f"{line.row.code}::{column.name}", cell) for line in matrix.lines
             for column, cell in zip(matrix.columns, line.cells, strict=True)]
    return {
        "rows": [{"code": row.code, "label": row.label("lv"), "group": row.group, "type": row.api_type}
                 for row in ROWS],
        "columns": [column.name for column in matrix.columns],
        "values": {key: _json_value(cell.code, cell.value) for key, cell in keyed},
        "metadata": {column.name: _metadata(column) for column in matrix.columns},
        "evidence": {key: _evidence(cell) for key, cell in keyed},
    }


def _evidence(cell: Cell) -> dict[str, Any]:
    return {"page": cell.page, "box": list(cell.box) if cell.box else None, "text": cell.text, "state": str(cell.state),
            "confidence": cell.confidence}


def _metadata(column: Column) -> dict[str, Any]:
    offer = column.offer
    return {
        "offer_id": offer.id, "title": column.title, **_financials(offer), "currency": offer.currency,
        "territory": _said(offer, "Teritorija"), "premium_breakdown": offer.premium_breakdown,
        "created_at": _created(offer),
    }


def offer_json(offer: Offered) -> dict[str, Any]:
    """One offer in the seed's shape."""
    return {
        "id": offer.id, "insurer_name": offer.insurer, "reg_number": offer.reg_number,
        "insured_entity": offer.insured_entity, "casco_job_id": offer.comparison_id, **_financials(offer),
        "currency": offer.currency, "territory": _said(offer, "Teritorija"),
        "premium_breakdown": offer.premium_breakdown, "coverage": _coverage(offer), "raw_text": _raw_text(offer),
        "product_line": "casco", "created_at": _created(offer), "status": str(offer.state), "error": offer.error,
        "warnings": list(offer.warnings), "variant": offer.variant, "variants": list(offer.variants),
        "document_id": offer.document_id,
    }


def _financials(offer: Offered) -> dict[str, Any]:
    return {code: _json_value(code, _said(offer, code)) for code in FINANCIAL}


def _coverage(offer: Offered) -> dict[str, str | None]:
    """The rows as texts, amounts of the financial ones with their currency, as the first clients read them."""
    rows = {code: _said(offer, code) for code in CODES if code not in FINANCIAL}
    sums = {code: _with_currency(_said(offer, code), offer.currency) for code in ("premium_total", "insured_amount")}
    return {"insurer_name": offer.insurer, "pdf_filename": offer.filename, **rows, **sums,
            "period": _said(offer, "period")}


def _with_currency(value: str | None, currency: str) -> str | None:
    amount = _amount(value)
    return value if amount is None else f"{amount} {currency}"


def _raw_text(offer: Offered) -> str:
    """The seed's sentence; the passages themselves stand in `evidence`."""
    if offer.raw_text is not None:
        return offer.raw_text
    found = sum(value.value is not None for value in offer.values.values())
    return f"Extracted {found} coverage fields for {offer.insurer or 'an unknown insurer'}"


def _created(offer: Offered) -> str | None:
    return offer.created_at.isoformat() if offer.created_at else None


def _said(offer: Offered, code: str) -> str | None:
    return offer.values.get(code, _SILENT).value if offer.state is OfferState.READ else None


def _json_value(code: str, value: str | None) -> float | str | None:
    """Rows of type "number" as JSON numbers; words that stand for a sum ("Tirgus vērtība") stay words."""
    amount = _amount(value) if BY_CODE[code].api_type == "number" else None
    return value if amount is None else float(amount)


def _amount(value: str | None) -> str | None:
    try:
        amount = parse_amount(value)
    except ValueError:  # several amounts are a text
        return None
    return None if amount is None else plain(amount)
