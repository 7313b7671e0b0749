# SPDX-License-Identifier: Apache-2.0
"""The verifiers of the VC API: the status code decides, and a refusal says why."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Final

import pytest

from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.proofs import ProofOptions, add_proof
from cairn.standards.types import Json, JsonObject
from tests.api.conftest import VcApi

HOLDER: Final = SecretKey.from_seed(KeyKind.ED25519, bytes(range(32)))
SESSION: Final = {"challenge": "uN0nce", "domain": "https://employer.example"}


def present(*credentials: JsonObject, **members: Json) -> JsonObject:
    presentation = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER.verification_method.partition("#")[0],
        "verifiableCredential": list(credentials),
        **members,
    }
    options = ProofOptions(
        created=datetime(2024, 2, 1, tzinfo=UTC),
        purpose="authentication",
        challenge=SESSION["challenge"],
        domain=SESSION["domain"],
    )
    return add_proof(presentation, HOLDER, canonicalizer=Canonicalizer(), options=options)


def verify_presentation(vc_api: VcApi, presentation: JsonObject, **session: str) -> Json:
    body = {"verifiablePresentation": presentation, "options": session}
    return vc_api.post("presentations/verify", body)


def failed_checks(report: JsonObject) -> list[str]:
    return [check["name"] for check in report["checks"] if check["outcome"] == "failed"]


def test_report_tells_every_check(vc_api: VcApi, credential: JsonObject) -> None:
    answer = vc_api.verify(vc_api.issued(credential))
    assert answer.body["verdict"] in ("verified", "verified_with_notes")
    assert {check["name"] for check in answer.body["checks"]} >= {"format", "contexts", "structure", "proof", "status"}
    assert failed_checks(answer.body) == []


@pytest.mark.parametrize("issuer", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019-p384", "ecdsa-sd-2023-p256"])
def test_changed_credential_is_refused_with_its_reason(issuer: str, vc_api: VcApi, credential: JsonObject) -> None:
    signed = copy.deepcopy(vc_api.issued(credential, issuer=issuer))
    signed["credentialSubject"]["name"] = "Eve"
    answer = vc_api.verify(signed)
    assert answer.status == 400
    assert answer.body["type"] == "https://w3id.org/security#PROOF_VERIFICATION_ERROR"
    assert answer.body["verdict"] == "not_verified"
    assert failed_checks(answer.body) == ["proof"]


def test_unsigned_credential_is_refused(vc_api: VcApi, credential: JsonObject) -> None:
    assert vc_api.verify(credential).problem == (400, "no_proof", "")


def test_credential_with_a_context_of_its_own_is_accepted_here(vc_api: VcApi, credential: JsonObject) -> None:
    inline = {"BowlineCredential": "https://harbour.example/#BowlineCredential"}
    own = {
        **credential,
        "@context": [credential["@context"][0], inline],
        "type": ["VerifiableCredential", "BowlineCredential"],
    }
    assert vc_api.verify(vc_api.issued(own)).status == 200


def test_status_list_of_somebody_else_is_not_fetched(vc_api: VcApi, credential: JsonObject) -> None:
    status = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://harbour.example/status/1",
    }
    answer = vc_api.verify(vc_api.issued({**credential, "credentialStatus": status}))
    assert answer.problem == (400, "STATUS_RETRIEVAL_ERROR", "")
    assert answer.body["verdict"] == "undetermined"


@pytest.mark.parametrize("document", ["text", None, 7, []])
def test_what_is_no_object_is_refused(document: Json, vc_api: VcApi) -> None:
    assert vc_api.verify(document).problem == (400, "invalid_request", "/verifiableCredential")


@pytest.mark.parametrize("types", [["VerifiablePresentation"], ["Other"], [7], None])
def test_credential_door_takes_credentials_only(types: Json, vc_api: VcApi, credential: JsonObject) -> None:
    assert vc_api.verify({**credential, "type": types}).problem == (400, "wrong_type", "/type")


def test_presentation_is_accepted_in_its_session(vc_api: VcApi, credential: JsonObject) -> None:
    answer = verify_presentation(vc_api, present(vc_api.issued(credential)), **SESSION)
    assert answer.status == 200
    (inner,) = answer.body["contents"]
    assert failed_checks(inner) == []


@pytest.mark.parametrize(
    ("session", "code"),
    [({"challenge": "another"}, "challenge_mismatch"), ({"domain": "https://thief.example"}, "domain_mismatch")],
)
def test_presentation_made_for_another_session_is_refused(session: dict[str, str], code: str, vc_api: VcApi) -> None:
    assert verify_presentation(vc_api, present(), **{**SESSION, **session}).problem == (400, code, "")


def test_presentation_of_a_changed_credential_is_refused(vc_api: VcApi, credential: JsonObject) -> None:
    signed = {**vc_api.issued(credential), "id": "urn:uuid:00000000-0000-4000-8000-000000000000"}
    answer = verify_presentation(vc_api, present(signed), **SESSION)
    assert answer.problem == (400, "contents_not_verified", "")
    assert [inner["verdict"] for inner in answer.body["contents"]] == ["not_verified"]


def test_presentation_door_takes_presentations_only(vc_api: VcApi, credential: JsonObject) -> None:
    assert verify_presentation(vc_api, credential).problem == (400, "wrong_type", "/type")


def test_derived_credential_shows_what_was_selected(vc_api: VcApi, credential: JsonObject) -> None:
    pointers = ["/issuer", "/validFrom"]
    base = vc_api.issued(credential, issuer="ecdsa-sd-2023-p256", mandatoryPointers=pointers)
    body = {"verifiableCredential": base, "options": {"selectivePointers": ["/credentialSubject/name"]}}
    derived = vc_api.post("credentials/derive", body).body
    assert derived["credentialSubject"] == credential["credentialSubject"]
    assert derived["validFrom"] == credential["validFrom"]
    assert vc_api.verify(derived).status == 200


def test_only_selective_proofs_can_be_derived_from(vc_api: VcApi, credential: JsonObject) -> None:
    body = {"verifiableCredential": vc_api.issued(credential), "options": {"selectivePointers": ["/issuer"]}}
    assert vc_api.post("credentials/derive", body).problem == (400, "no_base_proof", "/proof")
