# SPDX-License-Identifier: Apache-2.0
"""The inputs of the W3C data model suite and the examples of the standard: each gets the finding its name asks for.

The suite fills in what an endpoint adds or what changes from day to day: the issuer where a file names none or names
one without id, and dates for the words PAST DATE and FUTURE DATE. So do these tests.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cairn.standards.codecs import parse_json_object
from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld import PINNED, ContextProcessor, to_rdf
from cairn.standards.proofs import without_proof
from cairn.standards.types import JsonObject
from cairn.standards.vc import check_credential, check_presentation
from tests.shared_data import SHARED, shared_files, shared_path

INPUTS = "vectors/w3c-vcdm2-inputs"
EXAMPLES = "vectors/vcdm2-spec-examples"
ISSUER = "did:example:issuer"
_OF_A_CREDENTIAL = {"issuer", "credentialSubject"}
DATES = {"PAST DATE": "2020-01-01T00:00:00Z", "FUTURE DATE": "2090-01-01T00:00:00Z"}


def outcome(document: JsonObject) -> tuple[str, str] | None:
    """Return the code and place of the first finding: of the rules, then of JSON-LD with inline contexts allowed."""
    is_presentation = "VerifiablePresentation" in document.get("type", []) or not document.keys() & _OF_A_CREDENTIAL
    findings = (check_presentation if is_presentation else check_credential)(document)
    if findings:
        return findings[0].code, findings[0].path
    try:
        to_rdf(without_proof(document), contexts=ContextProcessor(PINNED, allow_inline=True))
    except JsonLdError as error:
        return error.code, error.path
    return None


def filled_in(name: str) -> JsonObject:
    """Read an input and fill in what the suite fills in."""
    document = parse_json_object(shared_path(f"{INPUTS}/{name}.json").read_bytes())
    document |= {
        member: DATES[value] for member, value in document.items() if isinstance(value, str) and value in DATES
    }
    if not name.startswith("presentation") and name != "credential-no-issuer-fail":
        document.setdefault("issuer", ISSUER)
    if isinstance(document.get("issuer"), dict):
        document["issuer"].setdefault("id", ISSUER)
    return document


# What each bad input is refused for. Those with a code of JSON-LD break no rule of the data model itself.
REFUSED = {
    "credential-context-combo3-fail": ("invalid_context", "/@context/1"),
    "credential-context-combo4-fail": ("invalid_context", "/@context/1"),
    "credential-evidence-missing-type-fail": ("missing_type", "/evidence"),
    "credential-id-multi-fail": ("invalid_id", "/id"),
    "credential-id-nonidentifier-fail": ("invalid_id", "/id"),
    "credential-id-not-url-fail": ("invalid_id", "/id"),
    "credential-id-subject-multi-fail": ("invalid_subject_id", "/credentialSubject/id"),
    "credential-issuer-no-url-fail": ("invalid_issuer", "/issuer"),
    "credential-issuer-null-fail": ("invalid_issuer", "/issuer"),
    "credential-issuer-object-id-no-url-fail": ("invalid_issuer", "/issuer"),
    "credential-issuer-object-id-null-fail": ("invalid_issuer", "/issuer"),
    "credential-missing-base-context-fail-or-inject": ("wrong_first_context", "/@context"),
    "credential-missing-required-type-fail": ("missing_type", "/type"),
    "credential-no-context-fail-or-inject": ("missing_context", "/@context"),
    "credential-no-issuer-fail": ("missing_issuer", "/issuer"),
    "credential-no-subject-fail": ("invalid_subject", "/credentialSubject"),
    "credential-no-type-fail": ("missing_type", "/type"),
    "credential-proof-missing-type-fail": ("missing_type", "/proof"),
    "credential-redef-type-fail": ("protected_term_redefinition", "/@context/1"),
    "credential-redef-type2-fail": ("protected_term_redefinition", "/@context/2"),
    "credential-refresh-no-type-fail": ("missing_type", "/refreshService"),
    "credential-schema-no-id-fail": ("invalid_id", "/credentialSchema/id"),
    "credential-schema-no-type-fail": ("missing_type", "/credentialSchema"),
    "credential-schema-non-url-id-fail": ("invalid_id", "/credentialSchema/id"),
    "credential-status-missing-type-fail": ("missing_type", "/credentialStatus"),
    "credential-status-multiple-id-fail": ("invalid_id", "/credentialStatus/id"),
    "credential-status-nonurl-id-fail": ("invalid_id", "/credentialStatus/id"),
    "credential-status-type-nonurl-fail": ("missing_type", "/credentialStatus"),
    "credential-subject-multiple-empty-fail": ("invalid_subject", "/credentialSubject"),
    "credential-subject-no-claims-fail": ("invalid_subject", "/credentialSubject"),
    "credential-termsofuse-missing-type-fail": ("missing_type", "/termsOfUse"),
    "credential-termsofuse-no-type-fail": ("missing_type", "/termsOfUse"),
    "credential-type-mapped-nonurl-fail": ("invalid_iri_mapping", "/@context/1"),
    "credential-type-unmapped-fail": ("undefined_type", "/type/1"),
    "credential-validUntil-validFrom-fail": ("invalid_period", "/validUntil"),
    "credential-validfrom-invalid-fail": ("invalid_date", "/validFrom"),
    "credential-validuntil-invalid-fail": ("invalid_date", "/validUntil"),
    "names-and-descriptions/credential-description-extra-prop-en-fail": ("invalid_text", "/description"),
    "names-and-descriptions/credential-name-extra-prop-en-fail": ("invalid_text", "/name"),
    "names-and-descriptions/issuer-description-extra-prop-en-fail": ("invalid_text", "/issuer/description"),
    "names-and-descriptions/issuer-name-extra-prop-en-fail": ("invalid_text", "/issuer/name"),
    "presentation-context-order-fail": ("wrong_first_context", "/@context"),
    "presentation-enveloped-vc-missing-type-fail": ("missing_type", "/verifiableCredential/0/type"),
    "presentation-holder-fail": ("invalid_holder", "/holder"),
    "presentation-holder-name-fail": ("invalid_holder", "/holder"),
    "presentation-holder-object-fail": ("invalid_holder", "/holder"),
    "presentation-missing-base-context-fail": ("wrong_first_context", "/@context"),
    "presentation-missing-required-type-fail": ("missing_type", "/type"),
    "presentation-no-context-fail-or-inject": ("missing_context", "/@context"),
    "presentation-no-type-fail": ("missing_type", "/type"),
    "presentation-vc-as-string-fail": ("invalid_credential", "/verifiableCredential/0"),
    "presentation-vc-missing-required-type-fail": ("missing_type", "/verifiableCredential/0/type"),
}
GOOD = [
    str(path.relative_to(SHARED / INPUTS).with_suffix(""))
    for path in shared_files(f"{INPUTS}/**/*.json")
    if "fail" not in path.stem and path.stem != "validVc"
]


def test_every_input_is_looked_at() -> None:
    files = {str(path.relative_to(SHARED / INPUTS).with_suffix("")) for path in shared_path(INPUTS).glob("**/*.json")}
    assert len(files) == 121
    assert files == {*REFUSED, *GOOD, "validVc"}


@pytest.mark.parametrize(("name", "expected"), REFUSED.items())
def test_a_bad_input_is_refused(name: str, expected: tuple[str, str]) -> None:
    assert outcome(filled_in(name)) == expected


@pytest.mark.parametrize("name", GOOD)
def test_a_good_input_is_accepted(name: str) -> None:
    assert outcome(filled_in(name)) is None


def test_the_template_of_version_1_needs_its_date() -> None:
    document = filled_in("validVc")
    assert outcome(document) == ("missing_issuance_date", "/issuanceDate")
    assert outcome({**document, "issuanceDate": DATES["PAST DATE"]}) is None


NO_ISSUER = ("missing_issuer", "/issuer")
NO_CONTEXT_BUT_ITS_OWN = ("wrong_first_context", "/@context")
# Fragments, and examples that name contexts which nobody published; all others keep to the rules.
UNUSUAL = {
    "index-00": NO_ISSUER,
    "index-18": ("missing_type", "/type"),
    "index-22": NO_CONTEXT_BUT_ITS_OWN,
    "index-32": NO_CONTEXT_BUT_ITS_OWN,
    "index-23": ("unknown_context", "/@context/2"),
    "index-26": ("unknown_context", "/@context/1"),
    "index-29": ("unknown_context", "/@context/1"),
    "index-33": ("unknown_context", "/@context/2"),
    "index-39": ("unknown_context", "/@context/1"),
}


@pytest.mark.parametrize("path", shared_files(f"{EXAMPLES}/*.json"), ids=lambda path: path.stem)
def test_the_examples_of_the_standard_keep_to_its_rules(path: Path) -> None:
    assert outcome(parse_json_object(path.read_bytes())) == UNUSUAL.get(path.stem)


def test_the_examples_are_there() -> None:
    assert len(list(shared_path(EXAMPLES).glob("*.json"))) == 25
