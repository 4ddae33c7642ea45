"""`/casco/job/*`, `/casco/offers/*` and the deprecated `/casco/vehicle/*`: look at offers, and correct them."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from flask import Response, jsonify, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from pydantic import BaseModel, ConfigDict, Field

from fsr.auth.models import User
from fsr.errors import Invalid, NotFound
from fsr.money import short
from fsr.offers import queries, service
from fsr.offers.access import Access, get_comparison, get_offer
from fsr.offers.api.blueprint import bp
from fsr.offers.api.shapes import ComparisonAnswer, OfferAnswer, OffersAnswer, comparison_json, offer_json, offers_json
from fsr.offers.catalogue import BY_CODE, ROWS
from fsr.offers.compare import Offered
from fsr.offers.models import Offer
from fsr.web.api import describe, parse_body
from fsr.web.errors import answer
from fsr.web.i18n import gettext as _

NO_JOB = "No CASCO offers found for this job"
SINCE = "@1763596800"
"""When the endpoints by vehicle were deprecated, 2025-11-20, the day of seed 000 (form of RFC 9745)."""
_JOB = {"job_id": {"type": "string", "minLength": 1, "description": "The casco_job_id of an upload."}}
_PLATE = {"reg_number": {"type": "string", "minLength": 1, "description": "With or without blank and hyphen."}}
_CODES = {row.label("lv"): row.code for row in ROWS} | {row.code: row.code for row in ROWS}
_NOT_ROWS = ("insurer_name", "pdf_filename")
"""Keys of `coverage` that an answer has beside the rows; a client that sends an answer back sends them too."""

Number = Annotated[float, Field(allow_inf_nan=False, gt=-1e10, lt=1e10)] | str | None


class OfferPatch(BaseModel):
    """What to change: absent keys stay, null says that the offer does not state it, `coverage` is merged key by key."""

    model_config = ConfigDict(extra="ignore")

    insurer_name: str | None = None
    reg_number: str | None = None
    insured_entity: str | None = Field(default=None, max_length=200)
    insured_amount: Number = None
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    territory: str | None = None
    period: str | None = None
    premium_total: Number = None
    premium_breakdown: dict[str, Any] | None = None
    coverage: dict[str, Number] | None = Field(default=None, description="By code or Latvian label.")
    raw_text: str | None = Field(default=None, max_length=20000)
    why: str = Field(default="", max_length=500, description="Kept in the history of each changed value.")
    version: int | None = Field(default=None, description="Of the offer that was seen; another one answers 409.")


class PatchAnswer(BaseModel):
    """The offer as it is now."""

    ok: bool
    message: str
    offer: OfferAnswer


@bp.get("/casco/job/<job_id>/compare")
@describe("Compare the offers of a job", answers={200: ComparisonAnswer}, path=_JOB)
def compare_job(job_id: str) -> ResponseReturnValue:
    """22 rows, a column an offer, in order of upload.  An unknown job, or one of somebody else, has no offers."""
    return jsonify(comparison_json(_of_job(job_id, current_user), NO_JOB))


@bp.get("/casco/job/<job_id>/offers")
@describe("List the offers of a job", answers={200: OffersAnswer}, path=_JOB)
def offers_of_job(job_id: str) -> ResponseReturnValue:
    """Read or not.  An unknown job, or one of somebody else, has no offers."""
    return jsonify(offers_json(_of_job(job_id, current_user)))


@bp.get("/casco/vehicle/<reg_number>/compare")
@describe("Compare all your offers for a car", answers={200: ComparisonAnswer}, deprecated=True, path=_PLATE)
def compare_vehicle(reg_number: str) -> ResponseReturnValue:
    """Offers of all jobs for one plate.  Use /casco/job/<id>/compare: a car may be compared more than once."""
    nothing = f"No CASCO offers found for vehicle {reg_number}"
    return _deprecated(reg_number, "casco_api.compare_job", comparison_json(_of_car(reg_number, current_user), nothing))


@bp.get("/casco/vehicle/<reg_number>/offers")
@describe("List all your offers for a car", answers={200: OffersAnswer}, deprecated=True, path=_PLATE)
def offers_of_vehicle(reg_number: str) -> ResponseReturnValue:
    """Offers of all jobs for one plate.  Use /casco/job/<id>/offers."""
    return _deprecated(reg_number, "casco_api.offers_of_job", offers_json(_of_car(reg_number, current_user)))


@bp.patch("/casco/offers/<offer_id>")
@describe("Correct an offer", body=OfferPatch, answers={200: PatchAnswer, 409: None}, path={
    "offer_id": {"type": "integer", "minimum": 1}})
def patch_offer(offer_id: str) -> ResponseReturnValue:
    """What was read is kept beside each correction, with who, when and why."""
    offer = _offer(offer_id, current_user)
    patch = parse_body(OfferPatch)
    if not (patch.model_fields_set - {"why", "version"}):
        return answer(400, "No fields to update", {})
    _correct(offer, patch, current_user)
    now = next(one for one in queries.offered(offer.comparison_id) if one.id == offer.id)
    return jsonify(ok=True, message=_("The offer was changed."), offer=offer_json(now))


def _correct(offer: Offer, patch: OfferPatch, actor: User) -> None:
    """Facts first, since they know the version; then rows; at last the name, under which nothing is read anew."""
    given = patch.model_fields_set
    facts: dict[str, Any] = {name: getattr(patch, name) for name in ("insured_entity", "raw_text") if name in given}
    if "reg_number" in given:
        facts["reg_number"] = service.plate(patch.reg_number) or None
    if patch.currency:
        facts["currency"] = patch.currency
    if "premium_breakdown" in given:
        facts["premium_breakdown"] = patch.premium_breakdown or {}
    service.edit_facts(offer, actor, version=patch.version, **facts)
    for code, value in _rows(patch).items():
        _edit(offer, code, value, actor, patch.why)
    if "insurer_name" in given:
        service.set_insurer(offer, patch.insurer_name or "", actor, read=False)


def _rows(patch: OfferPatch) -> dict[str, Number]:
    """code -> value of all rows that the patch names; a row's own field wins over the same row in `coverage`."""
    coverage = {name: value for name, value in (patch.coverage or {}).items() if name not in _NOT_ROWS}
    if unknown := [name for name in coverage if name not in _CODES]:
        raise Invalid(_("There is no row called %(name)s.", name=unknown[0]), coverage=_("unknown row"))
    rows = {_CODES[name]: value for name, value in coverage.items()}
    own = {"premium_total": "premium_total", "insured_amount": "insured_amount", "period": "period",
           "territory": "Teritorija"}
    return rows | {code: getattr(patch, name) for name, code in own.items() if name in patch.model_fields_set}


