"""Made-up documents: no person, plate or number in them is real."""

from pathlib import Path

HERE = Path(__file__).parent


def sample(folder: str, start: str) -> Path:
    """The one file of `folder` whose name begins with `start`."""
    (found,) = HERE.joinpath(folder).glob(f"{start}*")
    return found


def samples(*folders: str) -> list[Path]:
    """All PDFs of those folders, by name."""
    return sorted(path for folder in folders for path in HERE.joinpath(folder).glob("*.pdf"))
