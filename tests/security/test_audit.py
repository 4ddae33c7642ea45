"""Every change leaves a line in the log: all routes that change something are asked to, one after the other."""

import io
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Flask

from fsr.audit.models import AuditEvent
from fsr.audit.names import Action
from fsr.auth import service as accounts
from fsr.auth.models import Role, User, UserSession
from fsr.db import commit, db
from fsr.jobs.models import Job
from fsr.jobs.worker import run_due
from fsr.offers.models import Offer
from tests import factories
from tests.browsers import CHANGES, Browser
from tests.conftest import signed_in
from tests.offers.desk import BTA, CASCO, part
from tests.security import sheets_walk
from tests.security.pictures import png
from tests.shares.making import acting

NOTHING_CHANGES = {"recipient.unlock", "notebook.check_typed", "notebook_api.status", "notebook.receive_cases",
                   "grid.seen"}
"""A right passphrase opens a door in the visitor's own cookie; a wrong one is logged, as another test shows.  The check
judges a text and the API answers for many numbers without keeping any.  A file of cases that is only previewed changes
no case, nobody but its sender sees it, and it is gone after a day; its import is logged.  That somebody has seen the
rows of a grid is noted for themselves alone.
"""

Ask = Callable[[Browser, str, dict[str, Any]], Any]


def events(app: Flask, since: int = 0) -> list[AuditEvent]:
    with app.app_context():
        found = list(db.session.scalars(sa.select(AuditEvent).where(AuditEvent.seq > since).order_by(AuditEvent.seq)))
        db.session.expunge_all()
        return found


