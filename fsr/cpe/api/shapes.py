"""What the endpoints take and answer."""

from datetime import datetime

from pydantic import BaseModel, Field

from fsr.sheets.models import RunStatus, Step


class State(BaseModel):
    """A state whose rules and columns are known: a template of type "cpe"; its name is the state's."""

    template_id: int
    name: str


class States(BaseModel):
    """All states."""

    states: list[State]


class Sheet(BaseModel):
    """A CPE sheet.

    `status` is that of the newest batch that was started, `config_step` that of the newest run, which can be filled.
    """

    job_id: str
    name: str
    state_name: str | None
    status: RunStatus
    config_step: Step
    created_at: datetime
    latest_run_id: str


class Sheets(BaseModel):
    """A page of sheets, last active first; `total` of all."""

    sheets: list[Sheet]
    total: int
    next: str | None = Field(None, description="What to send as `after` for the next page; null at the end.")


class SheetBody(BaseModel):
    """A sheet to begin; without a name it is called by its state."""

    template_id: int
    name: str | None = None


class SheetMade(BaseModel):
    """The sheet, and its first run: upload certificates to it."""

    job_id: str
    run_id: str
    message: str


class Started(BaseModel):
    """The run that reads the new files."""

    active_run_id: str
    message: str


class Done(BaseModel):
    """It is done."""

    message: str
