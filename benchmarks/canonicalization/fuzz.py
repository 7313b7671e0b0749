# SPDX-License-Identifier: Apache-2.0
"""Hunts for a document that a compiled plan canonicalizes otherwise than the full algorithm does.

    python -m benchmarks.canonicalization.fuzz SEED CASES

The same seed tries the same documents. Exits 1 where one is found, and prints it.
"""

from __future__ import annotations

import json
import sys

from tests.standards.jsonld.mutations import hunt


def main(seed: int, cases: int) -> int:
    """Hunt and print the tally."""
    tally = hunt(seed, cases)
    unsound = tally.unsound or []
    print(f"seed {seed}: {tally.tried} tried, {tally.plans} plans, {tally.taken} taken, {len(unsound)} unsound")
    for document in unsound[:3]:
        print(json.dumps(document))
    return 1 if unsound else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
