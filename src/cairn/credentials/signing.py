# SPDX-License-Identifier: Apache-2.0
"""Signing what was reserved: each single credential linted, of many the first of each shape and one in a hundred."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cairn.foundation import clock
from cairn.standards.codecs import parse_json_object
from cairn.standards.findings import pointer
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import Signer
from cairn.standards.openbadges.compose import varying_paths
from cairn.standards.proofs import ProofOptions
from cairn.standards.types import Json, JsonObject
from cairn.standards.vc.batch import BatchIssuer, Path, value_at
from cairn.standards.vc.issue import Issuance, issue_credential

_CANONICALIZER: Final = Canonicalizer()
_FEW: Final = 4
"""Up to so many, learning a shape costs more than signing each by itself."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Credentials that differ at `paths` only: the rest of them, and where they stand in the batch."""

    paths: tuple[Path, ...]
    rest: Json
    numbers: list[int]


def issuance_of(signer: Signer) -> Issuance:
    """Return how credentials are signed at this moment."""
    created = clock.now().replace(microsecond=0)
    return Issuance(signer, ProofOptions(created=created), secrets.token_bytes, canonicalizer=_CANONICALIZER)


def sign_all(unsigned: Sequence[bytes], signer: Signer) -> list[bytes]:
    """Lint and sign credentials, and return them in their order.

    Raises LintError, ProofError, JsonLdError, CodecError.
    """
    documents = [parse_json_object(data) for data in unsigned]
    issuance = issuance_of(signer)
    signed: dict[int, bytes] = {}
    for group in _groups(documents):
        signed.update(zip(group.numbers, _sign_group(group, documents, issuance), strict=True))
    return [signed[number] for number in range(len(documents))]


def _sign_group(group: _Group, documents: Sequence[JsonObject], issuance: Issuance) -> list[bytes]:
    members = [documents[number] for number in group.numbers]
    if len(members) <= _FEW:
        return [issue_credential(document, issuance) for document in members]
    names = [(pointer("", *path), path) for path in group.paths]
    rows = [{name: value_at(document, path) for name, path in names} for document in members]
    return BatchIssuer(members[0], group.paths, issuance).issue_all(rows, members.__getitem__)


def _groups(documents: Sequence[JsonObject]) -> list[_Group]:
    groups: list[_Group] = []
    for number, document in enumerate(documents):
        paths = tuple(varying_paths(document))
        rest = _rest(document, paths)
        group = next((group for group in groups if group.paths == paths and group.rest == rest), None)
        if group is None:
            group = _Group(paths, rest, [])
            groups.append(group)
        group.numbers.append(number)
    return groups


def _rest(document: JsonObject, paths: Sequence[Path]) -> Json:
    """Return the document without what varies; what is the same for all is not copied."""
    rest: Json = document
    for path in paths:
        rest = _without(rest, path)
    return rest


def _without(value: Json, path: Path) -> Json:
    if not path:
        return None
    copy = value.copy()
    copy[path[0]] = _without(value[path[0]], path[1:])
    return copy
