# SPDX-License-Identifier: Apache-2.0
"""A sample of every category through the installed command, in a process of its own."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from cairn.standards.codecs import dump_json, parse_json_object
from tests.hostile.cases import ISSUER, control
from tests.shared_data import shared_path

SAMPLE: Final = {
    "credential/000-control-valid.json": 0,
    "credential/001-tampered-name.json": 1,
    "credential/023-deep-nesting-100k.json": 1,
    "credential/026-lone-surrogate.json": 1,
    "credential/031-bidi-name.json": 0,
    "jwt/200-control-rs256.jwt": 0,
    "jwt/207-embedded-jwk.jwt": 1,
    "jwt/226-empty.jwt": 1,
    "status/129-url-internal.json": 3,
    "status/122-index-huge.json": 1,
    "image/300-baked-control.png": 0,
    "image/303-itxt-compressed-bomb.png": 1,
    "image/311-baked-url-metadata.png": 3,
    "archive/406-bomb-300MiB.zip": 1,
    "archive/409-20k-files.zip": 1,
    "xml/604-billion-laughs.xml": 1,
}


def _processor_time() -> float:
    """Return what the processes that were started have used: the wall clock would judge the machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("file", SAMPLE)
def test_the_command_ends_as_it_should(file: str, tmp_path: Path) -> None:
    source = shared_path(f"hostile/{file}")
    keys = shared_path("hostile/keys/did.json")
    options = ["--json", "--at", "2026-11-22", "--document", f"{ISSUER}={keys}"]
    started = _processor_time()
    ended = subprocess.run(
        [sys.executable, "-m", "cairn.cli", "verify", *options, str(source)],
        capture_output=True,
        timeout=30,
        check=False,
        env={"CAIRN_CACHE": str(tmp_path), "PATH": "", "HOME": str(tmp_path)},
    )
    assert _processor_time() - started < 3
    assert (ended.returncode, ended.stderr) == (SAMPLE[file], b"")
    assert parse_json_object(ended.stdout)["summary"]["total"] == 1


def test_what_a_terminal_would_obey_is_not_printed(tmp_path: Path) -> None:
    shared_path("hostile/credential/000-control-valid.json")
    document = control()["credentialSubject"]
    achievement = {**document["achievement"], "name": "\u202egnp.\u001b[2Jcertificate"}
    source = tmp_path / "credential.json"
    source.write_bytes(dump_json(control(credentialSubject={**document, "achievement": achievement})))
    ended = subprocess.run(
        [sys.executable, "-m", "cairn.cli", "verify", "--offline", "--at", "2026-11-22", str(source)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={"CAIRN_CACHE": str(tmp_path), "PATH": "", "HOME": str(tmp_path), "PYTHONUTF8": "1"},
    )
    assert ended.returncode == 0
    assert "“�gnp.�[2Jcertificate”, awarded by Example Technical College" in ended.stdout
