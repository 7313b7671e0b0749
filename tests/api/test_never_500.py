# SPDX-License-Identifier: Apache-2.0
"""Whatever is sent, the VC API answers 200 or 4xx: a fault of the sender is never one of ours."""

from __future__ import annotations

import copy
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.standards.types import Json, JsonObject
from tests.api.conftest import PROBLEM, Answer, VcApi

TEXTS: Final = st.sampled_from(
    ["", "VerifiableCredential", "urn:x", "did:key:z6Mk", "2024-01-01T00:00:00Z", "DataIntegrityProof", "uAAA", "z1"]
)
KEYS: Final = st.sampled_from(["@context", "@id", "@type", "@value", "@graph", "id", "type", "proof", "name", "x:y"])
LEAVES: Final = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9) | TEXTS | st.text()
JSON: Final = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(), inner, max_size=4),
    max_leaves=8,
)
FUZZ: Final = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
POINTERS: Final = (
    "",
    "/@context",
    "/type",
    "/issuer",
    "/credentialSubject",
    "/credentialSubject/id",
    "/validFrom",
    "/id",
)
PROOF_POINTERS: Final = tuple(
    f"/proof/{name}" for name in ("type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue")
)


def replaced(document: JsonObject, pointer: str, value: Json) -> Json:
    """Return a copy with the value at a pointer replaced."""
    if not pointer:
        return value
    changed = copy.deepcopy(document)
    *parents, last = pointer.split("/")[1:]
    holder = changed
    for step in parents:
        holder = holder[step]
    holder[last] = value
    return changed


def assert_sender_is_told(answer: Answer) -> None:
    assert answer.status == 200 or (400 <= answer.status < 500 and answer.media_type == PROBLEM)


@FUZZ
@given(pointer=st.sampled_from(POINTERS), value=JSON)
@pytest.mark.parametrize("issuer", ["eddsa-rdfc-2022", "ecdsa-jcs-2019-p256", "ecdsa-sd-2023-p256", "vc-jwt"])
def test_issuing_anything(issuer: str, pointer: str, value: Json, vc_api: VcApi, credential: JsonObject) -> None:
    assert_sender_is_told(vc_api.issue(replaced(credential, pointer, value), issuer=issuer))


@FUZZ
@given(pointer=st.sampled_from((*POINTERS, *PROOF_POINTERS, "/proof", "/credentialStatus")), value=JSON)
@pytest.mark.parametrize("issuer", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-sd-2023-p256"])
def test_verifying_and_deriving_anything(
    issuer: str, pointer: str, value: Json, vc_api: VcApi, credential: JsonObject
) -> None:
    changed = replaced(vc_api.issued(credential, issuer=issuer), pointer, value)
    assert_sender_is_told(vc_api.verify(changed))
    body = {"verifiableCredential": changed, "options": {"selectivePointers": [pointer]}}
    assert_sender_is_told(vc_api.post("credentials/derive", body))


@FUZZ
@given(body=JSON)
@pytest.mark.parametrize(
    "route", ["issuers/vc-jwt/credentials/issue", "credentials/verify", "presentations/verify", "credentials/derive"]
)
def test_sending_anything(route: str, body: Json, vc_api: VcApi) -> None:
    assert_sender_is_told(vc_api.post(route, body))
