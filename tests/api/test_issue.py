# SPDX-License-Identifier: Apache-2.0
"""The issuers of the VC API: each signs in its suite, and refuses what breaks the data model."""

from __future__ import annotations

from typing import Final

import pytest
from django.test import Client

from cairn.api.vc_api.issuers import make_issuers
from cairn.standards.types import Json, JsonObject
from tests.api.conftest import VcApi

ISSUERS: Final = {
    "eddsa-rdfc-2022": ("eddsa-rdfc-2022", "Ed25519"),
    "eddsa-jcs-2022": ("eddsa-jcs-2022", "Ed25519"),
    "ecdsa-rdfc-2019-p256": ("ecdsa-rdfc-2019", "P-256"),
    "ecdsa-rdfc-2019-p384": ("ecdsa-rdfc-2019", "P-384"),
    "ecdsa-jcs-2019-p256": ("ecdsa-jcs-2019", "P-256"),
    "ecdsa-jcs-2019-p384": ("ecdsa-jcs-2019", "P-384"),
    "ecdsa-sd-2023-p256": ("ecdsa-sd-2023", "P-256"),
    "vc-jwt": ("vc-jwt", "Ed25519"),
}
EMBEDDED: Final = [name for name in ISSUERS if name != "vc-jwt"]
ROUTES: Final = ["issuers", "status/revocation"]
POST_ROUTES: Final = [
    "issuers/eddsa-rdfc-2022/credentials/issue",
    "credentials/verify",
    "credentials/derive",
    "presentations/verify",
]


@pytest.mark.parametrize("route", ROUTES)
def test_vc_api_is_off_by_default(route: str, client: Client) -> None:
    assert client.get(f"/vc/{route}").status_code == 404


@pytest.mark.parametrize("route", POST_ROUTES)
def test_vc_api_takes_nothing_by_default(route: str, client: Client) -> None:
    assert client.post(f"/vc/{route}", b"{}", content_type="application/json").status_code == 404


def test_there_is_one_issuer_for_each_suite_and_key(vc_api: VcApi) -> None:
    listed = vc_api.get("issuers").body
    assert {entry["name"]: (entry["suite"], entry["keyKind"]) for entry in listed} == ISSUERS
    assert len({entry["id"] for entry in listed}) == len(ISSUERS)


def test_keys_follow_from_the_seed() -> None:
    dids = [{issuer.did for issuer in make_issuers(seed).values()} for seed in (b"one", b"one", b"another")]
    assert dids[0] == dids[1]
    assert dids[0].isdisjoint(dids[2])


@pytest.mark.parametrize("name", EMBEDDED)
def test_issuer_signs_in_its_suite(name: str, vc_api: VcApi, credential: JsonObject) -> None:
    signed = vc_api.issued(credential, issuer=name)
    dids = {entry["name"]: entry["id"] for entry in vc_api.get("issuers").body}
    assert signed["proof"]["cryptosuite"] == ISSUERS[name][0]
    assert signed["proof"]["verificationMethod"].partition("#")[0] == dids[name]
    assert {key: value for key, value in signed.items() if key != "proof"} == credential
    assert vc_api.verify(signed).status == 200


def test_enveloping_issuer_answers_with_an_envelope(vc_api: VcApi, credential: JsonObject) -> None:
    dids = {entry["name"]: entry["id"] for entry in vc_api.get("issuers").body}
    signed = vc_api.issued({**credential, "issuer": dids["vc-jwt"]}, issuer="vc-jwt")
    assert signed.keys() == {"@context", "id", "type"}
    assert signed["type"] == "EnvelopedVerifiableCredential"
    assert signed["id"].startswith("data:application/vc+jwt,")
    assert vc_api.verify(signed).status == 200