class Walk:
    """The changes of all packages in an order in which each has something to change; endpoint → what was logged."""

    def __init__(self, app: Flask, ids: dict[str, Any], ana: Browser, ada: Browser) -> None:
        self.app, self.ids, self.ana, self.ada = app, ids, ana, ada
        self.logged: dict[str, list[str]] = {}

    def do(self, endpoint: str, who: Browser, path: str, method: str = "POST", **more: Any) -> Any:
        before = events(self.app)[-1].seq
        answer = who.open(path, method=method, buffered=True, **more)
        assert answer.status_code < 400, (endpoint, path, answer.status_code, answer.text[-2000:])
        new = events(self.app, before)
        self.logged.setdefault(f"{endpoint} {method}", []).extend(event.action for event in new)
        assert new, f"{endpoint}: nothing in the log"
        return answer

    def accounts(self, password_hash: str) -> None:
        app, ana, ada = self.app, self.ana, self.ada
        self.do("auth.edit_account", ana, "/account", data={
            "name": "Ana B", "language": "lv", "timezone": "Europe/Riga", "theme": "dark", "density": "compact"})
        self.do("auth.change_password", ana, "/account/password", data={
            "current": factories.PASSWORD, "password": "another horse battery"})
        self.do("auth.create_token", ana, "/account/tokens", data={"purpose": "x"})
        self.do("auth.revoke_token", ana, f"/account/tokens/{self.ids['token_id']}/revoke")
        self.do("auth.confirm", ana, "/account/confirm", data={"current": "another horse battery"})
        self.do("auth.end_other_sessions", ana, "/account/sessions/end-others")
        with app.app_context():
            other = factories.user(password_hash, Role.AGENT, email="zoe@example.com")
            zoe = signed_in(app, other)
            number = db.session.scalars(sa.select(UserSession.id).filter_by(user_id=zoe.user_id)).one()
        self.do("auth.end_session", zoe, f"/account/sessions/{number}/end")
        self.do("auth.sign_in", app.test_client(), "/sign-in", data={
            "email": "zoe@example.com", "password": factories.PASSWORD})
        shown = self.do("auth.invite", ada, "/admin/invites", data={"email": "yan@example.com", "role": "agent"}).text
        self.do("auth.join", app.test_client(), "/join/" + shown.partition("/join/")[2][:43], data={
            "name": "Yan", "language": "en", "timezone": "Europe/Riga", "password": "a horse of another kind"})
        self.do("auth.revoke_invite", ada, f"/admin/invites/{self.ids['invite_id']}/revoke")
        page = f"/admin/users/{zoe.user_id}"
        self.do("auth.change_role", ada, f"{page}/role", data={"role": "supervisor"})
        self.do("auth.password_link", ada, f"{page}/password-link")
        self.do("auth.end_sessions", ada, f"{page}/end-sessions")
        self.do("auth.deactivate", ada, f"{page}/deactivate")
        self.do("auth.reactivate", ada, f"{page}/reactivate")

    def offers(self) -> None:
        ana, number = self.ana, self.ids["comparison_id"]
        page, offer = f"/compare/{number}", f"/compare/{number}/offers/{self.ids['offer_id']}"
        cell = f"{page}/cells/Teritorija/{self.ids['offer_id']}"
        for change in ({"action": "save", "choice": "text", "value": "Eiropa un Āzija"}, {"action": "undo"},
                       {"action": "confirm"}, {"action": "reset"}, {"action": "best"}, {"action": "by-rule"}):
            self.do("offers.change_cell", ana, cell, data=change)
        self.do("offers.change_column", ana, offer, data={"title": "Best", "comment": "good"})
        for verb in ("hide", "show", "choose", "unchoose", "earlier", "later", "remove", "restore", "retry"):
            self.do("offers.act", ana, f"{offer}/{verb}")
        self.do("offers.edit", ana, f"{page}/edit", data={"title": "Car", "language": "en"})
        self.do("offers.add_by_hand", ana, f"{page}/offers/by-hand", data={"insurer": "ERGO"})
        self.do("offers.add", ana, f"{page}/offers/new", data={"files": part(BTA)})
        self.do("casco_api.patch_offer", ana, f"/casco/offers/{self.ids['offer_id']}", "PATCH",
                json={"insured_entity": "A person"})
        newer = io.BytesIO((CASCO / BTA).read_bytes() + b"\n%another"), BTA
        self.do("offers.newer", ana, f"{offer}/newer", data={"files": newer})
        self.do("offers.delete", ana, f"{page}/delete")
        self.do("offers.restore", ana, f"{page}/restore")
        self.do("offers.create", ana, "/compare/new", data={"files": part(BTA), "language": "en"})
        self.do("casco_api.upload", ana, "/casco/upload?wait=0", data={
            "file": part(BTA), "insurer_name": "", "reg_number": ""})
        self.do("casco_api.upload_batch", ana, "/casco/upload/batch?wait=0", data={
            "files": [part(BTA)], "insurers": [""], "reg_number": ""})
        label = f"/templates/labels/{self.ids['label_id']}"
        self.do("offers.label", ana, label, data={"label": "Kur", "code": "Teritorija"})
        self.do("offers.forget_label", ana, f"{label}/remove")

    def notebook(self) -> None:
        ana, ada, page = self.ana, self.ada, f"/cases/{self.ids['case']}"
        self.do("notebook.open_or_create", ana, "/cases/add", data={"number": "NEW-1", "create": "1"})
        self.do("notebook.rename", ana, f"{page}/title", data={"title": "Pump of a customer"})
        self.texts(page)
        self.attachments(page)
        self.people(page)
        for endpoint, path in (("new_snippet", "new"), ("edit_snippet", self.ids["snippet_id"])):
            self.do(f"notebook.{endpoint}", ana, f"/cases/snippets/{path}", data={
                "kind": "snippet", "name": endpoint, "text": "A greeting", "version": "1"})
        snippet = {"snippet": f"s{self.ids['snippet_id']}", "fsr_notes": "before it"}
        self.do("notebook.insert_snippet", ana, f"{page}/snippets/insert", data=snippet)
        self.do("notebook.delete_snippet", ana, f"/cases/snippets/{self.ids['snippet_id']}/delete")
        answers = {"symptom": "It stops", "fault": "A worn seal", "fix": "A new seal"}
        self.do("notebook.close_case", ana, f"{page}/close", data=answers)
        self.do("notebook.close_case", ana, f"{page}/close", data=answers | {"do": "describe", "fix": "A better seal"})
        for endpoint in ("reopen", "reopen/undo"):
            self.do(f"notebook.{endpoint.replace('reopen/undo', 'undo_reopen')}", ana, f"{page}/{endpoint}")
        file = io.BytesIO(b"case_number,title\nNEW-2,Another"), "cases.csv"
        preview = ada.post("/cases/import", data={"file": file}).location
        self.do("notebook.do_import", ada, preview)

    def texts(self, page: str) -> None:
        ana = self.ana
        for item in (1, 2):
            saved = {"fsr_notes": f"line item {item}", "base_version": str(self.version(page)), "then": "file"}
            self.do("notebook.save", ana, f"{page}/save", data=saved)
        self.do("notebook.edit_item", ana, f"{page}/items/1", data={"text": "as it was", "version": "1"})
        self.do("notebook.take_back", ana, f"{page}/items/take-back")
        stood = self.version(page)
        self.do("notebook.resolve", ana, f"{page}/conflict", data={
            "base_version": stood, "result_fsr_notes": "chosen", "mine_fsr_notes": "left out"})
        self.do("notebook.restore", ana, f"{page}/history/restore", data={"to": str(stood)})
        data = f"/api/cases/data/{self.ids['case']}"
        self.do("notebook_api.save", ana, data, "PUT", json={"fsrNotes": "by a program"})
        self.do("notebook_api.save_all", ana, "/api/cases/data", json={
            "cases": [{"caseNumber": self.ids["case"], "fsrNotes": "by another"}]})

    def version(self, page: str) -> int:
        return int(self.ana.get(page.replace("/cases/", "/api/cases/data/")).json["data"]["version"])

    def attachments(self, page: str) -> None:
        self.do("notebook.attach", self.ana, f"{page}/attachments", data={"files": (io.BytesIO(png(9, 8)), "seal.png")})
        one = f"{page}/attachments/{self.ids['attachment_id']}"
        for verb in ("caption", "remove", "restore"):
            self.do(f"notebook.{verb.replace('restore', 'put_back')}", self.ana, f"{one}/{verb}", data={"caption": "c"})

    def people(self, page: str) -> None:
        ana, mara = self.ana, "mara@example.com"
        self.do("notebook.share_page", ana, f"{page}/people", data={"person": mara, "level": "read"})
        with self.app.app_context():
            number = db.session.scalars(sa.select(User.id).filter_by(email=mara)).one()
        for change in ({"level": "write"}, {"do": "remove"}):
            self.do("notebook.change_member", ana, f"{page}/people/{number}", data=change)
        self.do("notebook.open_page", self.ada, f"{page}/open", data={"of": ana.user_id, "reason": "She is ill"})
        self.do("notebook.assign", self.ada, f"{page}/assignments", data={"person": mara})
        self.do("notebook.unassign", self.ada, f"{page}/assignments/{number}/end")

    def jobs(self) -> None:
        with self.app.app_context():
            waiting = list(db.session.scalars(sa.select(Job.id).where(Job.status == "pending").order_by(Job.id)))
        for endpoint, job, verb in (("jobs.cancel", waiting[0], "/activity/{}/cancel"),
                                    ("jobs.retry", waiting[0], "/activity/{}/retry"),
                                    ("jobs_api.cancel", waiting[1], "/jobs/{}/cancel"),
                                    ("jobs_api.retry", waiting[1], "/jobs/{}/retry")):
            self.do(endpoint, self.ana, verb.format(job))

    def shares(self) -> None:
        ana, number = self.ana, self.ids["comparison_id"]
        run_due(self.app)
        with self.app.app_context():
            columns = [str(offer) for offer in db.session.scalars(sa.select(Offer.id).filter_by(comparison_id=number))]
        own, fields = f"/shared/{self.ids['share_id']}", {
            "title": "For you", "language": "en", "expires": "never", "evidence": "on", "column": columns}
        self.do("shares.create", ana, f"/shared/new?subject=comparison:{number}", data=fields)
        for verb in ("update", "keep", "renew"):
            self.do(f"shares.{verb}", ana, f"{own}/{verb}")
        self.do("shares.edit", ana, own, data=fields)
        self.do("shares.revoke", ana, "/shared/revoke", data={"id": self.ids["share_id"]})
        self.do("shares.restore", ana, "/shared/restore", data={"id": self.ids["share_id"]})
        made = self.do("shares_api.create", ana, "/shares", json={
            "product_line": "casco", "casco_job_id": number, "editable": True}).json
        visitor = self.app.test_client()
        for method in ("PATCH", "POST"):
            self.do("shares_api.edit", visitor, f"/shares/{made['token']}", method, json={"title": f"By {method}"})
        self.do("recipient.reply", visitor, f"/s/{made['token']}/reply", data={"offer": "1", "name": "Client"})


