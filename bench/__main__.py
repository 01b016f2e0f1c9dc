"""Run every benchmark, or those named: ``python -m bench [NAME...]``."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench


def main() -> None:
    """Run each in turn; one that needs gold data says so where ``ONRECORD_GOLD`` names no folder."""
    found = [module.name for module in pkgutil.iter_modules(bench.__path__) if module.name != "__main__"]
    named = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    if unknown := set(named) - set(found):
        sys.exit(f"no benchmark is called {', '.join(sorted(unknown))}; there are: {', '.join(found)}")
    for name in named or found:
        run = getattr(importlib.import_module(f"bench.{name}"), "main", None)
        if run is None:
            continue  # what benchmarks share
        print(f"== {name}", flush=True)
        try:
            run()
        except KeyError as missing:
            if missing.args != ("ONRECORD_GOLD",):
                raise
            print("set ONRECORD_GOLD to the folder of gold data, without which there is nothing to measure")


if __name__ == "__main__":
    main()