def test_credential_of_version_1_gets_the_words_of_its_proof(vc_api: VcApi) -> None:
    credential = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential"],
        "issuer": "https://harbour.example/issuers/1",
        "issuanceDate": "2024-01-15T09:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
    }
    signed = vc_api.issued(credential)
    assert signed["@context"] == [*credential["@context"], "https://w3id.org/security/data-integrity/v2"]
    assert vc_api.verify(signed).status == 200


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_status_is_given_and_published_on_request(purpose: str, vc_api: VcApi, credential: JsonObject) -> None:
    request = {"type": "BitstringStatusListEntry", "statusPurpose": purpose}
    signed = vc_api.issued(credential, credentialStatus=request)
    entry = signed["credentialStatus"]
    assert entry["statusListCredential"] == f"https://testserver/vc/status/{purpose}"
    assert 0 <= int(entry["statusListIndex"]) < 131_072
    published = vc_api.get(f"status/{purpose}").body
    assert published["id"] == entry["statusListCredential"]
    assert published["credentialSubject"]["statusPurpose"] == purpose
    assert vc_api.verify(published).status == 200
    assert vc_api.verify(signed).status == 200


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"@context": []}, (400, "missing_context", "/@context")),
        ({"type": ["Credential"]}, (400, "missing_type", "/type")),
        ({"issuer": None}, (400, "invalid_issuer", "/issuer")),
        ({"id": ["urn:a", "urn:b"]}, (400, "invalid_id", "/id")),
        ({"credentialSubject": {}}, (400, "invalid_subject", "/credentialSubject")),
        ({"validFrom": "yesterday"}, (400, "invalid_date", "/validFrom")),
    ],
)
def test_what_breaks_the_data_model_is_not_signed(
    change: JsonObject, problem: tuple[int, str, str], vc_api: VcApi, credential: JsonObject
) -> None:
    assert vc_api.issue({**credential, **change}).problem == problem


def test_unknown_context_and_undefined_terms_are_not_signed(vc_api: VcApi, credential: JsonObject) -> None:
    unknown = {**credential, "@context": [credential["@context"][0], "https://harbour.example/context"]}
    undefined = {**credential, "@context": credential["@context"][:1], "favouriteKnot": "bowline"}
    assert vc_api.issue(unknown).problem[:2] == (400, "unknown_context")
    assert vc_api.issue(undefined).problem == (400, "undefined_term", "/favouriteKnot")


def test_second_status_is_refused(vc_api: VcApi, credential: JsonObject) -> None:
    status = {"type": "https://harbour.example/#Status"}
    answer = vc_api.issue(
        {**credential, "credentialStatus": status}, credentialStatus={"type": "BitstringStatusListEntry"}
    )
    assert answer.problem == (400, "status_present", "/credentialStatus")


def test_mandatory_pointer_to_nothing_is_refused(vc_api: VcApi, credential: JsonObject) -> None:
    answer = vc_api.issue(credential, issuer="ecdsa-sd-2023-p256", mandatoryPointers=["/nothing"])
    assert answer.problem[:2] == (400, "invalid_pointer")


def test_request_for_another_host_is_refused(vc_api: VcApi) -> None:
    assert vc_api.client.get("/vc/status/revocation", headers={"host": "thief.example"}).status_code == 400


def test_unknown_issuer_and_list_are_not_found(vc_api: VcApi, credential: JsonObject) -> None:
    assert vc_api.issue(credential, issuer="nobody").problem == (404, "not_found", "")
    assert vc_api.get("status/approval").problem == (404, "not_found", "")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", (400, "invalid_request", "")),
        (b"{", (400, "invalid_json", "")),
        (b'{"credential": {}, "credential": {}}', (400, "duplicate_key", "")),
        (b'{"credential": {"a": NaN}}', (400, "invalid_number", "")),
        (b"[]", (400, "not_an_object", "")),
        (b"[" * 100_000, (400, "too_deep", "")),
        ({}, (400, "invalid_request", "/credential")),
        ({"credential": "text"}, (400, "invalid_request", "/credential")),
        ({"credential": {}, "options": []}, (400, "invalid_request", "/options")),
        (b" " * (4 * 1024 * 1024 + 1), (413, "too_large", "")),
    ],
    ids=["empty", "not JSON", "duplicate", "NaN", "array", "deep", "nothing", "text", "option", "large"],
)  # fmt: skip
def test_request_that_cannot_be_meant_is_refused(body: Json, problem: tuple[int, str, str], vc_api: VcApi) -> None:
    assert vc_api.post("issuers/eddsa-rdfc-2022/credentials/issue", body).problem == problem
