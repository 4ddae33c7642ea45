"""What the engine reads from each sample today, kept so that a change shows itself in the diff.

`python -m tests.offers.golden` writes the files again; look at the difference before you commit it.
"""

import json
from pathlib import Path
from typing import Any

from tests.offers.scorer import SAMPLES, offer_of, truths

HERE = Path(__file__).parent


def names() -> list[str]:
    """The samples with a text layer."""
    return [name for name, facts in truths(SAMPLES / "casco").items() if facts.get("reason") != "image_only"]


def golden_of(name: str) -> Path:
    """The file that holds what is read from a sample."""
    return HERE / f"{name.split('_', maxsplit=1)[0]}.json"


def summary(name: str) -> dict[str, Any]:
    """What matters of a reading: who, which car, and for each row value, state, page, rule and passage."""
    read = offer_of(SAMPLES / "casco" / name, truths(SAMPLES / "casco")[name].get("password", ""))
    return {
        "file": name,
        "product": read.product.value,
        "insurer": read.insurer.value,
        "reg_number": read.reg_number.value,
        "language": read.language.value,
        "variant": read.variant.value,
        "variants": list(read.variants),
        "warnings": list(read.warnings),
        "values": {code: [f.value, str(f.state), f.page, f.rule, f.text] for code, f in read.values.items()},
    }


def written(data: dict[str, Any]) -> str:
    """A row a line."""
    head = {key: value for key, value in data.items() if key != "values"}
    rows = ",\n".join(
        f"  {json.dumps(code, ensure_ascii=False)}: {json.dumps(cell, ensure_ascii=False)}"
        for code, cell in data["values"].items()
    )
    return json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "values": {\n' + rows + "\n }\n}\n"
