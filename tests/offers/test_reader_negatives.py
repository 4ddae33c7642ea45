"""Documents that are no CASCO offers: nothing may be taken from them."""

from pathlib import Path

import pytest

from tests.offers.scorer import SAMPLES, offer_of

OTHERS = sorted(path for folder in ("health", "claims", "cpe") for path in (SAMPLES / folder).glob("*.pdf"))


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_nothing_is_taken_from_a_document_of_another_kind(path: Path) -> None:
    read = offer_of(path)
    assert read.product.value != "casco"
    assert {found.value for found in read.values.values()} == {None}
    assert read.warnings
