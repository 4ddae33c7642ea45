"""Every verb of offers is in the log and counts the revision up; what changes nothing does neither."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from fsr.audit.models import AuditEvent
from fsr.db import db
from fsr.offers import service
from fsr.offers.models import Comparison
from tests.offers.desk import acting, actions, compared, count, the_offer


def test_every_verb_writes_to_the_log_and_counts_the_revision_up(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    verbs: list[Callable[[Any], Any]] = [
        lambda user: service.edit_value(the_offer(number), "period", "6 mēneši", user),
        lambda user: service.confirm_value(the_offer(number), "Zādzība", user),
        lambda user: service.reset_value(the_offer(number), "period", user),
        lambda user: service.undo_value(the_offer(number), "period", user),
        lambda user: service.rename(the_offer(number), "A", user),
        lambda user: service.comment(the_offer(number), "B", user),
        lambda user: service.hide(the_offer(number), True, user),
        lambda user: service.choose(the_offer(number), True, user),
        lambda user: service.arrange(db.session.get_one(Comparison, number), [], user),
        lambda user: service.set_best(db.session.get_one(Comparison, number), "Zādzība", [], user),
        lambda user: service.edit_comparison(db.session.get_one(Comparison, number), user, title="T"),
        lambda user: service.add_by_hand(db.session.get_one(Comparison, number), "IF", user),
        lambda user: service.set_insurer(the_offer(number), "ERGO", user, read=False),
        lambda user: service.edit_facts(the_offer(number), user, insured_entity="SIA Piemērs"),
        lambda user: service.remove_offer(the_offer(number), user),
        lambda user: service.restore_offer(the_offer(number), user),
    ]
    for verb in verbs:
        with acting(app, ana) as user:
            revision, logged = db.session.get_one(Comparison, number).revision, count(AuditEvent)
            verb(user)
        with app.app_context():
            assert db.session.get_one(Comparison, number).revision > revision
            assert count(AuditEvent) > logged


def test_the_log_names_what_happened(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        service.edit_value(the_offer(number), "period", "6 mēneši", user)
        service.delete_comparison(db.session.get_one(Comparison, number), user)
    with app.app_context():
        assert actions("offer") == ["offer:offer:added", "offer:offer:read", "offer:value:edited"]
        assert actions("comparison") == ["comparison:comparison:created", "comparison:comparison:deleted"]


def test_what_changes_nothing_is_no_revision(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        revision = db.session.get_one(Comparison, number).revision
        service.rename(the_offer(number), "", user)
        service.edit_comparison(db.session.get_one(Comparison, number), user, title="")
        service.reset_value(the_offer(number), "period", user)
        service.set_insurer(the_offer(number), "", user)
        db.session.flush()
        assert db.session.get_one(Comparison, number).revision == revision


def test_an_export_is_logged(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    assert ana.get(f"/compare/{number}/xlsx").status_code == 200
    with app.app_context():
        assert actions("comparison")[-1] == "comparison:comparison:exported"
