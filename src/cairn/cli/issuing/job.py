# SPDX-License-Identifier: Apache-2.0
"""One batch, from recipients to stored credentials, that ends with exactly one credential for each sound row.

What will be signed follows from a seed that is stored before the first signature: ids, salts and status entries. So a
job that was killed at any point goes on where it stopped and makes the same credentials, none twice and none lost.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from cairn.cli.issuing.ledger import Reservation
from cairn.cli.issuing.outputs import Output, Stored
from cairn.cli.issuing.recipients import Row
from cairn.cli.problems import CommandError
from cairn.foundation.atomic import write_atomically
from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.datetimes import format_date_time, parse_date_time
from cairn.standards.findings import pointer
from cairn.standards.openbadges.compose import Award, Recipient, compose_credential, is_subject_id, varying_texts
from cairn.standards.status import StatusEntry, allocation_order
from cairn.standards.types import JsonObject
from cairn.standards.vc.batch import BatchIssuer, Values, text_paths, value_at
from cairn.standards.vc.issue import Issuance

_SEED_BYTES: Final = 32
_PRIVATE: Final = 0o600
_MARKS: Final = ("aaaa", "bbbb")
_YEARS: Final = (2000, 2001)
CHUNK: Final = 1024
_PURPOSE: Final = "revocation"


@dataclass(frozen=True, slots=True)
class JobRecord:
    """What a job was begun with: a digest of its inputs, its seed, and the moment of issue."""

    inputs: str
    seed: bytes
    created: datetime

    @classmethod
    def open(cls, path: Path, *, inputs: str, now: datetime, is_begun: bool) -> JobRecord:
        """Take up the job that an output was begun with, or begin one where nothing was stored yet.

        Raises CommandError where the output belongs to other inputs.
        """
        stored = parse_json_object(path.read_bytes()) if path.exists() else {}
        if stored.get("inputs") == inputs:
            return cls(inputs, bytes.fromhex(stored["seed"]), parse_date_time(stored["created"]))
        if is_begun:
            raise CommandError(
                f"{path.parent} holds a batch of other inputs. Name another --out, or use its files again."
            )
        record = cls(inputs, secrets.token_bytes(_SEED_BYTES), now.replace(microsecond=0))
        write_atomically(path, dump_json(record.to_json(), indent=True), mode=_PRIVATE)
        return record

    def to_json(self) -> JsonObject:
        """Return the stored form."""
        return {"inputs": self.inputs, "seed": self.seed.hex(), "created": format_date_time(self.created)}

    def secret(self, line: int) -> bytes:
        """Return the 32 bytes of a row that follow from the seed: half for its id, half for its salt."""
        return hmac.digest(self.seed, b"row %d" % line, "sha256")


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to one row: `issued`, `present` (from an earlier run) or `refused`, with the reason."""

    line: int
    outcome: str
    reason: str = ""


