"""What the JSON API of links takes and answers, as models: checked on the way in, described for OpenAPI."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from fsr.shares.service import DEFAULT_HOURS, LONGEST_HOURS, LONGEST_PASSPHRASE

NO_NUL = "^[^\\x00]*$"
"""PostgreSQL keeps no NUL in a text."""
Name = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
JobId = Annotated[int, Field(ge=0, lt=2**63)] | Annotated[str, Field(max_length=64, pattern=NO_NUL)]
Names = Annotated[list[Name], Field(max_length=500)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]


class ViewPrefs(BaseModel):
    """How a client orders and hides; a preference, not a secret."""

    column_order: Names = []
    hidden_features: Names = []


class ShareBody(BaseModel):
    """What POST /shares takes; all optional.  The last seven are ours, the others are the seed's."""

    model_config = ConfigDict(extra="ignore")

    title: Name | None = None
    company_name: Name | None = None
    employees_count: Count | None = None
    document_ids: Names | None = None
    file_ids: Annotated[list[int], Field(max_length=500)] | None = None
    results: Annotated[list[dict[str, Any]], Field(max_length=500)] | None = None
    expires_in_hours: Annotated[int, Field(ge=0, le=LONGEST_HOURS)] = DEFAULT_HOURS
    editable: bool = False
    role: Literal["broker", "insurer"] = "broker"
    allow_edit_fields: Names = []
    insurer_only: Name | None = None
    batch_token: Name | None = None
    view_prefs: ViewPrefs = ViewPrefs()
    product_line: Literal["casco", "health"] | None = None
    casco_job_id: JobId | None = None
    product_type: Name | None = None
    type: Name | None = None
    reg_number: Name | None = None
    broker_profile: dict[str, Any] | None = None
    language: Literal["en", "lv", "ru", "he"] | None = None
    contact: Name = ""
    passphrase: Annotated[str, Field(max_length=LONGEST_PASSPHRASE)] | None = None
    always_latest: bool = False
    show_evidence: bool = False
    show_comments: bool = False
    recommended: Annotated[str, Field(max_length=64, pattern=NO_NUL)] | None = None


class EditBody(BaseModel):
    """What PATCH /shares/<token> takes; a key left out, or null, leaves its value as it is."""

    model_config = ConfigDict(extra="ignore")

    company_name: Name | None = None
    employees_count: Count | None = None
    view_prefs: ViewPrefs | None = None
    title: Name | None = None
    broker_profile: dict[str, Any] | None = None
    reg_number: Name | None = None


class Created(BaseModel):
    """The answer to POST /shares; the token is said here only."""

    ok: bool
    token: str
    url: str
    title: str
    view_prefs: ViewPrefs


class CascoShare(BaseModel):
    """A CASCO comparison as it was shared."""

    token: str
    payload: dict[str, Any]
    offers: list[dict[str, Any]]
    comparison: dict[str, Any] | None
    offer_count: int
    product_line: Literal["casco"]
    stats: dict[str, Any]


class HealthShare(BaseModel):
    """HEALTH offers as they were sent along."""

    ok: bool
    token: str
    payload: dict[str, Any]
    offers: list[dict[str, Any]]
    views: int
    edits: int
    stats: dict[str, Any]
    last_viewed_at: str | None
    last_edited_at: str | None


class Edited(BaseModel):
    """The answer to PATCH /shares/<token>."""

    ok: bool
    token: str
    payload: dict[str, Any]
    stats: dict[str, Any]


EITHER = {"anyOf": [CascoShare.model_json_schema(), HealthShare.model_json_schema()]}
