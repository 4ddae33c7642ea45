"""Pages, saves and conflicts in the words of seed 002, which stay English whoever asks: programs compare them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from fsr.errors import Conflict, Invalid, NotFound, Refusal
from fsr.notebook.api.shapes import BatchItem
from fsr.notebook.models import Page
from fsr.notebook.refusals import CaseClosed, Clash, Stale
from fsr.notebook.service.batch import Item, Result
from fsr.notebook.service.saving import Draft, Saved
from fsr.notebook.texts import Texts

LONGEST_ECHO = 100
"""Characters of a wrong number that an answer repeats."""


def zulu(at: datetime) -> str:
    """An instant as the first clients read it: ISO, UTC, "Z"."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def version_said(text: str) -> int:
    """`text` as a version; -1, which no page has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1


def page_json(page: Page) -> dict[str, Any]:
    """A page."""
    return texts_json(page, Texts(page.problem_statement, page.fsr_notes), page.version, page.changed_at)


def texts_json(page: Page, texts: Texts, version: int, at: datetime) -> dict[str, Any]:
    """One version of a page."""
    return {"caseNumber": page.case.number, "problemStatement": texts.problem_statement, "fsrNotes": texts.fsr_notes,
            "updatedAt": zulu(at), "version": version}


def status_json(number: str, known: Mapping[str, bool]) -> dict[str, Any]:
    """What is known of a number; `known` says of each number in the registry whether it is open."""
    is_open = known.get(number)
    status = "invalid" if is_open is None else "open" if is_open else "closed"
    return {"case_number": number, "valid": is_open is not None, "is_closed": is_open is False, "status": status}


def saved_json(saved: Saved, number: str) -> dict[str, Any]:
    """What became of a save."""
    answer = {"success": True, "message": "Case data saved successfully", "case_number": number,
              "updated_at": zulu(saved.at), "version": saved.version, "outcome": saved.outcome}
    if saved.outcome == "merged":
        answer["data"] = texts_json(saved.page, saved.texts, saved.version, saved.at)
    return answer


def stale_json(stale: Stale) -> dict[str, Any]:
    """Both sides of a conflict."""
    first, second = (_merged(clash) for clash in stale.clashes)
    return {"error": str(stale), "version": stale.version, "updatedAt": zulu(stale.at), "by": stale.by.name,
            "data": texts_json(stale.page, stale.theirs, stale.version, stale.at),
            "merged": {"problemStatement": first, "fsrNotes": second}}


def _merged(clash: Clash) -> dict[str, Any]:
    return {"text": clash.merged.text, "clean": clash.merged.is_clean, "base": clash.base}


def items_of(sent: Sequence[BatchItem]) -> list[Item]:
    """The items of a batch; one of the wrong types carries its refusal along."""
    return [_item(one) for one in sent]


def _item(one: BatchItem) -> Item:
    texts, base = (one.problem_statement, one.fsr_notes), one.base_version
    if not all(text is None or isinstance(text, str) for text in texts):
        return Item(one.case_number, Draft(), None, Invalid("a text is no string"))
    if base is not None and (isinstance(base, bool) or not isinstance(base, int)):
        return Item(one.case_number, Draft(), None, Invalid("baseVersion is no integer"))
    return Item(one.case_number, Draft(*texts), base)


def batch_answer(results: Sequence[Result]) -> dict[str, Any]:
    """What became of each, as the first clients read it (`errors`) and in a form that programs can use."""
    errors = [_sentence(result.item.number, result.refusal) for result in results if result.refusal]
    return {"success": True, "saved_count": sum(result.saved is not None for result in results), "errors": errors,
            "results": [_result(result) for result in results]}


def _result(result: Result) -> dict[str, Any]:
    number = result.item.number
    base = {"case_number": number if isinstance(number, str) else None}
    if result.saved:
        return base | {"outcome": result.saved.outcome, "version": result.saved.version, "error": None}
    refusal = result.refusal
    version = refusal.version if isinstance(refusal, Stale) else None
    return base | {"outcome": _outcome(refusal), "version": version, "error": _sentence(number, refusal)}


def _outcome(refusal: Refusal | None) -> str:
    kinds = ((NotFound, "invalid"), (CaseClosed, "closed"), (Conflict, "conflict"))
    return next((word for kind, word in kinds if isinstance(refusal, kind)), "refused")


def _sentence(number: object, refusal: Refusal | None) -> str:
    text = str(number)
    echo = text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"
    starts = {"invalid": f"Invalid case: {echo}", "closed": f"Case is closed: {echo}"}
    return starts.get(_outcome(refusal), f"Error saving {echo}: {refusal}")
