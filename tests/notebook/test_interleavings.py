"""Two people and two devices on one page, 500 times differently: no character is lost.

Every character typed is one of its own, so that it can be looked for.  What nobody deleted is in the page at the end;
whatever was sent at all is in a version, or in a text set aside.
"""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from fsr.auth.models import User
from fsr.db import commit, db
from fsr.notebook.models import Level, Page, PageVersion
from fsr.notebook.service import saving, versions
from fsr.notebook.service.saving import Draft, Stale
from fsr.notebook.texts import FIELDS
from tests import factories
from tests.notebook.conftest import NUMBER, versions_of

RUNS, ROUNDS, SLICES = 500, 8, 10
START = "The pump trips.\nChecked the filter, the seal and the valve.\n\nNext: order a seal.\n"


@dataclass
class World:
    """One page and what has been typed on it so far."""

    page_id: int
    dice: random.Random
    next: int = 0x4E00
    typed: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    conflicts: int = 0

    def letters(self):
        count = self.dice.randint(1, 4)
        new = [chr(self.next + number) for number in range(count)]
        self.next += count
        self.typed.update(new)
        return "".join(new) + self.dice.choice(["", "", " ", "\n"])


@dataclass
class Editor:
    """One device: two boxes, and the version that they were last known to be."""

    world: World
    user: User
    texts: dict[str, str]
    base: int
    doubtful: list[str] = field(default_factory=list)

    def type(self):
        """Put something in, and sometimes take something out, anywhere in one of the boxes."""
        dice, name = self.world.dice, self.world.dice.choice(FIELDS)
        text = self.texts[name]
        at = dice.choice([dice.randint(0, len(text)), len(text)])
        cut = dice.choice([0, 0, 0, dice.randint(1, 12)])
        self.world.deleted.update(text[at:at + cut])
        self.texts[name] = text[:at] + self.world.letters() + text[at + cut:]

    def save(self, lose_answer=False):
        """Autosave.  Where the answer is lost, the next save says so, and goes on from what arrived, as a browser's."""
        op = f"{self.world.page_id}-{self.world.dice.random()}"
        self.world.sent.update("".join(self.texts.values()))
        page, before = self._page(), (self.base, dict(self.texts))
        arrived = versions.landed(self.doubtful, page, self.user) if self.doubtful else None
        if self._send(page, max(arrived or 0, self.base), op) and lose_answer:
            self.base, self.texts = before
            self.doubtful.append(op)
        else:
            self.doubtful = []

    def _send(self, page, base, op):
        """Whether it was saved; a conflict is settled by keeping both."""
        try:
            saved = saving.save(self.user, page.case, page, Draft(**self.texts), base_version=base, op_id=op)
        except Stale as stale:
            db.session.rollback()
            self._settle(stale)
            return False
        self._adopt(saved)
        return True

    def _settle(self, stale):
        self.world.conflicts += 1
        both = Draft(**{clash.field: clash.merged.text for clash in stale.clashes})
        self._adopt(saving.resolve(self.user, self._page(), both, stale.version, Draft(**self.texts)))

    def _adopt(self, saved):
        commit()
        self.base, self.texts = saved.version, {name: getattr(saved.texts, name) for name in FIELDS}

    def _page(self):
        return db.session.scalars(sa.select(Page).options(joinedload(Page.case))
                                  .where(Page.id == self.world.page_id)).one()


@pytest.fixture
def shared(app, ana, bob):
    """Make a page of Ana's that Bob writes on too; its id."""

    def make(number=""):
        owner = db.session.get_one(User, ana.user_id)
        page = factories.page(owner, factories.case(number), START, START)
        factories.member(page, db.session.get_one(User, bob.user_id), Level.WRITE)
        commit()
        return page.id

    return make


def play(seed, page_id, people):
    """One interleaving, up to the point where every device shows the same."""
    world = World(page_id, random.Random(seed))
    texts = dict.fromkeys(FIELDS, START)
    editors = [Editor(world, user, dict(texts), 1) for user in people]
    for _round in range(ROUNDS):
        editor = world.dice.choice(editors)
        editor.type()
        if world.dice.random() < 0.7:
            editor.save(lose_answer=world.dice.random() < 0.2)
    for editor in [*editors, editors[0]]:
        editor.save()
    assert all(editor.texts == editors[-1].texts for editor in editors), seed
    return world, "".join(editors[-1].texts.values())


@pytest.mark.parametrize("slice_", range(SLICES))
def test_no_character_is_lost_however_two_people_write(app, ana, bob, shared, slice_):
    conflicts = 0
    with app.app_context():
        both = [db.session.get_one(User, browser.user_id) for browser in (ana, bob)]
        db.session.expunge_all()  # so that they are not asked for again after each commit
        for seed in range(slice_, RUNS, SLICES):
            people = both if seed % 3 else both[:1] * 2  # two people, or two devices of one
            page_id = shared()
            world, final = play(seed, page_id, people)
            page = db.session.get_one(Page, page_id)
            assert final == page.problem_statement + page.fsr_notes, seed
            assert world.typed - world.deleted <= set(final), seed
            kept = db.session.query(PageVersion).filter_by(page_id=page_id)
            assert world.sent <= {letter for row in kept for letter in row.problem_statement + row.fsr_notes}, seed
            conflicts += world.conflicts
    assert conflicts > 10  # otherwise this test would not test them


def test_fifty_writers_at_once_get_no_error_and_lose_no_save(app, ana, bob, shared, token_for):
    """Each keeps what was acknowledged: with versions, without, in batches, on a shared and on an own page."""
    app.config["FSR_SAVES_A_MINUTE"] = 0
    with app.app_context():
        page_id = shared(NUMBER)
    heads = [token_for(ana), token_for(bob)]
    by, acknowledged, failed, lock = ana.user_id, [], [], threading.Lock()

    def work(number):
        dice, client, headers = random.Random(number), app.test_client(), heads[number % 2]
        for turn in range(4):
            mark = f"<{number}.{turn}>"
            path = f"/api/cases/data/{NUMBER}?by={by}"
            data = client.get(path, headers=headers).json["data"]
            body = {"fsrNotes": f"{data['fsrNotes']}\n{mark}", "baseVersion": data["version"]}
            if dice.random() < 0.3:
                del body["baseVersion"]
            if dice.random() < 0.2:
                path, body = "/api/cases/data", {"cases": [{"caseNumber": NUMBER, "fsrNotes": mark}]}
                answer = client.post(path, json=body, headers=headers)
                done = answer.status_code == 200 and answer.json["saved_count"] == 1
            else:
                answer = client.put(path, json=body, headers={**headers, "X-Op-Id": mark})
                done = answer.status_code == 200
            with lock:
                (acknowledged if done else failed).append((mark, answer.status_code))

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(work, range(50)))
    assert {status for _mark, status in failed} <= {200, 409, 429}  # in conflict, or too many at once: told, and kept
    with app.app_context():
        rows = db.session.query(PageVersion)
        kept = "".join(row.fsr_notes for row in rows)
    assert [mark for mark, _status in acknowledged if mark not in kept] == []
    assert len(acknowledged) > 50
    numbers = [version.version for version in versions_of(app, page_id) if version.version]
    assert numbers == list(range(1, len(numbers) + 1))
