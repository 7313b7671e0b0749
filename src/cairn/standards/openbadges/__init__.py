# SPDX-License-Identifier: Apache-2.0
"""Open Badges 3.0: models with exact round trips, rules, pinned schemas, baking, and readers of the versions before.

::

    models/     the data model, one immutable class for each of the standard's
    codec.py    parse and dump, driven by the models' annotations
    rules.py    what the standard demands beyond the shape
    schema.py   the official JSON schemas, pinned
    identity.py recipients named by a salted hash
    baking/     credentials inside PNG and SVG images
    decrepit/   Open Badges 0.5 to 2.0, to read and verify only
"""

from cairn.standards.findings import Finding, Level
from cairn.standards.openbadges.codec import Model, OneOrMany, Text, dump, find_problems, listed, parse
from cairn.standards.openbadges.frozen import EMPTY, FrozenObject, LanguageMap, freeze, thaw
from cairn.standards.openbadges.identity import hash_identity, matches_hash, matches_identity
from cairn.standards.openbadges.rules import check

__all__ = [
    "EMPTY",
    "Finding",
    "FrozenObject",
    "LanguageMap",
    "Level",
    "Model",
    "OneOrMany",
    "Text",
    "check",
    "dump",
    "find_problems",
    "freeze",
    "hash_identity",
    "listed",
    "matches_hash",
    "matches_identity",
    "parse",
    "thaw",
]
