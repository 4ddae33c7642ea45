"""The columns of a CPE sheet, by state: the structure from which the public templates are made and renewed.

Seven columns in the earlier system's order; the further ones stand behind a toggle.  A change here raises `VERSION`,
and the templates in the database follow; runs keep the columns they were started with.
"""

from dataclasses import dataclass

from fsr.cpe.rules.model import RuleSet
from fsr.cpe.rules.reasons import N_
from fsr.cpe.rules.states import RULE_SETS

VERSION = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `role` is what the reader of certificates knows it by, `data_type` one of the 15 data types."""

    role: str
    name: str
    data_type: str
    prompt: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class StateTemplate:
    """A state's public template; its name is the state's."""

    name: str
    state: str
    description: str
    columns: tuple[Column, ...]
    version: int


COLUMNS: tuple[Column, ...] = (
    Column("title", "Course Title", "text", N_("The title of the course, program or activity.")),
    Column("sponsor", "Provider/Sponsor", "text", N_("The organisation that provided or sponsored the course.")),
    Column("completed", "Completion Date", "date_mdy", N_(
        "The day the course was completed; of several days the last.")),
    Column("hours", "CPE Hours", "number", N_("The hours or credits earned, as a number.")),
    Column("field", "Field of Study", "text", N_("The subject area or category.")),
    Column("certificate", "Certificate Number", "text", N_(
        "The number of the certificate or confirmation, where there is one.")),
    Column("method", "Delivery Method", "text", N_(
        "How the course was given: group live, internet, self-study, nano or blended learning.")),
    Column("participant", "Participant", "name", N_("Whose certificate it is."), optional=True),
    Column("sponsor_id", "Sponsor ID", "text", N_("The sponsor's number in the National Registry."), optional=True),
    Column("location", "Location", "text", N_("Where the course was held."), optional=True),
    Column("split", "Hours by Field", "text", N_("The hours of each field of study, where they are split."),
           optional=True),
)
"""Names are data, and so are not translated: exports and clients know the columns by them."""


def _template(rules: RuleSet) -> StateTemplate:
    description = f"Continuing professional education for {rules.name}"
    return StateTemplate(rules.name, rules.state, description, COLUMNS, VERSION)


TEMPLATES: tuple[StateTemplate, ...] = tuple({rules.name: _template(rules) for rules in RULE_SETS}.values())
"""California first, as the earlier system had it."""
