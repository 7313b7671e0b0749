# SPDX-License-Identifier: Apache-2.0
"""The schemas that a credential names, and the person it was awarded to."""

from __future__ import annotations

import hashlib
from typing import Any, Final

import pytest

from cairn.standards.openbadges.codec import dump
from cairn.standards.openbadges.identity import hash_identity
from cairn.standards.openbadges.schema import ACHIEVEMENT_CREDENTIAL
from cairn.standards.proofs.vc_jwt import sign_vc_jwt
from cairn.standards.types import JsonObject
from cairn.standards.verify import Outcome, Verdict, VerificationReport
from tests.standards.verify.samples import KEY, LEARNER, Web, badge, found, judge, reason, signed

VALIDATOR: Final = "1EdTechJsonSchemaValidator2019"
MAIL: Final = "ada@example.org"


def _with_schema(*urls: Any, **members: Any) -> VerificationReport:
    """Verify a token, whose signature covers whatever its schema is called."""
    named = [{"id": url, "type": VALIDATOR} for url in urls]
    web = Web()
    report = judge(sign_vc_jwt(badge(credentialSchema=named, **members), KEY).encode(), web=web)
    assert web.asked == []
    return report


def test_a_published_schema_is_applied() -> None:
    check = found(_with_schema(ACHIEVEMENT_CREDENTIAL), "schema")
    assert (check.outcome, check.code, check.message) == (
        Outcome.PASSED,
        "schema_valid",
        "The credential follows its published schema.",
    )


def test_a_credential_that_breaks_its_schema_is_not_verified() -> None:
    subject = {
        **badge()["credentialSubject"],
        "achievement": {**badge()["credentialSubject"]["achievement"], "name": 7},
    }
    report = _with_schema(ACHIEVEMENT_CREDENTIAL, credentialSubject=subject)
    assert reason(report) == ("schema", "schema_violated")
    assert found(report, "schema").message.endswith("(at /credentialSubject/achievement/name)")


def test_an_unknown_schema_is_noted_and_not_fetched() -> None:
    url = "https://schemas.example/" + "x" * 200
    report = _with_schema(url)
    assert report.verdict is Verdict.VERIFIED_WITH_NOTES
    assert found(report, "schema").message == (f"The schema {url[:120]} is not known here, so it was not checked.")


def test_every_schema_is_a_check_of_its_own() -> None:
    report = _with_schema(ACHIEVEMENT_CREDENTIAL, "https://8.8.8.8/schema.json")
    assert [check.code for check in report.checks if check.name == "schema"] == ["schema_valid", "schema_not_known"]


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/schema",
        "https://10.0.0.1/schema",
        "https://[::1]/schema",
        "https://localhost/schema",
        "https://intranet/schema",
        "https://./schema",
        "https://[broken/schema",
        "file:///etc/passwd",
        "urn:uuid:1",
    ],
)
def test_a_schema_inside_a_network_is_refused(url: str) -> None:
    report = _with_schema(url)
    check = found(report, "schema")
    assert report.verdict is Verdict.NOT_VERIFIED
    assert (check.code, check.message) == (
        "schema_not_allowed",
        "The schema that the credential names is not at a public address.",
    )


# Whom it was awarded to ------------------------------------------------------------------------------------------


def _awarded_to(*identities: Any, **subject: Any) -> JsonObject:
    about = {**badge()["credentialSubject"], "identifier": [*identities], **subject}
    return badge(credentialSubject=about)


def _hashed(identifier: str, salt: str = "c3f1") -> JsonObject:
    return dump(hash_identity(identifier, identity_type="emailAddress", salt=salt))


PLAIN: Final = {"type": "IdentityObject", "hashed": False, "identityHash": MAIL, "identityType": "emailAddress"}
UNSALTED: Final = {
    "type": "IdentityObject",
    "hashed": True,
    "identityHash": f"md5${hashlib.md5(MAIL.encode(), usedforsecurity=False).hexdigest()}",
    "identityType": "emailAddress",
}


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        (badge(), LEARNER),
        (_awarded_to(_hashed(MAIL)), MAIL),
        (_awarded_to(_hashed("b@example.org"), _hashed(MAIL, "other")), MAIL),
        (_awarded_to(PLAIN), MAIL),
        (_awarded_to(UNSALTED), MAIL),
    ],
    ids=["id", "hashed", "second", "plain", "unsalted"],
)
def test_the_person_is_recognised(document: JsonObject, wanted: str) -> None:
    check = found(judge(signed(document), recipient=wanted), "recipient")
    assert (check.outcome, check.code, check.message) == (
        Outcome.PASSED,
        "recipient_matches",
        "The credential was awarded to this identifier.",
    )


@pytest.mark.parametrize(
    "document",
    [
        badge(),
        _awarded_to(_hashed("b@example.org")),
        _awarded_to(_hashed(MAIL) | {"salt": "other"}),
        _awarded_to({**PLAIN, "hashed": True}),
    ],
    ids=["id", "hashed", "salt", "not-a-hash"],
)
def test_somebody_else_s_badge_is_not_verified(document: JsonObject) -> None:
    report = judge(signed(document), recipient=MAIL)
    check = found(report, "recipient")
    assert (report.verdict, check.code, check.message) == (
        Verdict.NOT_VERIFIED,
        "recipient_mismatch",
        "The credential was not awarded to the person who was asked about.",
    )


@pytest.mark.parametrize("identity", [7, {"identityHash": 7}, {"identityHash": MAIL, "salt": 7}])
def test_an_identity_of_another_form_matches_nobody(identity: Any) -> None:
    document = sign_vc_jwt(_awarded_to(identity), KEY).encode()
    assert reason(judge(document, recipient=MAIL)) == ("recipient", "recipient_mismatch")


def test_one_of_several_subjects_is_enough() -> None:
    subjects = [badge()["credentialSubject"], {"id": "did:example:2", "type": ["AchievementSubject"]}]
    report = judge(sign_vc_jwt(badge(credentialSubject=subjects), KEY).encode(), recipient="did:example:2")
    assert found(report, "recipient").code == "recipient_matches"
