# SPDX-License-Identifier: Apache-2.0
"""What stands on a certificate, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext, gettext_lazy, ngettext

from cairn.achievements.drawing import BadgeDesign, draw_kind_glyph, visible
from cairn.achievements.kinds import Kind

MOST_OUTCOMES: Final = 12
LONGEST_TEXT: Final = 400
ROOM_FOR_OUTCOMES: Final = 1_800
LONGEST_NAME: Final = 160

_UNBROKEN: Final = re.compile(r"\S{24}(?=\S)")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_TARN: Final = "#0e4a56"
# How long a name may be before it is set smaller, and how small.
_SIZES: Final = ((32, 1.0), (60, 0.82), (LONGEST_NAME + 1, 0.66))

_MEANINGS: Final[dict[Kind, str | Promise]] = {
    Kind.PARTICIPATION: gettext_lazy("Was there. Nothing was tested."),
    Kind.RECOGNITION: gettext_lazy("Was thanked or honored. Nothing was tested."),
    Kind.KNOWLEDGE: gettext_lazy("Passed a test of knowledge."),
    Kind.APPLICATION: gettext_lazy("Did the work, and assessors judged it by a rubric."),
    Kind.CERTIFICATION: gettext_lazy("Met a set standard, watched, for a set time."),
}


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says. All texts are in `language`; `tested` is a sentence, empty where it is not disclosed."""

    badge: BadgeDesign
    holder: str
    issuer: str
    awarded_on: date
    valid_until: date | None = None
    outcomes: tuple[str, ...] = ()
    tested: str = ""
    issuer_note: str = ""
    language: str = "en"
    paper: Literal["us-letter", "a4"] = "us-letter"


def describe(facts: CertificateFacts, *, verify_url: str, media_type: str) -> dict[str, Any]:
    """Return the words of the page as its template reads them; the language must be active."""
    kind, title = facts.badge.kind, _name(facts.badge.title)
    holder = _name(facts.holder)
    return {
        "document_title": gettext("%(title)s, %(holder)s") % {"title": title, "holder": holder},
        "description": gettext("A certificate of %(issuer)s.") % {"issuer": _name(facts.issuer)},
        "issuer": _name(facts.issuer),
        "language": facts.language.partition("-")[0],
        "rtl": bool(get_language_info(facts.language)["bidi"]),
        "paper": facts.paper,
        "media_type": media_type,
        "glyph": _standing_alone(draw_kind_glyph(kind)),
        "kind_word": facts.badge.kind_word,
        "kind_sentence": str(_MEANINGS[kind]),
        "holder": holder,
        "holder_size": _size(holder),
        "title": title,
        "title_size": _size(title),
        "badge_alt": gettext("Badge: %(title)s. %(kind)s.") % {"title": title, "kind": facts.badge.kind_word},
        "proves": gettext("What does it prove?") if kind.is_tested else gettext("What was it about?"),
        "outcomes": _outcomes(facts.outcomes[:MOST_OUTCOMES]),
        "more": _more(len(facts.outcomes) - MOST_OUTCOMES),
        "answers": list(_answers(facts)),
        "check": gettext("Check it today"),
        "check_how": gettext(
            "Paper can be out of date, and it can be copied. Scan the code or open the link: it shows what was signed, "
            "and whether it still holds."
        ),
        "url": verify_url,
        "url_shown": _broken(verify_url),
        "qr_alt": gettext("QR code that opens %(url)s") % {"url": verify_url},
        "attached": gettext("The signed credential is attached to this file as credential.json."),
    }


def _answers(facts: CertificateFacts) -> Iterator[dict[str, Any]]:
    """Yield the questions that a stranger asks, always in the same order, each with its lines; a blank says so."""
    tested = _text(facts.tested)
    if facts.badge.kind.is_tested:
        yield _answer(gettext("How was it tested?"), plain=tested or gettext("Not disclosed"))
    else:
        yield _answer(gettext("How was it tested?"), strong=gettext("Nothing was tested."), quiet=tested)
    yield _answer(gettext("Who says so?"), strong=_name(facts.issuer), quiet=_text(facts.issuer_note))
    yield _validity(facts)


def _answer(question: str, *, strong: str = "", plain: str = "", quiet: str = "") -> dict[str, Any]:
    lines = {"strong": strong, "plain": plain, "quiet": quiet}
    return {"question": question, **{weight: [words] if words else [] for weight, words in lines.items()}}


def _outcomes(shown: tuple[str, ...]) -> list[str]:
    """Return the outcomes, each cut where all together would leave the page."""
    most = min(LONGEST_TEXT, ROOM_FOR_OUTCOMES // max(len(shown), 1))
    return [_broken(_shortened(outcome, most)) for outcome in shown]


def _validity(facts: CertificateFacts) -> dict[str, Any]:
    awarded = gettext("Awarded on %(date)s.") % {"date": date_format(facts.awarded_on, "DATE_FORMAT")}
    until = gettext("No end date.")
    if facts.valid_until is not None:
        date_of_end = date_format(facts.valid_until, "DATE_FORMAT")
        until = gettext("Until %(date)s, unless it is revoked.") % {"date": date_of_end}
    return _answer(gettext("Is it still valid?"), strong=until, quiet=awarded)


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext(
        "and %(count)s more, which stands in the attached credential",
        "and %(count)s more, which stand in the attached credential",
        count,
    ) % {"count": count}


def _name(text: str) -> str:
    return _broken(_shortened(text, LONGEST_NAME))


def _text(text: str) -> str:
    return _broken(_shortened(text, LONGEST_TEXT))


def _shortened(text: str, most: int) -> str:
    """Return the text on one line, without what PDF/A forbids, and cut with a sign where it would fill the page."""
    clean = " ".join(_PRIVATE.sub("", visible(text)).split())
    return clean if len(clean) <= most else clean[: most - 1].rstrip() + "…"


def _broken(text: str) -> str:
    """Let very long words end at the edge of the page: after every 24 letters they may be broken."""
    return _UNBROKEN.sub("\\g<0>\u200b", text)


def _size(text: str) -> float:
    return next(size for most, size in _SIZES if len(text) <= most or size == _SIZES[-1][1])


def _standing_alone(fragment: str) -> str:
    return fragment.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace("currentColor", _TARN)
