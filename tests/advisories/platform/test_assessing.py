# SPDX-License-Identifier: Apache-2.0
"""Work that is rated by somebody who must not, seen by somebody who must not, or changed when it must not be."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from pytest_django import Settings

from cairn.accounts.models import Person
from cairn.assessment import services
from cairn.assessment.models import Evidence, Rating, Submission
from cairn.assessment.selectors import get_submission
from cairn.foundation.errors import Conflict, DomainError, PermissionDenied
from cairn.foundation.scopes import organization_scope, person_scope
from cairn.organizations.selectors import get_member
from cairn.organizations.services import end_membership
from tests.factories.assessment import FAILING, PASSING, make_decision, make_rating, make_submission, make_submitted
from tests.factories.credentials import School
from tests.factories.people import make_organization, make_person, member, sign_in


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """Keep the files of a test apart."""
    settings.MEDIA_ROOT = tmp_path


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


def _add_file(row: Submission, name: str = "Ada Brandt CV.png") -> Evidence:
    with person_scope(row.learner_id):
        return services.add_file(row, "a1", _picture(), name, acting=row.learner.as_actor())


def _hand_in(row: Submission) -> Submission:
    with person_scope(row.learner_id):
        declared = services.Declaration(own_work=True)
        return services.submit_submission(get_submission(row.pk), acting=row.learner.as_actor(), declaration=declared)


def _learner() -> Person:
    return make_person("Ada Brandt", "ada.brandt@example.org")


def test_whoever_rates_does_not_learn_whose_work_it_is(client: Client, school: School) -> None:
    """The queue hides names, and the name of a file gave them away."""
    row = make_submission(school.version, learner=_learner())
    piece = _add_file(row)
    make_rating(_hand_in(row), school.assessor)
    browser = sign_in(client, school.assessor)
    page = browser.get(f"/o/{school.organization.slug}/queue/{row.pk}/").content.decode()
    file = browser.get(f"/files/{piece.file_id}")
    assert file.status_code == 200
    for text in (page, str(file.headers)):
        assert "Brandt" not in text
        assert str(row.learner_id) not in text
    assert (
        "Ada Brandt CV.png"
        in sign_in(Client(), row.learner).get(f"/files/{piece.file_id}").headers["Content-Disposition"]
    )


def test_a_file_for_the_next_round_is_not_seen_before_it_is_handed_in(client: Client, school: School) -> None:
    row = make_submission(school.version, learner=_learner())
    first = _add_file(row)
    make_decision(_hand_in(row), school.assessor, FAILING)
    with person_scope(row.learner_id):
        row = get_submission(row.pk)
    second = _add_file(row, "second.png")
    browser = sign_in(client, school.assessor)
    assert browser.get(f"/files/{first.file_id}").status_code == 200
    assert browser.get(f"/files/{second.file_id}").status_code == 404


def test_a_file_is_nobodys_but_the_learners_and_the_holders(client: Client, school: School) -> None:
    row = make_submission(school.version, learner=_learner())
    piece = _add_file(row)
    _hand_in(row)
    elsewhere = make_organization("elsewhere")
    for person in (
        make_person(),
        school.assessor,
        school.issuer,
        member(school.organization, "owner"),
        member(elsewhere, "assessor", "owner"),
    ):
        assert sign_in(client, person).get(f"/files/{piece.file_id}").status_code == 404


@pytest.mark.parametrize("deed", ["answer", "link", "file", "remove", "declare", "hand in"])
def test_what_was_handed_in_stays_as_it_is(school: School, deed: str) -> None:
    row = make_submission(school.version, learner=_learner())
    piece = _add_file(row)
    _hand_in(row)
    acting = row.learner.as_actor()
    deeds: dict[str, Callable[[], object]] = {
        "answer": lambda: services.save_answer(row, "a1", "Other", expected_revision=1, acting=acting),
        "link": lambda: services.add_link(row, "a1", "https://example.org", acting=acting),
        "file": lambda: services.add_file(row, "a1", _picture(), "x.png", acting=acting),
        "remove": lambda: services.remove_evidence(piece, acting=acting),
        "declare": lambda: services.save_declaration(row, services.Declaration(), acting=acting),
        "hand in": lambda: services.submit_submission(row, acting=acting),
    }
    with person_scope(row.learner_id):
        before = list(Evidence.objects.order_by("pk").values())
        with pytest.raises(Conflict) as refused:
            deeds[deed]()
        assert refused.value.code == "not_writable"
        assert list(Evidence.objects.order_by("pk").values()) == before


def test_nobody_rates_their_own_work_nor_for_somebody_else(school: School) -> None:
    both = member(school.organization, "assessor", "owner", name="Ada")
    row = make_submitted(school.version, learner=both)
    with organization_scope(school.organization.pk):
        with pytest.raises(PermissionDenied) as own:
            services.start_rating(row, acting=both.as_actor())
        rating = services.start_rating(row, acting=school.assessor.as_actor())
        other = member(school.organization, "assessor")
        with pytest.raises(PermissionDenied) as not_holder:
            services.finish_rating(rating, acting=other.as_actor())
        assert (own.value.code, not_holder.value.code) == ("own_work", "not_holder")
        assert Rating.objects.get().state == "draft"


def test_work_that_was_withdrawn_or_decided_is_not_decided_again(school: School) -> None:
    row = make_submitted(school.version, learner=_learner())
    rating = make_rating(row, school.assessor, levels=PASSING)
    with person_scope(row.learner_id):
        services.withdraw_submission(row, acting=row.learner.as_actor())
    with organization_scope(school.organization.pk), pytest.raises(DomainError):
        services.finish_rating(rating, acting=school.assessor.as_actor())
    again = make_submitted(school.version, learner=make_person())
    decided = make_rating(again, school.assessor, levels=PASSING)
    with organization_scope(school.organization.pk):
        services.finish_rating(decided, acting=school.assessor.as_actor())
        with pytest.raises(DomainError):
            services.finish_rating(decided, acting=school.assessor.as_actor())


def test_whoever_has_lost_the_role_does_not_finish(school: School) -> None:
    rating = make_rating(make_submitted(school.version), school.assessor, levels=PASSING)
    end_membership(get_member(school.organization, school.assessor.pk), acting=school.assessor.as_actor())
    with organization_scope(school.organization.pk), pytest.raises(PermissionDenied):
        services.finish_rating(rating, acting=school.assessor.as_actor())


def test_looking_changes_nothing(client: Client, school: School) -> None:
    """A GET with the header of the script wiped the declaration, without a CSRF token."""
    row = make_submission(school.version, learner=_learner())
    with person_scope(row.learner_id):
        services.save_declaration(row, services.Declaration(True, "Bo", "None"), acting=row.learner.as_actor())
    browser = sign_in(client, row.learner)
    for page in ("hand-in", "parts/work", "parts/overview"):
        browser.get(f"/my/work/{row.pk}/{page}", headers={"X-Cairn-Autosave": "1"})
    with person_scope(row.learner_id):
        declared = services.Declaration.from_json(get_submission(row.pk).declaration)
    assert declared == services.Declaration(True, "Bo", "None")


def test_a_rating_in_progress_is_not_shown_to_the_learner(client: Client, school: School) -> None:
    row = make_submitted(school.version, learner=_learner())
    make_rating(row, school.assessor, levels=PASSING, feedback="A secret so far", comments={"plan": "Also secret"})
    browser = sign_in(client, row.learner)
    for page in ("", "result", "parts/work", "hand-in"):
        text = browser.get(f"/my/work/{row.pk}/{page}", follow=True).content.decode()
        assert "secret" not in text
        assert str(school.assessor.pk) not in text
