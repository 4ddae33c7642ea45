"""Input of the CPE pages, parsed once, with what was typed kept for showing again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from fsr.cpe import licences
from fsr.cpe.credits import hours_of
from fsr.cpe.models import CpeLicence
from fsr.cpe.rules.model import Duty, RuleSet
from fsr.cpe.service.licence import Wishes
from fsr.cpe.service.planned import Course
from fsr.sheets import kinds
from fsr.web.i18n import gettext as _

FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST_HOURS = Decimal(999)
LONGEST = {"number": 40, "holder": 200, "title": 200, "field": 200, "method": 100}


class Fields(Protocol):
    """What werkzeug's MultiDict gives of a query string or a form."""

    def get(self, key: str, /) -> str | None: ...
    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(slots=True)
class LicenceForm:
    """A licence as it is typed.

    raw      what stands in the fields
    wishes   what that means, where there are no errors
    version  of the licence that was shown
    """

    raw: Mapping[str, str] = field(default_factory=dict)
    duties: list[str] = field(default_factory=list)
    wishes: Wishes = field(default_factory=Wishes)
    version: int = 0
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, licence: CpeLicence) -> "LicenceForm":
        """The form of a licence as it is."""
        raw = {name: day.isoformat() for name in ("renewal", "issued", "extended") if (day := getattr(licence, name))}
        raw |= {f"done-{code}": day for code, day in licence.last_done.items()}
        if licence.birth_year and licence.birth_month:
            raw["birth"] = f"{licence.birth_year:04}-{licence.birth_month:02}"
        if licence.carried:
            raw["carried"] = f"{licence.carried.normalize():f}"
        return cls(raw | {"number": licence.number, "holder": licence.holder}, list(licence.duties),
                   version=licence.version)

    @classmethod
    def parse(cls, fields: Fields, rules: RuleSet | None) -> "LicenceForm":
        """Read the form; `rules` say which work and which earlier courses are asked about."""
        codes = [rule.code for rule in licences.longer_rules(rules)] if rules else []
        names = ("number", "holder", "renewal", "issued", "birth", "carried", "extended", *(f"done-{c}" for c in codes))
        raw = {name: _text(fields, name) for name in names}
        version = _text(fields, "version")
        form = cls(raw, [one for one in fields.getlist("duties") if one in set(Duty)],
                   version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0)
        year, month = form._birth()
        form.wishes = Wishes(
            form._short("number"), form._short("holder"), form._day("renewal"), form._day("issued"), year, month,
            form.duties, form._done(codes), form._hours("carried"), form._day("extended"))
        return form

    def _short(self, name: str) -> str:
        return _short(self.raw, name, self.errors)

    def _day(self, name: str) -> date | None:
        return _day(self.raw.get(name, ""), name, self.errors)

    def _done(self, codes: list[str]) -> dict[str, str]:
        days = {code: self._day(f"done-{code}") for code in codes}
        return {code: day.isoformat() for code, day in days.items() if day}

    def _hours(self, name: str) -> Decimal:
        return _hours(self.raw.get(name, ""), name, self.errors) or Decimal(0)

    def _birth(self) -> tuple[int | None, int | None]:
        """Year and month of "1980-05" (what browsers send) or "05/1980"."""
        text = self.raw["birth"].replace("/", "-")
        parts = sorted(text.split("-"), key=len, reverse=True)
        if not text:
            return None, None
        if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
            year, month = int(parts[0]), int(parts[1])
            if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
                return year, month
        self.errors["birth"] = _("Give the month and the year, as 05/1980.")
        return None, None


@dataclass(slots=True)
class CourseForm:
    """A planned course as it is typed; `course` is None where there are errors."""

    raw: Mapping[str, str] = field(default_factory=dict)
    course: Course | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, fields: Fields) -> "CourseForm":
        """Read the form; title, day and hours must be given."""
        form = cls({name: _text(fields, name) for name in ("title", "completed", "hours", "field", "method")})
        title = _short(form.raw, "title", form.errors)
        if not title:
            form.errors.setdefault("title", _("Give the course a name."))
        day, hours = _day(form.raw["completed"], "completed", form.errors), form._hours()
        if day is None:
            form.errors.setdefault("completed", _("Give the day on which it ends."))
        names = [_short(form.raw, name, form.errors) for name in ("field", "method")]
        if not form.errors and day and hours:
            form.course = Course(title, day, hours, *names)
        return form

    def _hours(self) -> Decimal | None:
        hours = _hours(self.raw["hours"], "hours", self.errors)
        if not hours:
            self.errors.setdefault("hours", _("Give its hours, as a number above 0."))
        return hours


def _text(fields: Fields, name: str) -> str:
    return " ".join((fields.get(name) or "").split())


def _short(raw: Mapping[str, str], name: str, errors: dict[str, str]) -> str:
    if len(raw[name]) > LONGEST[name]:
        errors[name] = _("Use at most %(count)s characters.", count=LONGEST[name])
    return raw[name]


def _day(text: str, name: str, errors: dict[str, str]) -> date | None:
    """The day of "2026-05-31", or as people of the state write it, "05/31/2026"."""
    read = kinds.parse("date_mdy", text)
    day = date.fromisoformat(read) if read else None
    if text and (day is None or not FIRST_YEAR <= day.year <= LAST_YEAR):
        errors[name] = _("This is no date. Write it as 05/31/2026 (month first).")
        return None
    return day


def _hours(text: str, name: str, errors: dict[str, str]) -> Decimal | None:
    read = kinds.parse("number", text)
    hours = hours_of(read) if read else None
    if text and (hours is None or not 0 <= hours <= MOST_HOURS or hours != round(hours, 2)):
        errors[name] = _("Give the hours as a number from 0 to %(most)s.", most=MOST_HOURS)
        return None
    return hours