def _edit(offer: Offer, code: str, value: Number, actor: User, why: str) -> None:
    """Edit the row if it would say something else: a client may send back all that it got."""
    text = short(Decimal(str(value))) if isinstance(value, float) else value
    try:
        parsed = service.parse_value(BY_CODE[code], text)
        if parsed != service.get_value(offer, code).value:
            service.edit_value(offer, code, text, actor, why=why)
    except Invalid as error:
        raise Invalid(str(error), **{code: str(error)}) from error


def _offer(text: str, user: User) -> Offer:
    """The offer to change, or the origin's own sentence."""
    try:
        return get_offer(_number(text), user, Access.EDIT)
    except NotFound as error:
        raise NotFound("CASCO offer not found") from error


def _number(text: str) -> int:
    """The id in a path; 0, which nothing has, where it is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _of_job(job_id: str, user: User) -> list[Offered]:
    try:
        comparison = get_comparison(_number(job_id), user)
    except NotFound:
        return []
    return queries.offered(comparison.id)


def _of_car(reg_number: str, user: User) -> list[Offered]:
    found = [comparison.id for comparison in queries.by_plate(service.plate(reg_number), user)]
    return [replace(offer, position=number) for number, offer in enumerate(queries.offered(*found), 1)]


def _deprecated(reg_number: str, instead: str, body: dict[str, Any]) -> Response:
    """The body with the marks of RFC 9745; the successor is named where there is just one."""
    response = jsonify(body)
    response.headers["Deprecation"] = SINCE
    links = [f'<{url_for("openapi_api.document")}>; rel="deprecation"; type="application/json"']
    jobs = {offer["casco_job_id"] for offer in body["offers"]}
    links += [f'<{url_for(instead, job_id=job)}>; rel="successor-version"' for job in sorted(jobs)]
    response.headers["Link"] = ", ".join(links)
    return response
