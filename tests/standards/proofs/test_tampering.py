# SPDX-License-Identifier: Apache-2.0
"""Twenty good credentials, any byte of which is flipped and any key of which is changed.

Each change is refused, or the document still means the same: equal JSON, or for the suites that sign RDF an equal
dataset. Every byte is flipped in two of its seven lower bits, which ones depends on the place; the eighth would
only make the text something else than UTF-8.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from functools import cache

import pytest

from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.errors import StandardsError
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.proofs import ProofOptions, proofs_of, without_proof
from cairn.standards.proofs.ecdsa_sd_2023 import derive_proof
from cairn.standards.proofs.vc_jwt import sign_vc_jwt
from cairn.standards.types import Json, JsonObject
from cairn.standards.verify import Verdict, VerificationPolicy, VerificationTools, verify
from tests.shared_data import shared_path
from tests.standards.proofs.samples import CANONICALIZER, NOW, PROFILES, SIGNED_AT, badge, did_of, key, secure, verdict
from tests.standards.proofs.test_selective_disclosure import anonymous, issued
from tests.standards.proofs.test_verification import chain

TOOLS = VerificationTools(canonicalizer=CANONICALIZER)
POLICY = VerificationPolicy(at=NOW, bind_issuer=False)
_VECTORS = "vectors/w3c-vc-di-eddsa"


def accepted(text: bytes) -> bool:
    """Ask the one door; its answer is a report, whatever the text is."""
    return verify(text, POLICY, TOOLS).verdict in {Verdict.VERIFIED, Verdict.VERIFIED_WITH_NOTES}


def means_the_same(one: bytes, other: bytes) -> bool:
    """Compare two accepted texts: as JSON, and where only RDF is signed as datasets."""
    first, second = parse_json_object(one), parse_json_object(other)
    if first == second:
        return True
    proofs = [*proofs_of(first), *proofs_of(second)]
    if any("-jcs-" in proof.get("cryptosuite", "") for proof in proofs):
        return False
    return _dataset(first) == _dataset(second) and _options(first) == _options(second)


def _dataset(document: JsonObject) -> bytes:
    return CANONICALIZER.canonicalize_full(without_proof(document)).nquads


def _options(document: JsonObject) -> list[bytes]:
    """Canonicalize what each proof says; a value of ecdsa-sd-2023 is an envelope that has several forms."""
    canonical = []
    for proof in proofs_of(document):
        left_out = {"proofValue", "@context"} if proof.get("cryptosuite") == "ecdsa-sd-2023" else {"@context"}
        options = {name: value for name, value in proof.items() if name not in left_out}
        canonical.append(CANONICALIZER.canonicalize_full({**options, "@context": document["@context"]}).nquads)
    return canonical


def _full() -> JsonObject:
    document = badge(validUntil="2030-01-01T00:00:00+02:00", description='Ä \U0001f600 "quoted" \\ \t')
    document["credentialSubject"]["achievement"]["creditsAvailable"] = 1.5
    return document


def _disclosure() -> JsonObject:
    signed = issued()
    pointers = ["/name", "/validFrom", "/credentialSubject/achievement"]
    return derive_proof(without_proof(signed), signed["proof"], pointers, canonicalizer=CANONICALIZER)


def _nameless() -> JsonObject:
    document = anonymous()
    document["issuer"]["id"] = did_of(key())
    return document


@cache
def good() -> dict[str, bytes]:
    """Make the credentials."""
    other = SecretKey.from_seed(KeyKind.ED25519, bytes(32))
    documents = {f"{suite} {kind}": secure(badge(did_of(key(kind))), suite, key(kind)) for suite, kind in PROFILES}
    documents |= {
        "ecdsa-sd-2023 derived": _disclosure(),
        "blank nodes": secure(_nameless()),
        "blank nodes, jcs": secure(_nameless(), "eddsa-jcs-2022"),
        "many texts": secure(_full()),
        "many texts, jcs": secure(_full(), "eddsa-jcs-2022"),
        "a proof set": secure(secure(badge()), "eddsa-rdfc-2022", other),
        "a proof chain": chain(),
        "a proof with an end": secure(badge(), options=ProofOptions(SIGNED_AT, id="urn:uuid:1", domain="a.example")),
    }
    tokens = {f"vc-jwt {kind}": sign_vc_jwt(badge(did_of(key(kind))), key(kind)).encode() for kind in KINDS}
    return {name: dump_json(document) for name, document in documents.items()} | tokens


KINDS = (KeyKind.ED25519, KeyKind.P256, KeyKind.P384)
SHARED = {
    "the control of the hostile inputs": "hostile/credential/000-control-valid.json",
    "Ed25519Signature2020": f"{_VECTORS}/Ed25519Signature2020/signedEdSig.json",
}
NAMES = [*good(), *SHARED]


def sample(name: str) -> bytes:
    """Return the text of a credential by its name, compact."""
    if name in SHARED:
        return dump_json(parse_json_object(shared_path(SHARED[name]).read_bytes()))
    return good()[name]


def flipped(text: bytes) -> Iterator[bytes]:
    """Flip two bits of each byte, one at a time."""
    for position, shift in itertools.product(range(len(text)), (0, 3)):
        changed = bytearray(text)
        changed[position] ^= 1 << (position + shift) % 7
        yield bytes(changed)


def rekeyed(document: JsonObject) -> Iterator[JsonObject]:
    """Remove, rename, empty and extend each key of each object, and add keys known and unknown."""
    for path in _objects(document, ()):
        for name in _at(document, path):
            for change in ("remove", "rename", "extend", "null"):
                yield _changed(document, path, name, change)
        for name, value in (("name", "Added"), ("zz", "Added"), ("description", None), ("id", "urn:x"), ("type", [])):
            if name not in _at(document, path):
                added = copy.deepcopy(document)
                _at(added, path)[name] = value
                yield added


def _objects(value: Json, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield from _objects(item, (*path, name))


def _at(document: Json, path: tuple[str | int, ...]) -> Json:
    for step in path:
        document = document[step]
    return document


def _changed(document: JsonObject, path: tuple[str | int, ...], name: str, change: str) -> JsonObject:
    changed = copy.deepcopy(document)
    holder = _at(changed, path)
    value = holder.pop(name)
    if change == "rename":
        holder[name + "x"] = value
    elif change == "null":
        holder[name] = None
    elif change == "extend":
        holder[name] = value + "x" if isinstance(value, str) else [value, "x"]
    return changed


def test_there_are_twenty() -> None:
    assert len(NAMES) == 20


@pytest.mark.parametrize("name", NAMES)
def test_each_is_good(name: str) -> None:
    assert accepted(sample(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_flipped_byte_is_refused_or_means_nothing(name: str) -> None:
    original = sample(name)
    for text in flipped(original):
        if accepted(text):
            assert means_the_same(original, text), text


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("vc-jwt")])
def test_a_changed_key_is_refused_or_means_nothing(name: str) -> None:
    original = sample(name)
    for document in rekeyed(parse_json_object(original)):
        text = dump_json(document)
        if accepted(text):
            assert means_the_same(original, text), text


def test_the_changes_reach_the_signature() -> None:
    """Not every change is refused before: most of what stays well-formed gets as far as the proof."""
    reached = 0
    for document in rekeyed(secure(badge(), "eddsa-jcs-2022")):
        try:
            reached += verdict(document) == "invalid_signature"
        except StandardsError:
            continue
    assert reached > 70


def test_a_context_inside_an_rdf_proof_is_not_read() -> None:
    """The options are read under the document's context, whatever the proof brings along (§4.2 of the suites)."""
    signed = secure(badge())
    signed["proof"]["@context"] = {"proofPurpose": "https://evil.example/"}
    assert verdict(signed) == "holds"
    assert means_the_same(dump_json(secure(badge())), dump_json(signed))
