"""Which passwords are taken, and how they are kept."""

import threading

import pytest

from fsr.auth import passwords
from fsr.errors import Invalid
from tests.waiting import SECONDS, until


@pytest.mark.parametrize("password", [
    "correct horse battery", "ten signs!", "пароль из слов", "סיסמה ארוכה מאוד", "a" * 60 + "bcde", "only words here"])
def test_long_passwords_of_any_signs_are_taken(password):
    passwords.check(password, "ana", "Ana Berzina")


@pytest.mark.parametrize("password", [
    "", "nine sign", "password123", "PASSWORD123", "1234567890", "qwertyuiop", "aaaaaaaaaaaa", "abababababab",
    "x" * 257, "berzina123", "Ana Berzina"])
def test_short_common_and_personal_passwords_are_refused(app, password):
    with app.test_request_context(), pytest.raises(Invalid) as refused:
        passwords.check(password, "berzina", "Ana Berzina")
    assert "password" in refused.value.fields


def test_a_password_is_kept_as_argon2id_at_the_advised_cost():
    kept = passwords.hashed("correct horse battery")
    assert kept.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert passwords.matches(kept, "correct horse battery")
    assert not passwords.matches(kept, "Correct horse battery")
    assert not passwords.matches("damaged", "correct horse battery")


def test_no_more_hashes_run_at_once_than_there_are_processors(monkeypatch):
    running, done, go_on = [], [], threading.Event()

    class Slow:
        def verify(self, _kept, password):
            running.append(password)
            assert go_on.wait(SECONDS)
            done.append(password)
            return True

    room = threading.BoundedSemaphore(2)
    monkeypatch.setattr(passwords, "_hasher", Slow())
    monkeypatch.setattr(passwords, "_room", room)
    threads = [threading.Thread(target=passwords.matches, args=("kept", "typed")) for _ in range(8)]
    for thread in threads:
        thread.start()
    assert until(lambda: len(running) == 2)
    assert not room.acquire(blocking=False)  # two hold all the room there is, six wait for it
    go_on.set()
    for thread in threads:
        thread.join(SECONDS)
    assert len(done) == 8
