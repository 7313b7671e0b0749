# SPDX-License-Identifier: Apache-2.0
"""Credentials that leave: the command of the README verifies all of them, with no network and no server."""

from __future__ import annotations

from pathlib import Path

import pytest

from cairn.credentials.services import revoke
from cairn.credentials.services.exports import export
from cairn.foundation.errors import PermissionDenied
from tests.factories.credentials import School, make_award
from tests.factories.exports import unpack_export
from tests.hostile.command import Cairn


@pytest.fixture
def cairn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Cairn:
    """The command line."""
    return Cairn(monkeypatch, capsys, tmp_path)


def test_the_command_line_verifies_an_export(school: School, cairn: Cairn, tmp_path: Path) -> None:
    for number in range(3):
        make_award(school.version, email=f"p{number}@example.org")
    unpacked = unpack_export(school.organization, tmp_path / "export")
    ended = cairn("verify", "--offline", "--json", *unpacked.options("--document"), unpacked.folder / "credentials")
    assert ended.exit_code == 0
    assert [result["verdict"] for result in ended.report["results"]] == ["verified"] * 3


def test_what_was_revoked_is_refused_from_an_export_too(school: School, cairn: Cairn, tmp_path: Path) -> None:
    revoke(make_award(school.version), reason="Error", acting=school.acting)
    unpacked = unpack_export(school.organization, tmp_path / "export")
    ended = cairn("verify", "--offline", "--json", *unpacked.options("--document"), unpacked.folder / "credentials")
    assert ended.exit_code == 1


def test_whoever_may_not_export_gets_nothing(school: School) -> None:
    row = make_award(school.version)
    with pytest.raises(PermissionDenied):
        export(school.organization, [row.pk], acting=school.assessor.as_actor())
