# SPDX-License-Identifier: Apache-2.0
"""Credentials in the wrong hands, and more of them than were earned."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client

from cairn.credentials.models import Award, AwardReason, AwardState
from cairn.credentials.selectors import list_for_person
from cairn.credentials.services import RecipientFacts, award, claim, issue_award, reissue, renew, suspend
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, NotFound
from cairn.foundation.models import AuditEntry, OutgoingMail
from cairn.foundation.scopes import everything
from tests.factories.assessment import make_decision, make_submitted
from tests.factories.credentials import School, make_award, make_school, reload
from tests.factories.people import make_person, sign_in


def _count() -> int:
    with everything("a test counts"):
        return Award.objects.count()


def _link(email: str) -> str:
    text = OutgoingMail.objects.filter(to=email).latest("created_at").text
    return text[text.index("/claim/") :].split()[0]


def test_a_corrected_address_takes_the_credential_from_whoever_had_it_by_mistake(school: School) -> None:
    """The wrong account kept the corrected credential, and the right person never heard of it."""
    mallory, ada = make_person("Mallory", "mallory@example.org"), make_person("Ada", "ada@example.org")
    wrong = make_award(school.version, name="Ada", email="mallory@example.org")
    assert wrong.person_id == mallory.pk
    right = reissue(wrong, reason="Wrong address", email="ada@example.org", acting=school.acting)
    issue_award(right, acting=SYSTEM)
    assert reload(right).person_id == ada.pk
    assert [row.pk for row in list_for_person(ada.pk)] == [right.pk]
    assert right.pk not in [row.pk for row in list_for_person(mallory.pk)]
    assert OutgoingMail.objects.filter(to="mallory@example.org", subject__contains="corrected").count() == 0


def test_a_corrected_address_of_nobody_waits_to_be_claimed(school: School) -> None:
    make_person("Mallory", "mallory@example.org")
    wrong = make_award(school.version, name="Ada", email="mallory@example.org")
    right = reissue(wrong, reason="Wrong address", email="new@example.org", acting=school.acting)
    issue_award(right, acting=SYSTEM)
    assert reload(right).person_id is None
    assert _link("new@example.org").startswith("/claim/")


def test_what_somebody_earned_stays_theirs_whatever_address_it_is_made_out_to(school: School) -> None:
    ada = make_person("Ada", "ada@example.org")
    submission = make_submitted(school.version, learner=ada)
    make_decision(submission, school.assessor)
    facts = RecipientFacts.of_person(ada.pk)
    earned = award(school.version, facts, acting=SYSTEM, reason=AwardReason.DECISION, submission_id=submission.pk)
    issue_award(earned, acting=SYSTEM)
    again = reissue(earned, reason="New address", email="ada.new@example.org", acting=school.acting)
    assert reload(again).person_id == ada.pk


def test_a_hold_is_not_shaken_off_by_a_renewal_or_a_correction(school: School) -> None:
    held = make_award(school.version)
    suspend(held, reason="Under review", acting=school.acting)
    for follow in (renew, reissue):
        with pytest.raises(Conflict) as refused:
            follow(held, reason="It ends soon", acting=school.acting)
        assert refused.value.code == "on_hold"
    assert _count() == 1


def test_the_link_of_a_message_opens_nothing_once_an_account_keeps_the_credential(
    client: Client, school: School
) -> None:
    """A forwarded message let everybody download a private credential for good."""
    row = make_award(school.version, name="Ada Example", email="ada@example.org")
    link = _link("ada@example.org")
    ada = make_person("Ada", "ada.b@example.org")
    claim(link.removeprefix("/claim/"), acting=ada.as_actor())
    for visitor in (client, sign_in(Client(), make_person("Mallory"))):
        page = visitor.get(link)
        assert page.status_code == 200
        assert b"Ada Example" not in page.content
        for form in ("json", "pdf", "png", "svg"):
            assert visitor.get(f"{link}/credential.{form}").status_code == 404
    owner = sign_in(Client(), ada)
    assert owner.get(f"{link}/credential.json").content == bytes(row.credential.document)
    assert b"Ada Example" in owner.get(link).content


def test_a_stranger_claims_nothing_that_an_account_keeps(school: School) -> None:
    make_award(school.version, email="ada@example.org")
    token = _link("ada@example.org").removeprefix("/claim/")
    claim(token, acting=make_person("Ada").as_actor())
    mallory = make_person("Mallory")
    with pytest.raises(NotFound) as refused:
        claim(token, acting=mallory.as_actor())
    assert refused.value.code == "no_such_claim"
    with everything("a test counts"):
        assert not AuditEntry.objects.filter(action__startswith="award.", actor_id=str(mallory.pk)).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_award_the_same_person_at_once_award_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the database of a test on SQLite has one connection; python -m tests.on_postgres runs this")
    school = make_school()
    facts = RecipientFacts(name="Ada", email="ada@example.org")
    ended = _at_once(*[lambda: award(school.version, facts, acting=SYSTEM, reason=AwardReason.DIRECT)] * 4)
    assert ended == ["already_holds", "already_holds", "already_holds", "done"]
    with everything("a test counts"):
        assert list(Award.objects.values_list("state", flat=True)) == [AwardState.ISSUED]


def _at_once(*deeds: Callable[[], object]) -> list[str]:
    """Run deeds in threads that start together, and return how each ended, sorted."""
    ready = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        try:
            ready.wait(10)
            deed()
        except Conflict as refused:
            return refused.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))
