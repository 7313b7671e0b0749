# SPDX-License-Identifier: Apache-2.0
"""Signing many credentials that differ in a few texts.

The canonical form and the JSON of the first one are taken apart once; each further one only fills its texts in. The
first credential of a batch, and a random one per cent of the rest, are signed the long way beside it: a difference
stops the batch.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final, TypeAlias

from cairn.standards.codecs import dump_json, encode_multibase
from cairn.standards.errors import ProofError
from cairn.standards.findings import pointer
from cairn.standards.jsonld import BoundPlan
from cairn.standards.keys import Signer
from cairn.standards.proofs import DEFAULT_SUITE
from cairn.standards.types import Json, JsonObject
from cairn.standards.vc.issue import Issuance, issue_credential, sign_credential

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value in a document: keys and indexes."""

CHECKED_SHARE: Final = 0.01
_PROOF_VALUE: Final[Path] = ("proof", "proofValue")
_PROOF_VALUE_NAME: Final = "/proof/proofValue"


@dataclass(frozen=True, slots=True)
class JsonTemplate:
    """The JSON of a document, cut at the texts that vary."""

    parts: tuple[bytes, ...]
    names: tuple[str, ...]

    @classmethod
    def cut(cls, document: JsonObject, paths: Sequence[Path]) -> JsonTemplate:
        """Cut a document at the given paths, each of which holds a text."""
        marks = dict(zip(paths, _unused_texts(document), strict=False))
        text = dump_json(_replaced(document, marks))
        order = sorted(paths, key=lambda path: text.index(dump_json(marks[path])))
        parts: list[bytes] = []
        for path in order:
            before, text = text.split(dump_json(marks[path]))
            parts.append(before)
        return cls((*parts, text), tuple(pointer("", *path) for path in order))

    def fill(self, values: Mapping[str, Json]) -> bytes:
        """Return the JSON with the values in their places, named by JSON Pointers."""
        pieces = [self.parts[0]]
        for name, part in zip(self.names, self.parts[1:], strict=True):
            pieces.append(dump_json(values[name]))
            pieces.append(part)
        return b"".join(pieces)


def text_paths(first: JsonObject, second: JsonObject) -> list[Path]:
    """List the paths at which two documents of one shape hold different texts.

    Raises ProofError: shapes_differ.
    """
    return list(_differences(first, second, ()))


class BatchIssuer:
    """Issues credentials of one shape, all equal to a template but for the texts at `paths`."""

    def __init__(self, template: JsonObject, paths: Sequence[Path], issuance: Issuance) -> None:
        self._issuance = issuance
        self._paths = tuple(paths)
        self._fast = BatchSigner.prepare(template, paths, issuance)
        self._count = 0

    def issue(self, credential: JsonObject) -> bytes:
        """Return the signed credential as JSON (or token).

        Raises LintError; ProofError: batch_mismatch and others; JsonLdError; CodecError.
        """
        checked = self._count == 0 or self._is_drawn()
        self._count += 1
        fast = self._fast.sign(credential) if self._fast is not None else None
        if fast is not None and not checked:
            return fast
        slow = issue_credential(credential, self._issuance) if checked else sign_credential(credential, self._issuance)
        if fast is not None and fast != slow:
            raise ProofError(
                "batch_mismatch", "The fast and the full way disagree; the batch was stopped. Report this."
            )
        return slow

    def _is_drawn(self) -> bool:
        return int.from_bytes(self._issuance.random_bytes(2), "big") < CHECKED_SHARE * 2**16


class BatchSigner:
    """Signs with eddsa-rdfc-2022 over a plan that is bound to the template; it signs what it is given, unlinted."""

    def __init__(
        self, plan: BoundPlan, json: JsonTemplate, paths: Sequence[Path], *, options_hash: bytes, signer: Signer
    ) -> None:
        self._plan, self._json, self._options_hash, self._signer = plan, json, options_hash, signer
        self._paths = [(pointer("", *path), path) for path in paths]

    @classmethod
    def prepare(cls, template: JsonObject, paths: Sequence[Path], issuance: Issuance) -> BatchSigner | None:
        """Bind a plan, or return None where the suite or the template has no fast way."""
        if issuance.suite != DEFAULT_SUITE:
            return None
        plan = issuance.canonicalizer.bind(template, [pointer("", *path) for path in paths])
        if plan.plan is None:
            return None
        proof = issuance.options.to_json(issuance.suite, issuance.signer.verification_method)
        options = {**proof, "@context": template["@context"]}
        options_hash = hashlib.sha256(issuance.canonicalizer.canonicalize(options)).digest()
        signed = {**template, "proof": {**proof, "proofValue": ""}}
        json = JsonTemplate.cut(signed, [*paths, _PROOF_VALUE])
        return cls(plan, json, paths, options_hash=options_hash, signer=issuance.signer)

    def sign(self, credential: JsonObject) -> bytes | None:
        """Return the signed JSON, None where the plan is not certain of this credential."""
        values = {name: value_at(credential, path) for name, path in self._paths}
        canonical = self._plan.fill(values)
        if canonical is None:
            return None
        signature = self._signer.sign(self._options_hash + hashlib.sha256(canonical).digest())
        values[_PROOF_VALUE_NAME] = encode_multibase(signature)
        return self._json.fill(values)


def value_at(document: Json, path: Path) -> Json:
    """Return the value at a path."""
    for step in path:
        document = document[step]
    return document


def _unused_texts(document: JsonObject) -> Iterator[str]:
    """Make texts that stand nowhere in a document."""
    present = dump_json(document)
    return (mark for mark in (f"\x00{number}\x00" for number in count()) if dump_json(mark) not in present)


def _replaced(value: Json, marks: Mapping[Path, str], path: Path = ()) -> Json:
    if path in marks:
        return marks[path]
    if isinstance(value, dict):
        return {name: _replaced(item, marks, (*path, name)) for name, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, marks, (*path, index)) for index, item in enumerate(value)]
    return value


def _differences(first: Json, second: Json, path: Path) -> Iterator[Path]:
    if isinstance(first, dict) and isinstance(second, dict) and list(first) == list(second):
        for name in first:
            yield from _differences(first[name], second[name], (*path, name))
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for index, (one, other) in enumerate(zip(first, second, strict=True)):
            yield from _differences(one, other, (*path, index))
    elif first != second:
        if not isinstance(first, str) or not isinstance(second, str):
            raise ProofError("shapes_differ", "The two documents do not have the same shape.")
        yield path
