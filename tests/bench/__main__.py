"""Run every benchmark, or those named: `python -m tests.bench [jobs reading …]`."""

import importlib
import pkgutil
import sys
from pathlib import Path


def main(wanted: list[str]) -> None:
    """Run `bench_*.main()` in the order of their names, one after the other on an otherwise idle machine."""
    names = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])
                   if module.name.startswith("bench_"))
    for name in names:
        if not wanted or name.removeprefix("bench_") in wanted:
            print(f"\n== {name.removeprefix('bench_')}", flush=True)
            importlib.import_module(f"tests.bench.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
