# SPDX-License-Identifier: Apache-2.0
"""The test vectors of ecdsa-sd-2023: every published intermediate value of making, deriving and verifying.

Random names of blank nodes stand in two of the files; those are compared by their canonical form.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

import pytest

from cairn.standards.codecs import dump_json, encode_multibase, parse_json, parse_json_object
from cairn.standards.did import DidResolver
from cairn.standards.jsonld import Canonicalizer, Quad, canonicalize_quads, parse_nquads, to_rdf
from cairn.standards.keys import SecretKey
from cairn.standards.proofs import ProofOptions, add_proof, without_proof
from cairn.standards.proofs.ecdsa_sd_2023 import derive_proof
from cairn.standards.proofs.ecdsa_sd_2023 import suite as sd
from cairn.standards.proofs.ecdsa_sd_2023.groups import Grouping, group_statements
from cairn.standards.proofs.ecdsa_sd_2023.pointers import parse_pointer
from cairn.standards.proofs.ecdsa_sd_2023.values import (
    BaseProofValue,
    DerivedProofValue,
    read_base_value,
    read_derived_value,
)
from cairn.standards.proofs.verification import ProofPolicy, verify_proofs
from cairn.standards.types import Json, JsonObject
from tests.shared_data import shared_path

FOLDER = "vectors/w3c-vc-di-ecdsa"
POINTERS = {"employ": ("employMandatory", "employSelective"), "prc": ("prCredMandatory", "prCredSelective")}
CREATED = datetime(2023, 8, 15, 23, 36, 38, tzinfo=UTC)
FILES = {
    "addBaseDocCanon", "addBaseDocHMACCanon", "addBaseTransform", "addHashData", "addPointerValues", "addProofConfig",
    "addProofConfigCanon", "addRawBaseSignatureInfo", "addSignedSDBase", "derivedAdjMandatoryIndexes",
    "derivedAdjSignatures", "derivedAllGroupData", "derivedDisclosureData", "derivedGroupIndexes",
    "derivedRecoveredBaseData", "derivedRevealDocument", "derivedUnsignedReveal", "verifyCreateVerifyData",
    "verifyDerivedProofValue", "verifyNQuads",
}  # fmt: skip
each_case = pytest.mark.parametrize("case", ["employ", "prc"])


def vector(case: str, name: str) -> Json:
    """Read one JSON file of a case."""
    return parse_json(shared_path(f"{FOLDER}/ecdsa-sd-2023/{case}/{name}.json").read_bytes())


def shared_json(name: str) -> Json:
    """Read one JSON file of the folder above."""
    return parse_json(shared_path(f"{FOLDER}/{name}.json").read_bytes())


@cache
def keys() -> JsonObject:
    """Read the keys that all cases use."""
    return parse_json_object(shared_path(f"{FOLDER}/ecdsa-sd-2023/SDKeyMaterial.json").read_bytes())


def unsigned(case: str) -> JsonObject:
    """Return what was signed; for `prc` the folder's input file differs from it (see the first test)."""
    return without_proof(vector(case, "addSignedSDBase"))


