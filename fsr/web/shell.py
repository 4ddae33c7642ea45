"""What stands round every page: navigation, the account menu, the theme, and what features tell the home page.

The places are a table of addresses (decisions §3). A place is shown as soon as
a feature answers at its address, so no lower package needs to know a higher
one; counts and home rows are registered by the features in their `init_app`.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from flask import Flask, Response, current_app, request, url_for
from flask_login import current_user

from fsr.web import htmx
from fsr.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go.

    label  translated when a page is rendered
    key    the keys that lead there, "g c"; "" for none
    roles  who sees it; empty: everybody who is signed in
    """

    path: str
    label: Callable[[], str]
    icon: str
    key: str = ""
    roles: frozenset[str] = frozenset()


AREAS = (
    Place("/", lambda: _("Home"), "house", "g h"),
    Place("/cases", lambda: _("Cases"), "clipboard", "g c"),
    Place("/cpe", lambda: _("CPE"), "shield-check", "g k"),
    Place("/compare", lambda: _("Compare"), "table-2", "g p"),
    Place("/extract", lambda: _("Extract"), "scan-search", "g e"),
    Place("/activity", lambda: _("Activity"), "activity", "g j"),
    Place("/shared", lambda: _("Shared"), "share-2", "g s"),
    Place("/templates", lambda: _("Templates"), "layout-template", "g t"),
    Place("/audit", lambda: _("Audit"), "scroll-text", "", frozenset({"admin", "auditor"})),
    Place("/admin", lambda: _("Admin"), "settings", "", frozenset({"admin", "supervisor"})),
)
YEAR = 365 * 24 * 3600
"""In seconds."""
PERSONAL = (
    Place("/account", lambda: _("Account"), "user"),
    Place("/help", lambda: _("Help"), "circle-help"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A place as a page shows it.

    counted  whether a count may stand beside it; 0 is not shown
    current  "page" on the place itself, "true" on pages below it, else ""
    """

    url: str
    label: str
    icon: str
    key: str
    counted: bool
    count: int
    current: str


Section = Literal["needs", "continue", "running", "ending"]
"""Of the home page."""


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One line of the home page, with one verb.

    section   where it stands: what waits for the user, where they left off, what runs, what ends soon
    note      the reason, short; "" for none
    verb      the words of the link to `url`
    tone      "", "ok", "warn" or "bad"
    progress  per cent done, or None
    """

    section: Section
    title: str
    url: str
    verb: str
    note: str = ""
    icon: str = "circle"
    tone: str = ""
    progress: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the checklist that a new user sees; ticks itself."""

    position: int
    title: str
    note: str
    url: str
    done: bool


Rows = Callable[[Any], Iterable[HomeRow]]
Steps = Callable[[Any], Iterable[Step]]


def init_app(app: Flask) -> None:
    """Give templates `shell` and `asset`; tell pages that stay open how the counts change; let browsers keep assets."""
    app.context_processor(lambda: {"shell": Shell()})
    app.jinja_env.globals["asset"] = asset
    app.after_request(_tell_counts)
    app.after_request(_keep)


def _tell_counts(response: Response) -> Response:
    """Send the counts along with each fragment, since the navigation around it is older."""
    if response.status_code < 400 and htmx.wants_fragment() and getattr(current_user, "is_authenticated", False):
        counters = current_app.extensions.get("fsr.counts", {})
        htmx.trigger(response, counts={_url(path): counter(current_user) for path, counter in counters.items()})
    return response


def _keep(response: Response) -> Response:
    """An asset asked for by its digest never changes."""
    if request.endpoint == "static" and "v" in request.args and response.status_code < 400:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def count(app: Flask, path: str, function: Callable[[Any], int]) -> None:
    """Show `function(user)` beside the place at `path`, unless it is 0; called once a page, so make it cheap."""
    app.extensions.setdefault("fsr.counts", {})[path] = function


def home_rows(app: Flask, function: Rows) -> None:
    """Ask `function(user)` for rows of the home page, the most urgent first."""
    app.extensions.setdefault("fsr.home", []).append(function)


def home_steps(app: Flask, function: Steps) -> None:
    """Ask `function(user)` for steps of the checklist."""
    app.extensions.setdefault("fsr.steps", []).append(function)


def asset(name: str) -> str:
    """The address of a static file, new whenever its content is, so that browsers may keep it."""
    path = Path(current_app.static_folder or "") / name
    return url_for("static", filename=name, v=_digest(path, path.stat().st_mtime_ns))


@lru_cache
def _digest(path: Path, _changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


class Shell:
    """What `base.html` asks for, worked out when it asks."""

    @cached_property
    def user(self) -> Any:
        """Who is signed in, or None."""
        return current_user if getattr(current_user, "is_authenticated", False) else None

    @property
    def theme(self) -> str:
        """"auto", "light" or "dark"."""
        return getattr(self.user, "theme", None) or "auto"

    @property
    def density(self) -> str:
        """"comfortable" or "compact"."""
        return getattr(self.user, "density", None) or "comfortable"

    @property
    def initials(self) -> str:
        """Up to two letters for the account's button."""
        words = str(getattr(self.user, "name", "")).split() or ["?"]
        return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()

    @property
    def areas(self) -> list[Link]:
        """Where the user may go."""
        return self._links(AREAS)

    @property
    def personal(self) -> list[Link]:
        """The user's own places."""
        return self._links(PERSONAL)

    @property
    def home(self) -> str:
        """The first page."""
        return _url("/")

    @property
    def sign_in(self) -> str:
        """Where to sign in."""
        return _url("/sign-in")

    @property
    def sign_out(self) -> str | None:
        """Where the sign-out form is sent, or None when nothing answers there."""
        return _url("/sign-out") if _answers("/sign-out") else None

    @staticmethod
    def reaches(path: str) -> bool:
        """Whether any feature answers at `path`."""
        return _answers(path)

    @staticmethod
    def url(path: str) -> str:
        """The address of `path`, wherever the app is mounted."""
        return _url(path)

    asset = staticmethod(asset)

    def _links(self, places: Iterable[Place]) -> list[Link]:
        role = getattr(self.user, "role", "")
        seen = (place for place in places if not place.roles or role in place.roles)
        return [self._link(place) for place in seen if _answers(place.path)]

    def _link(self, place: Place) -> Link:
        counter = current_app.extensions.get("fsr.counts", {}).get(place.path)
        number = counter(self.user) if counter else 0
        return Link(_url(place.path), place.label(), place.icon, place.key, counter is not None, number,
                    _current(place.path))


def _url(path: str) -> str:
    return f"{request.script_root}{path}"


def _current(path: str) -> str:
    if request.path.rstrip("/") == path.rstrip("/"):
        return "page"
    return "true" if path != "/" and request.path.startswith(f"{path}/") else ""


def _answers(path: str) -> bool:
    """Whether any feature answers at `path`."""
    known = current_app.extensions.setdefault("fsr.paths", set())
    if not known:
        known.update(rule.rule.rstrip("/") or "/" for rule in current_app.url_map.iter_rules())
    return path in known
