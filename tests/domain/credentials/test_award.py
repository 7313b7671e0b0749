# SPDX-License-Identifier: Apache-2.0
"""One award: reserved, signed, published, and never twice."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.db import connection

from cairn.credentials.models import AchievementCredential, Award, AwardReason, AwardState, StatusList
from cairn.credentials.services import RecipientFacts, award, issue_award, resume_reserved
from cairn.credentials.services.places import take_places
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied
from cairn.foundation.models import AuditEntry, OutboxEvent, OutgoingMail
from cairn.foundation.scopes import everything, organization_scope
from cairn.organizations.models import SigningKey
from cairn.standards.codecs import parse_json_object
from cairn.standards.openbadges.identity import salted_hash
from cairn.standards.openbadges.schema import schema_for, validate
from tests.domain.credentials.checking import judge
from tests.factories.credentials import School, make_award, make_school, reload
from tests.factories.people import make_person

ADA = RecipientFacts(name="Ada Example", email="ada@example.org", result="87.5", narrative="Six tasks")


def count_everything() -> tuple[int, int, int]:
    """Count awards, credentials and the places that are taken."""
    with everything("a test counts"):
        taken = sum(StatusList.objects.values_list("used", flat=True))
        return Award.objects.count(), AchievementCredential.objects.count(), taken


def test_an_award_is_signed_and_verifies_and_follows_the_schema(school: School) -> None:
    row = make_award(school.version, acting=school.acting)
    report = judge(row.credential.document)
    assert report.verdict.value == "verified"
    document = parse_json_object(bytes(row.credential.document))
    schema = schema_for(document)
    assert schema is not None
    assert validate(document, schema) == ()


def test_what_it_says(school: School) -> None:
    row = award(school.version, ADA, acting=school.acting, reason=AwardReason.DIRECT)
    issue_award(row, acting=SYSTEM)
    document = parse_json_object(bytes(reload(row).credential.document))
    email, name = document["credentialSubject"]["identifier"]
    assert document["id"] == f"http://localhost:8000/credentials/{row.pk}"
    assert document["issuer"]["id"] == "did:web:localhost%3A8000:issuers:hillside"
    assert email["identityHash"] == salted_hash("ada@example.org", email["salt"])
    assert len(email["salt"]) == 32
    assert name["identityHash"] == "Ada Example"
    assert [result["value"] for result in document["credentialSubject"]["result"]] == ["87.5"]
    assert [piece["narrative"] for piece in document["evidence"]] == ["Six tasks"]
    assert row.valid_until is not None
    assert document["validUntil"][:10] == row.valid_until.date().isoformat()


def test_it_ends_on_the_same_day_of_the_month(school: School) -> None:
    with clock.at(datetime(2028, 2, 29, 10, tzinfo=UTC)):
        row = make_award(school.version, is_signed=False)
    assert row.valid_until == datetime(2031, 2, 28, 10, tzinfo=UTC)


def test_an_award_is_issued_once_however_often_it_is_asked_for(school: School) -> None:
    row = make_award(school.version)
    before = bytes(row.credential.document)
    issue_award(row, acting=SYSTEM)
    assert bytes(reload(row).credential.document) == before
    assert OutgoingMail.objects.count() == 1
    assert OutboxEvent.objects.filter(name="credentials.issued").count() == 1


def test_what_was_signed_is_what_was_reserved(school: School) -> None:
    row = make_award(school.version)
    signed = parse_json_object(bytes(row.credential.document))
    del signed["proof"]
    assert signed == parse_json_object(bytes(row.credential.unsigned))


RESERVING = "cairn.credentials.services.reserving"
ISSUING = "cairn.credentials.services.issuing"


@pytest.mark.parametrize("step", [f"{RESERVING}.take_places", f"{RESERVING}.audit.record_all"])
def test_a_crash_while_reserving_leaves_nothing(school: School, step: str) -> None:
    with mock.patch(step, side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        award(school.version, ADA, acting=school.acting, reason=AwardReason.DIRECT)
    assert count_everything() == (0, 0, 0)
    make_award(school.version)
    assert count_everything() == (1, 1, 1)


@pytest.mark.parametrize("step", ["sign_all", "emit_all", "audit.record_all", "tell_awarded", "lock_credentials"])
def test_a_crash_while_issuing_is_completed_once(school: School, step: str) -> None:
    row = make_award(school.version, is_signed=False)
    with mock.patch(f"{ISSUING}.{step}", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        issue_award(row, acting=SYSTEM)
    left = reload(row)
    assert (left.state, bytes(left.credential.document), OutgoingMail.objects.count()) == (AwardState.RESERVED, b"", 0)
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert resume_reserved() == 1
    again = reload(row)
    assert (again.state, again.credential.status_index) == (AwardState.ISSUED, left.credential.status_index)
    assert count_everything() == (1, 1, 1)
    assert OutgoingMail.objects.count() == 1


def test_without_a_key_an_award_waits_and_says_why(school: School) -> None:
    with organization_scope(school.organization.pk):
        SigningKey.objects.update(state="retired")
    row = make_award(school.version, is_signed=False)
    with pytest.raises(Conflict) as refused:
        issue_award(row, acting=SYSTEM)
    assert refused.value.code == "no_signing_key"
    assert (reload(row).state, reload(row).problem) == (AwardState.RESERVED, refused.value.detail)


def test_what_the_lint_refuses_is_never_signed(school: School) -> None:
    row = make_award(school.version, is_signed=False)
    with organization_scope(school.organization.pk):
        bad = bytes(row.credential.unsigned).replace(b'"OpenBadgeCredential"', b'"UnknownWord"')
        AchievementCredential.objects.filter(pk=row.pk).update(unsigned=bad)
    with pytest.raises(Conflict) as refused:
        issue_award(row, acting=SYSTEM)
    assert refused.value.code == "refused_by_lint"
    stopped = reload(row)
    assert (stopped.state, bytes(stopped.credential.document)) == (AwardState.STOPPED, b"")


def test_whoever_may_not_issue_changes_nothing(school: School) -> None:
    with pytest.raises(PermissionDenied):
        award(school.version, ADA, acting=school.assessor.as_actor(), reason=AwardReason.DIRECT)
    assert count_everything() == (0, 0, 0)
    assert not AuditEntry._base_manager.filter(action__startswith="award").exists()


def test_nobody_is_awarded_the_same_twice(school: School) -> None:
    make_award(school.version)
    with pytest.raises(Conflict) as refused:
        make_award(school.version, email="ADA@example.org")
    assert refused.value.code == "already_holds"
    assert count_everything() == (1, 1, 1)


def test_a_learners_link_must_not_stand_for_the_issuer(school: School) -> None:
    url = f"http://localhost:8000/achievements/{school.version.achievement_id}?version=1"
    with pytest.raises(Invalid) as refused:
        make_award(school.version, evidence_url=url)
    assert (refused.value.code, refused.value.field) == ("taken", "evidence_url")


def test_a_full_list_is_followed_by_another(school: School) -> None:
    make_award(school.version)
    with organization_scope(school.organization.pk):
        size = StatusList.objects.get().size
        StatusList.objects.update(used=size - 1)
        places = take_places(school.organization.pk, 3)
        assert [row.used for row in StatusList.objects.order_by("number")] == [size, 2]
    assert [place.status_list.number for place in places] == [1, 2, 2]
    assert size == 131_072


def test_places_are_handed_out_once_and_in_no_order(school: School) -> None:
    with organization_scope(school.organization.pk):
        indexes = [place.index for place in take_places(school.organization.pk, 500)]
    assert len(set(indexes)) == 500
    assert indexes != sorted(indexes)


def test_whoever_comes_second_to_a_submission_gets_the_first_award(school: School) -> None:
    submission, person = uuid4(), make_person()
    facts = RecipientFacts.of_person(person.pk)
    decide = partial(award, school.version, facts, acting=SYSTEM, reason=AwardReason.DECISION, submission_id=submission)
    first = decide()
    # The second one looked before the first one had stored anything.
    looks = mock.Mock(side_effect=[None, first])
    with mock.patch("cairn.credentials.services.awarding.find_for_submission", looks):
        second = decide()
    assert second.pk == first.pk
    assert count_everything() == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_threads_award_a_submission_once() -> None:
    if "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that two threads can write to: a file or PostgreSQL")
    school, person = make_school(), make_person()
    submission = uuid4()
    found: list[UUID] = []

    def work() -> None:
        facts = RecipientFacts.of_person(person.pk)
        try:
            row = award(school.version, facts, acting=SYSTEM, reason=AwardReason.DECISION, submission_id=submission)
            found.append(row.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1
    assert count_everything() == (1, 1, 1)
