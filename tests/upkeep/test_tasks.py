"""What is swept daily."""

from datetime import timedelta

import sqlalchemy as sa

from fsr import clock
from fsr.auth import throttle
from fsr.auth.models import Throttle, UserSession
from fsr.db import db
from fsr.upkeep import tasks


def test_sweeping_forgets_ended_sessions_and_old_failures_and_keeps_the_others(app, ana, monkeypatch):
    later = clock.now() + timedelta(days=3)
    with app.test_request_context():
        throttle.take([(throttle.Rule("old", 1, 1), "old")])
        db.session.execute(sa.update(UserSession).where(UserSession.user_id == ana.user_id).values(last_seen_at=later))
        db.session.commit()
        monkeypatch.setattr(clock, "now", lambda: later)
        throttle.take([(throttle.Rule("new", 1, 1), "new")])
        assert tasks.sweep(None) == {"sessions": 3, "throttles": 1}
        assert db.session.scalars(sa.select(UserSession.user_id)).all() == [ana.user_id]
        assert db.session.scalars(sa.select(Throttle.key)).all() == ["new"]
