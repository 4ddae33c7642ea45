"""Write the golden lines anew after a change that is meant: `python -m tests.extraction.golden`, then read the diff."""

from pathlib import Path

from fsr.extraction.readers import document
from tests.samples import sample

HERE = Path(__file__).parent / "golden"
DOCUMENTS = (("casco", "02"), ("casco", "07"), ("casco", "09"), ("casco", "10"), ("health", "03"), ("cpe", "11"))


def golden_path(folder: str, start: str) -> Path:
    """Where the golden lines of that sample are kept."""
    return HERE / f"{folder}-{start}.txt"


def lines_of(folder: str, start: str) -> str:
    """One line of text each: page, place in thousandths of the page, "b" for bold, the words parted by blanks."""
    path = sample(folder, start)
    rows = []
    for number, line in document.read(path, path.name).lines():
        place = " ".join(f"{round(value * 1000):4}" for value in line.box)
        rows.append(f"{number} {place} {'b' if line.bold else '-'} {line.text}\n")
    return "".join(rows)


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for folder, start in DOCUMENTS:
        golden_path(folder, start).write_text(lines_of(folder, start), "utf-8")
