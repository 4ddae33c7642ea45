"""Certificates read per second, engine included, against bare pdfminer (text) and bare Tesseract (pictures).

All ways read the same files in the same rounds, so that foreign load meets all alike.
"""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

from fsr.cpe.reading import read_certificate
from fsr.extraction.readers import document, ocr
from fsr.sandbox.pool import Sandbox
from tests.bench.bench_reading import bare, through
from tests.cpe.reading.papers import FIELDS
from tests.samples import samples

NAME = "cpe.certificate"
ENGINE = {NAME: "fsr.cpe.reading:read_certificate"}
ROUNDS = 5
REPEAT = 4
SCAN = "07"


class Counted(Sandbox):
    """Children that are asked with the columns of a CPE sheet."""

    def call(self, task: str, path: Path, options: dict[str, object], **others: object) -> object:
        """As the app calls."""
        return super().call(task, path, {**options, "fields": FIELDS}, **others)  # type: ignore[arg-type]


def tesseract(pictures: Sequence[Path]) -> int:
    """Pictures read by Tesseract alone, one after the other, as its command line does."""
    for picture in pictures:
        subprocess.run(["tesseract", str(picture), "stdout", "-l", "lav+eng+rus", "--dpi", str(ocr.DPI), "tsv"],
                       capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    return len(pictures)


def engine_alone(paths: Sequence[Path]) -> int:
    """Certificates made of readings that are known already."""
    for path in paths:
        read_certificate(readings[path], {"fields": FIELDS})
    return len(paths)


readings: dict[Path, dict[str, object]] = {}


def rate(read: Callable[[Sequence[Path]], int], paths: Sequence[Path]) -> float:
    """Files or pages per second of wall clock."""
    started = time.perf_counter()
    done = read(paths)
    return done / (time.perf_counter() - started)


def compare(title: str, ways: dict[str, tuple[Callable[[Sequence[Path]], int], Sequence[Path]]]) -> None:
    """Print the median rate of each way; the first is the bare one."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, (read, paths) in ways.items():
            found[name].append(rate(read, paths))
    base = statistics.median(next(iter(found.values())))
    print(f"{title}; load {os.getloadavg()[0]:.1f}")
    for name, rates in found.items():
        middle = statistics.median(rates)
        print(f"  {name:48} {middle:8.1f} pages/s  x {middle / base:.2f}", flush=True)


def drawn(path: Path, folder: Path) -> Path:
    """The scan's page as a picture, as Tesseract is given it."""
    picture: Image.Image = pypdfium2.PdfDocument(path)[0].render(scale=ocr.DPI / 72, grayscale=True).to_pil()
    target = folder / f"{path.stem}.png"
    picture.save(target)
    return target


def main() -> None:
    """The made-up certificates: those with a text layer, and the scan."""
    texts = [path for path in samples("cpe") if not path.name.startswith(SCAN)]
    scans = [path for path in samples("cpe") if path.name.startswith(SCAN)]
    readings.update({path: document.read(path, path.name).to_data() for path in texts})
    sandbox = Counted(2, ENGINE)
    sandbox.warm()
    try:
        with tempfile.TemporaryDirectory() as folder:
            compare(f"text ({len(texts)} files)", {
                "bare pdfminer, one thread": (bare, texts),
                "2 children, lines": (through(sandbox, "read"), texts * REPEAT),
                "2 children, lines and certificate engine": (through(sandbox, NAME), texts * REPEAT),
                "engine alone on known readings (files)": (engine_alone, texts)})
            compare("scan (1 page)", {
                "bare tesseract, one process": (tesseract, [drawn(path, Path(folder)) for path in scans]),
                "1 child, OCR and certificate engine": (through(sandbox, NAME, threads=1), scans)})
    finally:
        sandbox.close()


if __name__ == "__main__":
    main()
