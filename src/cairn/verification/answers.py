# SPDX-License-Identifier: Apache-2.0
"""The four answers, always in the same order: What does it prove? How was it tested? Who says so? Is it still valid?

For a credential of ours they come from our own model; for others' only from the document, and they are marked as the
issuer's own words. Nothing here is markup: a page escapes all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from cairn.achievements.kinds import Kind
from cairn.foundation import clock
from cairn.standards.verify import Outcome, Verdict, VerificationReport
from cairn.verification.facts import CredentialFacts, OwnFacts, facts_of, find_own, stated_id
from cairn.verification.notes import Note, notes_of
from cairn.verification.tested import Line, say_tested, tested_lines
from cairn.verification.texts import day, isolate
from cairn.verification.verdicts import Standing, Telling, Words, standing_of, tell

_SAYS: Final[dict[Kind, Words]] = {
    Kind.PARTICIPATION: gettext_lazy("%(name)s took part in %(title)s"),
    Kind.RECOGNITION: gettext_lazy("%(name)s was recognized: %(title)s"),
    Kind.KNOWLEDGE: gettext_lazy("%(name)s knows: %(title)s"),
    Kind.APPLICATION: gettext_lazy("%(name)s can do this: %(title)s"),
    Kind.CERTIFICATION: gettext_lazy("%(name)s is certified: %(title)s"),
}

_ON_HOLD: Final = "suspended"
_HOLDS: Final = "valid"
_MEANS: Final[dict[Kind, Words]] = {
    Kind.PARTICIPATION: gettext_lazy("means that somebody was there. Nothing was tested."),
    Kind.RECOGNITION: gettext_lazy("means that somebody was thanked or honored. Nothing was tested."),
    Kind.KNOWLEDGE: gettext_lazy("means that a test of knowledge was passed."),
    Kind.APPLICATION: gettext_lazy("means that work was shown and judged. It is not a record of attendance."),
    Kind.CERTIFICATION: gettext_lazy("means that a set standard was met under supervision, for a set time."),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the four: sentences, then points, then facts. `is_quoted` marks texts that are the issuer's own words."""

    question: str
    sentences: tuple[str, ...]
    points: tuple[str, ...] = ()
    facts: tuple[Line, ...] = ()
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """What a page says about one checked document."""

    standing: Standing
    headline: str
    lede: str
    kind: Kind | None
    facts: CredentialFacts
    four: tuple[Answer, ...]
    notes: tuple[Note, ...] = ()
    can_say: tuple[str, ...] = ()
    steps: tuple[Words, ...] = ()

    @property
    def kind_means(self) -> Words:
        """What the kind of the credential says, after its word; nothing where the kind is not known."""
        return _MEANS[self.kind] if self.kind else ""


def answer(report: VerificationReport, data: bytes, *, show_holder: bool = True) -> Answers:
    """Put a report into words, in the active language. Without the holder, nobody is named.

    What was altered gets no four answers, because its words are nobody's.
    """
    known = facts_of(report, data, get_language() or "en")
    facts = known if show_holder else known.without_person()
    standing, notes = standing_of(report), notes_of(report)
    telling = _good(report, facts, len(notes)) if standing is Standing.GOOD else tell(report, _decided(report, facts))
    is_told = standing in (Standing.GOOD, Standing.ENDED) or (standing is Standing.OPEN and bool(facts.title))
    return Answers(
        standing=standing,
        headline=str(telling.headline),
        lede=str(telling.lede),
        kind=facts.kind,
        facts=facts,
        four=_four(report, facts) if is_told else (),
        notes=notes,
        can_say=tuple(_can_say(standing, facts, report)),
        steps=telling.steps,
    )


def _good(report: VerificationReport, facts: CredentialFacts, notes: int) -> Telling:
    if report.verdict is Verdict.VERIFIED:
        return Telling(_claim(facts), gettext("The signature is good, and the credential is valid today."))
    headline = ngettext("Genuine. One thing is worth knowing", "Genuine. %(count)s things are worth knowing", notes) % {
        "count": notes
    }
    return Telling(headline, _claim(facts) + ". " + gettext("The signature is good, and it is valid today."))


def _claim(facts: CredentialFacts) -> str:
    """Say in a sentence what the credential says of its holder."""
    words = {"name": isolate(facts.holder), "title": isolate(facts.title) or gettext("a credential without a name")}
    if not facts.holder:
        return gettext("A genuine credential: %(title)s") % words
    return str(_SAYS[facts.kind] if facts.kind else gettext("%(name)s holds this: %(title)s")) % words


def _four(report: VerificationReport, facts: CredentialFacts) -> tuple[Answer, ...]:
    return (
        _proves(facts),
        Answer(
            gettext("How was it tested?"), say_tested(facts), facts=tested_lines(facts), is_quoted=facts.own is None
        ),
        _says_so(facts, report),
        _valid(facts, report),
    )


def _proves(facts: CredentialFacts) -> Answer:
    sentences = [facts.description] if facts.description else []
    lines = [Line(gettext("Held by"), facts.holder)] if facts.holder else []
    return Answer(
        gettext("What does it prove?"),
        tuple(sentences) or (gettext("The credential does not say more than its name."),),
        facts.outcomes,
        (Line(gettext("Credential"), facts.title), *lines),
        is_quoted=facts.own is None and bool(facts.description),
    )


