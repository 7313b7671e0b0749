# SPDX-License-Identifier: Apache-2.0
"""What somebody who was asked sees once the work is rated: their words stand, or count from the next round on."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.domain.assessment.conftest import School
from tests.domain.assessment.voices.test_attestations import hand_in, say
from tests.domain.assessment.voices.test_attestations_while_rated import FIRST
from tests.factories.assessment import make_rating, make_submission
from tests.factories.people import sign_in
from tests.factories.voices import ask_witness
from tests.web.markup import flat

GIVEN = {"outcomes": ["O1"], "text": "Other words.", "name": "Kim Vogel", "observed_on": ""}


def _page(client: Client, address: str) -> str:
    return flat(client.get(address).content.decode())


def test_words_under_an_assessor_are_shown_without_a_form(school: School, client: Client) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    say(asked.token, FIRST)
    hand_in(row, school.learner)
    address = f"/attest/{asked.token}"
    assert "You can change it until an assessor begins to rate the work." in _page(client, address)
    make_rating(row, school.assessor)
    page = _page(client, address)
    assert ("What you said is with the work" in page, "First words." in page) == (True, True)
    assert ("<textarea" in page, "Take back what I said" in page) == (False, False)
    assert f"write to {school.organization.name} and say what" in page
    answer = client.post(address, GIVEN)
    assert (answer.status_code, "What you said is with the work" in flat(answer.content.decode())) == (422, True)
    assert client.post(f"{address}/take-back").status_code == 409
    assert "First words." in _page(client, address)
    bench = _page(sign_in(Client(), school.assessor), f"/o/{school.organization.slug}/queue/{row.pk}/")
    assert ("First words." in bench, "Other words." in bench) == (True, False)


@pytest.mark.parametrize("is_said", [False, True])
def test_who_comes_late_is_told_so(school: School, client: Client, *, is_said: bool) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    hand_in(row, school.learner)
    make_rating(row, school.assessor)
    address = f"/attest/{asked.token}"
    if is_said:
        assert client.post(address, GIVEN).status_code == 302
        assert "assessors read it if the work is sent back and handed in again" in _page(client, address)
        mine = _page(sign_in(Client(), school.learner), f"/my/work/{row.pk}/attestations")
        assert "Assessors read this if it is sent back and you hand it in again." in mine
        assert f"/attestations/{asked.attestation.pk}/withdraw" in mine
    else:
        page = _page(client, address)
        assert "Assessors read what you say now only if the work is sent back and handed in again." in page
    bench = _page(sign_in(Client(), school.assessor), f"/o/{school.organization.slug}/queue/{row.pk}/")
    assert "Other words." not in bench
