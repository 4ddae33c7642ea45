"""What addresses of documents may ask for."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from fsr.extraction.reading import Box

WIDEST = 3000


@dataclass(frozen=True, slots=True)
class PageQuery:
    """`?width=` in pixels (1 to 3000, default 960) and `?box=x0,y0,x1,y1` as fractions; nonsense counts as absent."""

    width: int
    box: Box | None

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> "PageQuery":
        """The query of a request."""
        width = args.get("width", 960, type=int)
        return cls(max(1, min(width, WIDEST)), box_of(args.get("box", "")))


def box_of(text: str) -> Box | None:
    """A box from "0.1,0.2,0.5,0.25"; None for anything else."""
    try:
        x0, y0, x1, y1 = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (x0, y0, x1, y1) if 0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1 else None