def pointers(case: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the mandatory and the selective pointers."""
    mandatory, selective = (tuple(shared_json(name)) for name in POINTERS[case])
    return mandatory, selective


def signer() -> SecretKey:
    """Return the issuer's key."""
    return SecretKey.from_multikey(keys()["baseKeyPair"]["secretKeyMultibase"])


def base(case: str) -> JsonObject:
    """Make the base proof with the randomness of the vectors."""
    hmac_key = bytes.fromhex(keys()["hmacKeyString"])
    statement_key = SecretKey.from_multikey(keys()["proofKeyPair"]["secretKeyMultibase"])
    seed = statement_key.crypto.private_numbers().private_value.to_bytes(32, "big")  # type: ignore[union-attr]
    options = ProofOptions(created=CREATED, mandatory_pointers=pointers(case)[0], randomness=hmac_key + seed)
    return add_proof(unsigned(case), signer(), canonicalizer=Canonicalizer(), suite="ecdsa-sd-2023", options=options)


def derived(case: str) -> JsonObject:
    """Derive the disclosure from the published base proof."""
    signed = vector(case, "addSignedSDBase")
    return derive_proof(without_proof(signed), signed["proof"], pointers(case)[1], canonicalizer=Canonicalizer())


def grouping(case: str) -> Grouping:
    """Group the statements as the holder does."""
    mandatory, selective = pointers(case)
    groups = {"mandatory": mandatory, "selective": selective, "combined": (*mandatory, *selective)}
    hmac_key = bytes.fromhex(keys()["hmacKeyString"])
    return group_statements(unsigned(case), hmac_key, groups, canonicalizer=Canonicalizer())


def entries(lines: Mapping[int, str]) -> JsonObject:
    """Write a map from positions to lines as the vectors do."""
    return {"dataType": "Map", "value": [[position, line] for position, line in lines.items()]}


def canonical(nquads: list[str]) -> tuple[str, ...]:
    """Return the canonical lines of N-Quads with any names."""
    return canonicalize_quads(parse_nquads("".join(nquads))).lines


def base_data(value: BaseProofValue) -> JsonObject:
    """Write a base proof value as the vectors do."""
    return {
        "baseSignature": value.base_signature.hex(),
        "publicKey": encode_multibase(value.public_key),
        "signatures": [signature.hex() for signature in value.signatures],
        "mandatoryPointers": list(value.mandatory_pointers),
    }


def derived_data(value: DerivedProofValue) -> JsonObject:
    """Write a derived proof value as the vectors do."""
    return {
        "baseSignature": value.base_signature.hex(),
        "publicKey": encode_multibase(value.public_key),
        "signatures": [signature.hex() for signature in value.signatures],
        "labelMap": [list(entry) for entry in value.label_map.items()],
        "mandatoryIndexes": list(value.mandatory_indexes),
    }


def test_the_input_of_employ_is_what_was_signed_and_that_of_prc_has_another_description() -> None:
    assert unsigned("employ") == shared_json("employmentAuth")
    given, signed = shared_json("prCredUnsigned"), unsigned("prc")
    assert given["description"] == "Government of Utopia Permanent Resident Card."
    assert signed["description"] == "Permanent Resident Card from Government of Utopia."
    assert {**given, "description": signed["description"]} == signed


@each_case
def test_every_file_of_the_folder_is_compared(case: str) -> None:
    assert {path.stem for path in shared_path(f"{FOLDER}/ecdsa-sd-2023/{case}").iterdir()} == FILES


@each_case
def test_the_document_becomes_its_canonical_lines(case: str) -> None:
    assert list(Canonicalizer().canonicalize_full(unsigned(case)).lines) == vector(case, "addBaseDocCanon")


@each_case
def test_blank_nodes_are_renamed_by_the_key(case: str) -> None:
    mandatory = grouping(case).groups["mandatory"]
    lines = {**mandatory.matching, **mandatory.rest}
    assert [lines[position] for position in sorted(lines)] == vector(case, "addBaseDocHMACCanon")


@each_case
def test_statements_are_sorted_into_mandatory_and_others(case: str) -> None:
    mandatory = grouping(case).groups["mandatory"]
    assert vector(case, "addBaseTransform") == {
        "mandatoryPointers": list(pointers(case)[0]),
        "mandatory": entries(mandatory.matching),
        "nonMandatory": entries(mandatory.rest),
        "hmacKeyString": keys()["hmacKeyString"],
    }


@each_case
def test_pointers_lead_to_their_values(case: str) -> None:
    found = []
    for pointer in pointers(case)[0]:
        value: Json = unsigned(case)
        for step in parse_pointer(pointer):
            value = value[step]
        found.append({"pointer": pointer, "value": value})
    assert found == vector(case, "addPointerValues")


@each_case
def test_the_proof_options_and_the_mandatory_statements_are_hashed(case: str) -> None:
    config, document = vector(case, "addProofConfig"), unsigned(case)
    options = ProofOptions(created=CREATED).to_json("ecdsa-sd-2023", signer().verification_method)
    assert {**options, "@context": document["@context"]} == config
    text = shared_path(f"{FOLDER}/ecdsa-sd-2023/{case}/addProofConfigCanon.txt").read_bytes()
    assert Canonicalizer().canonicalize(config) == text
    lines = grouping(case).groups["mandatory"].matching.values()
    assert vector(case, "addHashData") == {
        "proofHash": sd._proof_hash(document, options, Canonicalizer()).hex(),
        "mandatoryHash": sd._hash_lines(lines).hex(),
    }


@each_case
def test_the_base_proof_is_made_byte_for_byte(case: str) -> None:
    signed = base(case)
    assert base_data(read_base_value(signed["proof"])) == vector(case, "addRawBaseSignatureInfo")
    assert (
        dump_json(signed, indent=True)
        == shared_path(f"{FOLDER}/ecdsa-sd-2023/{case}/addSignedSDBase.json").read_bytes()
    )


@each_case
def test_the_base_proof_is_read_back(case: str) -> None:
    value = read_base_value(vector(case, "addSignedSDBase")["proof"])
    data = base_data(value)
    data["proofPublicKey"] = data.pop("publicKey")
    assert {**data, "hmacKey": value.hmac_key.hex()} == vector(case, "derivedRecoveredBaseData")


@each_case
def test_the_groups_of_a_disclosure_are_those_published(case: str) -> None:
    published, made = vector(case, "derivedAllGroupData"), grouping(case)
    for name, group in made.groups.items():
        expected = published["groups"][name]
        assert entries(group.matching) == expected["matching"]
        assert entries(group.rest) == expected["nonMatching"]
        assert canonicalize_quads(group.quads).lines == canonical(expected["deskolemizedNQuads"])
    assert sorted(made.labels.values()) == sorted(label for _, label in published["labelMap"]["value"])
    assert published["nquads"] == vector(case, "addBaseDocHMACCanon")


@each_case
def test_the_skolemized_document_is_the_same_dataset(case: str) -> None:
    published = vector(case, "derivedAllGroupData")
    quads = [Quad(*map(_blank, quad)) for quad in to_rdf(published["skolemized"]["compact"])]
    expanded = [Quad(*map(_blank, quad)) for quad in to_rdf(published["skolemized"]["expanded"])]
    lines = tuple(vector(case, "addBaseDocCanon"))
    assert canonicalize_quads(quads).lines == canonicalize_quads(expanded).lines == lines
    assert canonical(published["deskolemizedNQuads"]) == lines


def _blank(term: str) -> str:
    return "_:" + term[len("<urn:bnid:_") : -1].replace("-", "") if term.startswith("<urn:bnid:") else term


@each_case
def test_positions_and_signatures_are_adjusted_to_what_is_shown(case: str) -> None:
    made = grouping(case)
    groups, signatures = made.groups, read_base_value(vector(case, "addSignedSDBase")["proof"]).signatures
    assert vector(case, "derivedGroupIndexes") == {
        "combinedIndexes": list(groups["combined"].matching),
        "mandatoryIndexes": list(groups["mandatory"].matching),
        "nonMandatoryIndexes": list(groups["mandatory"].rest),
        "selectiveIndexes": list(groups["selective"].matching),
    }
    assert list(sd._mandatory_indexes(made)) == vector(case, "derivedAdjMandatoryIndexes")["adjMandatoryIndexes"]
    adjusted, filtered = vector(case, "derivedAdjSignatures"), sd._filter_signatures(signatures, made)
    assert [signature.hex() for signature in filtered] == adjusted["filteredSignatures"]
    assert [signatures.index(signature) for signature in filtered] == adjusted["adjSignatureIndexes"]


@each_case
def test_the_disclosure_is_derived_as_published(case: str) -> None:
    shown = derived(case)
    assert without_proof(shown) == vector(case, "derivedUnsignedReveal")
    assert shown == vector(case, "derivedRevealDocument")
    data = derived_data(read_derived_value(shown["proof"]))
    assert data == vector(case, "verifyDerivedProofValue")
    published = vector(case, "derivedDisclosureData")
    assert data == {**published, "labelMap": published["labelMap"]["value"]}


@each_case
def test_the_verifier_sees_what_was_signed(case: str) -> None:
    shown = vector(case, "derivedRevealDocument")
    document, value = without_proof(shown), read_derived_value(shown["proof"])
    lines = sd._disclosed_lines(document, value, Canonicalizer())
    assert list(lines) == vector(case, "verifyNQuads")
    mandatory = [lines[position] for position in value.mandatory_indexes]
    assert vector(case, "verifyCreateVerifyData") == {
        "baseSignature": value.base_signature.hex(),
        "proofHash": sd._proof_hash(document, shown["proof"], Canonicalizer()).hex(),
        "publicKey": encode_multibase(value.public_key),
        "signatures": [signature.hex() for signature in value.signatures],
        "nonMandatory": [line for line in lines if line not in mandatory],
        "mandatoryHash": sd._hash_lines(mandatory).hex(),
    }


@each_case
@pytest.mark.parametrize("name", ["addSignedSDBase", "derivedRevealDocument"])
def test_base_and_derived_proofs_verify(case: str, name: str) -> None:
    policy = ProofPolicy(at=datetime(2026, 1, 1, tzinfo=UTC))
    (result,) = verify_proofs(vector(case, name), policy, resolver=DidResolver(), canonicalizer=Canonicalizer())
    assert (result.holds, result.error) == (True, None)
