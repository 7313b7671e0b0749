# SPDX-License-Identifier: Apache-2.0
"""Words in a long form: the same to a signature over RDF, and unseen by whoever reads the JSON."""

from __future__ import annotations

import time
from typing import Any, Final

import pytest

from cairn.standards.codecs import dump_json
from cairn.standards.proofs.vc_jwt import sign_vc_jwt
from cairn.standards.types import JsonObject
from cairn.standards.verify import Verdict
from cairn.standards.verify.compaction import find_long_name
from tests.standards.verify.samples import (
    COLLEGE,
    CREDENTIALS,
    CREDENTIALS_1,
    KEY,
    LEARNER,
    LIST,
    OPEN_BADGES,
    Web,
    badge,
    entry,
    found,
    judge,
    presentation,
    presented,
    reason,
    signed,
    status_list,
)

VOCABULARY: Final = "https://www.w3.org/2018/credentials#"
STATUS: Final = "https://www.w3.org/ns/credentials/status#"
DATE: Final = "http://www.w3.org/2001/XMLSchema#dateTime"
EXPIRED: Final = "2026-02-01T00:00:00Z"
CTDL: Final = "https://credreg.net/ctdl/schema/context/json"


def _renamed(document: JsonObject, name: str, value: Any, *, old: str) -> JsonObject:
    return {**{key: item for key, item in document.items() if key != old}, name: value}


def test_a_revocation_cannot_be_hidden_behind_an_address() -> None:
    web = Web({LIST: dump_json(signed(status_list(7)))})
    revoked = signed(badge(credentialStatus=entry()))
    assert reason(judge(revoked, web=web)) == ("status", "revoked")
    for status in (entry(), {"@id": f"{LIST}#7", "@type": f"{STATUS}BitstringStatusListEntry"}):
        hidden = _renamed(revoked, f"{VOCABULARY}credentialStatus", status, old="credentialStatus")
        report = judge(hidden, web=web)
        assert (report.verdict, reason(report)) == (Verdict.NOT_VERIFIED, ("contexts", "not_compacted"))
        assert found(report, "contexts").message == (
            "A word is written in a long form that hides what it says; use its short name. "
            "(at /https:~1~1www.w3.org~12018~1credentials#credentialStatus)"
        )


def test_an_end_cannot_be_hidden_behind_an_address_or_a_prefix() -> None:
    expired = signed(badge(validUntil=EXPIRED))
    typed = {"@type": DATE, "@value": EXPIRED}
    assert reason(judge(expired)) == ("validity", "expired")
    hidden = _renamed(expired, f"{VOCABULARY}validUntil", typed, old="validUntil")
    assert reason(judge(hidden)) == ("contexts", "not_compacted")
    older = {
        "@context": [CREDENTIALS_1, "https://w3id.org/security/data-integrity/v2"],
        "type": ["VerifiableCredential"],
        "issuer": COLLEGE,
        "issuanceDate": "2026-01-15T10:00:00Z",
        "expirationDate": EXPIRED,
        "credentialSubject": {"id": LEARNER},
    }
    prefixed = _renamed(signed(older), "cred:expirationDate", typed, old="expirationDate")
    assert reason(judge(prefixed)) == ("contexts", "not_compacted")


def test_a_credential_inside_cannot_be_hidden() -> None:
    forged = {**signed(badge()), "name": "Bridge building"}
    shown = presented(forged)
    hidden = _renamed(shown, f"{VOCABULARY}verifiableCredential", {"@graph": forged}, old="verifiableCredential")
    assert reason(judge(hidden)) == ("contexts", "not_compacted")


def test_a_status_list_is_held_to_it_too() -> None:
    listed = status_list()
    subject = _renamed(listed["credentialSubject"], f"{STATUS}encodedList", "u", old="encodedList")
    report = judge(
        signed(badge(credentialStatus=entry())),
        web=Web({LIST: sign_vc_jwt({**listed, "credentialSubject": subject}, KEY).encode()}),
    )
    assert reason(report) == ("status", "STATUS_VERIFICATION_ERROR")


@pytest.mark.parametrize("keyword", ["@id", "@type", "@graph", "@included", "@reverse", "@set", "@list", "@index"])
def test_no_keyword_stands_where_a_short_name_could(keyword: str) -> None:
    document = {"@context": [CREDENTIALS], "credentialSubject": [{"id": "urn:x"}, {keyword: "x"}]}
    assert find_long_name(document) == f"/credentialSubject/1/{keyword}"


def test_the_name_of_a_type_is_no_name_of_a_property() -> None:
    document = signed(badge())
    achievement = document["credentialSubject"]["achievement"]
    achievement["Criteria"] = achievement.pop("criteria")
    assert reason(judge(document)) == ("contexts", "not_compacted")
    assert find_long_name({"@context": [CREDENTIALS, OPEN_BADGES], "Grade": "1.0", "Result": []}) is None


@pytest.mark.parametrize(
    "document",
    [
        {"@context": [CREDENTIALS], "name": [{"@value": "x", "@language": "en", "@direction": "ltr"}]},
        {"@context": [CREDENTIALS], "name": {"@value": "x", "@type": DATE}},
        {"@context": [CREDENTIALS], "https://vocabulary.example/grade": "1.0"},
        {"@context": [CREDENTIALS], "other:grade": "1.0"},
        {"@context": [CREDENTIALS, CTDL], "ceterms:ctid": "ce-1"},
        {"@context": ["https://w3id.org/openbadges/v1"], "obi:validation": "x"},
    ],
)
def test_values_and_words_without_a_short_name_are_as_they_must_be(document: JsonObject) -> None:
    assert find_long_name(document) is None


def test_the_words_of_a_context_inside_count_from_there_on() -> None:
    inner: JsonObject = {"https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement": {}}
    assert find_long_name({"@context": CREDENTIALS, "credentialSubject": inner}) is None
    subject = {"@context": OPEN_BADGES, **inner}
    assert find_long_name({"@context": CREDENTIALS, "credentialSubject": subject}) is not None
    assert judge(presentation(signed(badge()))).contents[0].verdict is Verdict.VERIFIED


def test_an_array_inside_an_array_hides_nothing() -> None:
    subject = {**badge()["credentialSubject"], "result": [{"type": ["Result"], "value": "97"}]}
    document = signed(badge(credentialSubject=subject))
    document["credentialSubject"]["result"] = [[*document["credentialSubject"]["result"]]]
    assert judge(document).credential["result"] == [{"value": "97"}]


def test_a_flood_of_contexts_and_keys_costs_little() -> None:
    document = {"@context": [CREDENTIALS] * 20_000, **{f"a:{number}": "x" for number in range(20_000)}}
    started = time.process_time()
    assert find_long_name(document) is None
    assert time.process_time() - started < 1
