# SPDX-License-Identifier: Apache-2.0
"""The test vectors of the EdDSA and ECDSA cryptosuites, reproduced byte for byte.

The ECDSA vectors are deterministic (RFC 6979), so their signatures are compared too.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cairn.standards.codecs import decode_multibase, dump_json, parse_json_object
from cairn.standards.did import DidResolver
from cairn.standards.errors import ProofError
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.proofs import ProofOptions, add_proof, find_suite, suite_of, without_proof
from cairn.standards.proofs.chain import secured_document
from cairn.standards.proofs.decrepit.ed25519_signature_2020 import SUITE as DECREPIT
from cairn.standards.proofs.suite import Cryptosuite
from cairn.standards.proofs.verification import ProofPolicy, verify_proofs
from cairn.standards.types import JsonObject
from tests.shared_data import shared_path

EDDSA, ECDSA = "vectors/w3c-vc-di-eddsa", "vectors/w3c-vc-di-ecdsa"
CREATED = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)
POLICY = ProofPolicy(at=datetime(2026, 1, 1, tzinfo=UTC))
_HASHES = {KeyKind.ED25519: hashlib.sha256, KeyKind.P256: hashlib.sha256, KeyKind.P384: hashlib.sha384}


@dataclass(frozen=True)
class Vector:
    """One folder of vectors: the suite, how its files end, what was signed, and with which key."""

    folder: str
    suffix: str
    document: str
    key_file: str
    suite: str
    kind: KeyKind

    def path(self, name: str, extension: str = "txt") -> Path:
        return shared_path(f"{self.folder}/{name}{self.suffix}.{extension}")

    def text(self, name: str) -> str:
        return self.path(name).read_text("utf-8")

    def json(self, name: str) -> JsonObject:
        return parse_json_object(self.path(name, "json").read_bytes())

    @property
    def unsigned(self) -> JsonObject:
        return parse_json_object(shared_path(self.document).read_bytes())

    @property
    def key(self) -> SecretKey:
        pair = parse_json_object(shared_path(self.key_file).read_bytes())
        key = SecretKey.from_multikey(pair.get("secretKeyMultibase", pair.get("privateKeyMultibase")))
        assert key.public_key.to_multikey() == pair["publicKeyMultibase"]
        return key

    @property
    def cryptosuite(self) -> Cryptosuite:
        suite = find_suite(self.suite)
        assert isinstance(suite, Cryptosuite)
        return suite

    def sign(self, document: JsonObject) -> JsonObject:
        options = ProofOptions(created=CREATED)
        return add_proof(document, self.key, canonicalizer=Canonicalizer(), suite=self.suite, options=options)


def _eddsa(folder: str, suffix: str, document: str = "unsigned") -> Vector:
    suite = folder.partition("/")[0]
    return Vector(
        f"{EDDSA}/{folder}", suffix, f"{EDDSA}/{document}.json", f"{EDDSA}/keyPair.json", suite, KeyKind.ED25519
    )


def _ecdsa(folder: str, suffix: str, document: str = "unsigned") -> Vector:
    suite, _, curve = folder.partition("/")[0].rpartition("-")
    kind = KeyKind(f"P-{curve[1:]}")
    keys = f"{ECDSA}/{curve}KeyPair.json"
    return Vector(f"{ECDSA}/{folder}", suffix + curve.upper(), f"{ECDSA}/{document}.json", keys, suite, kind)


VECTORS = [
    _eddsa("eddsa-rdfc-2022", "DataInt"),
    _eddsa("eddsa-rdfc-2022/employ", "DataInt", "employmentAuth"),
    _eddsa("eddsa-jcs-2022", "JCS"),
    _ecdsa("ecdsa-rdfc-2019-p256", "ECDSA"),
    _ecdsa("ecdsa-rdfc-2019-p256/employ", "ECDSA", "employmentAuth"),
    _ecdsa("ecdsa-jcs-2019-p256", "JCSECDSA"),
    _ecdsa("ecdsa-rdfc-2019-p384", "ECDSA"),
    _ecdsa("ecdsa-rdfc-2019-p384/employ", "ECDSA", "employmentAuth"),
    _ecdsa("ecdsa-jcs-2019-p384", "JCSECDSA"),
]
each_vector = pytest.mark.parametrize("vector", VECTORS, ids=[v.folder.rpartition("w3c-vc-di-")[2] for v in VECTORS])
FILES = ["canonDoc", "proofCanon", "docHash", "proofHash", "combinedHash", "sigHex", "sigBTC58"]


@each_vector
def test_every_file_of_the_folder_is_compared(vector: Vector) -> None:
    files = {path.name for path in shared_path(vector.folder).iterdir() if path.is_file()}
    texts = {f"{name}{vector.suffix}.txt" for name in FILES}
    assert files == texts | {f"proofConfig{vector.suffix}.json", f"signed{vector.suffix}.json"}


@each_vector
def test_the_document_becomes_its_canonical_text(vector: Vector) -> None:
    canonical = vector.cryptosuite.transform(vector.unsigned, vector.kind, Canonicalizer())
    assert canonical.decode() == vector.text("canonDoc")
    assert _HASHES[vector.kind](canonical).hexdigest() == vector.text("docHash")


@each_vector
def test_the_proof_options_become_their_canonical_text(vector: Vector) -> None:
    canonical = vector.cryptosuite.transform(vector.json("proofConfig"), vector.kind, Canonicalizer())
    assert canonical.decode() == vector.text("proofCanon")
    assert _HASHES[vector.kind](canonical).hexdigest() == vector.text("proofHash")


@each_vector
def test_both_hashes_are_signed(vector: Vector) -> None:
    options = vector.json("proofConfig")
    data = vector.cryptosuite.hash_data(vector.unsigned, options, vector.kind, Canonicalizer())
    assert data.hex() == vector.text("combinedHash")
    signature = bytes.fromhex(vector.text("sigHex"))
    vector.key.public_key.verify(signature, data)
    assert vector.key.sign(data) == signature
    assert decode_multibase(vector.text("sigBTC58")) == signature


@each_vector
def test_the_document_is_signed_byte_for_byte(vector: Vector) -> None:
    signed = vector.sign(vector.unsigned)
    assert signed["proof"]["proofValue"] == vector.text("sigBTC58")
    assert dump_json(signed, indent=True) == vector.path("signed", "json").read_bytes()


@each_vector
def test_the_signed_document_verifies(vector: Vector) -> None:
    (result,) = verify_proofs(vector.json("signed"), POLICY, resolver=DidResolver(), canonicalizer=Canonicalizer())
    assert result.holds
    assert (result.suite, result.created, result.method) == (vector.suite, CREATED, vector.key.verification_method)


@each_vector
def test_a_changed_document_does_not_verify(vector: Vector) -> None:
    signed = {**vector.json("signed"), "name": "Another name"}
    (result,) = verify_proofs(signed, POLICY, resolver=DidResolver(), canonicalizer=Canonicalizer())
    assert result.error is not None
    assert result.error.code == "invalid_signature"


def _decrepit(name: str) -> bytes:
    return shared_path(f"{EDDSA}/Ed25519Signature2020/{name}").read_bytes()


def test_every_file_of_the_decrepit_suite_is_compared() -> None:
    files = {path.name for path in shared_path(f"{EDDSA}/Ed25519Signature2020").iterdir()}
    assert files == {f"{name}EdSig.txt" for name in FILES} | {"proofConfigEdSig.json", "signedEdSig.json"}


def test_ed25519_signature_2020_is_verified() -> None:
    signed, canonicalizer = parse_json_object(_decrepit("signedEdSig.json")), Canonicalizer()
    unsigned, proof = without_proof(signed), signed["proof"]
    config = parse_json_object(_decrepit("proofConfigEdSig.json"))
    assert {**without_value(proof), "@context": unsigned["@context"]} == config
    document, options = canonicalizer.canonicalize(unsigned), canonicalizer.canonicalize(config)
    assert (document, options) == (_decrepit("canonDocEdSig.txt"), _decrepit("proofCanonEdSig.txt"))
    hashes = [hashlib.sha256(options).hexdigest(), hashlib.sha256(document).hexdigest()]
    assert [part.encode() for part in hashes] == [_decrepit("proofHashEdSig.txt"), _decrepit("docHashEdSig.txt")]
    assert "".join(hashes).encode() == _decrepit("combinedHashEdSig.txt")
    assert proof["proofValue"].encode() == _decrepit("sigBTC58EdSig.txt")
    assert decode_multibase(proof["proofValue"]).hex().encode() == _decrepit("sigHexEdSig.txt")
    assert suite_of(proof) is DECREPIT
    (result,) = verify_proofs(signed, POLICY, resolver=DidResolver(), canonicalizer=canonicalizer)
    assert (result.holds, result.suite) == (True, "Ed25519Signature2020")


def test_ed25519_signature_2020_is_verified_without_its_own_context_and_never_made() -> None:
    signed = parse_json_object(_decrepit("signedEdSig.json"))
    document = {**without_proof(signed), "@context": signed["@context"][:2]}
    key = _eddsa("eddsa-rdfc-2022", "DataInt").key
    DECREPIT.verify_proof(document, signed["proof"], key.public_key, canonicalizer=Canonicalizer())
    with pytest.raises(ProofError) as refused:
        DECREPIT.create_proof(document, ProofOptions(), key, canonicalizer=Canonicalizer())
    assert refused.value.code == "verify_only"
    with pytest.raises(ProofError) as unknown:
        add_proof(document, key, canonicalizer=Canonicalizer(), suite="Ed25519Signature2020")
    assert unknown.value.code == "unknown_suite"


def without_value(proof: JsonObject) -> JsonObject:
    """Return a proof as it was before it was signed."""
    return {name: value for name, value in proof.items() if name != "proofValue"}


def _chain(name: str) -> JsonObject:
    return parse_json_object(shared_path(f"{EDDSA}/proof-set-chain/{name}.json").read_bytes())


def _add(document: JsonObject, number: int, config: str) -> JsonObject:
    """Add the proof of a configuration file with the key of a number."""
    key = SecretKey.from_multikey(_chain("multiKeyPairs")[f"keyPair{number}"]["privateKeyMultibase"])
    members = _chain(config)
    previous = members.get("previousProof")
    options = ProofOptions(
        created=datetime.fromisoformat(members["created"]),
        id=members.get("id"),
        previous_proof=tuple(previous) if isinstance(previous, list) else previous,
    )
    assert options.to_json("eddsa-rdfc-2022", key.verification_method) == members
    return add_proof(document, key, canonicalizer=Canonicalizer(), options=options)


def test_the_proof_set_and_the_chain_are_built_as_published() -> None:
    document = _chain("unsigned")
    for number, config, signed, published in (
        (1, "proofSetConfig1", "proofSetConfigSigned1", "signedProofSet1"),
        (2, "proofSetConfig2", "proofSetConfigSigned2", "signedProofSet2"),
        (3, "proofChainConfig1", "proofChainConfigSigned1", "signedProofChain1"),
        (4, "proofChainConfig2", "proofChainConfigSigned2", "signedProofChain2"),
    ):
        document = _add(document, number, config)
        assert document == _chain(published)
        proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
        assert proofs[-1] == _chain(signed)


@pytest.mark.parametrize("number", [1, 2])
def test_a_chained_proof_signs_the_proofs_before_it(number: int) -> None:
    document = _chain(f"signedProofChain{number}")
    assert secured_document(document, document["proof"][-1]) == _chain(f"proofChainTempDoc{number}")


@pytest.mark.parametrize(
    ("name", "count"),
    [("signedProofSet1", 1), ("signedProofSet2", 2), ("signedProofChain1", 3), ("signedProofChain2", 4)],
)
def test_sets_and_chains_verify(name: str, count: int) -> None:
    results = verify_proofs(_chain(name), POLICY, resolver=DidResolver(), canonicalizer=Canonicalizer())
    assert [result.holds for result in results] == [True] * count


def test_every_file_of_the_chain_is_compared() -> None:
    assert {path.stem for path in shared_path(f"{EDDSA}/proof-set-chain").iterdir()} == {
        "unsigned", "multiKeyPairs", "signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2",
        "proofSetConfig1", "proofSetConfig2", "proofSetConfigSigned1", "proofSetConfigSigned2", "proofChainConfig1",
        "proofChainConfig2", "proofChainConfigSigned1", "proofChainConfigSigned2", "proofChainTempDoc1",
        "proofChainTempDoc2",
    }  # fmt: skip
