"""From the claims of all passages to one value for each row, with its state and what else it might be."""

from collections.abc import Iterable, Sequence

from fsr.extraction.found import Found, State
from fsr.offers.catalogue import CODES, COVERED, NOT_COVERED
from fsr.offers.normalise import same_text
from fsr.offers.reader.claims import Claim

ENOUGH = 0.5
"""Below this a claim is no value, only an alternative."""
SURE = 0.7
"""Below this a value is a guess."""
NEAR = 0.12
"""Another value within this of the best makes the best a guess."""
_NEGATIVE_BONUS = 0.04
"""A refusal wins over an equally strong promise: a false "covered" is the worst mistake."""


def choose(claims: Iterable[Claim]) -> dict[str, Found]:
    """A `Found` for every row of the catalogue."""
    by_code: dict[str, list[Claim]] = {code: [] for code in CODES}
    for claim in claims:
        by_code[claim.code].append(claim)
    return {code: _found(code, found) for code, found in by_code.items()}


def _found(code: str, claims: list[Claim]) -> Found:
    if not claims:
        return Found(code)
    ranked = sorted(_merged(_ticked(claims)), key=_rank, reverse=True)
    best = ranked[0]
    others = _others(best, ranked)
    if best.weight < ENOUGH:
        return Found(code, alternatives=tuple(_as_found(claim, State.GUESSED) for claim in ranked[:3]))
    rival = max((claim.weight for claim in others if not _agree(best, claim)), default=0.0)
    if best.rule.startswith("learned:"):
        rival = 0.0
    state = State.GUESSED if best.weight < SURE or best.weight - rival < NEAR else State.FOUND
    shown = tuple(_as_found(claim, State.GUESSED) for claim in others[:4])
    return _as_found(best, state, shown)


def _rank(claim: Claim) -> float:
    return claim.weight + (_NEGATIVE_BONUS if claim.value == NOT_COVERED else 0.0)


def _ticked(claims: Sequence[Claim]) -> list[Claim]:
    """Claims without the boxes left empty beside a ticked one: "☒ 5 dienas ☐ 15 dienas" are options of one row.

    Only where each option has a figure of its own: else an empty box is a refusal like any other.
    """
    options = [c for c in claims if c.rule == "tick" and any(sign.isdigit() for sign in c.place.text)]
    ticked = {c.variant for c in options if c.value not in (COVERED, NOT_COVERED)}
    return [c for c in claims if not (c in options and c.value == NOT_COVERED and c.variant in ticked)]


def _merged(claims: Sequence[Claim]) -> list[Claim]:
    """Claims without those that a fuller one contains: "v" beside "līdz 750 EUR" of like strength only confirms it."""
    figures = [c for c in claims if c.value not in (COVERED, NOT_COVERED)]
    strongest = max((c.weight for c in figures), default=0.0)
    return [c for c in claims if c.value != COVERED or not figures or c.weight > strongest + 0.25]


def _others(best: Claim, ranked: Sequence[Claim]) -> list[Claim]:
    seen = [best]
    for claim in ranked[1:]:
        if claim.weight >= 0.3 and not any(same_text(claim.value, other.value) for other in seen):
            seen.append(claim)
    return seen[1:]


def _agree(a: Claim, b: Claim) -> bool:
    """Whether two claims do not contradict: both say "covered" in some words."""
    financial = a.code in ("premium_total", "insured_amount", "period", "Pašrisks_bojājumi", "Teritorija")
    return not financial and NOT_COVERED not in (a.value, b.value)


def _as_found(claim: Claim, state: State, alternatives: tuple[Found, ...] = ()) -> Found:
    score = claim.place.cell.score
    confidence = round(max(0.0, min(0.99, claim.weight)) * score, 3)
    shown = State.GUESSED if score < 0.5 else state
    return Found(
        claim.code,
        claim.value,
        claim.place.text,
        claim.place.cell.page,
        claim.place.box,
        confidence,
        shown,
        claim.rule,
        claim.label,
        alternatives,
    )
