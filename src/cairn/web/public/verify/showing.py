# SPDX-License-Identifier: Apache-2.0
"""A checked document as its page shows it."""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cairn.achievements.art import badge_svg
from cairn.foundation import clock
from cairn.standards.verify import Check, Outcome, Verdict, VerificationReport
from cairn.verification.answers import Answers
from cairn.verification.services import Checked
from cairn.verification.texts import line
from cairn.verification.verdicts import Standing
from cairn.web.components.marks import VERDICTS, Tone, VerdictLook, Words

_NAMES: Final[dict[str, Words]] = {
    "format": _("Format"),
    "contexts": _("Words"),
    "structure": _("Shape"),
    "schema": _("Schema"),
    "proof": _("Signature"),
    "issuer": _("Issuer"),
    "status": _("Status"),
    "validity": _("Dates"),
    "recipient": _("Recipient"),
    "reliability": _("Reliability Report"),
    "contents": _("Contents"),
    "source": _("Source"),
    "badge": _("Badge"),
    "scope": _("Scope"),
    "revocation": _("Status"),
}
_TONES: Final[dict[Outcome, tuple[Tone, Words]]] = {
    Outcome.PASSED: (Tone.GOOD, _("Passed")),
    Outcome.NOTED: (Tone.NOTE, _("Worth knowing")),
    Outcome.FAILED: (Tone.BAD, _("Failed")),
    Outcome.NOT_RUN: (Tone.OPEN, _("Not run")),
}
_LARGEST_REPORT: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One technical check: its mark and word, its name, its sentence (which is English) and the standard behind it."""

    tone: Tone
    outcome: Words
    name: Words
    message: str
    spec: str


@dataclass(frozen=True, slots=True)
class Inside:
    """A credential inside another document: its title and how it ended."""

    title: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of one check shows."""

    verdict: Verdict
    look: VerdictLook
    words: str
    answers: Answers
    checks: tuple[CheckLine, ...]
    tally: str
    inside: tuple[Inside, ...]
    badge: SafeString | None
    checked_at: datetime
    name: str
    report_href: str

    @property
    def has_failed(self) -> bool:
        """Whether a check failed, so that the technical part is open."""
        return self.verdict is Verdict.NOT_VERIFIED

    @property
    def is_told(self) -> bool:
        """Whether the four answers stand on the page."""
        return bool(self.answers.four)

    @property
    def may_be_tried_again(self) -> bool:
        """Whether the same check may end otherwise later."""
        return self.answers.standing is Standing.OPEN


def show(checked: Checked, *, with_report: bool = True) -> Shown:
    """Prepare a checked document for its page. Without the report nothing of the document can be downloaded there."""
    report, answers = checked.report, checked.answers
    look = VERDICTS[report.verdict]
    return Shown(
        verdict=report.verdict,
        look=look,
        words=_words(report, look),
        answers=answers,
        checks=tuple(_line(check) for check in report.checks),
        tally=_tally(report),
        inside=tuple(Inside(line(each.credential.get("title")), each.verdict) for each in report.contents),
        badge=_badge(answers),
        checked_at=clock.now(),
        name=line(checked.name),
        report_href=_report_href([checked]) if with_report else "",
    )


def report_document(checked: Sequence[Checked]) -> dict[str, object]:
    """Return reports in the form that the command line documents."""
    counts = Counter(str(each.report.verdict) for each in checked)
    return {
        "results": [{"source": each.name or "upload", **each.report.to_json()} for each in checked],
        "summary": {"total": len(checked), **{str(verdict): counts[str(verdict)] for verdict in Verdict}},
    }


def _report_href(checked: Sequence[Checked]) -> str:
    """Return the report as an address that is its own content: nothing is stored that a link could lead to."""
    data = json.dumps(report_document(checked), ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    return f"data:application/json;base64,{b64encode(data).decode()}" if len(data) <= _LARGEST_REPORT else ""


def _words(report: VerificationReport, look: VerdictLook) -> str:
    noted = sum(check.outcome is Outcome.NOTED for check in report.checks)
    if report.verdict is not Verdict.VERIFIED_WITH_NOTES:
        return str(look.words)
    return ngettext("Verified, with one note", "Verified, with %(count)s notes", noted) % {"count": noted}


def _tally(report: VerificationReport) -> str:
    """Count the checks that were run."""
    run = [check for check in report.checks if check.outcome is not Outcome.NOT_RUN]
    passed = sum(check.outcome is not Outcome.FAILED for check in run)
    return gettext("%(passed)s of %(run)s passed") % {"passed": passed, "run": len(run)}


def _line(check: Check) -> CheckLine:
    tone, outcome = _TONES[check.outcome]
    return CheckLine(tone, outcome, _NAMES.get(check.name, check.name), line(check.message, 600), check.spec)


def _badge(answers: Answers) -> SafeString | None:
    """Draw the badge of a credential of ours; a picture of anybody else is never shown."""
    own = answers.facts.own
    if own is None:
        return None
    label = gettext("Badge: %(title)s. %(kind)s.") % {"title": answers.facts.title, "kind": own.definition.kind.word}
    return badge_svg(own.award.version, language=get_language() or "en", label=label)
