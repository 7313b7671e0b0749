# SPDX-License-Identifier: Apache-2.0
"""A credential as files to keep: the signed document as it stands, and pictures and paper that carry it.

For its holder, whoever holds a link to it, and whoever claimed it without an account.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cairn.achievements.art import badge_document, badge_png
from cairn.achievements.drawing import BadgeDesign
from cairn.achievements.translate import in_language
from cairn.credentials.addresses import credential_url
from cairn.credentials.certificate import CertificateFacts, render_certificate
from cairn.credentials.models import AchievementCredential
from cairn.foundation.errors import NotFound
from cairn.standards.openbadges.baking import bake
from cairn.verification.facts import own_facts
from cairn.verification.tested import say_results
from cairn.wallet.selectors import find_paper_link, link_url

_LETTER_COUNTRIES: Final = frozenset({"", "US", "CA", "MX", "PH", "CO", "CL", "VE"})


class Form(StrEnum):
    """The forms in which a credential can be downloaded; the value is the ending of the file's name."""

    JSON = "json"
    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Download:
    """A file: its name, media type and bytes."""

    name: str
    media_type: str
    data: bytes


def read_form(name: str) -> Form:
    """Return the form that an address names. Raises NotFound."""
    try:
        return Form(name)
    except ValueError:
        raise NotFound(_("There is no such file. Choose one on the page of the credential.")) from None


def download(credential: AchievementCredential, form: Form, *, language: str = "en") -> Download:
    """Return a credential in one of its forms; every one of them verifies again."""
    media_type, make = _FORMS[form]
    with translation.override(language):
        data = make(credential, language)
    return Download(f"{file_stem(credential)}.{form}", media_type, data)


def file_stem(credential: AchievementCredential) -> str:
    """Return the name of a file without its ending: the achievement's, in plain letters."""
    return slugify(credential.award.version.name)[:60] or "credential"


def as_json(credential: AchievementCredential, language: str = "en") -> bytes:
    """Return the signed document, byte for byte."""
    del language
    return bytes(credential.document)


def as_png(credential: AchievementCredential, language: str = "en") -> bytes:
    """Return the badge as PNG with the credential in it (Open Badges 3.0, Baked Badge)."""
    del language
    return bake(badge_png(credential.award.version), as_json(credential).decode())


def as_svg(credential: AchievementCredential, language: str = "en") -> bytes:
    """Return the badge as SVG with the credential in it (Open Badges 3.0, Baked Badge)."""
    del language
    return bake(badge_document(credential.award.version), as_json(credential).decode())


def as_pdf(credential: AchievementCredential, language: str = "en") -> bytes:
    """Return a certificate with the credential attached.

    Its square code leads to the holder's link for paper, where there is one, else to the credential's own address.
    """
    link = find_paper_link(credential.pk)
    address = link_url(link) if link else credential_url(credential.pk)
    return render_certificate(_certificate(credential, language), attachment=as_json(credential), verify_url=address)


def _certificate(credential: AchievementCredential, language: str) -> CertificateFacts:
    award, organization = credential.award, credential.organization
    own = own_facts(credential)
    definition = in_language(own.definition, language)
    return CertificateFacts(
        badge=BadgeDesign(own.definition.name, definition.kind, definition.hue, shown=definition.name),
        holder=award.recipient_name,
        issuer=organization.name,
        awarded_on=timezone.localdate(award.awarded_on),
        valid_until=timezone.localdate(award.valid_until) if award.valid_until else None,
        outcomes=tuple(outcome.text for outcome in definition.outcomes),
        tested=say_results(own),
        issuer_note=organization.url,
        language=language if language in dict(settings.LANGUAGES) else "en",
        paper="us-letter" if organization.country in _LETTER_COUNTRIES else "a4",
    )


_FORMS: Final[dict[Form, tuple[str, Callable[[AchievementCredential, str], bytes]]]] = {
    Form.JSON: ("application/vc+ld+json", as_json),
    Form.PNG: ("image/png", as_png),
    Form.SVG: ("image/svg+xml", as_svg),
    Form.PDF: ("application/pdf", as_pdf),
}
