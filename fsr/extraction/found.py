"""A value found in a document, with everything that proves it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fsr.extraction.reading import Box


class State(StrEnum):
    """How sure one may be of a value."""

    FOUND = "found"
    """Printed, and only one reading of it makes sense."""
    GUESSED = "guessed"
    """Printed, but there are alternatives or the link to the label is weak: a person should look."""
    MISSING = "missing"
    """The document says nothing.  Never to be shown or counted as "not covered"."""
    EDITED = "edited"
    """A person typed another value; what was read is kept beside it."""
    CONFIRMED = "confirmed"
    """A person looked at what was read and agreed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A field's value and its evidence.

    value         normal form; None when missing.  For offers "v" covered, "-" not covered, else a text
    text          the passage as printed (raw); "" when missing
    page          counts from 1; None when missing
    box           place of `text` on that page
    confidence    0..1
    rule          which rule found it, e.g. "label:inline", "table:variant B", "section:exclusions"
    label         the printed label beside the value, "" if none: what a correction may teach
    alternatives  other candidates, best first; never silently dropped when near
    """

    code: str
    value: str | None = None
    text: str = ""
    page: int | None = None
    box: Box | None = None
    confidence: float = 0.0
    state: State = State.MISSING
    rule: str = ""
    label: str = ""
    alternatives: tuple["Found", ...] = ()

    def to_data(self) -> dict[str, Any]:
        """As plain values, ready for JSON."""
        return {
            "code": self.code, "value": self.value, "text": self.text, "page": self.page,
            "box": list(self.box) if self.box else None, "confidence": self.confidence, "state": str(self.state),
            "rule": self.rule, "label": self.label, "alternatives": [a.to_data() for a in self.alternatives],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Found":
        """The value that `to_data` wrote."""
        box = tuple(data["box"]) if data["box"] else None
        return cls(data["code"], data["value"], data["text"], data["page"], box, data["confidence"],
                   State(data["state"]), data["rule"], data["label"],
                   tuple(cls.from_data(a) for a in data["alternatives"]))
