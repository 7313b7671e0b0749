# SPDX-License-Identifier: Apache-2.0
"""Letters that invite people to apply."""

from __future__ import annotations

import pytest

from cairn.assessment import services
from cairn.foundation.errors import Invalid, PermissionDenied
from cairn.foundation.models import OutgoingMail
from cairn.foundation.scopes import organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.people import member


def test_each_address_gets_one_letter_with_the_link(school: School) -> None:
    adviser = member(school.organization, "adviser", name="Del Adviser")
    before = OutgoingMail.objects.count()
    with organization_scope(school.organization.pk):
        sent = services.invite_to_apply(
            school.version,
            ["A@example.org", "b@example.org", "a@example.org", ""],
            acting=adviser.as_actor(),
            words="Hi!",
        )
    letters = OutgoingMail.objects.order_by("created_at")[before:]
    assert (sent, [letter.to for letter in letters]) == (2, ["a@example.org", "b@example.org"])
    assert letters[0].subject == "Earn “Retrieval practice”"
    assert letters[0].text.startswith("Hi!\n\nDel Adviser of ")
    assert f"/achievements/{school.version.achievement_id}\n" in letters[0].text


@pytest.mark.parametrize(
    ("emails", "code"),
    [
        ([], "no_addresses"),
        (["no address"], "bad_address"),
        (["a@example.org\nbcc: b@example.org"], "bad_address"),
        ([f"p{n}@example.org" for n in range(51)], "too_many_addresses"),
    ],
)
def test_a_list_that_is_wrong_sends_nothing(school: School, emails: list[str], code: str) -> None:
    adviser = member(school.organization, "adviser")
    before = OutgoingMail.objects.count()
    with organization_scope(school.organization.pk), pytest.raises(Invalid) as refused:
        services.invite_to_apply(
            school.version, ["ok@example.org", *emails] if emails else [], acting=adviser.as_actor()
        )
    assert refused.value.code == code
    assert OutgoingMail.objects.count() == before


def test_an_assessor_invites_nobody(school: School) -> None:
    before = OutgoingMail.objects.count()
    with organization_scope(school.organization.pk), pytest.raises(PermissionDenied):
        services.invite_to_apply(school.version, ["a@example.org"], acting=school.assessor.as_actor())
    assert OutgoingMail.objects.count() == before