def test_every_route_that_changes_something_is_in_the_log(
        app: Flask, ids: dict[str, Any], ana: Browser, ada: Browser, password_hash: str) -> None:
    walk = Walk(app, ids, ana, ada)
    walk.offers()
    walk.jobs()
    walk.shares()
    walk.notebook()
    sheets_walk.take(walk)
    walk.accounts(password_hash)
    for what in ("load", "remove"):
        walk.do("upkeep.demo_data", ada, "/admin/system/demo", data={"do": what})
    walk.do("auth.sign_out", ana, "/sign-out")
    changing = {f"{rule.endpoint} {method}" for rule in app.url_map.iter_rules()
                for method in (rule.methods or set()) & CHANGES if rule.endpoint not in NOTHING_CHANGES}
    assert changing - walk.logged.keys() == {"auth.set_up POST"}, "set-up is tried where nobody is there yet"
    assert_log_is_discreet(app, ids)


def assert_log_is_discreet(app: Flask, ids: dict[str, Any]) -> None:
    """The log numbers without a gap and holds no secret, no name and no address of a person."""
    log = events(app)
    assert [event.seq for event in log] == list(range(1, len(log) + 1))
    told = " ".join(str(event.details) for event in log)
    for secret in (ids["token"], factories.PASSWORD, "another horse", "@example.com", "Ana B", "A person", "Client",
                   "argon2", "For you"):
        assert secret not in told, secret
    assert {event.action for event in log} <= set(Action)


