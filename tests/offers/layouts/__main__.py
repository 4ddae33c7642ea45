"""Draw the invented offers again and write their truth: `python -m tests.offers.layouts`."""

import json
from pathlib import Path
from typing import Any

from fsr.offers.catalogue import CODES
from tests.offers.layouts import first, second, third

HERE = Path(__file__).parent


def truth_of(layout: dict[str, Any]) -> dict[str, Any]:
    """The truth in the form of the samples' `truth.json`."""
    values: dict[str, Any] = dict.fromkeys(CODES)
    must: dict[str, Any] = {}
    for code, cell in layout["values"].items():
        values[code] = cell[0] if isinstance(cell, tuple) else cell
        if isinstance(cell, tuple):
            must[code] = cell[1]
    return {
        "insurer": layout["insurer"],
        "reg_number": layout["plate"],
        "language": layout["language"],
        "product": "casco",
        "values": values,
        "must": must,
    }


def main() -> None:
    truth = {}
    for layout in (*first.LAYOUTS, *second.LAYOUTS, *third.LAYOUTS):
        (HERE / f"{layout['name']}.pdf").write_bytes(layout["build"]())
        truth[f"{layout['name']}.pdf"] = truth_of(layout)
    (HERE / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
