"""ZIP archives: unpacked within limits, by a child that can be killed, and no name in them becomes a path of ours."""

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from fsr.db import db
from fsr.sheets.models import SourceFile
from fsr.sheets.service import archives, files, runs, sheets
from tests.browsers import Browser
from tests.sheets import desk


def add(app: Flask, browser: Browser, data: bytes, name: str = "all.zip") -> list[tuple[str, str, str | None]]:
    """(path, status, error) of all that comes of an archive."""
    with desk.acting(app, browser) as actor:
        run = runs.latest(sheets.create(actor, "Archive"))
        return [(one.file.original_path, one.file.status, one.error) for one in files.add(actor, run, [(name, data)])]


def test_members_keep_their_folders_and_one_bad_one_does_not_sink_the_rest(app: Flask, ana: Browser) -> None:
    link = zipfile.ZipInfo("link.pdf")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("2024/a.pdf", desk.sample(desk.FORM))
        archive.writestr("../../evil.pdf", desk.sample(desk.FORM))
        archive.writestr("/abs.pdf", desk.sample(desk.FORM))
        archive.writestr(link, "/etc/passwd")
        archive.writestr("__MACOSX/._a.pdf", b"x")
        archive.writestr("2024/notes.txt", b"words")
        archive.writestr("b.pdf", desk.sample(desk.NANO))
    assert add(app, ana, made.getvalue()) == [
        ("all.zip", "unpacked", None), ("2024/a.pdf", "uploaded", None),
        ("evil.pdf", "failed", "The name of this file leads out of the archive."),
        ("abs.pdf", "failed", "The name of this file leads out of the archive."),
        ("link.pdf", "failed", "This is a link, not a file."),
        ("2024/notes.txt", "failed", "This is not a PDF, PNG or JPEG file."), ("b.pdf", "uploaded", None)]
    with app.app_context():
        assert not list(Path(app.config["INSTANCE_DIR"]).glob(".unpacking-*")), "nothing is left behind"


def test_an_archive_within_an_archive_is_unpacked_and_a_third_is_not(app: Flask, ana: Browser) -> None:
    third = desk.zipped({"deep.pdf": desk.sample(desk.FORM)})
    second = desk.zipped({"in.pdf": desk.sample(desk.FORM), "third.zip": third})
    assert add(app, ana, desk.zipped({"second.zip": second, "out.pdf": desk.sample(desk.NANO)})) == [
        ("all.zip", "unpacked", None), ("second.zip", "unpacked", None), ("second.zip/in.pdf", "uploaded", None),
        ("second.zip/third.zip", "failed", "This is an archive in an archive in an archive. Send it by itself."),
        ("out.pdf", "uploaded", None)]
    with app.app_context():
        names = {file.id: file.original_path for file in db.session.query(SourceFile)}
        parents = {file.original_path: names.get(file.parent_id or "") for file in db.session.query(SourceFile)}
        assert parents == {"all.zip": None, "second.zip": "all.zip", "second.zip/in.pdf": "second.zip",
                           "second.zip/third.zip": "second.zip", "out.pdf": "all.zip"}


def test_removing_an_archive_removes_its_files_and_their_rows(app: Flask, ana: Browser) -> None:
    inner = desk.zipped({"in.pdf": desk.sample(desk.NANO)})
    sheet = desk.made(app, ana)
    run_id = desk.read(app, ana, sheet, [("all.zip", desk.zipped({"a.pdf": desk.sample(desk.FORM), "in.zip": inner}))])
    with desk.acting(app, ana) as actor:
        assert [row.path for row in desk.rows_of(run_id)] == ["a.pdf", "in.zip/in.pdf"]
        archive = db.session.query(SourceFile).filter_by(original_path="all.zip").one()
        before = db.session.query(SourceFile).filter_by(original_path="in.zip").one()
        assert files.remove(actor, before).rows == 1
        assert files.remove(actor, archive).rows == 1
        assert desk.rows_of(run_id) == []
        files.restore(actor, archive)
        assert [row.path for row in desk.rows_of(run_id)] == ["a.pdf"], "what was removed before stays so"


def test_too_many_members_are_refused_before_they_are_unpacked(
        app: Flask, ana: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    many = desk.zipped({f"{number}.pdf": b"%PDF-" for number in range(4)})
    assert add(app, ana, many) == [
        ("all.zip", "failed", "The ZIP archive holds more than 3 files. Send it in parts.")]


def test_a_bomb_is_counted_as_it_expands_and_not_as_it_says(
        app: Flask, ana: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = desk.zipped({"bomb.pdf": b"%PDF-" + bytes(8 * 1024 * 1024), "good.pdf": desk.sample(desk.FORM)})
    said = struct.pack("<L", 8 * 1024 * 1024 + 5)
    lying = bomb.replace(said, struct.pack("<L", 10))
    assert add(app, ana, bomb)[1:] == [
        ("bomb.pdf", "failed", "This file of the archive expands to more data than allowed."),
        ("good.pdf", "uploaded", None)]
    assert [status for _path, status, _error in add(app, ana, lying)] == ["unpacked", "failed", "uploaded"]
    monkeypatch.setattr(archives, "MOST_MB", 2)
    assert add(app, ana, bomb) == [
        ("all.zip", "failed", "The ZIP archive expands to more data than allowed. Send it in parts.")]


def test_a_member_that_is_too_large_by_itself_is_refused_by_itself(app: Flask, ana: Browser) -> None:
    app.config["FSR_UPLOAD_FILE_MB"] = 1
    big = desk.zipped({"big.pdf": b"%PDF-" + os.urandom(1024 * 1024), "good.pdf": desk.sample(desk.FORM)})
    assert add(app, ana, big)[1:] == [("big.pdf", "failed", "The file is too large (at most 1 MB)."),
                                      ("good.pdf", "uploaded", None)]


@pytest.mark.parametrize("data", [b"PK\x03\x04nothing", desk.zipped({"a.pdf": b"%PDF-" * 99})[:90]],
                         ids=["no archive", "cut short"])
def test_a_damaged_archive_says_so(app: Flask, ana: Browser, data: bytes) -> None:
    assert add(app, ana, data) == [
        ("all.zip", "failed", "The ZIP archive is damaged. Make it anew and send it again.")]


def test_a_damaged_or_protected_member_is_its_own_fault(app: Flask, ana: Browser) -> None:
    made = bytearray(desk.zipped({"a.pdf": b"%PDF-" + bytes(range(256)) * 9, "b.pdf": desk.sample(desk.FORM)}))
    start = made.index(b"a.pdf") + len(b"a.pdf")
    made[start + 20:start + 30] = b"\xff" * 10
    assert add(app, ana, bytes(made))[1:] == [("a.pdf", "failed", "This file of the archive is damaged."),
                                              ("b.pdf", "uploaded", None)]
    locked = bytearray(desk.zipped({"a.pdf": desk.sample(desk.FORM)}))
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert add(app, ana, bytes(locked))[1:] == [
        ("a.pdf", "failed", "This file of the archive is protected by a password.")]


def test_an_archive_without_files_says_so(app: Flask, ana: Browser) -> None:
    for members in ({}, {"Thumbs.db": b"x"}):
        assert add(app, ana, desk.zipped(members)) == [("all.zip", "failed", "The ZIP archive holds no files.")]


def test_an_archive_is_known_by_its_bytes_whatever_it_is_called(app: Flask, ana: Browser) -> None:
    paths = [path for path, _status, _error in add(app, ana, desk.zipped({"a.pdf": desk.sample(desk.FORM)}), "x.pdf")]
    assert paths == ["x.pdf", "a.pdf"]
