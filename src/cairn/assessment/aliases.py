# SPDX-License-Identifier: Apache-2.0
"""What assessors and learners are called before one another: a bird of some place, and a letter. Neither tells who.

The same work always has the same bird, and another work of the same learner another one. Birds that are also the names
of people (Robin, Martin, Jay), and those that anybody could take ill, are left out. Place and bird are two nouns, so
that every language can join them without making one agree with the other.
"""

from __future__ import annotations

import hashlib
from string import ascii_uppercase
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

# Translators: birds of the names of unknown learners, as in “Marsh Heron 47”; without an article.
BIRDS: Final[tuple[Promise, ...]] = (
    pgettext_lazy("bird", "Heron"),
    pgettext_lazy("bird", "Kestrel"),
    pgettext_lazy("bird", "Plover"),
    pgettext_lazy("bird", "Siskin"),
    pgettext_lazy("bird", "Finch"),
    pgettext_lazy("bird", "Lark"),
    pgettext_lazy("bird", "Swallow"),
    pgettext_lazy("bird", "Sparrow"),
    pgettext_lazy("bird", "Thrush"),
    pgettext_lazy("bird", "Starling"),
    pgettext_lazy("bird", "Nightingale"),
    pgettext_lazy("bird", "Woodpecker"),
    pgettext_lazy("bird", "Kingfisher"),
    pgettext_lazy("bird", "Hoopoe"),
    pgettext_lazy("bird", "Oriole"),
    pgettext_lazy("bird", "Warbler"),
    pgettext_lazy("bird", "Bunting"),
    pgettext_lazy("bird", "Partridge"),
    pgettext_lazy("bird", "Puffin"),
    pgettext_lazy("bird", "Pelican"),
    pgettext_lazy("bird", "Cormorant"),
    pgettext_lazy("bird", "Albatross"),
    pgettext_lazy("bird", "Curlew"),
    pgettext_lazy("bird", "Sandpiper"),
    pgettext_lazy("bird", "Snipe"),
    pgettext_lazy("bird", "Avocet"),
    pgettext_lazy("bird", "Lapwing"),
    pgettext_lazy("bird", "Bittern"),
    pgettext_lazy("bird", "Egret"),
    pgettext_lazy("bird", "Ibis"),
    pgettext_lazy("bird", "Stork"),
    pgettext_lazy("bird", "Swan"),
    pgettext_lazy("bird", "Teal"),
    pgettext_lazy("bird", "Tern"),
    pgettext_lazy("bird", "Grebe"),
    pgettext_lazy("bird", "Osprey"),
    pgettext_lazy("bird", "Falcon"),
    pgettext_lazy("bird", "Eagle"),
    pgettext_lazy("bird", "Flamingo"),
    pgettext_lazy("bird", "Hummingbird"),
    pgettext_lazy("bird", "Nuthatch"),
    pgettext_lazy("bird", "Goldfinch"),
    pgettext_lazy("bird", "Waxwing"),
    pgettext_lazy("bird", "Dipper"),
    pgettext_lazy("bird", "Wagtail"),
    pgettext_lazy("bird", "Skylark"),
)
# Translators: where the bird lives, as it stands beside its name: “Marsh Heron 47”, “Garza del pantano 47”.
PLACES: Final[tuple[Promise, ...]] = (
    pgettext_lazy("place of a bird", "Marsh"),
    pgettext_lazy("place of a bird", "Lake"),
    pgettext_lazy("place of a bird", "River"),
    pgettext_lazy("place of a bird", "Meadow"),
    pgettext_lazy("place of a bird", "Harbor"),
    pgettext_lazy("place of a bird", "Island"),
    pgettext_lazy("place of a bird", "Forest"),
    pgettext_lazy("place of a bird", "Valley"),
    pgettext_lazy("place of a bird", "Hill"),
    pgettext_lazy("place of a bird", "Shore"),
    pgettext_lazy("place of a bird", "Delta"),
    pgettext_lazy("place of a bird", "Bay"),
    pgettext_lazy("place of a bird", "Field"),
    pgettext_lazy("place of a bird", "Garden"),
    pgettext_lazy("place of a bird", "Orchard"),
    pgettext_lazy("place of a bird", "Canyon"),
    pgettext_lazy("place of a bird", "Prairie"),
    pgettext_lazy("place of a bird", "Desert"),
    pgettext_lazy("place of a bird", "Mountain"),
    pgettext_lazy("place of a bird", "Cliff"),
    pgettext_lazy("place of a bird", "Stream"),
    pgettext_lazy("place of a bird", "Pond"),
    pgettext_lazy("place of a bird", "Moor"),
    pgettext_lazy("place of a bird", "Dune"),
    pgettext_lazy("place of a bird", "Coast"),
    pgettext_lazy("place of a bird", "Summit"),
    pgettext_lazy("place of a bird", "Glacier"),
    pgettext_lazy("place of a bird", "Lagoon"),
    pgettext_lazy("place of a bird", "Oasis"),
    pgettext_lazy("place of a bird", "Spring"),
    pgettext_lazy("place of a bird", "Fjord"),
    pgettext_lazy("place of a bird", "Reef"),
)
_LOWEST: Final = 10
_NUMBERS: Final = 90


def alias_of(submission_id: UUID) -> str:
    """Return what a submission's learner is called before assessors, in the reader's language: Marsh Heron 47.

    There are more than a hundred thousand of these, so that two alike in one queue are rare.
    """
    drawn = int.from_bytes(hashlib.sha256(submission_id.bytes).digest()[:8], "big")
    drawn, bird = divmod(drawn, len(BIRDS))
    drawn, place = divmod(drawn, len(PLACES))
    names = {"place": PLACES[place], "bird": BIRDS[bird], "number": _LOWEST + drawn % _NUMBERS}
    return _("%(place)s %(bird)s %(number)s") % names


def assessor_alias(seat: int) -> str:
    """Return what an assessor is called before learners and other assessors, by seat from 1: Assessor A."""
    return _("Assessor %(letter)s") % {"letter": _letters(seat)}


def _letters(seat: int) -> str:
    """Return A to Z, then AA and so on."""
    rest, last = divmod(seat - 1, len(ascii_uppercase))
    return (_letters(rest) if rest else "") + ascii_uppercase[last]
