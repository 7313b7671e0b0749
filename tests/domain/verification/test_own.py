# SPDX-License-Identifier: Apache-2.0
"""Credentials of this server, checked as everybody's are, with what our own model adds in words."""

from __future__ import annotations

from datetime import timedelta
from typing import NoReturn

import pytest
from django.utils import translation

from cairn.achievements.definition import Translation
from cairn.achievements.kinds import Kind
from cairn.credentials.services.changes import revoke, suspend
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.errors import ResourceUnavailable
from cairn.standards.verify import Verdict
from cairn.verification.doors import through
from cairn.verification.services import Checked, check_credential
from cairn.verification.verdicts import Standing
from tests.factories.achievements import make_attendance, make_definition
from tests.factories.wallet import Held, make_held

pytestmark = pytest.mark.django_db

QUESTIONS = ["What does it prove?", "How was it tested?", "Who says so?", "Is it still valid?"]


def nobody(url: str) -> NoReturn:
    """A network in which nobody answers."""
    raise ResourceUnavailable(url, f"{url} was asked for.", code="fetch_failed")


def check(held: Held, *, show_holder: bool = True) -> Checked:
    """Check a credential of ours without any network."""
    with through(nobody):
        return check_credential(bytes(held.credential.document), show_holder=show_holder)


def _lines(checked: Checked, question: int) -> dict[str, str]:
    return {line.label: line.value for line in checked.answers.four[question].facts}


def test_our_own_credential_verifies_without_the_network() -> None:
    checked = check(make_held(name="Ada Example"))
    answers = checked.answers
    assert (checked.report.verdict, answers.standing) == (Verdict.VERIFIED, Standing.GOOD)
    assert answers.headline == "Ada Example can do this: Retrieval practice"
    assert [answer.question for answer in answers.four] == QUESTIONS
    assert answers.four[0].points[1] == "Explain which tasks worked and for which students"
    assert _lines(checked, 0)["Held by"] == "Ada Example"
    assert answers.four[3].sentences[0].endswith("It has not been revoked or suspended.")


def test_what_was_tested_says_what_is_not_disclosed() -> None:
    lines = _lines(check(make_held()), 1)
    assert (lines["Do raters agree?"], lines["Supervision"]) == ("", "unsupervised")


def test_being_there_is_never_told_as_a_test() -> None:
    checked = check(make_held(name="Ada Example", definition=make_attendance()))
    assert checked.answers.headline == "Ada Example took part in Family literacy night"
    assert checked.answers.four[1].sentences == (
        "Nothing was tested. It says that somebody was there, or was thanked.",
    )
    assert checked.answers.four[1].facts == ()
    assert checked.answers.kind is Kind.PARTICIPATION


def test_somebody_who_was_not_asked_in_learns_nothing_of_the_holder() -> None:
    checked = check(make_held(name="Ada Example"), show_holder=False)
    assert checked.answers.headline == "A genuine credential: Retrieval practice"
    assert "Ada" not in repr(checked.answers.four)
    assert "Held by" not in _lines(checked, 0)


def test_what_the_author_has_translated_is_told_in_the_readers_language() -> None:
    spanish = Translation(language="es", texts=(("name", "Práctica de recuerdo"),))
    held = make_held(name="Ada Example", definition=make_definition(translations=(spanish,)))
    with translation.override("es"):
        assert check(held).answers.facts.title == "Práctica de recuerdo"
    with translation.override("ar"):
        assert check(held).answers.facts.title == "Retrieval practice"


def test_a_revoked_credential_is_genuine_and_says_why() -> None:
    held = make_held()
    revoke(held.award, reason="Awarded to the wrong class.", acting=SYSTEM)
    checked = check(held)
    assert (checked.report.verdict, checked.answers.standing) == (Verdict.NOT_VERIFIED, Standing.ENDED)
    assert checked.answers.headline == "The issuer has taken this credential back"
    assert checked.answers.four[3].sentences == ("No. The issuer has revoked it.",)
    assert _lines(checked, 3)["Reason given"] == "Awarded to the wrong class."
    assert [sentence.replace("\u2068", "").replace("\u2069", "") for sentence in checked.answers.can_say] == [
        "The issuer gave this reason: Awarded to the wrong class."
    ]


def test_a_suspended_credential_is_told_as_on_hold() -> None:
    held = make_held()
    suspend(held.award, reason="We look into it.", acting=SYSTEM)
    assert check(held).answers.headline == "The issuer has put this credential on hold"


def test_what_has_run_out_is_told_as_such_and_what_ends_soon_is_noted() -> None:
    held = make_held()
    assert held.award.valid_until is not None
    with clock.at(held.award.valid_until - timedelta(days=5)):
        soon = check(held)
    with clock.at(held.award.valid_until + timedelta(days=1)):
        checked = check(held)
    assert checked.answers.headline == "This credential has run out"
    assert soon.report.verdict is Verdict.VERIFIED_WITH_NOTES
    assert soon.answers.headline == "Genuine. One thing is worth knowing"
    assert [str(note.title) for note in soon.answers.notes] == ["It ends within 30 days"]


def test_a_changed_copy_gets_no_answers_because_its_words_are_nobodys() -> None:
    document = parse_json_object(bytes(make_held(name="Ada Example").credential.document))
    document["credentialSubject"]["achievement"]["name"] = "Brain surgery"
    with through(nobody):
        checked = check_credential(dump_json(document))
    answers = checked.answers
    assert (checked.report.verdict, answers.standing) == (Verdict.NOT_VERIFIED, Standing.ALTERED)
    assert answers.headline == "This file is not what was signed"
    assert (answers.four, answers.facts.own) == ((), None)
    assert len(answers.steps) == 3
    assert "Brain surgery" in answers.can_say[0]
    assert answers.can_say[1].startswith("Prairie College did award a credential with this number on ")
    assert answers.can_say[1].endswith("and that one still holds.")
