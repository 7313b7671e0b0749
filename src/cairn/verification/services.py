# SPDX-License-Identifier: Apache-2.0
"""The doors through which anything is checked. Nothing that is brought is stored, and nobody is told that it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cairn.standards.verify import Verdict, VerificationReport, VerificationTools, verify, worst
from cairn.standards.verify.case import CheckName
from cairn.verification.answers import Answers, answer
from cairn.verification.doors import open_documents, policy
from cairn.verification.sources import Source, read_sources

_FORMAT = CheckName("format", "RFC 9110 §15; PKWARE APPNOTE 6.3")


@dataclass(frozen=True, slots=True)
class Checked:
    """One document that was checked: where it came from, the report, and the report in words."""

    report: VerificationReport
    answers: Answers
    name: str = ""


def check_credential(data: bytes, *, at: datetime | None = None, show_holder: bool = True) -> Checked:
    """Check one document: JSON, a token, or an image or PDF that carries either. Never raises for what is in it."""
    return _check(Source(data=data), open_documents().tools(), at, show_holder=show_holder)


def check_anything(data: bytes, *, at: datetime | None = None) -> list[Checked]:
    """Check whatever somebody brings: also an address, a picture of a square code, or an archive of up to 50 files."""
    documents = open_documents()
    tools = documents.tools()
    return [_check(source, tools, at) for source in read_sources(data, documents.fetch_once)]


def worst_of(checked: list[Checked]) -> Verdict:
    """Return the gravest verdict of several."""
    return worst(each.report.verdict for each in checked)


def _check(source: Source, tools: VerificationTools, at: datetime | None, *, show_holder: bool = True) -> Checked:
    report = _judge(source, tools, at)
    return Checked(report, answer(report, source.data, show_holder=show_holder), source.name)


def _judge(source: Source, tools: VerificationTools, at: datetime | None) -> VerificationReport:
    if source.error is not None:
        return VerificationReport((_FORMAT.failed(source.error.code, source.error.detail, path=source.error.path),))
    if source.unavailable is not None:
        return VerificationReport((_FORMAT.undetermined(source.unavailable.code, source.unavailable.detail),))
    return verify(source.data, policy(at), tools)
