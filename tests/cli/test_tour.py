# SPDX-License-Identifier: Apache-2.0
"""`cairn tour`: every verdict as told, and every command as one could type it."""

from __future__ import annotations

import os
import shlex
import struct
import subprocess
import sys
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from cairn.cli.tour_data.badge import SIZE, draw_badge
from tests.cli.college import issued_files, read_json
from tests.hostile.command import Cairn

EXPECTED = [
    ("Verify all hundred, as an employer would", "verified"),
    ("Verify the picture", "verified"),
    ("Tamper with one", "not verified"),
    ("Verify the revoked one", "not verified"),
    ("Cut the line to the college", "cannot be determined"),
]


@dataclass(frozen=True, slots=True)
class Shown:
    """One run: where its files are, what it ended with and wrote, and how long it took."""

    folder: Path
    code: int
    output: str
    seconds: float


def _tour(folder: Path, *options: str, **environment: str) -> tuple[int, str]:
    ended = subprocess.run(
        [sys.executable, "-m", "cairn.cli", "tour", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )
    assert "Traceback" not in ended.stderr
    return ended.returncode, ended.stdout


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The tour, given once."""
    place, started = tmp_path_factory.mktemp("shown"), time.perf_counter()
    code, output = _tour(place, "--folder", "tour", COLUMNS="80")
    return Shown(place / "tour", code, output, time.perf_counter() - started)


def test_it_ends_well_in_under_ten_seconds_with_every_verdict_as_told(shown: Shown) -> None:
    assert shown.seconds < 10
    assert shown.code == 0
    rows = [line.split("  ") for line in shown.output.splitlines() if line.endswith("as expected")]
    told = [tuple(cell.strip() for cell in row if cell.strip()) for row in rows]
    assert told == [(*pair, "as expected") for pair in EXPECTED]
    assert "    │ 100 credentials issued to badges, 0 rows refused.\n" in shown.output
    assert "    │ 100 checked: 100 verified.\n" in shown.output


def test_it_leaves_the_files_that_it_names(shown: Shown) -> None:
    named = shown.output.partition("The files\n")[2].partition("Try next")[0].splitlines()
    names = [line.split()[0] for line in named if line.strip()]
    left = {path.name for path in shown.folder.iterdir() if not path.name.endswith(".lock")}
    assert left == {name.rstrip("/") for name in names}
    assert len(issued_files(shown.folder / "badges")) == 100
    emails = [line.split(",")[1] for line in (shown.folder / "class.csv").read_text(encoding="utf-8").splitlines()[1:]]
    assert len(set(emails)) == 100
    assert all(email.endswith("@example.org") for email in emails)
    assert read_json(shown.folder / "tampered.json")["credentialSubject"]["achievement"]["name"] == "Welding Master"


def test_its_commands_can_be_typed_as_they_are_shown(
    shown: Shown, cairn: Cairn, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = shown.output.replace(" \\\n", " ").splitlines()
    commands = [shlex.split(line.partition("$ cairn ")[2]) for line in typed if line.startswith("    $ cairn ")]
    assert len(commands) == 10
    monkeypatch.chdir(shown.folder)
    codes = [cairn(*command).exit_code for command in commands if command[0] == "verify"]
    # By now one of the hundred is revoked, so the first of these commands says so.
    assert codes == [1, 0, 1, 1, 3]


def test_it_is_plain_and_eighty_columns_wide_where_nobody_looks(shown: Shown) -> None:
    assert "\x1b" not in shown.output
    # Where the program lies may be said in a longer line.
    story = shown.output.partition("Try next")[0]
    assert max(map(len, story.splitlines())) <= 80


def test_without_a_folder_it_makes_a_fresh_one_and_says_which(tmp_path: Path) -> None:
    code, output = _tour(tmp_path, TMPDIR=str(tmp_path))
    (line,) = [line for line in output.splitlines() if line.startswith("The files go to ")]
    folder = Path(line.removeprefix("The files go to "))
    assert (code, folder.parent, len(issued_files(folder / "badges"))) == (0, tmp_path, 100)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    code, output = _tour(tmp_path, "--folder", ".")
    assert (code, output, [path.name for path in tmp_path.iterdir()]) == (2, "", ["mine.txt"])


def test_the_badge_is_a_sound_picture_with_a_clear_corner_and_stones_in_the_middle() -> None:
    image = draw_badge()
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, offset = {}, 8
    while offset < len(image):
        (length,) = struct.unpack(">I", image[offset : offset + 4])
        name, data = image[offset + 4 : offset + 8], image[offset + 8 : offset + 8 + length]
        (crc,) = struct.unpack(">I", image[offset + 8 + length : offset + 12 + length])
        assert crc == zlib.crc32(name + data)
        chunks[name] = data
        offset += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", chunks[b"IHDR"]) == (SIZE, SIZE, 8, 6, 0, 0, 0)
    pixels, row = zlib.decompress(chunks[b"IDAT"]), 1 + 4 * SIZE
    assert len(pixels) == SIZE * row
    corner, stone = pixels[1:5], pixels[240 * row + 1 + 4 * 160 : 240 * row + 5 + 4 * 160]
    assert (corner, stone) == (bytes(4), bytes((210, 214, 206, 255)))
