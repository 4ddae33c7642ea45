"""Input of the notebook's pages, parsed once, with what was typed kept for showing again."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from fsr.notebook.texts import FIELDS, Draft

UNKNOWN = -1
"""Stands for a base version that nobody knows: never equal to a page's, so such a save is compared and not trusted."""
DOUBTFUL = 20
"""Earlier saves that are looked up; a browser that lost more answers in a row is asked to compare."""


def new_op() -> str:
    """A name for one save, which no other save has."""
    return secrets.token_hex(16)


def version_of(said: str | None) -> int:
    """The version that a form says it was written on; `UNKNOWN` for anything else."""
    plain = said is not None and said.isascii() and said.isdigit() and len(said) < 19
    return int(said or "") if plain else UNKNOWN


@dataclass(frozen=True, slots=True)
class SaveForm:
    """The editor's form.

    base    the version it was written on
    op_id   the browser's name for this save; None without JavaScript, where nobody repeats it
    after   names of earlier saves of the same browser, of which it does not know whether they arrived
    user    whose text this is: the id of whoever had the page open while typing, or None
    then    what to do after saving: "", or "file" for a new line item
    """

    draft: Draft
    base: int = UNKNOWN
    op_id: str | None = None
    after: tuple[str, ...] = ()
    user: int | None = None
    then: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, data: Mapping[str, str], op_id: str | None = None) -> "SaveForm":
        """Read the form, or htmx's parameters of the same names; `op_id` is what a header may name the save."""
        user = version_of(data.get("user"))
        after = data.get("after", "").split(",")[-DOUBTFUL:]
        return cls(
            Draft(**{name: data.get(name) for name in FIELDS}), version_of(data.get("base_version")),
            data.get("op_id") or op_id or None, tuple(filter(None, after)),
            None if user == UNKNOWN else user, data.get("then", ""))


@dataclass(frozen=True, slots=True)
class ResolveForm:
    """What somebody chose in a conflict.

    draft   the result
    mine    what they had written; kept beside the page as far as the result leaves it out
    theirs  what stood against it, at version `seen`
    base    what both started from; a field is None where nobody knows
    """

    draft: Draft
    mine: Draft
    theirs: Draft
    base: Draft
    seen: int
    op_id: str | None

    @classmethod
    def parse(cls, data: Mapping[str, str]) -> "ResolveForm":
        """Read the form.  Without JavaScript a button of one text says that its "mine" or "theirs" is the result."""
        mine, theirs, base, result = (Draft(**{name: data.get(f"{side}_{name}") for name in FIELDS})
                                      for side in ("mine", "theirs", "base", "result"))
        sides = {"mine": mine, "theirs": theirs}
        chosen = {name: getattr(sides.get(data.get(f"choose_{name}", ""), result), name) for name in FIELDS}
        return cls(Draft(**chosen), mine, theirs, base, version_of(data.get("base_version")),
                   data.get("op_id") or None)
