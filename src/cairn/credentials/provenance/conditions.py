# SPDX-License-Identifier: Apache-2.0
"""Supervision and check of identity: what an author wrote, as a word of the European vocabulary where it is one.

Source: Council Recommendation of 16 June 2022 on a European approach to micro-credentials, Annex I.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cairn.achievements.definition import AssessmentMethod
from cairn.standards.openbadges.provenance import Conditions

WORDS: Final[Mapping[Conditions, str | Promise]] = MappingProxyType(
    {
        Conditions.UNSUPERVISED: _("Not supervised, no check of identity"),
        Conditions.SUPERVISED: _("Supervised, no check of identity"),
        Conditions.ONLINE: _("Supervised online, identity checked"),
        Conditions.ONSITE: _("Supervised on site, identity checked"),
    }
)
_SAID: Final[Mapping[str, Conditions]] = MappingProxyType(
    {
        "unsupervised without id verification": Conditions.UNSUPERVISED,
        "unsupervised with no identity verification": Conditions.UNSUPERVISED,
        "nobody checked it beyond the learner's own word": Conditions.UNSUPERVISED,
        "supervised with no identity verification": Conditions.SUPERVISED,
        "somebody watched; no id was checked": Conditions.SUPERVISED,
        "supervised online with identity verification": Conditions.ONLINE,
        "watched online, after a check of id": Conditions.ONLINE,
        "supervised onsite with identity verification": Conditions.ONSITE,
        "watched on site, after a check of id": Conditions.ONSITE,
        **{known.value: known for known in Conditions},
    }
)


def conditions_of(method: AssessmentMethod) -> Conditions | None:
    """Return what an author said of supervision and identity as a word of the vocabulary, None where it is none.

    Nothing is guessed: a text that is not one of those known stays a text.
    """
    said = (_normal(text) for text in (method.identity, method.supervision))
    return next((_SAID[text] for text in said if text in _SAID), None)


def _normal(text: str) -> str:
    return " ".join(text.replace("_", "-").replace("’", "'").lower().strip(" .").split())
