"""The engine on layouts invented for it: letters, cards, tick lists, grids, variants, columns, add-on prices.

First tries, before the engine was changed for them: layouts 1-16 lenient 0.838 and strict 0.824 with 18 false covers,
layouts 17-28 lenient 0.841 and strict 0.830 with none.
"""

import pytest

from tests.offers.scorer import LAYOUTS, fault, offer_of, truths

TRUTH = truths(LAYOUTS)


@pytest.mark.parametrize("name", TRUTH)
def test_an_invented_layout_is_read_right(name: str) -> None:
    facts, read = TRUTH[name], offer_of(LAYOUTS / name)
    assert (read.insurer.value, read.reg_number.value, read.language.value) == (
        facts["insurer"],
        facts["reg_number"],
        facts["language"],
    )
    faults = {
        code: fault(read.values[code].value, want, facts["must"].get(code), strict=True)
        for code, want in facts["values"].items()
    }
    assert not {code: reason for code, reason in faults.items() if reason}
