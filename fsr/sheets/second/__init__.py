"""The optional second reader: a language model that is asked for what the rules left open, and believed only on proof.

Off unless FSR_LLM_URL and FSR_LLM_MODEL are set; then text of documents leaves this machine for that address.  It only
fills values that are missing, and weighs guesses; what it says counts where the words stand in the lines that it names.
The document is data to it: whatever a line asks for, an answer can only point at printed words.  Without it, or when
it fails, what the rules read stands.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from fsr.extraction.found import Found, State
from fsr.extraction.reading import Reading
from fsr.sheets.fieldset import Field
from fsr.sheets.second.endpoint import Endpoint, NoAnswerError
from fsr.sheets.second.grounding import Line, grounded, weighed
from fsr.sheets.second.question import answers_in, lines_of, question

USED, FAILED = "second_reader", "second_failed"
"""Notes: values of the second reader are among the records; it was asked and gave no answer."""
NOTHING = "nothing_found"
"""The engine's note that is no longer true once anything was filled."""
MOST_CALLS = 4
"""Questions about one document, however many certificates it holds: each costs time and money."""
NOT_WITHOUT_CPE = frozenset({"hours", "field", "split"})
NEVER = frozenset({"split"})
"""Roles that are not asked for: of papers that are not about CPE, and ever."""

__all__ = ["Endpoint", "endpoint", "fill"]


def endpoint(config: Mapping[str, Any]) -> Endpoint | None:
    """Where the second reader is, None where it is switched off."""
    url, model = config["FSR_LLM_URL"], config["FSR_LLM_MODEL"]
    return Endpoint(url, model, config["FSR_LLM_KEY"], float(config["FSR_LLM_TIMEOUT"])) if url and model else None


def fill(answer: dict[str, Any], reading: Reading, fields: Sequence[Field], asked: Endpoint) -> dict[str, Any]:
    """The engine's answer with what the second reader adds; called outside of any transaction, for it may take long."""
    records, notes, calls = [], list(answer["notes"]), 0
    for index, record in enumerate(answer["records"]):
        wanted = _wanted(record, fields, answer["is_cpe"])
        if not wanted or calls >= MOST_CALLS or FAILED in notes:
            records.append(record)
            continue
        calls += 1
        try:
            said = _ask(asked, wanted, lines_of(reading, *_pages(answer["records"], index)), record)
        except NoAnswerError:
            notes.append(FAILED)
            said = {}
        records.append({**record, "values": {**record["values"], **said}})
        if said:
            notes = [*(note for note in notes if note not in (USED, NOTHING)), USED]
    return {**answer, "records": records, "notes": notes}


def _wanted(record: Mapping[str, Any], fields: Sequence[Field], is_cpe: bool | None) -> list[Field]:
    """The fields left missing or guessed."""
    left_out = NEVER | (NOT_WITHOUT_CPE if is_cpe is False else frozenset())
    return [field for field in fields if field.role not in left_out
            and record["values"].get(field.name, {}).get("state") in (State.MISSING, State.GUESSED)]


def _pages(records: Sequence[Mapping[str, Any]], index: int) -> tuple[int, int]:
    """The first and the last page that a record may be about: up to where the next begins."""
    first = records[index]["page"]
    later = [record["page"] for record in records if record["page"] > first]
    return first, min(later, default=10**6 + 1) - 1


def _ask(asked: Endpoint, wanted: Sequence[Field], lines: Sequence[Line], record: Mapping[str, Any]) -> dict[str, Any]:
    """The values that the second reader gives for the wanted fields, where they are proven."""
    said = answers_in(asked.complete(question(wanted, lines)))
    result = {}
    for field in wanted:
        proven = grounded(field, said.get(field.name), lines)
        if proven:
            before = Found.from_data(record["values"][field.name])
            result[field.name] = weighed(before, proven).to_data()
    return result
