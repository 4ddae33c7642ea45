"""Why a row does not count, or deserves a look: codes, and sentences with places to fill.

A reason is stored and tested by its code; `sentence` goes through gettext where it is shown, with `values` filled in.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark `text` for the translation catalogue; it is translated where it is shown."""
    return text


class Code(StrEnum):
    """Reasons; the value is stable."""

    NO_DATE = "no_date"
    NO_HOURS = "no_hours"
    NOT_CPE = "not_cpe"
    DUPLICATE = "duplicate"
    NOT_ACCEPTED = "not_accepted"
    BEFORE = "before"
    AFTER = "after"
    NO_PERIOD = "no_period"
    UNKNOWN_FIELD = "unknown_field"
    OPEN_FIELD = "open_field"
    OTHER_SUBJECT = "other_subject"
    HARASSMENT = "harassment"
    NOT_APPROVED = "not_approved"
    TOO_SHORT = "too_short"
    OVER_CAP = "over_cap"
    APART = "apart"
    NOT_YEARLY = "not_yearly"
    NO_DUTY = "no_duty"
    STRICTER = "stricter"
    EXEMPT = "exempt"
    NOT_FIRST = "not_first"
    NEVER_SEEN = "never_seen"
    DONE_BEFORE = "done_before"
    CARRIED = "carried"
    NO_CARRY = "no_carry"
    APPROVAL_UNKNOWN = "approval_unknown"
    OFF_GRID = "off_grid"
    UNDER_ONE_HOUR = "under_one_hour"
    SPLIT_SUM = "split_sum"
    MISSING_ITEM = "missing_item"
    OTHER_PERSON = "other_person"
    FUTURE = "future"


SENTENCES: dict[Code, str] = {
    Code.NO_DATE: N_("It has no completion date."),
    Code.NO_HOURS: N_("It states no hours of credit."),
    Code.NOT_CPE: N_("It is not continuing professional education: no such credit is stated."),
    Code.DUPLICATE: N_("It repeats row %(row)s (%(how)s)."),
    Code.NOT_ACCEPTED: N_("Its subject is not accepted in this state."),
    Code.BEFORE: N_("It was completed on %(day)s, before %(start)s."),
    Code.AFTER: N_("It was completed on %(day)s, after %(end)s."),
    Code.NO_PERIOD: N_("The licence period is not known: give the renewal date."),
    Code.UNKNOWN_FIELD: N_("Its field of study is missing or not known, so it cannot be counted here."),
    Code.OPEN_FIELD: N_("“%(field)s” leaves open whether it belongs here: name the exact field of study."),
    Code.OTHER_SUBJECT: N_("Its subject, %(field)s, does not count here."),
    Code.HARASSMENT: N_("Courses on harassment or workplace violence do not count as ethics."),
    Code.NOT_APPROVED: N_("The board has not approved this course."),
    Code.TOO_SHORT: N_("Only %(hours)s h of it are on this subject; at least %(least)s h are needed in one course."),
    Code.OVER_CAP: N_("%(hours)s h are over the limit “%(rule)s” of %(cap)s h."),
    Code.APART: N_("%(hours)s h are used for “%(rule)s” and do not count twice."),
    Code.NOT_YEARLY: N_("Credit of this kind does not count towards the minimum of a year (“%(rule)s”)."),
    Code.NO_DUTY: N_("It applies only to licensees who do such work."),
    Code.STRICTER: N_("A stricter rule applies instead."),
    Code.EXEMPT: N_("Nothing is asked in this first period of the licence."),
    Code.NOT_FIRST: N_("It does not apply in the first period of a licence."),
    Code.NEVER_SEEN: N_("No such course is in this sheet; if one was taken before, give its date."),
    Code.DONE_BEFORE: N_("It was last done on %(day)s."),
    Code.CARRIED: N_("%(hours)s h were carried over from the period before."),
    Code.NO_CARRY: N_("This state does not carry hours over: %(hours)s h of the period before are left out."),
    Code.APPROVAL_UNKNOWN: N_("Check that the board approved this course: the certificate should show it."),
    Code.OFF_GRID: N_("%(hours)s h is not a multiple of %(steps)s h: check the certificate."),
    Code.UNDER_ONE_HOUR: N_("%(hours)s h is less than one hour, the least for this kind of course."),
    Code.SPLIT_SUM: N_("The hours by field add up to %(parts)s h, the certificate says %(hours)s h."),
    Code.MISSING_ITEM: N_("The board asks for the %(item)s of every course; it is missing."),
    Code.OTHER_PERSON: N_("This certificate names %(name)s, the licence is %(holder)s’s."),
    Code.FUTURE: N_("It was completed on %(day)s, which is still to come."),
}

ITEMS: dict[str, str] = {
    "title": N_("course title"),
    "completed": N_("completion date"),
    "sponsor": N_("provider"),
    "method": N_("method of study"),
    "hours": N_("number of hours"),
    "field": N_("subject area"),
}
"""The six items of 16 CCR 89(a), which a licensee reports for every course."""

HOW: dict[str, str] = {
    "file": N_("same file"),
    "certificate": N_("same certificate number"),
    "course": N_("same course, date and hours"),
}

Value = str | int | Decimal | date


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason with what fills its sentence."""

    code: Code
    values: dict[str, Value] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The sentence with `%(name)s` places, to be translated."""
        return SENTENCES[self.code]

    @property
    def words(self) -> str:
        """The sentence in English, filled in."""
        return self.sentence % {name: said(value) for name, value in self.values.items()}


def reason(code: Code, **values: Value) -> Reason:
    """A reason, with the values of its sentence."""
    return Reason(code, values)


def said(value: Value) -> str:
    """A value as written in English: hours without needless noughts, days as 2026-05-31."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)
