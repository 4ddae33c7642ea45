"""Papers drawn for one test each, as readings."""

from pathlib import Path
from typing import Any

from fsr.extraction.readers import document
from tests.extraction.drawing import drawn

Placed = tuple[float, float, float, str]
"""x, y from the top, size of letters in points, and the text; an x below 0 centres it."""


def drawn_reading(tmp_path: Path, *pages: list[Placed]) -> dict[str, Any]:
    """The reading of drawn pages of 600 x 800 points, as data."""
    def page(lines: list[Placed]) -> Any:
        def draw(canvas: Any) -> None:
            for x, y, size, text in lines:
                canvas.setFont("Sans", size)
                if x < 0:
                    canvas.drawCentredString(300, 800 - y, text)
                else:
                    canvas.drawString(x, 800 - y, text)
        return draw

    path = tmp_path / "paper.pdf"
    path.write_bytes(drawn(*map(page, pages)))
    return document.read(path, path.name).to_data()
