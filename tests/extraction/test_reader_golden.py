"""The lines of a few documents, with places, word for word: a change of any of them is seen in a diff."""

import pytest

from tests.extraction.golden import DOCUMENTS, golden_path, lines_of


@pytest.mark.parametrize(("folder", "start"), DOCUMENTS)
def test_lines_are_as_before(folder: str, start: str) -> None:
    assert lines_of(folder, start) == golden_path(folder, start).read_text("utf-8")
