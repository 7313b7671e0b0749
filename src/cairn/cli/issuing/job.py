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
from typing import Final

from cairn.cli.issuing.ledger import Reservation
from cairn.cli.issuing.outputs import Output, Stored
from cairn.cli.issuing.recipients import Row
from cairn.cli.problems import CommandError
from cairn.foundation.atomic import write_atomically
from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.datetimes import format_date_time, parse_date_time
from cairn.standards.openbadges.compose import Award, Recipient, compose_credential
from cairn.standards.status import StatusEntry, allocation_order
from cairn.standards.types import JsonObject
from cairn.standards.vc.batch import BatchIssuer, text_paths
from cairn.standards.vc.issue import Issuance

_SEED_BYTES: Final = 32
_PRIVATE: Final = 0o600
_MARKS: Final = ("aaaa", "bbbb")
_YEARS: Final = (2000, 2001)
CHUNK: Final = 256
_PURPOSE: Final = "revocation"


@dataclass(frozen=True, slots=True)
class JobRecord:
    """What a job was begun with: a digest of its inputs, its seed, and the moment of issue."""

    inputs: str
    seed: bytes
    created: datetime

    @classmethod
    def open(cls, path: Path, *, inputs: str, now: datetime) -> JobRecord:
        """Take up the job that an output was begun with, or begin one.

        Raises CommandError where the output belongs to other inputs.
        """
        if not path.exists():
            record = cls(inputs, secrets.token_bytes(_SEED_BYTES), now.replace(microsecond=0))
            write_atomically(path, dump_json(record.to_json(), indent=True), mode=_PRIVATE)
            return record
        stored = parse_json_object(path.read_bytes())
        if stored["inputs"] != inputs:
            raise CommandError(
                f"{path.parent} holds a batch of other inputs. Name another --out, or use its files again."
            )
        return cls(inputs, bytes.fromhex(stored["seed"]), parse_date_time(stored["created"]))

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


@dataclass(frozen=True, slots=True)
class _Draft:
    """A credential that is about to be signed."""

    id: str
    line: int
    index: int | None
    recipient: Recipient
    credential: JsonObject


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
        self._issuers: dict[tuple[bool, ...], BatchIssuer] = {}

    def run(self, rows: Iterator[Row]) -> Iterator[Step]:
        """Issue the rows, some hundreds at a time: reading, composing, signing and storing in turns is a fifth slower.

        Raises StandardsError where the batch as a whole cannot be signed.
        """
        while chunk := list(islice(rows, CHUNK)):
            drafts = [self._draft(row) for row in chunk]
            signed = [(draft, self._sign(draft)) for draft in drafts if isinstance(draft, _Draft)]
            self._output.store([Stored(draft.id, draft.line, draft.index, document) for draft, document in signed])
            yield from (Step(draft.line, "issued") if isinstance(draft, _Draft) else draft for draft in drafts)

    def _draft(self, row: Row) -> _Draft | Step:
        """Compose the credential of a row, unless the row is refused or was issued before."""
        if row.recipient is None:
            return Step(row.line, "refused", row.refusal)
        secret = self._record.secret(row.line)
        credential_id = _urn(secret[:16].hex())
        if self._output.holds(credential_id, row.line):
            return Step(row.line, "present")
        index = self._status_index(row.line)
        credential = self._compose(credential_id, secret[16:32].hex(), row.recipient, index)
        return _Draft(credential_id, row.line, index, row.recipient, credential)

    def _sign(self, draft: _Draft) -> bytes:
        shape = draft.recipient.shape
        issuer = self._issuers.get(shape)
        if issuer is None:
            issuer = self._issuers[shape] = self._prepare(draft.recipient)
        return issuer.issue(draft.credential)

    def _status_index(self, line: int) -> int | None:
        """Return the entry of a row: the second line of the file is the first one that was reserved."""
        if self._reservation is None:
            return None
        return self._order[self._reservation.start + line - 2]

    def _compose(self, credential_id: str, salt: str, recipient: Recipient, index: int | None) -> JsonObject:
        status: tuple[StatusEntry, ...] = ()
        if index is not None and self._reservation is not None:
            status = (StatusEntry("BitstringStatusListEntry", _PURPOSE, index, self._reservation.url),)
        return compose_credential(self._award, recipient, credential_id=credential_id, salt=salt, status=status)

    def _prepare(self, recipient: Recipient) -> BatchIssuer:
        """Make the issuer for credentials of one shape: what differs between two made-up recipients is what varies."""
        indexes = (None, None) if self._reservation is None else (0, 1)
        first, second = (
            self._compose(f"urn:uuid:{mark}", mark, _made_up(recipient, mark, year), index)
            for mark, year, index in zip(_MARKS, _YEARS, indexes, strict=True)
        )
        return BatchIssuer(first, text_paths(first, second), self._issuance)


def _urn(digits: str) -> str:
    """Write 16 random bytes as a version 4 UUID (RFC 9562 §5.4); the standard library takes four times as long."""
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def _made_up(recipient: Recipient, mark: str, year: int) -> Recipient:
    """Return a recipient of the same shape with other values."""
    scheme = recipient.identifier.partition(":")[0] + ":" if recipient.shape[-1] else ""
    return Recipient(
        name=recipient.name and mark,
        email=recipient.email and f"{mark}@example.org",
        identifier=recipient.identifier and f"{scheme}//{mark}" if scheme else recipient.identifier and mark,
        result=recipient.result and mark,
        evidence_url=recipient.evidence_url and f"https://example.org/{mark}",
        narrative=recipient.narrative and mark,
        awarded_on=recipient.awarded_on and datetime(year, 1, 1, tzinfo=recipient.awarded_on.tzinfo),
    )
