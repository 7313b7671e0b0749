# SPDX-License-Identifier: Apache-2.0
"""Supervision and check of identity, as an author states them of every attempt: a word of a vocabulary, or own words.

A word of the vocabulary is stored as its code and read in the language of whoever looks; an author's own words stay as
they are. Source: Council Recommendation of 16 June 2022 on a European approach to micro-credentials, Annex I.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cairn.achievements.definition import AssessmentMethod
from cairn.standards.openbadges.provenance import Conditions, IdentityProof

SUPERVISION_WORDS: Final[Mapping[Conditions, Promise]] = MappingProxyType(
    {
        Conditions.UNSUPERVISED: _("Not supervised, no check of identity"),
        Conditions.SUPERVISED: _("Supervised, no check of identity"),
        Conditions.ONLINE: _("Supervised online, identity checked"),
        Conditions.ONSITE: _("Supervised on site, identity checked"),
    }
)
IDENTITY_WORDS: Final[Mapping[IdentityProof, Promise]] = MappingProxyType(
    {
        IdentityProof.NONE: _("It was not checked"),
        IdentityProof.DOCUMENT: _("An identity document was seen"),
        IdentityProof.KNOWN: _("Known in person"),
        IdentityProof.ACCOUNT: _("Signed in with the account of a school or employer"),
    }
)
"""How it was known who did the work; what was done in another way has no word of its own."""

SUPERVISION_CODES: Final[Mapping[str, Promise]] = MappingProxyType(
    {known.value: words for known, words in SUPERVISION_WORDS.items()}
)
IDENTITY_CODES: Final[Mapping[str, Promise]] = MappingProxyType(
    {f"identity-{known.value}": words for known, words in IDENTITY_WORDS.items()}
)
PLACES: Final = ("assessment/supervision", "assessment/identity")
"""Where a definition may hold a code in the place of words."""

_WORDS: Final[Mapping[str, Promise]] = MappingProxyType({**SUPERVISION_CODES, **IDENTITY_CODES})
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
_WATCHED: Final = frozenset(Conditions) - {Conditions.UNSUPERVISED}


def conditions_of(method: AssessmentMethod) -> Conditions | None:
    """Return what an author said of supervision and identity as a word of the vocabulary, None where it is none.

    Nothing is guessed: a text that is not one of those known stays a text.
    """
    said = (_normal(code_of(text)) for text in (method.identity, method.supervision))
    return next((_SAID[text] for text in said if text in _SAID), None)


def is_supervised(method: AssessmentMethod) -> bool:
    """Say whether an author states in a word of the vocabulary that somebody watches every attempt."""
    return conditions_of(method) in _WATCHED


def code_of(text: str) -> str:
    """Return the code whose words a text is, in whichever of our languages; any other text as it is."""
    return _codes_by_words().get(_normal(text), text)


def is_code(text: str) -> bool:
    """Say whether a stored text is a code, which is read in every language and never translated by hand."""
    return _normal(text) in _WORDS


def say_stated(text: str) -> str:
    """Return what an author states, for people: a code in words, and their own words as they wrote them."""
    words = _WORDS.get(_normal(text))
    return text if words is None else str(words)


@cache
def _codes_by_words() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {_normal(str(words)): code for code, words in _WORDS.items()}
    return MappingProxyType(known)


def _normal(text: str) -> str:
    return " ".join(text.replace("_", "-").replace("’", "'").lower().strip(" .").split())
