# SPDX-License-Identifier: Apache-2.0
"""Writing a draft through the page: with the button, by itself, row by row, and two people at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import get_version
from cairn.foundation.actors import SYSTEM
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything
from cairn.organizations.models import Organization
from cairn.web.issuer.studio.sections import TABS, build
from tests.factories.achievements import make_definition, make_draft, make_published_version
from tests.factories.people import make_organization, member, sign_in
from tests.web.markup import flat

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Cairn-Autosave": "1"}
SUPERVISION = "assessment/supervision"


@pytest.fixture
def college() -> Organization:
    return make_organization("college")


@pytest.fixture
def draft(college: Organization) -> AchievementVersion:
    return make_draft(college)


@pytest.fixture
def author(client: Client, college: Organization) -> Client:
    return sign_in(client, member(college, "author", name="Ada Author"))


def url(draft: AchievementVersion, section: str) -> str:
    return f"/o/college/studio/{draft.achievement_id}/edit/{section}"


def again(draft: AchievementVersion) -> AchievementVersion:
    with everything("test"):
        return get_version(draft.pk)


def filled(draft: AchievementVersion, section: str, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a tab as it stands, with some fields changed."""
    version = again(draft)
    form = build(TABS[section], version.definition)
    sent: dict[str, Any] = {"version": str(version.revision)}
    for name in form.fields:
        value = form[name].value()
        if value not in (None, False, []):
            sent[name] = "on" if value is True else value
    return {**sent, **changes}


@pytest.mark.parametrize("section", TABS)
def test_every_tab_saves_what_it_shows(author: Client, draft: AchievementVersion, section: str) -> None:
    answer = author.get(url(draft, section))
    assert answer.status_code == 200
    before = again(draft).definition
    assert author.post(url(draft, section), filled(draft, section)).status_code == 302
    assert again(draft).definition == before


def test_the_button_saves_and_says_so(author: Client, draft: AchievementVersion) -> None:
    answer = author.post(url(draft, "basics"), filled(draft, "basics", name="Another name"), follow=True)
    assert answer.redirect_chain == [(url(draft, "basics"), 302)]
    assert "Saved." in answer.text
    assert (again(draft).name, again(draft).revision, again(draft).changed_by) == ("Another name", 2, "Ada Author")


def test_typing_saves_itself(author: Client, draft: AchievementVersion) -> None:
    first = author.post(url(draft, "basics"), filled(draft, "basics", promise="You can."), headers=AUTOSAVE)
    assert (first.status_code, first["Content-Type"]) == (200, "application/json")
    assert first.json()["version"] == "2"
    sent = filled(draft, "basics", promise="You can plan.", version=first.json()["version"])
    assert author.post(url(draft, "basics"), sent, headers=AUTOSAVE).json()["version"] == "3"
    assert again(draft).definition.promise == "You can plan."


