"""What the reading engines note about a paper, in words: codes are stored, sentences shown."""

from collections.abc import Iterable

from fsr.web.i18n import gettext as _


def sentences(codes: Iterable[str]) -> list[str]:
    """The notes in the reader's language; a code that this version does not know says nothing."""
    words = {
        "by_ocr": _("Read from a picture: compare the figures with the page."),
        "nothing_found": _("Nothing was found in it: type the values, or check that it is the right file."),
        "not_cpe": _("It does not speak of continuing professional education: no hours were taken."),
        "split_differs": _("The hours by field do not add up to the total: look at them."),
        "second_reader": _("Some values were found by the second reader and wait for your confirmation."),
        "second_failed": _("The second reader did not answer: what the first one found stands."),
    }
    return [words[code] for code in codes if code in words]
