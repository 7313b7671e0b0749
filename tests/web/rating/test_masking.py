# SPDX-License-Identifier: Apache-2.0
"""The page on which a piece is masked: whoever masks it a second time works on what assessors got until then."""

from __future__ import annotations

import pytest
from django.test import Client

from cairn.assessment import services
from cairn.assessment.models import Evidence, IdentityReport, Rating
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import ANSWERS, make_rating, make_submitted
from tests.factories.people import member, sign_in
from tests.factories.planted import png
from tests.web.markup import flat

BLIND = "<p>We met [name hidden] with Zuzu.</p>"
RAW = "<p>We met Nana with Zuzu.</p>"


@pytest.fixture
def owner(school: School) -> Client:
    return sign_in(Client(), member(school.organization, "owner"))


@pytest.fixture
def rating(school: School) -> Rating:
    answers = {**ANSWERS, "a1": "We met Nana with Zuzu."}
    return make_rating(make_submitted(school.version, learner=school.learner, answers=answers), school.assessor)


def report(school: School, rating: Rating) -> str:
    """Report the work example, and return the address at which that is settled."""
    with everything("a test looks"):
        piece = Evidence.objects.select_related("submission").get(submission=rating.submission, item="a1")
    with organization_scope(school.organization.pk):
        made = services.report_identity(piece, rating, acting=school.assessor.as_actor())
    return f"/o/{school.organization.slug}/masking/{made.pk}"


def page(client: Client, address: str) -> str:
    return flat(client.get(address).content.decode())


def test_the_text_of_before_is_shown_and_masked_further(school: School, owner: Client, rating: Rating) -> None:
    first = report(school, rating)
    assert "What assessors got until now" not in page(owner, first)
    assert owner.post(first, {"way": "words", "words": "Nana"}).status_code == 302
    second = report(school, rating)
    shown = page(owner, second)
    assert ("What assessors got until now" in shown, BLIND in shown, RAW in shown) == (True, True, True)
    # Whoever writes a passage begins with it, too.
    assert ">We met [name hidden] with Zuzu.</textarea>" in shown
    assert owner.post(second, {"way": "words", "words": "Zuzu"}).status_code == 302
    with everything("a test looks"):
        passages = list(IdentityReport.objects.order_by("reported_at").values_list("passage", flat=True))
    assert passages == ["We met [name hidden] with Zuzu.", "We met [name hidden] with [name hidden]."]
    assert "See what assessors get by now" in page(owner, first)
    assert "See what assessors get by now" not in page(owner, second)


def test_a_file_is_masked_further_from_the_copy(school: School, owner: Client, rating: Rating) -> None:
    first = report(school, rating)
    with organization_scope(school.organization.pk):
        made = IdentityReport.objects.get()
        masked = services.mask_with_file(made, png(), "a.png", acting=member(school.organization, "owner").as_actor())
    second = report(school, rating)
    shown = page(owner, second)
    assert "Work on this copy" in shown
    assert f'href="/files/{masked.file_id}"' in shown
    assert owner.get(f"/files/{masked.file_id}").status_code == 200
    assert 'value="words"' not in shown
    settled = owner.post(second, {"way": "fine", "reason": "Nobody is in it."})
    assert (settled.status_code, "What had been put in the place of the piece." in page(owner, second)) == (302, True)
    assert "The masked file" in page(owner, first)
