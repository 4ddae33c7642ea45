"""Hostile files and bodies: too many, too large, not what they say, and bombs."""

import io
import json
import re
import struct
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from PIL import Image

from fsr.db import db
from fsr.documents.models import Document
from fsr.jobs.worker import run_due
from fsr.offers.models import Offer, ValueChange
from fsr.workbook import Book
from tests.browsers import Browser
from tests.offers.desk import BALTA, CASCO, part
from tests.security.pictures import png
from tests.shares.making import acting

MB = 1024 * 1024
PDF = b"%PDF-1.4\n% hostile\n"


def sent(browser: Browser, *files: tuple[bytes, str], path: str = "/compare/new") -> Any:
    """Send the files as a browser does; put together here, because the test client leaves its large ones open."""
    parts = [f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode() + data + b"\r\n"
             for data, name in files]
    language = b'--x\r\nContent-Disposition: form-data; name="language"\r\n\r\nen\r\n'
    return browser.post(path, data=language + b"".join(parts) + b"--x--\r\n",
                        content_type="multipart/form-data; boundary=x")


def test_a_file_over_25_mb_is_refused_in_words_and_not_kept(app: Flask, ana: Browser) -> None:
    answer = sent(ana, (PDF + b"0" * (25 * MB), "big.pdf"))
    assert answer.status_code == 422
    assert "at most 25 MB" in answer.text
    assert list(app.config["FILES_DIR"].rglob("*")) == []


