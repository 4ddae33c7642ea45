"""The form in which fields are edited, of a template or of a run: as it was typed, moved, and read.

Moving, adding and removing rows change the form alone; nothing is stored before "save", so one save is one version.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from fsr.sheets.fieldset import Field
from fsr.web.i18n import gettext as _

USUAL, REQUIRED, OPTIONAL = "usual", "required", "optional"
NAMES = ("field", "type", "prompt", "synonyms", "need", "role")
"""Names of the inputs of one row; those of all rows come in the same order."""
MOST_ROWS = 200


class Sent(Protocol):
    """What werkzeug's MultiDict gives of a form."""

    def get(self, key: str, /) -> str | None: ...
    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One field as it was typed; `synonyms` are separated by semicolons."""

    name: str = ""
    data_type: str = "text"
    prompt: str = ""
    synonyms: str = ""
    need: str = USUAL
    role: str = ""

    @classmethod
    def of(cls, one: Field) -> "Row":
        """The row of a field that is there."""
        need = REQUIRED if one.required else OPTIONAL if one.optional else USUAL
        return cls(one.name, one.data_type, one.prompt, "; ".join(one.synonyms), need, one.role)

    @property
    def is_blank(self) -> bool:
        """Whether nobody typed anything into it."""
        return not (self.name.strip() or self.prompt.strip() or self.synonyms.strip())

    @property
    def field(self) -> Field:
        """What the row says, unchecked."""
        return Field(self.name, self.data_type, self.prompt, self.role, tuple(self.synonyms.split(";")),
                     self.need == OPTIONAL, self.need == REQUIRED)


@dataclass(frozen=True, slots=True)
class FieldsForm:
    """The rows of an editor.

    errors  input → sentence: "fields.2.name", "name", "" for the whole
    at      number of the row that was moved or added, to be focused; None for none
    do      what was asked for: "save", "add", "up-2", "down-2", "remove-2"
    """

    rows: tuple[Row, ...] = ()
    name: str = ""
    description: str = ""
    version: int | None = None
    errors: dict[str, str] = field(default_factory=dict)
    at: int | None = None
    do: str = "save"

    @classmethod
    def of(cls, fields: Sequence[Field], name: str = "", description: str = "",
           version: int | None = None) -> "FieldsForm":
        """The form of what is there; without fields it has one empty row."""
        return cls(tuple(map(Row.of, fields)) or (Row(),), name, description, version)

    @classmethod
    def parse(cls, sent: Sent) -> "FieldsForm":
        """Read the form, and do to its rows what was asked for."""
        columns = [sent.getlist(name)[:MOST_ROWS] for name in NAMES]
        width = len(columns[0])
        columns = [column + [""] * (width - len(column)) for column in columns]
        rows = tuple(Row(*typed) for typed in zip(*columns, strict=False))
        version = sent.get("version") or ""
        form = cls(rows, sent.get("name") or "", sent.get("description") or "",
                   int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
                   do=sent.get("do") or "save")
        return form._done()

    @property
    def is_save(self) -> bool:
        """Whether it is to be stored; else only its rows were moved."""
        return self.do == "save"

    @property
    def fields(self) -> tuple[Field, ...]:
        """What was typed, without rows that nobody filled in; unchecked."""
        return tuple(row.field for row in self.rows if not row.is_blank)

    def filled(self) -> "FieldsForm":
        """The form without empty rows, so that the numbers of errors are those of its rows."""
        return replace(self, rows=tuple(row for row in self.rows if not row.is_blank) or (Row(),))

    def with_errors(self, errors: dict[str, str]) -> "FieldsForm":
        """The same form with what is to be mended."""
        return replace(self.filled(), errors=errors)

    def _done(self) -> "FieldsForm":
        verb, _dash, said = self.do.partition("-")
        if verb == "add":
            return replace(self, rows=(*self.rows, Row()), at=len(self.rows))
        at = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else -1
        if not 0 <= at < len(self.rows):
            return self
        if verb == "remove":
            rows = self.rows[:at] + self.rows[at + 1:]
            return replace(self, rows=rows or (Row(),), at=min(at, max(len(rows) - 1, 0)))
        to = at + {"up": -1, "down": 1}.get(verb, 0)
        if to == at or not 0 <= to < len(self.rows):
            return replace(self, at=at)
        rows = self.rows[:at] + self.rows[at + 1:]
        return replace(self, rows=(*rows[:to], self.rows[at], *rows[to:]), at=to)


def needs() -> list[tuple[str, str]]:
    """How much a field matters, in words."""
    return [(USUAL, _("Usual")), (REQUIRED, _("Required")), (OPTIONAL, _("Extra"))]
