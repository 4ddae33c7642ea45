"""What a text is by its looks: a figure, an answer, a date, a place, a number plate."""

from fsr.extraction.parsers import answered, dates, months_named, plates
from fsr.money import amounts
from fsr.offers.normalise import names_place


def is_typed(text: str) -> bool:
    """Whether `text` is a value by its looks: a figure, an answer, a date, a place or a number plate."""
    return is_figure(text) or bool(dates(text)) or names_place(text) or next(plates(text), None) is not None


def is_figure(text: str) -> bool:
    """Whether `text` is an amount of money, a time or an answer."""
    return any(a.currency for a in amounts(text)) or bool(months_named(text) or answered(text))
