# SPDX-License-Identifier: Apache-2.0
"""Another organization's things by their ids, where the address names one's own."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairn.credentials.models import Award, AwardBatch, CredentialState
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, DomainError, Invalid, PermissionDenied
from cairn.foundation.files.storage import store_bytes
from cairn.foundation.models import Job
from cairn.foundation.scopes import everything
from cairn.organizations.selectors import find_membership, get_member
from cairn.organizations.services import accept_invitation, change_roles, edit_profile, end_membership, invite
from tests.factories.credentials import School, make_award, make_school, reload
from tests.factories.people import make_member, make_organization, make_person, member, sign_in


@pytest.fixture
def ours(school: School, client: Client) -> Client:
    """The browser of somebody who may do everything in their own school."""
    return sign_in(client, member(school.organization, "owner", "issuer", "author", "assessor"))


def _count() -> tuple[int, int, int]:
    with everything("a test counts"):
        return Award.objects.count(), AwardBatch.objects.count(), Job.objects.count()


def test_a_hidden_field_awards_nothing_of_another_organization(ours: Client, school: School) -> None:
    theirs = make_school("theirs")
    given = {"version": str(theirs.version.pk), "name": "Ada", "email": "ada@example.org", "key": "k1"}
    before = _count()
    assert ours.post(f"/o/{school.organization.slug}/awards/new/", given).status_code == 400
    table = {"version": str(theirs.version.pk), "key": "k2", "file": SimpleUploadedFile("a.csv", b"email\na@b.org\n")}
    assert ours.post(f"/o/{school.organization.slug}/awards/tables/new/", table).status_code == 400
    assert _count() == before


@pytest.mark.parametrize("verb", ["revoke", "suspend", "renew", "reissue"])
def test_a_list_of_awards_reaches_into_no_other_organization(ours: Client, school: School, verb: str) -> None:
    theirs = make_award(make_school("theirs").version, email="theirs@example.org")
    before = _count()
    given = {"verb": verb, "award": [str(theirs.pk)], "reason": "Because", "key": "k3"}
    assert ours.post(f"/o/{school.organization.slug}/awards/change/", given).status_code == 400
    assert _count() == before
    assert reload(theirs).credential.state == CredentialState.VALID


def test_all_awards_are_all_of_ones_own(ours: Client, school: School) -> None:
    theirs = make_award(make_school("theirs").version, email="theirs@example.org")
    mine = make_award(school.version, email="ours@example.org")
    answer = ours.post(f"/o/{school.organization.slug}/awards/export/", {"all": "1"})
    archive = answer.getvalue()
    assert str(mine.pk).encode() in archive
    assert str(theirs.pk).encode() not in archive


def test_a_picture_of_somebody_else_does_not_become_a_logo(school: School) -> None:
    """A file of evidence, named by its id, was published as the logo of any organization."""
    learner = make_person()
    owner = member(school.organization, "owner").as_actor()
    for owner_id, organization_id in ((learner.pk, school.organization.pk), (None, make_organization("theirs").pk)):
        file = store_bytes(
            b"a", name="a.png", media_type="image/png", owner_id=owner_id, organization_id=organization_id, notes=[]
        )
        with pytest.raises(Invalid) as refused:
            edit_profile(school.organization, logo_id=file.pk, acting=owner)
        assert refused.value.code == "no_such_logo"
        school.organization.refresh_from_db()
        assert school.organization.logo_id is None


def test_nobody_makes_themselves_more_than_they_are(school: School) -> None:
    registrar = make_member(school.organization, "registrar")
    acting = registrar.person.as_actor()
    mine = get_member(school.organization, registrar.person_id)
    for roles in (["registrar", "owner"], ["registrar", "issuer"], ["assessor"], ["author", "registrar"]):
        with pytest.raises(PermissionDenied):
            change_roles(mine, roles, acting=acting)
        with pytest.raises(PermissionDenied):
            invite(school.organization, "mallory@example.org", roles, acting=acting)
    assert get_member(school.organization, registrar.person_id).roles == ["registrar"]


def test_an_id_that_is_none_stops_nothing(ours: Client, school: School) -> None:
    home = f"/o/{school.organization.slug}"
    for page in (
        "awards/?achievement=x&batch=%00",
        "awards/?page=-1&q=%00",
        "queue/?credential=x",
        "people?q=%00&page=x",
    ):
        assert ours.get(f"{home}/{page}").status_code in {200, 400, 404}
    for value in ("x", "\x00", str(UUID(int=0)), "9" * 300):
        sent = {"verb": "revoke", "award": [value], "take": value, "key": "k"}
        for page in ("awards/change/", "awards/export/", "queue/take"):
            assert ours.post(f"{home}/{page}", sent).status_code in {400, 404}


def test_nobody_leaves_a_door_open_for_the_time_after_they_had_to_go(school: School) -> None:
    """An owner who was about to be removed invited an address of their own, and came back as an owner."""
    make_member(school.organization, "owner")
    mallory = make_member(school.organization, "owner")
    acting = mallory.person.as_actor()
    sent = invite(school.organization, "second@example.org", ["owner"], acting=acting)
    end_membership(mallory, acting=SYSTEM)
    again = make_person("Mallory too", "second@example.org")
    with pytest.raises(DomainError) as refused:
        accept_invitation(sent.token, person=again, acting=again.as_actor())
    assert refused.value.code == "invitation_over"
    assert find_membership(school.organization, again.pk) is None


def test_an_invitation_works_once_and_for_one_person(school: School) -> None:
    owner = member(school.organization, "owner").as_actor()
    sent = invite(school.organization, "bo@example.org", ["learner"], acting=owner)
    first, second = make_person(), make_person()
    with pytest.raises(PermissionDenied):
        accept_invitation(sent.token, person=first, acting=second.as_actor())
    accept_invitation(sent.token, person=first, acting=first.as_actor())
    with pytest.raises(Conflict) as refused:
        accept_invitation(sent.token, person=second, acting=second.as_actor())
    assert refused.value.code == "invitation_used"
    assert find_membership(school.organization, second.pk) is None
