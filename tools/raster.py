"""`make raster` prints random records at 300 dpi and looks for ink on other ink.

The tests look at a few records that are always the same; this takes new ones each time. It prints
their seeds, so that a finding can be repeated: --seed 4711 --records 1.
"""

from __future__ import annotations

import argparse
import random
import sys

from tests.printing.raster import spots_of_random_records


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=1000, help="how many; 1000 take minutes")
    parser.add_argument("--seed", type=int, help="the first one's seed, instead of a new one")
    chosen = parser.parse_args()
    first = random.randrange(10**9) if chosen.seed is None else chosen.seed
    print(f"{chosen.records} random records, seeds {first} to {first + chosen.records - 1}")
    count = 0
    for spot in spots_of_random_records(range(first, first + chosen.records)):
        print(spot, flush=True)
        count += 1
    print(f"{count} spots")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
