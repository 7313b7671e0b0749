# SPDX-License-Identifier: Apache-2.0
"""The independent verifier: Digital Bazaar's libraries under Node, in a scratch folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.shared_data import shared_path

_FILE: Final = 2
"""Where the file stands in a line: verdict and kind, suite, file, reason."""


@dataclass(frozen=True, slots=True)
class IndependentVerifier:
    """The program, installed and ready to be run."""

    script: Path

    def judge(self, files: Iterable[Path], *options: str) -> dict[str, bool]:
        """Return what it says of each file, by file name; one process judges all."""
        command = ["node", str(self.script), *options, *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        lines = [line.split(" | ") for line in done.stdout.splitlines()]
        return {Path(line[_FILE]).name: line[0].startswith("true ") for line in lines}


def scratch_folder() -> Path:
    """Return the folder that programs of others are installed in: `CAIRN_PEERS_SCRATCH`, or one for temporary files."""
    return Path(os.environ.get("CAIRN_PEERS_SCRATCH", Path(tempfile.gettempdir()) / "cairn-peers"))


def require_node() -> None:
    """Skip where there is no Node, or fail where peers are required."""
    if shutil.which("node") and shutil.which("npm"):
        return
    message = "needs Node and npm, which are not on this machine"
    if os.environ.get("CAIRN_REQUIRE_SHARED") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def install_independent_verifier() -> IndependentVerifier:
    """Copy the program and the contexts it reads to the scratch folder, and install its packages once."""
    source, normative = shared_path("peers/independent-verifier"), shared_path("normative")
    require_node()
    home = scratch_folder() / "peers" / "independent-verifier"
    installed = home / "node_modules" / ".installed"
    if not installed.exists():
        _copy(source, home)
        _copy(normative, scratch_folder() / "normative")
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=home, check=True, timeout=300)
        installed.touch()
    return IndependentVerifier(home / "verify-independent.mjs")


def _copy(source: Path, target: Path) -> None:
    # Shared data may be read-only; the copies are not, so that the folder can be made anew.
    shutil.copytree(source, target, dirs_exist_ok=True, copy_function=shutil.copyfile)
    for folder in (target, *(path for path in target.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
