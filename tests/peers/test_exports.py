# SPDX-License-Identifier: Apache-2.0
"""What the platform awards and exports, others verify: with the issuer's keys and status lists from the archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from cairn.credentials.services import revoke
from cairn.foundation import clock
from cairn.standards.openbadges.provenance import ASSESSMENT_CONTEXT
from tests.factories.assessment import make_policy
from tests.factories.credentials import make_award, make_school
from tests.factories.exports import unpack_export
from tests.factories.people import member
from tests.factories.provenance import earn, make_figures, qualify
from tests.peers.node import IndependentVerifier
from tests.shared_data import shared_path


@pytest.mark.django_db
def test_independent_verifier_accepts_an_export(independent_verifier: IndependentVerifier, tmp_path: Path) -> None:
    school = make_school()
    rows = [make_award(school.version, email=f"p{number}@example.org", result="90") for number in range(5)]
    revoke(rows[0], reason="Issued in error", acting=school.acting)
    unpacked = unpack_export(school.organization, tmp_path)
    at = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    verdicts = independent_verifier.judge(unpacked.credentials, "--strict", "--at", at, *unpacked.options("--doc"))
    assert verdicts == {f"{row.pk}.json": row is not rows[0] for row in rows}


@pytest.mark.django_db
def test_independent_verifier_accepts_an_assessed_award_and_its_report(
    independent_verifier: IndependentVerifier, tmp_path: Path
) -> None:
    school = make_school()
    second = member(school.organization, "assessor", name="Cy Assessor")
    make_policy(school.version, second_share=100, requires_qualification=True)
    qualify(school.version, school.assessor, second)
    make_figures(school.version)
    row = earn(school.version, [school.assessor, second])
    unpacked = unpack_export(school.organization, tmp_path)
    report = next(path for url, path in unpacked.documents.items() if "/reliability/" in url)
    forged = tmp_path / "forged.json"
    forged.write_text(report.read_text().replace("0.81", "0.99"))
    # The verifier's own loader has the contexts of the core alone.
    context = f"{ASSESSMENT_CONTEXT}={shared_path('normative/extensions/assessmentExtension/v2p0/context.json')}"
    at = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    files = [*unpacked.credentials, report, forged]
    options = ("--strict", "--at", at, "--doc", context, *unpacked.options("--doc"))
    assert independent_verifier.judge(files, *options) == {
        f"{row.pk}.json": True,
        report.name: True,
        forged.name: False,
    }
