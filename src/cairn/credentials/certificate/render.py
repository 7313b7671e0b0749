# SPDX-License-Identifier: Apache-2.0
"""The page, with the signed credential attached as its source. Source: ISO 19005-3 §6.8, ISO 14289-1."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Final

from django.utils import translation

from cairn.achievements.drawing import draw_badge_document
from cairn.credentials.certificate.facts import CertificateFacts, describe
from cairn.foundation.qr import draw_qr
from cairn.foundation.typesetting import typeset_pdf

_JSON_LD: Final = "application/vc+ld+json"


def render_certificate(
    facts: CertificateFacts, *, attachment: bytes, verify_url: str, media_type: str = _JSON_LD
) -> bytes:
    """Return a certificate as PDF, dated by the day of the award; `attachment` is the signed credential as it stands.

    Raises UnicodeDecodeError where the credential is not UTF-8, ValueError where the address does not fit a QR code.
    """
    with translation.override(facts.language):
        words = describe(facts, verify_url=verify_url, media_type=media_type)
        badge = draw_badge_document(facts.badge).decode()
    inputs = {
        "facts": json.dumps(words, ensure_ascii=False),
        "badge": badge,
        "qr": draw_qr(verify_url),
        "credential": attachment.decode("utf-8"),
    }
    return typeset_pdf(_template(), inputs, at=datetime.combine(facts.awarded_on, time(12), UTC))


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "certificate.typ").read_bytes()
