"""What a template's fields are printed under, and which values they take."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fsr.extraction.labels import Lexicon, tokens
from fsr.sheets.reader.pairs import Want
from fsr.sheets.reader.typed import is_typed, reader_of

_ALIKE = ("number|no|nr|num|numbers", "amount|sum", "telephone|phone|tel", "address|adresse", "company|firm",
          "e|email", "total|totals", "date|dated", "id|identifier", "qty|quantity", "mail|email")
_QUOTED = re.compile(r"[\"“”'‘]([^\"“”'’]{2,40})[\"“”'’]")
_MOST_LABELS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as the engines are asked for it."""

    name: str
    data_type: str
    prompt: str = ""
    role: str = ""
    synonyms: tuple[str, ...] = ()


def asked(options: Mapping[str, Any]) -> list[Asked]:
    """The fields of an engine's options."""
    return [Asked(one["name"], one.get("data_type", "text"), one.get("prompt") or "", one.get("role") or "",
                  tuple(one.get("synonyms") or ())) for one in options.get("fields", ())]


def wants_of(fields: Iterable[Asked]) -> dict[str, Want]:
    """How each field's values are read, by its name."""
    return {field.name: Want(field.name, reader_of(field.data_type), is_typed(field.data_type)) for field in fields}


def lexicon_of(fields: Sequence[Asked], learned: Sequence[Sequence[str]]) -> Lexicon:
    """The labels of all fields: names, synonyms, words quoted in their prompts, and those that people taught."""
    names = {field.name for field in fields}
    return Lexicon({field.name: _phrases(field) for field in fields},
                   taught=[(name, label) for name, label in learned if name in names])


def _phrases(field: Asked) -> list[str]:
    labels = [field.name, *field.synonyms, *_QUOTED.findall(field.prompt)]
    phrases = [phrase for label in labels[:_MOST_LABELS] for phrase in _forms(label)]
    return list(dict.fromkeys(phrases))


def _forms(label: str) -> list[str]:
    """A label in the notation of `Lexicon`, and turned around: "Invoice Date", "Date of Invoice"."""
    words = [token.text for token in tokens(label)]
    if not words:
        return []
    plain = " ".join(map(_alike, words))
    if len(words) == 2:
        return [plain, f"{_alike(words[1])} (of) (the) {_alike(words[0])}"]
    return [plain]


def _alike(word: str) -> str:
    return next((forms for forms in _ALIKE if word in forms.split("|")), word)
