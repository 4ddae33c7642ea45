"""The engine on offers that others wrote and printed without knowing it: tables, cards, an e-mail, a letter.

First tries, before the engine was changed for them: the six offers of the first set 123 of 132 cells with no false
cover, the twenty of the second set 343 of 440 (346 after what the first set had taught) with 10 false covers.
"""

import pytest

from tests.offers.scorer import PRINTED, fault, offer_of, truths

TRUTH = truths(PRINTED)


@pytest.mark.parametrize("name", TRUTH)
def test_a_printed_offer_is_read_right(name: str) -> None:
    facts, read = TRUTH[name], offer_of(PRINTED / name)
    assert (read.insurer.value, read.language.value, read.product.value) == (
        facts["insurer"],
        facts["language"],
        facts["product"],
    )
    faults = {
        code: fault(read.values[code].value, want, facts["must"].get(code), strict=True)
        for code, want in facts["values"].items()
    }
    assert not {code: reason for code, reason in faults.items() if reason}


def test_nothing_is_taken_from_a_decision_on_a_claim() -> None:
    read = offer_of(PRINTED / "p09_ergo_claim_lv.pdf")
    assert {found.value for found in read.values.values()} == {None}
    assert "CASCO" in read.warnings[0]
