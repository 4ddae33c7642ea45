"""A model for each test."""

from collections.abc import Iterator

import pytest

from tests.sheets.second.model import Model


@pytest.fixture
def model() -> Iterator[Model]:
    model = Model()
    yield model
    model.server.shutdown()
    model.server.server_close()
