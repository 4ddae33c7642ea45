"""Every sample is read as it was read before; `python -m tests.offers.golden` accepts a change."""

import json

import pytest

from tests.offers.golden import golden_of, names, summary


@pytest.mark.parametrize("name", names())
def test_a_sample_is_read_as_before(name: str) -> None:
    assert summary(name) == json.loads(golden_of(name).read_text("utf-8"))
