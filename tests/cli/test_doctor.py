# SPDX-License-Identifier: Apache-2.0
"""`cairn doctor`: green on a sound installation, red on one that was altered."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cairn as package
from cairn import __version__
from cairn.standards.codecs import parse_json_object
from cairn.standards.types import JsonObject
from tests.hostile.command import Cairn

NAMES = ["cairn", "python", "cryptography", "sqlite", "contexts", "schemas", "signature", "clock", "fetch", "platform"]


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out where the tests of the platform keep their data."""
    for name in ("CAIRN_DATA", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)


def test_everything_is_green_here(cairn: Cairn) -> None:
    ended = cairn("doctor")
    lines = ended.output.splitlines()
    assert (ended.exit_code, ended.errors) == (0, "")
    assert [line.partition(": ")[0] for line in lines] == [f"✓ {name}" for name in NAMES]
    assert lines[0] == f"✓ cairn: {__version__}"
    assert "✓ fetch: public hosts only" in lines


def test_the_report_for_programs_has_the_documented_form(cairn: Cairn) -> None:
    report = cairn("doctor", "--json").report
    assert (list(report), report["ok"]) == (["findings", "ok"], True)
    assert [tuple(finding) for finding in report["findings"]] == [("name", "ok", "detail")] * len(NAMES)


def test_hosts_that_may_be_fetched_from_are_shown(cairn: Cairn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_FETCH_ALLOW", "intranet.example:8443")
    assert "✓ fetch: public hosts, and also: intranet.example:8443\n" in cairn("doctor").output


def test_an_allow_list_that_cannot_be_used_is_red(cairn: Cairn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_FETCH_ALLOW", "*")
    ended = cairn("doctor")
    assert ended.exit_code == 1
    assert "✗ fetch: CAIRN_FETCH_ALLOW: '*' cannot be used" in ended.output


# --- an installation that somebody altered: a copy of the package, run in a process of its own ---


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A copy of the package that may be altered."""
    folder = tmp_path / "copy" / "cairn"
    shutil.copytree(Path(package.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _doctor(installed: Path) -> tuple[int, JsonObject]:
    """Run the doctor of a copy of the package."""
    ended = subprocess.run(
        [sys.executable, "-m", "cairn.cli", "doctor", "--json"],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.stderr == b""
    return ended.returncode, parse_json_object(ended.stdout)


def _red(report: JsonObject) -> dict[str, str]:
    return {finding["name"]: finding["detail"] for finding in report["findings"] if not finding["ok"]}


def _append_blank(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def test_a_copy_that_nobody_altered_is_green(installed: Path) -> None:
    code, report = _doctor(installed)
    assert (code, report["ok"], _red(report)) == (0, True, {})


def test_one_blank_more_in_a_context_is_red(installed: Path) -> None:
    contexts = installed / "standards" / "jsonld" / "contexts"
    _append_blank(next(path for path in sorted(contexts.rglob("*.json*")) if path.name != "manifest.json"))
    code, report = _doctor(installed)
    assert (code, report["ok"], list(_red(report))) == (1, False, ["contexts"])
    assert _red(report)["contexts"].endswith(" was altered: install Cairn again.")


def test_a_context_that_is_gone_is_red_too(installed: Path) -> None:
    contexts = installed / "standards" / "jsonld" / "contexts"
    next(path for path in sorted(contexts.rglob("*.json*")) if path.name != "manifest.json").unlink()
    code, report = _doctor(installed)
    assert (code, list(_red(report))) == (1, ["contexts"])


def test_one_blank_more_in_a_schema_is_red(installed: Path) -> None:
    schemas = installed / "standards" / "openbadges" / "schemas"
    _append_blank(next(path for path in sorted(schemas.rglob("*.json")) if path.name != "manifest.json"))
    code, report = _doctor(installed)
    assert (code, list(_red(report))) == (1, ["schemas"])


# --- a platform, in a folder of its own ---


def test_a_platform_that_was_never_prepared_is_red_and_the_tables_are_made_by_nobody_else(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = installed.parent / "data"
    data.mkdir()
    monkeypatch.setenv("CAIRN_DATA", str(data))
    code, report = _doctor(installed)
    assert (code, list(_red(report))) == (1, ["database"])
    assert _red(report)["database"].endswith(" changes wait; `cairn serve` makes them")


def test_a_setting_that_cannot_be_meant_is_red(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://nobody@nowhere/none")
    code, report = _doctor(installed)
    assert (code, list(_red(report))) == (1, ["platform"])
    assert _red(report)["platform"].startswith("DATABASE_URL must be sqlite:///PATH or postgresql://")
