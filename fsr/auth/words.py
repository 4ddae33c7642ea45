"""What roles, zones and browsers are called on pages."""

import re
from functools import lru_cache
from zoneinfo import available_timezones

from flask import Flask

from fsr.auth.models import Role
from fsr.web.i18n import gettext as _

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
           ("Linux", "Linux"))


def init_app(app: Flask) -> None:
    """Give templates these words."""
    app.jinja_env.filters.update(role_name=role_name, browser_name=browser_name)
    app.jinja_env.globals.update(timezones=timezones)


def role_name(role: str) -> str:
    """What a role is called."""
    return {
        Role.ADMIN: _("Administrator"), Role.SUPERVISOR: _("Supervisor"), Role.AGENT: _("Agent"),
        Role.AUDITOR: _("Auditor"),
    }[Role(role)]


def browser_name(agent: str) -> str:
    """ "Firefox, Linux" from what a browser says of itself; for recognising one's own, so a guess is good enough."""
    found = [next((name for mark, name in marks if mark in agent), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or agent[:40] or _("unknown browser")


@lru_cache(maxsize=1)
def timezones() -> tuple[str, ...]:
    """The zones of places, without the aliases that nobody lives in ("Etc/GMT+5", "SystemV/…")."""
    places = re.compile(r"(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/|UTC$")
    return tuple(sorted(zone for zone in available_timezones() if places.match(zone)))
