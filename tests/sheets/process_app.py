"""The app as real processes run it in tests of sheets: what was read can be held back."""

import os
from pathlib import Path
from typing import Any

from fsr import create_app
from fsr.documents import desk
from tests.waiting import until

TRACES = Path(os.environ["FSR_TEST_TRACES"])
HOLD = TRACES.with_name("hold")
"""While this file is there, a reading that is done is not kept."""

_extract = desk.extract


def _held(*args: Any, **named: Any) -> Any:
    data = _extract(*args, **named)
    with TRACES.open("a") as file:
        file.write("read\n")
    assert until(lambda: not HOLD.exists(), seconds=600)
    return data


desk.extract = _held
app = create_app()
