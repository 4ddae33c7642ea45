"""Files that chance has damaged: each gets a reading or a sentence, and the parent stays whole."""

import random
from pathlib import Path

import psutil
import pytest

from fsr.errors import Unreadable
from fsr.sandbox.pool import CRASHED, TOO_SLOW, Sandbox
from tests.samples import samples

FILES = 60
SEED = 20261121


def damaged(data: bytes, chance: random.Random) -> bytes:
    """`data` with bytes changed, pieces dropped, doubled or moved; the end mark is kept so that it is read at all."""
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 200))):
        at = chance.randrange(len(spoilt))
        length = chance.randrange(1, 200)
        match chance.randrange(5):
            case 0:
                spoilt[at] = chance.randrange(256)
            case 1:
                del spoilt[at:at + length]
            case 2:
                spoilt[at:at] = spoilt[at:at + length]
            case 3:
                spoilt[at:at + length] = chance.randbytes(length)
            case _:
                spoilt[at:at + 4] = str(chance.choice((0, -1, 2**31, 2**63, 99999))).encode()
        if len(spoilt) < 10:
            break
    return b"%PDF-1.7\n" + bytes(spoilt) + b"\n%%EOF\n"


def answer(sandbox: Sandbox, path: Path) -> str:
    """"read", or the sentence why not."""
    try:
        sandbox.call("read", path, {"filename": path.name})
    except Unreadable as error:
        return str(error)
    return "read"


def test_damaged_files_harm_nobody(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    sources = [path.read_bytes() for path in samples("casco", "health", "cpe") if path.name[:2] not in ("12", "07")]
    sandbox = Sandbox(1)
    before = psutil.Process().memory_info().rss
    try:
        for number in range(FILES):
            path = tmp_path / f"{number}.pdf"
            path.write_bytes(damaged(chance.choice(sources), chance))
            assert answer(sandbox, path) not in (CRASHED, TOO_SLOW), f"file {number} of seed {SEED}"
        assert psutil.Process().memory_info().rss - before < 50 << 20
    finally:
        sandbox.close()


@pytest.mark.parametrize("size", [1, 9, 1023, 1025, 70_000])
def test_noise_after_a_header_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "noise.pdf"
    path.write_bytes(b"%PDF-1.4\n" + random.Random(size).randbytes(size) + b"\n%%EOF")
    sandbox = Sandbox(1)
    try:
        with pytest.raises(Unreadable, match="damaged or incomplete"):
            sandbox.call("read", path, {"filename": "noise.pdf"})
    finally:
        sandbox.close()
