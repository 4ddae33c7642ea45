"""Waits after failures: they grow, have an end, and count tries that run side by side."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fsr.auth import throttle
from fsr.auth.models import Throttle
from fsr.auth.throttle import Rule
from fsr.db import db
from fsr.errors import TooMany

RULE = Rule("test", free=3, longest=60, forget=3600)

pytestmark = pytest.mark.usefixtures("still")


def test_the_wait_doubles_from_a_second_to_the_longest():
    waits = [RULE.wait(tries).total_seconds() for tries in range(1, 13)]
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_no_number_of_failures_locks_for_good(tries):
    assert timedelta(0) <= RULE.wait(tries) <= timedelta(seconds=60)


def test_failures_are_forgotten_after_a_time_of_peace(app, still):
    with app.test_request_context():
        for _ in range(4):
            throttle.take([(RULE, "k")])
        with pytest.raises(TooMany):
            throttle.take([(RULE, "k")])
        still(seconds=3700)
        for _ in range(3):
            throttle.take([(RULE, "k")])
        assert db.session.get_one(Throttle, "k").tries == 3


def test_a_refused_try_is_not_counted_so_that_waiting_helps(app):
    with app.test_request_context():
        for _ in range(4):
            throttle.take([(RULE, "k")])
        for _ in range(5):
            with pytest.raises(TooMany):
                throttle.take([(RULE, "k")])
        assert db.session.get_one(Throttle, "k").tries == 4


def test_tries_side_by_side_are_all_counted(app):
    together, outcomes = Barrier(6), []

    def attempt():
        with app.test_request_context():
            together.wait()
            try:
                throttle.take([(RULE, "k")])
                outcomes.append("through")
            except TooMany:
                outcomes.append("refused")

    threads = [Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 2 + ["through"] * 4


def test_old_counts_are_swept(app, still):
    with app.test_request_context():
        throttle.take([(RULE, "k")])
        still(days=3)
        assert throttle.forget_old(db.session()) == 1
