"""The whole walk of a broker on a fresh installation: the real server, an empty folder, a browser and a phone."""

import io
import os
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from fsr.config import ROOT
from tests.browser.conftest import Desk
from tests.ports import free_port
from tests.samples import sample
from tests.waiting import SECONDS

FOUR = ("01_balta", "02_balcia", "05_gjensidige", "06_ergo")


@pytest.fixture
def fresh(tmp_path: Path, settings: dict[str, object], chromium: Any) -> Iterator[tuple[Desk, str]]:
    """What `make run` starts, on an empty database: the desk, and the set-up key that it printed."""
    home = tmp_path / "home"
    database = str(settings["FSR_DATABASE_URL"])
    environment = {**os.environ, "FSR_INSTANCE_DIR": str(home), "FSR_DATABASE_URL": database}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, "db", "upgrade"], cwd=ROOT, env=environment, check=True, capture_output=True)
    serve = [*flask, "fsr", "serve", "--port", str(free_port())]
    server = subprocess.Popen(serve, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, start_new_session=True)
    lines: queue.Queue[str] = queue.Queue()
    assert server.stdout
    reader = threading.Thread(target=lambda: [lines.put(line) for line in server.stdout], daemon=True)
    reader.start()
    url, key = said(lines, r"fsr is at (http://\S+)"), said(lines, r"give this key: (\S+)")
    desk = Desk(url, chromium)
    yield desk, key
    for context in desk.contexts:
        context.close()
    server.terminate()
    assert server.wait(SECONDS) == 0
    reader.join()
    server.stdout.close()


def said(lines: "queue.Queue[str]", pattern: str) -> str:
    """What the server prints at `pattern`'s group, waited for."""
    while True:
        if match := re.search(pattern, lines.get(timeout=SECONDS)):
            return match[1]


def test_from_an_empty_folder_to_a_link_that_opens_on_a_phone(fresh: tuple[Desk, str]) -> None:
    desk, key = fresh
    page = desk.open("/")
    set_up(page, key)
    compare(page)
    correct(page)
    export(page)
    recipient(desk, share(page))
    assert page.troubles == []


def set_up(page: Any, key: str) -> None:
    page.get_by_label("Set-up key").last.fill(key)
    page.get_by_label("E-mail").fill("anna@example.com")
    page.get_by_label("Name").fill("Anna Bērziņa")
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Create and enter").click()
    page.get_by_role("heading", name="fsr is ready").wait_for()


def compare(page: Any) -> None:
    page.get_by_role("link", name="Compare", exact=True).click()
    page.get_by_role("link", name="New comparison").first.click()
    page.set_input_files("#files", [sample("casco", name) for name in FOUR])
    page.click("form button.primary")
    page.wait_for_url(re.compile(r"/compare/\d+$"))
    page.wait_for_selector("#poll:not([hx-get])", state="attached", timeout=60_000)
    expect(page.locator(".offer-name")).to_have_text(["BALTA", "BALCIA", "Gjensidige", "ERGO"])
    assert page.locator("th[scope=row]").count() == 22


def correct(page: Any) -> None:
    cell = page.locator("[id^='premium_total-']").nth(1)
    cell.click()
    page.wait_for_selector("#panel rect.evidence-box", state="attached")
    page.fill("#panel #value", "700")
    page.keyboard.press("Enter")
    expect(cell).to_be_focused()
    expect(cell).to_contain_text("€700.00")


def export(page: Any) -> None:
    with page.expect_download() as download:
        page.click("a[download]")
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    cells = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {1480, 700, 639.8, 1054.32} <= cells


def share(page: Any) -> str:
    page.get_by_role("link", name="Share", exact=True).click()
    page.get_by_role("button", name="Create the link").click()
    return str(page.locator("#share-url").inner_text())


def recipient(desk: Desk, url: str) -> None:
    phone = desk.open(url, width=375, javascript=False)
    text = phone.inner_text("main")
    assert ("XY1042" in phone.inner_text("h1"), "€700.00" in text, "€731.45" in text) == (True, True, False)
    assert phone.troubles == []
