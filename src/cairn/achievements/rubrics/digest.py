# SPDX-License-Identifier: Apache-2.0
"""The digest of a rubric: it names the words by which work is judged, in whichever achievement they stand."""

from __future__ import annotations

import hashlib
from typing import Final

from cairn.achievements.definition import Rubric
from cairn.standards.codecs import canonicalize_jcs

_TIES: Final = frozenset({"outcomes", "evidence"})


def rubric_digest(rubric: Rubric) -> str:
    """Return the SHA-256 of the levels and criteria as canonical JSON (RFC 8785), in hexadecimal.

    Weights, words, exemplars and notes count. The pass rule, the source, and the ties of a criterion to the outcomes
    and the evidence of one achievement do not, so that a rubric has one digest wherever it is used.
    """
    return hashlib.sha256(rubric_bytes(rubric)).hexdigest()


def rubric_bytes(rubric: Rubric) -> bytes:
    """Return the words that the digest is of."""
    levels = [level.model_dump(mode="json") for level in rubric.levels]
    criteria = [criterion.model_dump(mode="json", exclude=set(_TIES)) for criterion in rubric.criteria]
    return canonicalize_jcs({"levels": levels, "criteria": criteria})