def test_typing_over_somebody_elses_words_saves_nothing(author: Client, draft: AchievementVersion) -> None:
    stale = filled(draft, "basics", promise="Mine")
    author.post(url(draft, "basics"), filled(draft, "basics", promise="Theirs"))
    answer = author.post(url(draft, "basics"), stale, headers=AUTOSAVE)
    assert (answer.status_code, answer["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert answer.text.startswith("Ada Author saved this draft after you opened it")
    assert (again(draft).definition.promise, again(draft).revision) == ("Theirs", 2)


def test_the_button_shows_both_and_can_save_mine(author: Client, draft: AchievementVersion) -> None:
    stale = filled(draft, "basics", promise="Mine alone")
    author.post(url(draft, "basics"), filled(draft, "basics", promise="Theirs"))
    answer = author.post(url(draft, "basics"), stale)
    assert answer.status_code == 409
    assert "<del>Theirs</del>" in answer.text
    assert 'value="Mine alone"' in answer.text
    assert 'name="version" value="2"' in flat(answer.text)
    assert again(draft).definition.promise == "Theirs"
    assert author.post(url(draft, "basics"), {**stale, "version": "2"}).status_code == 302
    assert again(draft).definition.promise == "Mine alone"


def test_what_cannot_be_read_is_said_and_kept_in_the_page(author: Client, draft: AchievementVersion) -> None:
    wrong = filled(draft, "cost", **{"cost/price": "cheap", "cost/who_pays": "Nobody"})
    answer = author.post(url(draft, "cost"), wrong)
    assert answer.status_code == 422
    assert 'value="Nobody"' in answer.text
    quiet = author.post(url(draft, "cost"), wrong, headers=AUTOSAVE)
    assert (quiet.status_code, quiet.text) == (422, "Price: Enter a number.")
    assert (again(draft).revision, again(draft).definition.cost.who_pays) == (1, "The learner")


def test_a_blank_price_is_not_free(author: Client, draft: AchievementVersion) -> None:
    author.post(url(draft, "cost"), filled(draft, "cost", **{"cost/price": ""}))
    assert again(draft).definition.cost.price is None
    author.post(url(draft, "cost"), filled(draft, "cost", **{"cost/price": "0"}))
    assert again(draft).definition.cost.price == 0


def test_rows_come_and_go_and_keep_their_ids(author: Client, draft: AchievementVersion) -> None:
    typed = filled(draft, "outcomes", **{"outcomes/O1/text": "Plan ten tasks", "do": "add:outcomes"})
    added = author.post(url(draft, "outcomes"), typed)
    assert added["Location"] == f"{url(draft, 'outcomes')}#row-outcomes/O3"
    author.post(url(draft, "outcomes"), filled(draft, "outcomes", do="up:outcomes/O3"))
    assert [row.id for row in again(draft).definition.outcomes] == ["O1", "O3", "O2"]
    author.post(url(draft, "outcomes"), filled(draft, "outcomes", do="remove:outcomes/O1"))
    definition = again(draft).definition
    assert [row.id for row in definition.outcomes] == ["O3", "O2"]
    assert [row.outcomes for row in definition.rubric.criteria] == [(), ("O2",)]


def test_what_was_typed_is_saved_with_a_new_row(author: Client, draft: AchievementVersion) -> None:
    typed = filled(draft, "rubric", **{"rubric/criteria/plan/name": "Goals", "do": "add:rubric/levels"})
    author.post(url(draft, "rubric"), typed)
    rubric = again(draft).definition.rubric
    assert rubric.criteria[0].name == "Goals"
    assert [(level.id, level.points) for level in rubric.levels][-1] == ("L1", 3)
    assert [item.level for item in rubric.criteria[0].descriptors] == ["not_yet", "meets", "exceeds", "L1"]


def test_a_level_takes_its_rules_along(author: Client, draft: AchievementVersion) -> None:
    author.post(url(draft, "rubric"), filled(draft, "rubric", do="remove:rubric/levels/meets"))
    rule = again(draft).definition.rubric.pass_rule
    assert (rule.each_at_least, rule.required_levels) == ("", ())


def test_a_row_that_is_gone_changes_nothing(author: Client, draft: AchievementVersion) -> None:
    for step in ("remove:outcomes/O9", "up:name", "add:nothing", "remove:rubric/pass_rule"):
        assert author.post(url(draft, "outcomes"), filled(draft, "outcomes", do=step)).status_code == 400
    assert again(draft).revision == 1


def test_the_findings_stand_beside_and_at_the_field(author: Client, draft: AchievementVersion) -> None:
    author.post(url(draft, "outcomes"), filled(draft, "outcomes", **{"outcomes/O2/text": "Understand recall"}))
    page = author.get(url(draft, "outcomes")).text
    assert "Outcome 2 cannot be watched" in page
    assert 'data-finding="outcomes/O2/text"' in page
    alone = author.get(f"/o/college/studio/{draft.achievement_id}/findings/outcomes")
    assert 'data-place="outcomes/O2/text"' in alone.text
    assert "<html" not in alone.text


def test_another_language_is_written_beside(author: Client, draft: AchievementVersion) -> None:
    author.post(f"/o/college/studio/{draft.achievement_id}/language", {"language": "es"})
    place = "translations/es/promise"
    author.post(url(draft, "translations"), filled(draft, "translations", **{place: "Puede planear."}))
    assert again(draft).definition.translations[0].texts == (("promise", "Puede planear."),)
    refused = author.post(f"/o/college/studio/{draft.achievement_id}/language", {"language": "xx"})
    assert refused.status_code == 400


@pytest.mark.parametrize("role", ["assessor", "issuer", "analyst", "learner"])
def test_others_write_nothing(client: Client, college: Organization, draft: AchievementVersion, role: str) -> None:
    sign_in(client, member(college, role))
    with everything("test"):
        entries = AuditEntry.objects.count()
    sent = {"name": "Mine", "version": "1"}
    root = f"/o/college/studio/{draft.achievement_id}"
    for place in ("edit/basics", "language", "picture", "copy", "discard", "publish", "retire", "versions/begin"):
        assert client.post(f"{root}/{place}", sent).status_code == 403, place
    assert client.post("/o/college/studio/new", sent).status_code == 403
    with everything("test"):
        assert AuditEntry.objects.count() == entries
        assert AchievementVersion.objects.count() == 1
    assert again(draft).stored == draft.stored


def test_another_organizations_draft_is_not_there(author: Client, draft: AchievementVersion) -> None:
    other = make_draft(make_organization("other"))
    assert author.get(url(other, "basics")).status_code == 404
    assert author.post(url(other, "basics"), {"name": "Mine", "version": "1"}).status_code == 404
    assert again(other).stored == other.stored
    assert again(draft).revision == 1


def test_what_is_published_has_no_editor(author: Client, college: Organization) -> None:
    published = make_published_version(college, make_definition(name="Fixed"), acting=SYSTEM)
    assert author.get(url(published, "basics")).status_code == 404
    assert author.get(url(published, "nonsense")).status_code == 404


def stated(draft: AchievementVersion) -> tuple[str, str]:
    method = again(draft).definition.assessment
    return method.supervision, method.identity


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Supervised on site, identity checked"), ("es", "Con supervisión presencial, identidad comprobada")],
)
def test_supervision_is_suggested_and_stored_as_a_code(
    author: Client, draft: AchievementVersion, language: str, words: str
) -> None:
    reader = {"accept-language": language}
    place = url(draft, "evidence")
    page = author.get(place, headers=reader).text
    suggestions = re.findall(r'<option value="([^"]+)"></option>', page)
    assert (len(suggestions), words in suggestions) == (8, True)
    assert f'list="id_{SUPERVISION}_list"' in page
    assert f'<datalist id="id_{SUPERVISION}_list">' in page
    assert author.post(place, filled(draft, "evidence", **{SUPERVISION: words}), headers=reader).status_code == 302
    assert stated(draft) == ("supervised-onsite-with-id", "own account")
    shown = author.get(place, headers={"accept-language": "en"}).text
    assert f'name="{SUPERVISION}" value="Supervised on site, identity checked"' in shown
    assert author.post(place, filled(draft, "evidence")).status_code == 302
    assert stated(draft) == ("supervised-onsite-with-id", "own account")


def test_supervision_can_be_said_in_ones_own_words(author: Client, draft: AchievementVersion) -> None:
    changes = {SUPERVISION: "A foreman stands beside", "assessment/identity": "Known in person"}
    assert author.post(url(draft, "evidence"), filled(draft, "evidence", **changes)).status_code == 302
    assert stated(draft) == ("A foreman stands beside", "identity-known")


def test_an_employer_reads_the_words_of_a_code(author: Client, draft: AchievementVersion) -> None:
    author.post(url(draft, "evidence"), filled(draft, "evidence", **{SUPERVISION: "supervised-no-id"}))
    page = author.get(f"/o/college/studio/{draft.achievement_id}/as/employer").text
    assert ("Supervised, no check of identity" in page, "supervised-no-id" in page) == (True, False)
