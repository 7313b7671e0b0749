# SPDX-License-Identifier: Apache-2.0
"""Why each verdict is what it is: one explanation for each set and code, and for single files where they differ."""

from __future__ import annotations

from typing import Final

_LIBRARY: Final = "learncard-credential-library/"

BY_CODE: Final = {
    "no_proof": "It is an example without a signature.",
    "not_a_credential": "It is something beside credentials: a request, a badge class, an issuer, a key.",
    "inline_context": "It writes its own definitions of words into the document.",
    "unknown_context": "Its words are defined by a context that is not pinned.",
    "missing_context": "It names no context.",
    "missing_type": "It has no type.",
    "missing_issuer": "It names no issuer.",
    "invalid_id": "It is a template whose ids and dates are filled in when it is issued.",
    "invalid_json": "It is not JSON.",
    "invalid_did": "Its key is named by something that is no identifier of a key.",
    "key_unavailable": "Its issuer's key stands on a host, or behind a method, that was not asked.",
    "offline": "It is a badge of version 1 or 2, whose proof stands on its issuer's host, which was not asked.",
    "wrong_type": "It is made to have a wrong type.",
    "claim_mismatch": "The token was signed by a party that the credential inside does not name as its issuer.",
    "format_not_supported": "It is sealed as European credentials are (JAdES), which a later version reads.",
    "no_credential_in_image": "It is a picture and nothing else.",
    "unknown_suite": "Its proof is of a type that was withdrawn before Open Badges 3.0 (Ed25519Signature2018).",
    "issuer_in_no_registry": "It is soundly signed by the key that it names as its issuer.",
}
"""By the code that decided."""

BY_FILE: Final = {
    "ob-validator-core/tests/testfiles/test_components.py#0_5_assertion": (
        "Version 0.5 has neither a signature nor an address of its own."
    ),
    "ob-validator-core/tests/testfiles/test_components.py#0_5_1_assertion": (
        "Version 0.5 has neither a signature nor an address of its own."
    ),
    "ob-validator-core/tests/testfiles/test_components.py#1_0_assertion_with_errors": (
        "Its recipient is a text where version 1.0 has an object."
    ),
    "mynextid-edc/microcredential__v1__open-badge__examples__open-badge-mc-signed.jwt": (
        "It is the first part of a token, without the two others."
    ),
    "1edtech-validator-fixtures/vc/ob30/velocity.jwt": (
        "It names a context of its issuer's own network, which nobody here holds and which is never fetched."
    ),
    "1edtech-validator-fixtures/vc/ob30/simple-did-key-method.json": (
        "Its signature holds, but it is made with a did:key while its issuer is a urn:uuid: nothing ties the two."
    ),
    "1edtech-validator-fixtures/vc/ob30/bit-string-list/credential-status-revoked-blank-nodes.json": (
        "Its status index is a number, where the standard asks for a text of digits."
    ),
    "1edtech-validator-fixtures/vc/ob30/endorsement-err-schema-status-refresh.json": (
        "It lacks the date that its published schema asks for, which is what the fixture is made to show."
    ),
    "1edtech-validator-fixtures/vc/ob30/simple-err-issued.json": "It is made to begin in 2040.",
    "1edtech-validator-fixtures/vc/ob20/basic-assertion-expired.json": "It is made to have ended.",
    "1edtech-validator-fixtures/vc/ob20/basic-assertion-expired-before-issued.json": (
        "It is made to end before it was issued."
    ),
    "1edtech-validator-fixtures/vc/ob20/redirected-validation-subject.json": "It is written with single quotes.",
    "jff-plugfest/plugfest-1-2022/jff-vc-edu-plugfest-1-context.json": "It is a context, not a credential.",
}
"""By the file, with the name of its set."""


def why(name: str, code: str) -> str:
    """Return the explanation of one row."""
    if name.startswith(_LIBRARY) and "#" not in name:
        return "It is an entry of a library; the credential inside it has a row of its own."
    return BY_FILE.get(name, BY_CODE.get(code, ""))
