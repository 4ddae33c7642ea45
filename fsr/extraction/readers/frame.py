"""From a PDF's own coordinates to the page as a person sees it."""

from typing import NamedTuple

Matrix = tuple[float, float, float, float, float, float]


class Frame(NamedTuple):
    """The visible part of a page: points, origin top left, after `/Rotate`.

    matrix  maps user space to it: X = a x + c y + e, Y = b x + d y + f
    """

    width: float
    height: float
    matrix: Matrix

    @classmethod
    def of(cls, box: tuple[float, float, float, float], turn: int) -> "Frame":
        """The frame of a crop box `(x0, y0, x1, y1)` turned clockwise by `turn` degrees (a multiple of 90)."""
        x0, y0, x1, y1 = box
        across, down = max(x1 - x0, 1.0), max(y1 - y0, 1.0)
        match turn % 360:
            case 90:
                return cls(down, across, (0, 1, 1, 0, -y0, -x0))
            case 180:
                return cls(across, down, (-1, 0, 0, 1, x1, -y0))
            case 270:
                return cls(down, across, (0, -1, -1, 0, y1, x1))
            case _:
                return cls(across, down, (1, 0, 0, -1, -x0, y1))