def _says_so(facts: CredentialFacts, report: VerificationReport) -> Answer:
    own = facts.own
    bound = report.find("issuer")
    if own is not None:
        sentence = gettext("%(issuer)s, which issues its credentials on this site.") % {"issuer": isolate(facts.who)}
        return Answer(gettext("Who says so?"), (sentence,), facts=tuple(_issuer_lines(facts, own)))
    if bound is not None and bound.outcome is Outcome.PASSED and facts.issuer_site:
        sentence = gettext("Whoever runs %(site)s signed it, under the name %(issuer)s.")
    elif bound is not None and bound.outcome is Outcome.NOTED:
        sentence = gettext("Somebody who uses the name %(issuer)s. No site or registry that we asked backs the name.")
    else:
        sentence = gettext("The credential names %(issuer)s. That could not be checked.")
    words = {"site": isolate(facts.issuer_site), "issuer": isolate(facts.who)}
    return Answer(gettext("Who says so?"), (sentence % words,), facts=tuple(_issuer_lines(facts, None)))


def _issuer_lines(facts: CredentialFacts, own: OwnFacts | None) -> Iterator[Line]:
    if facts.issuer_url:
        yield Line(gettext("Issuer’s page"), facts.who, facts.issuer_url)
    yield Line(gettext("Signs as"), facts.issuer_id, is_code=True)
    if own is not None and own.organization.assessment_promise:
        yield Line(gettext("Its promise"), own.organization.assessment_promise)
    if own is not None and own.organization.appeals:
        yield Line(gettext("Appeals"), own.organization.appeals)


def _valid(facts: CredentialFacts, report: VerificationReport) -> Answer:
    lines = [Line(gettext("Awarded"), day(facts.starts))] if facts.starts else []
    lines += [Line(gettext("Ends"), day(facts.ends) if facts.ends else gettext("No end date"))]
    if facts.own is not None:
        lines += list(_history(facts.own))
    return Answer(gettext("Is it still valid?"), (_still(facts, report),), facts=tuple(lines))


def _still(facts: CredentialFacts, report: VerificationReport) -> str:
    code = _decided(report, facts)
    ended = {
        "revoked": gettext("No. The issuer has revoked it."),
        "suspended": gettext("Not now. The issuer has suspended it."),
        "expired": gettext("No. It has run out."),
        "not_yet_valid": gettext("Not yet. Its time has not begun."),
    }
    if code in ended:
        return ended[code]
    if code:
        return gettext("That could not be determined today.")
    status = report.find("status")
    watched = status is not None and status.outcome is not Outcome.NOT_RUN
    until = gettext("Yes, until %(day)s.") % {"day": day(facts.ends)} if facts.ends else gettext("Yes. It has no end.")
    rest = (
        gettext("It has not been revoked or suspended.")
        if watched
        else gettext("Its issuer keeps no list of revoked credentials, so a revocation would not be seen.")
    )
    return f"{until} {rest}"


def _decided(report: VerificationReport, facts: CredentialFacts) -> str:
    """Return the code that decided. Of our own we know whether it may come back, which its list cannot say."""
    code = report.reason.code if report.reason else ""
    on_hold = facts.own is not None and facts.own.credential.state == _ON_HOLD
    return _ON_HOLD if code == "revoked" and on_hold else code


def _history(own: OwnFacts) -> Iterator[Line]:
    if own.credential.state_reason:
        yield Line(gettext("Reason given"), own.credential.state_reason)
    number = own.award.version.number
    if own.newest > number:
        words = gettext("Version %(number)s; the newest is %(newest)s") % {"number": number, "newest": own.newest}
        yield Line(gettext("Earned under"), words)


def _can_say(standing: Standing, facts: CredentialFacts, report: VerificationReport) -> Iterator[str]:
    if standing is Standing.OPEN:
        proof = report.find("proof")
        if proof is not None and proof.outcome is Outcome.PASSED:
            yield gettext("The signature holds: nothing was changed since it was signed.")
        yield gettext("Nothing that we checked speaks against it.")
    if standing is Standing.ALTERED and facts.title:
        yield gettext("The file claims to be “%(title)s”. Those are not words that the issuer signed.") % {
            "title": isolate(facts.title)
        }
    if standing is Standing.ENDED and facts.own is not None and facts.own.credential.state_reason:
        yield gettext("The issuer gave this reason: %(reason)s") % {
            "reason": isolate(facts.own.credential.state_reason)
        }
    original = find_own(stated_id(report), facts.issuer_id) if standing is Standing.ALTERED else None
    if original is not None:
        yield _say_original(original)


def _say_original(original: OwnFacts) -> str:
    """Say what became of the credential whose id an altered file bears; no more than its address tells anybody."""
    words = {"issuer": isolate(original.organization.name), "day": day(original.award.awarded_on)}
    ends = original.award.valid_until
    if original.credential.state == _HOLDS and (ends is None or clock.now() < ends):
        return (
            gettext("%(issuer)s did award a credential with this number on %(day)s, and that one still holds.") % words
        )
    return gettext("%(issuer)s did award a credential with this number on %(day)s. It no longer holds.") % words