def test_a_request_over_50_mb_is_refused_whatever_it_is(ana: Browser, client: Browser) -> None:
    for browser, path in ((ana, "/compare/new"), (ana, "/casco/upload/batch"), (ana, "/shares"), (client, "/sign-in"),
                          (ana, "/account")):
        answer = browser.post(path, data=b"x" * (51 * MB), content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 413, path


def test_201_files_are_refused(app: Flask, ana: Browser) -> None:
    answer = sent(ana, *[(PDF + str(number).encode(), f"{number}.pdf") for number in range(201)])
    assert answer.status_code == 422
    assert list(app.config["FILES_DIR"].rglob("*")) == []


def test_a_comparison_holds_200_offers_however_many_requests_bring_them(app: Flask, ana: Browser) -> None:
    assert sent(ana, (PDF, "a.pdf")).status_code == 303
    with app.app_context():
        number = db.session.query(Offer).one().comparison_id
    files = [(PDF + str(number).encode(), f"{number}.pdf") for number in range(199)]
    assert sent(ana, *files, path=f"/compare/{number}/offers/new").status_code in {200, 204, 303}
    answer = sent(ana, (PDF + b"one more", "more.pdf"), path=f"/compare/{number}/offers/new")
    assert answer.status_code == 422
    assert "200" in answer.text
    assert ana.post(f"/compare/{number}/offers/by-hand", data={"insurer": "x"}).status_code == 422


def test_an_auditor_leaves_no_file_behind(app: Flask, auditor: Browser) -> None:
    assert sent(auditor, (PDF, "a.pdf")).status_code == 403
    assert auditor.post("/casco/upload", data={
        "file": part(BALTA), "insurer_name": "", "reg_number": ""}).status_code == 403
    assert list(app.config["FILES_DIR"].rglob("*")) == []


def test_a_thousand_fields_are_enough(ana: Browser) -> None:
    many = "&".join(f"a{number}=1" for number in range(20_000))
    answer = ana.post("/account", data=many, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {413, 422}
    parts = {f"a{number}": "1" for number in range(1001)}
    assert ana.post("/account", data=parts, content_type="multipart/form-data").status_code == 413
    assert ana.post("/account", data={"name": "x" * (3 * MB)}).status_code in {413, 422}


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_share_carries_two_mb_also_where_the_length_is_not_said(ana: Browser, client: Browser, method: str) -> None:
    token = ana.post("/shares", json={"editable": True}).json["token"]
    body = json.dumps({"broker_profile": {"x": "y" * (3 * MB)}}).encode()
    path, browser = ("/shares", ana) if method == "POST" else (f"/shares/{token}", client)
    answer = browser.open(path, method=method, input_stream=io.BytesIO(body), content_type="application/json",
                          environ_overrides={"CONTENT_LENGTH": "", "wsgi.input_terminated": True,
                                             "HTTP_TRANSFER_ENCODING": "chunked"})
    assert answer.status_code == 413


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_cannot_edit_through_a_link_in_a_readers_browser(
        ana: Browser, client: Browser, site: str) -> None:
    token = ana.post("/shares", json={"editable": True}).json["token"]
    answer = client.post(f"/shares/{token}", data='{"title": "x"}', content_type="text/plain",
                         headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert client.patch(f"/shares/{token}", json={"title": "x"}).status_code == 200


NAMES = {
    "../../../etc/passwd.pdf": "passwd.pdf", "..\\..\\windows\\system.pdf": "....windowssystem.pdf",
    "/etc/cron.d/x.pdf": "x.pdf",
    "a\x00.php.pdf": "a.php.pdf", "\u202efdp.exe.pdf": "fdp.exe.pdf", "x" * 500 + ".pdf": "x" * 196 + ".pdf",
    '"; filename="evil.html.pdf': "evil.html.pdf",
    "Kasko piedāvājums — Ļoti.pdf": "Kasko piedāvājums — Ļoti.pdf", ".pdf": None,
    "..pdf": "..pdf", "CON.pdf": "CON.pdf",
    "=cmd|' /C calc'!A0.pdf": "C calc'!A0.pdf",
}


def test_names_of_files_are_names_only(app: Flask, ana: Browser) -> None:
    for number, (name, kept) in enumerate(NAMES.items()):
        answer = ana.post("/casco/upload?wait=0", data={
            "file": (io.BytesIO(PDF + str(number).encode()), name), "insurer_name": "", "reg_number": ""})
        assert answer.status_code == (202 if kept else 415), (name, answer.text)
        if kept is None:
            continue
        with app.app_context():
            document = db.session.query(Document).order_by(Document.id.desc()).first()
            assert document is not None
            assert document.filename == kept
            file = ana.get(f"/documents/{document.id}/file", buffered=True)
        assert file.headers["Content-Disposition"].startswith("attachment; filename")
        assert "Set-Cookie" not in file.headers
        assert file.mimetype == "application/pdf"
    assert not [path for path in Path(app.config["FILES_DIR"]).rglob("*") if path.suffix == ".pdf"]


def jpeg(width: int, height: int) -> bytes:
    """A JPEG that says to be so large."""
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "JPEG")
    return re.sub(rb"(\xff\xc0\x00\x0b\x08)....", lambda found: found[1] + struct.pack(">HH", height, width),
                  out.getvalue(), count=1, flags=re.S)


BOMBS = {
    "a.png": png(60_000, 60_000, rows=b"\0" * 1000), "b.png": png(2**31 - 1, 1, rows=b"\0"),
    "c.png": png(7000, 7000, rows=b"\0" * 1000),
    "d.png": png(10, 10, (b"zTXt", b"a\0\0" + zlib.compress(b"x" * (60 * MB)))),
    "e.png": png(10, 10, (b"iCCP", b"a\0\0" + zlib.compress(b"x" * (60 * MB)))), "f.jpg": jpeg(65_500, 65_500),
    "g.png": png(0, 0), "h.png": png(1, 45_000_000, rows=b"\0" * 1000), "i.jpg": b"\xff\xd8\xff" + b"\xff" * 10_000,
    "j.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "k.pdf": PDF + b"1 0 obj<</Length 99999999>>stream\n",
    "m.pdf": b"%PDF-1.4\nPK\x03\x04 and <html><script>alert(1)</script>",
}


def test_bombs_harm_nobody_and_are_told_in_words(app: Flask, ana: Browser) -> None:
    assert sent(ana, *[(data, name) for name, data in BOMBS.items()]).status_code == 303
    run_due(app)
    with app.app_context():
        number = db.session.query(Offer).first().comparison_id
        documents = {document.filename: document.id for document in db.session.query(Document)}
        failed = {offer.filename: offer.error for offer in db.session.query(Offer)}
    assert documents.keys() == BOMBS.keys()
    assert [name for name, error in failed.items() if not error] == []
    assert ana.get(f"/compare/{number}").status_code == 200
    for name, document in documents.items():
        answer = ana.get(f"/documents/{document}/pages/1.png?width=480", buffered=True)
        assert answer.status_code in {200, 415}, name
        assert answer.mimetype in {"image/png", "text/html"}
    page = ana.get(f"/compare/{number}").text
    assert "<script>alert" not in page


FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", "=HYPERLINK(\"http://evil.example\",\"x\")",
            "=cmd|' /C calc'!A0", "{=1}", "http://evil.example", "\x00=1", "\ufeff=1", "＝1+1", "mailto:x@y.z",
            "internal:Sheet1!A1", "\x01\x02<>&\x7f\ufffe\uffff", "_x000D_=1", "x" * 40_000, "\ud800"[:0] + "=A1"]


def test_no_text_of_a_workbook_is_a_formula(app: Flask, ids: dict[str, Any], ana: Browser) -> None:
    with acting(app, ana) as user:
        offer = db.session.get_one(Offer, ids["offer_id"])
        offer.comparison.client, offer.comparison.title = "=1+1", "=2+2"
        offer.title, offer.comment, offer.filename, offer.insurer_name = "=3", "+4", "=5.pdf", "@6"
        for number, text in enumerate(FORMULAS):
            db.session.add(ValueChange(
                offer_id=offer.id, code="Teritorija", kind="edit", actor_id=user.id, why=text.replace("\0", "")[:400],
                new_value=text.replace("\0", "")[:400], old_value=str(number)))
    answer = ana.get(f"/compare/{ids['comparison_id']}/xlsx", buffered=True)
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert sum(str(cell.value).startswith("=") for cell in cells) >= 5


def test_a_workbook_of_hostile_strings_opens_and_calculates_nothing() -> None:
    book = Book()
    sheet = book.sheet("x", [10])
    for text in FORMULAS * 20:
        sheet.add([text, text[:5]])
    opened = openpyxl.load_workbook(io.BytesIO(book.to_bytes()))
    cells = [cell for row in opened.active.iter_rows() for cell in row]
    assert len(cells) == len(FORMULAS) * 40
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not [cell for cell in cells if cell.hyperlink]


def test_no_cell_of_the_logs_export_is_a_formula(app: Flask, ids: dict[str, Any], ana: Browser,
                                                 auditor: Browser) -> None:
    import csv

    ana.post(f"/compare/{ids['comparison_id']}/cells/Teritorija/{ids['offer_id']}", data={"value": "=1+1"})
    text = auditor.get("/audit/export.csv", buffered=True).text.removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert len(cells) > 50
    assert [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_the_bytes_of_another_persons_file_open_nothing(app: Flask, ids: dict[str, Any], mara: Browser) -> None:
    """Sending the same file gives a row of one's own, never the other's."""
    answer = mara.post("/casco/upload?wait=0", data={"file": part(BALTA), "insurer_name": "", "reg_number": ""})
    assert answer.status_code == 202
    with app.app_context():
        rows = db.session.query(Document).filter_by(sha256=sha256(part(BALTA)[0].read()).hexdigest()).order_by(
            Document.id).all()
        assert [row.owner_id for row in rows] == [ids["user_id"], mara.user_id]
        assert rows[0].sha256 == rows[1].sha256
    assert mara.get(f"/documents/{ids['document_id']}/file").status_code == 404
    assert (CASCO / BALTA).exists()
