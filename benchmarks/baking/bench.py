# SPDX-License-Identifier: Apache-2.0
"""How many credentials a second are baked into, and read from, one PNG badge, on one core.

Run: `python benchmarks/baking/bench.py [--seconds S]`. Writes one JSON object: for each operation the median of
five rounds, and the size of picture and credential in bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import struct
import time
import zlib
from collections.abc import Callable

from cairn.standards.openbadges.baking import PngTemplate, SvgTemplate, bake, extract

ROUNDS = 5
BATCH = 200


def badge(pixels: int = 58) -> bytes:
    """Draw a square of noise, which no compression makes smaller: about ten kilobytes."""
    noise = random.Random(1)
    rows = b"".join(b"\0" + noise.randbytes(pixels * 3) for _ in range(pixels))
    header = struct.pack(">IIBBBBB", pixels, pixels, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def credential(size: int = 4096) -> str:
    """Write a JSON text of a credential's usual size."""
    return json.dumps({"id": "urn:uuid:0", "narrative": "é" + "x" * (size - 60)}, ensure_ascii=False)


def per_second(action: Callable[[], object], seconds: float) -> int:
    """Return how often an action is done in a second: the median of several rounds."""
    return round(statistics.median(_round(action, seconds / ROUNDS) for _ in range(ROUNDS)))


def _round(action: Callable[[], object], seconds: float) -> float:
    done = 0
    start = time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        for _ in range(BATCH):
            action()
        done += BATCH
    return done / elapsed


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0, help="time spent on each operation")
    seconds = parser.parse_args().seconds
    image, text = badge(), credential()
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g/>" * 500 + b"</svg>"
    prepared, prepared_drawing, baked = PngTemplate(image), SvgTemplate(drawing), bake(image, text)
    operations: dict[str, Callable[[], object]] = {
        "png_bake_prepared": lambda: prepared.bake(text),
        "png_bake_whole": lambda: bake(image, text),
        "png_extract": lambda: extract(baked),
        "svg_bake_prepared": lambda: prepared_drawing.bake(text),
    }
    results = {name: per_second(action, seconds) for name, action in operations.items()}
    sizes = {"image_bytes": len(image), "credential_bytes": len(text.encode())}
    print(json.dumps({"per_second": results, **sizes}, indent=2))


if __name__ == "__main__":
    main()
