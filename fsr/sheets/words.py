"""What people may type into a cell, in words."""

from fsr.web.i18n import gettext as _


def wanted(data_type: str) -> str:
    """What to type into a cell of that type, in words; "" where anything goes."""
    words = {
        "email": _("Type an e-mail address, for example name@example.com."),
        "phone": _("Type a phone number, for example +1 415 555 0132."),
        "url": _("Type a web address, for example https://example.com."),
        "number": _("Type a number, for example 1.5."), "currency": _("Type an amount, for example 1480.50."),
        "percentage": _("Type a percentage, for example 12.5."), "integer": _("Type a whole number, for example 12."),
        "date_mdy": _("Type a date as month/day/year, for example 03/15/2026."),
        "date_dmy": _("Type a date as day/month/year, for example 15/03/2026."),
        "date_ymd": _("Type a date as year-month-day, for example 2026-03-15."),
        "time": _("Type a time, for example 14:05."), "boolean": _("Type yes or no."),
    }
    return words.get(data_type, "")