def test_setting_up_is_in_the_log(app: Flask) -> None:
    browser = app.test_client()
    with app.app_context():
        key = accounts.setup_key(app.config["INSTANCE_DIR"])
    answer = browser.post("/setup", data={
        "key": key, "email": "first@example.com", "name": "First", "password": "a horse of another kind",
        "language": "en", "timezone": "Europe/Riga"})
    assert answer.status_code in {302, 303}
    assert [event.action for event in events(app)] == [Action.SET_UP, Action.SIGNED_IN]


def test_what_leaves_the_house_is_in_the_log(app: Flask, ids: dict[str, Any], ana: Browser, auditor: Browser,
                                             client: Browser) -> None:
    leaving = [(ana, f"/documents/{ids['document_id']}/file", Action.DOCUMENT_DOWNLOADED),
               (ana, f"/compare/{ids['comparison_id']}/xlsx", Action.COMPARISON_EXPORTED),
               (auditor, "/audit/export.csv", Action.AUDIT_EXPORTED),
               (client, f"/s/{ids['token']}", Action.SHARE_OPENED),
               *[(ana, f"/cases/{ids['case']}/export.{form}", Action.PAGE_EXPORTED) for form in ("txt", "docx")],
               (ana, f"/api/jobs/{ids['sheet_id']}/export/csv", Action.SHEET_EXPORTED),
               (ana, f"/api/jobs/{ids['sheet_id']}/export/excel", Action.SHEET_EXPORTED),
               (ana, f"/cpe/sheets/{ids['cpe_id']}/pack", Action.CPE_PACK_EXPORTED),
               (ana, "/cases/export.csv", Action.CASES_EXPORTED)]
    for browser, path, action in leaving:
        before = events(app)[-1].seq
        agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
        assert browser.get(path, buffered=True, headers=agent).status_code == 200
        assert [event.action for event in events(app, before)] == [action]


def test_refusals_are_in_the_log(app: Flask, ids: dict[str, Any], ana: Browser, client: Browser) -> None:
    before = events(app)[-1].seq
    client.post("/sign-in", data={"email": "ana@example.com", "password": "wrong"})
    with acting(app, ana) as user:
        from fsr.shares import service
        from fsr.shares.service import Wishes
        from fsr.subjects import Subject

        subject = Subject("comparison", str(ids["comparison_id"]))
        _link, token = service.share(subject, Wishes(title="t", passphrase="open sesame"), user)
    client.post(f"/s/{token}", data={"passphrase": "open pumpkin"})
    assert [event.action for event in events(app, before)] == [
        Action.SIGN_IN_FAILED, Action.SHARE_CREATED, Action.SHARE_REFUSED]


def test_what_is_refused_leaves_no_trace_of_a_change(app: Flask, ids: dict[str, Any], mara: Browser) -> None:
    before = events(app)[-1].seq
    mara.post(f"/compare/{ids['comparison_id']}/delete")
    mara.patch(f"/casco/offers/{ids['offer_id']}", json={"insured_entity": "x"})
    mara.post("/account", data={"name": ""})
    assert events(app, before) == []
    with app.app_context():
        assert db.session.get_one(User, mara.user_id).name == "Mara"
        commit()
