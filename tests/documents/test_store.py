"""Bytes are kept once, whole, and readable by us alone."""

import os
import stat
from pathlib import Path

import pytest

from fsr.documents.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def test_bytes_come_back_under_their_hash(store: Store) -> None:
    sha = store.put(b"an offer")
    assert store.path(sha).read_bytes() == b"an offer"
    assert store.is_sound(sha)
    assert list(store.hashes()) == [sha]


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    before = store.path(store.put(b"an offer")).stat().st_ino
    assert store.path(store.put(b"an offer")).stat().st_ino == before


def test_files_are_readable_by_us_alone(store: Store) -> None:
    sha = store.put(b"an offer")
    assert stat.S_IMODE(store.path(sha).stat().st_mode) == 0o600
    assert stat.S_IMODE(store.path(sha).parent.stat().st_mode) == 0o700


def test_a_crash_in_mid_write_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_file: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", break_down)
    with pytest.raises(OSError, match="no space"):
        store.put(b"an offer")
    assert not [path for path in store.root.rglob("*") if path.is_file()]


def test_a_changed_or_missing_file_is_not_sound(store: Store) -> None:
    sha = store.put(b"an offer")
    store.path(sha).write_bytes(b"another")
    assert not store.is_sound(sha)
    store.path(sha).unlink()
    assert not store.is_sound(sha)


def test_derived_files_are_kept_apart_and_replaced(store: Store) -> None:
    sha = store.put(b"an offer")
    assert store.kept(sha, "reading-1.json") is None
    store.keep(sha, "reading-1.json", b"{}")
    store.keep(sha, "reading-1.json", b"[]")
    assert store.kept(sha, "reading-1.json") == b"[]"
    assert list(store.hashes()) == [sha]


@pytest.mark.parametrize(("sha", "name"), [
    ("../../etc/passwd", "x"), ("A" * 64, "x"), ("0" * 64, "../x"), ("0" * 64, "x/y"),
])
def test_no_name_leads_out_of_the_store(store: Store, sha: str, name: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        store.derived(sha, name)
