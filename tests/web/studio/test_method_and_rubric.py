# SPDX-License-Identifier: Apache-2.0
"""The method behind a credential, examples of work and the way of passing, written in the studio and read by all."""

from __future__ import annotations

import pytest
from django.test import Client

from cairn.achievements.definition import Exemplar, MethodComponent, Research, Resource, RubricCriterion
from cairn.achievements.models import AchievementVersion
from cairn.achievements.readiness import find_problems
from cairn.achievements.selectors import get_version
from cairn.foundation.scopes import everything
from cairn.organizations.models import Organization
from tests.factories.achievements import make_definition, make_draft, make_published_version
from tests.factories.people import make_organization, member, sign_in
from tests.factories.rubrics import make_template
from tests.web.markup import flat
from tests.web.studio.test_editing import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def college() -> Organization:
    return make_organization("college")


@pytest.fixture
def draft(college: Organization) -> AchievementVersion:
    return make_draft(college)


@pytest.fixture
def author(client: Client, college: Organization) -> Client:
    return sign_in(client, member(college, "author", name="Ada Author"))


def _url(draft: AchievementVersion, section: str) -> str:
    return f"/o/college/studio/{draft.achievement_id}/edit/{section}"


def _again(draft: AchievementVersion) -> AchievementVersion:
    with everything("test"):
        return get_version(draft.pk)


def test_the_method_is_written_row_by_row(author: Client, draft: AchievementVersion) -> None:
    for step in ("add:method_components", "add:research", "add:resources"):
        assert author.post(_url(draft, "method"), filled(draft, "method", do=step)).status_code == 302
    words = {
        "key_method": "Ask for it from memory.",
        "method_components/M1/name": "Space it",
        "research/R1/citation": "Roediger, 2006",
        "research/R1/url": "https://doi.org/10.1111/x",
        "resources/S1/name": "A guide",
    }
    author.post(_url(draft, "method"), filled(draft, "method", **words))
    said = _again(draft).definition
    assert said.method_components == (MethodComponent(id="M1", name="Space it"),)
    assert said.research == (Research(id="R1", citation="Roediger, 2006", url="https://doi.org/10.1111/x"),)
    assert said.resources == (Resource(id="S1", name="A guide"),)


def test_rows_without_names_and_addresses_that_do_not_open_stop_publishing() -> None:
    said = make_definition(
        method_components=(MethodComponent(id="M1"),),
        research=(Research(id="R1", url="javascript:alert(1)"),),
        resources=(Resource(id="S1", url="www.example.org"),),
    )
    found = [(finding.code, finding.place) for finding in find_problems(said) if finding.blocks]
    assert found == [
        ("MET-01", "method_components/M1/name"),
        ("MET-01", "research/R1/citation"),
        ("MET-01", "resources/S1/name"),
        ("MET-02", "research/R1/url"),
        ("MET-02", "resources/S1/url"),
    ]


def test_a_method_without_research_is_advised_on() -> None:
    said = make_definition(method_components=(MethodComponent(id="M1", name="Space it"),))
    assert [(finding.code, finding.blocks) for finding in find_problems(said)] == [("RES-01", False)]


def test_an_example_is_added_and_stays_while_words_change(author: Client, draft: AchievementVersion) -> None:
    here = "rubric/criteria/plan/descriptors/meets/exemplars"
    author.post(_url(draft, "rubric"), filled(draft, "rubric", do=f"add:{here}"))
    assert [finding.code for finding in find_problems(_again(draft).definition)] == ["RUB-13"]
    author.post(
        _url(draft, "rubric"), filled(draft, "rubric", **{f"{here}/0/sample": "Task 4", f"{here}/0/why": "Goal"})
    )
    author.post(_url(draft, "rubric"), filled(draft, "rubric", **{"rubric/criteria/plan/name": "Plan"}))
    plan: RubricCriterion = _again(draft).definition.rubric.criteria[0]
    assert (plan.name, plan.descriptors[1].exemplars) == ("Plan", (Exemplar(sample="Task 4", why="Goal"),))
    author.post(_url(draft, "rubric"), filled(draft, "rubric", do=f"remove:{here}/0"))
    assert _again(draft).definition.rubric.criteria[0].descriptors[1].exemplars == ()


def test_the_way_of_passing_is_chosen_in_words(author: Client, draft: AchievementVersion) -> None:
    page = flat(author.get(_url(draft, "rubric")).text)
    assert "A high level in one criterion makes up for a low one elsewhere." in page
    author.post(_url(draft, "rubric"), filled(draft, "rubric", **{"rubric/pass_rule/way": "levels"}))
    rule = _again(draft).definition.rubric.pass_rule
    assert (rule.min_percent, rule.each_at_least) == (0, "meets")


def test_a_note_and_a_language_are_kept(author: Client, draft: AchievementVersion) -> None:
    words = {"rubric/criteria/plan/note": "Count the tasks.", "rubric/criteria/plan/language": "es"}
    author.post(_url(draft, "rubric"), filled(draft, "rubric", **words))
    plan = _again(draft).definition.rubric.criteria[0]
    assert (plan.note, plan.language) == ("Count the tasks.", "es")


def test_everybody_reads_the_method_the_research_and_the_examples(client: Client, college: Organization) -> None:
    version = make_published_version(college, make_template())
    page = flat(client.get(f"/achievements/{version.achievement_id}").text)
    assert "<b>Space it</b>" in page
    assert "<cite>Roediger, 2006</cite>" in page
    assert '<a href="https://doi.org/10.1111/x" rel="nofollow noopener">' in page
    assert "An example of “Meets”" in page
    assert "A goal may stand in the heading." in page
    assert f'href="/achievements/{version.achievement_id}/guide.pdf?version=1"' in page
    assert "All of it on paper (accessible PDF)" in page


def test_a_criterion_in_a_language_of_its_own_says_so(client: Client, college: Organization) -> None:
    rows = make_definition().rubric.criteria
    spoken = (rows[0].model_copy(update={"language": "fr"}), rows[1])
    rubric = make_definition().rubric.model_copy(update={"criteria": spoken})
    version = make_published_version(college, rubric=rubric)
    page = flat(client.get(f"/achievements/{version.achievement_id}").text)
    assert page.count('<th scope="row" lang="fr" dir="auto">') == 1


def test_the_guide_is_public_and_named(client: Client, college: Organization, draft: AchievementVersion) -> None:
    version = make_published_version(college, make_template(name="Recall"))
    address = f"/achievements/{version.achievement_id}/guide.pdf"
    answer = client.get(address, {"language": "es"})
    assert (answer["Content-Type"], answer["Content-Language"]) == ("application/pdf", "es")
    assert answer["Content-Disposition"] == 'inline; filename="college-recall-1-es.pdf"'
    assert client.get(address, {"language": "xx"})["Content-Language"] == "en"
    assert client.get(f"/achievements/{draft.achievement_id}/guide.pdf").status_code == 404
