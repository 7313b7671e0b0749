# SPDX-License-Identifier: Apache-2.0
"""A Reliability Report as it is signed: the issuer's word on how far assessors of a rubric agree, with the figures.

It is an EndorsementCredential about the version of the achievement: the one kind of credential in Open Badges that
states something about an achievement and not about a learner. Source: Open Badges 3.0 §B.1.9 (EndorsementCredential).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cairn.achievements.mapping import id_of
from cairn.achievements.models import AchievementVersion
from cairn.assessment.selectors import ReliabilityStanding
from cairn.credentials.addresses import figures_url, report_url, rubric_url
from cairn.credentials.models import ReliabilityReport
from cairn.credentials.provenance import AgreementNote
from cairn.credentials.provenance.describing import JSON
from cairn.credentials.provenance.wording import say_agreement
from cairn.organizations.mapping import profile_document
from cairn.standards.datetimes import format_date_time
from cairn.standards.openbadges.compose import CONTEXTS
from cairn.standards.openbadges.provenance import RelatedResource
from cairn.standards.types import JsonObject


def compose_report(report: ReliabilityReport, standing: ReliabilityStanding) -> JsonObject:
    """Return a report as it is to be signed, in the language of its achievement."""
    version: AchievementVersion = report.version
    related = (
        RelatedResource(rubric_url(report.pk), report.rubric_digest, JSON),
        RelatedResource(figures_url(report.pk), report.figures_sha256, JSON),
    )
    with override(version.definition.language):
        return {
            "@context": list(CONTEXTS),
            "id": report_url(report.pk),
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": _title(version),
            "description": _("How far those who rate by the rubric of this achievement agree, on the day it begins."),
            "issuer": profile_document(version.organization),
            "validFrom": format_date_time(report.made_at),
            "credentialSubject": {
                "id": id_of(version),
                "type": ["EndorsementSubject"],
                "endorsementComment": " ".join(_sentences(standing)),
            },
            "relatedResource": [item.to_json() for item in related],
        }


def _title(version: AchievementVersion) -> str:
    words = {"title": version.definition.name, "number": version.number}
    return _("Reliability Report: %(title)s, version %(number)s") % words


def _sentences(standing: ReliabilityStanding) -> Iterator[str]:
    yield say_agreement(AgreementNote.of(standing))
    if standing.n_works and standing.n_raters:
        yield _counted(standing)
    if standing.n_brought_in:
        yield _brought_in(standing)
    if standing.first_at and standing.last_at:
        yield _("They were rated between %(first)s and %(last)s.") % {
            "first": _day(standing.first_at),
            "last": _day(standing.last_at),
        }
    yield _("The issuer asks for at least %(floor)s, over at least %(works)s works that two assessors rated apart.") % {
        "floor": number_format(str(standing.floor)),
        "works": number_format(standing.min_works),
    }


def _counted(standing: ReliabilityStanding) -> str:
    return ngettext(
        "%(count)s assessor rated the works.", "%(count)s assessors rated the works.", standing.n_raters
    ) % {"count": number_format(standing.n_raters)}


def _brought_in(standing: ReliabilityStanding) -> str:
    """Say how many of the works nobody but the issuer can vouch for."""
    return ngettext(
        "%(count)s of the works was rated before, elsewhere, and brought in by the issuer.",
        "%(count)s of the works were rated before, elsewhere, and brought in by the issuer.",
        standing.n_brought_in,
    ) % {"count": number_format(standing.n_brought_in)}


def _day(moment: datetime) -> str:
    return date_format(moment, "DATE_FORMAT")
