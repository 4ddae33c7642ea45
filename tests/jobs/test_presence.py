"""Signs of life."""

from pathlib import Path

from fsr.jobs.presence import Presence, forget, is_dead


def test_who_lives_who_left_and_who_was_never_here_are_not_dead(tmp_path: Path) -> None:
    here = Presence(tmp_path, "host:1:aa").begin()
    assert not is_dead(tmp_path, "host:1:aa")
    assert not is_dead(tmp_path, "host:2:bb")
    here.end()
    assert not is_dead(tmp_path, "host:1:aa")


def test_a_file_that_nobody_holds_is_of_a_dead_process(tmp_path: Path) -> None:
    (tmp_path / "cc.lock").touch()
    assert is_dead(tmp_path, "host:3:cc")
    forget(tmp_path, "host:3:cc")
    assert not is_dead(tmp_path, "host:3:cc")
