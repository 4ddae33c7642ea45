"""Languages: gettext catalogues by Babel, one locale a request, dates and numbers as people write them.

Babel alone, because Flask-Babel has been still since 2023 and we need little of it.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request
from flask_login import current_user

LANGUAGES = {"en": "English", "lv": "Latviešu", "ru": "Русский", "he": "עברית"}
FORMATS = {"en": "en_GB"}
"""Whose dates a language writes, where it has several kinds: 21/11/2026 is read alike in all of Europe."""
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"

_forced: ContextVar[str | None] = ContextVar("language", default=None)


def init_app(app: Flask) -> None:
    """Give templates gettext and the filters of this module."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, _plain_ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    app.jinja_env.filters.update(money=money, number=number, when=when, day=day, clock_time=clock_time)
    app.jinja_env.globals.update(language=language, direction=direction, LANGUAGES=LANGUAGES)


def language() -> str:
    """The code of the language to answer in: forced, the user's, the browser's, or the default."""
    if forced := _forced.get():
        return forced
    if not has_request_context():
        return "en"
    if "language" not in g:
        g.language = _ask()
    return str(g.language)


def _ask() -> str:
    chosen = getattr(current_user, "language", None)
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(list(LANGUAGES)) or current_app.config["FSR_LANGUAGE"]


@contextlib.contextmanager
def speaking(code: str) -> Iterator[None]:
    """Answer in `code` inside, whoever asks: a share has a language of its own."""
    token = _forced.set(code if code in LANGUAGES else None)
    try:
        yield
    finally:
        _forced.reset(token)


def direction() -> str:
    """"rtl" or "ltr", for `dir` on <html>."""
    return "rtl" if Locale.parse(language()).text_direction == "rtl" else "ltr"


@lru_cache
def _catalogue(code: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [code], "messages")


def gettext(message: str, **values: object) -> str:
    """`message` in the language of the answer, with `%(name)s` filled in."""
    text = _catalogue(language()).ugettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, count: int, **values: object) -> str:
    """The form for `count` things; `%(num)s` is the count."""
    return _plain_ngettext(singular, plural, count) % {"num": count, **values}


def _plain_ngettext(singular: str, plural: str, count: int) -> str:
    """The form for `count` things, not filled in: Jinja fills it in itself, escaped."""
    return str(_catalogue(language()).ungettext(singular, plural, count))


def zone() -> ZoneInfo:
    """The zone in which times are shown."""
    chosen = getattr(current_user, "timezone", None) if has_request_context() else None
    return ZoneInfo(chosen or current_app.config["FSR_TIMEZONE"])


@lru_cache
def _signs(code: str) -> tuple[str, str]:
    locale = Locale.parse(code)
    return numbers.get_group_symbol(locale), numbers.get_decimal_symbol(locale)


def number(value: Decimal | int, places: int = 0) -> str:
    """A number with the language's group and decimal signs; `places` decimals.

    Own code: Babel's formatter takes longer than a whole matrix page.
    """
    group, mark = _signs(language())
    return f"{value:,.{places}f}".translate({ord(","): group, ord("."): mark})


def money(value: Decimal | None, currency: str = "€") -> str:
    """An amount in major units: `1 480,00 €`, in English `€1,480.00`; "" for None."""
    if value is None:
        return ""
    amount = number(value, 0 if value == value.to_integral_value() and abs(value) >= 10000 else 2)
    return f"{currency}{amount}" if language() == "en" else f"{amount}\u00a0{currency}"


def _format() -> str:
    return FORMATS.get(language(), language())


def when(value: datetime | None) -> str:
    """An instant in the reader's zone, date and time."""
    return "" if value is None else dates.format_datetime(value.astimezone(zone()), "short", locale=_format())


def clock_time(value: datetime | None) -> str:
    """The time of day of an instant in the reader's zone, to the second: 14:05:12."""
    return "" if value is None else dates.format_time(value.astimezone(zone()), "medium", locale=_format())


def day(value: date | datetime | None) -> str:
    """A date, without the time."""
    if isinstance(value, datetime):
        value = value.astimezone(zone()).date()
    return "" if value is None else dates.format_date(value, "medium", locale=_format())
