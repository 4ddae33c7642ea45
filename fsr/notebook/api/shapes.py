"""What the JSON API of cases takes and answers, as models: checked on the way in, described for OpenAPI."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, WithJsonSchema
from pydantic.alias_generators import to_camel

MOST_NUMBERS, MOST_PAGES = 2_000, 200
"""Items of one request."""

Text = StrictStr | None
Version = Annotated[StrictInt | None, Field(description="What the text was written on; left out: write over it.")]
AnyNumber = Annotated[Any, WithJsonSchema({"type": "string"})]
AnyText = Annotated[Any, WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "null"}]})]
AnyVersion = Annotated[Any, WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "null"}]})]
"""In a batch each item is judged on its own, so one of another type must not spoil the others."""


class Camel(BaseModel):
    """A model whose names the first clients write in camelCase; what else they send is ignored."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore")


class CaseFound(BaseModel):
    """A number that is in the registry."""

    valid: Literal[True]
    case_number: str
    is_closed: bool
    status: Literal["open", "closed"]


class CaseUnknown(BaseModel):
    """A number that is not."""

    valid: Literal[False]
    message: str


class OwnNumbers(BaseModel):
    """The numbers of one's pages on open cases, the last changed first."""

    user_id: int
    cases: list[str]
    count: int


class StatusBody(BaseModel):
    """Numbers to ask about."""

    model_config = ConfigDict(extra="ignore")

    case_numbers: Annotated[list[StrictStr], Field(max_length=MOST_NUMBERS)] | None = None


class CaseStatus(BaseModel):
    """One answer."""

    case_number: str
    valid: bool
    is_closed: bool
    status: Literal["open", "closed", "invalid"]


class Statuses(BaseModel):
    """One for each number, in the order asked."""

    results: list[CaseStatus]


class PageData(Camel):
    """A page; `updatedAt` is UTC, `version` goes back as `baseVersion` or `If-Match`."""

    case_number: str
    problem_statement: str
    fsr_notes: str
    updated_at: str
    version: int


class OwnPages(BaseModel):
    """One's pages on open cases, by number."""

    user_id: str
    cases: dict[str, PageData]
    count: int


class PageFound(BaseModel):
    """A page; those of closed cases can be read too."""

    found: Literal[True]
    data: PageData


class PageUnknown(BaseModel):
    """Nothing is saved there."""

    found: Literal[False]
    message: str


class SaveBody(Camel):
    """A text left out, or null, stays as it is; "" clears it."""

    problem_statement: Text = None
    fsr_notes: Text = None
    base_version: Version = None


class PageSaved(BaseModel):
    """What became of it; `data` is there where the page is not what was sent, because two changes were merged."""

    success: Literal[True]
    message: str
    case_number: str
    updated_at: str
    version: int
    outcome: Literal["saved", "unchanged", "merged"]
    data: PageData | None = None


class NotSaved(BaseModel):
    """Why not, in the words of the first clients."""

    error: str
    detail: str | None = None


class MergedText(BaseModel):
    """Both sides of one text put together; where it is not `clean`, both stand in it, yours first."""

    text: str
    clean: bool
    base: str | None


class MergedTexts(Camel):
    """Both texts of a page."""

    problem_statement: MergedText
    fsr_notes: MergedText


class StalePage(Camel):
    """The page changed meanwhile where you did too; nothing was stored.  Send what you choose with its `version`."""

    error: str
    version: int
    updated_at: str
    by: str
    data: PageData
    merged: MergedTexts


class BatchItem(Camel):
    """One page of a batch."""

    case_number: AnyNumber = None
    problem_statement: AnyText = None
    fsr_notes: AnyText = None
    base_version: AnyVersion = None


class BatchBody(BaseModel):
    """Pages to save, each on its own."""

    model_config = ConfigDict(extra="ignore")

    cases: Annotated[list[BatchItem], Field(max_length=MOST_PAGES)] | None = None


class BatchResult(BaseModel):
    """What became of one item, in the order sent."""

    case_number: str | None
    outcome: Literal["saved", "unchanged", "merged", "invalid", "closed", "conflict", "refused"]
    version: int | None
    error: str | None


class BatchSaved(BaseModel):
    """`success` says that the batch was understood; `errors` and `results` what became of each item."""

    success: Literal[True]
    saved_count: int
    errors: list[str]
    results: list[BatchResult]
