"""Finding what a correction teaches: the printed label beside a value that a person typed.

Runs in a limited child, as the reading engine does.
"""

from typing import Any

from fsr.extraction.reading import Reading
from fsr.offers.reader import place_of


def find_label(reading_data: dict[str, Any], options: dict[str, Any]) -> dict[str, Any] | None:
    """Where `options["value"]`, typed for row `options["code"]`, is printed: page, box and label; None if nowhere."""
    found = place_of(Reading.from_data(reading_data), options["value"], options["code"])
    if found is None:
        return None
    page, box, label = found
    return {"page": page, "box": list(box), "label": label}
