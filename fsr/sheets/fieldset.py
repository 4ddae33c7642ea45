"""Fields as people and clients send them: checked before a template or a run takes them."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from fsr.errors import Invalid
from fsr.sheets.kinds import BY_CODE
from fsr.web.i18n import gettext as _

MOST_FIELDS = 60
LONGEST_NAME = 100
LONGEST_PROMPT = 1500
MOST_SYNONYMS = 30
LONGEST_SYNONYM = 100
UNSEEN = {"Cc", "Cs", "Co", "Cn"}
"""Kinds of characters that are neither seen nor kept by both databases: controls, half characters, unassigned ones."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the grid and how to find it in a document.

    data_type  code of one of the 15 data types
    prompt     what is wanted, in words
    role       what the reader knows of such a field beyond its name; "" for none
    synonyms   other labels it is printed under
    optional   shown only when asked for
    required   a row without it is one to look at
    """

    name: str
    data_type: str = "text"
    prompt: str = ""
    role: str = ""
    synonyms: tuple[str, ...] = ()
    optional: bool = False
    required: bool = False


class Stored(Protocol):
    """What a row of `template_fields` or `job_fields` says of a field."""

    name: str
    data_type: str
    prompt: str
    role: str
    synonyms: list[str]
    optional: bool
    required: bool


def of(rows: Iterable[Stored | Any]) -> tuple[Field, ...]:
    """The fields of a template or a run."""
    return tuple(Field(row.name, row.data_type, row.prompt, row.role, tuple(row.synonyms), row.optional, row.required)
                 for row in rows)


def columns(field: Field, position: int) -> dict[str, Any]:
    """The field as the columns of a row; `position` counts from 1."""
    return asdict(field) | {"synonyms": list(field.synonyms), "position": position}


def options(fields: Iterable[Field]) -> list[dict[str, Any]]:
    """The fields as the reading engines take them."""
    return [{"name": one.name, "data_type": one.data_type, "prompt": one.prompt, "role": one.role,
             "synonyms": list(one.synonyms)} for one in fields]


def sound(fields: Sequence[Field], prefix: str = "fields") -> tuple[Field, ...]:
    """The fields without blanks around their words, if they can be taken.

    :raises Invalid: none, too many, a name twice, too long, or an unknown type; keys are "<prefix>.<number>.<what>".
    """
    cleaned = tuple(_clean(one) for one in fields)
    problems = dict(_problems(cleaned, prefix))
    if problems:
        raise Invalid(next(iter(problems.values())), **problems)
    return cleaned


def line(text: str) -> str:
    """`text` in one line: blanks are single, and what cannot be seen or kept is gone."""
    return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c) not in UNSEEN).split())


def paragraph(text: str) -> str:
    """`text` with its line ends, without what cannot be seen or kept."""
    return "\n".join(map(line, text.replace("\r\n", "\n").split("\n"))).strip()


def _clean(field: Field) -> Field:
    synonyms = tuple(dict.fromkeys(filter(None, map(line, field.synonyms))))
    return replace(field, name=line(field.name), prompt=paragraph(field.prompt), role=line(field.role)[:40],
                   synonyms=synonyms)


def _problems(fields: Sequence[Field], prefix: str) -> Iterable[tuple[str, str]]:
    if not fields:
        yield prefix, _("Add at least one field.")
    if len(fields) > MOST_FIELDS:
        yield prefix, _("A template has at most %(most)s fields; these are %(count)s.", most=MOST_FIELDS,
                        count=len(fields))
    seen: set[str] = set()
    for number, field in enumerate(fields):
        yield from ((f"{prefix}.{number}.{what}", why) for what, why in _wrong(field).items())
        if field.name and field.name.casefold() in seen:
            yield f"{prefix}.{number}.name", _("There are two fields called “%(name)s”.", name=field.name)
        seen.add(field.name.casefold())


def _wrong(field: Field) -> Mapping[str, str]:
    found = {}
    if not field.name:
        found["name"] = _("Give the field a name.")
    elif len(field.name) > LONGEST_NAME:
        found["name"] = _("Use at most %(count)s characters.", count=LONGEST_NAME)
    if field.data_type not in BY_CODE:
        found["data_type"] = _("Choose a type from the list.")
    if len(field.prompt) > LONGEST_PROMPT:
        found["prompt"] = _("Use at most %(count)s characters.", count=LONGEST_PROMPT)
    if len(field.synonyms) > MOST_SYNONYMS or any(len(one) > LONGEST_SYNONYM for one in field.synonyms):
        found["synonyms"] = _("At most %(most)s other labels of at most %(count)s characters.", most=MOST_SYNONYMS,
                              count=LONGEST_SYNONYM)
    return found
