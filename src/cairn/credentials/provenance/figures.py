# SPDX-License-Identifier: Apache-2.0
"""The figures of agreement as a document: canonical JSON, so that the same figures have the same digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from cairn.achievements.mapping import id_of
from cairn.achievements.models import AchievementVersion
from cairn.assessment.selectors import ReliabilityStanding
from cairn.credentials.provenance.facts import AgreementNote
from cairn.standards.codecs import canonicalize_jcs
from cairn.standards.types import JsonObject

MEASURED: Final = ("levels", "seed", "draws", "all", "criteria")
"""What is public of a measurement: nothing by assessor."""


def figures_bytes(version: AchievementVersion, standing: ReliabilityStanding, measured: Mapping[str, Any]) -> bytes:
    """Return the figures of a rubric as RFC 8785 writes them; of when they were looked at nothing stands in them."""
    document: JsonObject = {
        "achievement": id_of(version),
        "rubric": standing.rubric_digest,
        "standing": {
            **AgreementNote.of(standing).to_json(),
            "why": standing.why.value if standing.why else "",
            "assessors": standing.n_raters,
            "brought_in": standing.n_brought_in,
            "first": standing.first_at.date().isoformat() if standing.first_at else "",
            "last": standing.last_at.date().isoformat() if standing.last_at else "",
        },
        "measured": {name: measured[name] for name in MEASURED if name in measured},
    }
    return canonicalize_jcs(document)


def note_in(figures: JsonObject) -> AgreementNote:
    """Return what counts of figures that were read back. Raises KeyError, ValueError."""
    known: JsonObject = figures["standing"]
    return AgreementNote.from_json({name: known[name] for name in AgreementNote.__dataclass_fields__})


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a document in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
