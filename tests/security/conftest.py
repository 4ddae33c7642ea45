"""Ana's things, for those who try to get at them."""

from typing import Any

import pytest
from flask import Flask

from fsr.auth.models import Role
from tests import factories
from tests.browsers import Browser
from tests.conftest import signed_in
from tests.security import world


@pytest.fixture
def ids(app: Flask, ana: Browser, ada: Browser) -> dict[str, Any]:
    """One of each kind of thing, Ana's: variable of the routes → value."""
    return world.build(app, ana, ada)


@pytest.fixture
def auditor(app: Flask, people: dict[str, Browser], password_hash: str) -> Browser:
    """An auditor: sees everything, changes nothing."""
    with app.app_context():
        return signed_in(app, factories.user(password_hash, Role.AUDITOR))
