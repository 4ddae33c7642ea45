"""What a cell, or a clause, says about one cover: covered, not covered, or covered with these figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from fsr.extraction.labels import fold
from fsr.extraction.parsers import Answer, answered, is_extra
from fsr.extraction.sections import Tone, tone_of
from fsr.extraction.wordings import any_of
from fsr.money import Amount, amounts
from fsr.offers.catalogue import BY_CODE, COVERED, NOT_COVERED, Kind
from fsr.offers.normalise import has_figure, has_place, tidy
from fsr.offers.reader.document import Words

GLASS = "Stiklojums_bez_pašriska"
DEDUCTIBLE = "Pašrisks_bojājumi"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A value and how sure the wording makes it, 0..1."""

    value: str
    weight: float


NO = Verdict(NOT_COVERED, 0.95)


def judge(code: str, label: str, texts: Sequence[str], words: Words, deductible: str = "") -> Verdict | None:
    """What a row or card says about `code`; None when it says nothing.

    label       the printed label; texts: what stands beside or under it; deductible: the cell of a column of
                deductibles
    """
    said = [text for text in texts if text.strip()]
    if code == GLASS and said and _is_deductible_label(label):
        return _glass(label, said, deductible, False, words)
    answers = [(text, answered(text)) for text in said]
    if any(a and a.answer is not Answer.YES for _, a in answers[:1]) or any(
        a and a.answer is Answer.NO for _, a in answers
    ):
        return NO
    if any(tone_of(text) in (Tone.DENIED, Tone.EXTRA) for text in said) or is_extra(label):
        return Verdict(NOT_COVERED, 0.9)
    if not said and not deductible:
        return None
    if code == GLASS:
        return _glass(label, said, deductible, any(a for _, a in answers), words)
    yes = any(a and a.answer is Answer.YES for _, a in answers)
    rest = [a.rest if a else text for text, a in answers]
    return _covered(code, label, rest, yes, words)


def _covered(code: str, label: str, rest: Sequence[str], yes: bool, words: Words) -> Verdict | None:
    sure = 0.95 if yes else 0.85
    kind = BY_CODE[code].kind
    if kind is Kind.COVER:
        return Verdict(COVERED, sure if yes or any(rest) else 0.7)
    detail = figures(code, rest) or figures(code, _after_label(code, label, words))
    return Verdict(detail or COVERED, sure if detail or yes else 0.75)


def figures(code: str, texts: Sequence[str]) -> str | None:
    """The texts that say how much, how often or where, joined and shortened; None when none does."""
    places = code == "Palīdzība_uz_ceļa"
    telling = [text for text in texts if has_figure(text) or (places and has_place(text))]
    return tidy("; ".join(telling)) or None if telling else None


def _after_label(code: str, label: str, words: Words) -> list[str]:
    """What a label goes on to say after the words that name the row: "Hidrotrieciens (līdz 4 000 EUR)"."""
    end = max((hit.end for hit in words.hits(label) if hit.code == code), default=len(label))
    return [label[end:].strip(" ,:–-").removeprefix("(").removesuffix(")")] if end < len(label) else []


def _glass(label: str, said: Sequence[str], deductible: str, yes: bool, words: Words) -> Verdict | None:
    """Glass counts only without deductible: BTA's clause "carries the deductible" and a sum of 50 EUR are both "-"."""
    free = glass_free(label, said, deductible, words)
    if free is None:
        return Verdict(COVERED, 0.62 if yes else 0.55)
    return Verdict(COVERED, 0.95) if free else Verdict(NOT_COVERED, 0.9)


def glass_free(label: str, said: Sequence[str], deductible: str, words: Words) -> bool | None:
    """Whether glass is free of deductible; None when nothing is said about it."""
    if deductible.strip():
        return _is_nil(deductible)
    if _is_deductible_label(label) and said:
        return _is_nil(" ".join(said))
    for text in (label, *said):
        answer = _free_in(text, words)
        if answer is not None:
            return answer
    return None


DEDUCTIBLE_WORD = any_of(r"pasrisk|pasa risk|deductible|\bexcess|франшиз|самориск|own risk")
NO_DEDUCTIBLE = any_of(
    r"bez (?:pas|papildu pas)|netiek piemer|nepiemer|without (?:an? |any )?(?:excess|deduct)|no (?:excess|deduct)|"
    r"без (?:франшиз|самориск)|не примен|"
    r"\b0(?:[.,]00)? ?(?:eur|€|%|deduct|excess|pasrisk|франш)|(?:eur|€) ?0(?:[.,]00)?\b|nav pas|nulles|nil\b|zero|"
    r"free of|risks? nav|waived|без применени|не взимается|отсутств"
)


def _is_deductible_label(label: str) -> bool:
    folded = fold(label)
    return bool(DEDUCTIBLE_WORD.search(folded)) and not NO_DEDUCTIBLE.search(folded)


def _is_nil(text: str) -> bool | None:
    """Whether the amount or rate in `text` is nought; None without one."""
    folded = fold(text)
    if any(a.value for a in amounts(text)):
        return False
    if NO_DEDUCTIBLE.search(folded) or folded.strip(" .") in (
        "–",
        "-",
        "0",
        "nav",
        "bez",
        "none",
        "no",
        "nil",
        "нет",
        "без",
    ):
        return True
    if "%" in text:
        return False
    return True if amounts(text) else None


def _free_in(text: str, words: Words) -> bool | None:
    """What a text says about the deductible of glass.

    Refused wherever a sum is named beside, so that nothing is promised.
    """
    folded = fold(text)
    if not DEDUCTIBLE_WORD.search(folded):
        return None
    if any(a.value and _near_deductible(folded, a) for a in amounts(folded)):
        return False
    return bool(NO_DEDUCTIBLE.search(folded)) or any(hit.code == "_deductible_free" for hit in words.hits(text))


def _near_deductible(folded: str, amount: Amount) -> bool:
    around = folded[max(0, amount.start - 30) : amount.end + 20]
    return bool(DEDUCTIBLE_WORD.search(around)) and "limit" not in folded[max(0, amount.start - 12) : amount.start]
