# SPDX-License-Identifier: Apache-2.0
"""Signing many credentials that differ in a few texts.

The canonical form and the JSON of the first one are taken apart once; each further one only fills its texts in. The
first credential of a batch, and a random one per cent of the rest, are linted and signed the long way beside it: a
difference stops the batch.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from cairn.standards.vc.issue import Issuance, lint_credential, sign_credential, throw_away_key

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value in a document: keys and indexes."""

Values: TypeAlias = Mapping[str, Json]
"""What one credential has where those of a batch differ, by JSON Pointer."""

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

    def fill(self, values: Values) -> bytes:
        """Return the JSON with the values in their places."""
        pieces = [b""] * (2 * len(self.names) + 1)
        pieces[::2] = self.parts
        pieces[1::2] = [dump_json(values[name]) for name in self.names]
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
        self._names = [(pointer("", *path), path) for path in paths]
        self._fast = BatchSigner.prepare(template, paths, issuance)
        # One key that is thrown away serves the whole batch: making and naming one is a tenth of a lint.
        self._throw_away = throw_away_key(issuance)
        self._is_new = True

    def issue(self, credential: JsonObject) -> bytes:
        """Return the signed credential as JSON (or token).

        Raises LintError; ProofError: batch_mismatch and others; JsonLdError; CodecError.
        """
        values = {name: value_at(credential, path) for name, path in self._names}
        return self.issue_all([values], lambda _: credential)[0]

    def issue_all(self, rows: Sequence[Values], compose: Callable[[int], JsonObject]) -> list[bytes]:
        """Return the signed credentials of some rows, each given by its values at `paths`.

        `compose` makes the whole credential of a row; it is asked for those that are checked, and those that the fast
        way is not certain of. Nothing is signed unless all that are checked pass. Raises as `issue`.
        """
        checked = {number: compose(number) for number in self._drawn(len(rows))}
        for credential in checked.values():
            lint_credential(credential, self._issuance, throw_away=self._throw_away)
        signed: list[bytes | None] = [None] * len(rows) if self._fast is None else self._fast.sign_all(rows)
        for number in (number for number, document in enumerate(signed) if document is None or number in checked):
            credential = checked.get(number) or self._compose_odd(number, compose)
            signed[number] = self._sign_whole(credential, signed[number])
        return [document for document in signed if document is not None]

    def _compose_odd(self, number: int, compose: Callable[[int], JsonObject]) -> JsonObject:
        """Compose a row that the fast way did not take; where there is one, such a row is odd, and is linted."""
        credential = compose(number)
        if self._fast is not None:
            lint_credential(credential, self._issuance, throw_away=self._throw_away)
        return credential

    def _sign_whole(self, credential: JsonObject, fast: bytes | None) -> bytes:
        """Sign the long way, which must give what the fast way gave, if it gave anything."""
        slow = sign_credential(credential, self._issuance)
        if fast is not None and fast != slow:
            raise ProofError(
                "batch_mismatch", "The fast and the full way disagree; the batch was stopped. Report this."
            )
        return slow

    def _drawn(self, count: int) -> list[int]:
        """Draw the rows to be checked: the first of the batch, and each other with a chance of one in a hundred."""
        lots = struct.unpack(f">{count}H", self._issuance.random_bytes(2 * count))
        is_new, self._is_new = self._is_new, False
        return [number for number, lot in enumerate(lots) if lot < CHECKED_SHARE * 2**16 or (is_new and number == 0)]


class BatchSigner:
    """Signs with eddsa-rdfc-2022 over a plan that is bound to the template; it signs what it is given, unlinted."""

    def __init__(self, plan: BoundPlan, json: JsonTemplate, *, options_hash: bytes, signer: Signer) -> None:
        self._plan, self._json, self._options_hash, self._signer = plan, json, options_hash, signer

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
        return cls(plan, json, options_hash=options_hash, signer=issuance.signer)

    def sign_all(self, rows: Sequence[Values]) -> list[bytes | None]:
        """Return the signed JSON of each row, None where the plan is not certain of it.

        Step by step for all rows, not row by row: the code and tables of one step then stay in the processor's cache.
        """
        hashes = [self._hash(values) for values in rows]
        signatures = [None if hashed is None else self._signer.sign(hashed) for hashed in hashes]
        return [
            None if signature is None else self._json.fill({**values, _PROOF_VALUE_NAME: encode_multibase(signature)})
            for values, signature in zip(rows, signatures, strict=True)
        ]

    def _hash(self, values: Values) -> bytes | None:
        canonical = self._plan.fill(values)
        return None if canonical is None else self._options_hash + hashlib.sha256(canonical).digest()


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
