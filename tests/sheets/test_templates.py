"""Templates: whose they are, what they may hold, how they change, and those that come with fsr."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.audit.models import AuditEvent
from fsr.auth.models import Role, User
from fsr.db import commit, db
from fsr.errors import Conflict, Forbidden, Invalid, NotFound
from fsr.sheets import house, standard, templates
from fsr.sheets.access import get_template
from fsr.sheets.editor import FieldsForm
from fsr.sheets.fieldset import Field, of
from fsr.sheets.models import Kind, Run, RunField, Sheet, Template
from fsr.sheets.service import templates as service
from fsr.sheets.service.templates import Wishes
from tests import factories
from tests.browsers import Browser
from tests.offers.laid import statements

TWO = (Field("Number", synonyms=("No", "Nr.")), Field("Total", "currency", required=True))


@pytest.fixture
def ana_user(app: Flask, password_hash: str) -> Iterator[User]:
    with app.app_context():
        user = factories.user(password_hash)
        commit()
        yield user


def made(actor: User, *fields: Field, name: str = "Mine") -> Template:
    return service.create(actor, Wishes(name, fields or TWO))


def logged(action: str) -> int:
    commit()
    return db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent).where(AuditEvent.action == action))


def test_a_template_keeps_its_fields_in_order_with_all_that_was_said_of_them(ana_user: User) -> None:
    template = made(ana_user)
    db.session.expire_all()
    assert (of(template.fields), [row.position for row in template.fields]) == (TWO, [1, 2])
    assert (template.version, template.owner_id, template.is_public) == (1, ana_user.id, False)


@pytest.mark.parametrize(("fields", "problem"), [
    ((), "fields"),
    (tuple(Field(f"F{number}") for number in range(61)), "fields"),
    ((Field("Total"), Field(" total ")), "fields.1.name"),
    ((Field("x" * 101),), "fields.0.name"),
    ((Field("\u0007\x00 "),), "fields.0.name"),
    ((Field("A", prompt="x" * 1501),), "fields.0.prompt"),
    ((Field("A", "poem"),), "fields.0.data_type"),
    ((Field("A", synonyms=("x" * 101,)),), "fields.0.synonyms"),
])
def test_what_cannot_be_read_is_refused_where_it_stands(
        ana_user: User, fields: tuple[Field, ...], problem: str) -> None:
    with pytest.raises(Invalid) as refusal:
        service.create(ana_user, Wishes("Mine", fields))
    assert set(refusal.value.fields) == {problem}


@pytest.mark.parametrize("name", ["", " \n", "x" * 256])
def test_a_template_needs_a_name_that_fits(ana_user: User, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        made(ana_user, name=name)
    assert "name" in refusal.value.fields


def test_the_version_counts_changes_of_fields_and_nothing_else(ana_user: User) -> None:
    template = made(ana_user)
    service.save(ana_user, template, Wishes("Renamed", of(template.fields)))
    assert (template.name, template.version) == ("Renamed", 1)
    service.save(ana_user, template, Wishes("Renamed", (TWO[1], TWO[0], Field("Date", "date_dmy"))))
    db.session.expire_all()
    assert ([row.name for row in template.fields], template.version) == (["Total", "Number", "Date"], 2)
    service.save(ana_user, template, Wishes("Renamed", of(template.fields)), 2)
    assert (template.version, logged("sheet:template:edited")) == (2, 2)


def test_a_save_on_an_older_version_is_a_conflict_and_changes_nothing(ana_user: User) -> None:
    template = made(ana_user)
    service.save(ana_user, template, Wishes("Mine", TWO[:1]), 1)
    with pytest.raises(Conflict):
        service.save(ana_user, template, Wishes("Mine", (Field("Mine alone"),)), 1)
    assert [row.name for row in template.fields] == ["Number"]


def test_a_run_keeps_the_fields_it_was_started_with(ana_user: User) -> None:
    template = made(ana_user)
    sheet = Sheet(name="s", owner_id=ana_user.id)
    db.session.add(sheet)
    db.session.flush()
    run = Run(id="r", series_id="r", job_id=sheet.id, template_id=template.id, template_version=1,
              fields=[RunField(name="Total", data_type="currency", position=1)])
    db.session.add(run)
    db.session.flush()
    service.save(ana_user, template, Wishes("Mine", (Field("Other"),)))
    service.delete(ana_user, template)
    db.session.expire_all()
    assert ([one.name for one in run.fields], run.template_version) == (["Total"], 1)


def test_a_colleague_sees_a_template_once_an_administrator_publishes_it(app: Flask, password_hash: str) -> None:
    with app.app_context():
        ana, bob, ada = (factories.user(password_hash, role) for role in (Role.AGENT, Role.AGENT, Role.ADMIN))
        template = made(ana)
        with pytest.raises(NotFound):
            get_template(template.id, bob)
        with pytest.raises(Forbidden):
            service.publish(ana, template, True)
        service.publish(ada, get_template(template.id, ada), True)
        assert get_template(template.id, bob) is template
        for change in (lambda: service.delete(bob, template), lambda: service.publish(bob, template, False),
                       lambda: service.save(bob, template, Wishes("x", TWO))):
            with pytest.raises(Forbidden):
                change()
        copied = service.copy(bob, template)
        assert (copied.owner_id, copied.is_public, of(copied.fields)) == (bob.id, False, TWO)
        service.publish(ada, template, False)
        with pytest.raises(NotFound):
            get_template(template.id, bob)


def test_a_deleted_template_is_gone_until_it_is_restored(ana_user: User) -> None:
    template = made(ana_user)
    service.delete(ana_user, template)
    commit()
    with pytest.raises(NotFound):
        get_template(template.id, ana_user)
    assert "Mine" not in [one.template.name for one in templates.listed(ana_user).items]
    service.restore(ana_user, get_template(template.id, ana_user, deleted=True))
    assert get_template(template.id, ana_user) is template
    assert (logged("sheet:template:deleted"), logged("sheet:template:restored")) == (1, 1)


def test_templates_of_the_house_are_there_for_everybody_and_nobodys_to_change(ana_user: User) -> None:
    commit()
    named = {one.name: one for one in templates.choices(ana_user, Kind.EXTRACTION)}
    assert {one.name for one in house.TEMPLATES} <= set(named)
    invoice = named["Invoice"]
    assert (of(invoice.fields), invoice.owner_id, invoice.is_public) == (house.INVOICE, None, True)
    with pytest.raises(Forbidden):
        service.save(ana_user, invoice, Wishes("Mine now", TWO))
    assert logged("sheet:template:supplied") >= len(house.TEMPLATES)


def test_a_newer_version_of_a_template_of_the_house_takes_the_place_of_the_older(app: Flask, ana_user: User) -> None:
    commit()
    standard.ensure()
    number = db.session.scalar(sa.select(Template.id).where(Template.name == "Invoice"))
    standards = app.extensions["fsr.standards"].standards
    newer = standard.Standard("Invoice", Kind.EXTRACTION, "Newer", TWO, version=9)
    app.extensions["fsr.standards"] = standard.Known([newer if one.name == "Invoice" else one for one in standards])
    assert (standard.ensure(), standard.ensure()) == (1, 0)
    invoice = db.session.get_one(Template, number)
    assert (invoice.version, of(invoice.fields)) == (9, TWO)
    app.extensions["fsr.standards"].is_settled = False
    assert standard.ensure() == 0


def test_templates_of_the_house_come_with_a_transaction_that_has_written_and_go_with_it(ana_user: User) -> None:
    made(ana_user)
    assert "Invoice" in {one.name for one in templates.choices(ana_user, Kind.EXTRACTION)}
    db.session.rollback()
    count = sa.select(sa.func.count()).select_from(Template)
    assert db.session.scalar(count) == 0
    templates.choices(ana_user, Kind.EXTRACTION)
    assert db.session.scalar(count) >= len(house.TEMPLATES)


def test_the_list_is_paged_by_key_and_costs_the_same_for_many(app: Flask, ana_user: User) -> None:
    made(ana_user)
    commit()
    templates.listed(ana_user)
    commit()
    with statements(app) as few:
        templates.listed(ana_user, "mine")
    for number in range(30):
        made(ana_user, name=f"Mine {number:02}")
    commit()
    with statements(app) as many:
        part = templates.listed(ana_user, "MINE", most=20)
    rest = templates.listed(ana_user, "MINE", part.after, most=20)
    names = [one.template.name for one in (*part.items, *rest.items)]
    assert (len(names), len(set(names)), names == sorted(names), rest.after) == (31, 31, True, None)
    assert (len(many), {one.fields for one in part.items}) == (len(few), {2})


def rows_of(form: FieldsForm) -> list[str]:
    return [row.name for row in form.rows]


@pytest.mark.parametrize(("do", "names", "at"), [
    ("up-1", ["Total", "Number"], 0), ("down-0", ["Total", "Number"], 1), ("up-0", ["Number", "Total"], 0),
    ("down-1", ["Number", "Total"], 1), ("remove-0", ["Total"], 0), ("add", ["Number", "Total", ""], 2),
    ("up-7", ["Number", "Total"], None), ("up-x", ["Number", "Total"], None),
])
def test_the_rows_of_the_form_are_moved_in_the_form_alone(
        ana: Browser, app: Flask, do: str, names: list[str], at: int | None) -> None:
    with app.test_request_context(method="POST", data={
            "field": ["Number", "Total"], "type": ["text", "currency"], "do": do}):
        from flask import request

        form = FieldsForm.parse(request.form)
    assert (rows_of(form), form.at) == (names, at)
