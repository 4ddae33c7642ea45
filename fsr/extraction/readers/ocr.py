"""Read a page's picture with Tesseract.

Tesseract is run as a child of the (already limited) reading child: one thread,
picture in by a pipe, words with boxes out as TSV; no file is written.
Measured choice: with the text layer, Tesseract has 97 % of the true values of
real scans, at 0.5 to 1.6 s a page; no other engine was better and as small.
"""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from PIL import Image

from fsr.errors import Unreadable
from fsr.extraction.readers.glyphs import plain
from fsr.extraction.readers.lines import DESCENT, Run
from fsr.extraction.reading import Line

DPI = 250
"""Dots per inch that pages are drawn at for OCR; psm 3 was poor on decorative borders at 200."""
MOST_PIXELS = 16_000_000
"""Drawn of a page for OCR: A3 at 250 dpi has 12 million."""
SECONDS = 60
"""A page takes 2 s; whatever takes longer is stopped."""
LANGUAGES = ("lav", "eng", "rus")
"""Read together, where installed.  Hebrew is tried alone: together it costs letters of the others."""
GOOD_SCORE, GOOD_WORDS = 0.6, 12
"""From this mean score and so many words on, the first page mode is kept."""
POOR_SCORE, POOR_SHORT_SCORE = 0.3, 0.6
"""Words below this score are noise of borders and signatures; words of one or two letters need more."""

MISSING = "This page has no text layer: install Tesseract or type the values."


class Seen(NamedTuple):
    """Words of one attempt: runs in points, origin top left.

    turn  how far clockwise the picture was turned to stand upright, in degrees
    """

    runs: tuple[Run, ...]
    turn: int = 0

    @property
    def weight(self) -> float:
        """How much was read how surely: the letters, each counted with its word's score."""
        return sum(len(run.text) * run.score for run in self.runs)

    @property
    def is_sideways(self) -> bool:
        """Whether most longer words are higher than wide: the picture lies on its side."""
        words = [run for run in self.runs if len(run.text) >= 4]
        return sum(run.x1 - run.x0 < run.size for run in words) * 2 > len(words) > 0

    @property
    def is_good(self) -> bool:
        """Whether another attempt is not worth its time."""
        letters = sum(len(run.text) for run in self.runs)
        return len(self.runs) >= GOOD_WORDS and self.weight >= GOOD_SCORE * letters


@cache
def languages() -> frozenset[str]:
    """The languages Tesseract can read here; empty when it is not installed."""
    if not shutil.which("tesseract"):
        return frozenset()
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=SECONDS, check=True)
    return frozenset(done.stdout.split("\n")[1:]) - {"", "osd"}


def read_picture(picture: Image.Image, scale: float) -> Seen:
    """The words of a page's picture; a pixel is `scale` points.

    Page mode 3 first; if little is read, modes 11 and 4, Hebrew, and last the
    picture turned upright; two attempts that see nothing at all are enough.  The attempt
    that read most letters most surely wins.
    Raises `Unreadable` when Tesseract is not there.
    """
    installed = languages()
    if not installed:
        raise Unreadable(MISSING)
    usual = "+".join(lang for lang in LANGUAGES if lang in installed) or min(installed)
    attempts = [_words(picture, scale, usual, 3)]
    for language, mode in ((usual, 11), (usual, 4), ("heb+eng", 3)):
        if attempts[-1].is_good or (len(attempts) > 1 and not any(seen.runs for seen in attempts)):
            break
        if set(language.split("+")) <= installed:
            attempts.append(_words(picture, scale, language, mode))
    best = max(attempts, key=_weight)
    if best.is_sideways:
        turned = _turned(picture, scale, usual)
        return turned if turned.weight > 0.7 * best.weight else best
    return best if best.is_good or not best.runs else max(best, _turned(picture, scale, usual), key=_weight)


def _weight(seen: Seen) -> float:
    return seen.weight


def _words(picture: Image.Image, scale: float, language: str, mode: int) -> Seen:
    data = _tesseract(picture, "-l", language, "--psm", str(mode), "tsv")
    return Seen(tuple(_runs(data.decode("utf-8"), scale)))


def _tesseract(picture: Image.Image, *options: str) -> bytes:
    """Tesseract's answer; empty where it gave up on the picture."""
    raw = io.BytesIO()
    picture.convert("L").save(raw, "PPM")
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "--dpi", str(DPI), *options], input=raw.getvalue(),
            capture_output=True, timeout=SECONDS, check=False, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"The page's picture took longer than {SECONDS} s to read.") from error
    return done.stdout if done.returncode == 0 else b""


def _runs(tsv: str, scale: float) -> list[Run]:
    """Words of Tesseract's TSV; a word's baseline is its line's."""
    runs: list[Run] = []
    base = size = 0.0
    for row in csv.reader(tsv.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) < 12:
            continue
        left, top, width, height = (int(cell) * scale for cell in row[6:10])
        if row[0] == "4":
            size = height
            base = top + height - DESCENT * size
        text, score = plain(row[11]).strip(), float(row[10]) / 100
        if row[0] == "5" and text and score >= (POOR_SCORE if len(text) > 2 else POOR_SHORT_SCORE):
            runs.append(Run(text, left, left + width, base, min(size, 1.6 * height), False, "ocr", round(score, 2)))
    return runs


def _turned(picture: Image.Image, scale: float, language: str) -> Seen:
    """What is read after turning the picture as Tesseract's orientation says."""
    answer = _tesseract(picture, "--psm", "0").decode("utf-8")
    turn = next((int(line.split()[-1]) for line in answer.splitlines() if line.startswith("Rotate:")), 0)
    if turn not in (90, 180, 270):
        return Seen(())
    return Seen(_words(picture.rotate(-turn, expand=True), scale, language, 3).runs, turn)


def merged(text: Sequence[Line], ocr: Sequence[Line]) -> tuple[Line, ...]:
    """Lines of a hybrid page: of a line seen twice the text layer's is kept (overlap of 60 % of the OCR line)."""
    new = [line for line in ocr if sum(_shared(line, other) for other in text) <= 0.6]
    return tuple(sorted([*text, *new], key=lambda line: (line.box[1], line.box[0])))


def _shared(line: Line, other: Line) -> float:
    """The share of `line`'s area under `other`."""
    (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = line.box, other.box
    across, down = min(ax1, bx1) - max(ax0, bx0), min(ay1, by1) - max(ay0, by0)
    area = (ax1 - ax0) * (ay1 - ay0)
    return across * down / area if across > 0 and down > 0 and area > 0 else 0.0
