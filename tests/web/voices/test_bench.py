# SPDX-License-Identifier: Apache-2.0
"""What an assessor sees of prior learning, witnesses and appeals: what was brought, and never whose it is."""

from __future__ import annotations

from django.test import Client

from cairn.assessment import services
from cairn.assessment.models import PRIOR_ITEM, Evidence, Submission, Track
from cairn.assessment.services import Declaration, Note, Shown, Statement
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.domain.assessment.test_evidence import picture
from tests.domain.assessment.voices.test_attestations import link
from tests.factories.assessment import make_rating, make_submission
from tests.factories.people import member, sign_in
from tests.factories.voices import ask_witness, make_appeal, make_failed, make_piece
from tests.web.markup import flat

NAME = "Marjolein Achterberg"


def bring_everything(school: School) -> Submission:
    """Hand in prior learning: a text and a file with the learner's name, a map, a witness, and a declaration."""
    learner, acting = school.learner, school.learner.as_actor()
    learner.name = NAME
    learner.save()
    row = make_submission(school.version, learner=learner, answers={"q1": "Grade 6", "r1": "A drawing."})
    text = make_piece(learner, f"A plan by {NAME} of 2024")
    with person_scope(learner.pk):
        services.choose_track(row, Track.PRIOR_LEARNING, acting=acting)
        file = services.keep_file(learner, picture(), f"{NAME}.png", Note(), acting=acting)
        pieces = [services.use_item(item, row, PRIOR_ITEM, acting=acting) for item in (text, file)]
        shown = Shown(tuple(str(piece.pk) for piece in pieces if piece), f"{NAME} made it; see page 2")
        services.save_map(row, {"O1": shown, "O2": shown}, acting=acting)
    asked = ask_witness(row, name="Wim Achterberg")
    with organization_scope(school.organization.pk):
        services.make_attestation(
            asked.attestation, Statement(("O1",), f"{NAME} did it.", name="Wim Achterberg"), acting=link(asked.token)
        )
    said = Declaration(own_work=True, ai_uses=("ideas",), ai_tools="A chat", ai_for=f"Ideas for {NAME}")
    with person_scope(learner.pk):
        return services.submit_submission(row, acting=acting, declaration=said)


def test_the_bench_has_the_map_the_pieces_and_the_witness_without_the_learner(school: School, client: Client) -> None:
    row = bring_everything(school)
    make_rating(row, school.assessor)
    sign_in(client, school.assessor)
    address = f"/o/{school.organization.slug}/queue/{row.pk}/"
    answer = client.get(address)
    page = flat(answer.content.decode())
    assert answer.status_code == 200
    for words in ("of 2024", "see page 2", "Piece 1", "Piece 2", "did it.", "To find ideas", "A chat"):
        assert words in page
    assert "achterberg" not in page.lower()
    assert "marjolein" not in page.lower()
    with everything("a test looks"):
        file = Evidence.objects.get(submission=row, kind="file").file_id
    assert f"/files/{file}" in page
    assert client.get(f"/files/{file}").status_code == 200
    report = flat(client.get(f"{address}report").content.decode())
    assert "Evidence of prior learning" in report
    assert "achterberg" not in report.lower()


def test_on_appeal_the_bench_tells_neither_the_result_nor_that_there_is_one(school: School, client: Client) -> None:
    appeal = make_appeal(
        make_failed(school.version, learner=school.learner, assessor=school.assessor), "Page 7 shows it"
    )
    other = member(school.organization, "assessor")
    sign_in(client, other)
    home = f"/o/{school.organization.slug}/queue/"
    pages = [client.get(home), client.get(f"{home}{appeal.submission_id}/")]
    make_rating(appeal.submission, other)
    pages += [client.get(f"{home}{appeal.submission_id}/"), client.get(f"{home}{appeal.submission_id}/finish")]
    for answer in pages:
        page = flat(answer.content.decode()).lower()
        assert answer.status_code == 200
        for words in ("appeal", "page 7", "well planned. show", "sent back", "being looked at again", "bo assessor"):
            assert words not in page
