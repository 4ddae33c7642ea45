"""Finding what a correction teaches: the printed label beside a value that a person typed.

A label is only taught if reading the same paper with it gives the value, so that what is remembered works.  Runs in a
limited child, as the reading engines do.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from fsr.extraction.kept import forgetting
from fsr.extraction.labels import Lexicon
from fsr.extraction.layout import Cell
from fsr.extraction.reading import Box, Page, Reading
from fsr.sheets.reader.candidates import key
from fsr.sheets.reader.fields import Asked, wants_of
from fsr.sheets.reader.marks import marks
from fsr.sheets.reader.pairs import Want, labels_of, pairs
from fsr.sheets.reader.typed import is_typed, reader_of
from fsr.sheets.reader.view import Part, Text, View, cut, part_of, view_of

_LONGEST_LABEL = 8
"""In words: a longer text before a value is a sentence, and the next paper will not repeat it."""
_LABEL_END = re.compile(r"[\s.:#…_=(–-]+$")
_BEFORE = re.compile(r"(?:^|[·•|;.]\s+)(?P<label>[^·•|;]{2,80}?)[\s:#=(–-]*$")


def find_label(reading_data: dict[str, Any], options: dict[str, Any]) -> dict[str, Any] | None:
    """Where `options["value"]`, typed for the field of `options`, is printed, and the label that leads to it.

    options  "field" (its name), "data_type", "role", "value" in normal form
    """
    found = place_of(Reading.from_data(reading_data), options["field"], options.get("data_type") or "text",
                     options["value"])
    if found is None:
        return None
    page, box, label = found
    return {"page": page, "box": list(box), "label": label}


@forgetting
def place_of(reading: Reading, field: str, data_type: str, value: str) -> tuple[int, Box, str] | None:
    """The page, box and label of a value; None where it is not printed beside a label that leads to it."""
    want = wants_of([Asked(field, data_type)])[field]
    for page in reading.pages:
        view = view_of(page, _ends_as_label)
        for text in view.texts:
            for place in _places(text, data_type, value):
                for label in _labels(view, text, place):
                    if _leads_to(page, want, label, value):
                        return page.number, place.box, label
    return None


def _ends_as_label(text: str) -> Part:
    return Part.WHOLE if text.rstrip().endswith(":") else Part.NONE


def _places(text: Text, data_type: str, value: str) -> Iterator[Cell]:
    """Where in a text the value is printed."""
    if is_typed(data_type) and data_type != "name":
        yield from (cut(text.cell, one.start, one.end) for one in reader_of(data_type)(text.text) if one.value == value)
        return
    words = [re.escape(word) for word in value.split()]
    for match in re.finditer(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", text.text, re.IGNORECASE):
        yield cut(text.cell, *match.span())


def _labels(view: View, text: Text, place: Cell) -> Iterator[str]:
    """What may be the label of a place: the words before it, else what stands beside, above or below."""
    start = text.text.find(place.text)
    before = _BEFORE.search(text.text[: max(start, 0)])
    near = [before["label"]] if before else [
        other.text for other in (view.left_of(text), view.above(text), view.below(text)) if other]
    for printed in near:
        label = _LABEL_END.sub("", printed).strip()
        if sum(c.isalpha() for c in label) >= 2 and len(label.split()) <= _LONGEST_LABEL:
            yield label


def _leads_to(page: Page, want: Want, label: str, value: str) -> bool:
    """Whether the page, read with that label alone, gives the value."""
    lexicon = Lexicon({}, taught=[(want.code, label)])
    view = view_of(page, partial(part_of, lexicon))
    found = pairs(labels_of(view, marks(view, lexicon)), {want.code: want})
    best = max(found, key=lambda one: one.score, default=None)
    return best is not None and key(best.value) == key(value)
