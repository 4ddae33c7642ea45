"""A real browser against the real app: a server in a thread, job workers on, one database a test.

    def test_something(desk, ana):
        page = desk.open("/compare", ana)                 # signed in as Ana; `desk.open("/sign-in")` is nobody
        check_page(page)                                  # from tests.browser.checks
        phone = desk.open("/compare", ana, width=375, scheme="dark", javascript=False)

What the page logs, refuses or fetches from elsewhere is kept with the page; `check_page` fails on it.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from fsr.jobs.pool import Pool
from tests.browsers import Browser as Client
from tests.waiting import SECONDS

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

CHROMIUM = os.environ.get("FSR_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
             "--disable-component-update", "--disable-default-apps", "--disable-sync", "--no-first-run",
             "--font-render-hinting=none"]
PATIENCE = 1000 * SECONDS
"""Milliseconds until a browser that does not show what it should has failed."""
HEIGHT = {True: 740, False: 900}
"""Of the window, in px: narrow ones are phones."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as a browser test, and skip it where there is no browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine; set FSR_TEST_CHROMIUM"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, started once."""
    sync_api.expect.set_options(timeout=PATIENCE)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=2 * PATIENCE)
        yield browser
        browser.close()


@dataclass
class Desk:
    """The running app, and a way to open its pages."""

    url: str
    chromium: Any
    contexts: list[Any] = field(default_factory=list)

    def context(self, who: Client | None = None, *, width: int = 1280, scheme: str = "light", javascript: bool = True,
                **options: Any) -> Any:
        """A browser of its own, signed in as `who`; further options are those of Playwright's `new_context`."""
        options = {"locale": "en-GB", "viewport": {"width": width, "height": HEIGHT[width < 700]}, **options}
        context = self.chromium.new_context(
            base_url=self.url, color_scheme=scheme, java_script_enabled=javascript, accept_downloads=True, **options)
        context.set_default_timeout(PATIENCE)
        if who and (cookie := who.get_cookie("fsr")):
            context.add_cookies([{"name": "fsr", "value": cookie.value, "url": self.url}])
        self.contexts.append(context)
        return context

    def open(self, path: str, who: Client | None = None, *, clock: bool = False, **options: Any) -> Any:
        """A page at `path` in a browser of its own; see `context` for the options.

        :param clock: let the test move the page's timers by `page.clock`.
        """
        page = watched(self.context(who, **options).new_page(), self.url)
        if clock:
            page.clock.install()
        page.goto(path)
        return page


def watched(page: Any, home: str) -> Any:
    """The page, keeping in `page.troubles` what must not happen on any page: errors, refusals, strangers."""
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(f"script: {error}"))
    page.on("console", lambda message: _note(page, message))
    page.on("request", lambda request: _foreign(page, request.url, home))
    return page


def _note(page: Any, message: Any) -> None:
    """Keep what the console says of errors; an answer ≥ 400 that a test asked for is not one."""
    if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
        page.troubles.append(f"console: {message.text}")


def _foreign(page: Any, url: str, home: str) -> None:
    if not url.startswith((home, "data:", "blob:", "about:")):
        page.troubles.append(f"foreign: {url}")


class Quiet(WSGIRequestHandler):
    """Serves without a line a request on stderr."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server(app: Flask) -> Iterator[BaseWSGIServer]:
    """The app of this test behind a port of its own, with two job threads."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    with Pool(app, threads=2):
        yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def desk(server: BaseWSGIServer, chromium: Any) -> Iterator[Desk]:
    """Opens pages of the running app."""
    desk = Desk(f"http://127.0.0.1:{server.server_port}", chromium)
    yield desk
    for context in desk.contexts:
        context.close()