class _Draft(NamedTuple):
    """A credential that is about to be signed: what it is made of, and the texts that make it differ from others."""

    id: str
    line: int
    entry: int | None
    recipient: Recipient
    salt: str
    texts: tuple[str, ...]

    @property
    def shape(self) -> tuple[bool, ...]:
        """Which texts are present: credentials of one shape differ in these only."""
        return tuple(map(bool, self.texts))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What issues the credentials of one shape, and which text of a draft stands where in them."""

    issuer: BatchIssuer
    places: tuple[tuple[str, int], ...]

    def values(self, draft: _Draft) -> Values:
        """Put the texts of a draft in their places."""
        texts = draft.texts
        return {name: texts[number] for name, number in self.places}


class IssueJob:
    """A batch in progress."""

    def __init__(
        self, record: JobRecord, award: Award, issuance: Issuance, output: Output, *, reservation: Reservation | None
    ) -> None:
        self._record, self._award, self._issuance, self._output = record, award, issuance, output
        self._reservation = reservation
        self._order: Sequence[int] = ()
        if reservation is not None:
            self._order = allocation_order(reservation.seed, reservation.entries)
        self._shapes: dict[tuple[bool, ...], _Shape] = {}

    def run(self, rows: Iterator[Row]) -> Iterator[Step]:
        """Issue the rows, a thousand at a time: reading, drafting, signing and storing in turns is a fifth slower.

        Raises StandardsError where the batch as a whole cannot be signed.
        """
        while chunk := list(islice(rows, CHUNK)):
            drafts = [self._draft(row) for row in chunk]
            self._output.store(self._signed([draft for draft in drafts if isinstance(draft, _Draft)]))
            yield from (Step(draft.line, "issued") if isinstance(draft, _Draft) else draft for draft in drafts)

    def _draft(self, row: Row) -> _Draft | Step:
        """Draft the credential of a row, unless the row is refused or was issued before."""
        if row.recipient is None:
            return Step(row.line, "refused", row.refusal)
        secret = self._record.secret(row.line).hex()
        credential_id = _urn(secret[:32])
        if self._output.holds(credential_id, row.line):
            return Step(row.line, "present")
        return self._draft_of(row.recipient, row.line, credential_id, secret[32:], entry=self._entry(row.line))

    def _entry(self, line: int) -> int | None:
        """Return the status entry of a row: the second line of the file is the first one that was reserved.

        Raises CommandError for a row beyond the reservation, whose entry may be somebody else's.
        """
        if self._reservation is None:
            return None
        if line - 2 >= self._reservation.count:
            raise CommandError("The CSV grew while it was read, and no status entries are left. Run the command again.")
        return self._order[self._reservation.start + line - 2]

    def _draft_of(self, recipient: Recipient, line: int, credential_id: str, salt: str, *, entry: int | None) -> _Draft:
        texts = varying_texts(recipient, credential_id=credential_id, salt=salt)
        status = ("", "")
        if entry is not None and self._reservation is not None:
            status = (f"{self._reservation.url}#{entry}", str(entry))
        return _Draft(credential_id, line, entry, recipient, salt, texts + status)

    def _signed(self, drafts: list[_Draft]) -> list[Stored]:
        """Sign the drafts, shape by shape, and return them in the order of their rows."""
        groups: dict[tuple[bool, ...], list[_Draft]] = {}
        for draft in drafts:
            groups.setdefault(draft.shape, []).append(draft)
        stored = [item for shape, group in groups.items() for item in self._signed_group(shape, group)]
        return sorted(stored, key=lambda item: item.row)

    def _signed_group(self, key: tuple[bool, ...], drafts: list[_Draft]) -> Iterator[Stored]:
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._shapes[key] = self._prepare(drafts[0])
        documents = shape.issuer.issue_all(list(map(shape.values, drafts)), lambda n: self._compose(drafts[n]))
        for draft, document in zip(drafts, documents, strict=True):
            yield Stored(draft.id, draft.line, draft.entry, document)

    def _compose(self, draft: _Draft) -> JsonObject:
        status: tuple[StatusEntry, ...] = ()
        if draft.entry is not None and self._reservation is not None:
            status = (StatusEntry("BitstringStatusListEntry", _PURPOSE, draft.entry, self._reservation.url),)
        return compose_credential(self._award, draft.recipient, credential_id=draft.id, salt=draft.salt, status=status)

    def _prepare(self, draft: _Draft) -> _Shape:
        """Learn a shape from two made-up drafts: where their credentials differ, one of their texts stands."""
        entries = (None, None) if self._reservation is None else (0, 1)
        first, second = (
            self._draft_of(_made_up(draft.recipient, mark, year), 0, f"urn:uuid:{mark}", f"{mark}-salt", entry=entry)
            for mark, year, entry in zip(_MARKS, _YEARS, entries, strict=True)
        )
        template = self._compose(first)
        paths = text_paths(template, self._compose(second))
        numbers = {text: number for number, text in enumerate(first.texts)}
        places = tuple((pointer("", *path), numbers[value_at(template, path)]) for path in paths)
        return _Shape(BatchIssuer(template, paths, self._issuance), places)


def _urn(digits: str) -> str:
    """Write 16 random bytes as a version 4 UUID (RFC 9562 §5.4); the standard library takes four times as long."""
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def _made_up(recipient: Recipient, mark: str, year: int) -> Recipient:
    """Return a recipient of the same shape with other values."""
    scheme = recipient.identifier.partition(":")[0]
    identifier = f"{scheme}://{mark}" if is_subject_id(recipient.identifier) else f"{mark}-identifier"
    return Recipient(
        name=recipient.name and f"{mark}-name",
        email=recipient.email and f"{mark}@example.org",
        identifier=recipient.identifier and identifier,
        result=recipient.result and f"{mark}-result",
        evidence_url=recipient.evidence_url and f"https://example.org/{mark}",
        narrative=recipient.narrative and f"{mark}-narrative",
        awarded_on=recipient.awarded_on and datetime(year, 1, 1, tzinfo=recipient.awarded_on.tzinfo),
    )
